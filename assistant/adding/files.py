"""Documents into the corpus folder and out of it: whole, or not at all."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.sidecar import FRONT_MATTER, beside


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
        elif path_suffix(path) not in FRONT_MATTER:
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

    A folder left empty goes too. Raises CorpusError, before anything is deleted, if one is no
    document of the corpus.
    """
    known = frozenset(Corpus(root).files())
    unknown = sorted(set(paths) - known)
    if unknown:
        raise CorpusError(f"{root} holds no document {unknown[0]!r}. List them: assistant list")
    gone = [root / path for path in sorted(set(paths))]
    gone += list(_labels(root, frozenset(paths), known))
    for file in gone:
        file.unlink()
    for folder in {file.parent for file in gone} - {root}:
        with suppress(OSError):  # others are in it
            folder.rmdir()
        _sync(folder if folder.exists() else folder.parent)
    return tuple(gone)


def path_suffix(path: str) -> str:
    """Give a path's suffix in lower case."""
    return Path(path).suffix.lower()


def _labels(root: Path, paths: Collection[str], known: Collection[str]) -> Iterator[Path]:
    """Find the sidecars that describe none but documents to be removed."""
    others = [path for path in set(known) - set(paths) if path_suffix(path) not in FRONT_MATTER]
    left = {str(Path(path).with_suffix("")) for path in others}
    shared: set[Path] = set()
    for path in paths:
        if path_suffix(path) in FRONT_MATTER:
            continue
        own, by_stem = beside(root / path)
        if own.is_file():
            yield own
        is_free = str(Path(path).with_suffix("")) not in left and by_stem not in shared
        if is_free and by_stem.is_file():
            shared.add(by_stem)
            yield by_stem


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
