"""A page of a PDF as a picture: drawn where it can do no harm, with the words quoted boxed."""

import io

import pytest
from onepage import pdf as one_page
from PIL import Image
from reportlab.lib.pagesizes import A4

from assistant.errors import CorpusError
from assistant.readers import drawing, isolated
from assistant.readers.kinds import Kind
from assistant.readers.pdf import places
from assistant.types import Document, Metadata
from tests import pdfs


@pytest.fixture(scope="module", autouse=True)
def _close():
    yield
    drawing.close()


def drawn(data: bytes, quote: str, page: int = 1) -> drawing.Picture:
    """Draw a page with the first occurrence of ``quote`` in the page's text boxed."""
    content = isolated.read(Kind.PDF, data)
    document = Document("a.pdf", content.text, "0" * 64, Metadata("A"), pages=content.pages)
    first = document.pages[page - 1]
    start = document.text.index(quote, first)
    assert document.page_at(start) == page
    return drawing.draw(data, page, quote, document.text[first:start])


def ink(picture: drawing.Picture, box: drawing.Box) -> int:
    """How many dark pixels a box holds."""
    image = Image.open(io.BytesIO(picture.image)).convert("L")
    across, down = image.width / drawing.SIDES, image.height / drawing.SIDES
    left, top, right, bottom = box
    cut = image.crop((left * across, top * down, right * across, bottom * down))
    return sum(cut.point(lambda value: value < 128).getdata())


def test_a_sentence_over_several_lines_has_a_box_on_each():
    picture = drawn(pdfs.flowing(pdfs.heading("Mali"), pdfs.text(pdfs.LAWS)), pdfs.LAWS)

    assert len(picture.boxes) == 3
    tops = [top for _, top, _, _ in picture.boxes]
    assert tops == sorted(tops)
    assert all(ink(picture, box) > 1000 for box in picture.boxes)
    left, top, right, bottom = picture.boxes[0]
    assert 1000 < left < right < 9000
    assert 80 < bottom - top < 250  # a line of 10 points on A4 is 119 parts high


def test_the_image_is_as_large_as_is_said_and_no_larger_than_allowed():
    picture = drawing.draw(one_page("Mali has a law."), 1)

    image = Image.open(io.BytesIO(picture.image))
    assert image.format == "WEBP"
    assert image.size == (picture.width, picture.height) == (1530, 1980)
    assert picture.boxes == ()
    assert picture.has_text


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 3), (3, 14_400)])
def test_a_page_of_any_size_stays_within_the_budget(size):
    data = pdfs.drawn(lambda canvas: canvas.setPageSize(size))

    picture = drawing.draw(data, 1)

    assert picture.width * picture.height <= 3_500_000
    assert max(picture.width, picture.height) <= 8_000


def test_of_several_occurrences_the_one_meant_is_boxed():
    def draw(canvas):
        pdfs.lines(canvas, 72, 700, ["Mali has a law.", "Chad has none.", "Mali has a law."])

    data = pdfs.drawn(draw)
    first = drawing.draw(data, 1, "Mali has a law.", "").boxes
    second = drawing.draw(data, 1, "Mali has a law.", "Mali has a law. Chad has none.").boxes

    assert len(first) == len(second) == 1
    assert first[0][3] < second[0][1]


def test_words_parted_at_the_end_of_a_line_are_boxed_in_both():
    def draw(canvas):
        pdfs.lines(canvas, 72, 700, ["Mali has ratified the conven-", "tion in 1990 and kept it."])

    picture = drawn(pdfs.drawn(draw), "Mali has ratified the convention in 1990 and kept it.")

    assert len(picture.boxes) == 2


def test_a_row_of_a_table_is_boxed():
    rows = [["Treaty", "Signed", "Ratified"], ["CRC", "1990", "1990"], ["CAT", "–", "1999"]]
    data = pdfs.flowing(pdfs.heading("Mali"), pdfs.text(pdfs.LAWS), pdfs.table(rows))

    picture = drawn(data, "| CAT | – | 1999 |")

    assert picture.boxes
    assert all(ink(picture, box) for box in picture.boxes)
    assert (
        max(bottom for *_, bottom in picture.boxes) - min(top for _, top, _, _ in picture.boxes)
        < 300
    )


def test_boxes_stand_right_on_a_page_that_is_turned():
    def draw(canvas):
        canvas.setPageRotation(90)
        pdfs.lines(canvas, 72, 400, [pdfs.COURTS[:60], "Military courts try soldiers."])

    picture = drawn(pdfs.drawn(draw), "Military courts try soldiers.")

    (box,) = picture.boxes
    assert box[3] - box[1] > box[2] - box[0]
    assert ink(picture, box) > 500


def test_boxes_stand_right_on_a_page_that_is_cropped():
    def draw(canvas):
        canvas.setCropBox((50, 600, A4[0], A4[1]))
        pdfs.lines(canvas, 72, 700, ["Military courts try soldiers."])

    picture = drawn(pdfs.drawn(draw), "Military courts try soldiers.")

    (box,) = picture.boxes
    assert ink(picture, box) > 500


def test_words_outside_of_what_is_shown_are_not_boxed():
    def draw(canvas):
        canvas.setCropBox((50, 600, A4[0], A4[1]))
        pdfs.lines(canvas, 72, 300, ["Military courts try soldiers."])

    assert drawing.draw(pdfs.drawn(draw), 1, "Military courts try soldiers.").boxes == ()


def test_a_page_that_is_a_picture_is_shown_without_a_box():
    picture = drawing.draw(pdfs.with_picture(), 2, "Words recognised.", "")

    assert picture.boxes == ()
    assert not picture.has_text


def test_a_quote_that_is_not_on_the_page_is_not_boxed_in_part():
    assert drawing.draw(one_page("Mali has a law."), 1, "Mali has a law on courts.").boxes == ()


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_refused(page):
    with pytest.raises(CorpusError, match="there is no page"):
        drawing.draw(one_page("Mali has a law."), page)


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.4\n" + bytes(range(256)) * 40])
def test_what_is_no_pdf_is_refused_in_one_line(data):
    with pytest.raises(CorpusError) as error:
        drawing.draw(data, 1)
    assert "\n" not in str(error.value)


def test_a_page_that_takes_too_long_is_left_and_the_next_is_drawn():
    with pytest.raises(CorpusError, match="it took longer than 0 seconds"):
        drawing.draw(pdfs.long_report(3), 1, seconds=0.001)

    assert drawing.draw(one_page("Mali has a law."), 1).image


def test_what_comes_back_is_checked_like_a_document():
    for reply in (
        b"no JSON",
        b'{"refused": null}',
        b'{"refused": null, "image": "PHN2Zz4=", "width": 1, "height": 1, "boxes": [],'
        b' "has_text": true}',
        b'{"refused": null, "image": "UklGRgAAAABXRUJQ", "width": 1, "height": 1,'
        b' "boxes": [[0, 0, 0, 10001]], "has_text": true}',
        b'{"refused": null, "image": "UklGRgAAAABXRUJQ", "width": "1em", "height": 1,'
        b' "boxes": [], "has_text": true}',
    ):
        with pytest.raises(CorpusError, match=isolated.UNFORESEEN):
            drawing._picture(reply)


@pytest.mark.parametrize(
    ("page", "quote", "boxed"),
    [
        (
            "L’e\u0301tat a signé un acte.",
            "L'état a signé un acte",
            ["L’e\u0301tat a signé un acte"],
        ),
        ("The ofﬁce is open", "**The office** is *open*", ["The ofﬁce is open"]),
        ("A 1990 B 1991", "| A | B |", ["A", "B"]),
        ("1990 Signed", "| Signed | 1990 |", ["Signed", "1990"]),
        ("one two", "three", []),
        ("one two", "| one | three |", []),
        ("one two", "—", []),
    ],
)
def test_words_are_found_by_letters_and_figures_alone(page, quote, boxed):
    assert [page[start:end] for start, end in places.find(page, quote, "")] == boxed
