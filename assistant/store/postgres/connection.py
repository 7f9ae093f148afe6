"""Connections to a database of one or several hosts.

Reads go to any standby, else to the primary; writes to the primary. A read that loses its server
is repeated on another one: all reads name the generation that they are of, so a repeated one gives
the same. Several threads share the connections of a process.
"""

import atexit
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any, Literal, TypeAlias, TypeVar

import psycopg
from pgvector.psycopg import register_vector
from psycopg_pool import ConnectionPool, PoolTimeout

from assistant.errors import MissingIndexError
from assistant.store.location import Database
from assistant.store.postgres import trouble

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
Purpose = Literal["read", "write"]

_CONNECTIONS = 8  # of a process, for each purpose; a question holds one for some milliseconds
_WAIT = 2.0  # seconds for a free connection, and for a host to answer
_PATIENCE = 20.0  # seconds in which a lost server has to be replaced; a failover takes a few
_PAUSE = 0.1  # seconds between tries, at first

_HOSTS = {
    "read": {"target_session_attrs": "prefer-standby", "load_balance_hosts": "random"},
    "write": {"target_session_attrs": "read-write"},
}
_SETTINGS = {
    "hnsw.ef_search": "64",  # candidates of a search (benchmarks/postgres.py)
    "hnsw.iterative_scan": "strict_order",  # goes on where a country filter leaves too few
    "jit": "off",  # takes longer than a question
    "max_parallel_workers_per_gather": "0",  # as does starting workers; questions come in parallel
}
_PLANNED_ONCE = "SET plan_cache_mode = force_generic_plan"  # planning takes as long as searching
_SESSION = (
    "SELECT set_config('search_path', 'assistant, ' || current_setting('search_path'), false)"
)

_Found = TypeVar("_Found")
_pools: dict[tuple[Database, Purpose], "ConnectionPool[Connection]"] = {}
_opening = threading.Lock()


def connect(database: Database, purpose: Purpose) -> Connection:
    """Open a connection of one's own. Raises DatabaseError."""
    deadline = monotonic() + _PATIENCE
    while True:
        try:
            psycopg.conninfo.conninfo_to_dict(database.url)
            connection = psycopg.connect(database.url, **_options(purpose))
        except psycopg.ProgrammingError:
            raise trouble.no_address(database) from None  # whose text repeats parts of the URL
        except psycopg.OperationalError as error:
            if trouble.is_lasting(error) or monotonic() > deadline or not _may_come(error):
                raise trouble.unreachable(database, error) from None
            sleep(_PAUSE)
        except psycopg.Error as error:
            raise trouble.explained(database, error) from None
        else:
            with wording(database):
                prepare(connection)
            return connection


def read(database: Database, work: Callable[[Connection], _Found]) -> _Found:
    """Do some reading, again where its server is lost meanwhile. Raises StoreError."""
    deadline, pause = monotonic() + _PATIENCE, _PAUSE
    while True:
        try:
            with (
                wording(database, lost=True),
                _pool(database, "read").connection(_WAIT) as connection,
            ):
                return work(connection)
        except MissingIndexError:
            _forget(database)  # connections older than the tables do not know their types
            raise
        except psycopg.Error as error:
            reason = _reason(database) if isinstance(error, PoolTimeout) else error
            if trouble.is_lasting(reason) or monotonic() > deadline:
                raise trouble.unreachable(database, reason) from None
            with suppress(psycopg.Error):
                _pool(database, "read").check()
            sleep(pause)
            pause = min(2 * pause, 1.0)


def write(database: Database, work: Callable[[Connection], _Found]) -> _Found:
    """Do some writing in one transaction. Raises StoreError.

    Repeated on the new primary where the old one is lost, so it must do no harm when done twice.
    """
    deadline = monotonic() + _PATIENCE
    while True:
        connection = connect(database, "write")
        try:
            with connection, connection.transaction():
                return work(connection)
        except psycopg.Error as error:
            if not trouble.is_lost(error) or monotonic() > deadline:
                raise trouble.explained(database, error) from None
            sleep(_PAUSE)


@contextmanager
def wording(database: Database, *, lost: bool = False) -> Iterator[None]:
    """Turn what the driver raises into a StoreError; what is ``lost`` stays as it is."""
    try:
        yield
    except psycopg.Error as error:
        if lost and trouble.is_lost(error):
            raise
        raise trouble.explained(database, error) from None


def prepare(connection: Connection) -> None:
    """Set up a new connection."""
    connection.autocommit = True
    settings = ", ".join(
        f"set_config('{name}', '{value}', false)" for name, value in _SETTINGS.items()
    )
    connection.execute(f"{_SESSION}, {settings}")
    if psycopg.types.TypeInfo.fetch(connection, "halfvec"):
        register_vector(connection)


def _prepare_to_read(connection: Connection) -> None:
    prepare(connection)
    connection.execute(_PLANNED_ONCE)


def _pool(database: Database, purpose: Purpose) -> "ConnectionPool[Connection]":
    """Give the process's connections, the first of which is tried at once."""
    with _opening:
        pool = _pools.get((database, purpose))
        if pool is None:
            connect(database, purpose).close()
            # It tells every failed try; the errors that reach the user say more.
            logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
            pool = ConnectionPool(
                database.url,
                kwargs=_options(purpose),
                min_size=1,
                max_size=_CONNECTIONS,
                configure=_prepare_to_read,
                reconnect_timeout=_PATIENCE,
                open=True,
            )
            atexit.register(pool.close)
            _pools[database, purpose] = pool
        return pool


def close_all() -> None:
    """Close every connection of the process; new ones are opened when needed."""
    with _opening:
        for pool in _pools.values():
            pool.close()
        _pools.clear()


def _forget(database: Database) -> None:
    with _opening:
        pool = _pools.pop((database, "read"), None)
    if pool:
        pool.close()


def _reason(database: Database) -> psycopg.Error:
    """Find out why there is no connection; a pool keeps that to itself."""
    try:
        psycopg.connect(database.url, **_options("read")).close()
    except psycopg.Error as error:
        return error
    return psycopg.OperationalError("every connection is in use")


def _may_come(error: Exception) -> bool:
    """Whether a server may be about to answer: one is starting, or a standby being promoted."""
    said = str(error)
    return any(
        word in said for word in ("starting up", "read-only", "shutting down", "recovery", "in hot")
    )


def _options(purpose: Purpose) -> dict[str, Any]:
    return {
        "connect_timeout": int(_WAIT),
        "application_name": "country-status-assistant",
        "autocommit": True,
        **_HOSTS[purpose],
    }
