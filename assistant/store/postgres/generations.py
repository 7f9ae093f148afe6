"""The generations of a database: which there are, which one serves, and letting another serve."""

from assistant.errors import StoreError
from assistant.store.generations import Generation
from assistant.store.location import Database
from assistant.store.manifest import Manifest
from assistant.store.postgres import connection, migrations, records
from assistant.store.postgres.connection import Connection
from assistant.store.postgres.publishing import serve
from assistant.types import IndexInfo

_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
WHERE relnamespace = 'assistant'::regnamespace AND relkind = 'r'
"""


def current(database: Database) -> str:
    """Name the generation that serves. Raises MissingIndexError, DatabaseError."""

    def read(found: Connection) -> str:
        row = found.execute(
            f"SELECT name FROM generations WHERE ordinal = ({records.SERVING})"
        ).fetchone()
        if row is None:
            raise records.missing(database)
        return str(row[0])

    return connection.read(database, read)


def generations(database: Database) -> tuple[Generation, ...]:
    """List the generations, newest first; their sizes are shares of all tables.

    Raises MissingIndexError, DatabaseError.
    """
    serving = current(database)

    def read(found: Connection) -> tuple[Generation, ...]:
        every = records.every(found)
        row = found.execute(_SIZE).fetchone()
        size = row[0] if row else 0
        most = max((each.passages for each in every), default=0) or 1
        return tuple(
            Generation(each.info, each.name == serving, size * each.passages // most)
            for each in every
        )

    return connection.read(database, read)


def manifest(database: Database, name: str) -> Manifest:
    """Give what a generation was made from. Raises StoreError."""

    def read(found: Connection) -> Manifest:
        generation = records.published(found, name)
        if generation is None:
            raise StoreError(f"{database} holds no generation {name!r}.")
        return records.manifest(found, generation)

    return connection.read(database, read)


def rollback(database: Database, name: str | None = None) -> IndexInfo:
    """Let an older generation serve: the one named, or the newest before the current one.

    Raises StoreError where there is none.
    """

    def write(found: Connection) -> IndexInfo:
        migrations.check(database, found)
        known = {each.name: each for each in records.every(found)}
        serving = records.published(found)
        if serving is None:
            raise records.missing(database)
        older = [each.name for each in known.values() if each.ordinal < serving.ordinal]
        if name is None and not older:
            raise StoreError(f"There is no generation older than {serving.name}, which serves.")
        chosen = name or older[0]
        if chosen not in known:
            listed = ", ".join(sorted(known))
            raise StoreError(f"{database} holds no generation {chosen!r}. It holds: {listed}")
        serve(found, known[chosen].ordinal)
        return known[chosen].info

    return connection.write(database, write)
