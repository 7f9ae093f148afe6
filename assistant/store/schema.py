"""The tables of ``passages.sqlite``, and how a finished file is addressed."""

from pathlib import Path

NAME = "passages.sqlite"

SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,     -- of the file
    metadata TEXT NOT NULL,   -- JSON
    body INTEGER NOT NULL,
    markup TEXT NOT NULL,
    pages TEXT NOT NULL,      -- JSON
    remarks TEXT NOT NULL,    -- JSON
    first INTEGER NOT NULL,   -- row of its first passage
    passages INTEGER NOT NULL,
    text BLOB NOT NULL        -- UTF-8, zlib; last, so that a listing need not read it
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    digest BLOB NOT NULL,     -- of what was encoded, and by which encoder
    start INTEGER NOT NULL,   -- code points into the document's text
    stop INTEGER NOT NULL,
    section TEXT NOT NULL,    -- JSON
    countries TEXT NOT NULL,  -- JSON
    language TEXT NOT NULL,
    page INTEGER,
    text TEXT NOT NULL
);
CREATE TABLE countries (
    code TEXT PRIMARY KEY,    -- '' for passages of no country
    rows BLOB NOT NULL        -- int32, little-endian, ascending
);
CREATE VIEW spans AS
SELECT row, path, start, stop, passages.text, section, countries, language, page
FROM passages JOIN documents ON document = number;
"""


def read_only(path: Path) -> str:
    """Address a file as one that nobody alters, so that it is neither locked nor journalled."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"
