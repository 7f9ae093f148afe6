"""A document's text with the passages and units that were made of it marked in it.

    [remark] Page 2 holds no text.
    [passage 3] 1 Cybersecurity › 1.2 Technical measures · page 4 · 1272-1356
    ⟦No national CIRT exists.⟧ ⟦One is planned.⟧
    ~ a heading, which is in no passage but stands above them

A remark is what could not be read, a passage what is searched, a unit (``⟦…⟧``) what is quoted.
Offsets are those of citations.
"""

from collections.abc import Iterator, Sequence

from assistant import chunking
from assistant.types import Document, Passage

_OUTSIDE = "~ "
_OPEN, _CLOSE = "⟦", "⟧"


def marked(document: Document, passages: Sequence[Passage]) -> str:
    """Mark ``passages``, which are those of ``document`` in its order."""
    lines = [f"[remark] {remark}" for remark in document.remarks]
    position = 0
    for number, passage in enumerate(passages, 1):
        lines += _outside(document.text[position : passage.start])
        lines += ["", f"[passage {number}] {_place(passage)}", _units(passage)]
        position = passage.end
    return "\n".join([*lines, *_outside(document.text[position:])]).lstrip("\n")


def _outside(text: str) -> Iterator[str]:
    """Give what is between passages, but for lines without words."""
    return (_OUTSIDE + line.strip() for line in text.splitlines() if line.strip())


def _place(passage: Passage) -> str:
    section = " › ".join(passage.section)
    page = f"page {passage.page}" if passage.page else ""
    span = f"{passage.start}-{passage.end}"
    return " · ".join(part for part in (section, page, span) if part)


def _units(passage: Passage) -> str:
    written, position = "", 0
    for unit in chunking.units(passage):
        start, end = unit.start - passage.start, unit.end - passage.start
        written += passage.text[position:start] + _OPEN + passage.text[start:end] + _CLOSE
        position = end
    return written + passage.text[position:]
