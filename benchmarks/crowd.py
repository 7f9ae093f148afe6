"""Many people asking a served page at once: ``python -m benchmarks.crowd [--people N]``.

Each has a connection and a session of his or her own, and asks one question after the other over
HTTP, each another than everybody else's. Counted are errors, answers that are another's, and
answers that differ from the one that the question gets alone; timed is each question from being
sent to its answer being whole, and all of them together.
"""

import argparse
import asyncio
import json
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import numpy as np

from assistant.pipeline import Assistant
from benchmarks import results
from benchmarks.measured import Reach, Row, table

PEOPLE = 50
TURNS = 3
_PATIENCE = 120.0
"""Seconds after which a question counts as an error."""

_FRAMES = (
    "Does Mali have {}?",
    "Has Mali adopted {}?",
    "What is known of {} in Mali?",
    "Is there {} in Mali?",
    "Tell me about {} in Mali.",
)
_MATTERS = (
    "a national CIRT", "a law on cybercrime", "a data protection act", "a national strategy",
    "an agency for cybersecurity", "a reporting hotline", "an age of consent", "child helplines",
    "a national action plan", "internet users", "a standard for cybersecurity", "a benchmark",
    "professional certification", "awareness campaigns", "public sector partnerships",
    "the Convention on the Rights of the Child", "the Optional Protocol", "a penal code",
    "mutual legal assistance", "an extradition treaty", "a digital signature law", "a roadmap",
    "manpower development", "regional cooperation", "a framework for certification",
    "grooming laws", "an electronic transactions act", "a research programme", "child hotlines",
    "a responsible ministry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of one person."""

    question: str
    seconds: float
    answer: dict[str, Any] | None
    """None where there was an error."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--turns", type=int, default=TURNS, help="questions each asks")
    parser.add_argument("--save", action="store_true", help="add to the commit's results")
    args = parser.parse_args(argv)
    questions = [frame.format(matter) for matter, frame in product(_MATTERS, _FRAMES)]
    if args.people * args.turns > len(questions):
        parser.error(f"there are {len(questions)} questions; ask for fewer people or turns")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        with _served(args.corpus, index) as address:
            asked, seconds = asyncio.run(_crowd(address, questions, args.people, args.turns))
        rows = _rows(asked, seconds, args.people, _alone(args.corpus, index, asked))
    print(table(rows))
    if args.save:
        measured = {row.what: row.value for row in rows}
        saved = {"command": results.command("benchmarks.crowd"), "machine": results.machine()}
        print(results.save("crowd", {**saved, **measured}))
    return 0 if all(row.is_met is not False for row in rows) else 1


def _rows(asked: Sequence[Asked], seconds: float, people: int, differing: int) -> list[Row]:
    on = f"{people} people at once"
    times = 1000 * np.array([each.seconds for each in asked])
    errors = sum(each.answer is None for each in asked)
    mixed = sum(
        each.answer is not None and each.answer["question"] != each.question for each in asked
    )
    return [
        Row(on, "questions", len(asked)),
        Row(on, "errors", errors, reach=Reach(0)),
        Row(on, "answers to another's question", mixed, reach=Reach(0)),
        Row(on, "answers that differ from those given alone", differing, reach=Reach(0)),
        Row(on, "time to the answer, p50", float(np.percentile(times, 50)), "ms"),
        Row(on, "time to the answer, p95", float(np.percentile(times, 95)), "ms"),
        Row(on, "time to the answer, longest", float(times.max()), "ms"),
        Row(on, "answered", len(asked) / seconds, "/s"),
    ]


async def _crowd(
    address: str, questions: Sequence[str], people: int, turns: int
) -> tuple[list[Asked], float]:
    """Let everybody ask; the first question, which waits for the encoder, does not count."""
    async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE) as client:
        await _ask(client, "Is the encoder loaded?")
    started = perf_counter()
    shares = [questions[number : people * turns : people] for number in range(people)]
    asked = await asyncio.gather(*(_person(address, share) for share in shares))
    return [each for share in asked for each in share], perf_counter() - started


async def _person(address: str, questions: Sequence[str]) -> list[Asked]:
    async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE) as client:
        return [await _ask(client, question) for question in questions]


async def _ask(client: httpx.AsyncClient, question: str) -> Asked:
    started = perf_counter()
    answer = None
    try:
        given = await client.post("/gradio_api/call/v2/ask", json={"question": question})
        event = given.raise_for_status().json()["event_id"]
        told = await client.get(f"/gradio_api/call/ask/{event}")
        if found := re.search(r"event: complete\ndata: (.*)", told.text):
            (answer,) = json.loads(found.group(1))
    except (httpx.HTTPError, ValueError, KeyError) as error:
        print(f"{question}: {error!r}", file=sys.stderr)
    return Asked(question, perf_counter() - started, answer)


def _alone(corpus: Path, index: Path, asked: Sequence[Asked]) -> int:
    """Ask everything once more, one at a time, and count the answers that differ."""
    assistant = Assistant.open(corpus, index)
    differing = 0
    for each in asked:
        if each.answer:
            answer = assistant.ask(each.question)
            differing += (answer.outcome, answer.text) != (
                each.answer["outcome"],
                each.answer["text"],
            )
    assistant.close()
    return differing


@contextmanager
def _served(corpus: Path, index: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-u", "-m", "assistant", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--corpus", str(corpus), "--index", str(index)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stdout or ():
            if "The page is at" in line:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main())
