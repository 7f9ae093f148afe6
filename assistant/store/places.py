"""What can be done where an index is kept, be it a folder or a database."""

from contextlib import suppress
from pathlib import Path

from assistant.errors import StoreError
from assistant.store import generations as folders
from assistant.store import manifest as manifests
from assistant.store.generations import Generation
from assistant.store.index import Index
from assistant.store.location import Database, Location
from assistant.store.manifest import Manifest
from assistant.store.protocol import Store
from assistant.types import IndexInfo


def open_index(place: Location, generation: str | None = None) -> Store:
    """Open the generation that serves, or the one named.

    Raises MissingIndexError where there is none, DamagedIndexError where it is half-written or
    altered, StaleIndexError where another version of this program wrote it, DatabaseError.
    """
    if isinstance(place, Database):
        from assistant.store.postgres.index import PostgresIndex

        return PostgresIndex.open(place, generation)
    return Index(folders.folder(place, generation)) if generation else Index.open(place)


def newest(place: Location) -> Store | None:
    """Open the generation that serves or, failing that, the newest that can be opened."""
    if isinstance(place, Path):
        from assistant.store import writer

        return writer.newest(place)
    with suppress(StoreError):
        return open_index(place)
    return None


def current(place: Location) -> str:
    """Name the generation that serves. Raises MissingIndexError, StoreError."""
    if isinstance(place, Database):
        from assistant.store.postgres import generations

        return generations.current(place)
    return folders.current(place)


def generations(place: Location) -> tuple[Generation, ...]:
    """List every generation that this version can read, newest first. Raises StoreError."""
    if isinstance(place, Database):
        from assistant.store.postgres import generations as shared

        return shared.generations(place)
    return folders.generations(place)


def manifest(place: Location, generation: str) -> Manifest:
    """Give what a generation was made from. Raises StoreError."""
    if isinstance(place, Database):
        from assistant.store.postgres import generations as shared

        return shared.manifest(place, generation)
    return manifests.load(folders.folder(place, generation))


def rollback(place: Location, generation: str | None = None) -> IndexInfo:
    """Let an older generation serve: the one named, or the newest before the current one.

    Raises StoreError where there is none, DamagedIndexError where it is not whole.
    """
    if isinstance(place, Database):
        from assistant.store.postgres import generations as shared

        return shared.rollback(place, generation)
    return folders.rollback(place, generation)
