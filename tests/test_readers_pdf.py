"""PDFs: what people see on the page is what the text says, in the order in which one reads it."""

import os
import shutil

import pytest

from assistant import chunking
from assistant.errors import CorpusError
from assistant.metadata import describe
from assistant.readers import Content, pdf
from assistant.readers.pdf import ocr
from assistant.types import Document
from tests import pdfs
from tests.pdfs import COURTS, LAWS, PLAIN, drawn, flowing, heading, lines, table, text


def read(data: bytes) -> str:
    return pdf.read(data).text


def passages(content: Content) -> list:
    metadata = describe("a.pdf", content)
    document = Document("a.pdf", content.text, "0" * 64, metadata, 0, content.markup, content.pages)
    return chunking.split(document)


def test_headings_are_told_by_size_and_paragraphs_are_one_line_each():
    found = read(flowing(heading("Justice"), text(LAWS), heading("Courts", 2), text(COURTS)))

    assert found == f"# Justice\n\n{LAWS}\n\n## Courts\n\n{COURTS}\n"


def test_running_headers_and_page_numbers_are_left_out():
    found = read(pdfs.report())

    assert "Annual report" not in found
    assert "Page " not in found
    assert found.count(LAWS) == found.count(COURTS) == 4
    assert [line for line in found.splitlines() if line.startswith("# ")] == [
        f"# {n}. Chapter of matter {n}" for n in range(1, 5)
    ]


def test_each_passage_knows_its_page():
    content = pdf.read(pdfs.report())

    assert len(content.pages) == 4
    pages = {p.section[0]: p.page for p in passages(content)}
    assert pages == {f"{n}. Chapter of matter {n}": n for n in range(1, 5)}


def test_a_page_number_alone_is_left_out_and_a_figure_in_the_text_is_not():
    def draw(canvas):
        for page in (1, 2, 3):
            lines(canvas, 72, 700, ["Of every 1,000 people, so many are online:", f"{70 * page}"])
            lines(canvas, 290, 40, [str(page)])
            canvas.showPage()
        lines(canvas, 72, 700, ["That is all that is known of it."])
        lines(canvas, 290, 40, ["4"])

    found = read(drawn(draw))

    assert [line for line in found.split() if line.isdigit()] == ["70", "140", "210"]


def test_tables_of_contents_and_roman_page_numbers_are_left_out():
    def draw(canvas):
        lines(canvas, 72, 700, [f"1.{n} Courts . . . . . . . . . . . {n + 4}" for n in range(1, 9)])
        lines(canvas, 290, 40, ["ii"])
        canvas.showPage()
        lines(canvas, 72, 700, ["Courts sit in every region."])

    assert read(drawn(draw)) == "Courts sit in every region.\n"


def test_columns_are_read_one_after_the_other():
    found = read(pdfs.two_columns())

    assert found.startswith("# The judiciary of Mali and its independence\n")
    order = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"]
    places = [found.index(f"{name} part. {LAWS} {COURTS}") for name in order]
    assert places == sorted(places)


def test_columns_drawn_line_by_line_across_the_page_are_parted():
    left = [
        "The left column tells of the law, and",
        "of the decree that came with it, which",
        "nobody has seen in print since then.",
    ]
    right = [
        "The right column tells of the courts,",
        "of the judges who sit in them, and of",
        "the appeals that they have to hear.",
    ]

    def draw(canvas):
        for i in range(3):
            lines(canvas, 72, 700 - 14 * i, [left[i]])
            lines(canvas, 320, 700 - 14 * i, [right[i]])

    assert read(drawn(draw)) == f"{' '.join(left)}\n\n{' '.join(right)}\n"


def test_words_parted_at_the_end_of_a_line_are_joined():
    wrapped = [
        "The country has adopted a law on cyber-",
        "security in the sous-",
        "préfecture of Guinea-",
        "Bissau, c’est-à-",
        "dire by a semi-",
        "annual vote; a semi-annual one is rare.",
    ]

    found = read(drawn(lambda canvas: lines(canvas, 72, 700, wrapped)))

    assert found.replace("\n", " ").strip() == (
        "The country has adopted a law on cybersecurity in the souspréfecture of Guinea-Bissau, "
        "c’est-à-dire by a semi-annual vote; a semi-annual one is rare."
    )


def test_ligatures_become_letters_and_accents_stay():
    french = "Le ministère de la Sécurité a ﬁnancé l’œuvre ; voilà où l’État s’arrête, çà et là."

    def draw(canvas):
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        canvas.setFont("Vera", 10)
        canvas.drawString(72, 700, french.replace("œ", "oe"))

    found = read(drawn(draw))

    assert found.strip() == french.replace("œ", "oe").replace("ﬁ", "fi")


TREATIES = [
    ["Treaty", "Signed", "Ratified"],
    ["Convention on the Rights of the Child", "1990", "1990"],
    ["Convention against Torture", "–", "1999"],
]


@pytest.mark.parametrize("style", [pdfs.GRID, PLAIN])
def test_a_row_of_a_table_carries_the_names_of_its_columns(style):
    content = pdf.read(flowing(heading("Treaties"), text(LAWS), table(TREATIES, style)))

    units = [
        unit for p in passages(content) for unit in chunking.units(p) if "Torture" in unit.text
    ]
    (row,) = units
    assert row.text == "Convention against Torture | – | 1999"
    assert content.text[slice(*row.lead_in)] == "Treaty | Signed | Ratified"


def test_a_long_table_repeats_the_names_of_its_columns_on_every_page():
    rows = [["Region", "Schools", "Courts"]] + [
        [f"Region {i}", str(7 * i), str(i)] for i in range(90)
    ]
    content = pdf.read(flowing(heading("Regions"), table(rows)))

    assert len(content.pages) > 1
    found = passages(content)
    assert all(p.text.startswith("| Region | Schools | Courts |") for p in found)
    assert sum(p.text.count("| Region 8") for p in found) == 11
    assert {p.page for p in found} == set(range(1, len(content.pages) + 1))


def test_cells_of_several_lines_stay_together():
    cells = [
        [text("Age of consent"), text("Not yet assessed by the organisation that asked for it")],
        [text("Age of marriage of girls and of boys"), text("16 and 18 years")],
        [text("Helpline"), text("116")],
    ]
    ruled = pdfs.Table(cells, colWidths=[100, 120], style=pdfs.GRID)

    found = read(flowing(text(LAWS), ruled))

    assert "Age of consent: Not yet assessed by the organisation that asked for it\n" in found
    assert "Age of marriage of girls and of boys: 16 and 18 years\n" in found


def test_labels_beside_their_values_are_read_as_pairs():
    def draw(canvas):
        pairs = [
            ("Capital", "Bamako"),
            ("Population", "23 million"),
            ("Languages", "French is one of them"),
        ]
        for i, (label, value) in enumerate(pairs):
            lines(canvas, 72, 700 - 18 * i, [label])
            lines(canvas, 220, 700 - 18 * i, [value])

    assert read(drawn(draw)) == (
        "Capital: Bamako\nPopulation: 23 million\nLanguages: French is one of them\n"
    )


def test_lists_stay_lists():
    def draw(canvas):
        lines(canvas, 72, 720, ["The law covers:"])
        for i, item in enumerate(
            ["access without right to a system,", "fraud,", "images of children."]
        ):
            lines(canvas, 80, 700 - 14 * i, ["•"])
            lines(canvas, 98, 700 - 14 * i, [item])

    assert read(drawn(draw)) == (
        "The law covers:\n\n- access without right to a system,\n- fraud,\n- images of children.\n"
    )


def test_headings_that_only_the_outline_knows_are_headings():
    found = read(pdfs.outlined())

    assert [line for line in found.splitlines() if line.startswith("#")] == [
        "# Cybersecurity",
        "## National team",
        "# Extradition",
    ]
    assert "Treaties bind it to three states.\n" in found


def test_bold_lines_and_numbered_lines_are_headings():
    def draw(canvas):
        lines(canvas, 72, 760, ["1.2.1 National team"])
        lines(
            canvas,
            72,
            730,
            [
                "Mali has no such team, and nothing says that it will have one,",
                "as far as is known.",
            ],
        )
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 680, "Child protection")
        lines(
            canvas,
            72,
            664,
            [
                "A code of 2002 sets out what children are owed by the state and",
                "by their parents.",
            ],
        )

    found = [line for line in read(drawn(draw)).splitlines() if line.startswith("#")]

    assert [line.lstrip("# ") for line in found] == ["1.2.1 National team", "Child protection"]


def test_text_that_looks_like_markup_is_not_read_as_markup():
    found = read(drawn(lambda c: lines(c, 72, 700, ["# 5 is the number of the file.", "------"])))

    assert found == "\\# 5 is the number of the file.\n"


def test_text_on_a_turned_page_is_read_as_one_turns_it():
    def draw(canvas):
        canvas.setPageRotation(90)
        canvas.rotate(90)
        lines(canvas, 72, -100, ["Capital of the country: Bamako.", "It lies on the river Niger."])

    assert read(drawn(draw)) == "Capital of the country: Bamako. It lies on the river Niger.\n"


def test_a_page_that_is_a_picture_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    content = pdf.read(pdfs.with_picture())

    assert content.remarks == (f"page 2 is a picture, without text. {ocr.CURE}",)
    assert [content.text[at:].split()[0] for at in content.pages] == ["Mali", "It", "It"]


def test_a_document_of_pictures_is_refused(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CorpusError, match=r"its page is a picture, without text\. Install"):
        pdf.read(drawn(lambda canvas: canvas.rect(72, 72, 400, 600, fill=1)))


@pytest.mark.skipif(
    not shutil.which(ocr.OCR) and not os.environ.get("CI"),
    reason="needs Tesseract: apt-get install tesseract-ocr",
)
def test_a_picture_of_text_is_recognised_and_says_so():
    import pypdfium2

    page = pypdfium2.PdfDocument(
        drawn(lambda c: lines(c, 72, 700, ["Bamako is the capital."], 24))
    )[0]
    picture = page.render(scale=3).to_pil()
    content = pdf.read(drawn(lambda canvas: canvas.drawInlineImage(picture, 0, 0, 595, 842)))

    assert "###### Page 1 (read by OCR)\n\nBamako is the capital." in content.text
    assert content.remarks == ("page 1 is a picture; its text was recognised by Tesseract",)


def test_recognised_pages_are_told_from_those_that_are_text():
    whole = "# A\n\nOne.\n\nThree.\n"
    at = whole.index("Three")

    found, starts = ocr.insert(whole, (0, at, at), {1: "Two."})

    pages = [found[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    assert pages == [
        "# A\n\nOne.\n\n",
        "###### Page 2 (read by OCR)\n\nTwo.\n\n",
        "###### Page 3\n\nThree.\n",
    ]


def test_the_title_is_taken_from_the_file_where_it_is_one():
    assert pdf.read(flowing(text(LAWS), title="Laws of Mali")).fields == {"title": "Laws of Mali"}
    assert pdf.read(flowing(text(LAWS), title="draft final.docx")).fields == {}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdfs.encrypted(), "encrypted: it opens with a password only. Save it without one"),
        (pdfs.report()[:-2000], "cut off: the end of the PDF is missing. Get it again"),
        (b"%PDF-1.7\nnothing\n%%EOF", "cut off: the end of the PDF is missing"),
        (b"Not a PDF", "no PDF: it does not start with %PDF"),
        (drawn(lambda canvas: None), "empty: there is no text on its pages"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data, reason):
    with pytest.raises(CorpusError, match=reason):
        pdf.read(data)


def test_the_heading_of_a_recognised_page_is_no_title():
    text = "###### Page 1 (read by OCR)\n\nCyber profile of Mali\n\nMali has a CIRT.\n"

    described = describe("mali/scan.pdf", Content(text, "markdown"))

    assert described.title == "Cyber profile of Mali"
