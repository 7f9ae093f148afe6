"""Scores answers over documents of many kinds: ``python -m benchmarks.documents [FOLDER …]``.

A folder holds documents on countries that are easily confused, all indexed together, and
``questions.jsonl``; ``tests/data/profiles/README.md`` describes it. Instead of a folder a file of
reports may be named (``tests/data/reports``), which is written out first. A question is right when
outcome and verdict are, and the first citation holds the gold quote, or a part of it.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.answerer import frames
from assistant.countries import mentions
from assistant.types import Answer, Citation, Outcome, Verdict
from benchmarks import cut, reports
from benchmarks.asking import Case, Suite, run
from benchmarks.scores import (
    REFUSED,
    Difference,
    Given,
    Judged,
    outcomes_differ,
    verdicts_differ,
)

DATA = Path(__file__).parent.parent / "tests" / "data" / "profiles"
_HALVES = ("dev", "held")
"""The second is only scored, never looked at."""
ASKS_MORE = re.compile(
    r"(?:(?:since|depuis|in|under|from|by|at|à|de|par|en|dans|avec)\b ?)?"
    r"(?:which|what|who|whom|whose|when|where|how|why|quel|quelle|quels|quelles|qui|quand|où|ou"
    r"|combien|comment|pourquoi)\b",
    re.IGNORECASE,
)
"""How a question begins that yes or no does not answer."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A question with what is right."""

    id: str
    document: str
    country: str
    """Its English name."""
    language: str
    """Of the question."""
    question: str
    outcome: Outcome
    verdict: Verdict | None
    """Of a question that takes for granted what is denied, "no"; no verdict need be given then."""
    quote: str


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", default=default())
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--model", metavar="NAME_OR_FOLDER")
    parser.add_argument("--misses", action="store_true", help="list every miss; not of held ones")
    parser.add_argument(
        "--cut",
        action="store_true",
        help="ask again where what answers is cut out: all is to be refused",
    )
    args = parser.parse_args(argv)
    for path in args.folders:
        folder = reports.written(path, args.index_dir) if path.suffix == ".jsonl" else path
        asked = suite(folder)
        judged = run(asked, args.index_dir, args.model).judged
        print(table(asked.name, judged))
        if args.misses and asked.is_open:
            print("\n".join(_miss(each) for each in judged if not each.right))
        if args.cut:
            told = [each.refused for each in _asked_in_vain(folder, args.index_dir, args.model)]
            print(f"\ncut out: {sum(told)} of {len(told)} refused")
    return 0


def golds(folder: Path) -> list[cut.Gold]:
    """Give what answers a folder's questions."""
    answered = [each for each in read(folder) if each.outcome != "silent"]
    return [cut.Gold(each.question, each.document, each.quote) for each in answered]


def _asked_in_vain(folder: Path, root: Path | None, model: str | None) -> Iterator[Judged]:
    """Ask copies of the documents, from which what answers is cut out."""
    for number, (copy, texts) in enumerate(cut.written(folder, folder.name, golds(folder), root)):
        asked = [Expected("", "", "", "", text, "silent", None, "") for text in texts]
        cases = tuple(Case(each.question, partial(judge, each)) for each in asked)
        yield from run(Suite(f"cut-{folder.name}-{number}", copy, cases), root, model).judged


def default() -> list[Path]:
    """Give the project's own folders, as far as they are there."""
    return [DATA / half for half in _HALVES if (DATA / half / "questions.jsonl").exists()]


def read(folder: Path) -> list[Expected]:
    """Read a folder's questions."""
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    return [Expected(**json.loads(line)) for line in lines if line.strip()]


def suite(folder: Path) -> Suite:
    """Turn a folder into questions to ask; nobody looks at the misses of one named "held…"."""
    cases = tuple(Case(each.question, partial(judge, each)) for each in read(folder))
    name = f"documents, {folder.resolve().name}"
    return Suite(name, folder, cases, is_open=not folder.resolve().name.startswith("held"))


def judge(expected: Expected, given: Given) -> Judged:
    """Compare one answer with what is right; spans and ranks of passages are not told."""
    answer, verdict = given.answer, expected.verdict
    cited = [_is_gold(expected, citation) for citation in answer.citations]
    answerable = expected.outcome not in REFUSED
    return Judged(
        id=expected.id,
        question=expected.question,
        language=expected.language,
        outcome=expected.outcome,
        answerable=answerable,
        refused=answer.outcome in REFUSED,
        wrong=_differences(expected, answer, cited),
        gold_rank=None,
        first_cited=cited[:1] == [True] if answerable else None,
        any_cited=any(cited) if answerable else None,
        said_no=_said(expected, answer) == "no" if verdict == "no" else None,
        flipped={answer.verdict, verdict} == {"yes", "no"} if verdict else None,
        foreign=any(not _is_of(expected.country, citation) for citation in answer.citations),
        altered=given.altered,
        confidence=answer.confidence,
        milliseconds=given.milliseconds,
    )


def _differences(
    expected: Expected, answer: Answer, cited: Sequence[bool]
) -> tuple[Difference, ...]:
    found = outcomes_differ(answer, expected.outcome)
    if not found and _said(expected, answer) != expected.verdict:
        found = verdicts_differ(answer, expected.verdict)
    if expected.outcome not in REFUSED and answer.citations and not cited[0]:
        first = answer.citations[0]
        kind = "right citation, not first" if any(cited) else "other sentence cited"
        found += (Difference(kind, f"quotes {_plain(first.quote)[:160]!r} of {first.document}"),)
    return found


def _said(expected: Expected, answer: Answer) -> Verdict | None:
    """Give the verdict; where yes or no is none, that of the denial which is to be quoted."""
    if answer.verdict is None and answer.outcome == "answered":
        denies = answer.text.startswith(frames()[answer.language]["none"])
        if denies or ASKS_MORE.match(expected.question):
            return expected.verdict
    return answer.verdict


def _is_gold(expected: Expected, citation: Citation) -> bool:
    gold, quote = _plain(expected.quote), _plain(citation.quote)
    return (
        citation.document == expected.document and bool(gold) and (gold in quote or quote in gold)
    )


def _is_of(country: str, citation: Citation) -> bool:
    codes = {mention.code for mention in mentions(country)}
    return not citation.countries or not codes.isdisjoint(citation.countries)


def _plain(text: str) -> str:
    return " ".join(text.split())


def table(name: str, judged: Sequence[Judged]) -> str:
    """Return scores by language of the question and by right outcome, and the misses' kinds."""
    lines = [f"| {name} | n | right | flipped | other country |", "|---|---|---|---|---|"]
    for group, some in _groups(judged):
        share = sum(each.right for each in some) / len(some)
        flipped, foreign = sum(bool(j.flipped) for j in some), sum(bool(j.foreign) for j in some)
        lines.append(f"| {group} | {len(some)} | {share:.3f} | {flipped} | {foreign} |")
    kinds = Counter(each.wrong[0].kind for each in judged if not each.right)
    return "\n".join([*lines, "", *(f"{count:4} {kind}" for kind, count in kinds.most_common())])


def _groups(judged: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    yield "all", list(judged)
    for language in sorted({each.language or "" for each in judged}):
        yield f"asked in {language}", [each for each in judged if each.language == language]
    for outcome, _ in Counter(each.outcome or "" for each in judged).most_common():
        yield outcome, [each for each in judged if each.outcome == outcome]


def _miss(judged: Judged) -> str:
    told = "; ".join(f"{each.kind}: {each.told}" for each in judged.wrong)
    return f"{judged.id} {judged.question} ({judged.confidence:.2f})\n    {told}"


if __name__ == "__main__":
    sys.exit(main())
