"""The stages, wired: open an index, ask it, rebuild it.

answering.Answering   a question → its answer
indexer.build         corpus.Corpus → the index
"""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import (
    comparison,
    encoder,
    indexer,
    polarity,
)
from assistant.answering import Answering
from assistant.config import DEFAULTS, Config
from assistant.corpus import Corpus
from assistant.errors import PrunedIndexError, StaleIndexError
from assistant.evidence import Evidence
from assistant.reading import Rate
from assistant.store import places
from assistant.store.location import Location
from assistant.store.protocol import Store
from assistant.types import (
    Answer,
    BuildReport,
    Document,
    Hit,
    Passage,
    ProgressCallback,
    Status,
    Turn,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.encoder import Encoder
    from assistant.ledger import Ledger

_OPENINGS = 5
"""Times that a question begins anew where its generation is pruned meanwhile."""


class Assistant:
    """Answers questions from one index; safe to use from many threads."""

    def __init__(
        self, corpus: Corpus, index: Store, root: Location, model: str | None, config: Config
    ) -> None:
        self.config = config
        self._corpus = corpus
        self._index = index
        self._root = root
        self._model = model
        self._ledger: tuple[str, Ledger] | None = None
        """With the generation that it is of."""
        self._unfit = "", ""
        """A generation that serves but cannot here, and why."""
        self._names: tuple[Sequence[str], NDArray[np.float32]] | None = None
        """The indicators' names that were last compared with a question, with their vectors."""

    @classmethod
    def open(
        cls,
        corpus: Path = DEFAULTS.corpus,
        index: Location = DEFAULTS.index,
        model: str | None = None,
        *,
        check: bool = True,
        config: Config = DEFAULTS,
    ) -> "Assistant":
        """Open an index; with ``check``, refuse one that does not fit ``corpus`` as it is now.

        Raises MissingIndexError, StaleIndexError, DamagedIndexError, CorpusError.
        """
        folder, opened = Corpus(corpus), places.open_index(index)
        if reason := indexer.staleness(opened.manifest, encoder.identity(model)):
            raise StaleIndexError(
                f"{index} cannot be used: {reason}. Rebuild it with: assistant index"
            )
        if check and (changes := indexer.changes(folder, opened.manifest, index)):
            changed = [*changes.added, *changes.changed, *changes.removed]
            raise StaleIndexError(
                f"{index} was built from another state of {corpus}: {len(changed)} documents "
                f"differ ({', '.join(changed[:3])}{', …' if changed[3:] else ''}). "
                "Rebuild it with: assistant index"
            )
        return cls(folder, opened, index, model, config)

    def load(self) -> None:
        """Load what answers now rather than at the first questions. Raises EncoderError."""
        load(self._model)

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question, read in the light of the turns before it. Raises QuestionError."""
        *_, answer = self.asking(text, history)
        return answer

    def asking(
        self, text: str, history: Sequence[Turn] = (), every: float = 0.1
    ) -> Iterator[Answer]:
        """Yield the answer as it grows by facts and countries, the whole one last.

        ``every``: seconds that must have passed since the one before. Raises QuestionError.
        """
        for _ in range(_OPENINGS):
            try:
                yield from self._answering().answers(text, history, every)
            except PrunedIndexError:  # builds elsewhere have gone on; the question begins anew
                self.reload()
            else:
                return
        yield from self._answering().answers(text, history, every)

    def search(
        self, text: str, k: int = DEFAULTS.hits, countries: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Give the ``k`` passages nearest to a question, best first; nothing is read into them.

        ``countries``: codes; passages about others are left out. None: those that the question
        names. Raises QuestionError.
        """
        return self._answering().search(text, k, countries)

    def evidence(
        self, text: str, history: Sequence[Turn] = (), rate: Rate = comparison.of_kind
    ) -> list[list[Evidence]]:
        """Give what is read for a question, for each country it asks about; not rated, by default.

        For fitting the models that rate evidence.
        """
        return self._answering().evidence(text, history, rate)

    def _answering(self) -> Answering:
        return Answering(
            self._index,
            self.config,
            lambda text: _encoder(self._model).encode_queries([text])[0],
            self.compare,
            self.ledger,
            self._cosines,
        )

    def compare(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[np.float32] | None":
        """Read questions together with texts, as ``verdicts.Compare`` has it."""
        return _encoder(self._model).compare(pairs)

    def _cosines(self, words: str, names: Sequence[str]) -> Sequence[float]:
        """Compare words with the names of the indicators, whose vectors are kept."""
        load = _encoder(self._model)
        if self._names is None or self._names[0] != names:
            self._names = names, load.encode_queries(names)
        cosines: list[float] = (self._names[1] @ load.encode_queries([words])[0]).tolist()
        return cosines

    def source(self, document: str) -> Document:
        """Give a document as it was indexed. Raises CorpusError for an unknown path."""
        return self._index.document(document)

    def passages(self, document: str) -> list[Passage]:
        """Give a document's passages, in its order. Raises CorpusError for an unknown path."""
        index = self._index
        index.document(document)
        return index.passages_of(document)

    def ledger(self) -> "Ledger":
        """Give the status ledger: what the sources say of every indicator of every country.

        Raises StaleIndexError where another version of this program built the index.
        """
        index, known = self._index, self._ledger
        if known is None or known[0] != index.info.generation:
            known = self._ledger = index.info.generation, self._read_ledger(index)
        return known[1]

    def _read_ledger(self, index: Store) -> "Ledger":
        from assistant.ledger import assemble

        stored = indexer.ledger_of(index)
        return assemble.ledger(stored.indicators(), stored.cells(), index.records)

    def status(self) -> Status:
        """Compare the index with its corpus on disk."""
        index = self._index
        seen = indexer.scan(self._corpus, self._root)
        changes = indexer.since(index.manifest, seen)
        skipped = (*seen.skipped, *indexer.refused(index.manifest, seen))
        return Status(index.info, changes, skipped, index.documents(), seen.duplicates)

    @property
    def generation(self) -> str:
        """The generation that answers."""
        return self._index.info.generation

    def reload(self) -> bool:
        """Switch to the generation that serves now; whether it is another. Questions go on.

        Raises StaleIndexError where another encoder or version of this program built that, and
        what ``open`` raises; the generation that was open then goes on answering.
        """
        serving, mine = places.current(self._root), self.generation
        if serving == mine:
            return False
        if serving == self._unfit[0]:
            raise StaleIndexError(self._unfit[1])
        newest = places.open_index(self._root)
        if reason := indexer.staleness(newest.manifest, self._index.manifest.encoder):
            unfit = newest.info.generation
            newest.close()
            self._unfit = unfit, _unfit(self._root, unfit, reason, mine)
            raise StaleIndexError(self._unfit[1])
        # The old one is left to the garbage collector: a question may still be reading from it.
        self._index = newest
        return True

    def close(self) -> None:
        """Let the index's files go."""
        self._index.close()


def _unfit(root: Location, generation: str, reason: str, mine: str) -> str:
    return (
        f"In {root} {generation} serves now, which cannot be used here: {reason}. Let the one "
        f"that is open serve again with: assistant rollback {mine}; or start this program again, "
        "with the encoder that built the other (--model)"
    )


def rebuild(
    corpus: Path = DEFAULTS.corpus,
    index: Location = DEFAULTS.index,
    model: str | None = None,
    progress: ProgressCallback | None = None,
) -> BuildReport:
    """Build the index, or bring it up to date; whatever fails, the old one goes on serving.

    Raises CorpusError, EncoderError, StoreError.
    """
    return indexer.build(
        Corpus(corpus),
        index,
        lambda: _encoder(model, progress),
        identity=encoder.identity(model),
        progress=progress,
    )


def load(model: str | None = None) -> None:
    """Load now what builds and answers need, rather than when they do. Raises EncoderError."""
    _encoder(model)
    polarity.prepare()


_encoders: dict[str | None, "Encoder"] = {}
_loading = threading.Lock()


def _encoder(model: str | None, progress: ProgressCallback | None = None) -> "Encoder":
    """Load an encoder once for the process: answering and rebuilding share it."""
    with _loading:
        if model not in _encoders:
            _encoders[model] = encoder.load(model, progress)
        return _encoders[model]
