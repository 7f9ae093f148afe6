"""How fast the source pane is: from a click on a marker to the highlighted sentence on the screen.

    python -m benchmarks.pane [--pages 300] [--clicks 20] [--format pdf|md]

Serves an index over one document of so many pages, made on the spot, and clicks in Chromium on the
places that answers would cite, spread over the whole document. A click is timed by the browser's
own clock, up to the frame that is painted with the mark in sight:

    first     nothing of the document is in the browser yet
    next      a place of the document that lies open
    passages  the same, with the passages shown
    page      the page as it looks, with its box, where the document is a PDF
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import browsing, served  # noqa: E402 – the tests serve and browse in the same way
from playwright.sync_api import Page, expect  # noqa: E402

from assistant.corpus import Corpus  # noqa: E402
from assistant.types import Document  # noqa: E402
from tests import pdfs  # noqa: E402

REACH = 200
"""Milliseconds."""

TIMED = """
async (target) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const inSight = () => {
        const pane = document.querySelector(target.of).getBoundingClientRect();
        const shown = document.querySelector(target.shows);
        const place = shown && shown !== before && shown.getBoundingClientRect();
        return place && place.height > 0 && place.top >= pane.top && place.top < pane.bottom;
    };
    const before = document.querySelector(target.shows);
    const started = performance.now();
    window.assistantPage.tell("source", { targets: [target], at: 0 });
    while (!inSight() && performance.now() - started < 20000) await painted();
    await painted();
    return performance.now() - started;
}
"""


def main() -> None:
    """Print a line for each kind of click."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--clicks", type=int, default=20)
    parser.add_argument("--format", choices=["pdf", "md"], default="pdf")
    args = parser.parse_args()
    expect.set_options(timeout=120_000)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        document = make(root / "corpus", args.pages, args.format)
        print(f"{document.path}: {args.pages} pages, {len(document.text):,} characters")
        with served(root / "corpus", root / "index") as address, browsing() as browser:
            for kind, times in measured(browser, address, document, args.clicks):
                print(line(kind, times), flush=True)


def make(corpus: Path, pages: int, kind: str) -> Document:
    """Write a document of so many pages, and read it."""
    corpus.mkdir(parents=True)
    if kind == "pdf":
        (corpus / "report.pdf").write_bytes(pdfs.long_report(pages))
        return Corpus(corpus).read("report.pdf")
    chapters = (
        f"## {number}. Report of the session of {number}\n\n"
        + "\n\n".join([f"{pdfs.LAWS} {pdfs.COURTS} {pdfs.LAWS}"] * 6)
        for number in range(1, pages + 1)
    )
    (corpus / "report.md").write_text("# Reports\n\n" + "\n\n".join(chapters), "utf-8")
    return Corpus(corpus).read("report.md")


def measured(
    browser: Any, address: str, document: Document, clicks: int
) -> Iterator[tuple[str, list[float]]]:
    """Yield each kind of click with its times in milliseconds."""
    targets = places(document, clicks)
    first = []
    for target in targets[:: max(1, clicks // 5)]:
        with opened(browser, address) as page:
            first.append(page.evaluate(TIMED, target))
    yield "first", first
    with opened(browser, address) as page:
        page.evaluate(TIMED, targets[-1])
        yield "next", [page.evaluate(TIMED, target) for target in targets]
        page.locator(".marking").click()
        expect(page.locator("#source .passage").first).to_be_visible()
        yield "passages", [page.evaluate(TIMED, target) for target in targets]
        if document.pages:
            page.locator("[data-view=page]").click()
            expect(page.locator("#source .box").first).to_be_in_viewport()
            boxed = {"of": "#source .source-sheet", "shows": "#source .box"}
            yield "page", [page.evaluate(TIMED, {**target, **boxed}) for target in targets]


def places(document: Document, count: int) -> list[dict[str, Any]]:
    """Give sentences from all over the document, in an order that jumps to and fro."""
    found = []
    for i in range(count):
        near = document.body + (i * 7919) % count * len(document.text) // count
        start = document.text.find(pdfs.COURTS.split(". ")[0], near)
        start = start if start >= 0 else document.text.find(pdfs.COURTS.split(". ")[0])
        end = document.text.index(".", start) + 1
        found.append(
            {
                "document": document.path,
                "sha256": document.sha256,
                "start": start,
                "end": end,
                "quote": document.text[start:end],
                "section": [],
                "marker": 1,
                "page": document.page_at(start),
                "of": "#source .source-scroll",
                "shows": "#source mark",
            }
        )
    return found


@contextmanager
def opened(browser: Any, address: str) -> Iterator[Page]:
    """Open the page, as it is once the index is."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    yield page
    page.close()


def line(kind: str, times: list[float]) -> str:
    """Say how fast one kind of click was."""
    median, worst = statistics.median(times), max(times)
    over = f"  over {REACH} ms" if worst > REACH else ""
    clicks = f"{kind:<9} {len(times):>3} clicks"
    return f"{clicks}  median {median:5.0f} ms  slowest {worst:5.0f} ms{over}"


if __name__ == "__main__":
    main()
