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
    if root is None:
        from platformdirs import user_cache_path

        root = user_cache_path("country-status-assistant") / "benchmarks"
    place = hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:8]
    return root / f"{name}-{place}"
