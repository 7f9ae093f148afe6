"""Lines and tables of all pages → Markdown, and where each page starts in it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.readers import grid
from assistant.readers.pdf import headings
from assistant.readers.pdf.headings import Type
from assistant.readers.pdf.hyphens import compounds, join
from assistant.readers.pdf.layout import Element, Line, Table
from assistant.readers.writing import Writer

_MOST_HEADING_LINES = 4
_BULLET = re.compile(r"[•‣▪▫◦·●○■□◆►➢✓❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d–—*-]\s+(?=\S)")
_MARKER = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|\(?[ivx]{1,4}[.)]|\d{1,2}(?:\.\d{1,2})+)\s")
_ENDED = re.compile(r"[.!?…:;]['\"”’»)\]\d]*\Z")
_LONGEST_END = 12
_MARKUP = re.compile(r"#|<!--|```|~~~|\|")
_RULE = re.compile(r"[-=_*~.·\s]+\Z")
_CONTENTS = re.compile(r"\.(?:[ .]?\.){3,}[ .]*[\divxlc]{1,6}\Z")
"""The end of a line in a table of contents, which would be a heading that nothing stands under."""
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
_CLEANED = {
    **_LIGATURES,
    **dict.fromkeys(range(0x20), " "),
    **dict.fromkeys((0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF), ""),
}
_DIRTY = re.compile("[" + re.escape("".join(map(chr, _CLEANED))) + "\u00a0\u2000-\u200a\u202f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class _Text:
    """The text so far, and the paragraph or item that is still open."""

    kind: Type
    leading: float
    """Usual distance of two lines, in font sizes."""
    compounds: frozenset[str]
    done: list[str] = field(default_factory=list)
    length: int = 0
    open: str = ""
    last: Line | None = None
    is_item: bool = False
    heading: int = 0
    """Level of the heading that is open; 0 where a paragraph is."""
    heading_lines: list[Line] = field(default_factory=list)
    page: int = 0
    pages: list[int] = field(default_factory=list)
    turned: bool = True
    """The page has changed since the last line."""
    indents: list[float] = field(default_factory=list)
    table: Table | None = None
    """The last thing written, if that was a table."""

    def begin(self, page: int) -> None:
        self.page = page
        self.turned = True

    def line(self, line: Line, level: int) -> None:
        if self.heading and self._is_same_heading(line):
            self.heading_lines.append(line)
            self._go_on(line)
        elif level:
            self._start(line, heading=level)
        elif self.heading or self._breaks(line):
            self._start(line)
        else:
            self._go_on(line)
        self.last = line
        self.table = None

    def _is_same_heading(self, line: Line) -> bool:
        if self.turned or self.last is None or len(self.heading_lines) >= _MOST_HEADING_LINES:
            return False
        return headings.goes_on(line, self.last, self.open, self.kind, self.page)

    def _breaks(self, line: Line) -> bool:
        """Whether ``line`` starts a paragraph or item of its own."""
        above = self.last
        if above is None or not self.open:
            return True
        if not line.text[0].isalnum() and _BULLET.match(line.text):
            return True
        if abs(line.size - above.size) > 0.1 * above.size:
            return True
        is_full = _is_full(above, line)
        goes_on = above.hyphen or not _ENDED.search(self.open[-_LONGEST_END:])
        if self.turned or line.y <= above.y:  # another page or column
            return not (goes_on and (above.hyphen or is_full or line.text[0].islower()))
        if line.y - above.y > 1.3 * self.leading * line.size:
            return True
        if _MARKER.match(line.text) and (not goes_on or not is_full):
            return True
        is_indented = line.x0 > above.x0 + line.size and not self.is_item
        return not is_full or (is_indented and not goes_on)

    def _start(self, line: Line, heading: int = 0) -> None:
        """Write what is open and begin anew."""
        is_close = (
            self.last is not None
            and not self.turned
            and not heading
            and not self.heading
            and 0 < line.y - self.last.y <= 1.3 * self.leading * line.size
            and not _ENDED.search(self.open[-_LONGEST_END:])
        )
        was_item = self.is_item
        text = line.text
        bullet = _BULLET.match(text)
        marker = "- " if bullet else ""
        text = text[bullet.end() :] if bullet else text
        is_item = bool(bullet or _MARKER.match(text)) and not heading
        self.flush(tight=is_close or (was_item and is_item))
        indent = self._indent(line.x0) if is_item else ""
        self.open = indent + marker + (_escaped(text) if not marker else text)
        self.is_item, self.heading, self.heading_lines = is_item, heading, [line]
        self._mark(self.length)

    def _go_on(self, line: Line) -> None:
        hyphen = self.last is not None and self.last.hyphen
        self.open = join(self.open, line.text, hyphen=hyphen, compounds=self.compounds)
        if self.turned:
            self._mark(self.length + len(self.open) - len(line.text))

    def _indent(self, x: float) -> str:
        """Two spaces for each list that an item stands in."""
        if not self.is_item:
            self.indents = []
        while self.indents and x < self.indents[-1] - 3:
            self.indents.pop()
        if not self.indents or x > self.indents[-1] + 3:
            self.indents.append(x)
        return "  " * (len(self.indents) - 1)

    def write(self, table: Table) -> None:
        """Write a table; one that goes on from the page before has its head."""
        before, rows = self.table, table.rows
        goes_on = before is not None and self.turned and len(before.rows[0]) == len(rows[0])
        if before and goes_on and before.has_head and not table.has_head:
            head = before.rows[0]
            table = table._replace(rows=rows if rows[0] == head else [head, *rows], has_head=True)
        self.flush()
        self._mark(self.length)
        written = Writer()
        cells = [[grid.Cell(cleaned(cell)) for cell in row] for row in table.rows]
        grid.write(written, cells, 1 if table.has_head else 0)
        self._add(written.text()[0])
        self.table, self.last, self.is_item = table, None, False

    def flush(self, *, tight: bool = False) -> None:
        """Write what is open; ``tight``: what follows belongs to the same block."""
        if self.open:
            mark = "#" * self.heading + " " if self.heading else ""
            self._add(f"{mark}{self.open}\n")
        if not tight and self.length:
            self._add("\n")
        self.open, self.heading = "", 0

    def _add(self, text: str) -> None:
        self.done.append(text)
        self.length += len(text)

    def _mark(self, place: int) -> None:
        """Note where the page starts, if it does here."""
        if self.turned:
            self.pages += [place] * (self.page + 1 - len(self.pages))
            self.turned = False


def write(pages: Sequence[Sequence[Element]], kind: Type) -> tuple[str, tuple[int, ...]]:
    """Markdown of ``pages``, and where each starts in it; a page without text where the next does.

    What is no heading by its look may be one by its number: "1.2.1 National CIRT".
    """
    cleaned = [[_clean(each) for each in page] for page in pages]
    lines = [each for page in cleaned for each in page if isinstance(each, Line)]
    writer = _Text(kind, _leading(lines), compounds(line.text for line in lines))
    for number, page in enumerate(cleaned):
        writer.begin(number)
        for i, each in enumerate(page):
            if isinstance(each, Table):
                writer.write(each)
            elif not _is_left_out(each.text):
                writer.line(each, _level(page, i, kind, number, writer.leading))
    writer.flush()
    text = "".join(writer.done).rstrip("\n") + "\n"
    writer.pages += [len(text)] * (len(pages) - len(writer.pages))
    return text, tuple(min(place, len(text)) for place in writer.pages)


def _is_left_out(text: str) -> bool:
    """Whether a line is a rule, or one of a table of contents."""
    if not text or (not text[0].isalnum() and _RULE.match(text)):
        return True
    return (". ." in text or "...." in text) and _CONTENTS.search(text) is not None


def _level(page: list[Element], i: int, kind: Type, number: int, leading: float) -> int:
    """Level of the heading that line ``i`` of a page is; 0 if it is none."""
    line = page[i]
    if not isinstance(line, Line):
        return 0
    is_plain = not headings.may_stand_out(line, kind.size) and not line.text[0].isdigit()
    if is_plain and number not in kind.outline:
        return 0
    above, below = (page[j] if 0 <= j < len(page) else None for j in (i - 1, i + 1))
    level = headings.level(line, kind, number)
    if level and line.size < 1.05 * kind.size and not _is_apart(above, line, leading):
        return 0
    if level and line.bold and _is_bold_run(page, i):
        return 0
    if level or not _is_apart(above, line, leading) or not _is_apart(line, below, leading):
        return level
    return headings.is_numbered(line)


def _is_apart(above: Element | None, below: Element | None, leading: float) -> bool:
    """Whether a paragraph ends between two neighbours."""
    if not isinstance(above, Line) or not isinstance(below, Line) or below.y <= above.y:
        return True
    is_wide = below.y - above.y > 1.3 * leading * min(above.size, below.size)
    return is_wide or above.bold != below.bold or not _is_full(above, below)


def _is_bold_run(page: list[Element], i: int) -> bool:
    """Whether the lines from ``i`` on are a paragraph in bold type rather than a heading."""
    run = 0
    for each in page[i : i + _MOST_HEADING_LINES + 1]:
        first = page[i]
        if not isinstance(each, Line) or not isinstance(first, Line):
            break
        if not each.bold or abs(each.size - first.size) > 0.5:
            break
        run += 1
    return run > _MOST_HEADING_LINES


def _is_full(above: Line, line: Line) -> bool:
    """Whether the first word of ``line`` would not have fitted into the line above."""
    if above.hyphen:
        return True
    word = line.text.split(" ", 1)[0]
    width = (line.x1 - line.x0) * (len(word) + 1) / max(1, len(line.text))
    return above.x1 + width > above.right - 0.3 * above.size


def _leading(lines: Sequence[Line]) -> float:
    """Usual distance of two lines, in font sizes."""
    exact = Counter(
        (line.y - above.y) / line.size for above, line in pairwise(lines) if line.size == above.size
    )
    found: Counter[float] = Counter()
    for distance, count in exact.items():
        if 0.9 < distance < 2.5:
            found[round(distance, 1)] += count
    return found.most_common(1)[0][0] if found else 1.2


def _clean(element: Element) -> Element:
    if isinstance(element, Table):
        return element
    text = cleaned(element.text)
    return element if text is element.text else element._replace(text=text)


def cleaned(text: str) -> str:
    """``text`` with ligatures as letters, accents on them, and without what cannot be seen."""
    if text.isascii() and text.isprintable():
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if _DIRTY.search(text):
        text = " ".join(text.translate(_CLEANED).split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _escaped(text: str) -> str:
    """``text`` with a backslash before what would be markup at the start of a line."""
    return "\\" + text if _MARKUP.match(text) else text
