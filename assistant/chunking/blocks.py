"""Lines → blocks: headings, paragraphs, list items, table rows, code.

Markdown is read loosely, and plain text as if it were Markdown without ``#`` headings: what
matters is that no character is lost and that nothing is cut within. Rules, comments and the line
under a table's head are markup; they give no block.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from assistant.chunking.lines import (
    Line,
    clean,
    ends_sentence,
    has_words,
    is_item,
    is_row,
    leads_in,
    lines,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line; ``text[start:end]`` is its words, without the marks that make it one."""

    start: int
    end: int
    level: int
    """1 for the outermost."""
    title: str
    """Cleaned of markup."""
    number: tuple[int, ...] = ()
    """(1, 2, 1) for "1.2.1 CIRT"."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands together: a paragraph, one list item, one table row, a piece of code."""

    kind: Literal["paragraph", "item", "row", "head", "code"]
    """``head``: a table's first row."""
    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        """Offset of the first character, a list marker included."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.lines[-1].end


@dataclass(frozen=True, slots=True)
class Break:
    """A rule: what stands on its two sides does not belong together."""

    start: int


Part = Heading | Block | Break

_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})\Z")
_UNDERLINE = re.compile(r"(?:={3,}|-{2,})\Z")
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?\Z")
_FENCE = re.compile(r"(`{3,}(?=[^`]*\Z)|~{3,})")
_MARKS = re.compile(r"[*_`\s]+")
_HEADING_NUMBER = re.compile(r"(\d{1,3}+(?:\.\d{1,3}+)*+)[.):]*+(?=[\s\u2013\u2014-]|\Z)")
_LONGEST_UNDERLINED = 120


def heading(text: str, start: int, end: int, level: int) -> Heading | None:
    """Make a heading of the words in ``text[start:end]``; None where there are none."""
    raw = text[start:end]
    opening = _MARKS.match(raw)
    if opening is not None:
        start += opening.end()
    while end > start and text[end - 1] in "*_` \t\u00a0":
        end -= 1
    title = clean(text[start:end])
    if start >= end or not has_words(title):
        return None
    return Heading(start, end, level, title, number(title))


def number(title: str) -> tuple[int, ...]:
    """Read the number a heading starts with, by its parts; () where it has none."""
    match = _HEADING_NUMBER.match(title)
    return tuple(int(part) for part in match.group(1).split(".")) if match else ()


def parse(text: str, start: int = 0, *, markdown: bool = True) -> list[Part]:
    """Read ``text`` from ``start`` on; every line is in a part or is markup.

    Only ``markdown`` has ``#`` headings and comments.
    """
    return _Parser(text, lines(text, start), markdown).parse()


def level_of(text: str) -> int:
    """How many ``#`` make the line ``text`` a heading; 0 if it is none."""
    level = len(text) - len(text.lstrip("#"))
    return level if level <= 6 and text[level : level + 1] in ("", " ", "\t") else 0


@dataclass(slots=True)
class _Parser:
    """Each reader takes a line's number and returns the next one to read, None if not its kind."""

    text: str
    lines: list[Line]
    markdown: bool
    parts: list[Part] = field(default_factory=list)
    unclosed: dict[str, int] = field(default_factory=dict)
    """Length from which on a fence of this character is known to be never closed."""
    last_comment: int = 0

    def parse(self) -> list[Part]:
        self.last_comment = self.text.rfind("-->")
        i = 0
        while i < len(self.lines):
            special = _BY_FIRST_CHARACTER.get(self.lines[i].text[0])
            following = special(self, i) if special else None
            if following is None:
                following = self._table(i)
            if following is None:
                following = self._item(i)
            i = self._paragraph(i) if following is None else following
        return self.parts

    def _atx(self, i: int) -> int | None:
        line = self.lines[i]
        level = level_of(line.text) if self.markdown and line.indent < 4 else 0
        if level == 0:
            return None
        words = line.text.rstrip("#")
        if words[-1:] not in ("", " ", "\t"):
            words = line.text
        found = heading(self.text, line.start + level, line.start + len(words), level)
        if found is not None:
            self.parts.append(found)
        return i + 1 if found is not None or not words else None

    def _fence(self, i: int) -> int | None:
        opening = _FENCE.match(self.lines[i].text)
        if opening is None:
            return None
        mark = opening.group()
        if len(mark) >= self.unclosed.get(mark[0], len(mark) + 1):
            return None
        for j in range(i + 1, len(self.lines)):
            closing = self.lines[j].text
            if closing.startswith(mark) and not closing.strip(mark[0]):
                self.parts.append(Block("code", tuple(self.lines[i : j + 1])))
                return j + 1
        self.unclosed[mark[0]] = len(mark)
        return None  # text like any other

    def _comment(self, i: int) -> int | None:
        line = self.lines[i]
        is_comment = self.markdown and line.text.startswith("<!--")
        if not is_comment or self.last_comment < line.start + 4:
            return None
        end = self.text.index("-->", line.start + 4) + 3
        j = i
        while j < len(self.lines) and self.lines[j].end <= end:
            j += 1
        if j < len(self.lines) and self.lines[j].start < end:
            self._cut(j, end)
        return j

    def _cut(self, j: int, start: int) -> None:
        """Let line ``j`` begin at ``start`` or later."""
        rest = self.text[start : self.lines[j].end]
        start += len(rest) - len(rest.lstrip())
        self.lines[j] = Line(start, self.lines[j].end, rest.strip(), 0, 1)

    def _rule(self, i: int) -> int | None:
        if not _RULE.match(self.lines[i].text):
            return None
        self.parts.append(Break(self.lines[i].start))
        return i + 1

    def _table(self, i: int) -> int | None:
        """Read rows between pipes, or rows over a line of dashes, or lines with the same tabs."""
        if self._columns(i) < 2:
            return None
        j = i + 1
        while j < len(self.lines) and self.lines[j].gap == 0 and self._width(j) >= 2:
            j += 1
        rows = self.lines[i:j]
        ruled = len(rows) > 1 and _DELIMITERS.match(rows[1].text) is not None
        if ruled:
            del rows[1]
        # Rows between pipes without a line of dashes go on with a table begun in another passage.
        opens = not rows[0].text.startswith("|") and self._width(i) > 2
        titled = ruled or (opens and not any(c.isdigit() for c in rows[0].text))
        for line in rows:
            is_head = titled and line is rows[0] and len(rows) > 1
            self.parts.append(Block("head" if is_head else "row", (line,)))
        return j

    def _columns(self, i: int) -> int:
        """Columns of the table that starts at line ``i``; 0 where none does."""
        text = self.lines[i].text
        if "|" not in text and "\t" not in text:
            return 0
        if is_row(text):
            return max(2, self._width(i))
        below = self.lines[i + 1] if i + 1 < len(self.lines) else None
        if below is None or below.gap:
            return 0
        if "|" in text and "|" in below.text and _DELIMITERS.match(below.text):
            return 2
        tabbed = "\t" in text and text.count("\t") == below.text.count("\t")
        return self._width(i) if tabbed else 0

    def _width(self, i: int) -> int:
        """Cells of line ``i`` as a table's row."""
        text = self.lines[i].text
        pipes = text.count("|") - (text[0] == "|") - (text[-1] == "|")
        return max(pipes, text.count("\t")) + 1

    def _item(self, i: int) -> int | None:
        line = self.lines[i]
        if not is_item(line.text, free=self._is_free(i)):
            return None
        j = i + 1
        while j < len(self.lines) and self._continues(j, line):
            j += 1
        self.parts.append(Block("item", tuple(self.lines[i:j])))
        return j

    def _is_free(self, i: int) -> bool:
        """Whether line ``i`` cannot be the continuation of a line before it."""
        if i == 0 or self.lines[i].gap or not self.parts:
            return True
        last = self.parts[-1]
        is_paragraph = isinstance(last, Block) and last.kind == "paragraph"
        return not is_paragraph or leads_in(self.lines[i - 1].text)

    def _continues(self, j: int, item: Line) -> bool:
        """Whether line ``j`` is the next line of the same list item."""
        line = self.lines[j]
        if line.gap or self._starts_part(j) or is_item(line.text, free=True):
            return False
        return line.indent > item.indent or not ends_sentence(self.lines[j - 1].text)

    def _paragraph(self, i: int) -> int:
        j = i + 1
        while j < len(self.lines) and self.lines[j].gap == 0:
            if j == i + 1 and self._underlined(i):
                return j + 1
            free = leads_in(self.lines[j - 1].text)
            if self._starts_part(j) or is_item(self.lines[j].text, free=free):
                break
            j += 1
        self.parts.append(Block("paragraph", tuple(self.lines[i:j])))
        return j

    def _underlined(self, i: int) -> bool:
        """Read lines ``i`` and ``i + 1`` as a heading and the rule under it."""
        line, rule = self.lines[i], self.lines[i + 1].text
        if not _UNDERLINE.match(rule) or len(line.text) > _LONGEST_UNDERLINED:
            return False
        found = heading(self.text, line.start, line.end, 1 if rule[0] == "=" else 2)
        if found is not None:
            self.parts.append(found)
        return found is not None

    def _starts_part(self, j: int) -> bool:
        """Whether line ``j`` ends the paragraph or item before it."""
        text = self.lines[j].text
        if text[0] == "#":
            return self.markdown and level_of(text) > 0
        if text[0] in "*-_=" and _RULE.match(text):
            return True
        if text[0] in "`~":
            return _FENCE.match(text) is not None
        if text.startswith("<!--"):
            return self.markdown
        return ("|" in text or "\t" in text) and self._columns(j) >= 2


_BY_FIRST_CHARACTER: dict[str, Callable[[_Parser, int], int | None]] = {
    "#": _Parser._atx,
    "`": _Parser._fence,
    "~": _Parser._fence,
    "<": _Parser._comment,
    "*": _Parser._rule,
    "-": _Parser._rule,
    "_": _Parser._rule,
    "=": _Parser._rule,
}
