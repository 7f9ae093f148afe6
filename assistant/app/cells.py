"""The ledger as the browser's board takes it: one text, mostly of small numbers, sent once.

    countries    [code, name in English, name in French]
    indicators   [key, name in English, name in French, group, words it also stands under, alone,
                 group in French]
    dates        every date that occurs, ISO 8601
    texts        every text that a cell shows
    places       by column, a row for each country and indicator of which a source says something:
                 c, i: numbers of country and indicator; s: a letter of ``LETTERS`` each;
                 d, t: numbers of date and text, -1 for none; f: the sum of the flags; n: how many
                 statements there are

``places`` show the newest statement.
"""

import datetime as dt
import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.app.answer import is_old
from assistant.app.library import Library
from assistant.countries import name
from assistant.ledger import Cell, Indicator, Ledger
from assistant.render import inert

LETTERS = {"yes": "y", "no": "n", "not_assessed": "a", "unclear": "u", "value": "v"}
HEDGED, OLD, CHANGE, DISAGREEMENT = 1, 2, 4, 8
_LONGEST = 80
"""Characters of a text: two lines of a cell."""
_SYNONYMS = 300
"""Characters of the words that an indicator is also found by."""


@dataclass(frozen=True, slots=True)
class Board:
    """The ledger of one generation, and what the browser makes the board of."""

    generation: str
    ledger: Ledger
    countries: tuple[str, ...]
    """Alpha-3, in order: those with cells, and those that documents cover."""
    text: str
    """JSON."""
    clashes: Mapping[tuple[str, str], str]
    """``Clash.kind`` by country and indicator."""


class Boards:
    """The board of the generation that serves; made once for it and each day."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._making = threading.Lock()
        self._known: tuple[tuple[str, dt.date], Board] | None = None

    def current(self) -> Board:
        """Return the board; raises ``AssistantError``."""
        with self._making:
            key = (self._library.generation(), dt.datetime.now(dt.UTC).date())
            if self._known is None or self._known[0] != key:
                covered = {
                    code
                    for record in self._library.documents().values()
                    for code in record.metadata.countries
                }
                ledger = self._library.ledger()
                self._known = (key, board(key[0], ledger, covered, key[1]))
            return self._known[1]


def board(generation: str, ledger: Ledger, covered: Iterable[str], today: dt.date) -> Board:
    """Make the board; countries that documents cover have a row, even where they say nothing."""
    clashes = {(clash.country, clash.indicator): clash.kind for clash in ledger.conflicts()}
    codes = tuple(sorted({*covered, *ledger.countries}))
    alone = set(ledger.unaligned)
    shape = {
        "generation": generation,
        "countries": [[code, name(code, "en"), name(code, "fr")] for code in codes],
        "indicators": [_indicator(each, each.key in alone) for each in ledger.indicators],
        **_places(ledger, codes, clashes, today),
    }
    text = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
    return Board(generation, ledger, codes, text, clashes)


def _indicator(each: Indicator, alone: bool) -> list[str | int]:
    words = inert(" · ".join(each.synonyms))[:_SYNONYMS]
    return [
        each.key,
        inert(each.name_en),
        inert(each.name_fr),
        inert(each.group),
        words,
        int(alone),
        inert(each.group_fr or each.group),
    ]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Texts by number, in the order they came."""

    known: dict[str, int] = field(default_factory=dict)

    def of(self, text: str | None) -> int:
        return self.known.setdefault(text, len(self.known)) if text else -1


def _places(
    ledger: Ledger,
    codes: Sequence[str],
    clashes: Mapping[tuple[str, str], str],
    today: dt.date,
) -> dict[str, object]:
    countries = {code: number for number, code in enumerate(codes)}
    indicators = {each.key: number for number, each in enumerate(ledger.indicators)}
    dates, texts = _Numbers(), _Numbers()
    rows = [
        (
            countries[place[0]],
            indicators[place[1]],
            dates.of(cells[0].as_of),
            texts.of(shown(cells[0])),
            _flags(cells[0], clashes.get(place), today),
            len(cells),
        )
        for place, cells in places(ledger).items()
    ]
    columns = map(list, zip(*rows, strict=True)) if rows else ([] for _ in "citfdn")
    letters = "".join(LETTERS[cells[0].status] for cells in places(ledger).values())
    named = dict(zip("cidtfn", columns, strict=True))
    return {
        "dates": list(dates.known),
        "texts": list(texts.known),
        "places": {**named, "s": letters},
    }


def places(ledger: Ledger) -> dict[tuple[str, str], tuple[Cell, ...]]:
    """Return the cells of every country and indicator that has any, in the board's order."""
    found = dict.fromkeys((cell.country, cell.indicator) for cell in ledger.cells)
    return {place: ledger.of(*place) for place in found}


def _flags(cell: Cell, clash: str | None, today: dt.date) -> int:
    flags = HEDGED if cell.hedged else 0
    flags |= OLD if cell.as_of and is_old(cell.as_of, today) else 0
    return flags | {"change": CHANGE, "disagreement": DISAGREEMENT}.get(clash or "", 0)


def shown(cell: Cell) -> str:
    """Return the words of a cell that is no yes or no: its value, or the start of its quote."""
    if cell.status != "value":
        return ""
    text = f"{cell.value} {cell.unit or ''}".strip() if cell.value else _without_label(cell)
    text = inert(" ".join(text.split()))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _without_label(cell: Cell) -> str:
    quote = cell.quote.lstrip("-*• \t")
    label, mark, rest = quote.partition(":")
    return rest if mark and rest.strip() and label.strip("* ") == cell.label.strip() else quote
