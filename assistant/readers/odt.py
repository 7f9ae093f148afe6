"""OpenDocument text: headings by their outline level, lists, tables, footnotes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.errors import CorpusError
from assistant.readers import grid, properties
from assistant.readers.content import Content
from assistant.readers.grid import Cell
from assistant.readers.odt_styles import TABLE, TEXT, Styles
from assistant.readers.package import Package, children
from assistant.readers.writing import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_GONE = frozenset(
    {f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_OFFICE}annotation-end"}
    | {f"{TEXT}{name}" for name in ("tracked-changes", "table-of-content", "sequence-decls")}
    | {f"{TEXT}{name}" for name in ("variable-decls", "user-field-decls", "ruby-text")}
)
"""What nobody reads: deleted words, comments, the table of contents."""
_ROWS = frozenset(
    f"{TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group")
)
_MOST_REPEATED = 1000
_MOST_EMPTY = 50
"""Cells; more of them only fill a row up to its end."""


def read(data: bytes) -> Content:
    """Read an OpenDocument text. Raises CorpusError where it is none, damaged or encrypted."""
    package = Package(data)
    manifest = package.xml("META-INF/manifest.xml")
    if (
        manifest is not None
        and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None
    ):
        raise CorpusError("encrypted. Save it without a password")
    root = package.xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise CorpusError("no OpenDocument text: it has no text part. Save it anew as .odt")
    reader = _Reader(Writer(), Styles.of([root, package.xml("styles.xml")], body))
    reader.read(body)
    text, _ = reader.writer.text()
    meta = package.xml("meta.xml")
    return Content(text, "markdown", fields=_fields(meta, text))


def _fields(meta: "_Element | None", text: str) -> dict[str, object]:
    def said(name: str) -> str | None:
        return meta.findtext(f"{_OFFICE}meta/{name}") if meta is not None else None

    return properties.fields(
        text,
        title=said(f"{_DC}title"),
        publisher=said(f"{_DC}publisher")
        or said(f"{_META}initial-creator")
        or said(f"{_DC}creator"),
        date=said(f"{_DC}date") or said(f"{_META}creation-date"),
        language=said(f"{_DC}language"),
    )


@dataclass(slots=True)
class _Line:
    """A paragraph's words as they come together."""

    text: str = ""
    is_strong: bool = True
    notes: list[str] = field(default_factory=list)
    boxes: list["_Element"] = field(default_factory=list)

    def add(self, words: str | None, *, strong: bool) -> None:
        """Add words; line ends in the file mean no more than blanks."""
        if words:
            self.text += " ".join(words.splitlines()) if "\n" in words else words
            self.is_strong = self.is_strong and (strong or not words.strip())


@dataclass(slots=True)
class _Reader:
    writer: Writer
    styles: Styles
    notes: int = 0

    def read(self, node: "_Element") -> None:
        """Read blocks; what only wraps them is looked into."""
        for child in children(node):
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(child)
            elif child.tag == f"{TEXT}list":
                self.writer.gap()
                self._list(child, 0, child.get(f"{TEXT}style-name", ""))
            elif child.tag == f"{TABLE}table":
                self._table(child)
            elif child.tag not in _GONE:
                self.read(child)

    def _paragraph(self, node: "_Element") -> None:
        line = self._line(node)
        words = line.text.strip()
        level = self.styles.level(node)
        if level is not None and words:
            number = self.styles.count(node)
            self.writer.heading(level, f"{number} {words}" if number else words)
        else:
            self.writer.paragraph(words, strong=line.is_strong)
        self._write_rest(line)

    def _write_rest(self, line: _Line) -> None:
        for note in line.notes:
            self.writer.paragraph(note)
        for box in line.boxes:
            self.read(box)

    def _line(self, node: "_Element") -> _Line:
        line = _Line()
        self._gather(node, line, strong=self.styles.is_strong(node))
        return line

    def _gather(self, node: "_Element", line: _Line, *, strong: bool) -> None:
        line.add(node.text, strong=strong)
        for child in node:
            if not isinstance(child.tag, str) or child.tag in _GONE:
                pass
            elif child.tag == f"{TEXT}s" or child.tag == f"{TEXT}tab":
                line.text += " "
            elif child.tag == f"{TEXT}line-break":
                line.text += "\n"
            elif child.tag == f"{TEXT}note":
                self._note(child, line)
            elif child.tag == f"{_DRAW}text-box":
                line.boxes.append(child)
            else:
                inner = strong or self.styles.is_strong(child)
                self._gather(child, line, strong=inner)
            line.add(child.tail, strong=strong)

    def _note(self, node: "_Element", line: _Line) -> None:
        body = node.find(f"{TEXT}note-body")
        if body is None:
            return
        self.notes += 1
        number = self.notes
        line.text += f"[{number}]"
        words = " ".join(self._line(each).text.strip() for each in body.iter(f"{TEXT}p"))
        line.notes.append(f"[{number}] {words}")

    def _list(self, node: "_Element", depth: int, style: str) -> None:
        number = self.styles.first_number(style, depth)
        for item in children(node):
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            start = item.get(f"{TEXT}start-value", "")
            number = int(start) if start.isdigit() and len(start) < 6 else number
            self._item(item, depth, style, self.styles.marker(style, depth, number))
            number += item.tag == f"{TEXT}list-item"

    def _item(self, node: "_Element", depth: int, style: str, marker: str) -> None:
        first = True
        for child in children(node):
            if child.tag == f"{TEXT}list":
                self._list(child, depth + 1, child.get(f"{TEXT}style-name", style))
            elif child.tag == f"{TEXT}h":
                self._paragraph(child)
            elif child.tag == f"{TEXT}p":
                line = self._line(child)
                if line.text.strip():
                    self.writer.item(line.text.strip(), depth, marker, first=first)
                    first = False
                self._write_rest(line)

    def _table(self, node: "_Element") -> None:
        rows = list(_rows(node))
        if max((sum(_span(c, "columns-repeated") for c in row) for row, _ in rows), default=0) < 2:
            for row, _ in rows:
                for cell in row:
                    self.read(cell)
            return
        notes = _Line()
        heads = sum(is_head for _, is_head in rows)
        cells = [[each for cell in row for each in self._repeated(cell, notes)] for row, _ in rows]
        grid.write(self.writer, cells, heads or None)
        self._write_rest(notes)

    def _repeated(self, node: "_Element", rest: _Line) -> list[Cell]:
        """Give a cell as often as it stands beside itself."""
        cell = self._cell(node, rest)
        times = _span(node, "columns-repeated")
        return [cell] * (times if cell.text or times < _MOST_EMPTY else _MOST_EMPTY)

    def _cell(self, node: "_Element", rest: _Line) -> Cell:
        lines = [self._line(each) for each in node.iter(f"{TEXT}p", f"{TEXT}h")]
        for line in lines:
            rest.notes += line.notes
        filled = [line for line in lines if line.text.strip()]
        words = "\n".join(line.text.strip() for line in filled)
        head = bool(filled) and all(line.is_strong for line in filled)
        return Cell(words, head, _span(node, "columns-spanned"), _span(node, "rows-spanned"))


def _rows(table: "_Element", *, is_head: bool = False) -> Iterator[tuple[list["_Element"], bool]]:
    """Yield the cells of each row, and whether it names the columns."""
    for child in children(table):
        if child.tag in _ROWS:
            yield from _rows(child, is_head=is_head or child.tag.endswith("header-rows"))
        elif child.tag == f"{TABLE}table-row":
            yield child.findall(f"{TABLE}table-cell"), is_head


def _span(node: "_Element", name: str) -> int:
    number = node.get(f"{TABLE}number-{name}", "1")
    return min(int(number), _MOST_REPEATED) if number.isdigit() and len(number) < 8 else 1
