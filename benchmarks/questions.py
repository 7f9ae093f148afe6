"""Scores the project's own questions and lists every miss: ``python -m benchmarks.questions``.

The questions are those of ``tests/data``, asked of the shipped corpus and, where it is given, of
the two original pages (``--seeds``), whose wording differs. What counts as right is told in
``tests/data/README.md``.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Literal

from assistant.types import Answer
from benchmarks import results
from benchmarks.asking import Case, Suite, run
from benchmarks.scores import (
    REFUSED,
    Difference,
    Given,
    Judged,
    outcomes_differ,
    verdicts_differ,
)

DATA = Path(__file__).parent.parent / "tests" / "data"
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
Wording = Literal["shipped", "seed"]
CORPORA: dict[Wording, str] = {"shipped": "shipped corpus", "seed": "originals"}
HELD = "-held"
"""Ends the name of a file whose questions are only scored: of its misses none is told."""


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    for suite in suites(args.corpus, args.seeds):
        judged = run(suite, args.index_dir, args.model).judged
        _report(suite, judged, args.out)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    parser.add_argument("--corpus", type=Path, metavar="DIR", default=Path("corpus"))
    parser.add_argument("--seeds", type=Path, metavar="DIR", default=SEEDS)
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--model", metavar="NAME_OR_FOLDER")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: results/COMMIT.json")
    return parser


def suites(corpus: Path, seeds: Path | None) -> Iterator[Suite]:
    """Give each file of questions on each corpus; ``seeds`` may be absent."""
    places: dict[Wording, Path] = {"shipped": corpus}
    if seeds is not None and seeds.is_dir():
        places["seed"] = seeds
    for wording, place in places.items():
        for path in sorted(DATA.glob("*.jsonl")):
            cases = tuple(_cases(path, wording))
            name = f"{path.stem} on {CORPORA[wording]}"
            if cases:
                is_open = not path.stem.endswith(HELD)
                yield Suite(name, place, cases, f"questions-{wording}", is_open=is_open)


def _cases(path: Path, wording: Wording) -> Iterator[Case]:
    """Give a file's questions on a wording; of a dialogue, each turn with those before it."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        turns = record.get("turns", [record])
        if wording not in turns[0]["document"]:
            continue
        earlier: tuple[str, ...] = ()
        for number, expected in enumerate(turns, start=1):
            key = f"{record['id']}.{number}" if "turns" in record else record["id"]
            gold = {"id": key, "language": record["language"], **expected}
            yield Case(expected["question"], partial(judge, gold, wording), earlier)
            earlier = (*earlier, expected["question"])


def judge(expected: dict[str, Any], wording: Wording, given: Given) -> Judged:
    """Compare one answer with what was expected; spans and ranks are not told."""
    answer = given.answer
    verdict = expected["verdict"]
    return Judged(
        id=expected["id"],
        question=expected["question"],
        language=expected["language"],
        outcome=expected["outcome"],
        answerable=expected["outcome"] not in REFUSED,
        refused=answer.outcome in REFUSED,
        wrong=wrong(answer, expected, wording),
        gold_rank=None,
        first_cited=None,
        any_cited=None,
        said_no=answer.verdict == "no" if verdict == "no" else None,
        flipped={answer.verdict, verdict} == {"yes", "no"} if verdict else None,
        foreign=_is_foreign(answer, expected),
        altered=given.altered,
        confidence=answer.confidence,
        milliseconds=given.milliseconds,
    )


def _is_foreign(answer: Answer, expected: dict[str, Any]) -> bool | None:
    asked = frozenset(expected["countries"])
    if not asked:
        return None
    return any(c.countries and asked.isdisjoint(c.countries) for c in answer.citations)


def wrong(answer: Answer, expected: dict[str, Any], wording: Wording) -> tuple[Difference, ...]:
    """Return what differs from the expected answer, by the rules of ``tests/data/README.md``."""
    found = outcomes_differ(answer, expected["outcome"])
    found += verdicts_differ(answer, expected["verdict"])
    if expected["outcome"] == "answered" and answer.hedged != expected["hedged"]:
        found += (Difference("hedge", f"hedged {answer.hedged}, not {expected['hedged']}"),)
    document = expected["document"][wording]
    if document:
        found += tuple(_wrong_citation(answer, document, expected, wording))
    return found


def _wrong_citation(
    answer: Answer, document: str, expected: dict[str, Any], wording: Wording
) -> Iterator[Difference]:
    if not answer.citations:
        yield Difference("nothing cited", "nothing cited")
        return
    first = answer.citations[0]
    if first.document != document:
        yield Difference("other document cited", f"cites {first.document}")
        return
    parts = expected["seed_quote_contains" if wording == "seed" else "quote_contains"]
    quotes = [_plain(citation.quote) for citation in answer.citations]
    if parts and not any(_plain(part) in quotes[0] for part in parts):
        yield Difference("other sentence cited", f"quotes {first.quote[:120]!r}")
        return
    for part in parts:
        if not any(_plain(part) in quote for quote in quotes):
            yield Difference("part missing", f"no quote with {part!r}")
    context = _plain(" ".join((*first.section, first.quote)))
    if any(_plain(part) not in context for part in expected["context_contains"]):
        yield Difference("other section cited", f"quotes from {' › '.join(first.section)!r}")
    if wording == "shipped" and expected.get("as_of", first.as_of) != first.as_of:
        yield Difference("other date", f"as of {first.as_of}, not {expected['as_of']}")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _report(suite: Suite, judged: Sequence[Judged], out: Path | None) -> None:
    misses = [each for each in judged if not each.right]
    print(f"{suite.name}: {len(judged) - len(misses)} of {len(judged)} right")
    told = misses if suite.is_open else []
    for miss in sorted(told, key=lambda miss: (miss.wrong[0].kind, miss.id)):
        why = "; ".join(difference.told for difference in miss.wrong)
        print(f"  {miss.id} [{miss.wrong[0].kind}] {miss.question}\n      {why}")
    measured = {
        "command": results.command("benchmarks.questions"),
        "commit": results.commit(),
        "questions": len(judged),
        "right": len(judged) - len(misses),
        "misses by kind": dict(Counter(miss.wrong[0].kind for miss in misses)),
        "misses": [asdict(miss) for miss in told],
    }
    results.save(suite.name, measured, out)


if __name__ == "__main__":
    sys.exit(main())
