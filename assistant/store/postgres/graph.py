"""The HNSW indexes over the vectors of one dimension: one over all, one for each large country."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from psycopg.sql import SQL, Identifier

if TYPE_CHECKING:
    from assistant.store.postgres.connection import Connection

ALL = "*"
"""Stands for the index over all countries."""
SEVERAL = "+"
"""Home of a passage that speaks of several countries."""
_OWN = re.compile(r"[A-Z]{3}|")
"""Homes that may have an index of their own: a country by its code, and passages on none."""

LARGE = 5_000
"""Passages from which a country has an index of its own: comparing so many takes as long."""

_LINKS = 16  # of a vector, m
_EFFORT = 64  # candidates while building, ef_construction; more take longer
_BYTES = 2_000  # of a vector of 384 dimensions with its links, while building
_MEMORY = 64, 8_192  # MB for building, at least and at most


def name(dimension: int, home: str = ALL) -> str:
    """Name the index; ``home``: a country's code, or "" for passages on none."""
    whole = f"vectors_hnsw_{int(dimension)}"
    return whole if home == ALL else f"{whole}_{home.lower() or 'none'}"


def known(found: "Connection", dimension: int) -> frozenset[str]:
    """Tell of which homes, ``ALL`` among them, there is one that can be used."""
    whole = name(dimension)
    rows = found.execute(
        "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
        "WHERE indisvalid AND indrelid = to_regclass('assistant.vectors') "
        "AND (relname = %(whole)s OR starts_with(relname, %(whole)s || '_'))",
        {"whole": whole},
    ).fetchall()
    named = {whole: ALL, name(dimension, ""): ""}
    return frozenset(named.get(each, each.removeprefix(f"{whole}_").upper()) for (each,) in rows)


def build(found: "Connection", dimension: int, passages: Mapping[str, int]) -> None:
    """Build those that are missing; reads go on meanwhile.

    ``passages``: how many there are of each home. A home with half of all is found in the whole.
    """
    total = sum(passages.values())
    _build(found, dimension, ALL, total)
    for home, count in passages.items():
        if _OWN.fullmatch(home) and LARGE <= count <= total / 2:
            _build(found, dimension, home, count)


def _build(found: "Connection", dimension: int, home: str, passages: int) -> None:
    megabytes = min(max(_MEMORY[0], passages * _BYTES >> 20), _MEMORY[1])
    of_home = SQL("") if home == ALL else SQL(" AND home = {}").format(home)
    with found.transaction():
        found.execute(f"SET LOCAL maintenance_work_mem = '{megabytes}MB'")
        found.execute(
            SQL(
                "CREATE INDEX IF NOT EXISTS {} ON vectors USING hnsw "
                f"((vector::halfvec({int(dimension)})) halfvec_ip_ops) WITH (m = {_LINKS}, "
                f"ef_construction = {_EFFORT}) WHERE dimension = {int(dimension)}{{}}"
            ).format(Identifier(name(dimension, home)), of_home)
        )
