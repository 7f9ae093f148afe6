"""Passages → topics: what stands together under one label.

A field's label, a table's column or row, or else the heading above. A label that a document uses
under several headings ("Status", "Date"), or that begins with a small letter, means nothing alone,
so there the heading goes with it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import chunking, countries, polarity
from assistant.chunking import Unit
from assistant.chunking.labels import A_YEAR, JOINING, is_value
from assistant.chunking.lines import CLAUSE, clean, leads_in
from assistant.ledger import labels, posing, tables
from assistant.matching import stems
from assistant.spelling import fold
from assistant.stance import value
from assistant.types import Document, Passage, below_title

_DATED = re.compile(
    r"\W*(?:(?:in|on|en|le) )?(?:\d{1,2}\W+)?(?:[a-z]+ )?(?:\d{1,2}\W+)?(?:19|20)\d\d\W*"
)
_TELLS = re.compile(
    rf"{CLAUSE.pattern}|\bn['’](?:a|est|ont|en)\b|\ba (?:ete|pris)\b|\b(?:reste|demeure|subsiste)"
)
"""Verbs that a label has not, since it is none but a part of a sentence."""
_LEADS = re.compile(r"\b(?:following|as follows|suivante?s?|ci-apres|comme suit)\b")
_MOST = 0.5
"""Share of a heading's words that a sentence below it holds which speaks of it."""
_LONGEST_LABEL = 80
_LONGEST_LIST = 1_500
"""Characters of a list that is quoted whole."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a document says under one label, in one place."""

    label: str
    """As written."""
    about: str
    """What it means: the label, with the heading where the label alone does not tell."""
    section: tuple[str, ...]
    """Headings above, outermost first, without the document's title."""
    countries: tuple[str, ...]
    language: str
    units: tuple[Unit, ...]
    as_of: str | None = None
    """A date that goes with the label: of a column, "2020"."""


def topics(document: Document, passages: Sequence[Passage]) -> list[Topic]:
    """Read a document's topics, in its order; none of what no country is told of."""
    found: list[Topic] = []
    head = None
    for passage in passages:
        section = below_title(passage.section, document.metadata.title)
        units = [unit for unit in chunking.units(passage) if not _is_note(passage, unit)]
        units = tables.under(head, units) if head and head.section == passage.section else units
        head = tables.head(passage, units)
        for topic in _read(document, passage, section, units):
            if found and _goes_on(found[-1], topic):
                found[-1] = replace(found[-1], units=found[-1].units + topic.units)
            elif topic.countries and topic.about:
                found.append(topic)
    return _qualified(_restated(found))


def _restated(found: list[Topic]) -> list[Topic]:
    """Put a heading's only field under the heading, where its label only begins a sentence.

    "The total population of Mali: 16 319 000 (2012)", below "Total population".
    """
    fields = Counter(topic.section for topic in found if (topic.label,) != topic.section[-1:])
    return [
        replace(topic, label=topic.section[-1], about=topic.section[-1])
        if topic.section
        and fields[topic.section] == 1
        and labels.general(topic.label) != labels.bare(topic.label)
        else topic
        for topic in found
    ]


def _goes_on(before: Topic, topic: Topic) -> bool:
    """Whether ``topic`` is more prose of the same place."""
    same = (before.label, before.section, before.as_of) == (
        topic.label,
        topic.section,
        topic.as_of,
    )
    is_field = topic.units[0].label and topic.units[0].value_start > topic.units[0].start
    return same and before.countries == topic.countries and not is_field


def _read(
    document: Document, passage: Passage, section: tuple[str, ...], units: Sequence[Unit]
) -> Iterator[Topic]:
    heading = section[-1] if section else ""
    place = 0
    while place < len(units):
        unit, place = units[place], place + 1
        if tables.is_row(document.text, unit):
            yield from _columns(document, passage, section, unit)
            continue
        listed = _listed(unit, units[place:])
        place += listed
        if heading and unit.label and _is_no_label(unit, heading, passage.language):
            unit = replace(unit, label="", value_start=unit.start)
        label = unit.label or heading
        if listed:
            unit, named = _joined(document, unit, units[place - 1])
            label = named or label
        yield Topic(label, label, section, passage.countries, passage.language, (unit,))


def _is_no_label(unit: Unit, heading: str, language: str) -> bool:
    """Whether what stands before a colon names nothing.

    It repeats the heading, or says how its matter stands ("Ratification: 2005"), or when, or is a
    part of a sentence ("Good news: …").
    """
    label, said = fold(unit.label), value(unit)
    if "?" in label or countries.resolve(unit.label) or polarity.read(unit.label).open:
        return True
    bare = re.sub(r"^(?:the|l[ae]s?|une?|an?) |^l['’]", "", label)
    if is_value(unit.label) or bare == fold(labels.bare(heading)) or A_YEAR.fullmatch(label):
        return True
    if _DATED.fullmatch(fold(said)):
        return JOINING.fullmatch(label) is not None
    if _LEADS.search(label) or _is_same(unit.label, heading, language):
        return True
    if not posing.is_prose(said):
        return False
    if _TELLS.search(label):
        return True
    held = stems(said, language)
    about, own = (
        posing.words(each, language).met_by(held, language) for each in (heading, unit.label)
    )
    return about.share() >= _MOST and own.share() == 0


def _is_same(label: str, heading: str, language: str) -> bool:
    """Whether a label is the heading but for a country: "Partners of Mali in cybersecurity"."""
    mentions = countries.mentions(label)
    if not mentions:
        return False
    named = {stem for m in mentions for stem in stems(label[m.start : m.end], language)}
    own = set(stems(label, language)) - named
    return bool(own) and own == set(stems(heading, language))


def _is_note(passage: Passage, unit: Unit) -> bool:
    """Whether it is the remark in brackets that belongs to the field above it."""
    if unit.text[0] != "(":
        return False
    return any(each.note == (unit.start, unit.end) for each in chunking.units(passage))


def _listed(unit: Unit, following: Sequence[Unit]) -> int:
    """Count the items, without labels of their own, that a unit leads in."""
    if not leads_in(unit.text):
        return 0
    count = 0
    for each in following:
        if each.label or each.lead_in != (unit.start, unit.end):
            break
        if each.end - unit.start > _LONGEST_LIST:
            break
        count += 1
    return count


def _joined(document: Document, lead: Unit, last: Unit) -> tuple[Unit, str]:
    """Join a list with what leads it in; give its label, where the lead-in is nothing but one."""
    text = document.text[lead.start : last.end]
    words = clean(lead.text).rstrip(" :\u00a0")
    if len(words) <= _LONGEST_LABEL and not CLAUSE.search(words):
        value = (
            lead.end
            + len(text[lead.end - lead.start :])
            - len(text[lead.end - lead.start :].lstrip())
        )
        return Unit(lead.start, last.end, text, words, value), words
    return Unit(lead.start, last.end, text, "", lead.start), ""


def _columns(
    document: Document, passage: Passage, section: tuple[str, ...], unit: Unit
) -> Iterator[Topic]:
    """Read a row under column names: a topic for each cell but the first."""
    row = tables.row(document.text, unit)
    told = (row.country,) if row.country else () if row.is_of_country else passage.countries
    for name, (start, end) in row.cells:
        label, about, as_of = _column(row.label, name, row.is_of_country, len(row.cells))
        begin, stop = min(unit.start, start), max(end, unit.start)
        text = document.text[begin:stop]
        cell = Unit(begin, stop, text, label, start, lead_in=unit.lead_in)
        yield Topic(label, about, section, told, passage.language, (cell,), as_of)


def _column(row: str, name: str, of_country: bool, columns: int) -> tuple[str, str, str | None]:
    """Name a cell by row and column, as (label, what it means, date)."""
    if of_country or not row:
        return name, name, None
    date = labels.as_of(f"x {name}")
    rest = labels.bare(f"x {name}").removeprefix("x").strip() if date else name
    return row, row if not rest or (columns == 1 and not date) else f"{row}, {rest}", date


def _qualified(found: list[Topic]) -> list[Topic]:
    """Put the heading before labels that stand under several."""
    places = defaultdict(set)
    for topic in found:
        places[fold(topic.about), topic.countries].add(_parent(topic))
    several = {about for (about, _), parents in places.items() if len(parents) > 1}
    return [
        replace(topic, about=f"{_parent(topic)}, {topic.about}")
        if _parent(topic) and (fold(topic.about) in several or _is_part(topic))
        else topic
        for topic in found
    ]


def _is_part(topic: Topic) -> bool:
    """Whether a label only goes on with its heading: "percent of population"."""
    return topic.label[:1].islower() and topic.label not in topic.section


def _parent(topic: Topic) -> str:
    """Give the heading above a label, but that which only names the country."""
    above = topic.section[:-1] if topic.section[-1:] == (topic.label,) else topic.section
    found = labels.bare(above[-1]) if above else ""
    return "" if countries.resolve(found) else found
