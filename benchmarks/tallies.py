"""Scores questions across countries on synthetic profiles: ``python -m benchmarks.tallies``.

Each yes/no indicator is asked about in three ways and two languages: which countries have it, how
many do, which do not. The gold is what each profile's fact is by construction. A placement is where
an answer puts one country: among those asked for, among the others, unclear, not assessed, silent.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant.types import Answer
from benchmarks.built import assistant_on
from benchmarks.profiles import COUNTRIES, write
from benchmarks.synthetic.wording import (
    SPLITS,
    THINGS,
    UNSEEN,
    Indicator,
    asking,
    countries,
    indicators,
    slots,
)

WORDINGS = {
    "en": {
        "thing": (
            "Which countries have {a}?",
            "How many countries have {a}?",
            "Which countries have no {thing}?",
        ),
        "treaty": (
            "Which countries have ratified {t}?",
            "How many countries are party to {t}?",
            "Which countries have not ratified {t}?",
        ),
        "requirement": (
            "In which countries is {rule} mandatory?",
            "How many countries require {rule}?",
            "Which countries do not require {rule}?",
        ),
    },
    "fr": {
        "thing": (
            "Quels pays ont {un} ?",
            "Combien de pays disposent {de} ?",
            "Quels pays n'ont pas {de} ?",
        ),
        "treaty": (
            "Quels pays ont ratifié {t} ?",
            "Combien de pays sont parties {at} ?",
            "Quels pays n'ont pas ratifié {t} ?",
        ),
        "requirement": (
            "Dans quels pays {rule} est-il obligatoire ?",
            "Combien de pays exigent {rule} ?",
            "Quels pays n'exigent pas {rule} ?",
        ),
    },
}
"""By language and kind of indicator; the last of three asks for those that have it not."""

Gold = Mapping[str, str]
"""Country → yes, no, unclear, not_assessed or silent."""


@dataclass(frozen=True, slots=True)
class Scored:
    """How one question fared."""

    question: str
    language: str
    indicator: str
    wrong: Mapping[str, tuple[str, str]]
    """Country → what it is, what the answer says it is."""
    countries: int

    @property
    def as_no(self) -> int:
        """Countries that were not assessed and are told as having it not, or the other way."""
        return sum(
            gold == "not_assessed" and said in ("yes", "no") for gold, said in self.wrong.values()
        )


def golds(questions: Path) -> Mapping[str, Gold]:
    """Read what is so, by indicator and country, from a written set."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in questions.read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["outcome"] != "no_source":
            said = record["verdict"] or record["outcome"]
            found[record["indicator"]][record["countries"][0]] = said
    return found


def questions(indicator: Indicator) -> Iterator[tuple[str, str, bool]]:
    """Yield question, language, and whether it asks for those that have it not."""
    for language in ("en", "fr"):
        place = slots(countries()[0], indicator, language, Random(0))
        found = asking(place, indicator, language)
        for i, wording in enumerate(WORDINGS[language][indicator.family]):
            yield wording.format(**found), language, i == 2


def scored(
    answer: Answer, question: str, language: str, indicator: str, gold: Gold, *, turned: bool
) -> Scored:
    """Compare where an answer puts each country with where it belongs."""
    swap = {"yes": "no", "no": "yes"} if turned else {}
    said = {part.country: part.verdict or part.outcome for part in answer.by_country}
    wrong = {}
    for country, is_so in gold.items():
        placed = swap.get(said.get(country, "silent"), said.get(country, "silent"))
        if placed != is_so:
            wrong[country] = (is_so, placed)
    return Scored(question, language, indicator, wrong, len(gold))


def main() -> int:
    """Ask, compare, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tallies", description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default=UNSEEN)
    parser.add_argument("--layout", default="mixed")
    parser.add_argument("--countries", type=int, default=COUNTRIES, metavar="N")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--misses", action="store_true", help="list every miss; but of unseen ones")
    args = parser.parse_args()
    if args.misses and args.split == UNSEEN:
        parser.error("the unseen phrasings are only scored; list misses with --split seen-a")
    folder = write(args.index_dir, args.split, args.layout, args.countries)
    gold = golds(folder / "questions.jsonl")
    kinds = set(WORDINGS["en"]) | set(THINGS)
    found = []
    with assistant_on(folder / "corpus", folder.name, args.index_dir) as (assistant, _):
        for indicator in indicators():
            if indicator.kind not in kinds:
                continue
            for text, language, turned in questions(indicator):
                answer = assistant.ask(text)
                found.append(
                    scored(answer, text, language, indicator.id, gold[indicator.id], turned=turned)
                )
    _print(found, misses=args.misses)
    return 0


def _print(found: list[Scored], *, misses: bool) -> None:
    print("| questions | n | placements right | wholly right | not assessed told as yes or no |")
    print("|---|---|---|---|---|")
    for name in ("all", "en", "fr"):
        some = [each for each in found if name in ("all", each.language)]
        places = sum(each.countries for each in some)
        right = 1 - sum(len(each.wrong) for each in some) / max(1, places)
        whole = sum(not each.wrong for each in some) / max(1, len(some))
        as_no = sum(each.as_no for each in some)
        print(f"| {name} | {len(some)} | {right:.3f} ({places:,}) | {whole:.3f} | {as_no} |")
    kinds = Counter(pair for each in found for pair in each.wrong.values())
    print("\n".join(f"{gold} told as {said}: {n}" for (gold, said), n in kinds.most_common(12)))
    if misses:
        for each in found:
            if each.wrong:
                print(f"{len(each.wrong):3} {each.indicator}: {each.question}  {dict(each.wrong)}")


if __name__ == "__main__":
    sys.exit(main())
