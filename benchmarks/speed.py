"""Measures speed, memory and size: ``python -m benchmarks.speed``.

Whatever can be a ratio is one, of two things timed in turn in this run: on another machine, or on
one that is busy, it says the same. Prints a table, writes it to ``results/`` and draws two plots
for each corpus. What is measured and how is told in ``benchmarks/README.md``.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import sleep

import numpy as np

from assistant import chunking, indexer, pipeline
from assistant.corpus import Corpus
from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from assistant.store.index import Index
from benchmarks import encoders, footprint, latency, passages, plots, questions, results
from benchmarks.index import beside_the_encoder, taken
from benchmarks.latency import PARTS, Parts
from benchmarks.measured import Reach, Row, table, told

_EDITED = "A licence for lake ferries in Mali costs {price}."
_SETTLED = 2.5
"""Seconds until a file just written is trusted to look as it did."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, and how often."""

    corpora: tuple[Path, ...]
    questions: Path | None
    askers: tuple[int, ...]
    passages: tuple[int, ...]
    sets: tuple[Path, ...]
    repeats: int
    limit: int
    """Questions of each corpus, and of each of ``sets``."""
    model: str | None = None
    reference: bool = True
    """Whether the float model is run too."""


@dataclass(frozen=True, slots=True)
class Plots:
    """What the plots of one corpus show."""

    parts: Parts
    throughput: Mapping[int, float]


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    plan = _plan(args)
    rows: list[Row] = []
    drawn: dict[str, Plots] = {}
    status = 0
    try:
        for found in measured(plan):
            if isinstance(found, Row):
                rows.append(found)
                print(f"{found.on} {found.what}: {told(found)}".strip(), file=sys.stderr)
            else:
                drawn.update(found)
    except (AssistantError, RuntimeError) as error:  # what was measured before it still counts
        print(f"benchmarks.speed: {error}", file=sys.stderr)
        status = 1
    print(table(rows))
    path = _saved(rows, args.out)
    draw(drawn, args.plots or path.parent)
    return status


def _saved(rows: Sequence[Row], out: Path | None) -> Path:
    about = {"command": results.command("benchmarks.speed"), "commit": results.commit()}
    shapes = [{**asdict(row), "met": row.is_met} for row in rows]
    return results.save("speed", {**about, "machine": results.machine(), "rows": shapes}, out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    add = parser.add_argument
    add("--corpus", type=Path, nargs="+", default=[Path("corpus")], metavar="DIR",
        help="a corpus, or a set: a folder with corpus/ and questions.jsonl")  # fmt: skip
    add("--questions", type=Path, metavar="FILE",
        help='a {"question"} a line; default: the set\'s, or the project\'s own')  # fmt: skip
    add("--askers", type=_numbers, default=(1, 2, 8, 32), metavar="N,…", help="at the same time")
    add("--passages", type=int, nargs="+", default=[], metavar="N", help="synthetic, to search")
    add("--sets", type=Path, nargs="+", default=[], metavar="SET_DIR",
        help="where the encoder's hit@1 is held against the float model's")  # fmt: skip
    add("--no-reference", action="store_true", help="do not run the float model on torch")
    add("--repeats", type=int, default=3, metavar="R", help="turns, of which the best counts")
    add("--limit", type=int, default=120, metavar="N", help="questions of a corpus or set")
    add("--model", metavar="NAME_OR_FOLDER")
    add("--out", type=Path, metavar="FILE", help="default: results/COMMIT.json")
    add("--plots", type=Path, metavar="DIR", help="default: beside that file")
    return parser


def _numbers(value: str) -> tuple[int, ...]:
    found = tuple(int(each) for each in value.split(",") if each.strip().isdecimal())
    if not found or min(found) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a list of numbers such as 1,2,8,32")
    return found


def _plan(args: argparse.Namespace) -> Plan:
    return Plan(
        corpora=tuple(args.corpus),
        questions=args.questions,
        askers=args.askers,
        passages=tuple(args.passages),
        sets=tuple(args.sets),
        repeats=args.repeats,
        limit=args.limit,
        model=args.model,
        reference=not args.no_reference,
    )


def measured(plan: Plan) -> Iterator[Row | dict[str, Plots]]:
    """Measure everything; torch comes last, so that nothing before it pays for its threads."""
    yield from footprint.start(plan.repeats)
    yield from footprint.installed()
    texts: list[str] = []
    for place in plan.corpora:
        source = place / "corpus" if (place / "questions.jsonl").is_file() else place
        with tempfile.TemporaryDirectory() as scratch:
            corpus = Path(scratch) / "corpus"
            shutil.copytree(source, corpus)
            texts = texts or _texts(corpus)
            yield from _on(place, corpus, Path(scratch), plan)
    for count in plan.passages:
        yield from _synthetic(count)
    if plan.reference:
        chosen = texts[: plan.limit]
        yield from encoders.compared(chosen, plan.sets, plan.repeats, plan.limit, plan.model)


def _on(place: Path, corpus: Path, scratch: Path, plan: Plan) -> Iterator[Row | dict[str, Plots]]:
    on, asked = place.resolve().name, asked_on(place, plan)
    yield from _built(on, corpus, scratch / "build", plan)
    index = scratch / "index"
    pipeline.rebuild(corpus, index, plan.model)
    yield footprint.disk(on, corpus, index)
    yield from footprint.memory(on, corpus, index, asked, plan.model)
    yield from footprint.cold(on, corpus, index, asked[0], plan.repeats, plan.model)
    clock, work = min(taken(lambda: Index.open(index)) for _ in range(plan.repeats))
    yield Row(on, "opening the index", 1000 * clock, "ms", more=f"processor {1000 * work:.1f} ms")
    opened = Assistant.open(corpus, index, plan.model)
    opened.load()  # as "serve" does
    found = latency.parts(opened, index, asked, plan.model)
    yield from latency.told(on, found)
    speeds = latency.throughput(opened, asked, plan.askers, plan.repeats, plan.model)
    yield from latency.throughput_told(on, speeds)
    yield {on: Plots(found, speeds)}
    opened.close()
    yield from _kept_up(on, corpus, index, plan)


def asked_on(place: Path, plan: Plan) -> list[str]:
    """Give the questions for a corpus, each once."""
    files = [plan.questions] if plan.questions else [place / "questions.jsonl"]
    if not files[0].is_file():
        if plan.questions:
            raise RuntimeError(f"{plan.questions} is not there. Name a file of questions.")
        files = sorted(questions.DATA.glob("questions_*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    texts = dict.fromkeys(json.loads(line)["question"] for line in lines if line.strip())
    return list(texts)[: plan.limit]


def _texts(folder: Path) -> list[str]:
    corpus = Corpus(folder)
    documents = [corpus.read(path) for path in corpus.files()]
    return [
        text
        for document in documents
        for passage in chunking.split(document)
        for text in indexer.encoded_texts(passage, document.metadata.title)
    ]


def _built(on: str, corpus: Path, folder: Path, plan: Plan) -> Iterator[Row]:
    real = latency.loaded(plan.model)
    texts, alone, together, whole = beside_the_encoder(Corpus(corpus), folder, real, plan.repeats)
    clock, work = np.min(alone, axis=0) / np.min(whole, axis=0)
    speed = f"{texts:,} texts, {texts / min(alone)[0]:.0f} texts/s alone"
    more = f"{work:.3f} of processor time; {speed}"
    yield Row(on, "encoder alone ÷ build from scratch", clock, "", Reach(0.95, True), more)
    both, work = (np.min(alone, axis=0) + np.min(together, axis=0)) / np.min(whole, axis=0)
    more = f"{work:.3f} of processor time; what the cross-encoder reads for the ledger, too"
    yield Row(on, "both encoders alone ÷ build from scratch", both, "", None, more)
    yield Row(on, "build from scratch", min(whole)[0], "s")


def _kept_up(on: str, corpus: Path, index: Path, plan: Plan) -> Iterator[Row]:
    """Rebuild with nothing changed; then with a paragraph changed, until it is quoted."""

    def build() -> object:
        return pipeline.rebuild(corpus, index, plan.model)

    sleep(_SETTLED)
    build()
    clock, work = min(taken(build) for _ in range(plan.repeats))
    yield Row(on, "unchanged rebuild", clock, "s", Reach(1), f"processor {work:.2f} s")
    opened = Assistant.open(corpus, index, plan.model)
    opened.load()
    quoted = []

    def edit(turn: int) -> None:
        quoted.append(_edited(corpus, opened, build, turn))

    edit(0)  # which adds the document; the others change it
    times = [taken(partial(edit, turn)) for turn in range(1, plan.repeats + 1)]
    clock, work = min(times)
    more = f"processor {work:.2f} s; quoted {sum(quoted)} of {len(quoted)} times"
    yield Row(on, "one edit, saved until it is answered from", clock, "s", Reach(2), more)
    opened.close()


def _edited(corpus: Path, opened: Assistant, build: Callable[[], object], turn: int) -> bool:
    """Change a paragraph, bring the index up to date, ask; tell whether the change is quoted."""
    price = f"{4_100 + 37 * turn} francs"
    text = f"# Notes on Mali\n\nMali has rivers.\n\n{_EDITED.format(price=price)}\n"
    (corpus / "speed-benchmark.md").write_text(text, "utf-8")
    build()
    opened.reload()
    answer = opened.ask("How much does a licence for lake ferries cost in Mali?")
    return any(price in each.quote for each in answer.citations)


def _synthetic(count: int) -> Iterator[Row]:
    on = f"{count:,} synthetic"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        seconds, peak = passages.build(root, count)
        yield Row(on, "build but for encoding", seconds, "s", more=f"at most {peak / 1e6:.0f} MB")
        clock, _ = min(taken(lambda: Index.open(root)) for _ in range(3))
        yield Row(on, "opening the index", 1000 * clock, "ms")
        for name, times, recall in passages.searched(Index.open(root)):
            yield Row(on, f"search {name}, p50", times.p50, "ms", Reach(10), str(times))
            yield Row(on, f"recall@10 {name}", recall, reach=Reach(0.98, at_least=True))


def draw(drawn: Mapping[str, Plots], folder: Path) -> list[Path]:
    """Write two plots for each corpus; return where."""
    written = []
    for on, found in drawn.items():
        for name, text in (
            ("latency", _latency_plot(on, found.parts)),
            ("throughput", _throughput_plot(on, found.throughput)),
        ):
            path = folder / f"{name}-{on}.svg"
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            written.append(path)
    return written


def _latency_plot(on: str, found: Parts) -> str:
    bars = []
    for name, value in (("p50", found.p50), ("p95", found.p95)):
        pieces = tuple((part, value(part)) for part in PARTS)
        percentile = float(np.percentile(found.total, int(name[1:])))
        bars.append(plots.Bar(f"each part, {name}", pieces, f"whole {percentile:.0f} ms"))
    return plots.svg(f"A warm question on {on}, milliseconds", "ms", bars)


def _throughput_plot(on: str, found: Mapping[int, float]) -> str:
    bars = [
        plots.Bar(
            f"{many} asking" if many else "the encoder alone",
            (("questions", speed),),
            f"{speed:.1f}/s",
        )
        for many, speed in found.items()
    ]
    return plots.svg(f"Questions a second on {on}", "/s", bars)


if __name__ == "__main__":
    sys.exit(main())
