"""How fast the page is: until it is painted and can be typed into, and in a long conversation.

    python -m benchmarks.page [--visits 5] [--turns 200] [--asked 10]

Serves the shipped corpus and visits it in Chromium, each time with a browser that has nothing of
the page in store. Times are the browser's own, from the start of the navigation:

    painted      the first text or picture is on the screen
    input        the box takes a question; on the first visit the model is still being loaded
    answer       the first question, asked at once, is answered: waits for the model
    turns        a question in a conversation, from Enter to the frame with its answer
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import browsing, served  # noqa: E402 – the tests serve and browse in the same way
from playwright.sync_api import Browser, Page, expect  # noqa: E402

from assistant import pipeline  # noqa: E402

QUESTION = "Does Mali have a national CIRT?"
BOX = "textarea[name=question]"
REACHES = {"painted": 2.0, "input": 2.0}
"""Seconds."""

TIMED = """
(question) => new Promise((done) => {
    const turns = document.querySelector(".turns");
    const before = turns.children.length;
    const started = performance.now();
    new MutationObserver((_, seen) => {
        if (!turns.children[before]?.querySelector(".answer .tools")) return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => done((performance.now() - started) / 1000)));
    }).observe(turns, { childList: true, subtree: true });
    document.querySelector("textarea[name=question]").value = question;
    document.querySelector(".composer").requestSubmit();
})
"""

FILLED = """
(count) => {
    const [{ id }] = assistantPage.store.list();
    const [turn] = assistantPage.store.turns(id);
    for (let n = 0; n < count; n++) assistantPage.store.keep(id, `filled-${n}`, { ...turn });
}
"""


def main() -> None:
    """Print a line for each thing measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--asked", type=int, default=10)
    args = parser.parse_args()
    expect.set_options(timeout=120_000)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        index = Path(folder)
        pipeline.rebuild(ROOT / "corpus", index)
        with served(ROOT / "corpus", index) as address:
            visits = [visited(browser, address) for _ in range(args.visits)]
        print(f"first visit, model loading: {'  '.join(map(told, visits[0].items()))}")
        for name in visits[0]:
            print(line(name, [visit[name] for visit in visits]))
        with served(ROOT / "corpus", index) as address:
            few, many = conversation(browser, address, args.turns, args.asked)
        print(line("turns: 2", few))
        print(line(f"turns: {args.turns}", many))
        print(f"ratio       {statistics.median(many) / statistics.median(few):5.2f}  reach 1.50")


def visited(browser: Browser, address: str) -> dict[str, float]:
    """Open the page as for the first time, ask at once, and return seconds by name."""
    with opened(browser, address) as page:
        page.locator(BOX).wait_for()
        ready = page.evaluate("performance.now() / 1000")
        page.evaluate(TIMED, QUESTION)
        answered = page.evaluate("performance.now() / 1000")
        painted = page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        return {"painted": painted / 1000, "input": ready, "answer": answered}


def conversation(
    browser: Browser, address: str, turns: int, asked: int
) -> tuple[list[float], list[float]]:
    """Return seconds of questions in a short and in a long conversation, restored from store."""
    with opened(browser, address) as page:
        page.locator(BOX).wait_for()
        page.evaluate(TIMED, QUESTION)
        page.evaluate(TIMED, QUESTION)
        few = [page.evaluate(TIMED, QUESTION) for _ in range(asked)]
        page.evaluate(FILLED, turns - 2 - asked)
        page.reload()
        expect(page.locator(".turn")).to_have_count(turns)
        page.evaluate(TIMED, QUESTION)
        return few, [page.evaluate(TIMED, QUESTION) for _ in range(asked)]


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """Open the page in a context of its own: without cache, store and cookies."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    yield page
    context.close()


def line(name: str, seconds: Sequence[float]) -> str:
    """Write the median and the slowest, and the reach where there is one."""
    reach = f"  reach {REACHES[name]:.1f}" if name in REACHES else ""
    median, slowest = statistics.median(seconds), max(seconds)
    return f"{name:<11} {median:5.2f} s  slowest {slowest:5.2f} s  n {len(seconds)}{reach}"


def told(measured: tuple[str, float]) -> str:
    """Write one time."""
    return f"{measured[0]} {measured[1]:.2f} s"


if __name__ == "__main__":
    main()
