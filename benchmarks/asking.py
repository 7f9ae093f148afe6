"""Asks an assistant a suite of questions, and asks them again in a process of its own."""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.render import to_json
from assistant.types import Answer, BuildReport, Turn
from benchmarks.built import assistant_on, folder
from benchmarks.scores import Given, Judged, Score

_FILES_AS_TEXT = (".md", ".markdown", ".txt")
_TOLD_EVERY = 100
_WARM_UP = "Is the encoder loaded?"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, those before it in its conversation, and how its answer is judged."""

    text: str
    judge: Callable[[Given], Judged]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """Questions that are asked of one corpus."""

    name: str
    corpus: Path
    cases: tuple[Case, ...]
    index: str = ""
    """Names the index, where several suites share one."""
    is_open: bool = False
    """Its misses may be looked at: nothing is tuned blind on it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A suite's answers, judged."""

    suite: Suite
    judged: tuple[Judged, ...]
    answers: tuple[Answer, ...]
    digests: tuple[str, ...]
    """Of each answer's JSON without its times."""
    report: BuildReport


def run(suite: Suite, root: Path | None = None, model: str | None = None) -> Run:
    """Bring the index in ``root`` up to date and ask every question once, the encoder warm."""
    with assistant_on(suite.corpus, suite.index or suite.name, root, model) as (opened, report):
        opened.ask(_WARM_UP)
        given = [_given(opened, case, suite.corpus) for case in _told(suite)]
    judged = tuple(case.judge(each) for case, each in zip(suite.cases, given, strict=True))
    answers = tuple(each.answer for each in given)
    return Run(suite, judged, answers, tuple(map(digest, answers)), report)


def asked_again(done: Run, root: Path | None = None, model: str | None = None) -> Score:
    """Ask all once more in a fresh interpreter; give the share of answers that are the same."""
    suite = done.suite
    texts = [(*case.earlier, case.text) for case in suite.cases]
    place = folder(suite.corpus, suite.index or suite.name, root)
    print(f"{suite.name}: asking again in another process", file=sys.stderr)
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        again = other.submit(_digests, suite.corpus, place, model, texts).result()
    same = [one == two for one, two in zip(done.digests, again, strict=True)]
    return Score(sum(same) / len(same) if same else None, len(same))


def digest(answer: Answer) -> str:
    """Give the SHA-256 of the answer's JSON without its times, which differ every time."""
    shape = to_json(answer)
    del shape["elapsed_ms"]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


def _digests(
    corpus: Path, index: Path, model: str | None, conversations: Sequence[tuple[str, ...]]
) -> list[str]:
    opened = Assistant.open(corpus, index, model)
    try:
        return [digest(_last(opened, texts)[0]) for texts in conversations]
    finally:
        opened.close()


def _given(opened: Assistant, case: Case, corpus: Path) -> Given:
    answer, milliseconds = _last(opened, (*case.earlier, case.text))
    return Given(answer, _altered(answer, corpus, opened), milliseconds)


def _last(opened: Assistant, texts: Sequence[str]) -> tuple[Answer, float]:
    """Hold a conversation; give its last answer and how long that took, in milliseconds."""
    turns: list[Turn] = []
    for text in texts[:-1]:
        turns.append(Turn(text, opened.ask(text, tuple(turns)).text))
    started = time.perf_counter()
    answer = opened.ask(texts[-1], tuple(turns))
    return answer, (time.perf_counter() - started) * 1000


def _altered(answer: Answer, corpus: Path, opened: Assistant) -> int:
    """Count the quotes that the files, read afresh, do not hold at their offsets."""
    altered = 0
    for citation in answer.citations:
        path = corpus / citation.document
        if path.suffix in _FILES_AS_TEXT:
            text = path.read_bytes().decode("utf-8")
        else:
            text = opened.source(citation.document).text
        altered += text[citation.start : citation.end] != citation.quote
    return altered


def _told(suite: Suite) -> Iterator[Case]:
    """Yield the cases, saying on stderr how far it has come."""
    for number, case in enumerate(suite.cases, start=1):
        yield case
        if number % _TOLD_EVERY == 0 or number == len(suite.cases):
            print(f"{suite.name}: {number} of {len(suite.cases)} asked", file=sys.stderr)
