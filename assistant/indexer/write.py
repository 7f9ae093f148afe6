"""The build: a new generation beside the one that serves, then one step from that to this."""

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from assistant import __version__, chunking, words
from assistant.corpus import Corpus, Scan, corpus_digest
from assistant.encoder import Encoder
from assistant.errors import (
    CorpusError,
    DamagedIndexError,
    EmptyCorpusError,
    EncoderError,
    StoreError,
)
from assistant.folder import INDICATORS
from assistant.indexer import ledger, shared
from assistant.indexer.compare import (
    compare,
    count,
    is_told_otherwise,
    key,
    reading,
    scan,
    since,
    staleness,
    telling,
)
from assistant.indexer.texts import encoded_texts
from assistant.ledger.named import read as read_named
from assistant.store import generations
from assistant.store import ledger as ledgers
from assistant.store import manifest as manifests
from assistant.store.index import Index
from assistant.store.location import Database, Location
from assistant.store.manifest import Manifest
from assistant.store.writer import Writer, newest
from assistant.types import BuildReport, PassageCounts, Progress, ProgressCallback


def build(
    corpus: Corpus,
    index: Location,
    encoder: Encoder | Callable[[], Encoder],
    *,
    identity: str,
    progress: ProgressCallback | None = None,
    wait: bool = True,
) -> BuildReport:
    """Bring the index in ``index`` up to date with ``corpus``; write nothing if it is.

    ``encoder`` may be a function that loads one; it is called only when there is something to
    encode. ``identity`` is that encoder's ``name``. While another process builds, waits for it,
    or without ``wait`` raises StoreError. Raises CorpusError if no document can be read. Whatever
    is raised, the generation that served goes on serving, and what was written beside it is gone;
    so ``progress`` stops a build by raising.
    """
    if isinstance(index, Database):
        return shared.build(corpus, index, encoder, identity=identity, progress=progress, wait=wait)
    started = perf_counter()
    seen = scan(corpus, index)
    served = _current(index, seen, identity)
    if not served:
        with generations.lock(index, wait=wait) as waited, ExitStack() as stack:
            if waited:
                seen = scan(corpus, index)
                served = _current(index, seen, identity)
            if not served:
                previous = newest(index)
                if previous:
                    stack.callback(previous.close)
                report = progress or (lambda _: None)
                job = _Job(corpus, index, seen, identity, encoder, previous, report)
                try:
                    return _build(job, started)
                except DamagedIndexError:  # in what was to be taken over
                    return _build(replace(job, previous=None), started)
    skipped = (*seen.skipped, *served.skipped)
    same, seconds = since(served, seen), perf_counter() - started
    kept = PassageCounts(kept=served.passages)
    return BuildReport(served.info, same, kept, skipped, seen.duplicates, 0, seconds, written=False)


@dataclass(frozen=True, slots=True)
class _Job:
    """What a build is made from."""

    corpus: Corpus
    index: Path
    seen: Scan
    identity: str
    encoder: Encoder | Callable[[], Encoder]
    previous: Index | None
    report: ProgressCallback

    @property
    def base(self) -> Index | None:
        """The generation whose documents can be taken over as they are."""
        if self.previous and staleness(self.previous.manifest, self.identity):
            return None
        return self.previous


@dataclass(slots=True)
class _Draft:
    """What is known of a generation while its documents are read."""

    documents: dict[str, str] = field(default_factory=dict)
    """Path → SHA-256."""
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path → SHA-256 and reason; left out until the file changes."""
    texts: dict[bytes, list[str]] = field(default_factory=dict)
    """Digest → what is encoded, of every passage that was read anew."""
    taken_over: set[str] = field(default_factory=set)
    """The documents that were not read anew."""
    read: Counter[int] = field(default_factory=Counter)
    """The ``key`` of every passage that was."""


def _current(index: Path, seen: Scan, identity: str) -> Manifest | None:
    """Give the manifest of the generation that serves, if it is what a build would make."""
    try:
        folder = generations.folder(index, generations.current(index))
        served = manifests.load(folder)
        if staleness(served, identity) or since(served, seen):
            return None
        if is_told_otherwise(served, seen):
            return None
        Index(folder).close()  # what cannot be opened is to be built again
    except StoreError:
        return None
    return served


def _build(job: _Job, started: float) -> BuildReport:
    """Write a generation and let it serve; needs the lock."""
    with generations.writing(job.index):
        folder = generations.begin(job.index, corpus_digest(job.seen.digests))
    try:
        manifest, counts, encoded = _write(job, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    with generations.writing(job.index):
        generations.publish(job.index, folder.name)
    before = job.previous.manifest.documents if job.previous else {}
    done = compare(before, manifest.documents)
    skipped = (*job.seen.skipped, *manifest.skipped)
    duplicates, seconds = job.seen.duplicates, perf_counter() - started
    return BuildReport(
        manifest.info, done, counts, skipped, duplicates, encoded, seconds, written=True
    )


def _write(job: _Job, folder: Path) -> tuple[Manifest, PassageCounts, int]:
    """Write a whole generation; give its manifest and how many passages were encoded."""
    draft = _Draft()
    with generations.writing(job.index):
        writer = Writer(folder, job.base, job.previous)
    with closing(writer):
        _read_all(job, draft, writer)
        with generations.writing(job.index):
            missing = writer.write_passages()
        if not draft.documents:
            told = list(draft.refused.items())[:3]
            reasons = "; ".join(f"{path}: {reason}" for path, (_, reason) in told)
            raise EmptyCorpusError(f"No document in {job.corpus.root} can be read: {reasons}")
        counts = count(job.previous, draft.taken_over, draft.read)
        texts = [draft.texts[digest] for digest in missing]
        firsts = np.cumsum([0, *map(len, texts)], dtype=np.int64)
        fresh = _encode(job, [text for group in texts for text in group])
        job.report(Progress("write", 0, 1))
        with generations.writing(job.index):
            writer.write_vectors(missing, fresh, firsts)
            _write_ledger(job, folder, draft)
            manifest = _manifest(job, draft, folder.name, fresh.shape[1], writer.passages)
            manifest = generations.seal(folder, manifest)
            Index(folder).close()  # rather than let one serve that cannot be opened
    job.report(Progress("write", 1, 1))
    return manifest, counts, len(missing)


def _write_ledger(job: _Job, folder: Path, draft: _Draft) -> None:
    path = str(job.corpus.root / INDICATORS)
    named = read_named(job.corpus.indicators(), path) if job.seen.indicators else ()
    previous, taken_over = None, set[str]()
    if job.previous and job.previous.manifest.encoder == job.identity:
        before = job.previous.folder / ledgers.NAME
        previous = before if before.exists() else None
        if job.base and job.previous.manifest.ledger == telling():
            taken_over = draft.taken_over

    def told(done: int, total: int) -> None:
        job.report(Progress("write", done, total))

    ledger.write(folder, previous, taken_over, named, lambda: _loaded(job), told)


def _read_all(job: _Job, draft: _Draft, writer: Writer) -> None:
    """Take over unchanged documents and read the others, in order of path."""
    digests, numbers = job.seen.digests, {}
    if job.base:
        before = job.base.manifest
        for path, (digest, reason) in before.refused.items():
            if digests.get(path) == digest:
                draft.refused[path] = digest, reason
        for number, (path, digest) in enumerate(sorted(before.documents.items())):
            if digests.get(path) == digest:
                draft.documents[path], numbers[path] = digest, number
    draft.taken_over.update(numbers)
    steps = list(_plan(digests.keys() - draft.refused.keys(), numbers))
    for done, step in enumerate(steps):
        job.report(Progress("read", done, len(steps)))
        if isinstance(step, range):
            with generations.writing(job.index):
                writer.keep(step.start, step.stop)
        else:
            _read(job, step, draft, writer)
    job.report(Progress("read", len(steps), len(steps)))


def _plan(paths: Collection[str], numbers: Mapping[str, int]) -> Iterator[str | range]:
    """Order the work by path: documents to read, and runs of unchanged ones by their numbers."""
    run = range(0)
    for path in sorted(paths):
        number = numbers.get(path)
        if run and number != run.stop:
            yield run
            run = range(0)
        if number is None:
            yield path
        else:
            run = range(run.start if run else number, number + 1)
    if run:
        yield run


def _read(job: _Job, path: str, draft: _Draft, writer: Writer) -> None:
    """Read a document and append it, its passages and their words."""
    try:
        document = job.corpus.read(path)
    except CorpusError as error:
        draft.refused[path] = job.seen.digests[path], job.corpus.reason(path, error)
        return
    passages = chunking.split(document)
    texts = [encoded_texts(passage, document.metadata.title) for passage in passages]
    digests = [sha256("\0".join((job.identity, *each)).encode()).digest() for each in texts]
    tokens = [
        words.tokens(each[0], passage.language)
        for each, passage in zip(texts, passages, strict=True)
    ]
    with generations.writing(job.index):
        writer.add(document, passages, tokens, digests)
    draft.texts.update(zip(digests, texts, strict=True))
    draft.documents[path] = document.state
    draft.read.update(map(key, passages))


def _encode(job: _Job, texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode, float32[n, d]; the encoder is not loaded for nothing."""
    before = job.previous.manifest if job.previous else None
    if not texts and before and before.encoder == job.identity:
        return np.empty((0, before.dimension), np.float32)
    encoder = _loaded(job)
    job.report(Progress("encode", 0, len(texts)))
    return encoder.encode_documents(
        texts, lambda done: job.report(Progress("encode", done, len(texts)))
    )


def _loaded(job: _Job) -> Encoder:
    encoder = job.encoder() if callable(job.encoder) else job.encoder
    if encoder.name != job.identity:
        raise EncoderError(f"The encoder is {encoder.name} and not {job.identity}, as announced.")
    return encoder


def _manifest(job: _Job, draft: _Draft, generation: str, dimension: int, passages: int) -> Manifest:
    return Manifest(
        generation=generation,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        assistant=__version__,
        encoder=job.identity,
        dimension=dimension,
        chunking=chunking.CHUNKING,
        reading=reading(),
        corpus=corpus_digest(draft.documents),
        documents=dict(sorted(draft.documents.items())),
        refused=draft.refused,
        duplicates=job.seen.duplicates,
        passages=passages,
        indicators=job.seen.indicators,
        ledger=telling(),
    )
