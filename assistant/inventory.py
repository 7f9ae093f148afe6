"""Every document of a corpus with how it stands against the index; needs no encoder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant import indexer
from assistant.corpus import Corpus
from assistant.errors import MissingIndexError
from assistant.store import places
from assistant.store.location import Location
from assistant.types import DocumentRecord

State = Literal["current", "changed", "new", "removed", "refused", "duplicate"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the corpus or the index."""

    path: str
    state: State
    """``removed``: gone from the corpus, still in the index; ``refused``: cannot be read."""
    record: DocumentRecord | None = None
    """As indexed; None where it is not."""
    reason: str = ""
    """Why it is refused, or which document has the same bytes."""


def entries(corpus: Path, index: Location) -> tuple[Entry, ...]:
    """List what is in the corpus or the index, in order of path.

    Raises CorpusError if the folder cannot be read, DamagedIndexError.
    """
    try:
        opened = places.open_index(index)
    except MissingIndexError:
        seen = Corpus(corpus).scan()
        records, changes, refused = {}, None, list(seen.skipped)
    else:
        try:
            seen = indexer.scan(Corpus(corpus), index)
            records = dict(opened.records)
            changes = indexer.since(opened.manifest, seen)
            refused = [*seen.skipped, *indexer.refused(opened.manifest, seen)]
        finally:
            opened.close()
    states: dict[str, State] = dict.fromkeys(seen.digests, "new")
    if changes is not None:
        states |= dict.fromkeys(changes.unchanged, "current")
        states |= dict.fromkeys(changes.changed, "changed")
        states |= dict.fromkeys(changes.removed, "removed")
    found = {path: Entry(path, state, records.get(path)) for path, state in states.items()}
    found |= {path: Entry(path, "duplicate", None, kept) for path, kept in seen.duplicates}
    found |= {each.path: Entry(each.path, "refused", None, each.reason) for each in refused}
    return tuple(found[path] for path in sorted(found))
