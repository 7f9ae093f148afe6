"""Small sound files of every format that is read, for what damages them."""

import io
import zipfile
from functools import cache
from pathlib import Path

from assistant.readers import READERS
from tests import pdfs
from tests.pdfs import COURTS, LAWS

CORPUS = Path(__file__).parent.parent / "corpus"
TREATIES = [["Treaty", "Signed", "Ratified"], ["CRC", "1990", "1990"], ["CAT", "–", "1999"]]


@cache
def all_formats() -> dict[str, list[bytes]]:
    """By suffix; formats whose samples would be the same stand once."""
    texts = [file.read_bytes()[:6000] for file in sorted(CORPUS.rglob("*.md"))]
    found = {
        ".csv": [table("csv"), "Année;Élèves\r\n2013;2,30 %\r\n".encode("cp1252")],
        ".docx": [docx()],
        ".epub": [epub()],
        ".html": [page().encode(), page().encode("utf-16")],
        ".md": texts,
        ".odt": [odt()],
        ".pdf": _pdfs(),
        ".pptx": [pptx()],
        ".tsv": [table("tsv")],
        ".txt": texts,
        ".xlsx": [xlsx()],
    }
    return {suffix: files for suffix, files in found.items() if suffix in READERS}


def _pdfs() -> list[bytes]:
    plain = pdfs.drawn(
        lambda canvas: pdfs.lines(canvas, 72, 700, ["1.2.1 CIRT", COURTS[:80]]), pageCompression=0
    )
    return [pdfs.everything(), pdfs.two_columns(), pdfs.outlined(), pdfs.with_picture(), plain]


def table(kind: str) -> bytes:
    mark = {"csv": ",", "tsv": "\t"}[kind]
    return "".join(mark.join(row) + "\n" for row in TREATIES).encode()


def page() -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TREATIES)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Mali</title></head>'
        f"<body><nav><a href='/'>Home</a></nav><main><h1>Mali</h1><p>{LAWS}</p><h2>1.1 Courts</h2>"
        f"<ul><li>First</li><li>Second<ul><li>Inner</li></ul></li></ul><p>{COURTS}</p>"
        f"<dl><dt>Capital</dt><dd>Bamako</dd></dl><table>{rows}</table></main>"
        "<script>alert(1)</script></body></html>"
    )


def docx() -> bytes:
    import docx as library

    made = library.Document()
    made.add_heading("Mali", 1)
    made.add_paragraph(LAWS)
    made.add_heading("1.1 Courts", 2)
    made.add_paragraph("First", style="List Bullet")
    made.add_paragraph("Second", style="List Number")
    grid = made.add_table(0, 3)
    for row in TREATIES:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    return _saved(made)


def pptx() -> bytes:
    import pptx as library
    from pptx.util import Cm

    made = library.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Mali"
    slide.placeholders[1].text = COURTS
    grid = slide.shapes.add_table(3, 3, Cm(1), Cm(10), Cm(10), Cm(3)).table
    for y, row in enumerate(TREATIES):
        for x, words in enumerate(row):
            grid.cell(y, x).text = words
    slide.notes_slide.notes_text_frame.text = LAWS
    return _saved(made)


def xlsx() -> bytes:
    import openpyxl

    made = openpyxl.Workbook()
    for row in TREATIES:
        made.active.append(row)
    made.active.append(["Sum", 2.5, "=B2+B3"])
    made.active.merge_cells("A6:B7")
    return _saved(made)


def odt() -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:text="{office}:text:1.0" xmlns:table="{office}:table:1.0"><office:body>'
        f'<office:text><text:h text:outline-level="1">Mali</text:h><text:p>{LAWS}</text:p>'
        "<text:list><text:list-item><text:p>First</text:p></text:list-item></text:list>"
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="2">'
        "<text:p>CRC</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body></office:document-content>"
    )
    return _zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub() -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns:container"
    return _zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'<container xmlns="{names}"><rootfiles>'
            '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
            "book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mali</dc:title></metadata>'
            '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
            "a.xhtml": page(),
        }
    )


def _saved(made: object) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _zipped(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()
