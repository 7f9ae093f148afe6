"""What every driver speaks: it builds once, then answers a question a line.

Run by the peer's own interpreter, so only the standard library may be imported here. Lines of
JSON: the driver first writes what its build took, then reads a ``{"question"}`` and writes a
``Reply`` with its times, until its input ends.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

BELOW_ANY = 1e-6
"""A threshold that lets every candidate pass."""


@dataclass(frozen=True)
class Place:
    """Where a driver finds and puts things."""

    corpus: Path
    work: Path
    """Empty; the index goes here."""
    model: str
    """A sentence-transformers folder; empty where the peer brings none."""
    language: str
    """Of the corpus, ISO 639-1."""


@dataclass(frozen=True)
class Reply:
    """What a user is shown."""

    text: str
    documents: tuple[str, ...]
    """Cited, first one first, relative to the corpus."""
    refused: bool
    score: float | None = None
    """Of the best candidate, for a threshold; None where the peer gives none."""
    verdict: str | None = None
    """``yes`` or ``no``, where the peer states one."""


@dataclass(frozen=True)
class Engine:
    """A peer, loaded."""

    build: Callable[[Place], None]
    ask: Callable[[str], Reply]
    anyway: Callable[[str], Reply] | None = None
    """Answers what ``ask`` refuses, with its threshold taken away; None where it has none."""


def serve(load: Callable[[Place], Engine]) -> None:
    """Load, build and answer. Whatever the peer prints goes to stderr."""
    place = _place()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    loaded, engine = _timed(lambda: load(place))
    built, _ = _timed(lambda: engine.build(place))
    _write(out, {"load": loaded, "build": built, "peak_mb": _peak_mb()})
    for line in sys.stdin:
        _write(out, _answered(engine, json.loads(line)["question"]))


def _answered(engine: Engine, question: str) -> dict[str, Any]:
    times, reply = _timed(lambda: engine.ask(question))
    anyway = engine.anyway(question) if reply.refused and engine.anyway else None
    return {
        **asdict(reply),
        "anyway": asdict(anyway) if anyway else None,
        "ms": times["clock"] * 1000,
        "processor_ms": times["processor"] * 1000,
        "peak_mb": _peak_mb(),
    }


def _timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    took = {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor}
    return took, result


def _peak_mb() -> float | None:
    """Give the most memory the process ever held; None where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def _write(out: Any, record: dict[str, Any]) -> None:
    out.write(json.dumps(record) + "\n")
    out.flush()


def _place() -> Place:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", default="")
    parser.add_argument("--language", default="en")
    args = parser.parse_args()
    return Place(args.corpus, args.work, args.model, args.language)
