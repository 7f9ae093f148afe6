"""What the assistant is to reach, and whether it does: the rows of the benchmark's table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.scores import Judged, Score, scores

Form = Literal["percent", "number", "count", "per 1,000", "ms"]


@dataclass(frozen=True, slots=True)
class Target:
    """A score, and what is asked of it."""

    what: str
    score: str
    """Its name among the scores."""
    bound: float
    at_least: bool = True
    form: Form = "percent"
    language: str | None = None
    """Only the questions of this language count."""
    outcome: str | None = None
    """Only the questions whose right outcome is this count."""


@dataclass(frozen=True, slots=True)
class Row:
    """A target with what was measured."""

    on: str
    target: Target
    measured: Score

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where nothing was measured."""
        value, bound = self.measured.value, self.target.bound
        if value is None:
            return None
        return value >= bound if self.target.at_least else value <= bound


TARGETS: Mapping[str, tuple[Target, ...]] = {
    "questions": (Target("right: outcome, verdict, first citation", "right", 0.97),),
    "profiles": (
        Target("right, English", "right", 0.95, language="en"),
        Target("right, French", "right", 0.92, language="fr"),
        Target("verdicts flipped, per 1,000", "verdict flipped", 0, False, "per 1,000"),
        Target("another country cited", "other country cited", 0, False, "per 1,000"),
        Target("no_source kept", "right", 1, outcome="no_source"),
    ),
    "documents": (
        Target("right, English", "right", 0.95, language="en"),
        Target("right, French", "right", 0.92, language="fr"),
        Target("verdicts flipped, per 1,000", "verdict flipped", 0, False, "per 1,000"),
        Target("another country cited", "other country cited", 0, False, "per 1,000"),
    ),
    "factbook": (
        Target("first citation on the gold span", "first citation on gold", 0.90),
        Target('"no" answered as no', '"no" said', 0.95),
        Target("missing fields refused", "refused, unanswerable", 0.90),
    ),
    "afriqa": (Target("AUROC of confidence", "AUROC", 0.92, form="number"),),
    "squad": (
        Target("AUROC of confidence", "AUROC", 0.75, form="number"),
        Target("first citation on the gold sentence", "first citation on gold", 0.75),
    ),
}
"""By how the name of what is measured begins."""

EVERY = (
    Target("quotes not verbatim", "quotes altered", 0, False, "count"),
    Target("expected calibration error", "ECE", 0.05, False, "number"),
    Target("same bytes in a second process", "same twice", 1),
)
"""Asked of whatever is measured."""

MEDIAN = Target("warm question, median", "p50 ms", 150, False, "ms")
WARM = Target("warm question, 95th percentile", "p95 ms", 150, False, "ms")


def rows(on: str, judged: Sequence[Judged], same: Score) -> Iterator[Row]:
    """Measure what is asked of ``on``, which sort its name tells."""
    own = next((TARGETS[sort] for sort in TARGETS if on.startswith(sort)), ())
    for target in (*own, *EVERY):
        chosen = [
            each
            for each in judged
            if target.language in (None, each.language) and target.outcome in (None, each.outcome)
        ]
        yield Row(on, target, (scores(chosen) | {"same twice": same})[target.score])


def table(measured: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| on | what | reach | measured | n | met |", "|---|---|---|---|---|---|"]
    for row in measured:
        target, score = row.target, row.measured
        sign = "≥" if target.at_least else "≤"
        met = {True: "yes", False: "**no**", None: "–"}[row.is_met]
        bound = told(target.bound, target.form)
        value = told(score.value, target.form)
        lines.append(f"| {row.on} | {target.what} | {sign} {bound} | {value} | {score.n} | {met} |")
    return "\n".join(lines)


def told(value: float | None, form: Form) -> str:
    """Write a score as its form wants it."""
    if value is None:
        return "–"
    match form:
        case "percent":
            return f"{100 * value:.1f}%"
        case "number":
            return f"{value:.3f}"
        case "per 1,000":
            return f"{1000 * value:.1f}"
        case "count":
            return f"{value:.0f}"
    return f"{value:.0f} ms"
