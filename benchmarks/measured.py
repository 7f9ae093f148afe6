"""What was measured, against what is to be reached: the rows of the table of speed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """What a measurement is to reach, in its own unit."""

    bound: float
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement; ``on``: the corpus it was taken on, empty where that does not matter."""

    on: str
    what: str
    value: float
    unit: str = ""
    """``s``, ``ms``, ``MB``, ``/s`` …; empty: a ratio."""
    reach: Reach | None = None
    more: str = ""
    """What else is to be known of it."""

    @property
    def is_met(self) -> bool | None:
        """Whether the reach is reached; None where there is none."""
        if self.reach is None:
            return None
        value, bound = float(self.value), self.reach.bound
        return value >= bound if self.reach.at_least else value <= bound


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| on | what | reach | measured | met |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(_cells(row))} |" for row in rows]
    return "\n".join(lines)


def _cells(row: Row) -> list[str]:
    reach = ""
    if row.reach:
        reach = f"{'≥' if row.reach.at_least else '≤'} {row.reach.bound:g} {row.unit}".strip()
    more = f" ({row.more})" if row.more else ""
    met = {True: "yes", False: "**no**", None: "–"}[row.is_met]
    return [row.on or "–", row.what, reach, f"{told(row)}{more}", met]


def told(row: Row) -> str:
    """Write the value with as many digits as it deserves."""
    if row.unit in ("MB", "ms", "/s"):
        digits = 0 if abs(row.value) >= 100 else 1
    else:
        digits = 2 if row.unit else 3
    return f"{row.value:,.{digits}f} {row.unit}".strip()
