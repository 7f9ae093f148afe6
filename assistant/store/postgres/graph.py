"""The HNSW index over the vectors of one dimension."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.store.postgres.connection import Connection

_LINKS = 16  # of a vector, m
_EFFORT = 64  # candidates while building, ef_construction; more take longer
_BYTES = 2_000  # of a vector of 384 dimensions with its links, while building
_MEMORY = 64, 8_192  # MB for building, at least and at most


def name(dimension: int) -> str:
    """Name the index."""
    return f"vectors_hnsw_{int(dimension)}"


def exists(found: "Connection", dimension: int) -> bool:
    """Whether there is one that can be used."""
    row = found.execute(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)",
        (f"assistant.{name(dimension)}",),
    ).fetchone()
    return bool(row and row[0])


def build(found: "Connection", dimension: int, passages: int) -> None:
    """Build it if there is none; reads go on meanwhile."""
    megabytes = min(max(_MEMORY[0], passages * _BYTES >> 20), _MEMORY[1])
    with found.transaction():
        found.execute(f"SET LOCAL maintenance_work_mem = '{megabytes}MB'")
        found.execute(
            f"CREATE INDEX IF NOT EXISTS {name(dimension)} ON vectors USING hnsw "
            f"((vector::halfvec({int(dimension)})) halfvec_ip_ops) "
            f"WITH (m = {_LINKS}, ef_construction = {_EFFORT}) WHERE dimension = {int(dimension)}"
        )
