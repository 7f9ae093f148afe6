"""The index folder: generations, the pointer to the one that serves, and the lock of a build.

    current                one line: the name of the generation that serves
    generations/<name>/    one generation, whole once it has a manifest, never altered after
    .lock                  held by the process that writes

A build writes a generation beside the others and moves the pointer last, in one atomic step, so
whatever stops it, the generation that served goes on serving.
"""

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import MissingIndexError, StoreError
from assistant.store import manifest as manifests
from assistant.store.manifest import Manifest
from assistant.types import IndexInfo

POINTER = "current"
FOLDER = "generations"
LOCK = ".lock"
KEPT = 3

_NAME = re.compile(r"\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{8}(-\d+)?")


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that could serve."""

    info: IndexInfo
    current: bool
    size: int
    """Bytes on disk; files that it shares with its neighbours count in each."""


def current(root: Path) -> str:
    """Name the generation that serves. Raises MissingIndexError, DamagedIndexError."""
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingIndexError(
            f"There is no index in {root}. Build it with: assistant index"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise manifests.unreadable(root / POINTER, error) from error
    if not _NAME.fullmatch(name):
        raise manifests.damaged(f"{root / POINTER} names no generation ({name[:40]!r})")
    return name


def folder(root: Path, name: str) -> Path:
    """Where the generation ``name`` is."""
    return root / FOLDER / name


def names(root: Path) -> list[str]:
    """Every whole generation's name, oldest first."""
    home = root / FOLDER
    if not home.is_dir():
        return []
    return sorted(
        path.name
        for path in home.iterdir()
        if _NAME.fullmatch(path.name) and (path / manifests.NAME).is_file()
    )


def generations(root: Path) -> tuple[Generation, ...]:
    """Every generation that this version can read, newest first."""
    serving = current(root)
    found = []
    for name in reversed(names(root)):
        with suppress(StoreError):
            manifest = manifests.load(folder(root, name))
            size = sum(mark.size for mark in manifest.files.values())
            found.append(Generation(manifest.info, name == serving, size))
    return tuple(found)


def rollback(root: Path, generation: str | None = None) -> IndexInfo:
    """Let an older generation serve: the one named, or the newest before the current one.

    Raises StoreError where there is none, DamagedIndexError where it is not whole.
    """
    with lock(root):
        known = names(root)
        name = generation or _before(current(root), known)
        if name not in known:
            raise StoreError(f"{root} holds no generation {name!r}. It holds: {', '.join(known)}")
        manifest = manifests.load(folder(root, name))
        manifests.check_sizes(folder(root, name), manifest)
        with writing(root):
            point(root, name)
    return manifest.info


def _before(name: str, known: list[str]) -> str:
    """Name the newest generation older than ``name``. Raises StoreError if there is none."""
    older = [each for each in known if each < name]
    if not older:
        raise StoreError(f"There is no generation older than {name}, which serves.")
    return older[-1]


def begin(root: Path, digest: str) -> Path:
    """Make the folder of a new generation, and remove what killed builds left. Needs the lock."""
    home = root / FOLDER
    home.mkdir(exist_ok=True)
    for path in root.glob("*.partial"):
        path.unlink(missing_ok=True)
    for path in home.iterdir():
        if _NAME.fullmatch(path.name) and not (path / manifests.NAME).exists():
            shutil.rmtree(path)
    now = datetime.now(UTC)
    stem = f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03}Z-{digest[:8]}"
    path, count = home / stem, 1
    while path.exists():
        count += 1
        path = home / f"{stem}-{count}"
    path.mkdir()
    return path


def seal(path: Path, manifest: Manifest) -> Manifest:
    """Make a generation's files durable and write its manifest, which makes it whole."""
    manifest = replace(manifest, files=manifests.mark_files(path))
    inside = sorted(path.rglob("*"), key=lambda each: len(each.parts), reverse=True)
    for each in (*inside, path):
        sync(each)
    write_atomically(path / manifests.NAME, manifests.dump(manifest))
    sync(path.parent)
    return manifest


def publish(root: Path, name: str) -> None:
    """Let the generation serve and remove those that are too old. Needs the lock."""
    try:
        point(root, name)
    except OSError:
        if not _serves(root, name):
            _remove(folder(root, name))
        raise
    kept = {name, *names(root)[-KEPT:]}
    for old in names(root):
        if old not in kept:
            _remove(folder(root, old))


def point(root: Path, name: str) -> None:
    """Move the pointer, in one atomic step."""
    write_atomically(root / POINTER, f"{name}\n".encode())


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file so that readers and crashes see the old one or the new one, whole."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or a folder's entries are on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # which cannot open a folder, and journals its entries
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def lock(root: Path, *, wait: bool = True) -> Iterator[bool]:
    """Be the only one who writes ``root``; gives whether that had to be waited for.

    Raises StoreError where the folder cannot be written, and without ``wait`` where another
    writes it. The lock dies with its process, so a killed build leaves none behind.
    """
    from filelock import FileLock, Timeout

    waited = False
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
        held = FileLock(root / LOCK)
        try:
            held.acquire(blocking=False)
        except Timeout as error:
            if not wait:
                raise StoreError(
                    f"Another build is writing {root}. Try again when it has finished."
                ) from error
            held.acquire()
            waited = True
    try:
        yield waited
    finally:
        held.release()


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Turn what goes wrong while writing below ``root`` into a StoreError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The index in {root} could not be written: {error}. What it was before still serves. "
            "Make room, or make the folder writable, then run: assistant index"
        ) from error


def _serves(root: Path, name: str) -> bool:
    with suppress(StoreError):
        return current(root) == name
    return False


def _remove(path: Path) -> None:
    """Remove a generation, its manifest first, so that what a crash leaves is half-written."""
    with suppress(OSError):  # on Windows a reader's open file stays; the next build tries again
        (path / manifests.NAME).unlink()
        shutil.rmtree(path)
