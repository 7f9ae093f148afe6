"""The builds of an index that are kept, and what each changed."""

from collections import Counter
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant import encoder, indexer
from assistant.errors import StoreError
from assistant.indexer.compare import compare, count, key
from assistant.store import places
from assistant.store.generations import Generation
from assistant.store.location import Location
from assistant.store.protocol import Store
from assistant.types import Changes, PassageCounts


@dataclass(frozen=True, slots=True)
class Difference:
    """A build against the one before it."""

    documents: Changes
    passages: PassageCounts


@dataclass(frozen=True, slots=True)
class Build:
    """A generation of the index."""

    generation: Generation
    since: Difference | None
    """None for the oldest that is kept, and where one of the two is damaged."""
    unfit: str
    """Why it cannot serve this program with this encoder; "" if it can."""


def builds(index: Location, model: str | None = None) -> tuple[Build, ...]:
    """List the builds, newest first. Raises MissingIndexError, StoreError, EncoderError."""
    identity = encoder.identity(model)
    found = places.generations(index)
    before = {new.info.generation: old.info.generation for new, old in pairwise(found)}
    listed = []
    for each in found:
        name = each.info.generation
        since = _difference(index, before[name], name) if name in before else None
        unfit = indexer.staleness(places.manifest(index, name), identity)
        listed.append(Build(each, since, unfit))
    return tuple(listed)


@lru_cache(maxsize=32)
def _difference(index: Location, before: str, now: str) -> Difference | None:
    """Compare two generations, which never change; None where one cannot be read."""
    with suppress(StoreError), ExitStack() as stack:
        old = stack.enter_context(closing(places.open_index(index, before)))
        new = stack.enter_context(closing(places.open_index(index, now)))
        return _compared(old, new)
    return None


def _compared(old: Store, new: Store) -> Difference:
    changes = compare(old.manifest.documents, new.manifest.documents)
    as_read = (old.manifest.chunking, old.manifest.reading)
    is_alike = as_read == (new.manifest.chunking, new.manifest.reading)
    taken_over = frozenset(changes.unchanged if is_alike else ())
    read: Counter[int] = Counter()
    for path in new.manifest.documents.keys() - taken_over:
        read.update(map(key, new.passages_of(path)))
    return Difference(changes, count(old, taken_over, read))
