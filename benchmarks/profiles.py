"""Scores outcomes and verdicts on synthetic country profiles: ``python -m benchmarks.profiles``.

The profiles are made by ``benchmarks.synthetic`` from phrasings that nothing was tuned on, unless
``--split seen`` is asked for. A question is right when outcome and verdict are, and the first
citation overlaps the gold span where there is one.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.types import Answer
from benchmarks.built import assistant_on
from benchmarks.synthetic import __main__ as synthetic


@dataclass(frozen=True, slots=True)
class Judged:
    """What was wrong with one answer."""

    language: str
    outcome: str
    is_right: bool
    is_flipped: bool
    """Yes for no, or no for yes."""
    is_foreign: bool
    """Cites a document of another country."""
    miss: str


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiles", description=__doc__)
    parser.add_argument("--split", choices=("seen", "unseen"), default="unseen")
    parser.add_argument("--layout", default="mixed")
    parser.add_argument("--countries", default="30")
    parser.add_argument("--questions", default="1000")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--misses", action="store_true", help="list every miss")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "profiles"
        options = ("split", "layout", "countries", "questions", "seed")
        synthetic.main(
            [str(out), *(word for o in options for word in (f"--{o}", getattr(args, o)))]
        )
        judged = list(_judged(out, args.index_dir or Path(folder) / "index"))
    print(_table(judged))
    if args.misses:
        print("\n".join(each.miss for each in judged if not each.is_right))
    return 0


def _judged(folder: Path, index_dir: Path) -> Iterator[Judged]:
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    with assistant_on(folder / "corpus", "profiles", index_dir) as (opened, _):
        for record in map(json.loads, lines):
            yield _judge(record, opened.ask(record["question"]))


def _judge(record: dict[str, Any], answer: Answer) -> Judged:
    wanted = {record["verdict"], answer.verdict}
    cited = not record["gold_spans"] or any(
        citation.document == gold["file"]
        and citation.start < gold["end"]
        and gold["start"] < citation.end
        for citation in answer.citations[:1]
        for gold in record["gold_spans"]
    )
    right = answer.outcome == record["outcome"] and len(wanted) == 1 and cited
    quote = answer.citations[0].quote if answer.citations else ""
    return Judged(
        record["lang"],
        record["outcome"],
        right,
        wanted == {"yes", "no"},
        any(set(c.countries).isdisjoint(record["countries"]) for c in answer.citations),
        f"{record['question']}\n    wanted {record['outcome']} {record['verdict']}, "
        f"got {answer.outcome} {answer.verdict} ({answer.confidence:.2f}): {quote!r}",
    )


def _table(judged: Sequence[Judged]) -> str:
    rows = [("all", judged)]
    rows += [(name, [j for j in judged if j.language == name]) for name in ("en", "fr")]
    rows += [(name, [j for j in judged if j.outcome == name]) for name in _outcomes(judged)]
    lines = ["| questions | n | right | flipped | other country |", "|---|---|---|---|---|"]
    for name, some in rows:
        share = sum(j.is_right for j in some) / max(len(some), 1)
        flipped, foreign = sum(j.is_flipped for j in some), sum(j.is_foreign for j in some)
        lines.append(f"| {name} | {len(some)} | {share:.3f} | {flipped} | {foreign} |")
    return "\n".join(lines)


def _outcomes(judged: Sequence[Judged]) -> list[str]:
    return [outcome for outcome, _ in Counter(each.outcome for each in judged).most_common()]


if __name__ == "__main__":
    sys.exit(main())
