"""One document written in every format, so that they can be compared."""

import html as escaping
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


@dataclass(frozen=True)
class Heading:
    level: int
    words: str


@dataclass(frozen=True)
class Paragraph:
    words: str


@dataclass(frozen=True)
class Items:
    words: Sequence[str]


@dataclass(frozen=True)
class Fields:
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    rows: Sequence[Sequence[str]]
    """The first names the columns."""


@dataclass(frozen=True)
class Source:
    blocks: Sequence[Heading | Paragraph | Items | Fields | Table]
    parts: dict[str, str] = field(default_factory=dict)


def markdown(source: Source) -> bytes:
    return "\n\n".join(_markdown(block) for block in source.blocks).encode() + b"\n"


def _markdown(block) -> str:
    match block:
        case Heading(level, words):
            return f"{'#' * level} {words}"
        case Paragraph(words):
            return words
        case Items(words):
            return "\n".join(f"- {each}" for each in words)
        case Fields(pairs):
            return "\n".join(f"{label}: {value}" for label, value in pairs)
        case Table(rows):
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def txt(source: Source) -> bytes:
    """The title is the first line, chapters are underlined, sections told by their numbers."""
    return "\n\n".join(_txt(block) for block in source.blocks).encode() + b"\n"


def _txt(block) -> str:
    match block:
        case Heading(2, words):
            return f"{words}\n{'-' * len(words)}"
        case Heading(_, words):
            return words
    return _markdown(block)


def html(source: Source) -> bytes:
    body = "\n".join(_html(block) for block in source.blocks)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><nav><a href="/">Home</a>'
        f"</nav><main>{body}</main></body></html>"
    ).encode()


def _html(block) -> str:
    e = escaping.escape
    match block:
        case Heading(level, words):
            return f"<h{level}>{e(words)}</h{level}>"
        case Paragraph(words):
            return f"<p>{e(words)}</p>"
        case Items(words):
            return "<ul>" + "".join(f"<li>{e(each)}</li>" for each in words) + "</ul>"
        case Fields(pairs):
            rows = (f"<dt>{e(label)}</dt><dd>{e(value)}</dd>" for label, value in pairs)
            return "<dl>" + "".join(rows) + "</dl>"
        case Table(rows):
            head = "".join(f"<th>{e(cell)}</th>" for cell in rows[0])
            body = ("".join(f"<td>{e(cell)}</td>" for cell in row) for row in rows[1:])
            return f"<table><tr>{head}</tr>" + "".join(f"<tr>{r}</tr>" for r in body) + "</table>"


def docx(source: Source) -> bytes:
    import docx as library

    document = library.Document()
    for block in source.blocks:
        match block:
            case Heading(level, words):
                document.add_heading(words, level)
            case Paragraph(words):
                document.add_paragraph(words)
            case Items(words):
                for each in words:
                    document.add_paragraph(each, style="List Bullet")
            case Fields(pairs):
                for label, value in pairs:
                    document.add_paragraph(f"{label}: {value}")
            case Table(rows):
                _docx_table(document, rows)
    return saved(document)


def _docx_table(document, rows) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for y, row in enumerate(rows):
        for x, words in enumerate(row):
            run = table.cell(y, x).paragraphs[0].add_run(words)
            run.bold = y == 0


def pptx(source: Source) -> bytes:
    """Each section a slide; a section's chapter is not told, as slides have no levels."""
    from pptx import Presentation

    deck = Presentation()
    slide = box = None
    for block in source.blocks:
        if isinstance(block, Heading):
            slide = deck.slides.add_slide(deck.slide_layouts[0 if block.level == 1 else 5])
            slide.shapes.title.text = block.words
            box = None
        elif isinstance(block, Table):
            _pptx_table(slide, block.rows)
        else:
            for words in _lines(block):
                if box is None:
                    box = slide.shapes.add_textbox(0, 0, 9000000, 900000).text_frame
                    box.text = words
                else:
                    box.add_paragraph().text = words
    return saved(deck)


def _lines(block) -> Sequence[str]:
    match block:
        case Paragraph(words):
            return [words]
        case Items(words):
            return [f"• {each}" for each in words]
        case Fields(pairs):
            return [f"{label}: {value}" for label, value in pairs]


def _pptx_table(slide, rows) -> None:
    table = slide.shapes.add_table(len(rows), len(rows[0]), 0, 0, 9000000, 900000).table
    for y, row in enumerate(rows):
        for x, words in enumerate(row):
            table.cell(y, x).text = words


def pdf(source: Source) -> bytes:
    from tests import pdfs

    story = []
    for block in source.blocks:
        match block:
            case Heading(level, words):
                story.append(pdfs.heading(words, level))
            case Table(rows):
                story.append(pdfs.table(rows))
            case _:
                story += [pdfs.text(words) for words in _lines(block)]
        story.append(pdfs.Spacer(1, 8))
    return pdfs.flowing(*story)


def odt(source: Source) -> bytes:
    return opendocument("".join(_odt(block) for block in source.blocks), **source.parts)


def opendocument(body: str, styles: str = "", meta: str = "", **parts: str) -> bytes:
    """An OpenDocument text with ``body`` in it; ``styles``: its automatic ones."""
    names = (
        " ".join(
            f'xmlns:{name}="{OFFICE}{name}:1.0"'
            for name in ("office", "text", "table", "style", "meta")
        )
        + f' xmlns:fo="{OFFICE}xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    about = (
        f"<office:document-meta {names}><office:meta>{meta}</office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": content, "meta.xml": about, **parts})


def _odt(block) -> str:
    e = escaping.escape
    match block:
        case Heading(level, words):
            return f'<text:h text:outline-level="{level}">{e(words)}</text:h>'
        case Paragraph(words):
            return f"<text:p>{e(words)}</text:p>"
        case Items(words):
            items = (
                f"<text:list-item><text:p>{e(each)}</text:p></text:list-item>" for each in words
            )
            return "<text:list>" + "".join(items) + "</text:list>"
        case Fields(pairs):
            return "".join(f"<text:p>{e(label)}: {e(value)}</text:p>" for label, value in pairs)
        case Table(rows):
            drawn = [
                "".join(f"<table:table-cell><text:p>{e(c)}</text:p></table:table-cell>" for c in r)
                for r in rows
            ]
            head, *body = (f"<table:table-row>{row}</table:table-row>" for row in drawn)
            return (
                f"<table:table><table:table-header-rows>{head}</table:table-header-rows>"
                + "".join(body)
                + "</table:table>"
            )


def epub(source: Source) -> bytes:
    """A book of one chapter."""
    return book({"chapter.xhtml": html(source).decode()})


def book(chapters: dict[str, str], about: str = "", spine: Sequence[str] = ()) -> bytes:
    """An EPUB of chapters by file name, read in the order ``spine``, or else as they come."""
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters
    )
    refs = "".join(f'<itemref idref="{name}"/>' for name in spine or chapters)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{about}</metadata><manifest>{items}</manifest><spine>{refs}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
    )
    parts = {f"OEBPS/{name}": text for name, text in chapters.items()}
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/content.opf": opf,
            **parts,
        }
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """An archive with words of one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    text = parts[name].decode()
    assert old in text
    return archive({**parts, name: text.replace(old, new)})


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
