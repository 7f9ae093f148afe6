"""Answers that are signed, in a table: what ``assistant.signing`` keeps beside a folder."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Json

from assistant.errors import StoreError
from assistant.store.location import Database
from assistant.store.postgres import connection, migrations
from assistant.store.postgres.connection import Connection

_OTHERS = "SELECT count(*) FROM signed WHERE id <> %s"
_PUT = """
INSERT INTO signed (id, entry) VALUES (%s, %s)
ON CONFLICT (id) DO UPDATE SET entry = excluded.entry
"""


def put(database: Database, number: str, entry: Mapping[str, Any], most: int) -> None:
    """Keep one answer, in place of one of that ID. Raises StoreError beyond ``most``."""

    def write(found: Connection) -> None:
        migrations.check(database, found)
        row = found.execute(_OTHERS, (number,)).fetchone()
        if row and row[0] >= most:
            raise StoreError(
                f"{database} holds {most:,} signed answers, the most that are kept. "
                "Withdraw what is no longer needed: assistant diff --withdraw ID"
            )
        found.execute(_PUT, (number, Json(dict(entry))))

    connection.write(database, write)


def read(database: Database) -> list[Any]:
    """Give the entries, in no order. Raises StoreError."""

    def look(found: Connection) -> list[Any]:
        migrations.check(database, found)
        return [entry for (entry,) in found.execute("SELECT entry FROM signed")]

    return connection.read(database, look)


def withdraw(database: Database, number: str) -> bool:
    """Remove one; whether there was one. Raises StoreError."""

    def write(found: Connection) -> bool:
        migrations.check(database, found)
        return found.execute("DELETE FROM signed WHERE id = %s", (number,)).rowcount > 0

    return connection.write(database, write)
