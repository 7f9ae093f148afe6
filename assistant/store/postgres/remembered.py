"""What a process remembers of an open generation: words, and what is known of documents."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.store.postgres import records
from assistant.types import DocumentRecord

if TYPE_CHECKING:
    from assistant.store.postgres.index import PostgresIndex

ALIVE = "FROM (SELECT 1 FROM generations WHERE ordinal = %(g)s AND name = %(name)s) AS alive "
"""What each question is put beside: it has a row as long as the generation is kept."""

_REMEMBERED = 10_000  # records, or words; some 10 MB
_LOOKED_UP = 16  # questions with unknown words, until all words are read at once,
_VOCABULARY = 200_000  # if they are no more than that: some 20 MB

_RECORD = f"""
SELECT d.path, d.sha256, d.metadata, d.passages {ALIVE}
LEFT JOIN documents d ON d.path = %(path)s AND d.born <= %(g)s AND d.died > %(g)s
"""
_HOLDING = f"""
SELECT l.lexeme, l.passages {ALIVE}
LEFT JOIN lexemes l ON l.lexeme = ANY(%(words)s) AND l.born <= %(g)s AND l.died > %(g)s
"""
_EVERY_WORD = f"""
SELECT l.lexeme, l.passages {ALIVE}
LEFT JOIN lexemes l ON l.born <= %(g)s AND l.died > %(g)s LIMIT {_VOCABULARY + 1}
"""


class Words:
    """How many passages hold a word; looked up when asked for, in the end all that there are."""

    def __init__(self, index: "PostgresIndex") -> None:
        self._index = index
        self._known: dict[str, int] = {}
        self._all: dict[str, int] | None = None
        self._looked_up = 0

    def holding(self, words: Sequence[str]) -> dict[str, int]:
        """Give for each of these words how many passages hold it."""
        known = self._known if self._all is None else self._all
        if self._all is None and any(word not in known for word in words):
            self._looked_up = number = self._looked_up + 1
            if number == _LOOKED_UP:
                self._all = self._read_all()
            known = self._look_up(words) if self._all is None else self._all
        return {word: known.get(word, 0) for word in words}

    def _look_up(self, words: Sequence[str]) -> dict[str, int]:
        known = self._known if len(self._known) < _REMEMBERED else {}
        unknown = [word for word in words if word not in known]
        counts = {word: count for word, count in self._index.rows(_HOLDING, words=unknown) if word}
        # Not changed in place: other threads read it.
        self._known = known = known | {word: counts.get(word, 0) for word in unknown}
        return known

    def _read_all(self) -> dict[str, int] | None:
        rows = self._index.rows(_EVERY_WORD)
        return {word: count for word, count in rows if word} if len(rows) <= _VOCABULARY else None


class Records(Mapping[str, DocumentRecord]):
    """The documents of a generation; one is read when it is asked for, all when listed."""

    def __init__(self, index: "PostgresIndex") -> None:
        self._index = index
        self._known: dict[str, DocumentRecord] = {}

    def remember(self, record: DocumentRecord) -> None:
        """Keep what a search came with."""
        if len(self._known) > _REMEMBERED:
            self._known = {}
        self._known[record.path] = record

    def __getitem__(self, path: str) -> DocumentRecord:
        found = self._known.get(path)
        if found is None:
            (row, *_) = self._index.rows(_RECORD, path=path)
            if row[0] is None:
                raise KeyError(path)
            found = records.record(row)
            self.remember(found)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return self._index.info.documents

    @cached_property
    def _all(self) -> Sequence[str]:
        every = self._index.listed()
        self._known |= {record.path: record for record in every}
        return sorted(record.path for record in every)
