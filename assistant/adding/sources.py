"""Files, folders and web addresses → bytes, each with a name and what is known already."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from assistant.adding.fetch import Fetched, Limits, fetch
from assistant.corpus import Corpus
from assistant.errors import AssistantError, CorpusError, FetchError
from assistant.folder import LARGEST
from assistant.readers import READERS
from assistant.readers.encodings import known
from assistant.sidecar import FRONT_MATTER, Sidecars
from assistant.types import Skipped

_SUFFIXES = {
    "application/epub+zip": ".epub",
    "application/pdf": ".pdf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xhtml+xml": ".html",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/tab-separated-values": ".tsv",
}
"""By media type."""

_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Media types that say nothing; the address's suffix does."""

_PLAIN = frozenset({".csv", ".markdown", ".md", ".text", ".tsv", ".txt"})
"""Suffixes of an address that tell more than ``text/plain``."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Source:
    """Something to add."""

    origin: str
    """Path or address, as it was given."""
    path: PurePosixPath
    """Name, below the folder that was given."""
    data: bytes
    fields: Mapping[str, object]
    """What is known: of a file by its sidecars, of an address itself and the date."""


def sources(words: Sequence[str], root: Path, limits: Limits) -> Iterator[Source | Skipped]:
    """Read each path or fetch each address; what cannot be is given with the reason.

    ``root`` is the corpus folder: nothing in it is added to it.
    """
    for word in words:
        try:
            yield from [page(word, limits)] if _ADDRESS.match(word) else _files(Path(word), root)
        except AssistantError as error:
            yield Skipped(word, str(error))
        except OSError as error:
            yield Skipped(word, error.strerror or str(error))


def upload(name: str, data: bytes) -> Source:
    """Take what somebody sent under a file's name, of which only the last part counts.

    Raises CorpusError where no such file is read.
    """
    path = PurePosixPath(PurePosixPath(name.replace("\\", "/")).name or "document")
    _check_suffix(path.suffix.lower())
    if len(data) > LARGEST:
        raise CorpusError(f"larger than {LARGEST / 1e6:.0f} MB. Split it")
    if not data:
        raise CorpusError("empty: zero bytes")
    return Source(str(path), path, data, {})


def _files(path: Path, root: Path) -> Iterator[Source | Skipped]:
    if path.resolve(strict=True).is_relative_to(root.resolve()):
        raise CorpusError(f"is in {root} already. Index it with: assistant index")
    if not path.is_dir():
        yield _file(path.parent, path.name)
        return
    left_out: list[Skipped] = []
    for name in Corpus(path).files(left_out):
        if (path / name).resolve().is_relative_to(root.resolve()):
            continue
        try:
            yield _file(path, name)
        except (CorpusError, OSError) as error:
            yield Skipped(str(path / name), str(error))
    yield from (Skipped(str(path / skip.path), skip.reason) for skip in left_out)


def _file(folder: Path, name: str) -> Source:
    file, relative = folder / name, PurePosixPath(name)
    _check_suffix(relative.suffix.lower())
    if not file.is_file():
        raise CorpusError("not a regular file")
    if file.stat().st_size > LARGEST:
        raise CorpusError(f"larger than {LARGEST / 1e6:.0f} MB. Split it")
    beside = Sidecars(folder).of(name)
    if beside.problem:
        raise CorpusError(beside.problem)
    return Source(str(file), relative, file.read_bytes(), beside.fields)


def page(url: str, limits: Limits) -> Source:
    """Fetch a web address. Raises FetchError."""
    url = url.partition("#")[0]
    fetched = fetch(url, limits)
    suffix = _suffix(fetched)
    retrieved = datetime.now(UTC).date().isoformat()
    path = PurePosixPath(_name(url) + suffix)
    return Source(url, path, _decoded(fetched, suffix), {"url": url, "retrieved": retrieved})


def _suffix(fetched: Fetched) -> str:
    """Choose the reader by what the server says the data is."""
    named = PurePosixPath(unquote(urlsplit(fetched.url).path)).suffix.lower()
    if fetched.media_type in _UNSAID or (fetched.media_type == "text/plain" and named in _PLAIN):
        suffix = named
    else:
        suffix = _SUFFIXES.get(fetched.media_type, "")
    if suffix not in READERS:
        what = fetched.media_type or "of no stated type"
        raise FetchError(f"{fetched.url} is {what}, for which there is no reader")
    return suffix


def _name(url: str) -> str:
    """Name a page after its host and the last part of its address."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = PurePosixPath(unquote(parts.path))
    stem = path.stem if path.suffix.lower() in READERS else path.name
    return "-".join(part for part in (host, stem, unquote(parts.query)) if part)


def _decoded(fetched: Fetched, suffix: str) -> bytes:
    """Give a text in UTF-8 where the server says that it is in another encoding."""
    if suffix not in FRONT_MATTER or not known(fetched.charset):
        return fetched.data
    try:
        return fetched.data.decode(fetched.charset).encode()
    except (LookupError, ValueError):
        return fetched.data  # the reader says what is wrong with it


def _check_suffix(suffix: str) -> None:
    if suffix not in READERS:
        kinds = ", ".join(sorted(READERS))
        raise CorpusError(f"no reader for files like this; there are readers for {kinds}")
