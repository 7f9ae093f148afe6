"""Measures what answers are to reach, in one go: ``python -m benchmarks.answers [SET_DIR …]``.

The project's questions on the shipped corpus and, where they are given, on the originals;
synthetic country profiles in phrasings that nothing was tuned on; evaluation sets. Prints the
table of what is to be reached, how far the confidence can be trusted, and the misses by kind.
Every question is asked again in a second process, and the two answers compared byte by byte.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import diagram, documents, profiles, quality, questions, results
from benchmarks.asking import Run, Suite, asked_again, run
from benchmarks.reach import MEDIAN, WARM, Row, rows, table, told
from benchmarks.scores import (
    Bin,
    Judged,
    Score,
    calibration_error,
    error_by_chance,
    reliability,
    scores,
)
from benchmarks.sets import load

DIAGRAM = results.FOLDER / "reliability.svg"
_EXAMPLES = 3
_POOLED = "all pooled"

Measured = tuple[Run, Score]
"""A suite's answers, and the share of them that came out the same in a second process."""


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    measured = [
        (done := run(suite, args.index_dir, args.model), _again(done, args))
        for suite in _suites(args)
    ]
    grouped = _grouped(measured)
    found = [row for on, (some, same) in grouped.items() for row in rows(on, some, same)]
    found += _speed(measured)
    judged = {on: each for on, (each, _) in grouped.items()}
    judged[_POOLED] = tuple(one for some in judged.values() for one in some)
    bins = {on: reliability(some) for on, some in judged.items()}
    args.diagram.parent.mkdir(parents=True, exist_ok=True)
    args.diagram.write_text(diagram.svg(bins), "utf-8")
    print(table(found), "", _calibration(judged), "", sep="\n")
    for done, _ in measured:
        print(*_misses(done), "", sep="\n")
    path = results.save(f"answers {args.split}", _saved(measured, found, bins), args.out)
    print(f"Written to {path} and {args.diagram}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET_DIR")
    parser.add_argument("--corpus", type=Path, metavar="DIR", default=Path("corpus"))
    parser.add_argument("--seeds", type=Path, metavar="DIR", help="folder of the two originals")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--limit", type=int, metavar="N", help="of each set the first N questions")
    parser.add_argument("--countries", type=int, default=profiles.COUNTRIES, metavar="N")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--model", metavar="NAME_OR_FOLDER")
    parser.add_argument("--once", action="store_true", help="do not ask again")
    parser.add_argument("--diagram", type=Path, metavar="FILE", default=DIAGRAM)
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: results/COMMIT.json")
    return parser


def _suites(args: argparse.Namespace) -> Iterator[Suite]:
    yield from questions.suites(args.corpus, args.seeds)
    folder = profiles.write(args.index_dir, "unseen", "mixed", args.countries)
    yield profiles.suite(folder, "unseen", args.limit)
    for path in documents.default():
        yield documents.suite(path)
    for path in args.sets:
        yield quality.suite_of(load(path, args.split, args.limit), args.split)


def _again(done: Run, args: argparse.Namespace) -> Score:
    return Score(None, 0) if args.once else asked_again(done, args.index_dir, args.model)


def _grouped(measured: Sequence[Measured]) -> dict[str, tuple[tuple[Judged, ...], Score]]:
    """Join the files of questions on one corpus, dialogues apart, as the table has them."""
    grouped: dict[str, tuple[tuple[Judged, ...], Score]] = {}
    for done, same in measured:
        name = done.suite.name
        file, _, corpus = name.partition(" on ")
        on = f"questions on {corpus}" if file.startswith("questions_") else name
        judged, before = grouped.get(on, ((), Score(None, 0)))
        grouped[on] = (*judged, *done.judged), _joined(before, same)
    return grouped


def _joined(one: Score, two: Score) -> Score:
    n = one.n + two.n
    total = (one.value or 0) * one.n + (two.value or 0) * two.n
    return Score(total / n if n else None, n)


def _speed(measured: Sequence[Measured]) -> Iterator[Row]:
    """Give the time of a question on the shipped corpus, conversations included."""
    shipped = questions.CORPORA["shipped"]
    judged = [j for done, _ in measured if done.suite.name.endswith(shipped) for j in done.judged]
    for target in (MEDIAN, WARM):
        yield Row(shipped, target, scores(judged)[target.score])


def _calibration(judged: Mapping[str, Sequence[Judged]]) -> str:
    """Return the calibration error of each set, and how often each confidence was right."""
    lines = ["| on | ECE | by chance | answered | confidence → share right (n) |", "|---" * 5 + "|"]
    for on, some in judged.items():
        found = reliability(some)
        error, chance = calibration_error(found), error_by_chance(some)
        points = ", ".join(f"{b.confidence:.2f} → {b.right:.2f} ({b.n})" for b in found)
        values = f"{told(error.value, 'number')} | {told(chance, 'number')}"
        lines.append(f"| {on} | {values} | {error.n} | {points} |")
    return "\n".join(lines)


def _misses(done: Run) -> Iterator[str]:
    """Tell what went wrong by kind; with examples only where one may look at them."""
    missed = [each for each in done.judged if not each.right]
    yield f"{done.suite.name}: {len(missed)} of {len(done.judged)} missed"
    for kind, count in _by_kind(missed).items():
        yield f"- {kind}: {count}"
        examples = [each for each in missed if each.wrong[0].kind == kind]
        for each in examples[:_EXAMPLES] if done.suite.is_open else ():
            why = "; ".join(difference.told for difference in each.wrong)
            yield f"  - {each.id} {each.question} ({why})"


def _by_kind(missed: Sequence[Judged]) -> dict[str, int]:
    return dict(Counter(each.wrong[0].kind for each in missed).most_common())


def _saved(
    measured: Sequence[Measured], found: Sequence[Row], bins: Mapping[str, Sequence[Bin]]
) -> dict[str, Any]:
    return {
        "command": results.command("benchmarks.answers"),
        "commit": results.commit(),
        "machine": results.machine(),
        "rows": [
            {
                "on": row.on,
                "what": row.target.what,
                "reach": row.target.bound,
                **asdict(row.measured),
                "met": row.is_met,
            }
            for row in found
        ],
        "reliability": {on: [asdict(each) for each in some] for on, some in bins.items()},
        "suites": {
            done.suite.name: {
                "scores": {name: asdict(score) for name, score in scores(done.judged).items()},
                "same twice": asdict(same),
                "misses by kind": _by_kind([each for each in done.judged if not each.right]),
            }
            for done, same in measured
        },
    }


if __name__ == "__main__":
    sys.exit(main())
