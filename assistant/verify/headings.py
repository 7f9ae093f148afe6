"""The headings above a quote, told from the text anew.

A heading is any line of its words; only ``#`` headings are known to be headings, so only of these
is it known which stands nearest, and which has ended before the quote.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.types import Citation
from assistant.verify.shape import Failure, shown

LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)|</?[a-z]\w*\b[^<>\r\n]{0,200}>", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]+")
_LONGEST = 1_000
"""Characters of a line that may be a heading."""
_HASHES = re.compile(r" {0,3}(#{1,6})[ \t]+\S")
_RULE = re.compile(r"\s*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})\Z")
_NUMBER = re.compile(r"[\W_]*(\d{1,3}(?:\.\d{1,3})*)")
_HIDES = re.compile(r"(`{3,}|~{3,}|<!--)")
"""What begins code or a comment, in which ``#`` makes no heading."""


class _Line(NamedTuple):
    start: int
    end: int
    bare: str
    level: int
    """How many ``#`` make it a heading; 0 if it is none, or one by its looks alone."""
    number: str
    is_rule: bool


@lru_cache(maxsize=8)
def _lines(text: str, body: int) -> tuple[_Line, ...]:
    lines, hidden_to = [], ""
    for found in _LINE.finditer(text, body):
        raw = found.group()
        hashes = None if hidden_to else _HASHES.match(raw)
        hidden_to = _hidden_to(raw.strip(), hidden_to)
        number = _NUMBER.match(raw)
        lines.append(
            _Line(
                *found.span(),
                bare=bare(raw) if len(raw) <= _LONGEST else "",
                level=len(hashes.group(1)) if hashes else 0,
                number=number.group(1) if number else "",
                is_rule=_RULE.match(raw) is not None,
            )
        )
    return tuple(lines)


def _hidden_to(line: str, end: str) -> str:
    """Give what ends the code or comment that the next line is in, "" where it is in none."""
    if end:
        closed = end in line if end == "-->" else line.startswith(end)
        return "" if closed else end
    begin = _HIDES.match(line)
    if begin is None or "-->" in line:
        return ""
    return "-->" if begin.group() == "<!--" else begin.group()


def bare(text: str) -> str:
    """Letters and figures only, without case, links' targets and markup."""
    return plain(LINK.sub(r"\1", text))


def plain(text: str) -> str:
    """As ``bare``, of what an answer states: nothing in it is markup that goes unseen."""
    return re.sub(r"[\W_]+", "", text).casefold()


def section(citation: Citation, text: str, body: int) -> Iterator[Failure]:
    """Find what in a citation's section path ``text[body:]`` does not have above the quote."""
    every = _lines(text, body)
    above = [line for line in every if line.end <= citation.start]
    place, nearest = len(above), -1
    for depth, title in enumerate(reversed(citation.section)):
        place = _heading_above(above, place, plain(title))
        nearest = nearest if depth else place
        if place < 0:
            inner = f"above {shown(citation.section[-depth])}" if depth else "above the quote"
            yield Failure("section", citation.marker, f"headings {inner}", shown(title))
            return
    between = [line for line in above[nearest + 1 :] if line.level]
    if not between or (len(citation.section) < 2 and _is_foot(above)):
        return
    # A heading that nothing stands under is quoted itself, in the section above it.
    quoted = [line for line in every if line.start <= citation.start < line.end and line.level]
    if quoted and (nearest < 0 or _holds(above[nearest], [*between, *quoted])):
        return
    # The document's own title is left out of a section path.
    if not citation.section and between[-1].bare == bare(citation.title):
        return
    heading = text[between[-1].start : between[-1].end].strip("# \t")
    found = shown(citation.section[-1]) if citation.section else "none"
    yield Failure("section", citation.marker, shown(heading), found)


def _heading_above(lines: Sequence[_Line], below: int, bare: str) -> int:
    """Find the nearest line of these words above a heading at ``below``; -1 if there is none.

    One that has ended before the heading is passed over; above the quote, at the end, any counts.
    """
    for i in range(below - 1, -1, -1):
        after = lines[i + 1 : below + 1] if below < len(lines) else ()
        if lines[i].bare == bare and _holds(lines[i], after):
            return i
    return -1


def _holds(heading: _Line, after: Sequence[_Line]) -> bool:
    """Whether the last of the lines after a heading, if it is one too, is still under it."""
    inner = after[-1] if after else None
    if inner is None or not (heading.level and inner.level):
        return True
    is_numbered = bool(heading.number) and inner.number.startswith(heading.number + ".")
    return is_numbered or all(line.level > heading.level for line in after if line.level)


def _is_foot(above: Sequence[_Line]) -> bool:
    """Whether a rule stands between the last heading and the quote, which ends the section."""
    last = max(i for i, line in enumerate(above) if line.level)
    return any(line.is_rule for line in above[last:])
