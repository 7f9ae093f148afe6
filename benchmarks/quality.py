"""Scores the assistant on evaluation sets: ``python -m benchmarks.quality SET_DIR …``.

A set is a folder with ``corpus/`` and ``questions.jsonl``; each line of the latter has ``id``,
``question``, ``answerable``, ``gold_passages`` and ``gold_spans`` (``file``, ``start``, ``end`` in
code points), and may have ``country`` and ``polarity``. Everything goes through the public API.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.pipeline import Assistant
from assistant.render import to_json
from assistant.types import Answer
from benchmarks import results
from benchmarks.built import assistant_on
from benchmarks.scores import Judged, Score, judge, reliability, scores
from benchmarks.sets import EvaluationSet, load

_TWICE = 25
_FILES_AS_TEXT = (".md", ".markdown", ".txt")


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    if not args.sets:
        print(
            "No evaluation set was named. Name folders that hold corpus/ and questions.jsonl:\n"
            '  make bench SETS="DIR …"   or   python -m benchmarks.quality DIR …'
        )
        return 0
    rows = {}
    for folder in args.sets:
        data = load(folder, args.split, args.limit)
        measured = measure(data, args)
        rows[data.name] = measured["scores"]
        path = results.save(f"{data.name} {args.split}", measured, args.out)
        print(f"{data.name}: written to {path}", file=sys.stderr)
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


def measure(data: EvaluationSet, args: argparse.Namespace) -> dict[str, Any]:
    """Build what is stale, ask every question, and return scores with their sample sizes."""
    with assistant_on(data.corpus, data.name, args.index_dir, args.model) as (assistant, report):
        asked = list(_asked(assistant, data))
        repeated = _repeated(assistant, data, [answer for _, answer in asked])
    judged = [verdict for verdict, _ in asked]
    if args.details:
        _write_details(args.details, data, asked)
    return {
        "command": results.command("benchmarks.quality"),
        "commit": results.commit(),
        "machine": results.machine(),
        "split": args.split,
        "questions": len(judged),
        "answerable": sum(j.answerable for j in judged),
        "index": {**asdict(report.info), "encoded": report.encoded, "seconds": report.seconds},
        "scores": {name: asdict(score) for name, score in (scores(judged) | repeated).items()},
        "reliability": [asdict(point) for point in reliability(judged)],
    }


def _asked(assistant: Assistant, data: EvaluationSet) -> Iterator[tuple[Judged, Answer]]:
    for number, question in enumerate(data.questions, start=1):
        started = time.perf_counter()
        answer = assistant.ask(question.text)
        spent = (time.perf_counter() - started) * 1000
        yield judge(question, answer, data, _altered(answer, data.corpus, assistant), spent), answer
        if number % 100 == 0 or number == len(data.questions):
            print(f"{data.name}: {number} of {len(data.questions)} asked", file=sys.stderr)


def _altered(answer: Answer, corpus: Path, assistant: Assistant) -> int:
    """Count the quotes that the files, read afresh, do not hold at their offsets."""
    altered = 0
    for citation in answer.citations:
        path = corpus / citation.document
        if path.suffix in _FILES_AS_TEXT:
            text = path.read_bytes().decode("utf-8")
        else:
            text = assistant.source(citation.document).text
        altered += text[citation.start : citation.end] != citation.quote
    return altered


def _repeated(
    assistant: Assistant, data: EvaluationSet, answers: Sequence[Answer]
) -> dict[str, Score]:
    """Ask some questions again, and count the answers that come out the same, times aside."""
    same = [
        _without_times(assistant.ask(question.text)) == _without_times(answer)
        for question, answer in list(zip(data.questions, answers, strict=True))[:_TWICE]
    ]
    return {"same twice": Score(sum(same) / len(same) if same else None, len(same))}


def _without_times(answer: Answer) -> str:
    shape = to_json(answer)
    del shape["elapsed_ms"]
    return json.dumps(shape)


def _write_details(path: Path, data: EvaluationSet, asked: Sequence[tuple[Judged, Answer]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for question, (judged, answer) in zip(data.questions, asked, strict=True):
            record = asdict(judged) | {
                "right": judged.right,
                "question": question.text,
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
