"""PDFs made on the spot, for tests and for fuzzing."""

import io
from collections.abc import Callable, Sequence

from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

STYLES = getSampleStyleSheet()
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
PLAIN = TableStyle([])

LAWS = (
    "The Constitution of the Third Republic was adopted by referendum in June and promulgated one "
    "month later. It keeps the death penalty, which no court has carried out for four decades, "
    "and it makes the national languages official beside French."
)
COURTS = (
    "Courts of first instance sit in every region. Appeals go to Bamako, Kayes or Mopti, and a "
    "Supreme Court hears points of law. Military courts try soldiers for what they do on duty."
)


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """What ``draw`` puts on a page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def flowing(*story: object, title: str | None = None) -> bytes:
    """Paragraphs and tables down the page."""
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, title=title).build(list(story))
    return file.getvalue()


def heading(words: str, level: int = 1) -> Paragraph:
    return Paragraph(words, STYLES[f"Heading{level}"])


def text(words: str) -> Paragraph:
    return Paragraph(words, STYLES["Normal"])


def table(rows: Sequence[Sequence[str]], style: TableStyle = GRID, *, bold: bool = True) -> Table:
    styled = list(style.getCommands())
    if bold:
        styled.append(("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"))
    return Table([list(row) for row in rows], style=TableStyle(styled))


def lines(canvas: Canvas, x: float, y: float, words: Sequence[str], size: float = 11) -> None:
    canvas.setFont("Helvetica", size)
    for i, line in enumerate(words):
        canvas.drawString(x, y - 1.25 * size * i, line)


def report(pages: int = 4) -> bytes:
    """A report with a running header and a numbered foot, a chapter a page."""

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(2.5 * cm, A4[1] - 1.5 * cm, "Ministry of Justice – Annual report")
        canvas.drawCentredString(A4[0] / 2, 1.2 * cm, f"Page {document.page} of {pages}")

    story: list[object] = []
    for number in range(1, pages + 1):
        story += [heading(f"{number}. Chapter of matter {number}"), text(LAWS), Spacer(1, 8)]
        story += [heading(f"{number}.1 Courts", 2), text(COURTS), PageBreak()]
    file = io.BytesIO()
    document = SimpleDocTemplate(file, pagesize=A4)
    document.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return file.getvalue()


def two_columns() -> bytes:
    """A title across the page, and text that runs down the left column, then down the right."""
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4)
    width = 7.5 * cm
    frames = [
        Frame(2 * cm, 2 * cm, width, 18 * cm, id="left"),
        Frame(11 * cm, 2 * cm, width, 18 * cm, id="right"),
    ]

    def title(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(2.2 * cm, 24 * cm, "The judiciary of Mali and its independence")

    document.addPageTemplates([PageTemplate(frames=frames, onPage=title)])
    small = ParagraphStyle("small", parent=STYLES["Normal"], spaceAfter=6)
    document.build(
        [
            Paragraph(f"{name} part. {LAWS} {COURTS}", small)
            for name in ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
        ]
    )
    return file.getvalue()


def outlined() -> bytes:
    """Headings of the same size as the text, which only the outline knows."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, 72, 760, ["Cybersecurity", "Mali has no strategy for it yet."])
        lines(canvas, 72, 700, ["National team", "There is no response team."])
        lines(canvas, 72, 640, ["Extradition", "Treaties bind it to three states."])
        for name, level in (("Cybersecurity", 0), ("National team", 1), ("Extradition", 0)):
            canvas.bookmarkPage(name)
            canvas.addOutlineEntry(name, name, level)

    return drawn(draw)


def encrypted() -> bytes:
    secret = pdfencrypt.StandardEncryption("secret", ownerPassword="owner", canPrint=0)
    return drawn(lambda canvas: lines(canvas, 72, 700, ["Hidden."]), encrypt=secret)


def with_picture() -> bytes:
    """Text on the first and last page, a drawing without text on the second."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, 72, 700, ["Mali ratified the convention in 1990."])
        canvas.showPage()
        canvas.rect(72, 72, 400, 600, fill=1)
        canvas.showPage()
        lines(canvas, 72, 700, ["It has entered no reservation."])

    return drawn(draw)


def everything() -> bytes:
    """A document with all of it, for fuzzing."""
    return flowing(
        heading("Country report"),
        text(LAWS),
        table([["Treaty", "Signed", "Ratified"], ["CRC", "1990", "1990"], ["CAT", "–", "1999"]]),
        heading("1.1 Courts", 2),
        text(COURTS),
        PageBreak(),
        text("• One<br/>• Two<br/>• Three"),
        title="Country report of Mali",
    )


def long_report(pages: int) -> bytes:
    """About as many pages as asked for, each with a heading, full of text; every tenth a table."""

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(2.5 * cm, A4[1] - 1.5 * cm, "Collected reports of the states")
        canvas.drawCentredString(A4[0] / 2, 1.2 * cm, str(document.page))

    story: list[object] = []
    for number in range(1, pages + 1):
        story += [heading(f"{number}. Report of the session of {number}")]
        if number % 10:
            story += [text(f"{LAWS} {COURTS} {LAWS}") for _ in range(6)]
        else:
            story += [
                table(
                    [["State", "Reports", "Late"], *([f"State {i}", "3", "1"] for i in range(30))]
                )
            ]
        story += [PageBreak()]
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(story, onFirstPage=furnish, onLaterPages=furnish)
    return file.getvalue()
