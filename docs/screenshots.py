"""Take the screenshots of the documentation.

    python docs/screenshots.py [FOLDER]

Serves the shipped corpus on a free port and photographs the page at 1440 and 390 pixels, light
and dark, in English and French. Needs Chromium and the packages of the extra "dev".
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import browsing, served  # noqa: E402 – the tests serve and browse in the same way
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Locator, Page, expect  # noqa: E402

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
ENGLISH = "Does Mali have a national CIRT?"
FRENCH = "Le Mali a-t-il un CIRT national ?"
LAW = b"""# Press law of Chad

## Scope

The law covers newspapers.

| Year | Articles |
|---|---|
| 2010 | 3 |
"""


def main() -> None:
    """Write the screenshots into the folder given, by default docs/images."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=120_000)
    with tempfile.TemporaryDirectory() as root:
        corpus = Path(root) / "corpus"
        shutil.copytree(ROOT / "corpus", corpus)
        with served(corpus, Path(root) / "index") as address, browsing() as browser:
            asking(browser, address, folder)
            keeping(browser, address, folder)
            narrow(browser, address, folder)
            dark(browser, address, folder)


def asking(browser: Browser, address: str, folder: Path) -> None:
    """Show the page before a question, an answer beside its source, refusals, why."""
    page = opened(browser, address, WIDE)
    shoot(page, folder / "start.webp")
    first = ask(page, ENGLISH)
    settle(page)
    shoot(page, folder / "answer.webp")
    page.locator("#source .cite").click()
    shoot(page, folder / "cite.webp")
    page.keyboard.press("Escape")
    first.locator(".why summary").click()
    first.locator(".why .label").first.scroll_into_view_if_needed()
    shoot(page, folder / "why.webp")
    first.locator(".why summary").click()
    ask(page, "Compare Mali and Niger on a national CIRT.")
    settle(page)
    shoot(page, folder / "countries.webp")
    last = ask(page, "What is the age of consent in Mali?")
    settle(page)
    expect(page.locator(".suggestion").first).to_be_visible()
    last.locator("[data-kind=missing]").click()
    last.locator(".judging .cancel").scroll_into_view_if_needed()
    shoot(page, folder / "feedback.webp")
    page.close()


def keeping(browser: Browser, address: str, folder: Path) -> None:
    """Show the other tabs, and the preview of a file that is to be added."""
    page = opened(browser, address, WIDE)
    answer = ask(page, ENGLISH)
    settle(page)
    answer.locator(".sign").click()
    expect(answer.locator(".told")).not_to_be_empty()
    page.get_by_role("tab", name="Board").click()
    page.locator("#board").get_by_role("gridcell", name="Yes").first.click()
    expect(page.locator("#board .slip")).to_be_visible()
    shoot(page, folder / "board.webp")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources tbody tr").first).to_be_visible()
    shoot(page, folder / "sources.webp")
    page.locator("#sources .add").click()
    law = {"name": "press-law.md", "mimeType": "text/markdown", "buffer": LAW}
    page.locator("#adding input[type=file]").set_input_files([law])
    expect(page.locator("#adding .card .counts")).to_be_visible()
    shoot(page, folder / "adding.webp")
    page.get_by_role("tab", name="Signed").click()
    page.locator("#signed .which input").check()
    expect(page.locator("#signed li .state")).not_to_have_attribute("data-t", "signed.comparing")
    expect(page.locator("#signed li").first).to_be_visible()
    shoot(page, folder / "signed.webp")
    page.get_by_role("tab", name="History").click()
    shoot(page, folder / "history.webp")
    page.close()


def narrow(browser: Browser, address: str, folder: Path) -> None:
    """Show an answer on a telephone, where the source lies over the chat."""
    page = opened(browser, address, NARROW)
    ask(page, ENGLISH)
    expect(page.locator(".suggestion").first).to_be_visible()
    shoot(page, folder / "answer-390.webp")
    page.locator(".marker").first.click()
    settle(page)
    shoot(page, folder / "source-390.webp")
    page.close()


def dark(browser: Browser, address: str, folder: Path) -> None:
    """Show the answer of a link, in the dark and in French."""
    page = opened(browser, address, WIDE, locale="fr-FR", color_scheme="dark")
    ask(page, FRENCH)
    settle(page)
    word = page.evaluate("assistantPage.store.turns(assistantPage.store.list()[0].id)[0].word")
    page.goto(f"{address}#answer={word}")
    page.reload()
    expect(page.locator(".kept")).to_be_visible()
    settle(page)
    shoot(page, folder / "link-dark-fr.webp")
    page.close()


def opened(browser: Browser, address: str, viewport: dict[str, int], **options: str) -> Page:
    """Return the page, loaded, with its fonts and without animations."""
    page = browser.new_page(viewport=viewport, reduced_motion="reduce", **options)
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    expect(page.locator("button.example").first).to_be_visible()
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def ask(page: Page, question: str) -> Locator:
    """Ask, and return the turn once it is answered."""
    turns = page.locator(".turn")
    before = turns.count()
    page.locator("textarea[name=question]").fill(question)
    page.locator("textarea[name=question]").press("Enter")
    expect(turns.nth(before).locator(".answer .why")).to_be_attached()
    return turns.nth(before)


def settle(page: Page) -> None:
    """Wait for the source to show the sentence quoted."""
    expect(page.locator("#source mark").first).to_be_in_viewport()


def shoot(page: Page, path: Path) -> None:
    """Write what is in sight as a picture."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.save(path, "WEBP", quality=82, method=6)


if __name__ == "__main__":
    main()
