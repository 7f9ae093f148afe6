"""The tables of a comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.peers.asking import Asked
from benchmarks.peers.catalogue import Peer
from benchmarks.peers.installs import Installed
from benchmarks.peers.questions import Suite
from benchmarks.peers.scoring import Tally, percentile, tally, with_threshold


@dataclass(frozen=True, slots=True)
class Entrant:
    """A peer on a suite, with all that was measured of it."""

    peer: Peer
    installed: Installed
    asked: Asked


def measured(entrant: Entrant, suite: Suite) -> dict[str, Any]:
    """Give the numbers of an entrant; only ``error`` where it could not be run."""
    asked = entrant.asked
    error = entrant.installed.error or asked.error
    if error or not asked.build or not asked.load or not asked.given:
        return {"error": error or "asked nothing"}
    golds = suite.golds[: len(asked.given)]
    shown = [each.shown for each in asked.given]
    tuned = with_threshold(golds, asked.given)
    own, other = tally(golds, shown), tally(golds, tuned) if tuned else None
    return {
        "threshold own": asdict(own) | {"share": own.share},
        "threshold chosen": asdict(other) | {"share": other.share} if other else None,
        "load": asdict(asked.load),
        "build": asdict(asked.build),
        "p50 ms": percentile(asked.given, 50, lambda given: given.milliseconds),
        "p95 ms": percentile(asked.given, 95, lambda given: given.milliseconds),
        "processor p50 ms": percentile(asked.given, 50, lambda given: given.processor),
        "peak MB": max(given.peak or 0.0 for given in asked.given),
        "characters shown, median": float(
            np.median([len(each.text) for each in shown if not each.refused] or [0])
        ),
        "installed MB": entrant.installed.megabytes,
        "packages": entrant.installed.packages,
    }


def tables(suite: Suite, entrants: Sequence[Entrant]) -> str:
    """Return two Markdown tables: what was right, and what it cost."""
    rows = [(each.peer.name, measured(each, suite)) for each in entrants]
    head = f"{suite.name}: {len(suite.golds)} questions\n"
    return "\n".join([head, *_answers(rows), "", *_costs(rows)])


def _answers(rows: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    yield "| system | threshold | right | rightly refused | both | other country | opposite |"
    yield "|---|---|---|---|---|---|---|"
    for name, row in rows:
        if "error" in row:
            yield f"| {name} | could not be run: {row['error'][:200]} | | | | | |"
            continue
        for label in ("own", "chosen"):
            if row[f"threshold {label}"]:
                yield f"| {name} | {label} | {_counts(row[f'threshold {label}'])} |"


def _counts(counts: dict[str, Any]) -> str:
    known = {key: value for key, value in counts.items() if key != "share"}
    told = Tally(**known)
    foreign = f"{told.foreign} / {told.named}" if told.named else "–"
    return " | ".join(
        (
            f"{told.right} / {told.answerable}",
            f"{told.refused} / {told.unanswerable}",
            f"{told.share:.1%}",
            foreign,
            str(told.opposite),
        )
    )


def _costs(rows: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    yield (
        "| system | build, s (at work) | question, ms: p50 / p95 (at work, p50) "
        "| characters shown, median | peak MB | installed MB |"
    )
    yield "|---|---|---|---|---|---|"
    for name, row in rows:
        if "error" not in row:
            yield (
                f"| {name} | {row['build']['clock']:.1f} ({row['build']['processor']:.1f}) "
                f"| {row['p50 ms']:.0f} / {row['p95 ms']:.0f} ({row['processor p50 ms']:.0f}) "
                f"| {row['characters shown, median']:.0f} | {row['peak MB']:.0f} "
                f"| {row['installed MB']:.0f} |"
            )
