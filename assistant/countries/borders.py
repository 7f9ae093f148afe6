"""Which countries share a land border: ``borders.tsv``."""

from functools import cache
from pathlib import Path


def neighbours(code: str) -> tuple[str, ...]:
    """Give the countries and territories that border on one by land, by code; an island has none.

    They are those of the CIA World Factbook, whose text is in the public domain.
    """
    return _borders().get(code, ())


@cache
def _borders() -> dict[str, tuple[str, ...]]:
    text = Path(__file__).with_name("borders.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {code: tuple(others.split()) for code, others in lines}
