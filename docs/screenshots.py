"""Take the screenshots of the documentation.

    python docs/screenshots.py [FOLDER]

Serves the shipped corpus on a free port and photographs the page at 1440 and 390 pixels, light
and dark, in English and French. Needs Chromium and the packages of the extra "dev".
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import browsing, served  # noqa: E402 – the tests serve and browse in the same way
from playwright.sync_api import Browser, Page, expect  # noqa: E402

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


def main() -> None:
    """Write the screenshots into the folder given, by default docs/screenshots."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=30_000)
    with (
        tempfile.TemporaryDirectory() as index,
        served(ROOT / "corpus", Path(index)) as address,
        browsing() as browser,
    ):
        wide(browser, address, folder)
        narrow(browser, address, folder)
        dark(browser, address, folder)


def wide(browser: Browser, address: str, folder: Path) -> None:
    """Show the page before a question, an answer beside its source, refusals, the sources."""
    page = opened(browser, address, WIDE)
    page.screenshot(path=folder / "start-1440.png")
    ask(page, "Does Mali have a national CIRT?")
    settle(page)
    page.screenshot(path=folder / "answer-1440.png")
    ask(page, "Does Niger have a national CIRT?")
    ask(page, "What is the age of consent in Mali?")
    settle(page)
    page.screenshot(path=folder / "outcomes-1440.png")
    page.locator(".why summary").last.click()
    page.locator(".why").last.scroll_into_view_if_needed()
    page.screenshot(path=folder / "why-1440.png")
    page.locator(".cite").click()
    page.screenshot(path=folder / "cite-1440.png")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources tbody tr").first).to_be_visible()
    page.screenshot(path=folder / "sources-1440.png")
    page.get_by_role("tab", name="History").click()
    page.screenshot(path=folder / "history-1440.png")


def narrow(browser: Browser, address: str, folder: Path) -> None:
    """Show the same on a telephone, where the source lies over the chat."""
    page = opened(browser, address, NARROW)
    page.screenshot(path=folder / "start-390.png")
    ask(page, "Does Mali have a national CIRT?")
    expect(page.locator(".suggestion").first).to_be_visible()
    page.screenshot(path=folder / "answer-390.png")
    page.locator(".marker").first.click()
    settle(page)
    page.screenshot(path=folder / "source-390.png")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources tbody tr").first).to_be_visible()
    page.screenshot(path=folder / "sources-390.png")
    page.get_by_role("tab", name="History").click()
    page.screenshot(path=folder / "history-390.png")


def dark(browser: Browser, address: str, folder: Path) -> None:
    """Show an answer in the dark and in French."""
    page = opened(browser, address, WIDE, locale="fr-FR", color_scheme="dark")
    ask(page, "Le Mali a-t-il un CIRT national ?")
    settle(page)
    expect(page.locator(".suggestion").first).to_be_visible()
    page.locator("[data-kind=missing]").click()
    page.screenshot(path=folder / "answer-dark-fr-1440.png")
    word = page.evaluate("assistantPage.store.turns(assistantPage.store.list()[0].id)[0].word")
    page.goto(f"{address}#answer={word}")
    page.reload()
    expect(page.locator(".kept")).to_be_visible()
    settle(page)
    page.screenshot(path=folder / "link-dark-fr-1440.png")


def opened(browser: Browser, address: str, viewport: dict[str, int], **options: str) -> Page:
    """Return the page, loaded, with its fonts and without animations."""
    page = browser.new_page(viewport=viewport, reduced_motion="reduce", **options)
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    expect(page.locator("button.example").first).to_be_visible()
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    turns = page.locator(".turn")
    before = turns.count()
    page.locator("textarea[name=question]").fill(question)
    page.locator("textarea[name=question]").press("Enter")
    expect(turns.nth(before).locator(".answer")).to_be_visible()


def settle(page: Page) -> None:
    """Wait for the source to show the sentence quoted."""
    expect(page.locator("#source mark").first).to_be_in_viewport()


if __name__ == "__main__":
    main()
