"""One of those who write a generation: it claims documents, and fills in what they give.

Any number of builders on any machines join the same build. A claim is a row lock, held by the
transaction that writes the documents, so it is gone with the connection of a builder that dies.
That connection also holds a lock that says that the build goes on, shared by its builders.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from psycopg.types.json import Json

from assistant.errors import StoreError
from assistant.store.ledger import Statement
from assistant.store.location import Database
from assistant.store.manifest import Manifest
from assistant.store.postgres import connection, ledger, migrations, publishing, records, writing
from assistant.store.postgres.connection import Connection
from assistant.store.postgres.writing import Entry
from assistant.types import Document, PassageCounts

Floats = NDArray[np.float32]
Work = Mapping[str, str | None]
"""Path → state of a document to read, None for one that is gone."""

_GOES_ON = 0x6275696C  # class of the locks that the builders of a generation share
_JOINING = 7_305_808_868_932_174_707  # held while a build is looked for or begun

_CLAIM = """
SELECT path, state FROM work WHERE generation = %s AND NOT done
ORDER BY path LIMIT %s FOR UPDATE
"""
_KNOWN = """
SELECT DISTINCT ON (digest) digest, row FROM passages JOIN vectors USING (row)
WHERE digest = ANY(%s) ORDER BY digest, row
"""
_DOCUMENT = """
INSERT INTO documents
    (path, sha256, state, metadata, body, markup, pages, remarks, passages, words, born, text)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING version
"""
_ROWS = "SELECT nextval(pg_get_serial_sequence('passages', 'row')) FROM generate_series(1, %s)"


class Builder:
    """Writes one generation, alone or with others; holds one connection to the primary."""

    def __init__(self, database: Database) -> None:
        """Connect, and bring the tables forward. Raises StoreError."""
        self._database = database
        self._connection: Connection = connection.connect(database, "write")
        self._generation = 0
        self._served: int | None = None
        try:
            with connection.wording(database):
                migrations.migrate(database, self._connection)
                connection.prepare(self._connection)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of everything claimed."""
        self._connection.close()

    def serving(self) -> Manifest | None:
        """Give what serves now; ``join`` begins a build only as long as that does."""
        published = records.published(self._connection)
        self._served = published.ordinal if published else None
        return self._manifest(published)

    def newest(self) -> Manifest | None:
        """Give what a build goes on from."""
        return self._manifest(next(iter(records.every(self._connection)), None))

    def _manifest(self, generation: records.Published | None) -> Manifest | None:
        return records.manifest(self._connection, generation) if generation else None

    def join(self, wanted: str, digest: str, plan: Callable[[Manifest | None], Work]) -> bool:
        """Join the build of what is ``wanted``, or begin it.

        False while another is under way, or where one has ended since ``serving`` was asked.

        ``digest`` goes into the generation's name; ``plan`` says what there is to do since the
        newest generation. What a build left that nobody goes on with is removed.
        """
        with connection.wording(self._database), self._connection.transaction():
            found = self._connection
            found.execute("SELECT pg_advisory_xact_lock(%s)", (_JOINING,))
            begun = found.execute(
                "SELECT ordinal, wanted FROM generations WHERE published IS NULL"
            ).fetchone()
            if begun and begun[1] != wanted:
                if not self._try(begun[0]):
                    return False
                publishing.discard(found, begun[0])
                begun = None
            now = records.published(found)
            if not begun and (now.ordinal if now else None) != self._served:
                return False
            self._generation = begun[0] if begun else self._begin(wanted, digest, plan)
            row = found.execute(
                "SELECT pg_try_advisory_lock_shared(%s, %s)", (_GOES_ON, self._generation)
            ).fetchone()
        return bool(row and row[0])  # not while another waits for the build to end

    def _try(self, generation: int) -> bool:
        """Whether nobody goes on with a build; nobody else can while ``_JOINING`` is held."""
        row = self._connection.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", (_GOES_ON, generation)
        ).fetchone()
        return bool(row and row[0])

    def _begin(self, wanted: str, digest: str, plan: Callable[[Manifest | None], Work]) -> int:
        now = datetime.now(UTC)
        stem = f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03}Z-{digest[:8]}"
        before = records.every(self._connection)
        row = self._connection.execute(
            "INSERT INTO generations (name, wanted, base) VALUES (%s, %s, %s) RETURNING ordinal",
            (stem, wanted, before[0].ordinal if before else None),
        ).fetchone()
        assert row is not None  # noqa: S101 - RETURNING gives a row
        work = plan(self._manifest(before[0]) if before else None)
        rows = [(row[0], path, state, state is None) for path, state in work.items()]
        with self._connection.cursor() as cursor:
            columns = "work (generation, path, state, done)"
            with cursor.copy(f"COPY {columns} FROM STDIN") as copy:
                for each in rows:
                    copy.write_row(each)
        return int(row[0])

    def wait(self) -> None:
        """Wait until the build that is under way ends, in whatever way."""
        with connection.wording(self._database):
            row = self._connection.execute(
                "SELECT ordinal FROM generations WHERE published IS NULL"
            ).fetchone()
            if row:
                self._connection.execute("SELECT pg_advisory_lock(%s, %s)", (_GOES_ON, row[0]))
                self._connection.execute("SELECT pg_advisory_unlock(%s, %s)", (_GOES_ON, row[0]))

    @contextmanager
    def claim(self, count: int) -> Iterator[dict[str, str]]:
        """Hold up to ``count`` documents that nobody else holds, path → state, until written.

        Empty when all are written: where others still hold some, waits for what becomes of them.
        """
        with connection.wording(self._database), self._connection.transaction():
            found: dict[str, str] = {}
            while not found and self._left():
                asked = (self._generation, count)
                found = dict(self._connection.execute(f"{_CLAIM} SKIP LOCKED", asked).fetchall())
                if not found:
                    found = dict(self._connection.execute(_CLAIM, asked).fetchall())
            yield found
            self._connection.execute(
                "UPDATE work SET done = true WHERE generation = %s AND path = ANY(%s)",
                (self._generation, list(found)),
            )

    def progress(self) -> tuple[int, int]:
        """Give how many documents are written, of how many."""
        row = self._connection.execute(
            "SELECT count(*) FILTER (WHERE done), count(*) FROM work "
            "WHERE generation = %s AND state IS NOT NULL",
            (self._generation,),
        ).fetchone()
        return row or (0, 0)

    def known(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """Give the rows whose vectors are those of these digests."""
        return dict(self._connection.execute(_KNOWN, (list(digests),)).fetchall())

    def refuse(self, path: str, reason: str) -> None:
        """Note that a claimed file is no document."""
        self._connection.execute(
            "UPDATE work SET refused = %s WHERE generation = %s AND path = %s",
            (reason.replace("\0", ""), self._generation, path),
        )

    def add(self, document: Document, entries: Sequence[Entry]) -> int:
        """Write a claimed document and its passages; give the number of this version of it."""
        words = sum(len(each.tokens) for each in entries)
        row = self._connection.execute(
            _DOCUMENT,
            (
                document.path,
                document.sha256,
                document.state,
                Json(asdict(document.metadata)),
                document.body,
                document.markup,
                list(document.pages),
                list(document.remarks),
                len(entries),
                words,
                self._generation,
                document.text,
            ),
        ).fetchone()
        assert row is not None  # noqa: S101 - RETURNING gives a row
        rows = [number for (number,) in self._connection.execute(_ROWS, (len(entries),))]
        writing.passages(self._connection, row[0], rows, entries)
        writing.vectors(self._connection, self._generation, rows, entries)
        writing.words(self._connection, self._generation, rows, entries)
        return int(row[0])

    def tell(self, version: int, by: str, statements: Iterable[Statement]) -> None:
        """Write what the code ``by`` reads in a document, for the ledger."""
        ledger.tell(self._connection, version, by, statements)

    def publish(
        self,
        made: Callable[[publishing.Content], Manifest],
        tell: Callable[[ledger.LedgerDraft], None] | None = None,
    ) -> PassageCounts:
        """Let what all builders wrote serve, unless another builder has done so by now.

        ``tell`` writes the ledger, which the manifest has to name the code of.
        """
        with connection.wording(self._database):
            return publishing.publish(self._connection, self._generation, made, tell)

    def abandon(self) -> None:
        """Remove what was written, unless others go on with it."""
        with connection.wording(self._database), self._connection.transaction():
            found = self._connection
            found.execute("SELECT pg_advisory_xact_lock(%s)", (_JOINING,))
            found.execute("SELECT pg_advisory_unlock_shared(%s, %s)", (_GOES_ON, self._generation))
            if self._try(self._generation):
                publishing.discard(found, self._generation)

    def _left(self) -> bool:
        """Whether anything is not written yet. Raises StoreError where the build is gone."""
        row = self._connection.execute(
            "SELECT published IS NULL AND EXISTS "
            "(SELECT FROM work WHERE generation = ordinal AND NOT done) "
            "FROM generations WHERE ordinal = %s",
            (self._generation,),
        ).fetchone()
        if row is None:
            raise StoreError(
                f"The build in {self._database} was given up while the connection was lost. "
                "Run: assistant index"
            )
        return bool(row[0])
