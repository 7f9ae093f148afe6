"""The build in a database: any number of builders, on any machines, share the documents.

Each needs the same corpus, encoder and version of this program; what a builder reads, encodes and
writes it has claimed, and the last one to finish lets the whole serve.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter, sleep
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant import __version__, chunking, words
from assistant.corpus import Corpus, Scan, corpus_digest
from assistant.encoder import Encoder, comparing
from assistant.errors import CorpusError, EncoderError, LostServerError, StoreError
from assistant.folder import INDICATORS
from assistant.indexer import told
from assistant.indexer.compare import (
    compare,
    is_told_otherwise,
    reading,
    scan,
    since,
    staleness,
    telling,
)
from assistant.indexer.texts import encoded_texts
from assistant.ledger import extract
from assistant.ledger.named import read as read_named
from assistant.store.location import Database
from assistant.store.manifest import Manifest
from assistant.types import (
    BuildReport,
    Document,
    Passage,
    PassageCounts,
    Progress,
    ProgressCallback,
)

if TYPE_CHECKING:
    from assistant.store.postgres.builder import Builder
    from assistant.store.postgres.ledger import LedgerDraft
    from assistant.store.postgres.publishing import Content
    from assistant.store.postgres.writing import Entry

Floats = NDArray[np.float32]

CLAIMED = 8
"""Documents that a builder holds at once: what is lost with it, and what is encoded together."""

_TRIES = 6  # connections that a build may lose
_PAUSE = 0.1  # seconds before the second try; twice as long before each further one


@dataclass(frozen=True, slots=True)
class _Job:
    """What a build is made from."""

    corpus: Corpus
    database: Database
    identity: str
    encoder: Encoder | Callable[[], Encoder]
    report: ProgressCallback
    wait: bool
    started: float


@dataclass(frozen=True, slots=True)
class _Read:
    """A claimed document, read and split."""

    document: Document
    passages: Sequence[Passage]
    texts: Sequence[Sequence[str]]
    """Of each passage what is encoded, its own text first."""
    digests: Sequence[bytes]


def build(
    corpus: Corpus,
    database: Database,
    encoder: Encoder | Callable[[], Encoder],
    *,
    identity: str,
    progress: ProgressCallback | None = None,
    wait: bool = True,
) -> BuildReport:
    """Bring the index in a database up to date, as ``indexer.build`` does one in a folder.

    Joins the builders that make the same already. Where the server is lost, goes on with another.
    """
    report = progress or (lambda _: None)
    with suppress(OSError):  # without it every scan digests every file
        database.mkdir(parents=True, exist_ok=True)
    job = _Job(corpus, database, identity, encoder, report, wait, perf_counter())
    for number in range(_TRIES - 1):
        try:
            return _build(job)
        except LostServerError:
            sleep(_PAUSE * 2**number)
    return _build(job)


def _build(job: _Job) -> BuildReport:
    from assistant.store.postgres.builder import Builder

    with closing(Builder(job.database)) as builder:
        while True:
            seen = scan(job.corpus, job.database)
            served = builder.serving()
            if served and _is_current(job, seen, served):
                return _unchanged(job, seen, served)
            if builder.join(_wanted(job, seen), corpus_digest(seen.digests), _plan(job, seen)):
                return _share(job, seen, builder, served)
            if not job.wait:
                raise StoreError(
                    f"Another build is writing {job.database}. Try again when it has finished."
                )
            builder.wait()


def _is_current(job: _Job, seen: Scan, served: Manifest) -> bool:
    if staleness(served, job.identity) or since(served, seen):
        return False
    return not is_told_otherwise(served, seen)


def _wanted(job: _Job, seen: Scan) -> str:
    """Digest what is to be built: who wants the same can help."""
    paths = "\0".join(f"{path}\0{state}" for path, state in sorted(seen.digests.items()))
    parts = (job.identity, chunking.CHUNKING, reading(), seen.indicators, telling(), paths)
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _plan(job: _Job, seen: Scan) -> "Callable[[Manifest | None], Mapping[str, str | None]]":
    """Say what there is to do since a generation."""

    def plan(before: Manifest | None) -> dict[str, str | None]:
        if before is None:
            return dict(seen.digests)
        if staleness(before, job.identity):
            return dict.fromkeys(before.documents) | seen.digests
        changes = since(before, seen)
        again = (*changes.added, *changes.changed)
        return dict.fromkeys(changes.removed) | {path: seen.digests[path] for path in again}

    return plan


def _share(job: _Job, seen: Scan, builder: "Builder", served: Manifest | None) -> BuildReport:
    """Do what is left to do, beside others if there are any, and let it serve."""
    before, encoded = builder.newest(), 0
    while True:
        job.report(Progress("read", *builder.progress()))
        with builder.claim(CLAIMED) as claimed:
            if not claimed:
                break
            encoded += _write(job, builder, claimed)
    job.report(Progress("write", 0, 1))
    base = before if before and not staleness(before, job.identity) else None
    made: list[Manifest] = []

    def manifest(content: "Content") -> Manifest:
        made.append(_manifest(job, seen, base, content))
        return made[-1]

    try:
        counts = builder.publish(manifest, lambda draft: _tell(job, seen, draft))
    except CorpusError:
        builder.abandon()
        raise
    job.report(Progress("write", 1, 1))
    now = builder.serving()
    if now is None:
        raise StoreError(f"{job.database} was emptied meanwhile. Run: assistant index")
    changes = compare(served.documents if served else {}, now.documents)
    skipped, seconds = (*seen.skipped, *now.skipped), perf_counter() - job.started
    return BuildReport(
        now.info, changes, counts, skipped, seen.duplicates, encoded, seconds, written=True
    )


def _tell(job: _Job, seen: Scan, draft: "LedgerDraft") -> None:
    path = str(job.corpus.root / INDICATORS)
    named = read_named(job.corpus.indicators(), path) if seen.indicators else ()
    told.write(draft, named, job.identity, lambda: _loaded(job))


def _unchanged(job: _Job, seen: Scan, served: Manifest) -> BuildReport:
    skipped = (*seen.skipped, *served.skipped)
    same, seconds = since(served, seen), perf_counter() - job.started
    kept = PassageCounts(kept=served.passages)
    return BuildReport(served.info, same, kept, skipped, seen.duplicates, 0, seconds, written=False)


def _write(job: _Job, builder: "Builder", claimed: Mapping[str, str]) -> int:
    """Read, encode and write the claimed documents; give how many passages were encoded."""
    read: list[_Read] = []
    for path in claimed:
        try:
            read.append(_read(job, path))
        except CorpusError as error:
            builder.refuse(path, job.corpus.reason(path, error))
    texts = {
        digest: text for each in read for digest, text in zip(each.digests, each.texts, strict=True)
    }
    known = builder.known(texts)
    fresh = _encode(job, {digest: text for digest, text in texts.items() if digest not in known})
    vectors: dict[bytes, Floats | int] = {**known, **fresh}
    compare = comparing(lambda: _loaded(job))
    for each in read:
        version = builder.add(each.document, _entries(each, vectors))
        statements = extract.statements(each.document, each.passages, compare)
        builder.tell(version, telling(), statements)
    return len(fresh)


def _read(job: _Job, path: str) -> _Read:
    """Read and split a document. Raises CorpusError where it is none."""
    from assistant.store.postgres.writing import check_text

    document = job.corpus.read(path)
    check_text(document)
    passages = chunking.split(document)
    texts = [encoded_texts(passage, document.metadata.title) for passage in passages]
    digests = [sha256("\0".join((job.identity, *each)).encode()).digest() for each in texts]
    return _Read(document, passages, texts, digests)


def _entries(each: _Read, vectors: Mapping[bytes, Floats | int]) -> "list[Entry]":
    from assistant.store.postgres.writing import Entry

    return [
        Entry(passage, digest, words.tokens(text[0], passage.language), vectors[digest])
        for passage, text, digest in zip(each.passages, each.texts, each.digests, strict=True)
    ]


def _encode(job: _Job, texts: Mapping[bytes, Sequence[str]]) -> dict[bytes, Floats]:
    """Encode, digest → float32[texts, d]; the encoder is not loaded for nothing."""
    if not texts:
        return {}
    encoder = _loaded(job)
    every = [text for group in texts.values() for text in group]
    job.report(Progress("encode", 0, len(every)))
    vectors = encoder.encode_documents(
        every, lambda done: job.report(Progress("encode", done, len(every)))
    )
    ends = np.cumsum([len(group) for group in texts.values()])[:-1]
    return dict(zip(texts, np.split(vectors, ends), strict=True))


def _loaded(job: _Job) -> Encoder:
    encoder = job.encoder() if callable(job.encoder) else job.encoder
    if encoder.name != job.identity:
        raise EncoderError(f"The encoder is {encoder.name} and not {job.identity}, as announced.")
    return encoder


def _manifest(job: _Job, seen: Scan, base: Manifest | None, content: "Content") -> Manifest:
    refused = dict(base.refused) if base else {}
    refused = {p: known for p, known in refused.items() if seen.digests.get(p) == known[0]}
    refused |= content.refused
    if not content.documents:
        told = "; ".join(f"{path}: {why}" for path, (_, why) in list(refused.items())[:3])
        raise CorpusError(f"No document in {job.corpus.root} can be read: {told}")
    return Manifest(
        generation=content.name,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        assistant=__version__,
        encoder=job.identity,
        dimension=content.dimension,
        chunking=chunking.CHUNKING,
        reading=reading(),
        corpus=corpus_digest(content.documents),
        documents=content.documents,
        refused=refused,
        duplicates=seen.duplicates,
        passages=content.passages,
        indicators=seen.indicators,
        ledger=telling(),
    )
