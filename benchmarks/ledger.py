"""What the ledger gets right: ``python -m benchmarks.ledger``.

seeds       the two originals, against tests/data/ledger_seeds.toml (with --seeds)
shipped     what corpus/ restates of them, against the same
profiles    synthetic profiles: every indicator of every country, by construction
factbook    a sample of figures and dates of twenty fields of the World Factbook, against the lines
            that they stand on (with --factbook)
answers     yes/no questions, beside the cell of the sentence that the answer quotes
opening     a ledger of 261 countries and 100 indicators
"""

import argparse
import re
import shutil
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import process_time

from assistant import chunking, countries
from assistant.corpus import Corpus
from assistant.folder import INDICATORS
from assistant.ledger import Cell, Ledger, assemble, extract, labels
from assistant.pipeline import Assistant
from assistant.store.ledger import Indicator, LedgerTable, LedgerWriter, Statement
from assistant.types import Answer, DocumentRecord, Metadata
from assistant.verdicts import Compare
from benchmarks.built import assistant_on
from benchmarks.synthetic.facts import Fact, profile
from benchmarks.synthetic.layouts import LAYOUTS, write
from benchmarks.synthetic.wording import SPLITS, UNSEEN, Language
from benchmarks.synthetic.wording import countries as invented

HERE = Path(__file__).parent.parent
SHIPPED = HERE / "corpus"
GOLD = HERE / "tests" / "data" / "ledger_seeds.toml"
QUESTIONS = tuple((HERE / "tests" / "data").glob("questions_*.jsonl"))
COUNTRIES = 53
SAMPLE = 500
"""Figures of the Factbook, drawn by chance from all its countries."""

FIELDS = (
    ("Population", "total"), ("Area", "total"), ("Area", "land"), ("Land boundaries", "total"),
    ("Coastline", ""), ("Median age", "total"), ("Population growth rate", ""), ("Birth rate", ""),
    ("Death rate", ""), ("Infant mortality rate", "total"),
    ("Life expectancy at birth", "total population"), ("Total fertility rate", ""),
    ("Literacy", "total population"), ("Internet users", "percent of population"),
    ("Telephones - mobile cellular", "total subscriptions"), ("Real GDP per capita", "*"),
    ("Inflation rate (consumer prices)", "*"), ("Unemployment rate", "*"), ("Exports", "*"),
    ("Electricity access", "electrification - total population"),
)  # fmt: skip
"""Heading, and label below it; "": the heading's own text; "*": the heading with a year."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    reach: str
    right: int
    of: int
    misses: tuple[str, ...] = ()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--seeds", type=Path, metavar="DIR", help="the two originals")
    parser.add_argument("--factbook", type=Path, metavar="SET_DIR", help="an evaluation set of it")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--split", choices=SPLITS, default=UNSEEN)
    parser.add_argument("--countries", type=int, default=COUNTRIES, metavar="N")
    parser.add_argument("--misses", action="store_true", help="list what is wrong, but of unseen")
    args = parser.parse_args(argv)
    rows = list(_rows(args))
    print("| measured | reach | right | of | share |\n|---|---|---|---|---|")
    for row in rows:
        share = row.right / max(row.of, 1)
        print(f"| {row.what} | {row.reach} | {row.right} | {row.of} | {share:.1%} |")
    for row in rows if args.misses else ():
        print("".join(f"\n{row.what}: {miss}" for miss in row.misses))
    print(f"\nopening 261 countries × 100 indicators: {opening():.2f} s at work (reach: under 1 s)")
    return 0


def _rows(args: argparse.Namespace) -> Iterator[Row]:
    if args.seeds:
        with tempfile.TemporaryDirectory() as folder:
            for file in (*args.seeds.glob("*.txt"), SHIPPED / INDICATORS):
                shutil.copy(file, folder)
            with assistant_on(Path(folder), "ledger-seeds", Path(folder, ".index")) as (opened, _):
                yield gold("seeds", opened.ledger(), shipped=False)
    with assistant_on(SHIPPED, "ledger-shipped", args.index_dir) as (opened, _):
        yield gold("shipped", opened.ledger(), shipped=True)
        yield agreement(opened)
        languages: tuple[Language, ...] = ("en", "fr")
        for language in languages:
            yield profiles(args.split, args.countries, language, opened.compare)
    if args.factbook:
        yield from factbook(args.factbook / "corpus", args.index_dir)


def gold(what: str, ledger: Ledger, *, shipped: bool) -> Row:
    """Compare with what people read in the sources on Mali."""
    told = tomllib.loads(GOLD.read_text("utf-8"))["cell"]
    told = [each for each in told if shipped or each.get("only") != "shipped"]
    misses = []
    for each in told:
        cells = ledger.of("MLI", each["indicator"])
        wanted = each.get("statements", [each["status"]])
        found = [cell.status for cell in cells][: len(wanted)]
        value = cells[0].value if cells else None
        if found != wanted or value != each.get("value"):
            misses.append(f"{each['section']}, {each['indicator']}: {found} {value}")
    return Row(f"cells of {what}", "100%", len(told) - len(misses), len(told), tuple(misses))


def profiles(split: str, number: int, language: Language, compare: Compare) -> Row:
    """Compare with what synthetic profiles state by construction; half of their layouts."""
    misses, total = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for place, country in enumerate(invented(number)[:number]):
            layout = LAYOUTS[place % len(LAYOUTS)]
            told = profile(country, layout, split, language, Random(f"1 {country.code}"))
            written = write(told, language)
            (Path(folder) / written.path).write_bytes(written.source.encode())
            document = Corpus(Path(folder)).read(written.path)
            found = defaultdict(list)
            for each in extract.statements(document, chunking.split(document), compare):
                if each.status != "empty" and not extract.is_beside(each):
                    found[labels.bare(each.label)].append(each)
            for fact in told.facts:
                total += 1
                cells = found.get(fact.indicator.forms[language]["label"], [])
                if not _is_right(fact, cells):
                    got = [(cell.status, cell.value) for cell in cells]
                    seen = f"{layout}, {fact.indicator.id}: {fact.status} {fact.value}, {got}"
                    misses.append(seen if split != UNSEEN else "")
    what = f"cells of {split} profiles in {language}, {number} countries"
    return Row(what, "≥ 98%", total - len(misses), total, tuple(filter(None, misses)))


def _is_right(fact: Fact, cells: Sequence[Statement]) -> bool:
    if fact.status == "absent" or not cells:
        return fact.status == "absent" and not cells
    first = cells[0]
    written = f"{first.value or ''} {first.unit or ''}".replace(" ", "")
    return first.status == fact.status and written in ("", (fact.value or "").replace(" ", ""))


def factbook(corpus: Path, root: Path | None) -> Iterator[Row]:
    """Compare a sample of figures and dates with the lines that they stand on."""
    with assistant_on(corpus, "factbook", root) as (opened, _):
        paths = sorted(Corpus(corpus).files())
        lines = [(p, *line) for p in paths for line in _lines(opened.source(p).text)]
        sample = Random(7).sample(lines, min(SAMPLE, len(lines)))
        cells = defaultdict(list)
        for cell in opened.ledger().cells:
            cells[cell.document, cell.section[-1:], labels.bare(cell.label)].append(cell)
    misses, wrong_dates = [], []
    for path, heading, label, figure, year in sample:
        found = cells[path, (heading,), labels.bare(label)]
        same = [cell for cell in found if cell.value == figure]
        place = f"{path}, {heading}, {label}: {figure} {year}, {_told(found)}"
        if not same:
            misses.append(place)
        elif year and not any((cell.as_of or "")[:4] == year for cell in same):
            wrong_dates.append(place)
    total, bad = len(sample), len(misses) + len(wrong_dates)
    what = f"figures of {len(paths)} countries of the Factbook"
    yield Row(what, "≥ 98%", total - len(misses), total, tuple(misses))
    yield Row("the same, and their dates", "≥ 98%", total - bad, total, tuple(wrong_dates))


_FIGURE = re.compile(r"(?:about |approximately )?\$?(-?[\d,]*\.?\d+)(?![\d,]*-)")
_BRACKET = re.compile(r"\((?:FY)?(\d{4})(?:/\d\d)?(?: est\.)?\)")


def _lines(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Read the lines of ``FIELDS``: heading, label, figure, year ("" if the line gives none)."""
    heading = ""
    for line in text.split("\n"):
        if line.startswith("### "):
            heading = line[4:].strip()
            continue
        label, colon, said = line.partition(": ")
        for name, below in FIELDS:
            is_dated = (
                below == "*" and bool(colon) and re.fullmatch(rf"{re.escape(name)} \d{{4}}", label)
            )
            if heading == name and (is_dated or (label == below and colon) or (not below and line)):
                value = said if below else line
                figure, year = _FIGURE.match(value), _BRACKET.search(value)
                if figure:
                    yield name, label if below else name, figure[1], year[1] if year else ""


def _told(cells: Sequence[Cell] | Sequence[Statement]) -> str:
    return str([(cell.status, cell.value, cell.as_of) for cell in cells])


def agreement(opened: Assistant) -> Row:
    """Ask the project's own yes/no questions, and compare with the cells of what is quoted."""
    import json

    ledger, misses, total = opened.ledger(), [], 0
    for file in QUESTIONS:
        for line in file.read_text("utf-8").splitlines():
            asked = json.loads(line)
            if asked["kind"] != "yes_no":
                continue
            answer = opened.ask(asked["question"])
            if not answer.citations:
                continue
            total += 1
            found = _beside(ledger, answer)
            said = answer.verdict or answer.outcome
            if said not in {cell.status for cell in found}:
                misses.append(f"{asked['question']} {said}, {_told(found)}")
    return Row(
        "answer and cell agree, yes/no questions", "100%", total - len(misses), total, tuple(misses)
    )


def _beside(ledger: Ledger, answer: Answer) -> list[Cell]:
    """Find the cells of the sentence that an answer quotes first."""
    quote = answer.citations[0]
    return [
        cell
        for cell in ledger.cells
        if cell.document == quote.document and cell.start < quote.end and quote.start < cell.end
    ]


def opening(indicators: int = 100) -> float:
    """Seconds at work to read a cell for each country and indicator, best of three."""
    codes = sorted(countries.codes())[:261]
    known = [Indicator(f"i-{n}", f"Indicator {n}", "", (), "Group") for n in range(indicators)]
    records, cells = {}, []
    for code in codes:
        about = Metadata(f"{code}: profile", as_of="2020", countries=(code,))
        records[f"{code}.md"] = DocumentRecord(f"{code}.md", "0" * 64, about, indicators)
        for n, each in enumerate(known):
            said = f"{code} has {each.name_en}."
            place = ("Part", each.name_en)
            cells.append(
                Statement(f"{code}.md", each.name_en, each.name_en, place, (code,), "en", "yes",
                          None, None, "2020", False, n, n + len(said), said, each.key)
            )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.sqlite"
        writer = LedgerWriter(file, None)
        writer.add(cells)
        writer.finish(known, cells, range(len(cells)), {})
        times = []
        for _ in range(3):
            started, table = process_time(), LedgerTable(file)
            made = assemble.ledger(table.indicators(), table.cells(), records)
            times.append(process_time() - started)
    assert Counter(cell.country for cell in made.cells)[codes[0]] == indicators
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
