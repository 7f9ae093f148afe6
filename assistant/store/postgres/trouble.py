"""What a server or the driver says → an error that says what was wrong and what to do."""

import re

import psycopg
from psycopg import errors

from assistant.errors import AssistantError, DatabaseError, LostServerError, MissingIndexError
from assistant.store.location import Database

EXTENSION = "vector"

# What libpq says while connecting comes without a code; the server's own part of it is told apart
# by these words, and shown whole where it is in another language.
_REASONS = (
    (r"password authentication failed|no password supplied|authentication failed",
     "it refuses the user or the password. Put the right ones into the URL or ~/.pgpass"),
    (r'database "[^"]*" does not exist',
     "it has no such database. Create it with: createdb"),
    (r'role "[^"]*" does not exist', "it has no such user. Create it with: createuser"),
    (r"no pg_hba\.conf entry|permission denied for database",
     "it does not let this user in from here. Let its administrator allow it"),
    (r"Connection refused|could not connect|No such file|timeout expired|timed out|could not "
     r"translate|Name or service|session is (?:read-only|not read-only)|server closed|starting up",
     "no server answers there that can do this. Start it, or correct host and port in the URL"),
)  # fmt: skip
_LASTING = 4
"""The first so many of these reasons do not go away by trying again."""

_FIRST = re.compile(r"FATAL:\s*([^\n]+)")


def is_lasting(error: Exception) -> bool:
    """Whether trying again cannot help."""
    said = str(error)
    return any(re.search(pattern, said) for pattern, _ in _REASONS[:_LASTING])


def is_lost(error: Exception) -> bool:
    """Whether a connection or its server went away, or another server has to be found."""
    return isinstance(
        error,
        (
            psycopg.OperationalError,
            psycopg.InterfaceError,
            errors.ReadOnlySqlTransaction,
            errors.SerializationFailure,
        ),
    )


def unreachable(database: Database, error: Exception) -> DatabaseError:
    """Make the error for a server that cannot be worked with."""
    said = str(error)
    found = _FIRST.search(said)
    own = found[1] if found else said.strip().splitlines()[-1] if said.strip() else "no answer"
    remedy = next((why for pattern, why in _REASONS if re.search(pattern, said)), "")
    more = f": {remedy}" if remedy else ""
    kind = DatabaseError if is_lasting(error) else LostServerError
    return kind(database.without_secrets(f"{database} cannot be used{more} ({own.strip()})"))


def no_address(database: Database) -> DatabaseError:
    """Make the error for a URL that makes no sense."""
    return DatabaseError(
        f"{database} is no address of a database. Write it as "
        "postgresql://USER@HOST:PORT/DATABASE, with what is special in a password as %XX"
    )


def explained(database: Database, error: psycopg.Error) -> AssistantError:
    """Word what a server answers to a statement."""
    said = (error.diag.message_primary or str(error)).strip()
    if isinstance(error, (errors.UndefinedTable, errors.InvalidSchemaName)):
        return MissingIndexError(f"There is no index in {database}. Build it with: assistant index")
    if isinstance(error, errors.InsufficientPrivilege):
        remedy = "Let its owner grant that, or name another user in the URL"
    elif (
        isinstance(error, (errors.FeatureNotSupported, errors.UndefinedFile))
        and "extension" in said
    ):
        remedy = "Install pgvector 0.8 or newer on the server"
    elif isinstance(error, (errors.DiskFull, errors.OutOfMemory)):
        remedy = "Make room on the server, then run: assistant index"
    elif isinstance(error, errors.ReadOnlySqlTransaction):
        remedy = "It takes reads only; name the primary in the URL, too"
    elif is_lost(error):
        return unreachable(database, error)
    else:
        remedy = "What it held before still serves"
    return DatabaseError(database.without_secrets(f"{database} refuses: {said}. {remedy}"))


def without_extension(database: Database) -> DatabaseError:
    """Make the error for a database in which pgvector was never set up."""
    return DatabaseError(
        f"{database} has no extension {EXTENSION}. Let its administrator run there: "
        f"CREATE EXTENSION {EXTENSION}"
    )
