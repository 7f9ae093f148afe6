"""What people say of answers, in a table: what ``assistant.feedback`` keeps beside a folder."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Json

from assistant.errors import StoreError
from assistant.store.location import Database
from assistant.store.postgres import connection, migrations
from assistant.store.postgres.connection import Connection

_ADD = "INSERT INTO feedback (at, kind, note, answer) VALUES (%s, %s, %s, %s)"
_SIZE = "SELECT pg_total_relation_size('feedback')"


def add(database: Database, entry: Mapping[str, Any], largest: int) -> None:
    """Keep one entry, unless the table has ``largest`` bytes. Raises StoreError."""
    values = [entry["at"], entry["kind"], entry["note"].replace("\0", ""), Json(entry["answer"])]

    def write(found: Connection) -> None:
        migrations.check(database, found)
        row = found.execute(_SIZE).fetchone()
        if row and row[0] > largest:
            raise StoreError(
                f"The feedback in {database} takes {row[0]:,} bytes; at most {largest:,} are kept. "
                "Keep what assistant feedback --json prints, and empty the table."
            )
        found.execute(_ADD, values)

    connection.write(database, write)


def read(database: Database) -> list[dict[str, Any]]:
    """Give the entries, oldest first. Raises StoreError."""

    def look(found: Connection) -> list[dict[str, Any]]:
        migrations.check(database, found)
        rows = found.execute("SELECT at, kind, note, answer FROM feedback ORDER BY number")
        return [dict(zip(("at", "kind", "note", "answer"), row, strict=True)) for row in rows]

    return connection.read(database, look)
