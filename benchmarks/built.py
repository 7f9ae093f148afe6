"""An index for a benchmark: built where it is missing or stale, kept between runs."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.pipeline import Assistant, rebuild
from assistant.progress import shown
from assistant.types import BuildReport


@contextmanager
def assistant_on(
    corpus: Path, name: str, root: Path | None = None, model: str | None = None
) -> Iterator[tuple[Assistant, BuildReport]]:
    """Open an assistant on ``corpus``; its index lies in ``root``, or in the user's cache."""
    index = folder(corpus, name, root)
    with shown(sys.stderr) as progress:
        report = rebuild(corpus, index, model, progress)
    assistant = Assistant.open(corpus, index, model)
    try:
        yield assistant, report
    finally:
        assistant.close()


def folder(corpus: Path, name: str, root: Path | None) -> Path:
    place = hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:8]
    return home(root) / f"{name}-{place}"


def home(root: Path | None) -> Path:
    """Give the folder where benchmarks keep what they build; None: in the user's cache."""
    if root is not None:
        return root
    from platformdirs import user_cache_path

    return user_cache_path("country-status-assistant") / "benchmarks"
