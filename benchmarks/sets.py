"""Evaluation sets: a folder with ``corpus/`` and ``questions.jsonl``, gold by file and span."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant.types import Outcome, Verdict

Split = Literal["dev", "test", "all"]


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` of a file of the set's corpus."""

    file: str
    start: int
    end: int

    def overlaps(self, document: str, start: int, end: int) -> bool:
        """Whether at least one character is shared."""
        return self.file == document and start < self.end and self.start < end


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold; ``negative``: the right answer is "no".

    The last four fields are None or empty where the set does not tell them.
    """

    id: str
    text: str
    answerable: bool
    passages: tuple[Span, ...]
    spans: tuple[Span, ...]
    country: str | None
    negative: bool
    language: str | None = None
    outcome: Outcome | None = None
    verdict: Verdict | None = None
    """Of a yes/no question; it counts only where the set tells the outcome."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3."""


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """A set, with the files that speak for each country its questions name."""

    name: str
    corpus: Path
    questions: tuple[Question, ...]
    files_by_country: dict[str, frozenset[str]]


def load(folder: Path, split: Split = "all", limit: int | None = None) -> EvaluationSet:
    """Read a set; the halves are told apart by the SHA-256 of the id: even is dev, odd is test."""
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    every = tuple(_question(json.loads(line)) for line in lines if line.strip())
    chosen = [question for question in every if split in ("all", half(question.id))]
    corpus = folder / "corpus"
    return EvaluationSet(
        folder.resolve().name, corpus, tuple(chosen[:limit]), _files_by_country(every, corpus)
    )


def half(question_id: str) -> Literal["dev", "test"]:
    """Return the half a question belongs to, the same on every machine."""
    even = hashlib.sha256(question_id.encode()).digest()[-1] % 2 == 0
    return "dev" if even else "test"


def part(data: EvaluationSet, *, apart: bool) -> EvaluationSet:
    """Take half of the questions by id; ``apart``: those for what learns from a model's word."""
    chosen = [
        question
        for question in data.questions
        if (hashlib.sha256(question.id.encode()).digest()[-2] % 2 == 1) is apart
    ]
    return replace(data, questions=tuple(chosen))


def _question(record: dict[str, Any]) -> Question:
    return Question(
        id=record["id"],
        text=record["question"],
        answerable=record["answerable"],
        passages=_spans(record["gold_passages"]),
        spans=_spans(record["gold_spans"]),
        country=record.get("country"),
        negative=record.get("polarity") == "negative",
        language=record.get("lang"),
        outcome=record.get("outcome"),
        verdict=record.get("verdict"),
        countries=tuple(record.get("countries", ())),
    )


def _spans(records: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(record["file"], record["start"], record["end"]) for record in records)


def _files_by_country(questions: Iterable[Question], corpus: Path) -> dict[str, frozenset[str]]:
    """Return each country's files: where its gold lies, and those headed by its name."""
    files = defaultdict(set)
    for question in questions:
        if question.country:
            files[question.country] |= {span.file for span in question.passages}
    for path in sorted(corpus.rglob("*")) if files else ():
        if path.suffix in (".md", ".txt"):
            heading = path.read_text("utf-8").partition("\n")[0].lstrip("# ").strip()
            if heading in files:
                files[heading].add(path.relative_to(corpus).as_posix())
    return {country: frozenset(found) for country, found in files.items() if found}
