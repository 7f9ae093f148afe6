"""Documents into the corpus folder and out of it: whole, or not at all."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.folder import printable, suffix, walk
from assistant.readers import READERS
from assistant.sidecar import FRONT_MATTER, beside, is_shared
from assistant.types import Skipped


def put(root: Path, path: str, data: bytes, sidecar: bytes) -> None:
    """Write a document and its own sidecar, b"" for none, in place of what was there.

    Raises CorpusError where a link leads out of the corpus, OSError where it cannot be written;
    then nothing has changed but, where the disk fails between the two, the sidecar.
    """
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(root.resolve()) or target.is_symlink():
        raise CorpusError(f"{target} is a link, or in a folder that is one. Nothing is written")
    own, is_new = beside(target)[0], not target.exists()
    try:
        document = _written(target, data)
        label = _written(own, sidecar) if sidecar else None
        if label:
            label.replace(own)
        elif suffix(path) not in FRONT_MATTER:
            own.unlink(missing_ok=True)
        document.replace(target)
    except OSError:
        if is_new:
            own.unlink(missing_ok=True)
        raise
    finally:
        for name in (target, own):
            _partial(name).unlink(missing_ok=True)
    _sync(target.parent)


def remove(root: Path, paths: Collection[str]) -> tuple[Path, ...]:
    """Delete documents with the sidecars that are theirs alone; give every file deleted.

    So are files that are left out of the corpus, by the path that they are listed under; of a link,
    the link alone. A folder left empty goes too. Raises CorpusError, before anything is deleted, if
    one is neither.
    """
    known = _removable(root)
    unknown = sorted(set(paths) - known.keys())
    if unknown:
        raise CorpusError(f"The corpus holds no document {unknown[0]!r}. List them: assistant list")
    wanted = {known[path] for path in paths}
    gone = [root / path for path in sorted(wanted)]
    gone += [each for each in _labels(root, wanted, known.values()) if each not in gone]
    for file in gone:
        file.unlink()
    for folder in {file.parent for file in gone} - {root}:
        with suppress(OSError):  # others are in it
            folder.rmdir()
        _sync(folder if folder.exists() else folder.parent)
    return tuple(gone)


def _removable(root: Path) -> dict[str, str]:
    """Paths of documents, and of files that cannot be any, by the paths they are listed under."""
    skipped: list[Skipped] = []
    documents = {path: path for path in Corpus(root).files(skipped)}
    listed = {each.path for each in skipped}
    found: dict[str, str] = {}
    for entry, path in walk(root, []):
        shown, is_file = printable(path), entry.is_symlink() or entry.is_file()
        # Two names may be shown as one; the one that is shown as it is counts.
        if is_file and shown in listed and (path == shown or shown not in found):
            found[shown] = path
    return found | documents


def _labels(root: Path, paths: Collection[str], known: Collection[str]) -> Iterator[Path]:
    """Find the sidecars that describe none but documents to be removed, in order of path."""
    left = {_stem(path) for path in set(known) - set(paths) if _is_described(path)}
    shared: set[Path] = set()
    for path in sorted(filter(_is_described, paths)):
        own, by_stem = beside(root / path)
        if own.is_file():
            yield own
        is_free = _stem(path) not in left and not is_shared(f"{_stem(path)}.toml")
        if is_free and by_stem not in shared and by_stem.is_file():
            shared.add(by_stem)
            yield by_stem


def _is_described(path: str) -> bool:
    """Whether a file is of a format that has sidecars."""
    return suffix(path) in READERS and suffix(path) not in FRONT_MATTER


def _stem(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(""))


def _partial(path: Path) -> Path:
    return path.with_name(f".{path.name}.partial")


def _written(path: Path, data: bytes) -> Path:
    """Write beside ``path``, under a hidden name that is no document, down to the disk."""
    partial = _partial(path)
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return partial


def _sync(folder: Path) -> None:
    """Have a folder's entries on the disk, on systems that can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
