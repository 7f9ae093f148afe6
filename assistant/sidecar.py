"""What is said of a document in a file beside it, for formats that cannot hold front matter.

    NAME.EXT.toml   beside NAME.EXT
    NAME.toml       beside every NAME that holds no front matter
    sources.toml    for its folder: a table for each file, ["NAME.EXT"]; never for sources.EXT alone

The keys are those of front matter (``assistant.metadata``); of several sidecars, the first in this
list has the last word on a key, and any of them on what the document says of itself.
"""

import datetime
import hashlib
import json
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from assistant import metadata
from assistant.errors import CorpusError
from assistant.readers import READERS, TEXTS

FRONT_MATTER = frozenset(TEXTS)
"""Suffixes of formats that hold front matter, so that nothing beside them is read."""

FOLDER = "sources.toml"

_INDICATORS = "indicators.toml"
"""``folder.INDICATORS``, from a module that imports this one."""

_LARGEST = 256 * 1024
"""Bytes; a table of ten lines for each of 500 files."""

_LARGEST_NUMBER = 9999
"""A year."""

_MOST_DOTS = 20
"""Outside quotation marks on a line; memory grows with the square of the parts of a key."""

_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')

_Tables = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What the sidecars say of one document."""

    fields: Mapping[str, object] = field(default_factory=dict)
    """As in front matter: strings, and lists of strings."""
    digest: str = ""
    """SHA-256 over ``fields``; "" where nothing is said."""
    problem: str = ""
    """Why a sidecar cannot be read, so that its document is none; "" if it can."""

    def state(self, sha256: str) -> str:
        """Digest a document with what is said of it; ``sha256`` is that of its bytes alone."""
        return f"{sha256}+{self.digest}" if self.digest else sha256


_NOTHING = Beside()


class Sidecars:
    """The sidecars of a corpus folder; a folder's ``sources.toml`` is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tables: dict[str, _Tables | CorpusError] = {}
        """By folder."""

    def of(self, path: str) -> Beside:
        """Give what is said of the document at ``path``, relative to the corpus folder."""
        stem, suffix = os.path.splitext(path)  # noqa: PTH122 - ten times as quick, for thousands
        if suffix.lower() in FRONT_MATTER:
            return _NOTHING
        try:
            fields = self._of_folder(path)
            for own in (f"{stem}.toml", f"{path}.toml"):
                if not is_shared(own) and os.path.lexists(f"{self._root}/{own}"):
                    fields |= _checked(PurePosixPath(own).name, self._read(own))
        except CorpusError as error:
            return Beside(problem=str(error))
        if not fields:
            return _NOTHING
        written = json.dumps(fields, sort_keys=True).encode()
        return Beside(fields, hashlib.sha256(written).hexdigest())

    def why_unused(self, path: str) -> str | None:
        """Say why the file at ``path``, a ``.toml``, is no sidecar; None if it is one."""
        sidecar = PurePosixPath(path)
        if sidecar.name == FOLDER:
            return self._strays(path)
        stem = sidecar.stem
        folder = self._root / sidecar.parent
        beside = [stem, *(stem + each for suffix in READERS for each in (suffix, suffix.upper()))]
        found = [name for name in beside if _suffix(name) in READERS and (folder / name).exists()]
        if any(_suffix(name) not in FRONT_MATTER for name in found):
            return None
        if found:
            return f"{found[0]} holds its own front matter. Write it there and remove this file"
        return "there is no document beside it that it could describe"

    def _of_folder(self, document: str) -> dict[str, object]:
        folder, _, name = document.rpartition("/")
        tables = self._in(folder)
        if isinstance(tables, CorpusError):
            raise tables
        return _checked(f"{FOLDER}, {name}", tables[name]) if name in tables else {}

    def _in(self, folder: str) -> _Tables | CorpusError:
        """Read a folder's sidecar; an error is kept, as it is that of every document in it."""
        if folder not in self._tables:
            try:
                self._tables[folder] = _by_file(self._read(f"{folder}/{FOLDER}".lstrip("/")))
            except CorpusError as error:
                self._tables[folder] = error
        return self._tables[folder]

    def _strays(self, path: str) -> str | None:
        folder = path.rpartition("/")[0]
        tables = self._in(folder)
        if isinstance(tables, CorpusError):
            return str(tables)
        for name in tables:
            if not (self._root / folder / name).is_file():
                return f"it describes {name:.60}, which is not beside it"
            if _suffix(name) in FRONT_MATTER:
                return f"it describes {name:.60}, which holds its own front matter. Write it there"
        return None

    def _read(self, path: str) -> Mapping[str, object]:
        """Parse a TOML file of the corpus; {} where there is none."""
        name = PurePosixPath(path).name
        data = _bytes(self._root, path)
        try:
            text = data.decode("utf-8")
            _refuse_long_keys(text)
            return tomllib.loads(text)
        except RecursionError:
            raise CorpusError(f"{name} is nested too deeply") from None
        except ValueError as error:
            raise CorpusError(f"{name} is not valid: {error}") from None


def beside(document: Path) -> tuple[Path, Path]:
    """Name the sidecars that a document may have, the one that is its alone first.

    The other is none of it where the corpus has another use for the name (``is_shared``).
    """
    return document.with_name(f"{document.name}.toml"), document.with_suffix(".toml")


def is_shared(path: str) -> bool:
    """Whether the file at ``path`` is a folder's sidecar or the indicators, whatever its stem."""
    return path == _INDICATORS or path.rpartition("/")[2] == FOLDER


def written(fields: Mapping[str, object]) -> bytes:
    """Write a sidecar of these fields, strings and lists of strings."""
    lines = [f"{key} = {_toml(value)}\n" for key, value in fields.items()]
    return "".join(lines).encode("utf-8")


def _toml(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(each) for each in value)}]"
    # JSON's strings are TOML's, but for one character.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _bytes(root: Path, path: str) -> bytes:
    """Read a small regular file within ``root``; b"" where there is none."""
    name = PurePosixPath(path).name
    try:
        real = (root / path).resolve(strict=True)
        if not real.is_relative_to(root.resolve()):
            raise CorpusError(f"{name} is a link to a file outside the corpus")
        found = real.stat()
        if not stat.S_ISREG(found.st_mode):
            raise CorpusError(f"{name} is not a regular file")
        if found.st_size > _LARGEST:
            raise CorpusError(f"{name} is larger than {_LARGEST // 1024} KiB")
        return real.read_bytes()
    except FileNotFoundError:
        return b""
    except (OSError, RuntimeError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise CorpusError(f"{name} cannot be read ({told})") from error


def _refuse_long_keys(text: str) -> None:
    """Raise ValueError for what no sidecar needs and the parser does not survive."""
    if '"""' in text or "'''" in text:
        raise ValueError("it holds a string of several lines. Write it on one")
    for line in text.splitlines():
        if line.count(".") > _MOST_DOTS and _QUOTED.sub("", line).count(".") > _MOST_DOTS:
            raise ValueError(f"a line has more than {_MOST_DOTS} dots outside quotation marks")


def _by_file(loaded: Mapping[str, object]) -> _Tables:
    """Take a folder's sidecar for a table of files. Raises CorpusError where it is none."""
    tables: dict[str, Mapping[str, object]] = {}
    for name, table in loaded.items():
        if not isinstance(table, dict):
            raise CorpusError(f'{FOLDER}: {name:.60} stands in no table such as ["NAME.EXT"]')
        nested = next((key for key, value in table.items() if isinstance(value, dict)), None)
        if nested is not None:
            raise CorpusError(
                f"{FOLDER}: a file's name needs quotation marks because of its dot: "
                f'["{name:.60}.{nested:.60}"]'
            )
        if os.sep in name or "/" in name:
            raise CorpusError(f"{FOLDER} describes {name:.60}, which is in another folder")
        tables[name] = table
    return tables


def _checked(where: str, loaded: Mapping[str, object]) -> dict[str, object]:
    """Give a sidecar's values as those of front matter. Raises CorpusError for an unusable one."""
    fields = {key: _plain(f"in {where}, {key:.60}", value) for key, value in loaded.items()}
    metadata.check(fields, where)
    return fields


def _plain(what: str, value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if isinstance(value, int) and abs(value) <= _LARGEST_NUMBER:
        return str(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    raise CorpusError(f"{what} is neither a text nor a list of texts")


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
