"""Questions about the profiles, with the answers that their facts make right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from benchmarks.synthetic.facts import Fact, Profile
from benchmarks.synthetic.layouts import Span, Written
from benchmarks.synthetic.wording import (
    THINGS,
    VERDICTS,
    Country,
    Indicator,
    Language,
    asking,
    fill,
    indicators,
    plain,
    slots,
    wordings,
)

Record = dict[str, Any]
"""A line of ``questions.jsonl``."""
Part = Literal["", "reservations", "premise"]
"""What is asked of an indicator: the thing itself, a treaty's reservations, or something that takes
for granted that the thing exists."""

_HASTY = 0.1
"""Share of the French questions typed without accents and capitals."""
_WITHOUT_SOURCE = 4
"""Questions about each country that has no profile."""
_PREMISE = 0.25
"""Share of the things that a country has not which are asked for as if it had."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who words the questions."""

    split: str
    languages: Sequence[Language]
    rng: Random

    def about(self, profile: Profile, written: Written) -> Iterator[Record]:
        """Ask about every fact of a profile, those it does not mention too."""
        for fact in profile.facts:
            for part in self.parts(fact):
                head = self._head(profile.country, fact.indicator, part)
                yield head | _gold(profile, written, fact, part)

    def without_source(self, country: Country) -> Iterator[Record]:
        """Ask about a country that has no profile."""
        for indicator in self.rng.sample(indicators(), _WITHOUT_SOURCE):
            yield self._head(country, indicator, "") | _nothing("no_source")

    def parts(self, fact: Fact) -> Iterator[Part]:
        """Tell what there is to ask of a fact."""
        yield ""
        if fact.indicator.kind == "treaty" and fact.status == "yes" and not fact.short:
            yield "reservations"
        if fact.indicator.kind in THINGS and fact.status == "no" and self.rng.random() < _PREMISE:
            yield "premise"

    def _head(self, country: Country, indicator: Indicator, part: Part) -> Record:
        language = self.rng.choice(self.languages)
        asked = f"{indicator.id}_{part}" if part else indicator.id
        return {
            "id": f"synthetic:{self.split}:{country.code}:{asked}:{language}",
            "question": self.question(country, indicator, part, language),
            "lang": language,
            "country": country.name("en"),
            "countries": [country.code],
            "indicator": asked,
        }

    def question(
        self, country: Country, indicator: Indicator, part: Part, language: Language
    ) -> str:
        """Word a question, at times as typed in haste."""
        found = asking(slots(country, indicator, language, self.rng), indicator, language)
        asked = wordings(self.split, language)["ask"]
        choices: list[str] = list(asked[part or indicator.family])
        if not part:
            choices += indicator.forms[language].get(f"ask_{self.split}", [])
            choices += wordings(self.split, language).get("own", {}).get(indicator.id, [])
            choices += asked.get(f"{indicator.family}_adj", []) if found["adj"] else []
        text = fill(self.rng.choice(choices), found)
        if language == "fr" and self.rng.random() < _HASTY:
            return plain(text).lower()
        return text


def _nothing(outcome: str) -> Record:
    return {
        "outcome": outcome,
        "verdict": None,
        "answerable": False,
        "answers": [],
        "gold_passages": [],
        "gold_spans": [],
    }


def _gold(profile: Profile, written: Written, fact: Fact, part: Part) -> Record:
    """Return the outcome, the verdict, and where they stand."""
    layout = {"layout": profile.layout, "short": fact.short}
    status = (fact.reservations or "absent") if part == "reservations" else fact.status
    if status == "absent":
        return _nothing("silent") | layout
    yes_no = fact.indicator.kind in VERDICTS and part != "premise"
    verdict = status if yes_no and status in ("yes", "no") else None
    answer = verdict or fact.value
    return {
        "outcome": status if status in ("unclear", "not_assessed") else "answered",
        "verdict": verdict,
        "answerable": True,
        "answers": [answer] if answer else [],
        "polarity": "negative" if verdict == "no" else None,
        "gold_passages": _spans(profile, written, written.sections, fact),
        "gold_spans": _spans(profile, written, written.statements, fact),
    } | layout


def _spans(profile: Profile, written: Written, places: dict[str, Span], fact: Fact) -> list[Record]:
    """Return where a fact stands; the helpline's number tells that there is a helpline, too."""
    stated = {other.indicator.id for other in profile.facts if other.status == "value"}
    ids = [fact.indicator.id]
    if ids == ["child_helpline"] and fact.status == "yes" and "helpline_number" in stated:
        ids.append("helpline_number")
    return [
        {
            "file": written.path,
            "start": places[key].start,
            "end": places[key].end,
            "text": written.text[places[key].start : places[key].end],
        }
        for key in ids
    ]
