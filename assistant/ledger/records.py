"""What the ledger consists of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.store.ledger import Indicator as Indicator
from assistant.store.ledger import Status as Status


@dataclass(frozen=True, slots=True)
class Cell:
    """What one statement says of one indicator of one country."""

    country: str
    """ISO 3166-1 alpha-3."""
    indicator: str
    """``Indicator.key``."""
    status: Status
    value: str | None
    """As written, "16 319 000"; None of a yes or no, and where the whole quote is the value."""
    unit: str | None
    """As written: "%", "$ billion", "years"."""
    as_of: str | None
    """The date the statement speaks for; a date in the statement beats the document's."""
    hedged: bool
    document: str
    sha256: str
    """Of the document's file."""
    start: int
    end: int
    quote: str
    """``document.text[start:end]``."""
    section: tuple[str, ...]
    """Headings above it, outermost first, without the document's title."""
    label: str
    """The heading, field label or column that it stands under, as written."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Cells of one country and indicator that disagree, newest first."""

    country: str
    indicator: str
    kind: Literal["change", "disagreement"]
    """``change``: the dates differ, so it may be a development; ``disagreement``: they do not."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole table."""

    indicators: tuple[Indicator, ...]
    """In order: as ``corpus/indicators.toml`` has them, then as the documents do."""
    cells: tuple[Cell, ...]
    """By country, then in the order of the indicators, newest first."""
    unaligned: tuple[str, ...]
    """Keys of the indicators that stand alone: named by nobody, in one document only."""
    empty: tuple[Cell, ...] = ()
    """Fields that a source leaves empty, in the same order: on these it is silent."""
    _places: Mapping[tuple[str, str], tuple[Cell, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        places: dict[tuple[str, str], list[Cell]] = {}
        for cell in self.cells:
            places.setdefault((cell.country, cell.indicator), []).append(cell)
        found = {place: tuple(cells) for place, cells in places.items()}
        object.__setattr__(self, "_places", found)

    def of(self, country: str, indicator: str) -> tuple[Cell, ...]:
        """Give the cells of a country (alpha-3) and an indicator (its key), newest first."""
        return self._places.get((country, indicator), ())

    def indicator(self, key: str) -> Indicator | None:
        """Find an indicator by its key."""
        return next((each for each in self.indicators if each.key == key), None)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that have cells, alpha-3, in order."""
        return tuple(dict.fromkeys(cell.country for cell in self.cells))

    def conflicts(self) -> tuple[Clash, ...]:
        """List where cells disagree: in their status, or sources in the value for one date."""
        return tuple(clash for cells in self._places.values() if (clash := _clash(cells)))


def _clash(cells: tuple[Cell, ...]) -> Clash | None:
    stated = [cell for cell in cells if cell.status not in ("not_assessed", "unclear")]
    if len({cell.document for cell in stated}) < 2:
        return None
    newest = {cell.document: cell for cell in reversed(stated)}  # of each source
    said = {(cell.status, _figure(cell)) for cell in newest.values()}
    if len(said) < 2:
        return None
    shown = tuple(cell for cell in stated if cell is newest[cell.document])
    dates = {cell.as_of for cell in shown}
    first = shown[0]
    kind: Literal["change", "disagreement"] = "change" if len(dates) > 1 else "disagreement"
    return Clash(first.country, first.indicator, kind, shown)


def _figure(cell: Cell) -> str:
    return "".join(c for c in cell.value or "" if c.isalnum()).casefold()
