"""The corpus against an index: what differs, and whether the index can be used at all."""

import json
import os
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path

from assistant import chunking
from assistant.corpus import Corpus, Scan, Stat, StatCache
from assistant.errors import CorpusError, StaleIndexError
from assistant.store.location import Location
from assistant.store.manifest import Manifest, damaged
from assistant.store.protocol import Store, StoredLedger
from assistant.types import Changes, Passage, PassageCounts, Skipped

STATS = "files.json"
"""What the corpus's files looked like when last digested; a cache, safe to remove."""

_FIELDS = tuple(field.name for field in fields(Stat))

READING = (
    "acronyms.toml",
    "chunking",
    "corpus.py",
    "countries",
    "dates.py",
    "demonyms.toml",
    "folder.py",
    "indexer/texts.py",
    "metadata.py",
    "readers",
    "sidecar.py",
    "spelling.py",
    "words.py",
)
"""All that decides which passages and words a file gives, within this package."""

LEDGER = (
    "comparison.json",
    "demonyms.toml",
    "elsewhere.py",
    "fitting.py",
    "kinds.py",
    "ledger",
    "lexicon.py",
    "lexicon.tsv",
    "matching.py",
    "models/cross_encoder.npz",
    "models/cross_encoder.py",
    "phrasing.py",
    "polarity",
    "presupposition.py",
    "question.py",
    "stance.py",
    "store/ledger.py",
    "subjects.py",
    "tenor.json",
    "tenor.py",
    "terms.py",
    "verdicts.py",
)
"""What decides, beside all that, what the ledger says of them."""


def changes(corpus: Corpus, manifest: Manifest, index: Location | None = None) -> Changes:
    """Compare the corpus on disk with what a generation was made from.

    With the ``index`` folder, files that look as they did are not opened.
    """
    return since(manifest, scan(corpus, index) if index else corpus.scan())


def scan(corpus: Corpus, index: Location, *, keep: bool = True) -> Scan:
    """Scan the corpus; files that look as they did at the last scan are not opened.

    What they looked like is kept in the ``index`` folder, if that is wanted and can be written.
    """
    known = _load_stats(index / STATS)
    seen = corpus.scan(known)
    if keep and seen.stats != known:
        _save_stats(index / STATS, seen.stats)
    return seen


def staleness(manifest: Manifest, identity: str) -> str:
    """Say why an index cannot serve this program with this encoder; '' if it can."""
    if manifest.encoder != identity:
        return f"it was built by another encoder ({manifest.encoder}, now {identity})"
    if (manifest.chunking, manifest.reading) != (chunking.CHUNKING, reading()):
        return "it was built by another version of this program, which reads documents otherwise"
    return ""


def ledger_of(index: Store) -> StoredLedger:
    """Give the ledger of an index. Raises StaleIndexError where this program reads it otherwise.

    So a ledger never differs from the answers, which are read from the passages each time.
    """
    found = index.ledger
    if found is None or index.manifest.ledger != telling():
        raise StaleIndexError(
            "The ledger was built by another version of this program. "
            "Bring it up to date with: assistant index"
        )
    return found


def is_told_otherwise(before: Manifest, seen: Scan) -> bool:
    """Whether the ledger would differ where no document does: by other names or another program."""
    return (before.indicators, before.ledger) != (seen.indicators, telling())


def since(before: Manifest, seen: Scan) -> Changes:
    """Compare a scan with what a generation was made from.

    A file that could not be read then, and is the same now, is none of the changes.
    """
    refused = {path: digest for path, (digest, _) in before.refused.items()}
    return compare(before.documents, dict(seen.digests.items() - refused.items()))


def refused(before: Manifest, seen: Scan) -> tuple[Skipped, ...]:
    """Give the files that a build could not read, and that are the same still."""
    return tuple(
        Skipped(path, reason)
        for path, (state, reason) in before.refused.items()
        if seen.digests.get(path) == state
    )


def compare(was: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    """Compare two tables of documents, path → SHA-256."""
    both = sorted(now.keys() & was.keys())
    return Changes(
        added=tuple(sorted(now.keys() - was.keys())),
        changed=tuple(path for path in both if now[path] != was[path]),
        removed=tuple(sorted(was.keys() - now.keys())),
        unchanged=tuple(path for path in both if now[path] == was[path]),
    )


def key(passage: Passage) -> int:
    """Give the same number for passages of the same section and text, in whatever document."""
    return hash((passage.section, passage.text))


def count(before: Store | None, taken_over: Collection[str], read: Counter[int]) -> PassageCounts:
    """Count what becomes of the passages of an index.

    ``taken_over``: the documents that stay as they are. ``read``: the ``key`` of every passage of
    the others. Raises DamagedIndexError.
    """
    others = Counter(map(key, _passages(before, taken_over))) if before else Counter[int]()
    same = (others & read).total()
    whole = before.manifest.passages - others.total() if before else 0
    return PassageCounts(read.total() - same, others.total() - same, whole + same)


def _passages(index: Store, without: Collection[str]) -> Iterator[Passage]:
    for path in index.manifest.documents:
        if path not in without:
            try:
                yield from index.passages_of(path)
            except CorpusError as error:  # the manifest names what the rest does not hold
                raise damaged(str(error)) from error


@cache
def telling() -> str:
    """Digest the code that decides what the ledger says of given passages."""
    return _digest((*READING, *LEDGER))


@cache
def reading() -> str:
    """Digest the code that decides what passages and words a file gives.

    A new version of it may read an unchanged file otherwise, so the index must know which it was.
    """
    return _digest(READING)


def _digest(names: Iterable[str]) -> str:
    package, digest = Path(__file__).parent.parent, sha256()
    for name in names:
        for path in sorted([package / name, *(package / name).rglob("*")]):
            if path.suffix in (".json", ".py", ".toml", ".tsv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _load_stats(path: Path) -> StatCache:
    """Read what the last scan saw, unless it was by another version of the code that looks."""
    try:
        by, stats = json.loads(path.read_bytes())
        return {name: Stat(*looks) for name, looks in stats.items()} if by == reading() else {}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _save_stats(path: Path, stats: StatCache) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.partial")
    # Not dataclasses.astuple: it copies, which for 10,000 files takes most of a second.
    looks = {name: [getattr(each, field) for field in _FIELDS] for name, each in stats.items()}
    data = json.dumps([reading(), looks])
    with suppress(OSError):  # without this file the next scan takes longer, no more
        partial.write_text(data, encoding="ascii")
        partial.replace(path)
