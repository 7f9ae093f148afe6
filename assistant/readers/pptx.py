"""PowerPoint: each slide a page, its title a heading, its texts, tables and notes below."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import CorpusError
from assistant.readers import grid, properties
from assistant.readers.content import Content
from assistant.readers.grid import Cell
from assistant.readers.package import Package, children, office_properties
from assistant.readers.writing import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COVER = "ctrTitle"
_TITLES = frozenset({"title", _COVER})
_FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
"""Placeholders of the date, footer and number that stand on every slide."""
_OFF = ("0", "false")


def read(data: bytes) -> Content:
    """Read a presentation. Raises CorpusError where it is none, damaged or encrypted."""
    package = Package(data)
    main = package.related("", "officeDocument") or "ppt/presentation.xml"
    root = package.xml(main)
    if root is None or root.tag != f"{_P}presentation":
        raise CorpusError("no presentation: it has no slides. Save it anew as .pptx")
    writer = Writer()
    relations = package.relations(main)
    ids = [each.get(f"{_R}id", "") for each in root.iter(f"{_P}sldId")]
    names = [relations[each][1] for each in ids if each in relations]
    first = package.xml(names[0]) if names else None
    has_cover = first is not None and any(_placeholder(each) == _COVER for each in _shapes(first))
    for name in names:
        writer.page()
        _Slide(writer, package, name, has_cover).read()
    text, pages = writer.text()
    fields = properties.fields(text, **office_properties(package))
    return Content(text, "markdown", fields=fields, pages=pages)


@dataclass(frozen=True, slots=True)
class _Slide:
    writer: Writer
    package: Package
    name: str
    has_cover: bool
    """The first slide holds the title of all."""

    def read(self) -> None:
        """Write a slide, unless it is hidden."""
        root = self.package.xml(self.name)
        if root is None or root.get("show") in _OFF:
            return
        shapes = [shape for shape in _shapes(root) if _placeholder(shape) not in _FURNITURE]
        title = next((shape for shape in shapes if _placeholder(shape) in _TITLES), None)
        if title is not None:
            level = 2 if self.has_cover and _placeholder(title) != _COVER else 1
            words = (" ".join(text.split()) for _, text, _ in _paragraphs(title))
            self.writer.heading(level, " ".join(filter(None, words)))
        for shape in shapes:
            if shape is not title:
                self._shape(shape)
        self._notes()

    def _shape(self, shape: "_Element") -> None:
        table = shape.find(f".//{_A}tbl")
        if table is not None:
            self._table(table)
            return
        is_body = _placeholder(shape) in ("body", "obj", "")
        found = list(_paragraphs(shape))
        is_list = is_body and len(found) > 1 and shape.find(f".//{_P}nvPr/{_P}ph") is not None
        self.writer.gap()
        for depth, words, strong in found:
            if is_list or depth:
                self.writer.item(words, depth)
            else:
                self.writer.paragraph(words, strong=strong)

    def _table(self, table: "_Element") -> None:
        form = table.find(f"{_A}tblPr")
        first = form is not None and form.get("firstRow", "0") not in _OFF
        rows = [
            [_cell(cell) for cell in row.findall(f"{_A}tc") if not _is_covered(cell)]
            for row in table.findall(f"{_A}tr")
        ]
        grid.write(self.writer, rows, 1 if first and len(rows) > 1 else None)

    def _notes(self) -> None:
        name = self.package.related(self.name, "notesSlide")
        root = self.package.xml(name) if name else None
        for shape in _shapes(root) if root is not None else ():
            if _placeholder(shape) == "body":
                for _, words, _ in _paragraphs(shape):
                    self.writer.paragraph(words)


def _shapes(node: "_Element") -> Iterator["_Element"]:
    """Yield shapes and frames in their order, those of groups too."""
    for child in children(node):
        if child.tag in (f"{_P}sp", f"{_P}graphicFrame"):
            yield child
        elif child.tag in (f"{_P}cSld", f"{_P}spTree", f"{_P}grpSp"):
            yield from _shapes(child)


def _placeholder(shape: "_Element") -> str | None:
    """Give what a shape is the place for: "title", "body"; "obj" unless stated, None for others."""
    place = shape.find(f"*/{_P}nvPr/{_P}ph")
    return None if place is None else place.get("type", "obj")


def _paragraphs(shape: "_Element") -> Iterator[tuple[int, str, bool]]:
    """Yield depth, words, and whether all are bold."""
    for node in shape.iter(f"{_A}p"):
        words, strong = _words(node)
        if words:
            form = node.find(f"{_A}pPr")
            depth = form.get("lvl", "0") if form is not None else "0"
            yield (int(depth) if depth in set("012345678") else 0), words, strong


def _words(node: "_Element") -> tuple[str, bool]:
    words, strong = "", True
    for child in children(node):
        if child.tag == f"{_A}br":
            words += "\n"
        elif child.tag in (f"{_A}r", f"{_A}fld"):
            form, text = child.find(f"{_A}rPr"), child.findtext(f"{_A}t") or ""
            is_bold = form is not None and form.get("b", "0") not in _OFF
            strong = strong and (is_bold or not text.strip())
            words += text.replace("\v", "\n")
    return words.strip(), strong


def _cell(node: "_Element") -> Cell:
    found = list(_paragraphs(node))
    head = bool(found) and all(strong for _, _, strong in found)
    words = "\n".join(words for _, words, _ in found)
    return Cell(words, head, _span(node, "gridSpan"), _span(node, "rowSpan"))


def _is_covered(node: "_Element") -> bool:
    return any(node.get(name, "0") not in _OFF for name in ("hMerge", "vMerge"))


def _span(node: "_Element", name: str) -> int:
    number = node.get(name, "1")
    return int(number) if number.isdigit() and len(number) < 5 else 1
