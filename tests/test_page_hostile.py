"""Hostile documents in the real page: nothing runs, nothing leaves it, and it stands."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, served
from playwright.sync_api import Browser, Page, expect

from assistant.corpus import Corpus
from tests import hostile

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

LISTEN = """
window.ran = [];
window.hacked = (...words) => ran.push(words.join());
document.addEventListener("securitypolicyviolation", (event) => ran.push(event.blockedURI));
"""

# Opens each document as the table of sources does, and says what is wrong with what is shown.
OPEN_ALL = """
async (documents) => {
    const wrong = [];
    const source = document.getElementById("source");
    const scroll = source.querySelector(".source-scroll");
    const width = document.documentElement.scrollWidth;
    const shell = document.querySelectorAll("body *").length;
    const tags = "DIV DL DT DD SPAN P UL LI H3 H4 H5 H6 BLOCKQUOTE PRE CODE A BDI TIME TABLE THEAD "
        + "TBODY TR TH TD STRONG EM SUP SUB BR HR MARK DETAILS SUMMARY SVG PATH CIRCLE";
    const allowed = new Set(tags.split(" "));
    const asked = new Set(["class", "dir", "lang", "style", "hidden", "tabindex", "role", "title",
        "scope", "datetime", "href", "rel", "target", "open"]);
    const note = (path, what) => wrong.push(`${path.slice(0, 40)}: ${what}`);

    for (const { path, sha256, start, end, last } of documents) {
        const place = { document: path, sha256, start, end, section: [last], quote: "", marker: 1 };
        window.assistantPage.tell("source", { targets: [place], at: 0 });
        const until = performance.now() + 30000;
        const isShown = () => source.querySelector(".doc-body")?.textContent.includes(last)
            && source.querySelector(".doc-facts").textContent.includes(path.slice(0, 3));
        while (!isShown() && performance.now() < until) await new Promise(requestAnimationFrame);
        if (!isShown()) note(path, "is not shown to its end");
        if (!source.querySelector("mark")) note(path, "its place is not marked");
        for (const each of source.querySelectorAll("article *")) {
            const tag = each.tagName.toUpperCase();
            const isIcon = each.closest("svg.icon");
            if (!allowed.has(tag)) note(path, `an element ${tag}`);
            for (const { name, value } of each.attributes) {
                const isOurs = asked.has(name) || name.startsWith("data-");
                if (!isIcon && !isOurs) note(path, `an attribute ${name}`);
                const isFine = name === "href" ? /^https?:\\/\\/[^\\/]/.test(value)
                    : name !== "style" || /^--lines: \\d+$/.test(value);
                if (!isFine) note(path, `${name} is ${value}`);
            }
        }
        const pane = document.getElementById("right").getBoundingClientRect();
        for (const each of source.querySelectorAll("*")) {
            if (each.closest(".table, pre, svg, [hidden], .source-sheet, .path")) continue;
            const { left, right, width } = each.getBoundingClientRect();
            const isOut = left < pane.left - 1 || right > pane.right + 1;
            if (width && isOut) note(path, `${each.tagName} ${each.className} reaches out`);
        }
        if (document.documentElement.scrollWidth !== width) note(path, "the page is wider");
        const center = pane.left + pane.width / 2;
        const top = document.elementFromPoint(center, pane.top + 20);
        if (!top?.closest("#right")) note(path, "something lies over the pane");
    }
    return [...new Set(wrong)];
}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "corpus"


@pytest.fixture(scope="module")
def address(corpus: Path) -> Iterator[str]:
    hostile.write(corpus)
    with served(corpus, corpus.parent / "index") as address:
        yield address


@pytest.fixture(scope="module")
def documents(address: str, corpus: Path) -> list[dict[str, Any]]:
    """Each document, with the place of its end."""
    found = []
    for path in Corpus(corpus).files():
        document = Corpus(corpus).read(path)
        start = document.text.index("Here ends variant")
        end = document.text.index(".", start) + 1
        place = {"start": start, "end": end, "last": document.text[start:end]}
        found.append({"path": path, "sha256": document.sha256, **place})
    return found


def opened(browser: Browser, address: str, width: int, wrong: list[str]) -> Page:
    """Open a page that notes dialogs, windows, and whatever is asked of elsewhere."""
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.add_init_script(LISTEN)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.accept()))
    page.on("popup", lambda other: wrong.append(f"window: {other.url}"))
    page.on("request", lambda request: _note_foreign(request.url, address, wrong))
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    return page


def _note_foreign(url: str, home: str, wrong: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        wrong.append(f"request: {url}")


def test_there_are_many_variants_and_every_one_is_indexed(documents: list[dict[str, Any]]):
    assert len(documents) == len(hostile.VARIANTS) + 4 >= 80
    assert len(set(hostile.VARIANTS)) == len(hostile.VARIANTS)


@pytest.mark.parametrize(("width", "marked"), [(1440, True), (390, False)])
def test_no_hostile_document_runs_leaves_or_tears_the_page(
    browser: Browser, address: str, documents: list[dict[str, Any]], width: int, marked: bool
):
    wrong: list[str] = []
    page = opened(browser, address, width, wrong)
    page.get_by_role("tab").nth(2).click()
    expect(page.locator("#sources tbody tr")).to_have_count(len(documents))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if marked:
        page.evaluate(OPEN_ALL, documents[:1])
        page.locator("#source .marking").click()
        expect(page.locator("#source .passage").first).to_be_visible()

    assert page.evaluate(OPEN_ALL, documents) == []

    assert page.locator("main").locator("script, iframe, object, embed, base, style").count() == 0
    assert page.evaluate("window.ran") == []
    assert page.evaluate("typeof window.assistantPage.tell") == "function"
    page.close()
    assert wrong == []


def test_a_hostile_page_is_drawn_and_boxed(
    browser: Browser, address: str, documents: list[dict[str, Any]]
):
    wrong: list[str] = []
    page = opened(browser, address, 1440, wrong)
    (document,) = (each for each in documents if each["path"] == "pages.pdf")
    assert page.evaluate(OPEN_ALL, [document]) == []

    page.locator("#view-page").click()

    expect(page.locator("#source .box")).to_be_in_viewport()
    expect(page.get_by_role("img", name="Boxed in it: Here ends variant")).to_be_visible()
    assert page.evaluate("window.ran") == []
    page.close()
    assert wrong == []
