"""The pane beside the chat: the source itself, its passages, its pages as they look."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CHROMIUM, served
from playwright.sync_api import Browser, Locator, Page, expect

from assistant import chunking
from assistant.corpus import Corpus
from tests import pdfs

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

SIDECAR = """title = "{title}"
publisher = "Office of Reports"
url = "https://reports.example/{name}.pdf"
as_of = "2024"
countries = ["TCD"]
"""
LINES = ("Chad has had a national CIRT since 2020,", "and it answers to the ministry of posts.")
STATED = " ".join(LINES)
TORN = "Chad has no law on signatures, and none is planned before the elections of 2027."
LONG = 60
"""Chapters of the long document."""


def _two_pages() -> bytes:
    """A sentence over two lines, a page that is a picture, and a sentence on the third."""

    def draw(canvas: pdfs.Canvas) -> None:
        pdfs.lines(canvas, 72, 760, ["1. Cyber security"], size=18)
        pdfs.lines(canvas, 72, 700, LINES)
        canvas.showPage()
        canvas.rect(72, 72, 400, 600, fill=1)
        canvas.showPage()
        pdfs.lines(canvas, 72, 760, ["2. Signatures"], size=18)
        pdfs.lines(canvas, 72, 700, [TORN])

    return pdfs.drawn(draw)


def _chapter(number: int) -> str:
    """A chapter of which only one sentence is its own, so that there is little to encode."""
    courts = "\n\n".join([f"{pdfs.LAWS} {pdfs.COURTS}"] * 3)
    return f"## Courts\n\n{courts}\n\n## Offices\n\nArticle {number} binds office {number}."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("evidence") / "corpus"
    corpus.mkdir()
    (corpus / "report.pdf").write_bytes(_two_pages())
    (corpus / "report.toml").write_text(SIDECAR.format(title="Report on Chad", name="report"))
    changing = {"title": "Bulletin of Chad", "name": "bulletin"}
    (corpus / "bulletin.pdf").write_bytes(pdfs.flowing(pdfs.text("Chad has a code of laws.")))
    (corpus / "bulletin.toml").write_text(SIDECAR.format(**changing))
    chapters = "\n\n".join(map(_chapter, range(1, LONG + 1)))
    (corpus / "code.md").write_text(f"---\ntitle: Code of Chad\n---\n\n{chapters}\n", "utf-8")
    return corpus


@pytest.fixture(scope="module")
def address(corpus: Path) -> Iterator[str]:
    with served(corpus, corpus.parent / "index") as address:
        yield address


@contextmanager
def opened(browser: Browser, address: str, width: int = 1440, **options: str) -> Iterator[Page]:
    """Open the page; no script of it may fail meanwhile."""
    page = browser.new_page(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
    )
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    yield page
    page.close()
    assert wrong == []


def cite(page: Page, corpus: Path, name: str, *quotes: str, at: int = 0) -> None:
    """Open places of a document as the markers of an answer do."""
    document = Corpus(corpus).read(name)
    targets = []
    for marker, quote in enumerate(quotes, 1):
        start = document.text.index(quote)
        place = {"start": start, "end": start + len(quote), "page": document.page_at(start)}
        known = {"document": name, "sha256": document.sha256, "section": []}
        targets.append({**known, **place, "quote": quote, "marker": marker})
    page.evaluate("([targets, at]) => assistantPage.tell('source', {targets, at})", [targets, at])
    expect(page.locator("#source .source-head")).to_be_visible()
    expect(page.locator("#source mark").first).to_be_attached()  # else its text is still on its way


def page_view(page: Page) -> Locator:
    page.locator("#view-page").click()
    return page.locator("#source .source-sheet")


def violations(page: Page) -> list[str]:
    """What axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def test_a_page_is_shown_as_it_looks_with_the_sentence_boxed(
    browser: Browser, address: str, corpus: Path
):
    with opened(browser, address) as page:
        cite(page, corpus, "report.pdf", STATED, TORN)
        expect(page.locator("#source mark").first).to_be_in_viewport()

        sheet = page_view(page)

        expect(sheet.locator(".box")).to_have_count(1)
        expect(sheet.locator(".box")).to_be_in_viewport()
        expect(page.locator(".leafing")).to_have_text("Page 1 of 3")
        image = sheet.get_by_role("img", name=f"Boxed in it: {STATED}")
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1489
        # The box is where the lines were drawn: 72 points from the left, 700 from below, of A4.
        picture, box = image.bounding_box(), sheet.locator(".box").bounding_box()
        assert picture
        assert box
        assert abs((box["x"] - picture["x"]) / picture["width"] - 72 / 595) < 0.02
        assert abs((box["y"] - picture["y"]) / picture["height"] - (842 - 711) / 842) < 0.02
        expect(page.get_by_role("link", name="Original")).to_have_attribute(
            "href", "https://reports.example/report.pdf#page=1"
        )

        page.get_by_role("button", name="Next citation").click()
        expect(page.locator(".leafing")).to_have_text("Page 3 of 3")
        expect(sheet.get_by_role("img", name=f"Boxed in it: {TORN}")).to_be_visible()

        page.get_by_role("button", name="Previous page").click()
        expect(page.locator(".leafing")).to_have_text("Page 2 of 3")
        expect(sheet.locator(".box")).to_have_count(0)
        page.locator("#view-text").click()
        expect(page.locator("#source mark").first).to_be_in_viewport()
        expect(page.locator("#source mark").first).to_have_text(TORN)


def test_the_page_is_turned_and_enlarged_by_keyboard(browser: Browser, address: str, corpus: Path):
    with opened(browser, address) as page:
        cite(page, corpus, "report.pdf", STATED)
        page.locator("#view-text").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#view-page")).to_be_focused()
        expect(page.locator("#view-page")).to_have_attribute("aria-selected", "true")
        image = page.locator("#source .source-sheet img")
        expect(image).to_be_visible()
        before = image.bounding_box()

        page.keyboard.press("Tab")  # the page before this is none
        expect(page.get_by_role("button", name="Next page")).to_be_focused()
        page.get_by_role("button", name="Larger").press("Enter")

        after = image.bounding_box()
        assert before
        assert after
        assert after["width"] == pytest.approx(1.5 * before["width"], rel=0.05)
        page.keyboard.press("Tab")
        expect(page.locator("#source .source-sheet")).to_be_focused()


def test_on_a_narrow_screen_the_page_opens_large_enough_to_read_at_its_box(
    browser: Browser, address: str, corpus: Path
):
    with opened(browser, address, 390, locale="fr-FR") as page:
        cite(page, corpus, "report.pdf", TORN)

        sheet = page_view(page)

        expect(sheet.locator(".box")).to_be_in_viewport()
        expect(page.locator(".leafing")).to_have_text("Page 3 sur 3")
        image = sheet.locator("img").bounding_box()
        assert image
        assert image["width"] / 595 > 1.1  # so that letters of 11 points are as high as usual
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_what_could_not_be_read_of_a_document_is_said_above_it(
    browser: Browser, address: str, corpus: Path
):
    with opened(browser, address) as page:
        cite(page, corpus, "report.pdf", STATED)

        remarks = page.locator("#source .remarks")

        expect(remarks).to_contain_text("1 remark on how it was read")
        expect(remarks.locator("li")).to_contain_text("page 2 is a picture")
        page.get_by_role("button", name="Français").click()
        expect(remarks).to_contain_text("1 remarque sur la lecture du fichier")
        expect(remarks.locator("li")).to_contain_text("la page 2 est une image")


def test_a_file_that_has_changed_since_is_not_shown_as_the_page_that_was_cited(
    browser: Browser, address: str, corpus: Path
):
    indexed = (corpus / "bulletin.pdf").read_bytes()
    with opened(browser, address) as page:
        cite(page, corpus, "bulletin.pdf", "Chad has a code of laws.")
        (corpus / "bulletin.pdf").write_bytes(pdfs.flowing(pdfs.text("Chad has none of it.")))

        sheet = page_view(page)

        note = page.locator("#source .source-note")
        expect(note).to_contain_text("The file has changed since it was indexed")
        expect(sheet.locator("img")).to_be_hidden()
        page.locator("#view-text").click()
        expect(note).to_be_hidden()
        expect(page.locator("#source mark").first).to_have_text("Chad has a code of laws.")
        page.get_by_role("button", name="Français").click()
        page_view(page)
        expect(note).to_contain_text("Le fichier a changé depuis l’indexation")
        (corpus / "bulletin.pdf").write_bytes(indexed)


def test_only_a_pdf_has_a_page_to_look_at(browser: Browser, address: str, corpus: Path):
    with opened(browser, address) as page:
        cite(page, corpus, "report.pdf", STATED)
        page_view(page)

        cite(page, corpus, "code.md", "Article 1 binds office 1.")

        expect(page.locator("#source mark").first).to_be_in_viewport()
        expect(page.get_by_role("tab", name="Page")).to_be_hidden()
        expect(page.locator("#source .source-sheet")).to_be_hidden()


def test_the_passages_are_marked_as_the_command_line_marks_them(
    browser: Browser, address: str, corpus: Path
):
    document = Corpus(corpus).read("report.pdf")
    passages = chunking.split(document)
    quoted = [unit.text for passage in passages for unit in chunking.units(passage)]
    with opened(browser, address) as page:
        cite(page, corpus, "report.pdf", STATED)
        expect(page.locator("#source .passage")).to_have_count(0)
        words = re.findall(r"\w+", page.locator("#source .doc-body").inner_text())

        page.get_by_role("button", name="Show passages").press("Enter")

        labels = page.locator("#source .passage")
        expect(labels).to_have_count(len(passages))
        for label, passage in zip(labels.all_inner_texts(), passages, strict=True):
            assert f"{passage.start}–{passage.end}" in label
            assert f"page {passage.page}" in label
            assert passage.section[-1] in label
        units = page.locator("#source .unit").all_inner_texts()
        assert [re.sub(r"\s+", " ", unit) for unit in units] == quoted
        expect(page.locator("#source .legend")).to_contain_text(f"{len(passages)} passages")
        expect(page.locator("#source mark").first).to_be_in_viewport()
        expect(page.locator("#source mark")).to_have_text([STATED])

        page.get_by_role("button", name="Français").click()
        expect(labels.first).to_contain_text("Passage 1")
        expect(page.locator("#source .legend")).to_contain_text("chacun avec sa section")
        page.get_by_role("button", name="Montrer les passages").click()
        expect(labels).to_have_count(0)
        assert re.findall(r"\w+", page.locator("#source .doc-body").inner_text()) == words


def test_a_long_document_is_whole_and_opens_at_any_place(
    browser: Browser, address: str, corpus: Path
):
    text = Corpus(corpus).read("code.md").text.split("---\n", 2)[2]
    with opened(browser, address) as page:
        for number in (40, 3, LONG):
            quote = f"Article {number} binds office {number}."
            cite(page, corpus, "code.md", quote)
            expect(page.locator("#source mark").first).to_have_text(quote)
            expect(page.locator("#source mark").first).to_be_in_viewport()

        expect(page.locator("#source .leaf:empty")).to_have_count(0)
        assert page.locator("#source .leaf").count() > 5
        shown = page.locator("#source .doc-body").evaluate("body => body.textContent")
        assert re.findall(r"\w+", shown) == re.findall(r"\w+", text)
        # What was filled in above has not moved what is looked at.
        expect(page.locator("#source mark").first).to_be_in_viewport()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_wrong_with_passages_and_pages(
    browser: Browser, address: str, corpus: Path, width: int, scheme: str
):
    locale = "fr-FR" if scheme == "dark" else "en-GB"
    with opened(browser, address, width, color_scheme=scheme, locale=locale) as page:
        cite(page, corpus, "report.pdf", STATED)
        page.locator("#source .marking").click()
        expect(page.locator("#source .passage").first).to_be_visible()
        found = {"passages": violations(page)}
        expect(page_view(page).locator(".box")).to_be_visible()
        found["page"] = violations(page)

        assert found == {"passages": [], "page": []}


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_with_letters_twice_as_large_nothing_is_cut_off_or_hidden(
    browser: Browser, address: str, corpus: Path, locale: str
):
    with opened(browser, address, 390, locale=locale) as page:
        # As the browser's own setting is: there before the page is laid out.
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => {"
            " document.documentElement.style.fontSize = '200%'; })"
        )
        page.reload()
        expect(page.locator("#bar [data-state=current]")).to_be_visible()
        for _ in range(40):  # tabs without room go into a menu once they have been measured
            if not _cut_off(page):
                break
            page.wait_for_timeout(100)
        assert _cut_off(page) == []

        cite(page, corpus, "report.pdf", STATED)
        page.locator("#source .marking").click()
        mark = page.locator("#source mark").first
        expect(page.locator("#source .passage").first).to_be_attached()
        mark.scroll_into_view_if_needed()
        expect(mark).to_be_in_viewport()
        assert _cut_off(page) == []

        page_view(page)
        expect(page.locator("#source .box")).to_be_attached()
        assert _cut_off(page) == []
        for button in ("smaller", "larger", "close"):
            page.locator(f"#source .{button}").scroll_into_view_if_needed()
            expect(page.locator(f"#source .{button}")).to_be_in_viewport()


def _cut_off(page: Page) -> list[str]:
    """Elements with words that reach out of the screen, or are cut by what holds them."""
    return page.evaluate(
        """() => {
            const found = [];
            const root = document.documentElement;
            if (root.scrollWidth > root.clientWidth) found.push(`page ${root.scrollWidth}`);
            for (const each of document.querySelectorAll("main :is(button, p, h2, h3, dd, span)")) {
                if (!each.checkVisibility({ visibilityProperty: true })) continue;
                const elsewhere = ".sr-only, .visually-hidden, [inert], .source-sheet, .table";
                if (each.closest(elsewhere)) continue;
                if (![...each.childNodes].some((node) => node.data?.trim())) continue;
                const box = each.getBoundingClientRect();
                const style = getComputedStyle(each);
                if (style.clipPath !== "none") continue;
                const isWider = each.scrollWidth > each.clientWidth + 2;
                const clips = style.overflowX === "hidden" && isWider;
                if (clips || box.left < -1 || box.right > root.clientWidth + 1) {
                    found.push(`${each.className}: ${each.textContent.slice(0, 40)}`);
                }
            }
            return found;
        }"""
    )
