"""Looking after an index: its generations, what a build would do, and whether all is well.

Only ``rollback`` writes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant import chunking, encoder, indexer
from assistant.corpus import Corpus, Scan
from assistant.errors import (
    CorpusError,
    DamagedIndexError,
    EncoderError,
    MissingIndexError,
    StoreError,
)
from assistant.indexer.compare import compare, count, key
from assistant.store import generations as folders
from assistant.store import places
from assistant.store.generations import Generation
from assistant.store.location import Database, Location
from assistant.store.manifest import Manifest
from assistant.store.protocol import Store
from assistant.types import Changes, IndexInfo, PassageCounts, ProgressCallback, Skipped

_FRAME = 6
"""Tokens that an encoder adds to a passage, at most: its prompt and the marks at both ends."""

_BUILD = "Run: assistant index"
_MEND = "Mend or remove these files, then run: assistant index"


@dataclass(frozen=True, slots=True)
class Rollback:
    """What serves now and what served before."""

    info: IndexInfo
    before: str | None
    """None where the pointer to it was damaged."""
    unfit: str
    """Why questions are refused as the corpus, encoder and program are now; "" if they are not."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do."""

    changes: Changes
    skipped: tuple[Skipped, ...]
    duplicates: tuple[tuple[str, str], ...]
    """(left out, indexed)"""
    passages: PassageCounts
    anew: str
    """Why every document would be read anew; "" if only those that changed."""
    writes: bool
    """Whether there would be a new generation."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and what to do about it."""

    what: str
    remedy: str = ""
    """"" where ``what`` says it."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What ``check`` found."""

    findings: tuple[Finding, ...]
    unchecked: tuple[str, ...]
    """What could not be looked at, and why."""


def generations(index: Location) -> tuple[Generation, ...]:
    """List the generations, newest first. Raises MissingIndexError, DamagedIndexError."""
    return places.generations(index)


def rollback(
    corpus: Path, index: Location, generation: str | None = None, model: str | None = None
) -> Rollback:
    """Let another generation serve: the one named, or the newest before the one that does.

    Raises MissingIndexError, StoreError, DamagedIndexError.
    """
    try:
        before = places.current(index)
    except DamagedIndexError:
        if not generation:
            raise
        before = None  # naming a generation mends the pointer
    info = places.rollback(index, generation)
    manifest = places.manifest(index, info.generation)
    return Rollback(info, before, _unfit(corpus, index, manifest, model))


def plan(corpus: Path, index: Location, model: str | None = None) -> Plan:
    """Say what ``pipeline.rebuild`` would do; write nothing. Raises CorpusError, EncoderError."""
    folder = Corpus(corpus)
    seen = indexer.scan(folder, index, keep=False)
    before, trouble = _before(index)
    try:
        stale = indexer.staleness(before.manifest, encoder.identity(model)) if before else trouble
        known = before.manifest if before and not stale else None
        draft = _read(folder, seen, known)
        passages = count(before, draft.taken_over, draft.passages)
    finally:
        if before:
            before.close()
    digests = {path: digest for path, digest in seen.digests.items() if path not in draft.refused}
    if not digests:
        reasons = "; ".join(f"{path}: {why}" for path, why in list(draft.refused.items())[:3])
        raise CorpusError(f"No document in {corpus} can be read: {reasons}")
    refused = (Skipped(path, why) for path, why in sorted(draft.refused.items()))
    changes = compare(before.manifest.documents if before else {}, digests)
    writes = known is None or bool(trouble or indexer.since(known, seen))
    if known and known.ledger:
        writes = writes or indexer.is_told_otherwise(known, seen)
    skipped = (*seen.skipped, *refused)
    return Plan(changes, skipped, seen.duplicates, passages, stale, writes)


def check(
    corpus: Path,
    index: Location,
    model: str | None = None,
    progress: ProgressCallback | None = None,
) -> Checkup:
    """Read every byte of the index and of the corpus, and say what is wrong with them."""
    try:
        opened = places.open_index(index)
    except StoreError as error:
        return Checkup((Finding(str(error)), *_corpus_findings(corpus, None)), ())
    try:
        return _check(corpus, index, opened, model, progress)
    finally:
        opened.close()


def _check(
    corpus: Path,
    place: Location,
    index: Store,
    model: str | None,
    progress: ProgressCallback | None,
) -> Checkup:
    found, unchecked = [], []
    try:
        damage = index.problems()
    except DamagedIndexError as error:
        damage = (str(error),)
    remedy = f"Remove {_whole(place, index)} and run: assistant index"
    found += [Finding(each, remedy) for each in damage]
    found += _corpus_findings(corpus, index.manifest)
    try:
        stale = indexer.staleness(index.manifest, encoder.identity(model))
        if stale:
            found.append(Finding(f"{_whole(place, index)}: {stale}", _BUILD))
        if stale or damage:
            unchecked.append("the passages' lengths, until the index can be used")
        else:
            found += _too_long(index, encoder.load(model, progress))
    except EncoderError as error:
        unchecked.append(f"the passages' lengths: {error}")
    return Checkup(tuple(found), tuple(unchecked))


def _corpus_findings(corpus: Path, manifest: Manifest | None) -> Iterator[Finding]:
    """Say how the corpus differs from the index, and which of its files are no documents."""
    try:
        seen = Corpus(corpus).scan()
    except CorpusError as error:
        yield Finding(str(error))
        return
    if manifest:
        changes = indexer.since(manifest, seen)
        yield from (Finding(f"{path}: new, not indexed yet", _BUILD) for path in changes.added)
        yield from (Finding(f"{path}: changed since indexed", _BUILD) for path in changes.changed)
        yield from (Finding(f"{path}: removed, still indexed", _BUILD) for path in changes.removed)
        if manifest.ledger and indexer.is_told_otherwise(manifest, seen):
            why = "names of indicators or another version of this program came since"
            yield Finding(f"the ledger is out of date: {why}", _BUILD)
    yield from (Finding(f"{skip.path}: {skip.reason}", _MEND) for skip in seen.skipped)
    for path, (digest, why) in sorted(manifest.refused.items()) if manifest else ():
        if seen.digests.get(path) == digest:
            yield Finding(f"{path}: {why}", _MEND)
    for path, kept in seen.duplicates:
        yield Finding(f"{path}: the same bytes as {kept}, left out", _MEND)


def _whole(place: Location, index: Store) -> str:
    """Name what a generation stands and falls with."""
    if isinstance(place, Database):
        return f"the schema assistant of {place}"
    return str(folders.folder(place, index.info.generation))


def _too_long(index: Store, read_by: encoder.Encoder) -> Iterator[Finding]:
    """Name the passages whose end the encoder does not read."""
    limit = read_by.max_tokens - _FRAME
    for record in index.documents():
        passages = index.passages_of(record.path)
        texts = [indexer.index_text(each, record.metadata.title) for each in passages]
        for passage, tokens in zip(passages, read_by.count_tokens(texts), strict=True):
            if tokens > limit:
                yield Finding(
                    f"{passage.document}:{passage.start}-{passage.end}: a passage of {tokens} "
                    f"tokens; the encoder reads {limit}",
                    "Break them up, with headings, paragraphs or full stops, "
                    "then run: assistant index",
                )


def _unfit(corpus: Path, index: Location, manifest: Manifest, model: str | None) -> str:
    try:
        stale = indexer.staleness(manifest, encoder.identity(model))
        changes = indexer.changes(Corpus(corpus), manifest, index)
    except (EncoderError, CorpusError) as error:
        return str(error)
    count = len(changes.added) + len(changes.changed) + len(changes.removed)
    several = "documents differ" if count > 1 else "document differs"
    return stale or (f"in {corpus} {count} {several} from it" if changes else "")


def _before(index: Location) -> tuple[Store | None, str]:
    """Open what a build would go on from; why that is not what serves, if it is not."""
    try:
        return places.open_index(index), ""
    except MissingIndexError:
        trouble = "there is no index yet"
    except StoreError as error:
        trouble = str(error)
    return places.newest(index), trouble


@dataclass(slots=True)
class _Draft:
    """What came of reading the documents that a build would read."""

    taken_over: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    """Path → reason."""
    passages: Counter[int] = field(default_factory=Counter)


def _read(corpus: Corpus, seen: Scan, known: Manifest | None) -> _Draft:
    """Read and split what is not as it was ``known``."""
    draft = _Draft()
    for path, digest in seen.digests.items():
        before, reason = known.refused.get(path, ("", "")) if known else ("", "")
        if known and known.documents.get(path) == digest:
            draft.taken_over.add(path)
        elif before == digest:
            draft.refused[path] = reason
        else:
            try:
                draft.passages.update(map(key, chunking.split(corpus.read(path))))
            except CorpusError as error:
                draft.refused[path] = corpus.reason(path, error)
    return draft
