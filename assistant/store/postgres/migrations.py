"""The tables, and how they come to be: each migration is run once, in order, and never changed.

A document, passage, vector or count of words belongs to the generations from ``born`` to
``died`` - 1. A build writes what is new as born in a generation that does not serve yet, so
nobody sees it; publishing marks what died, and moves the pointer, in one transaction.
"""

from typing import TYPE_CHECKING

from psycopg import errors

from assistant.errors import DatabaseError, MissingIndexError, StaleIndexError
from assistant.store.postgres import trouble

if TYPE_CHECKING:
    from assistant.store.location import Database
    from assistant.store.postgres.connection import Connection

ALIVE = 2**31 - 1
"""``died`` of what no generation has dropped."""

DIMENSIONS = 1 << 29
"""Of ``words.counts``: a word's hash, times eight for how often it stands in the passage."""

_LOCK = 7_305_808_868_932_174_706  # any number that nobody else takes

_TABLES = f"""
CREATE TABLE generations (
    ordinal int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL UNIQUE,
    wanted text NOT NULL,            -- digest of corpus, encoder and code: who wants it can help
    base int,                        -- the generation gone on from; NULL: every document read anew
    published timestamptz,           -- NULL while it is built
    manifest json,                   -- all but the documents
    languages text[],
    codes text[],                    -- the countries that passages speak of, '' among them
    countries json,                  -- country, '' for none, '+' for several → passages
    documents bigint,
    passages bigint,
    words bigint                     -- in all passages, for their mean length
);
CREATE TABLE serving (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    generation int NOT NULL REFERENCES generations
);
CREATE TABLE work (
    generation int NOT NULL REFERENCES generations ON DELETE CASCADE,
    path text NOT NULL,
    state text,                      -- NULL: the document is gone
    done boolean NOT NULL DEFAULT false,
    refused text,                    -- why it is no document
    PRIMARY KEY (generation, path)
);
CREATE INDEX ON work (generation, path) WHERE NOT done;
CREATE TABLE documents (
    version bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    path text NOT NULL,
    sha256 text NOT NULL,
    state text NOT NULL,
    metadata json NOT NULL,
    body int NOT NULL,
    markup text NOT NULL,
    pages int[] NOT NULL,
    remarks text[] NOT NULL,
    passages int NOT NULL,
    words bigint NOT NULL,
    born int NOT NULL,
    died int NOT NULL DEFAULT {ALIVE},
    text text NOT NULL,
    UNIQUE (path, born)
);
CREATE INDEX ON documents (died) WHERE died < {ALIVE};
CREATE TABLE passages (
    row bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    version bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
    place int NOT NULL,
    digest bytea NOT NULL,           -- of what was encoded, and by which encoder
    start int NOT NULL,              -- code points into the document's text
    stop int NOT NULL,
    section text[] NOT NULL,
    countries text[] NOT NULL,
    language text NOT NULL,
    page int,
    text text NOT NULL,
    UNIQUE (version, place)
);
CREATE INDEX ON passages (digest);
CREATE TABLE vectors (
    row bigint PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
    born int NOT NULL,
    died int NOT NULL DEFAULT {ALIVE},
    home text NOT NULL,              -- its country, '' for none, '+' for several
    countries text[],                -- those several
    dimension smallint NOT NULL,
    vector halfvec NOT NULL
) WITH (fillfactor = 90);            -- room to mark what died without touching the indexes
CREATE INDEX ON vectors (home);
CREATE TABLE units (
    row bigint NOT NULL REFERENCES passages ON DELETE CASCADE,
    place int NOT NULL,
    vector halfvec NOT NULL,
    PRIMARY KEY (row, place)
);
CREATE TABLE words (
    row bigint PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
    born int NOT NULL,
    died int NOT NULL DEFAULT {ALIVE},
    home text NOT NULL,
    countries text[],
    length int NOT NULL,             -- words, with repetitions
    lexemes tsvector NOT NULL,       -- which words, stemmed in the passage's language
    counts sparsevec({DIMENSIONS}) NOT NULL  -- how often each
) WITH (fillfactor = 90);
CREATE INDEX ON words (home);
CREATE INDEX ON words USING gin (lexemes) WITH (fastupdate = off);
CREATE TABLE lexemes (
    lexeme text NOT NULL,
    born int NOT NULL,
    died int NOT NULL DEFAULT {ALIVE},
    passages bigint NOT NULL,        -- that hold it
    PRIMARY KEY (lexeme, born)
);
"""
_FEEDBACK = """
CREATE TABLE feedback (
    number bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at text NOT NULL,
    kind text NOT NULL,
    note text NOT NULL,
    answer json NOT NULL
);
"""
_LEDGER = """
CREATE TABLE told (                  -- which code has read a document's statements
    number bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    version bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
    by text NOT NULL,                -- digest of the code
    UNIQUE (version, by)
);
CREATE TABLE statements (            -- as read, in order of place
    told bigint NOT NULL REFERENCES told ON DELETE CASCADE,
    number int NOT NULL,
    label text NOT NULL,
    about text NOT NULL,
    section text[] NOT NULL,
    countries text[] NOT NULL,
    language text NOT NULL,
    status text NOT NULL,
    value text,
    unit text,
    as_of text,
    hedged boolean NOT NULL,
    start int NOT NULL,
    stop int NOT NULL,
    quote text NOT NULL,
    PRIMARY KEY (told, number)
);
CREATE TABLE indicators (            -- what the labels of a generation are about
    generation int NOT NULL REFERENCES generations ON DELETE CASCADE,
    position int NOT NULL,
    key text NOT NULL,
    alone boolean NOT NULL,
    entry json NOT NULL,             -- with its names
    PRIMARY KEY (generation, position)
);
CREATE TABLE cells (                 -- what a statement says of an indicator
    generation int NOT NULL REFERENCES generations ON DELETE CASCADE,
    position int NOT NULL,
    told bigint NOT NULL,
    number int NOT NULL,
    indicator text NOT NULL,
    status text NOT NULL,
    value text,
    unit text,
    as_of text,
    PRIMARY KEY (generation, position)
);
CREATE TABLE labels (                -- so that a known one is not encoded again
    digest bytea PRIMARY KEY,        -- of the encoder and the label
    encoder text NOT NULL,
    vector halfvec NOT NULL
);
"""
_SIGNED = "CREATE TABLE signed (id text PRIMARY KEY, entry json NOT NULL)"
# The most often that any word stands in the passage; of rows written before, nobody knows.
_MOST = "ALTER TABLE words ADD COLUMN most smallint NOT NULL DEFAULT 32767"
MIGRATIONS = (_TABLES, _FEEDBACK, _LEDGER, _SIGNED, _MOST)


def migrate(database: "Database", connection: "Connection") -> None:
    """Bring the tables forward, one process at a time. Raises StoreError."""
    (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
    if encoding != "UTF8":
        raise DatabaseError(
            f"{database} keeps text in {encoding}, which cannot hold all of it. "
            "Create one with: createdb --encoding UTF8 --template template0"
        )
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        try:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {trouble.EXTENSION}")
        except errors.InsufficientPrivilege:
            raise trouble.without_extension(database) from None
        connection.execute("CREATE SCHEMA IF NOT EXISTS assistant")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS assistant.migrations "
            "(number int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
        )
        for number in range(_known(database, connection), len(MIGRATIONS)):
            connection.execute(MIGRATIONS[number])
            connection.execute("INSERT INTO assistant.migrations VALUES (%s)", (number + 1,))


def check(database: "Database", connection: "Connection") -> None:
    """Refuse tables of another version of this program. Raises StoreError."""
    try:
        number = _known(database, connection)
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        number = 0
    if not number:
        raise MissingIndexError(f"There is no index in {database}. Build it with: assistant index")
    if number < len(MIGRATIONS):
        raise MissingIndexError(
            f"The index in {database} is of an older version of this program (tables {number} of "
            f"{len(MIGRATIONS)}). Bring it forward with: assistant index"
        )


def _known(database: "Database", connection: "Connection") -> int:
    found = connection.execute("SELECT max(number) FROM assistant.migrations").fetchone()
    number = (found and found[0]) or 0
    if number > len(MIGRATIONS):
        raise StaleIndexError(
            f"{database} was written by a newer version of this program (tables {number}, this "
            f"one knows {len(MIGRATIONS)}). Update the program."
        )
    return int(number)
