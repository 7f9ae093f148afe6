"""Rows of the tables → the records that flow through the program."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.errors import MissingIndexError
from assistant.store.manifest import Manifest
from assistant.store.postgres import connection, migrations
from assistant.types import Document, DocumentRecord, IndexInfo, Metadata, Passage

if TYPE_CHECKING:
    from assistant.store.location import Database
    from assistant.store.postgres.connection import Connection

Kept: TypeAlias = tuple[str, str, int, tuple[int, ...], str]

SERVING = "SELECT generation FROM serving"
_GENERATION = """
SELECT ordinal, name, manifest, languages, codes, countries, passages, words,
       documents
FROM generations WHERE published IS NOT NULL
"""
_DOCUMENTS = "SELECT path, state FROM documents WHERE born <= %(g)s AND died > %(g)s"
_KEPT = """
SELECT sha256, metadata::text, body, pages, text FROM documents, serving
WHERE path = %s AND born <= generation AND died > generation
"""


@dataclass(frozen=True, slots=True)
class Published:
    """A generation that can serve."""

    ordinal: int
    """Counted up; documents are of the generations from one such number to another."""
    name: str
    fields: Mapping[str, Any]
    """Of its manifest, all but the documents."""
    languages: tuple[str, ...]
    codes: Mapping[str, None]
    """The countries that passages speak of, "" among them."""
    countries: Mapping[str, int]
    """Country, "" for none, "+" for several → passages whose vectors are filed there."""
    passages: int
    words: int
    """In all passages, with repetitions."""
    documents: int

    @property
    def info(self) -> IndexInfo:
        """The short form that goes with every answer."""
        about = self.fields
        return IndexInfo(
            self.name,
            about["encoder"],
            about["corpus"],
            about["built"],
            self.documents,
            self.passages,
        )


def published(found: "Connection", name: str | None = None) -> Published | None:
    """Read the generation of that name, or the one that serves; None if there is none."""
    where = "AND name = %s" if name else f"AND ordinal = ({SERVING})"
    row = found.execute(_GENERATION + where, (name,) if name else ()).fetchone()
    return _published(row) if row else None


def every(found: "Connection") -> list[Published]:
    """Read all generations that can serve, newest first."""
    return [_published(row) for row in found.execute(f"{_GENERATION} ORDER BY ordinal DESC")]


def manifest(found: "Connection", generation: Published) -> Manifest:
    """Give what a generation was made from."""
    documents: dict[str, str] = dict(
        found.execute(_DOCUMENTS, {"g": generation.ordinal}).fetchall()
    )
    fields = dict(generation.fields)
    refused = {path: (state, why) for path, (state, why) in fields.pop("refused").items()}
    duplicates = tuple((left_out, kept) for left_out, kept in fields.pop("duplicates"))
    return Manifest(
        documents=dict(sorted(documents.items())), refused=refused, duplicates=duplicates, **fields
    )


def dumped(made: Manifest) -> str:
    """Give a manifest as it is stored: the documents are in a table of their own."""
    fields = asdict(made)
    for name in ("documents", "files"):
        del fields[name]
    return json.dumps(fields)


def document(row: Sequence[Any]) -> Document:
    """Read path, sha256, metadata, body, markup, pages, remarks, text, state."""
    path, sha256, about, body, markup, pages, remarks, text, _ = row
    return Document(path, text, sha256, metadata(about), body, markup, tuple(pages), tuple(remarks))


def passage(path: str, row: Sequence[Any]) -> Passage:
    """Read start, stop, text, section, countries, language, page."""
    start, stop, text, section, countries, language, page = row
    return Passage(path, start, stop, text, tuple(section), tuple(countries), language, page)


def record(row: Sequence[Any]) -> DocumentRecord:
    """Read path, sha256, metadata, passages."""
    path, sha256, about, passages = row
    return DocumentRecord(path, sha256, metadata(about), passages)


def metadata(fields: Mapping[str, Any]) -> Metadata:
    """Read what is known about a document."""
    return Metadata(**{**fields, "countries": tuple(fields["countries"])})


def records(found: "Connection", ordinal: int) -> Iterator[DocumentRecord]:
    """Yield the documents of a generation."""
    rows = found.execute(
        "SELECT path, sha256, metadata, passages FROM documents "
        "WHERE born <= %(g)s AND died > %(g)s",
        {"g": ordinal},
    )
    yield from map(record, rows)


def kept(database: "Database", path: str) -> Kept | None:
    """Read what the generation that serves keeps of a document, None if nothing.

    SHA-256, metadata as JSON, body, pages, text. Raises StoreError.
    """

    def read(found: "Connection") -> Kept | None:
        migrations.check(database, found)
        if published(found) is None:
            raise missing(database)
        row = found.execute(_KEPT, (path,)).fetchone()
        return (row[0], row[1], row[2], tuple(row[3]), row[4]) if row else None

    return connection.read(database, read)


def missing(database: "Database") -> MissingIndexError:
    """Make the error for a database without any generation."""
    return MissingIndexError(f"There is no index in {database}. Build it with: assistant index")


def _published(row: Sequence[Any]) -> Published:
    ordinal, name, fields, languages, codes, countries, passages, words, documents = row
    known = dict.fromkeys(codes)
    return Published(
        ordinal, name, fields, tuple(languages), known, countries, passages, words, documents
    )
