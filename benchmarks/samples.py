"""What evidence was read for questions with known answers, to fit models on; kept between runs.

A cache file's name holds a digest of the code that reads, of the corpus and of the questions, so
that what it holds is never stale; old files may be deleted at any time.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import assistant
from assistant import conversation, judge
from assistant.evidence import Evidence
from assistant.pipeline import Assistant
from assistant.reading import Reading
from assistant.store.generations import write_atomically
from benchmarks import cut, documents, questions, wordings
from benchmarks.built import assistant_on, home
from benchmarks.scores import REFUSED
from benchmarks.sets import EvaluationSet, Question

_CODE = Path(assistant.__file__).parent
_NOT_READING = (
    "support.py",
    "support.json",
    "comparison.json",
    "cli",
    "app",
    "render.py",
    "verify.py",
    "__pycache__",
)
_TOLD_EVERY = 100

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
IsGold = Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True)
class Sample:
    """The evidence read for one question about one country, in the order found."""

    features: Floats
    """float[units, features]"""
    gold: Flags
    """Which units overlap a gold span."""
    right: Flags
    """Which of them, standing alone, give the right outcome and verdict, too."""
    languages: NDArray[np.str_]
    """Of the units' sources, ISO 639-1."""
    terms: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what tells its gold; outcome and verdict are None where any will do."""

    text: str
    outcome: str | None
    verdict: str | None
    is_gold: IsGold


@dataclass(frozen=True, slots=True)
class Source:
    """Questions on one corpus, to be read."""

    name: str
    corpus: Path
    asked: tuple[Asked, ...]
    digest: str
    """Of the questions, gold included."""
    index: str = ""
    """Names the index where it is not the source's own name."""


def of_set(data: EvaluationSet) -> Source:
    """Take the questions of a set."""
    asked = tuple(
        Asked(
            each.text,
            each.outcome,
            "no" if each.negative else each.verdict,
            partial(_is_in_span, each),
        )
        for each in data.questions
    )
    return Source(data.name, data.corpus, asked, digest([repr(data.questions)]))


def own(corpus: Path, wording: questions.Wording) -> Source:
    """Take the project's everyday questions."""
    text = (questions.DATA / "questions_shipped.jsonl").read_text("utf-8")
    asked = tuple(
        Asked(
            each["question"],
            each["outcome"],
            each["verdict"],
            partial(_is_wanted, each, wording),
        )
        for each in map(json.loads, text.splitlines())
    )
    name = f"questions-{wording}"
    return Source(name, corpus, asked, digest([text]))


def of_documents(folder: Path) -> Source:
    """Take the questions on a folder of documents, whose gold is a quote."""
    expected = documents.read(folder)
    asked = tuple(
        Asked(
            each.question,
            each.outcome,
            # A denial of what is taken for granted is judged without a verdict.
            None if documents.ASKS_MORE.match(each.question) else each.verdict,
            partial(_is_quoted, each),
        )
        for each in expected
    )
    return Source(f"documents-{folder.name}", folder, asked, digest(map(repr, expected)))


def of_wordings(path: Path, root: Path | None) -> Iterator[Source]:
    """Write the documents of a file of statements that one may look at, and take them.

    A source for as many as have different countries, as ``benchmarks.wordings`` writes them.
    """
    items = [item for item in wordings.read(path) if item.is_seen]
    for number, (folder, asked) in enumerate(wordings.written(items, path.stem, root)):
        data = EvaluationSet(f"wordings-{path.stem}-{number}", folder, tuple(asked), {})
        yield of_set(data)


def of_cut_documents(folder: Path, root: Path | None) -> Iterator[Source]:
    """Take the same questions where what answers them is cut out."""
    return _silent(f"documents-{folder.name}", folder, documents.golds(folder), root, cut.PARTS)


def of_cut_wordings(path: Path, root: Path | None) -> Iterator[Source]:
    """Take the same questions where what answers them is cut out; see ``of_wordings``."""
    items = [item for item in wordings.read(path) if item.is_seen]
    for number, (folder, asked) in enumerate(wordings.written(items, path.stem, root)):
        golds = [
            cut.Gold(each.text, span.file, _read(folder / span.file)[span.start : span.end])
            for each in asked
            for span in each.spans
        ]
        # Questions on one country's one statement: all may be cut at once.
        yield from _silent(f"wordings-{path.stem}-{number}", folder, golds, root, 1)


def _silent(
    name: str, folder: Path, golds: Sequence[cut.Gold], root: Path | None, parts: int
) -> Iterator[Source]:
    for number, (copy, texts) in enumerate(cut.written(folder, name, golds, root, parts)):
        asked = tuple(Asked(text, "silent", None, lambda _: False) for text in texts)
        yield Source(f"cut-{name}-{number}", copy, asked, digest(texts))


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def read(source: Source, root: Path | None = None, kept: Path | None = None) -> list[Sample]:
    """Read the evidence for each question; ``kept``: the folder of what was read before."""
    with assistant_on(source.corpus, source.index or source.name, root) as (opened, report):
        key = digest([code(), report.info.corpus, report.info.encoder, source.digest])
        path = (kept or home(root) / "samples") / f"{source.name}-{key[:16]}.npz"
        if path.exists():
            print(f"{source.name}: evidence taken from {path}", file=sys.stderr)
            return _load(path)
        found = [sample for asked in told(source) for sample in _samples(opened, asked)]
    _save(path, found)
    return found


def _samples(opened: Assistant, asked: Asked) -> Iterator[Sample]:
    question = conversation.understand(asked.text)

    @cache
    def dated(path: str) -> str | None:
        return opened.source(path).metadata.as_of

    for evidence in opened.evidence(asked.text):
        if not evidence:
            continue
        gold = [asked.is_gold(each) for each in evidence]
        right = []
        for each, is_gold in zip(evidence, gold, strict=True):
            alone = Reading(question, None, True, [], [each])
            part = judge.judge(alone, 1.0, 0.0, dated) if is_gold else None
            right.append(part is not None and is_right(part, asked))
        features = np.array([each.features for each in evidence])
        languages = np.array([each.hit.passage.language for each in evidence])
        terms = len(evidence[0].asked)
        yield Sample(features, np.array(gold), np.array(right), languages, terms)


def is_right(part: judge.Part, asked: Asked) -> bool:
    """Whether a part has the outcome and verdict that are right."""
    if asked.outcome is None:
        return part.outcome not in REFUSED and asked.verdict in (None, part.verdict)
    return (part.outcome, part.verdict) == (asked.outcome, asked.verdict)


def _is_in_span(question: Question, each: Evidence) -> bool:
    unit = each.unit
    return any(span.overlaps(each.document, unit.start, unit.end) for span in question.spans)


def _is_quoted(expected: documents.Expected, each: Evidence) -> bool:
    """Whether a unit is, or is part of, the gold quote."""
    if expected.outcome in REFUSED or each.document != expected.document:
        return False
    gold, said = " ".join(expected.quote.split()), " ".join(each.unit.text.split())
    return gold in said or said in gold


def _is_wanted(expected: dict[str, Any], wording: questions.Wording, each: Evidence) -> bool:
    """Whether a unit is what the question's gold describes (``tests/data/README.md``)."""
    prefix = "" if wording == "shipped" else "seed_"
    wanted = [_plain(text) for text in expected[f"{prefix}quote_contains"]]
    said = _plain(each.unit.text)
    context = _plain(" ".join([*each.hit.passage.section, each.unit.text]))
    return (
        expected["outcome"] not in REFUSED
        and each.document == expected["document"][wording]
        and (not wanted or any(text in said for text in wanted))
        and all(_plain(text) in context for text in expected["context_contains"])
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def told(source: Source) -> Iterator[Asked]:
    """Yield the questions, saying on stderr how far it has come."""
    for number, each in enumerate(source.asked, start=1):
        yield each
        if number % _TOLD_EVERY == 0 or number == len(source.asked):
            print(f"{source.name}: {number} of {len(source.asked)} read", file=sys.stderr)


@cache
def code() -> str:
    """Digest what reads evidence: the package, without what only rates or shows it."""
    digests = [hashlib.sha256(Path(__file__).read_bytes()).hexdigest()]
    for path in sorted(_CODE.rglob("*")):
        place = path.relative_to(_CODE)
        if path.is_file() and not set(place.parts).intersection(_NOT_READING):
            digests.append(f"{place.as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return digest(digests)


def digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _save(path: Path, samples: Sequence[Sample]) -> None:
    """Write samples, joined, so that a file that was cut off in writing is not taken for whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    np.savez_compressed(
        written,
        features=np.concatenate([each.features for each in samples]),
        gold=np.concatenate([each.gold for each in samples]),
        right=np.concatenate([each.right for each in samples]),
        languages=np.concatenate([each.languages for each in samples]),
        units=np.array([len(each.gold) for each in samples]),
        terms=np.array([each.terms for each in samples]),
    )
    write_atomically(path, written.getvalue())


def _load(path: Path) -> list[Sample]:
    with np.load(path) as kept:
        cuts = np.cumsum(kept["units"])[:-1]
        names = ("features", "gold", "right", "languages")
        columns = [np.split(kept[name], cuts) for name in names]
        return [
            Sample(*unit, int(terms)) for *unit, terms in zip(*columns, kept["terms"], strict=True)
        ]
