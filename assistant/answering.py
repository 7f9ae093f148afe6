"""One question over one opened index → its answer, part by part.

conversation.understand → reading.read → judge.judge → answerer.compose; what asks which countries
is counted from the ledger (tally) where that has it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from assistant import answerer, comparison, conversation, judge, reading, retriever, tally
from assistant.config import Config
from assistant.errors import QuestionError
from assistant.evidence import FEATURES, Evidence
from assistant.judge import Part
from assistant.question import Question
from assistant.reading import Reading, Search
from assistant.store.protocol import Store
from assistant.types import (
    Answer,
    Candidate,
    DocumentRecord,
    Hit,
    Passage,
    Turn,
    below_title,
)
from assistant.verdicts import Compare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Answering:
    """What answering takes: an index, and what belongs to it."""

    index: Store
    config: Config
    encode: "Callable[[str], NDArray[np.float32]]"
    """A question → its vector, float32[d], of length 1."""
    compare: Compare
    ledger: "Callable[[], Ledger]"
    cosines: Callable[[str, Sequence[str]], Sequence[float]]
    """Of some words with each of some names."""

    def answers(self, text: str, history: Sequence[Turn], every: float) -> Iterator[Answer]:
        """Yield the answer as it grows by facts and countries, the whole one last.

        ``every``: seconds that must have passed since the one before. Raises QuestionError.
        """
        clock = _Clock()
        self._check(text)
        asked = conversation.understand(text, history)
        clock.lap("understand")
        facts = conversation.facts(asked)
        if len(facts) > 1 and any(fact.counted for fact in facts):
            apart = " / ".join(fact.search for fact in facts)
            raise QuestionError(f"Countries are asked for by several things. Ask apart: {apart}")
        if asked.region and not reading.covering(asked, self.index):
            yield self._answer(text, asked, (), [judge.beyond(asked)], clock)
            return
        if counted := self._count(asked):
            clock.lap("read")
            yield self._answer(text, asked, (), counted, clock)
            return
        read: list[Reading] = []
        parts: list[Part] = []
        yielded = perf_counter()
        for fact in facts:
            for each in self._read(fact, clock, self._rate):
                read.append(each)
                parts.append(self._judge(each))
                clock.lap("read")
                is_due = len(parts) > 1 and perf_counter() - yielded >= every
                if is_due and not asked.counted:
                    yield self._answer(text, asked, read, parts, clock, is_whole=False)
                    yielded = perf_counter()
        yield self._answer(text, asked, read, parts, clock)

    def search(self, text: str, k: int, countries: Sequence[str]) -> tuple[Hit, ...]:
        """Give the ``k`` passages nearest to a question, best first. Raises QuestionError."""
        self._check(text)
        index, config = self.index, self.config
        asked = conversation.understand(text, ())
        named = countries or [code for code in reading.subjects(asked, index) if code]
        hits = retriever.retrieve(
            index,
            self.encode(asked.search),
            retriever.search_terms(asked, index.languages),
            named or None,
            k=k,
            depth=max(config.depth, k),
            words_weight=config.words_weight,
            units_weight=config.units_weight,
        )
        return _merged([hits], k, index.records)

    def evidence(
        self, text: str, history: Sequence[Turn], rate: reading.Rate
    ) -> list[list[Evidence]]:
        """Give what is read for a question, for each country it asks about."""
        asked = conversation.understand(text, history)
        return [each.evidence for each in self._read(asked, _Clock(), rate)]

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

    def _read(self, asked: Question, clock: "_Clock", rate: reading.Rate) -> Iterator[Reading]:
        config = self.config
        vector = self.encode(asked.search)
        clock.lap("encode")
        search = Search(
            k=config.hits,
            depth=config.depth,
            words_weight=config.words_weight,
            units_weight=config.units_weight,
            read=config.read,
        )
        return reading.read(self.index, asked, vector, search, rate)

    def _rate(self, asked: Question, found: Sequence[Evidence]) -> list[Evidence]:
        return comparison.rate(asked, found, self.compare)

    def _judge(self, read: Reading) -> Part:
        def dated(path: str) -> str | None:
            return self.index.records[path].metadata.as_of

        return judge.judge(
            read, comparison.confidence(read.asked, read.evidence), self.config.threshold, dated
        )

    def _count(self, asked: Question) -> Sequence[Part] | None:
        """Count countries from the ledger, where that is what is asked, and it can be."""
        index = self.index
        covered = reading.covering(asked, index)
        if asked.countries:  # "And Brazil?"
            covered = list(asked.countries) if set(asked.countries) <= set(covered) else []
        if not asked.counted or not covered:
            return None
        languages = {path: record.metadata.language for path, record in index.records.items()}
        cosines = partial(self.cosines, asked.focus)
        return tally.count(asked, self.ledger(), covered, index.idf, languages, cosines)

    def _answer(
        self,
        text: str,
        asked: Question,
        read: Sequence[Reading],
        parts: Sequence[Part],
        clock: "_Clock",
        *,
        is_whole: bool = True,
    ) -> Answer:
        index, config = self.index, self.config
        counted = asked.counted and all(p.country and p.outcome != "no_source" for p in parts)
        if counted:
            parts = tally.ordered(parts, lambda q: index.document(q.document).text[q.start : q.end])
        composed = answerer.compose(parts, index.records, index.document, counted=counted)
        clock.lap("compose")
        weighed = (e for each in read for e in each.evidence[: config.explained])
        return Answer(
            question=text,
            language=asked.language,
            countries=tuple(dict.fromkeys(part.country for part in parts if part.country))
            or asked.countries,
            outcome=composed.outcome,
            verdict=composed.verdict,
            hedged=composed.hedged,
            confidence=round(composed.confidence, 4),
            as_of=composed.as_of,
            text=composed.text,
            citations=composed.citations,
            conflicts=composed.conflicts,
            passages=_merged([each.hits for each in read], config.hits, index.records),
            index=index.info,
            elapsed_ms=clock.laps(),
            by_country=composed.by_country if counted or len(parts) > 1 else (),
            candidates=tuple(map(_candidate, weighed)),
            reason=composed.reason,
            summary=composed.summary,
            is_whole=is_whole,
        )


class _Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._started = self._last = perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + 1000 * (now - self._last)
        self._last = now

    def laps(self) -> tuple[tuple[str, float], ...]:
        total = 1000 * (perf_counter() - self._started)
        return tuple((name, round(ms, 3)) for name, ms in [("total", total), *self._laps.items()])


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
