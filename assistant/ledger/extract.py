"""Topics → statements: what a document says of a country under each label."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from assistant import countries, polarity
from assistant.chunking import Unit, sentences
from assistant.chunking.labels import is_value
from assistant.chunking.lines import ends_sentence, leads_in
from assistant.elsewhere import leads_elsewhere
from assistant.fitting import is_of_type
from assistant.ledger import compared, labels, posing, relevance, tables, values
from assistant.ledger.topics import Topic, topics
from assistant.ledger.values import Value
from assistant.question import alone
from assistant.stance import Stance, is_question, stated_date, value
from assistant.store.ledger import Statement, Status
from assistant.types import Document, Passage
from assistant.verdicts import Compare

_FEW, _NARRATIVE = 3, 12
"""Sentences under one label up to which each may tell how it stands, and not just one that names
it; from which on it is a text to read, not a status."""

_HOW_MANY = alone("How many?", "en")
_FIGURE_FIRST = re.compile(r"\W*\d")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A unit of a topic, what rules read in it, and what the cross-encoder is to read."""

    topic: Topic
    unit: Unit
    ruled: Stance
    stance: Stance
    """With the tenor."""
    is_stating: bool
    pair: tuple[str, str] | None


def statements(
    document: Document, passages: Sequence[Passage], compare: Compare | None = None
) -> Iterator[Statement]:
    """Read every statement of a document that says something under a label, in its order.

    ``compare``: the cross-encoder, which reads sentences together with their label; without it the
    rules alone decide.
    """
    readings = [
        reading
        for topic in topics(document, passages)
        for reading in _readings(document.text, topic, is_compared=compare is not None)
    ]
    pairs = [reading.pair for reading in readings if reading.pair]
    told = compare(pairs) if compare and pairs else None
    each_told = iter(() if told is None else told.tolist())
    for reading in readings:
        yield from _read(document, reading, next(each_told, None) if reading.pair else None)


def read_as(statement: Statement, name: str) -> Iterator[Statement]:
    """Read a statement, a sentence, under another label than that which it stands under."""
    unit = Unit(statement.start, statement.end, statement.quote, "", statement.start)
    topic = Topic(name, name, (), statement.countries, statement.language, (unit,))
    _, stance = posing.read(name, unit, statement.language, posing.tone(unit, statement.language))
    if stance == "empty":
        return
    status, found = _status("", topic, unit, stance)
    for each in found or (None,):
        yield replace(
            statement,
            status=status,
            value=each.text if each else None,
            unit=each.unit if each else None,
            as_of=(each.as_of if each else None) or statement.as_of,
        )


def is_beside(statement: Statement) -> bool:
    """Whether a sentence neither affirms nor denies the thing that it stands under.

    Nor holds a number, where its label asks for a figure.
    """
    if statement.status != "value" or statement.value or not posing.is_prose(statement.quote):
        return False
    kind = labels.kind(statement.about)
    return kind == "thing" or (kind == "figure" and not is_of_type(_HOW_MANY, statement.quote))


def _readings(text: str, topic: Topic, *, is_compared: bool) -> Iterator[_Reading]:
    """Read by rules what may be said of a topic; with the pairs that are still to be compared."""
    told = _told(topic)
    stating = _stating(text, topic, told)
    for unit in stating or (told if is_compared else ()):
        both = _stances(text, topic, unit)
        if both[1] == "empty" and not unit.label and len(topic.units) > 1:
            continue
        ruled, stance = both if stating else ("states", "states")
        may_tell = not stating or len(topic.units) <= _FEW or relevance.is_about(text, topic, unit)
        is_stating = bool(stating)
        reads = is_compared and may_tell
        pair = compared.pair(text, topic, unit, ruled, stance) if reads else None
        if stating or pair:
            yield _Reading(topic, unit, ruled, stance, is_stating, pair)


def _stating(text: str, topic: Topic, units: list[Unit]) -> list[Unit]:
    """Choose the units that speak of the label, not of something beside it; the surest first."""
    if len(units) >= _NARRATIVE or (len(units) == 1 and _is_list(topic, units[0])):
        return units[:1]
    about = [unit for unit in units if relevance.is_about(text, topic, unit)]
    others = [unit for unit in units if unit not in about]
    is_open = labels.kind(topic.about) == "open"
    return about + [unit for unit in others if is_open or relevance.is_of(topic, unit)]


def _is_list(topic: Topic, unit: Unit) -> bool:
    """Whether a unit is all that stands under a label which asks for names or figures."""
    said, is_thing = value(unit), labels.kind(topic.about) in ("thing", "open")
    return not is_thing and not posing.is_prose(said) and len(said) <= values.LONGEST


def _told(topic: Topic) -> list[Unit]:
    """Give a lone field, or the units of a topic that tell of no event and no publication."""
    units = [part for unit in topic.units for part in _split(unit, topic.language)]
    if len(units) == 1 and units[0].label and not posing.is_prose(value(units[0])):
        return units
    return [u for u in units if not (is_question(u) or relevance.is_aside(topic, u))]


def _split(unit: Unit, language: str) -> Iterator[Unit]:
    """Take the value of a field or a table's cell apart where it is several sentences."""
    said = value(unit)
    spans = sentences(said, language)
    if len(spans) < 2 or not posing.is_prose(said) or leads_in(said.partition("\n")[0]):
        yield unit
        return
    for number, (start, end) in enumerate(spans):
        begin = unit.value_start + start
        first = unit.start if number == 0 else begin
        text = unit.text[first - unit.start : unit.value_start + end - unit.start]
        yield replace(unit, start=first, end=unit.value_start + end, text=text, value_start=begin)


def _read(
    document: Document, reading: _Reading, told: Sequence[float] | None
) -> Iterator[Statement]:
    """Read a unit; of one that does not speak of its label only what is read in both together.

    ``told``: what the cross-encoder makes of its pair.
    """
    topic, unit, stance = reading.topic, reading.unit, reading.stance
    settled = None
    if told:
        is_stating = reading.is_stating
        settled = compared.settle(told, topic, unit, reading.ruled, stance, is_stating=is_stating)
    if not reading.is_stating and settled in (None, "value"):
        return
    if told and compared.is_beside(told, topic, unit):
        return
    if settled == "value" and relevance.names_it(document.text, topic, unit):
        settled = None  # what names its label speaks of it
    status, found = (settled, []) if settled else _status(document.text, topic, unit, stance)
    if status != "value" and topic.countries and leads_elsewhere(unit.text, topic.countries):
        return
    dated = topic.as_of or labels.as_of(topic.label) or _dated(document, unit)
    hedged = polarity.read(value(unit)).hedged and status in ("yes", "no", "value")
    for each in found or (None,):
        yield Statement(
            document=document.path,
            label=topic.label,
            about=topic.about,
            section=topic.section,
            countries=_told_of(topic, unit),
            language=topic.language,
            status=status,
            value=each.text if each else None,
            unit=each.unit if each else None,
            as_of=(each.as_of if each else None) or dated,
            hedged=hedged,
            start=unit.start,
            end=unit.end,
            quote=unit.text,
        )


def _stances(text: str, topic: Topic, unit: Unit) -> tuple[Stance, Stance]:
    """Read what a unit says to its label, by rules alone and with its tenor.

    A figure says neither yes nor no.
    """
    said = value(unit)
    is_figure = _FIGURE_FIRST.match(said) and not posing.is_prose(said)
    if is_figure and labels.kind(topic.about) != "thing" and polarity.read(said).open is None:
        return "states", "states"
    if tables.is_row(text, unit):  # what stands in other columns is said of other matters
        unit = replace(unit, start=unit.value_start, text=said)
    about = labels.kind(topic.about)
    tone = posing.tone(unit, topic.language) if about in ("thing", "open") else None
    return posing.read(topic.about, unit, topic.language, tone)


def _status(text: str, topic: Topic, unit: Unit, stance: Stance) -> tuple[Status, list[Value]]:
    """Tell yes and no from values, and read the values."""
    if stance in ("not_assessed", "unclear", "empty"):
        return cast(Status, stance), []
    kind, said = labels.kind(topic.about), value(unit)
    if not posing.is_prose(said) and (unit.label or not ends_sentence(said)):
        return _of_field(topic, said, stance)
    if stance == "no" and kind != "figure":
        return "no", []
    if found := values.in_sentence(said, kind):
        return "value", [found]
    is_told = relevance.is_of(topic, unit) or relevance.names_it(text, topic, unit)
    if stance == "states" and is_told and posing.is_plain(topic.about, said):
        stance = posing.read_alone(unit)
    is_told = is_told or relevance.is_about(text, topic, unit)
    if stance == "states" or kind not in ("thing", "open") or not is_told:
        return "value", []
    return ("no" if stance == "no" else "yes"), []


def _of_field(topic: Topic, said: str, stance: str) -> tuple[Status, list[Value]]:
    """Tell whether a field's value says how a thing stands, or is a value."""
    kind, is_figure = labels.kind(topic.about), _FIGURE_FIRST.match(said) is not None
    if stance == "no" and (kind == "thing" or not is_figure):
        return "no", []
    if len(said) <= relevance.LONGEST_STATUS and (kind == "thing" or not is_figure):
        if kind == "thing" or is_value(said):
            return "yes", []
        if kind == "open" and posing.says_yes(said, topic.language):
            return "yes", []
    return "value", values.of_field(said, kind) if len(said) <= values.LONGEST else []


def _dated(document: Document, unit: Unit) -> str | None:
    return stated_date(unit, document.text, 0) or document.metadata.as_of


def _told_of(topic: Topic, unit: Unit) -> tuple[str, ...]:
    """Give the countries of the topic that the unit itself names; all, where it names none."""
    if len(topic.countries) == 1:
        return topic.countries
    named = {mention.code for mention in countries.mentions(unit.text)}
    return tuple(code for code in topic.countries if code in named) or topic.countries
