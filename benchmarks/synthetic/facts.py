"""What is so in each country, and the sentences that say it."""

from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from benchmarks.synthetic.wording import (
    THINGS,
    VERDICTS,
    Country,
    Indicator,
    Language,
    fill,
    indicators,
    slots,
    wordings,
)

Status = Literal["yes", "no", "unclear", "not_assessed", "value", "absent"]
Reservations = Literal["yes", "no"] | None
Layout = Literal["markdown", "text", "pages", "html"]
"""Pages: plain text with a label, a blank line and its value."""

_YES_NO: dict[Status, int] = {"yes": 9, "no": 9, "unclear": 5, "not_assessed": 4, "absent": 5}
_VALUE: dict[Status, int] = {"value": 6, "not_assessed": 2, "absent": 2}
"""How often each is drawn: often enough of each to be scored, none the better guess."""

_FIRST = ("Amina", "Chad", "Georgia", "Ingrid", "Jordan", "Kofi", "Lucía", "Mei", "Tomasz", "Yusuf")
_LAST = (
    "Almeida",
    "Bergström",
    "Diarra",
    "Ferreira",
    "Kovač",
    "Lindqvist",
    "Nakamura",
    "Okafor",
    "Tanaka",
)
"""Some first names are countries too, on purpose."""
_TOWNS = (
    "Alderport",
    "Brenholm",
    "Castelvar",
    "Dunmarra",
    "Estrada Nova",
    "Fennick",
    "Orlaville",
    "Quillan Bay",
)
_PARTNERS = {
    "en": ("Interpol", "the World Bank", "UNICEF", "the Council of Europe", "the Commonwealth"),
    "fr": (
        "Interpol",
        "la Banque mondiale",
        "l'UNICEF",
        "le Conseil de l'Europe",
        "le Commonwealth",
    ),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a section; ``states``: it is the one that a question is about."""

    text: str
    states: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One indicator of one country: what is so, and what its profile says of it."""

    country: Country
    indicator: Indicator
    status: Status
    value: str | None
    reservations: Reservations
    """Of a treaty that the country is a party to, where the profile says so."""
    short: bool
    """Said as a field's value rather than in a sentence."""
    body: tuple[Sentence, ...]
    """Empty: the profile does not mention the indicator."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A country's facts, in the order in which its document tells them."""

    country: Country
    year: int
    layout: Layout
    facts: tuple[Fact, ...]


def profile(
    country: Country, layout: Layout, split: str, language: Language, rng: Random
) -> Profile:
    """Draw a country's facts and word them."""
    teller = _Teller(country, layout, language, wordings(split, language), rng)
    year = rng.randint(2020, 2024)
    facts = [teller.fact(indicator) for indicator in indicators()]
    by_id = {fact.indicator.id: fact for fact in facts}
    if by_id["child_helpline"].status != "yes":  # the number would contradict it
        facts.remove(by_id["helpline_number"])
    return Profile(country, year, layout, tuple(facts))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Who words a country's facts, in one layout and language."""

    country: Country
    layout: Layout
    language: Language
    words: dict[str, Any]
    rng: Random

    def fact(self, indicator: Indicator) -> Fact:
        odds = _YES_NO if indicator.kind in VERDICTS else _VALUE
        (status,) = self.rng.choices(list(odds), list(odds.values()))
        found = slots(self.country, indicator, self.language, self.rng)
        value = _value(indicator, self.language, self.rng) if status == "value" else None
        found["value"] = value or ""
        short = self.rng.random() < self._short_share(status)
        reservations: Reservations = None
        if status == "absent":
            body = self._beside_the_point(found, short)
        elif short:
            body = (self._say(self._fields(indicator, status), found, states=True),)
        else:
            choices, reservations = self._statements(indicator, status)
            body = self._with_company(self._say(choices, found, states=True), found)
        return Fact(self.country, indicator, status, value, reservations, short, body)

    def _short_share(self, status: Status) -> float:
        if self.layout == "markdown":
            return 0.4 if status == "not_assessed" else 0.0
        return 0.5

    def _say(self, choices: list[str], found: dict[str, str], *, states: bool) -> Sentence:
        return Sentence(fill(self.rng.choice(choices), found), states)

    def _fields(self, indicator: Indicator, status: Status) -> list[str]:
        table = self.words["short"]
        own: list[str] | None = table.get(f"{indicator.family}_{status}")
        return own or table[status]

    def _statements(self, indicator: Indicator, status: Status) -> tuple[list[str], Reservations]:
        if status in ("unclear", "not_assessed"):
            return self.words[status], None
        own = self.words[indicator.kind]
        if indicator.kind == "treaty" and status == "yes":
            return self.rng.choice(self._treaties(own))
        shared = self.words["thing"][status] if indicator.kind in THINGS else []
        return shared + own[status], None

    @staticmethod
    def _treaties(own: dict[str, list[str]]) -> list[tuple[list[str], Reservations]]:
        return [(own["yes"], None), (own["yes_reserved"], "yes"), (own["yes_unreserved"], "no")]

    def _beside_the_point(self, found: dict[str, str], empty_field: bool) -> tuple[Sentence, ...]:
        """Return what stands in place of a fact: nothing, an empty field, or other matters."""
        if self.rng.random() < 0.3:
            return ()
        if empty_field:
            return (self._say(self.words["short"]["empty"], found, states=False),)
        return self._asides(found, self.rng.randint(1, 2))

    def _with_company(self, statement: Sentence, found: dict[str, str]) -> tuple[Sentence, ...]:
        before, after = self._asides(found, 2)
        return (
            *([before] if self.rng.random() < 0.3 else []),
            statement,
            *([after] if self.rng.random() < 0.4 else []),
        )

    def _asides(self, found: dict[str, str], count: int) -> tuple[Sentence, ...]:
        """Return sentences beside the point, with years of their own."""
        return tuple(
            Sentence(fill(wording, found | {"year": str(self.rng.randint(1996, 2019))}), False)
            for wording in self.rng.sample(self.words["aside"], count)
        )


def _value(indicator: Indicator, language: Language, rng: Random) -> str:
    match indicator.kind:
        case "figure":
            return _figure(indicator.unit, language, rng)
        case "age":
            lowest = 8 if indicator.id == "responsibility_age" else 15
            return f"{rng.randint(lowest, lowest + 6)} {'years' if language == 'en' else 'ans'}"
        case "phone":
            return f"{rng.randint(100, 199)} {rng.randint(100, 999)}"
        case "person":
            return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        case "place":
            return rng.choice(_TOWNS)
    *most, last = rng.sample(_PARTNERS[language], 3)
    return f"{', '.join(most)} {'and' if language == 'en' else 'et'} {last}"


def _figure(unit: str | None, language: Language, rng: Random) -> str:
    if unit == "people":
        number = f"{rng.randint(200, 90_000) * 1_000 + rng.randint(0, 999):,}"
        return number if language == "en" else number.replace(",", " ")
    number = f"{rng.uniform(2, 98):.1f}"
    if language == "fr":
        number = number.replace(".", ",")
    if unit == "percent":
        return f"{number}%" if language == "en" else f"{number} %"
    return number
