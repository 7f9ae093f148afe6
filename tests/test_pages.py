"""Which page is drawn for the pane, what of a quote is boxed on it, and why not if it is not."""

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("gradio")

from assistant.app import pages
from assistant.errors import CorpusError
from assistant.readers import drawing
from assistant.types import Document, Metadata
from tests import pdfs

FIRST, LAST = "Mali ratified the convention in 1990.", "It has entered no reservation."
RECOGNISED = "Words that were recognised."
PDF = pdfs.with_picture()
TEXT = f"{FIRST}\n\n{RECOGNISED}\n\n{LAST}\n"
PAGES = (0, TEXT.index(RECOGNISED), TEXT.index(LAST))


class Shelf:
    """One document, and the file that it was read from."""

    def __init__(self, path: str = "a.pdf", data: bytes = PDF, text: str = TEXT) -> None:
        sha256 = hashlib.sha256(PDF).hexdigest()
        self.data = data
        self.document = Document(path, text, sha256, Metadata("A"), pages=PAGES)

    def source(self, path: str) -> Document:
        if path != self.document.path:
            raise CorpusError(f"no document {path}")
        return self.document

    def original(self, _: str) -> bytes:
        return self.data


@pytest.fixture(scope="module", autouse=True)
def _close():
    yield
    drawing.close()


def sheet(
    page: object, quote: str = "", shelf: Shelf | None = None, /, **more: object
) -> pages.Sheet:
    shelf = shelf or Shelf()
    start = shelf.document.text.index(quote)
    wanted = {"path": shelf.document.path, "sha256": hashlib.sha256(PDF).hexdigest()}
    place = {"start": start, "end": start + len(quote)} if quote else {}
    return pages.sheet(shelf, {**wanted, "page": page, **place, **more})  # type: ignore[arg-type]


def test_a_quote_is_boxed_on_its_page_and_on_no_other():
    found = sheet(1, FIRST)

    assert found.problem == ""
    assert len(found.boxes) == 1
    assert found.quote == FIRST
    assert found.image.startswith("data:image/webp;base64,UklGR")
    assert sheet(3, FIRST).boxes == ()
    assert sheet(3, FIRST).problem == ""


def test_a_quote_over_two_pages_is_boxed_on_both():
    assert sheet(1, TEXT.strip()).quote.strip() == FIRST
    assert sheet(3, TEXT.strip()).quote.strip() == LAST
    assert len(sheet(3, TEXT.strip()).boxes) == 1


def test_a_page_whose_text_was_recognised_is_shown_and_said_to_be_a_picture():
    found = sheet(2, RECOGNISED)

    assert (found.problem, found.boxes) == ("sheet.scan", ())
    assert found.image


def test_a_quote_that_is_not_found_on_the_page_is_said_to_be_so():
    found = sheet(1, "Otherwise", Shelf(text="Otherwise" + TEXT[9:]))

    assert (found.problem, found.boxes) == ("sheet.unboxed", ())
    assert found.image


@pytest.mark.parametrize("page", [-5, 0, 1, 3, 99])
def test_a_page_number_out_of_range_means_the_nearest_page(page):
    assert sheet(page).image


@pytest.mark.parametrize(
    ("shelf", "more", "problem"),
    [
        (Shelf(data=PDF + b"\n"), {}, "sheet.changed"),
        (Shelf(), {"sha256": "0" * 64}, "sheet.changed"),
        (Shelf(), {"sha256": None}, "sheet.changed"),
        (Shelf(), {"path": "b.pdf"}, "sheet.missing"),
        (Shelf(path="a.pptx"), {}, "sheet.missing"),
        (Shelf(), {"page": "1"}, "sheet.missing"),
        (Shelf(), {"page": None}, "sheet.missing"),
    ],
)
def test_why_there_is_no_picture_is_said(shelf, more, problem):
    assert sheet(1, "", shelf, **more) == pages.Sheet(problem)


def test_a_damaged_file_is_said_to_be_so(monkeypatch):
    data = PDF.replace(b"/Type /Page", b"/Type /Pear")
    shelf = Shelf(data=data)
    digest = hashlib.sha256(data).hexdigest()
    shelf.document = Document("a.pdf", TEXT, digest, Metadata("A"), pages=PAGES)

    assert sheet(1, "", shelf, sha256=digest) == pages.Sheet("sheet.failed")


def test_whoever_comes_when_too_many_wait_is_told_so(monkeypatch):
    monkeypatch.setattr(pages, "_room", pages.threading.BoundedSemaphore(1))
    assert sheet(1).image
    pages._room.acquire()

    assert sheet(1) == pages.Sheet("sheet.busy")


def test_what_is_drawn_is_the_file_in_the_corpus(tmp_path: Path):
    from assistant.corpus import Corpus

    (tmp_path / "a.pdf").write_bytes(PDF)
    assert Corpus(tmp_path).original("a.pdf") == PDF
    with pytest.raises(CorpusError, match="not a document of this corpus"):
        Corpus(tmp_path).original("../a.pdf")
