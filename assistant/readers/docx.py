"""Word: paragraphs by their styles, automatic numbers, lists, tables, footnotes.

Read from the parts themselves, because libraries leave out what evidence needs: the numbers of
headings, content controls, footnotes, and which words were deleted under change tracking.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.errors import CorpusError
from assistant.readers import grid, properties
from assistant.readers.content import Content
from assistant.readers.docx_styles import Numbering, Styles, W, value
from assistant.readers.grid import Cell
from assistant.readers.package import Package, children, office_properties
from assistant.readers.writing import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt")
) | {f"{_MC}Fallback"}
"""What nobody reads: deleted words, fields' instructions, formats."""
_BLOCKS = frozenset({f"{W}p", f"{W}tbl"})
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_OFF = ("0", "false", "off")


def read(data: bytes) -> Content:
    """Read a Word document. Raises CorpusError where it is none, damaged or encrypted."""
    package = Package(data)
    main = package.related("", "officeDocument") or "word/document.xml"
    root = package.xml(main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise CorpusError("no Word document: it has no text part. Save it anew as .docx")
    reader = _Reader.of(package, main, body)
    reader.read(body)
    text, _ = reader.writer.text()
    return Content(text, "markdown", fields=properties.fields(text, **office_properties(package)))


@dataclass(slots=True)
class _Line:
    """A paragraph's words as they come together."""

    text: str = ""
    is_strong: bool = True
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Of the notes referred to: their part and id."""
    boxes: list["_Element"] = field(default_factory=list)
    """Text boxes anchored here."""


@dataclass(slots=True)
class _Reader:
    writer: Writer
    styles: Styles
    numbering: Numbering
    notes: dict[str, dict[str, "_Element"]]
    """By part and id."""
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    """Of the notes, in the order of their references."""
    counted: tuple[str, int] | None = None
    """List and level of the paragraph before."""
    is_outermost: bool = True
    """The last item was no nested one."""

    @classmethod
    def of(cls, package: Package, main: str, body: "_Element") -> "_Reader":
        parts = dict(package.relations(main).values())
        notes = {}
        for kind in ("footnotes", "endnotes"):
            root = package.xml(parts[kind]) if kind in parts else None
            found = children(root) if root is not None else ()
            notes[kind] = {value(note, "id"): note for note in found}
        styles = Styles.of(package.xml(parts.get("styles", "")), body)
        return cls(Writer(), styles, Numbering.of(package.xml(parts.get("numbering", ""))), notes)

    def read(self, node: "_Element") -> None:
        """Read blocks; what only wraps them is looked into."""
        for child in children(node):
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag not in _GONE and not _is_contents(child):
                self.read(child)

    def _paragraph(self, node: "_Element") -> None:
        line = self._line(node)
        style = self.styles.of_paragraph(node)
        words = line.text.strip()
        number = self.numbering.next(node, style) if words else None
        if style.is_contents or not words:
            pass
        elif style.level is not None:
            label = "" if number is None or number.is_bullet else f"{number.text} "
            self.writer.heading(style.level, label + words)
        elif number is not None and number.marker:
            is_other = self.is_outermost and style.number != self.counted
            if self.counted is None or (is_other and number.depth == 0):
                self.writer.gap()
            self.is_outermost = number.depth == 0
            self.writer.item(words, number.depth, number.marker)
        else:
            label = f"{number.text} " if number is not None and number.text else ""
            strong = line.is_strong or style.is_strong
            self.writer.paragraph(label + words, strong=strong)
        self.counted = style.number if number is not None else None
        for box in line.boxes:
            self.read(box)
        self._write_notes(line)

    def _write_notes(self, line: _Line) -> None:
        """Write notes right below what they belong to, so that they keep its section."""
        for key in line.notes:
            note = self.notes[key[0]].get(key[1])
            if note is not None:
                inside = [self._line(each) for each in note.iter(f"{W}p")]
                words = " ".join(each.text.strip() for each in inside).strip()
                self.writer.paragraph(f"[{self.numbers[key]}] {words}" if words else "")

    def _line(self, node: "_Element") -> _Line:
        line = _Line()
        self._gather(node, line)
        return line

    def _gather(self, node: "_Element", line: _Line) -> None:
        for child in children(node):
            if child.tag == f"{W}r":
                self._run(child, line)
            elif child.tag == f"{W}txbxContent":
                line.boxes.append(child)
            elif child.tag not in _GONE:
                self._gather(child, line)

    def _run(self, node: "_Element", line: _Line) -> None:
        form = node.find(f"{W}rPr")
        if _is_on(form, "vanish"):
            return
        before = len(line.text)
        for child in children(node):
            if child.tag == f"{W}t":
                line.text += child.text or ""
            elif child.tag in _SIGNS:
                line.text += _SIGNS[child.tag] if value(child, "type") != "page" else ""
            elif child.tag in _NOTES:
                line.text += self._note(_NOTES[child.tag], child, line)
            elif child.tag not in _GONE:
                self._gather(child, line)
        added = line.text[before:]
        if form is not None and _is_raised(form) and added.strip().isdigit() and before:
            line.text = f"{line.text[:before]}[{added.strip()}]"
        if added.strip() and not (_is_on(form, "b") or self.styles.is_strong_run(form)):
            line.is_strong = False

    def _note(self, part: str, node: "_Element", line: _Line) -> str:
        key = part, value(node, "id")
        if key[1] not in self.notes[part]:
            return ""
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            line.notes.append(key)
        return f"[{self.numbers[key]}]"

    def _table(self, node: "_Element") -> None:
        self.counted = None
        rows = list(_rows(node))
        if max((len(row) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    self.read(cell)
            return
        notes = _Line()
        cells, heads = self._cells(rows, notes)
        grid.write(self.writer, cells, heads or None)
        self._write_notes(notes)

    def _cells(self, rows: list[list["_Element"]], notes: _Line) -> tuple[list[list[Cell]], int]:
        """Give the cells of a table, and how many rows at its top repeat on every page."""
        found: list[list[Cell]] = []
        heads = 0
        for row in rows:
            cells = [self._cell(cell, notes) for cell in row]
            parent = row[0].getparent() if row else None
            form = parent.find(f"{W}trPr") if parent is not None else None
            heads += heads == len(found) and _is_on(form, "tblHeader")
            found.append(_merged(row, cells, found))
        return found, heads

    def _cell(self, node: "_Element", notes: _Line) -> Cell:
        lines = [self._line(each) for each in node.iter(f"{W}p")]
        for line in lines:
            notes.notes += line.notes
        filled = [line for line in lines if line.text.strip()]
        words = "\n".join(line.text.strip() for line in filled)
        head = bool(filled) and all(line.is_strong for line in filled)
        return Cell(words, head, _across(node))


def _rows(table: "_Element") -> Iterator[list["_Element"]]:
    for child in children(table):
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield list(_inside(child, f"{W}tc"))
        elif child.tag not in _GONE and child.tag not in _BLOCKS:
            yield from _rows(child)


def _inside(node: "_Element", tag: str) -> Iterator["_Element"]:
    """Yield the elements with a tag, looked for in what only wraps them."""
    for child in children(node):
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag not in _BLOCKS:
            yield from _inside(child, tag)


def _across(cell: "_Element") -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    number = value(span, "val") if span is not None else ""
    return int(number) if number.isdigit() and len(number) < 5 else 1


def _merged(nodes: list["_Element"], cells: list[Cell], above: list[list[Cell]]) -> list[Cell]:
    """Give a row's cells; one that goes on from above holds what that one holds."""
    found: list[Cell] = []
    column = 0
    for node, cell in zip(nodes, cells, strict=True):
        merge = node.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and value(merge, "val") != "restart" and above:
            cell = _at(above[-1], column) or cell
        found.append(cell)
        column += cell.across
    return found


def _at(row: list[Cell], column: int) -> Cell | None:
    for cell in row:
        if column < cell.across:
            return cell
        column -= cell.across
    return None


def _is_on(form: "_Element | None", name: str) -> bool:
    switch = form.find(f"{W}{name}") if form is not None else None
    return switch is not None and value(switch, "val") not in _OFF


def _is_raised(form: "_Element") -> bool:
    align = form.find(f"{W}vertAlign")
    return align is not None and value(align, "val") == "superscript"


def _is_contents(node: "_Element") -> bool:
    """Whether a content control holds the table of contents."""
    gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Contents" in value(gallery, "val")
