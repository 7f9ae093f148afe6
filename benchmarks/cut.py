"""Documents without the sentences that answer their questions, so that nothing states it any more.

What stands around the sentence stays: its heading, its neighbours, other countries' documents. That
is what silence looks like in practice, and the hardest evidence to refuse.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.built import home

PARTS = 5
"""Copies of a folder; each lacks what answers a fifth of its questions, so that most is left."""

_EMPTY_SECTION = re.compile(r"^#+ [^\n]+\n\s*(?=^#|\Z)", re.MULTILINE)

_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Gold:
    """A question, with what answers it in a document."""

    question: str
    document: str
    quote: str


def written(
    folder: Path, name: str, golds: Sequence[Gold], root: Path | None, parts: int = PARTS
) -> Iterator[tuple[Path, list[str]]]:
    """Write the copies among the indexes; yield each with the questions it no longer answers."""
    for part in range(parts):
        out = home(root) / "cut" / name / str(part)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(folder, out, ignore=shutil.ignore_patterns("*.jsonl"))
        texts = {gold.document: (out / gold.document).read_text("utf-8") for gold in golds}
        own = golds[part::parts]
        quotes = {(gold.document, gold.quote) for gold in own}
        done = {each for each in sorted(quotes) if _cut(*each, texts)}
        asked = [gold.question for gold in own if (gold.document, gold.quote) in done]
        for document, text in texts.items():
            left = _EMPTY_SECTION.sub("", text)
            (out / document).write_text(left, "utf-8")
            if not _FRONT_MATTER.sub("", left).strip():
                (out / document).unlink()  # it said nothing else
        if any(out.iterdir()):
            yield out, asked


def _cut(document: str, quote: str, texts: dict[str, str]) -> bool:
    """Take a quote out of its document; whether it was there."""
    spaced = r"\s+".join(map(re.escape, quote.split()))
    texts[document], count = re.subn(spaced, "", texts[document], count=1)
    return count == 1
