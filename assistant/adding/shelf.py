"""Where in the corpus a document goes, and what is understood of it there."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Literal

from assistant import chunking, countries, metadata
from assistant.adding import files, labels
from assistant.adding.sources import Source
from assistant.chunking.blocks import Block, parse
from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.sidecar import beside
from assistant.types import Document

ASKED = ("countries", "as_of", "publisher", "url")
"""What a document should state; its title and language can be told from the text."""

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 150
"""Bytes; file systems take 255, and a file beside it may have a name longer by twenty."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it would stand in the corpus."""

    origin: str
    document: Document
    """``path`` is where it goes."""
    data: bytes
    sidecar: bytes
    """b"" if it needs none."""
    headings: tuple[tuple[str, ...], ...]
    """Each with those above it, outermost first, in the document's order."""
    tables: int
    passages: int
    missing: tuple[str, ...]
    """Of ``ASKED``, what is neither stated nor told from the text."""
    fixed: frozenset[str]
    """What its own front matter states, which only the document itself can change."""
    standing: Literal["new", "same", "other"]
    """Against the corpus: not there; there, byte for byte; another is there under this name."""
    twin: str = ""
    """A document of the corpus with the same bytes, which may be of another name."""


class Shelf:
    """The corpus folder as what is added finds it; it need not exist yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sizes: dict[int, list[str]] = {}
        self._folders: dict[str, str] = {}
        """Country → the folder at the top that is called like it."""
        paths = Corpus(root).files() if root.exists() else []
        for path in paths:
            self._note(path, (root / path).stat().st_size)
        self.by_country = bool(self._folders) or not paths
        """Whether the corpus has a folder for each country."""

    def draft(self, source: Source, given: Mapping[str, object]) -> Draft:
        """Say what adding ``source`` would give; ``given`` is what the user states about it.

        Raises CorpusError if it is no document, or states otherwise itself.
        """
        metadata.check(source.fields, "what is known of it")
        data, sidecar = labels.labelled(source.path, source.data, source.fields, given)
        read = _read(source.path, data, sidecar)
        document = replace(read, path=self._path(source.path, read.metadata.countries))
        passages = chunking.split(read)
        own = labels.own(source.path, source.data)
        stated = {**own, **source.fields, **given}
        twin = self._twin(document.path, data, source.data)
        return Draft(
            source.origin,
            document,
            data,
            sidecar,
            headings=_headings(each.section for each in passages),
            tables=_tables(read),
            passages=len(passages),
            missing=tuple(key for key in ASKED if not _is_known(key, stated, read)),
            fixed=frozenset("countries" if key == "country" else key for key in own),
            standing=self._standing(document.path, data, sidecar, twin),
            twin=twin,
        )

    def put(self, draft: Draft) -> None:
        """Write the document and its sidecar; where a step fails, neither is there."""
        path = draft.document.path
        files.put(self.root, path, draft.data, draft.sidecar)
        self._note(path, len(draft.data))

    def _note(self, path: str, size: int) -> None:
        self._sizes.setdefault(size, []).append(path)
        first, _, rest = path.partition("/")
        code = countries.resolve(first) if rest else None
        if code and countries.is_country(code):
            self._folders.setdefault(code, first)

    def _path(self, source: PurePosixPath, codes: tuple[str, ...]) -> str:
        """Choose the place: in its country's folder, and as deep as it stood."""
        folders = [safe(part) for part in source.parent.parts]
        if self.by_country and len(codes) == 1 and countries.is_country(codes[0]):
            folders = [part for part in folders if countries.resolve(part) is None]
            folders = [self._folders.get(codes[0]) or folder_of(codes[0]), *folders]
        path = "/".join([*folders, safe(source.name)])
        if path.lower() == "readme.md":
            raise CorpusError("a README.md at the top of a corpus is no source. Rename it")
        return path

    def _twin(self, path: str, data: bytes, unlabelled: bytes) -> str:
        """Find a document with these bytes, or one elsewhere with those before they were labelled.

        Of several, the one at ``path``.
        """
        same = [each for each in self._sizes.get(len(data), ()) if self._holds(each, data)]
        if path in same:
            return path
        alike = self._sizes.get(len(unlabelled), ())
        same += [each for each in alike if each != path and self._holds(each, unlabelled)]
        return next(iter(same), "")

    def _holds(self, path: str, data: bytes) -> bool:
        try:
            return (self.root / path).read_bytes() == data
        except OSError:
            return False

    def _standing(
        self, path: str, data: bytes, sidecar: bytes, twin: str
    ) -> Literal["new", "same", "other"]:
        target = self.root / path
        own = beside(target)[0]
        if twin == path:
            is_same = (own.read_bytes() if own.is_file() else b"") == sidecar
            return "same" if is_same else "other"
        if twin:
            return "same"
        is_taken = target.exists() or target.is_symlink() or own.exists()
        return "other" if is_taken else "new"


def _is_known(key: str, stated: Mapping[str, object], document: Document) -> bool:
    """Whether something is stated under ``key`` or told from the text; "of no country" is."""
    is_stated = stated.get(key) is not None or (key == "countries" and "country" in stated)
    return is_stated or bool(getattr(document.metadata, key))


def safe(name: str) -> str:
    """Give a file or folder name that any system takes, as like ``name`` as can be."""
    plain = unicodedata.normalize("NFC", name)
    words = _UNSAFE.sub("-", plain).strip("-.")
    stem, dot, suffix = words.rpartition(".")
    if not dot:
        stem, suffix = words, ""
    stem = re.sub(r"-+\Z|\A-+", "", stem) or "document"
    if len(stem.encode()) > _LONGEST_NAME:
        cut = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").rstrip("-.")
        stem = f"{cut}-{sha256(plain.encode()).hexdigest()[:8]}"
    if _RESERVED.match(stem):
        stem = f"{stem}-document"
    return f"{stem}{dot}{suffix}"


def folder_of(code: str) -> str:
    """Name the folder of a country: its English name, or its code where no name leads back."""
    plain = unicodedata.normalize("NFKD", countries.name(code, "en")).replace("’", "'")
    ascii_name = "".join(c for c in plain if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
    return slug if countries.resolve(slug) == code else code


def _read(path: PurePosixPath, data: bytes, sidecar: bytes) -> Document:
    """Read the document as the corpus will, from a copy."""
    with TemporaryDirectory(prefix="assistant-") as folder:
        relative = PurePosixPath(*(safe(part) for part in path.parts))
        copy = Path(folder, relative)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
        if sidecar:
            beside(copy)[0].write_bytes(sidecar)
        try:
            return Corpus(Path(folder)).read(str(relative))
        except CorpusError as error:
            raise CorpusError(str(error).removeprefix(f"{copy}: ")) from None


def _headings(sections: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    found = (path[: i + 1] for path in sections for i in range(len(path)))
    return tuple(dict.fromkeys(found))


def _tables(document: Document) -> int:
    parts = parse(document.text, document.body, markdown=document.markup == "markdown")
    rows = [isinstance(part, Block) and part.kind in ("row", "head") for part in parts]
    return sum(is_row and not before for is_row, before in zip(rows, [False, *rows], strict=False))
