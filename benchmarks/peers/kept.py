"""What a run kept, read back: its answers can be scored again without asking."""

import json
from pathlib import Path
from typing import Any

from benchmarks.peers.asking import Asked, Took, shown
from benchmarks.peers.questions import Suite
from benchmarks.peers.scoring import Given


def key(suite: Suite) -> str:
    """Give the name under which a suite's numbers stand in the results."""
    return f"peers, {suite.name}"


def read(path: Path, suite: Suite) -> dict[str, Asked]:
    """Give each peer's answers by its name; none where the suite was never asked."""
    whole = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    peers = whole.get(key(suite), {}).get("peers", {})
    return {name: _asked(record) for name, record in peers.items()}


def _asked(record: dict[str, Any]) -> Asked:
    if "error" in record:
        return Asked(error=record["error"])
    answers = [_given(each) for each in record["answers"]]
    return Asked(Took(**record["load"]), Took(**record["build"]), answers)


def _given(record: dict[str, Any]) -> Given:
    anyway = shown(record["anyway"]) if record["anyway"] else None
    return Given(
        shown(record["shown"]),
        anyway,
        record["milliseconds"],
        record["processor"],
        record["peak"],
    )
