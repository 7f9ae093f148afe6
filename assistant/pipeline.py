"""The stages, wired: open an index, ask it, rebuild it.

question.understand → retriever.retrieve → evidence.weigh → support.rate
→ judge.judge → answerer.compose
corpus.Corpus → indexer.build
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from assistant import answerer, conversation, encoder, indexer, judge, reading, support
from assistant.config import DEFAULTS, Config
from assistant.corpus import Corpus
from assistant.errors import QuestionError, StaleIndexError
from assistant.evidence import FEATURES, Evidence
from assistant.judge import Part
from assistant.question import Question
from assistant.reading import Reading, Search
from assistant.store import generations
from assistant.store.index import Index
from assistant.types import (
    Answer,
    BuildReport,
    Candidate,
    Document,
    DocumentRecord,
    Hit,
    Passage,
    ProgressCallback,
    Status,
    Turn,
    below_title,
)

if TYPE_CHECKING:
    from assistant.encoder import Encoder


class Assistant:
    """Answers questions from one index; safe to use from many threads."""

    def __init__(
        self, corpus: Corpus, index: Index, root: Path, model: str | None, config: Config
    ) -> None:
        self.config = config
        self._corpus = corpus
        self._index = index
        self._root = root
        self._model = model

    @classmethod
    def open(
        cls,
        corpus: Path = DEFAULTS.corpus,
        index: Path = DEFAULTS.index,
        model: str | None = None,
        *,
        check: bool = True,
        config: Config = DEFAULTS,
    ) -> "Assistant":
        """Open an index; with ``check``, refuse one that does not fit ``corpus`` as it is now.

        Raises MissingIndexError, StaleIndexError, DamagedIndexError, CorpusError.
        """
        folder, opened = Corpus(corpus), Index.open(index)
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
        """Load the encoder now rather than at the first question."""
        _encoder(self._model)

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question, read in the light of the turns before it. Raises QuestionError."""
        clock = _Clock()
        self._check(text)
        asked = conversation.understand(text, history)
        index = self._index
        clock.lap("understand")
        facts = conversation.facts(asked)
        read = [each for fact in facts for each in self._read(index, fact, clock, support.rate)]
        parts = [self._judge(index, each) for each in read]
        composed = answerer.compose(parts, index.records, index.document)
        clock.lap("compose")
        return Answer(
            question=text,
            language=asked.language,
            countries=tuple(dict.fromkeys(each.country for each in read if each.country))
            or asked.countries,
            outcome=composed.outcome,
            verdict=composed.verdict,
            hedged=composed.hedged,
            confidence=round(composed.confidence, 4),
            as_of=composed.as_of,
            text=composed.text,
            citations=composed.citations,
            conflicts=composed.conflicts,
            passages=_merged([each.hits for each in read], self.config.hits, index.records),
            index=index.info,
            elapsed_ms=clock.laps(),
            by_country=composed.by_country,
            candidates=tuple(
                _candidate(e) for each in read for e in each.evidence[: self.config.explained]
            ),
            reason=composed.reason,
        )

    def source(self, document: str) -> Document:
        """Give a document as it was indexed. Raises CorpusError for an unknown path."""
        return self._index.document(document)

    def passages(self, document: str) -> list[Passage]:
        """Give a document's passages, in its order. Raises CorpusError for an unknown path."""
        index = self._index
        index.document(document)
        before = [each.passages for each in index.documents() if each.path < document]
        first = sum(before)
        return index.passages(range(first, first + index.records[document].passages))

    def status(self) -> Status:
        """Compare the index with its corpus on disk."""
        index = self._index
        seen = indexer.scan(self._corpus, self._root)
        changes = indexer.since(index.manifest, seen)
        return Status(
            index.info, changes, (*seen.skipped, *index.manifest.skipped), index.documents()
        )

    def reload(self) -> bool:
        """Switch to the generation that serves now; whether it is another. Questions go on."""
        if generations.current(self._root) == self._index.info.generation:
            return False
        newest = Index.open(self._root)
        # The old one is left to the garbage collector: a question may still be reading from it.
        self._index = newest
        return True

    def close(self) -> None:
        """Let the index's files go."""
        self._index.close()

    def _check(self, text: str) -> None:
        limit = self.config.question_characters
        if len(text) > limit:
            raise QuestionError(
                f"The question has {len(text):,} characters; at most {limit:,} are read. "
                "Ask it in fewer words."
            )
        if not any(character.isalnum() for character in text):
            raise QuestionError(
                f"The question {text.strip()[:20]!r} holds no words. "
                "Ask for example: Does Mali have a national CIRT?"
            )

    def evidence(self, text: str, history: Sequence[Turn] = ()) -> list[list[Evidence]]:
        """Give what is read for a question, not yet rated, for each country it asks about.

        For fitting the models that rate evidence.
        """
        asked = conversation.understand(text, history)
        return [each.evidence for each in self._read(self._index, asked, _Clock(), list)]

    def _read(
        self, index: Index, asked: Question, clock: "_Clock", rate: reading.Rate
    ) -> list[Reading]:
        config = self.config
        vector = _encoder(self._model).encode_queries([asked.search])[0]
        clock.lap("encode")
        search = Search(
            k=config.hits,
            depth=config.depth,
            words_weight=config.words_weight,
            units_weight=config.units_weight,
            read=config.read,
        )
        found = reading.read(index, asked, vector, search, rate)
        clock.lap("read")
        return found

    def _judge(self, index: Index, read: Reading) -> Part:
        def dated(path: str) -> str | None:
            return index.records[path].metadata.as_of

        return judge.judge(read, support.confidence(read.evidence), self.config.threshold, dated)


def rebuild(
    corpus: Path = DEFAULTS.corpus,
    index: Path = DEFAULTS.index,
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
    """Load the encoder now rather than at the first build. Raises EncoderError."""
    _encoder(model)


_encoders: dict[str | None, "Encoder"] = {}
_loading = threading.Lock()


def _encoder(model: str | None, progress: ProgressCallback | None = None) -> "Encoder":
    """Load an encoder once for the process: answering and rebuilding share it."""
    with _loading:
        if model not in _encoders:
            _encoders[model] = encoder.load(model, progress)
        return _encoders[model]


class _Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._started = self._last = perf_counter()
        self._laps: list[tuple[str, float]] = []

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self._laps.append((stage, round(1000 * (now - self._last), 3)))
        self._last = now

    def laps(self) -> tuple[tuple[str, float], ...]:
        return (("total", round(1000 * (perf_counter() - self._started), 3)), *self._laps)


def _merged(
    found: Sequence[list[Hit]], k: int, records: Mapping[str, DocumentRecord]
) -> tuple[Hit, ...]:
    """Join the hits of all countries, best first, each passage once, sections below the title."""
    best: dict[int, Hit] = {}
    for hits in found:
        for hit in hits:
            best.setdefault(hit.row, hit)
    chosen = sorted(best.values(), key=lambda hit: (-hit.score, hit.row))[:k]
    return tuple(replace(hit, passage=_below_title(hit.passage, records)) for hit in chosen)


def _below_title(passage: Passage, records: Mapping[str, DocumentRecord]) -> Passage:
    title = records[passage.document].metadata.title
    return replace(passage, section=below_title(passage.section, title))


def _candidate(each: Evidence) -> Candidate:
    features = zip(FEATURES, (round(f, 4) for f in each.features), strict=True)
    return Candidate(
        document=each.document,
        start=each.unit.start,
        end=each.unit.end,
        text=each.unit.text,
        score=round(each.support, 4),
        stance=each.stance,
        features=tuple(features),
    )
