"""How fast the board is: opening it, and filtering it, in Chromium.

    python -m benchmarks.board [--countries 261] [--indicators 100] [--rounds 7]

Serves the page over a ledger made on the spot, with a statement for 9 of 10 cells, several for
some. Times are the browser's own, up to the frame that is painted with the rows in sight; beside
them, what of it the processor worked for the page, which a busy machine does not change as much:

    first     the board's tab is pressed, and the server has not made the table yet
    opens     the same in a new page, with the table made
    words     a letter more in the search: the last of each word
    status    a status is pressed
    group     a group is chosen
    since     a year is chosen
    scrolls   the table is scrolled far away

The ledger itself is not timed: it comes with the index.
"""

import argparse
import random
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import uvicorn  # noqa: E402
from browser import browsing, free_port  # noqa: E402 – the tests browse in the same way
from playwright.sync_api import Page, expect  # noqa: E402

from assistant import pipeline  # noqa: E402
from assistant.app.library import Library  # noqa: E402
from assistant.app.page import application  # noqa: E402
from assistant.countries import codes  # noqa: E402
from assistant.ledger import Cell, Indicator, Ledger, Status  # noqa: E402

REACHES = {"first": 1000, "opens": 1000}
FILTER = 200
"""Milliseconds."""
GROUPS = ("Legal", "Technical", "Organisation", "Capacity", "Cooperation", "Children", "Figures")
WORDS = ("mali", "law 3", "2019", "capacity", "zz", "é")
STATUSES: tuple[Status, ...] = ("yes", "no", "not_assessed", "unclear", "value")

PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
OPENED = f"""
async () => {{
    const started = performance.now();
    document.querySelectorAll("#tabs [role=tab]")[1].click();
    while (!document.querySelector(".lattice .rows .cell")) await {PAINTED};
    await {PAINTED};
    return performance.now() - started;
}}
"""
CHANGED = f"""
async ([selector, value]) => {{
    const field = document.querySelector(selector);
    const started = performance.now();
    if (value === null) field.click();
    else {{
        field.value = value;
        field.dispatchEvent(new Event("input", {{ bubbles: true }}));
    }}
    await {PAINTED};
    return performance.now() - started;
}}
"""
SCROLLED = f"""
async ([top, left]) => {{
    const table = document.querySelector(".lattice");
    const started = performance.now();
    table.scrollTo(left * table.scrollWidth, top * table.scrollHeight);
    await {PAINTED};
    await {PAINTED};
    return performance.now() - started;
}}
"""


class Filled(Library):
    """A library whose ledger is the one given."""

    filled: Ledger

    def ledger(self) -> Ledger:
        """Return it."""
        return self.filled


def main() -> None:
    """Print a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--countries", type=int, default=261)
    parser.add_argument("--indicators", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    expect.set_options(timeout=120_000)
    made = ledger(args.countries, args.indicators)
    print(f"{args.countries} countries × {args.indicators} indicators, {len(made.cells):,} cells")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), made) as address,
        browsing() as browser,
    ):
        for kind, times in measured(browser, address, args.rounds):
            print(line(kind, times), flush=True)


def ledger(countries: int, indicators: int) -> Ledger:
    """Make a ledger of so many countries, of every status and many values."""
    draw = random.Random(7)
    named = tuple(
        Indicator(f"i-{n}", f"Law {n} on capacity", f"Loi {n} sur la capacité", (), GROUPS[n % 7])
        for n in range(indicators)
    )
    known = [*codes(), *(f"X{n:02d}" for n in range(countries))][:countries]
    cells = [
        cell
        for country in sorted(known)
        for each in named
        if draw.random() < 0.9
        for cell in _cells(draw, country, each.key)
    ]
    return Ledger(named, tuple(cells), ())


def _cells(draw: random.Random, country: str, indicator: str) -> Iterator[Cell]:
    for year in sorted(draw.sample(range(2008, 2027), draw.choice((1, 1, 1, 3))), reverse=True):
        status = draw.choice(STATUSES)
        value = f"{draw.randrange(10**8):,}" if status == "value" else None
        date = f"{year}-{draw.randrange(1, 13):02d}"
        place = ("report.md", "0" * 64, 0, 9, "A quote of ordinary length, as they are.")
        yield Cell(country, indicator, status, value, None, date, False, *place, ("Part",), "Label")


@contextmanager
def serving(root: Path, made: Ledger) -> Iterator[str]:
    """Serve the page over an index of one short document, and the ledger."""
    (root / "corpus").mkdir()
    (root / "corpus" / "report.md").write_text("# Mali\n\nMali has a law.\n", "utf-8")
    pipeline.rebuild(root / "corpus", root / "index")
    library = Filled(root / "corpus", root / "index", None)
    library.filled = made
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(application(library), port=port, log_level="warning", server_header=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds: by the clock, and of the processor for the page's main thread."""

    clock: float
    work: float


class Timed:
    """An open page whose scripts are timed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def run(self, script: str, argument: object = None) -> Taken:
        """Run a script that returns its milliseconds."""
        before = self._work()
        clock = self.page.evaluate(script, argument)
        return Taken(clock, self._work() - before)

    def _work(self) -> float:
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")


def measured(browser: Any, address: str, rounds: int) -> Iterator[tuple[str, list[Taken]]]:
    """Yield each kind of measurement with its times."""
    with opened(browser, address) as timed:
        yield "first", [timed.run(OPENED)]
    times = []
    for _ in range(rounds):
        with opened(browser, address) as timed:
            times.append(timed.run(OPENED))
    yield "opens", times
    with opened(browser, address) as timed:
        timed.run(OPENED)
        words = [["[name=words]", word] for word in WORDS * rounds]
        yield "words", [timed.run(CHANGED, each) for each in [*words, ["[name=words]", ""]]]
        for kind, fields in _choices(timed.page).items():
            yield kind, [timed.run(CHANGED, each) for each in fields * rounds]
        places = [[0.5, 0], [0.9, 0.9], [0, 0.4], [0.3, 0.7], [0, 0]]
        yield "scrolls", [timed.run(SCROLLED, each) for each in places * rounds]


def _choices(page: Page) -> dict[str, list[list[str | None]]]:
    years = page.locator("[name=since] option").evaluate_all("all => all.map(o => o.value)")
    groups = page.locator("[name=group] option").evaluate_all("all => all.map(o => o.value)")
    statuses = (*STATUSES, "silent")
    return {
        "status": [[f"[data-status={status}]", None] for status in (*statuses, *statuses)],
        "group": [["[name=group]", each] for each in [*groups[1:], groups[0]]],
        "since": [["[name=since]", each] for each in [*years[1::4], ""]],
    }


@contextmanager
def opened(browser: Any, address: str) -> Iterator[Timed]:
    """Open the page, as it is once the index is."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    yield Timed(page)
    page.close()


def line(kind: str, times: list[Taken]) -> str:
    """Say how fast one kind was."""
    reach = REACHES.get(kind, FILTER)
    median, worst = statistics.median(t.clock for t in times), max(t.clock for t in times)
    work = statistics.median(t.work for t in times)
    over = f"  over {reach} ms" if median > reach else ""
    clock = f"median {median:5.0f} ms  slowest {worst:5.0f} ms"
    return f"{kind:<8} {len(times):>3} times  {clock}  work {work:4.0f} ms{over}"


if __name__ == "__main__":
    main()
