"""Scores the assistant on evaluation sets: ``python -m benchmarks.quality SET_DIR …``.

A set is a folder with ``corpus/`` and ``questions.jsonl``; each line of the latter has ``id``,
``question``, ``answerable``, ``gold_passages`` and ``gold_spans`` (``file``, ``start``, ``end`` in
code points), and may have ``country`` and ``polarity``. Everything goes through the public API.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.asking import Case, Run, Suite, run
from benchmarks.scores import judge, reliability, scores
from benchmarks.sets import EvaluationSet, load


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    if not args.sets:
        print(
            "No evaluation set was named. Name folders that hold corpus/ and questions.jsonl:\n"
            "  python -m benchmarks.quality DIR …"
        )
        return 0
    rows = {}
    for folder in args.sets:
        suite = suite_of(load(folder, args.split, args.limit), args.split)
        done = run(suite, args.index_dir, args.model)
        measured = measure(done)
        rows[suite.name] = measured["scores"]
        if args.details:
            _write_details(args.details, done)
        path = results.save(f"{suite.name} {args.split}", measured, args.out)
        print(f"{suite.name}: written to {path}", file=sys.stderr)
    print(table(rows))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET_DIR")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--model", metavar="NAME_OR_FOLDER")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: results/COMMIT.json")
    parser.add_argument("--details", type=Path, metavar="FILE", help="a JSON line per question")
    return parser


def suite_of(data: EvaluationSet, split: str) -> Suite:
    """Turn a set into questions to ask; only its dev half is open to the eye."""
    cases = tuple(Case(each.text, partial(judge, each, data)) for each in data.questions)
    return Suite(data.name, data.corpus, cases, is_open=split == "dev")


def measure(done: Run) -> dict[str, Any]:
    """Return scores with their sample sizes, and what they were taken on."""
    info = asdict(done.report.info)
    return {
        "command": results.command("benchmarks.quality"),
        "commit": results.commit(),
        "machine": results.machine(),
        "questions": len(done.judged),
        "answerable": sum(j.answerable for j in done.judged),
        "index": {**info, "encoded": done.report.encoded, "seconds": done.report.seconds},
        "scores": {name: asdict(score) for name, score in scores(done.judged).items()},
        "reliability": [asdict(point) for point in reliability(done.judged)],
    }


def _write_details(path: Path, done: Run) -> None:
    with path.open("w", encoding="utf-8") as file:
        for judged, answer in zip(done.judged, done.answers, strict=True):
            record = asdict(judged) | {
                "right": judged.right,
                "outcome": answer.outcome,
                "verdict": answer.verdict,
                "text": answer.text,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def table(rows: dict[str, dict[str, Any]]) -> str:
    """Return a Markdown table, a set a column, each cell with its number of questions."""
    names = list(next(iter(rows.values())))
    lines = ["| | " + " | ".join(rows) + " |", "|---" * (len(rows) + 1) + "|"]
    for name in names:
        cells = [_cell(name, row[name]) for row in rows.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(name: str, score: dict[str, Any]) -> str:
    if score["value"] is None:
        return "–"
    digits = 0 if name.endswith("ms") or name == "quotes altered" else 3
    return f"{score['value']:.{digits}f} ({score['n']})"


if __name__ == "__main__":
    sys.exit(main())
