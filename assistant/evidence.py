"""What the passages found say about a question: unit by unit, how well and with which stance.

A unit is a sentence, a list item, a field line or a table row. Its support is the probability
that it states what was asked, by a model on the features below (``support``); its stance is read
by rules (``stance``). Nothing here knows a corpus or a country.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant import polarity, tenor
from assistant.chunking import Unit, units
from assistant.countries import mentions
from assistant.fitting import (
    gives_another_contact,
    heads_another,
    is_of_type,
    tells_aside,
    wants_type,
)
from assistant.matching import Asked, Met, stems
from assistant.presupposition import is_presupposed
from assistant.question import Question
from assistant.spelling import fold
from assistant.stance import Stance, stances, stated_date, value
from assistant.types import Hit, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ELLIPTIC = 4
"""Words of a statement that leans on its heading or label for what it is about: "Not assessed"."""

FEATURES = (
    "unit_cosine", "passage_cosine", "passage_score", "in_unit", "in_unit_or_path", "in_passage",
    "missing_in_passage", "missing_in_unit", "right_type", "in_label", "label_asked",
    "first_passage", "score_gap", "is_field", "length", "is_open", "elliptic", "elliptic_in_path",
    "strays", "head_in_unit", "head_met", "head_missing_abroad", "abroad", "in_value",
    "head_in_value", "plain", "aside", "light_met", "names_missing", "unit_asked", "cosine_lead",
    "words_lead",
)  # fmt: skip
"""What a unit is rated by. Shares of the question's words held by the unit, its value without the
label, its label or last heading, its headings (path) or passage; how well the question's head is
met; cosines with the question; ``abroad``: question and source differ in language; ``strays``:
share of the question not in a value that stands for itself; ``plain``: the corpus knows no
countries, so questions are of any kind; ``aside``: the unit tells of an event or a publication on
the matter, which the question does not ask for; ``unit_asked``: share of the unit's words that the
question holds; leads: over the best other unit, negative for all but the best."""


_OPEN = ("not_assessed", "unclear", "empty")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A unit of a hit, weighed against the question."""

    hit: Hit
    unit: Unit
    stance: Stance
    ruled: Stance
    """What the rules alone read."""
    hedged: bool
    as_of: str | None
    """A date that the statement itself gives."""
    features: tuple[float, ...]
    """As ``FEATURES`` names them, each about [-1, 1]."""
    asked: tuple[str, ...]
    """Stems of the question that evidence must hold."""
    matched: frozenset[str]
    """Those that the unit, or the headings above it, hold."""
    named: frozenset[str]
    """Countries that the unit names."""
    around: frozenset[str]
    """Countries that its passage, headings or document's title name."""
    noted: bool = False
    """What is asked for stands in the note below the field, not in its value."""
    tells_beside: bool = False
    """It tells who heads another body than the one asked about, or gives a part of a number whose
    total stands beside it."""
    support: float = 0.0
    """Probability in [0, 1] that the unit states what was asked."""
    told: tuple[float, ...] = ()
    """Log-probabilities of what it says, of ``models.cross_encoder.CLASSES``; empty where that did
    not read it."""
    sure: float = 1.0
    """Probability in [0, 1] of the stance, where the cross-encoder has its say in it."""
    presupposes: bool = False
    """It says yes by taking the thing for granted, however much it denies of it."""

    @property
    def document(self) -> str:
        """The document's path."""
        return self.hit.passage.document

    def speaks_of(self, country: str) -> bool:
        """Whether it names ``country`` and, closest to the fact, no other."""
        return country in (self.named or self.around)

    def may_speak_of(self, countries: Sequence[str]) -> bool:
        """Whether nothing says that it is about other countries than these, if any."""
        about = self.named | self.around
        return not countries or not about or not about.isdisjoint(countries)

    def is_of_kind(self, asked: Question) -> bool:
        """Whether it says yes or no where that is asked, and holds a figure or date where one is.

        A corpus of no country may be asked anything: its figures are left to the ratings.
        """
        if self.tells_beside or gives_another_contact(asked, self.unit.text):
            return False
        if self.stance != "states" or not (asked.kind == "yes_no" or self.hit.passage.countries):
            return True
        if asked.kind == "yes_no":
            return False
        told = _told(self.unit, self.hit.passage)
        return not wants_type(asked) or is_of_type(asked, told, self.unit.label)


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit with what its units have in common."""

    hit: Hit
    best: float
    """Score of the first hit."""
    second: float
    in_path: Met
    in_passage: Met
    around: frozenset[str]
    plain: bool

    @property
    def gap(self) -> float:
        """Lead over the second hit, or what is missing to the first."""
        return self.best - self.second if self.hit.rank == 1 else self.hit.score - self.best


def weigh(
    question: Question,
    hits: Sequence[Hit],
    asked: Asked,
    titles: Callable[[str], str],
    unit_cosines: "Callable[[int], NDArray[np.float32]]",
    products: Sequence[Sequence[Sequence[float]]],
    *,
    plain: bool,
) -> list[Evidence]:
    """Read every unit of the hits; ``support`` is left at 0.

    ``titles``: a document's title by its path. ``unit_cosines``: row → cosines of its units with
    the question, float32[m], or empty where the passage's own stands for them. ``products``: of
    each hit and unit what ``tenor.read`` takes. ``plain``: the corpus knows no countries.
    """
    weighed = []
    second = hits[1].score if len(hits) > 1 else 0.0
    for hit, tenors in zip(hits, products, strict=True):
        passage = hit.passage
        path = " › ".join([titles(passage.document), *passage.section])
        in_path = asked.met_by(stems(path, passage.language), passage.language)
        in_text = asked.met_by(stems(passage.text, passage.language), passage.language)
        around = _countries(path) | _countries(passage.text)
        found = _Found(hit, hits[0].score, second, in_path, in_path | in_text, around, plain)
        cosines = unit_cosines(hit.row)
        for number, unit in enumerate(_units(passage)):
            cosine = float(cosines[number]) if number < len(cosines) else hit.similarity
            told = tenors[number] if number < len(tenors) else ()
            weighed.append(_weigh_unit(question, found, unit, asked, cosine, told))
    return _with_leads(weighed)


def _with_leads(weighed: Sequence[Evidence]) -> list[Evidence]:
    """Complete the features by how far each unit is ahead of the others."""
    columns = [FEATURES.index("unit_cosine"), FEATURES.index("in_unit_or_path")]
    best = [sorted((e.features[c] for e in weighed), reverse=True)[:2] for c in columns]
    return [
        replace(e, features=(*e.features, *map(_lead, (e.features[c] for c in columns), best)))
        for e in weighed
    ]


def _lead(own: float, best: Sequence[float]) -> float:
    """Compare with the best two of all, its own among them."""
    return own - (best[-1] if own == best[0] else best[0])


def _weigh_unit(
    question: Question,
    found: _Found,
    unit: Unit,
    asked: Asked,
    cosine: float,
    products: Sequence[float],
) -> Evidence:
    passage = found.hit.passage
    in_unit = asked.met_by(_said(unit, passage), passage.language)
    told = _told(unit, passage)
    asks_source = _SOURCE_ASKED.search(fold(question.focus)) and unit.note is not None
    tone = tenor.read(value(unit), passage.language, labelled=bool(unit.label), products=products)
    ruled, said = stances(question, unit, asked, passage.language, tone)
    is_open = said in _OPEN or polarity.read(unit.text).open is not None
    lacks_type = wants_type(question) and not is_of_type(question, value(unit))
    return Evidence(
        hit=found.hit,
        unit=unit,
        stance=said,
        ruled=ruled,
        hedged=polarity.read(unit.text).hedged,
        as_of=stated_date(unit, passage.text, passage.start),
        features=_features(question, found, unit, in_unit, cosine, is_open=is_open),
        asked=tuple(term.stem for term in asked.terms),
        matched=(in_unit | found.in_path).stems(),
        named=_countries(unit.text),
        around=found.around,
        noted=bool(asks_source) or (lacks_type and is_of_type(question, told)),
        tells_beside=heads_another(question, value(unit), asked, passage.language)
        or _is_part(question, unit, passage, asked),
        presupposes=ruled == "yes"
        and is_presupposed(question, value(unit), asked, passage.language),
    )


def _features(
    question: Question, found: _Found, unit: Unit, in_unit: Met, cosine: float, *, is_open: bool
) -> tuple[float, ...]:
    hit, language, asked = found.hit, found.hit.passage.language, in_unit.asked
    label, kept = stems(_label(unit, hit.passage), language), stems(value(unit), language)
    in_label = asked.met_by(label, language)
    in_value = asked.met_by(kept, language) if unit.label else in_unit
    anywhere = in_unit | found.in_path
    elliptic = float(len(kept) <= ELLIPTIC)
    abroad = float(language != question.language)
    return (
        cosine,
        hit.similarity,
        hit.score,
        in_unit.share(),
        anywhere.share(),
        found.in_passage.share(),
        found.in_passage.missing(),
        anywhere.missing(),
        float(is_open or is_of_type(question, _told(unit, hit.passage))),
        in_label.share(),
        asked.share_of(_counted(question, label, hit.passage), language),
        float(hit.rank == 1),
        found.gap,
        float(bool(unit.label)),
        min(1.0, len(stems(unit.text, language)) / 40),
        float(is_open),
        elliptic,
        elliptic * in_label.share(),
        (1 - elliptic) * (1 - in_value.share()),
        in_unit.head(),
        anywhere.head(),
        abroad * (1 - anywhere.head()),
        abroad,
        in_value.share(),
        in_value.head(),
        float(found.plain),
        float(tells_aside(unit.text) and not tells_aside(question.text)),
        in_unit.light(),
        (anywhere | found.in_passage).names_missing(),
        asked.share_of(stems(unit.text, language), language),
    )


_SOURCE_ASKED = re.compile(
    r"\bsource (?:of|for|de|du|des)\b|\b(?:where|ou|d'ou) .*\b(?:figures?|numbers?|data|chiffres?"
    r"|donnees?) .*\b(?:come|viennent|vient|provien\w+)"
    r"|\b(?:according to|selon|d'apres) (?:whom|qui)\b"
)


_TOTAL = "total"
_TOTALS = frozenset({_TOTAL, "number", "amount", "nombr", "montant"})
"""Stems of what says of a label that it counts all: "total ports"."""


def _counted(question: Question, label: Sequence[str], passage: Passage) -> Sequence[str]:
    """Give of a label what a question for a number names: "total" is asked for by "how many"."""
    if question.kind != "number" or _TOTALS.isdisjoint(label):
        return label
    named = [stem for stem in label if stem not in _TOTALS]
    return named or stems(_heading(passage), passage.language)


def _is_part(question: Question, unit: Unit, passage: Passage, asked: Asked) -> bool:
    """Whether a field is a part that nobody asked for, beside a total: "by type: tankers 10"."""
    label = stems(unit.label, passage.language)
    if question.kind != "number" or not label or _TOTAL in label:
        return False
    heading = stems(_heading(passage), passage.language)
    named = [stem for stem in label if stem not in heading]
    if not named or asked.share_of(named, passage.language):
        return False
    labels = (stems(each.label, passage.language) for each in _units(passage))
    return any(_TOTAL in each for each in labels)


def _told(unit: Unit, passage: Passage) -> str:
    """Give the value with the note below it, which may name its date or source."""
    begin, end = unit.note or (passage.start, passage.start)
    note = passage.text[begin - passage.start : end - passage.start]
    return f"{value(unit)} {note}".strip()


def _said(unit: Unit, passage: Passage) -> tuple[str, ...]:
    """Give the stems of a unit, of what it is quoted with, and of the field it belongs to."""
    lead = unit.lead_in or (passage.start, passage.start)
    before = passage.text[lead[0] - passage.start : lead[1] - passage.start]
    label = unit.label if unit.value_start == unit.start else ""
    return stems(" ".join([before, label, unit.text]).strip(), passage.language)


def _label(unit: Unit, passage: Passage) -> str:
    """Give what says in a few words what the unit is about: its label or the heading above."""
    return unit.label or _heading(passage)


def _heading(passage: Passage) -> str:
    """Give the heading that the passage stands under, "" for none."""
    return passage.section[-1] if passage.section else ""


@lru_cache(maxsize=4_000)
def _units(passage: Passage) -> tuple[Unit, ...]:
    return units(passage)


@lru_cache(maxsize=20_000)
def _countries(text: str) -> frozenset[str]:
    return frozenset(mention.code for mention in mentions(text))
