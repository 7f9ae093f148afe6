"""Scores outcomes on statements worded one by one: ``python -m benchmarks.wordings FILE``.

A line of FILE is a statement under its heading with questions on it in English and French, and the
status that the statement gives its matter, or (``misses-*``) with questions that the statement just
does not answer: see ``tests/data/README.md``. Each becomes a short document on its country, among
three other sections made of the file's other statements; documents on different countries are asked
about together. A question is right when outcome and verdict are, and the first citation overlaps
the sentence that tells.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from functools import partial
from io import StringIO
from pathlib import Path
from random import Random

from assistant import words
from assistant.countries import mentions
from assistant.types import Outcome, Verdict
from benchmarks.asking import Case, Run, Suite, run
from benchmarks.built import home
from benchmarks.scores import Judged, judge
from benchmarks.sets import EvaluationSet, Question, Span

COMPANY = 3
"""Other sections of a document."""

DATA = Path(__file__).parent.parent / "tests" / "data" / "wordings"

_HALVED = ("a", "b", "c", "m")
"""Of ``more-*``: the odd ids are only scored."""
_SCORED = ("held", "miss-m")
"""Only scored, whatever the id."""
_MISSED = "miss-"

_OUTCOMES: dict[str, Outcome] = {
    "unclear": "unclear",
    "not_assessed": "not_assessed",
    "silent": "silent",
}
"""Of the statuses; the others are answered."""
_VERDICTS: dict[str, Verdict] = {"yes": "yes", "no": "no"}
"""A question that takes for granted what is ``denied`` is answered by the denial, no verdict."""
_TITLES = {"en": "Country profile of {}", "fr": "Profil du pays : {}"}


@dataclass(frozen=True, slots=True)
class Item:
    """A statement, the heading above it, and what it says of the matter asked about."""

    id: str
    country: str
    """Its English name."""
    language: str
    heading: str
    statement: str
    questions: dict[str, str]
    """By language."""
    status: str
    key: str = ""
    """The sentence of the statement that tells; "": all of it."""
    answer: str = ""
    """Of a value: what the quotes must hold."""
    near: Sequence[str] = ()
    """Sentences on neighbouring matters, which do not answer the questions."""

    @property
    def said(self) -> str:
        """What the statement says, its status: to deny what is taken for granted is to say no."""
        return "no" if self.status == "denied" else self.status

    @property
    def is_seen(self) -> bool:
        """Whether one may look at it, and fit on it.

        ``dev``, of ``more-*`` all but the odd ids of ``-a``, ``-b``, ``-c`` and ``-m``, and of
        ``misses-*`` all but ``-m``.
        """
        file, _, number = self.id.rpartition("-")
        return file not in _SCORED and (file not in _HALVED or int(number) % 2 == 0)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wordings", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--unseen", action="store_true", help="only what nothing is fitted on")
    parser.add_argument("--misses", action="store_true", help="list every miss")
    args = parser.parse_args(argv)
    items = [item for item in read(args.file) if not (args.unseen and item.is_seen)]
    judged = [each for done in asked(items, args.file.stem, args.index_dir) for each in done.judged]
    status = {item.id: f"{item.status}, {item.language}" for item in items}
    print(_table(judged, status))
    if args.misses:
        print("\n".join(_miss(each) for each in judged if not each.right))
    return 0


def read(path: Path) -> list[Item]:
    """Read a file of statements; of ``misses-*``, the statements that its questions miss."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if not path.stem.startswith("misses-"):
        return [Item(**line) for line in lines]
    stated = {item.id: item for item in read(path.with_name(path.name.replace("misses", "more")))}
    return [_missed(stated[line.pop("id")], line) for line in lines]


def _missed(item: Item, questions: dict[str, str]) -> Item:
    return replace(item, id=f"{_MISSED}{item.id}", questions=questions, status="silent")


def asked(items: Sequence[Item], name: str, root: Path | None) -> Iterator[Run]:
    """Write the documents, a folder for as many as have different countries, and ask."""
    for number, (folder, questions) in enumerate(written(items, name, root)):
        cases = [Case(each.text, partial(judge, each, _data(each, folder))) for each in questions]
        with redirect_stderr(StringIO()):
            yield run(Suite(f"wordings-{name}-{number}", folder, tuple(cases)), root)
        print(f"\r{name}: {number + 1} rounds", end="", file=sys.stderr)
    print(file=sys.stderr)


def written(
    items: Sequence[Item], name: str, root: Path | None
) -> Iterator[tuple[Path, list[Question]]]:
    """Write the documents; yield each folder with its questions, whose gold is a span."""
    for number, together in enumerate(_rounds(items)):
        folder = home(root) / "wordings" / name / str(number)
        yield (
            folder,
            [
                asked_for
                for item in together
                for asked_for in _questions(item, _write(item, items, folder))
            ],
        )


def _data(asked_for: Question, folder: Path) -> EvaluationSet:
    own = {asked_for.country or "": frozenset([_file(asked_for.country)])}
    return EvaluationSet("wordings", folder, (asked_for,), own)


def _rounds(items: Sequence[Item]) -> list[list[Item]]:
    """Part the items so that no country comes twice."""
    seen: Counter[str] = Counter()
    rounds: list[list[Item]] = []
    for item in items:
        if seen[item.country] == len(rounds):
            rounds.append([])
        rounds[seen[item.country]].append(item)
        seen[item.country] += 1
    return rounds


def _write(item: Item, items: Sequence[Item], folder: Path) -> str:
    """Write an item's document; return its text."""
    company = _company(item, items)
    place = Random(item.id).randint(0, len(company))
    sections = [*company[:place], item, *company[place:]]
    title = _TITLES[item.language].format(item.country)
    (code,) = {mention.code for mention in mentions(item.country)}
    text = f'---\ntitle: "{title}"\nlanguage: {item.language}\ncountries: [{code}]\n---\n'
    text += "".join(f"\n## {each.heading}\n\n{each.statement}\n" for each in sections)
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(_file(item.country)).write_bytes(text.encode())
    return text


def _file(country: str | None) -> str:
    return f"{(country or '').lower().replace(' ', '-')}.md"


def _company(item: Item, items: Sequence[Item]) -> list[Item]:
    """Draw other sections on the same country, whose headings share no word with any other's."""
    others = [o for o in items if (o.country, o.language) == (item.country, item.language)]
    taken = _stems(item)
    drawn: list[Item] = []
    for other in Random(item.id).sample(others, len(others)):
        if len(drawn) < COMPANY and taken.isdisjoint(_stems(other)):
            taken |= _stems(other)
            drawn.append(other)
    return drawn


def _stems(item: Item) -> set[str]:
    asked_for = item.questions.get(item.language, "")
    named = set(words.tokens(item.country, item.language))
    return set(words.tokens(f"{item.heading} {asked_for}", item.language)) - named - _COMMON


_COMMON = frozenset(
    stem
    for language, text in (
        ("en", "national have has party to know whether present mandatory require"),
        ("fr", "national dispose existe-t-il avoir partie obligatoire"),
    )
    for stem in words.tokens(text, language)
)


def _questions(item: Item, text: str) -> Iterator[Question]:
    start = text.index(f"## {item.heading}\n\n{item.statement}\n") + len(f"## {item.heading}\n\n")
    told = item.key or item.statement
    start += item.statement.index(told)
    gold = Span(_file(item.country), start, start + len(told))
    for language, question in item.questions.items():
        silent = item.status == "silent"
        yield Question(
            id=item.id,
            text=question,
            answerable=not silent,
            country=item.country,
            negative=False,
            passages=(),
            spans=() if silent else (gold,),
            language=language,
            outcome=_OUTCOMES.get(item.status, "answered"),
            verdict=_VERDICTS.get(item.status),
        )


def _table(judged: Sequence[Judged], status: dict[str, str]) -> str:
    rows = {"all": list(judged)}
    for each in judged:
        for name in (f"asked in {each.language}", status[each.id]):
            rows.setdefault(name, []).append(each)
    lines = ["| statements | n | right | flipped |", "|---|---|---|---|"]
    for name, some in sorted(rows.items()):
        share, flipped = sum(j.right for j in some) / len(some), sum(bool(j.flipped) for j in some)
        lines.append(f"| {name} | {len(some)} | {share:.3f} | {flipped} |")
    kinds = Counter(each.wrong[0].kind for each in judged if not each.right)
    return "\n".join([*lines, "", *(f"{count:4} {kind}" for kind, count in kinds.most_common())])


def _miss(judged: Judged) -> str:
    told = "; ".join(f"{each.kind}: {each.told}" for each in judged.wrong)
    return f"{judged.id} {judged.question} ({judged.confidence:.2f})\n    {told}"


if __name__ == "__main__":
    sys.exit(main())
