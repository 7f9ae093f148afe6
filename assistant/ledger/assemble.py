"""Statements → what each is about, then the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.ledger import align, clusters, extract, labels, posing
from assistant.ledger.clusters import Labelled
from assistant.ledger.likeness import Vectors
from assistant.ledger.named import Named
from assistant.ledger.records import Cell, Ledger
from assistant.matching import stems
from assistant.question import language_of
from assistant.store.ledger import Indicator, Statement
from assistant.types import DocumentRecord, Language

WHOLE = 0.95
"""Share of a name's words that a sentence holds which is about it, below a heading it is under."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What statements are about."""

    indicators: tuple[Indicator, ...]
    cells: tuple[Statement, ...]
    of: tuple[int, ...]
    """``cells[i]`` is what ``statements[of[i]]`` says of its indicator."""


def arrange(
    statements: Sequence[Statement],
    records: Mapping[str, DocumentRecord],
    named: Sequence[Named],
    vectors: Vectors,
) -> Arranged:
    """Tell what each statement is about. ``records``: the documents by path."""
    under = _under(named)
    kept = [
        (place, each, own)
        for place, each in enumerate(statements)
        if (own := _parted(each, under)) or not extract.is_beside(each)
    ]
    uses = {(s.about, s.document): _use(s, records) for _, s, own in kept if not own}
    indicators, keys = align.align(list(uses.values()), named, vectors)
    cells, of = [], []
    for place, each, own in kept:
        if not own:
            key = keys[clusters.identity(uses[each.about, each.document])]
            found = [replace(each, indicator=key)]
        else:
            found = [one for name in own for one in _read_as(each, name)]
        cells += found
        of += [place] * len(found)
    return Arranged(tuple(indicators), tuple(cells), tuple(of))


def _under(named: Sequence[Named]) -> dict[str, list[Named]]:
    """Give, by heading, the indicators of which single sentences below it may speak."""
    found: dict[str, list[Named]] = {}
    for each in named:
        for heading in each.under:
            found.setdefault(labels.normal(heading), []).append(each)
    return found


def _read_as(each: Statement, named: Named) -> Iterator[Statement]:
    name = named.fr if each.language == "fr" else named.en
    return (replace(one, indicator=named.key) for one in extract.read_as(each, name))


def _parted(statement: Statement, under: Mapping[str, list[Named]]) -> list[Named]:
    """Find the indicators that a sentence is about rather than its heading.

    Not one whose name is but a part of another's: a protocol to a convention is not that.
    """
    if statement.status == "empty":
        return []
    candidates = under.get(labels.normal(statement.label), ())
    held = [(each, _held(statement, each)) for each in candidates]
    return [each for each, words in held if words and not any(words < more for _, more in held)]


def _held(statement: Statement, named: Named) -> frozenset[str]:
    """Give the words of the longest name that a statement holds whole."""
    said = stems(statement.quote, statement.language)
    most: frozenset[str] = frozenset()
    spoken: Language = "fr" if statement.language == "fr" else "en"
    others = {named.en, named.fr} - {named.fr if spoken == "fr" else named.en}
    for name in named.words:
        if name in others or language_of(name, spoken) != spoken:
            continue
        asked = posing.words(name, spoken)
        if asked.met_by(said, statement.language).share() >= WHOLE:
            most = max(most, frozenset(term.stem for term in asked.terms), key=len)
    return most


def _use(each: Statement, records: Mapping[str, DocumentRecord]) -> Labelled:
    about = records[each.document].metadata
    family = clusters.family(about.title, about.publisher)
    group = clusters.group_of(each.section, each.label)
    return Labelled(each.about, each.label, each.document, family, each.language, group)


def ledger(
    indicators: Sequence[Indicator],
    statements: Sequence[Statement],
    records: Mapping[str, DocumentRecord],
) -> Ledger:
    """Make the ledger of statements that have their indicators."""
    order = {each.key: place for place, each in enumerate(indicators)}
    cells = [cell for each in statements for cell in _cells(each, records)]
    cells.sort(key=lambda cell: cell.as_of or "", reverse=True)
    cells.sort(key=lambda cell: (cell.country, order[cell.indicator]))
    alone = tuple(each.key for each in indicators if each.alone)
    empty = tuple(cell for cell in cells if cell.status == "empty")
    stated = tuple(cell for cell in cells if cell.status != "empty")
    return Ledger(tuple(indicators), stated, alone, empty)


def _cells(each: Statement, records: Mapping[str, DocumentRecord]) -> Iterator[Cell]:
    for country in each.countries:
        yield Cell(
            country,
            each.indicator,
            each.status,
            each.value,
            each.unit,
            each.as_of,
            each.hedged,
            each.document,
            records[each.document].sha256,
            each.start,
            each.end,
            each.quote,
            each.section,
            each.label,
        )
