"""Starts each peer's driver and asks all of them the same question in turn."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.peers.catalogue import DRIVERS, Peer
from benchmarks.peers.questions import Gold, Suite
from benchmarks.peers.scoring import Given, Shown

_TOLD_EVERY = 20
_LINES_OF_ERROR = 3


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and at work in all threads."""

    clock: float
    processor: float


@dataclass(slots=True)
class Asked:
    """A peer on a suite: what its build took and what it answered so far."""

    load: Took | None = None
    build: Took | None = None
    given: list[Given] = field(default_factory=list)
    error: str = ""


class Driver:
    """A running driver; it builds when it is started."""

    def __init__(self, python: Path, peer: Peer, suite: Suite, work: Path, model: str) -> None:
        self.asked = Asked()
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        self._log = work / "stderr.txt"
        command = [str(python), str(DRIVERS / peer.driver), "--corpus", str(suite.corpus)]
        command += ["--work", str(work), "--language", suite.language]
        command += ["--model", model] if model else []
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=_environment(),
            )
        ready = self._read()
        if ready:
            self.asked.load, self.asked.build = Took(**ready["load"]), Took(**ready["build"])

    def ask(self, question: str) -> None:
        """Keep its answer; a driver that has ended is not asked any more."""
        if self.asked.error:
            return
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"question": question}) + "\n")
        self._process.stdin.flush()
        told = self._read()
        if told:
            self.asked.given.append(given(told))

    def close(self) -> None:
        """End its input and wait until it has ended."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if line:
            told: dict[str, Any] = json.loads(line)
            return told
        self._process.wait()
        lines = self._log.read_text("utf-8").strip().splitlines()[-_LINES_OF_ERROR:]
        self.asked.error = " ".join(lines) or f"ended with {self._process.returncode}"
        return {}


def given(told: dict[str, Any]) -> Given:
    """Read a driver's line."""
    anyway = shown(told["anyway"]) if told["anyway"] else None
    return Given(shown(told), anyway, told["ms"], told["processor_ms"], told["peak_mb"])


def shown(told: dict[str, Any]) -> Shown:
    """Read an answer; what else the record holds does not matter."""
    documents = tuple(told["documents"])
    return Shown(told["text"], documents, told["refused"], told["score"], told["verdict"])


def _environment() -> dict[str, str]:
    """Offline, and no thread of one peer spins while another is asked."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH",)}
    offline = {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    return kept | offline | {"OMP_WAIT_POLICY": "PASSIVE"}


def ask_all(drivers: Sequence[Driver], golds: Sequence[Gold], name: str) -> None:
    """Ask question by question, so that a slow moment of the machine meets all of them."""
    for number, gold in enumerate(golds):
        first = number % max(len(drivers), 1)
        for driver in (*drivers[first:], *drivers[:first]):
            driver.ask(gold.question)
        if (number + 1) % _TOLD_EVERY == 0:
            print(f"{name}: {number + 1} of {len(golds)} asked", file=sys.stderr)
