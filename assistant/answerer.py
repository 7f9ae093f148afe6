"""Evidence → an answer: verbatim quotes in fixed frames, or one of the honest ways to say no."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant import countries as names
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.reading import Reading
from assistant.types import (
    Citation,
    Conflict,
    CountryAnswer,
    Document,
    DocumentRecord,
    Outcome,
    Verdict,
    below_title,
)

MAX_QUOTES = 5
"""Quotes for one country: more would be a dump of passages, not an answer."""

NEAR = 0.5
"""Further evidence is quoted when its support is at least this share of the best's."""

ELSEWHERE = 0.25
"""The same for another document that speaks of the same: its passage was not found first, which
counts against it, but an answer must not hide that sources differ."""

SURE = 0.5
"""Support from which a statement counts against another source's "not assessed"."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the evidence says for one fact and one country, or for a fact that concerns none."""

    question: Question
    country: str | None
    outcome: Outcome
    verdict: Verdict | None
    evidence: tuple[Evidence, ...]
    """What is quoted, best first."""
    confidence: float
    """Probability in [0, 1] that this part is right."""
    reason: str
    conflict: bool = False
    """The evidence does not agree; the newest comes first."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text with everything it rests on."""

    outcome: Outcome
    verdict: Verdict | None
    hedged: bool
    confidence: float
    as_of: str | None
    text: str
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    by_country: tuple[CountryAnswer, ...]
    reason: str


def judge(
    read: Reading, confidence: float, threshold: float, dated: Callable[[str], str | None]
) -> Part:
    """Decide what was read says for one fact and one country.

    ``confidence``: the probability that the best evidence states what was asked; below
    ``threshold`` the sources are silent. ``dated``: a document's date by its path.
    """
    question, country, evidence = read.asked, read.country, read.evidence
    if not read.is_covered and not evidence:
        reason = "No document covers this country."
        return Part(question, country, "no_source", None, (), 0.0, reason)
    if confidence < threshold:
        reason = f"The best evidence has confidence {confidence:.2f}, below {threshold:.2f}."
        outcome: Outcome = "silent" if read.is_covered else "no_source"
        return Part(question, country, outcome, None, (), confidence, reason)
    best = _stated_elsewhere(evidence) or evidence[0]
    as_of = best.as_of or dated(best.document)
    too_late = question.year and as_of and int(as_of[:4]) > question.year
    if too_late and str(question.year) not in best.unit.text:
        reason = f"The best evidence speaks for {as_of}, not for {question.year}."
        return Part(question, country, "silent", None, (), confidence, reason)
    reason = f"The best evidence has confidence {confidence:.2f} and stance {best.stance}."
    if best.stance in _OPEN:
        return Part(question, country, _OPEN[best.stance], None, (best,), confidence, reason)
    quoted = _also_quoted(best, evidence)
    conflict = _conflict(question, quoted)
    if conflict:  # newest first
        quoted = tuple(sorted(quoted, key=lambda e: e.as_of or dated(e.document) or "")[::-1])
    verdict: Verdict | None = None
    if question.kind == "yes_no":
        verdict = "no" if quoted[0].stance == "no" else "yes"
    return Part(question, country, "answered", verdict, quoted, confidence, reason, conflict)


_OPEN: dict[str, Outcome] = {
    "empty": "silent",
    "not_assessed": "not_assessed",
    "unclear": "unclear",
}


def _stated_elsewhere(evidence: Sequence[Evidence]) -> Evidence | None:
    """Find what another document states on a matter that the best leaves open."""
    best = evidence[0]
    if best.stance not in _OPEN:
        return None
    rivals = (
        each
        for each in evidence[1:]
        if each.document != best.document and each.matched >= best.matched
    )
    return next((e for e in rivals if e.support >= SURE and e.stance not in _OPEN), None)


def _also_quoted(best: Evidence, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Choose the best piece and what stands beside it: other sources, other parts."""
    chosen = [best]
    for each in evidence:
        if each.stance in _OPEN or any(_overlap(each, other) for other in chosen):
            continue
        same = each.document != best.document and each.matched >= best.matched
        adds = bool(each.matched - frozenset().union(*(other.matched for other in chosen)))
        share = ELSEWHERE if same else NEAR
        if (same or adds) and each.support >= share * best.support:
            chosen.append(each)
    return tuple(chosen[:MAX_QUOTES])


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.document == b.document and a.unit.start < b.unit.end and b.unit.start < a.unit.end


def _conflict(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether documents that speak of the same thing give other verdicts or other figures."""
    best = evidence[0]
    same = [e for e in evidence if e.document != best.document and e.matched >= best.matched]
    if question.kind == "yes_no":
        return any(each.stance != best.stance for each in same)
    if question.kind != "number":
        return False
    return any(_figures(best) and not _figures(best) & _figures(each) for each in same)


_FIGURE = re.compile(r"\d+(?:[ \u00a0,.]\d+)*")


def _figures(each: Evidence) -> frozenset[str]:
    """Give the figures of a statement, years left out, without their separators."""
    found = (re.sub(r"\D", "", figure) for figure in _FIGURE.findall(each.unit.text))
    return frozenset(f for f in found if not (len(f) == 4 and f[:2] in ("19", "20")))


def compose(
    parts: Sequence[Part],
    records: Mapping[str, DocumentRecord],
    source: Callable[[str], Document],
) -> Composed:
    """Write the answer. ``records``: by path; ``source``: a document by its path."""
    citations: list[Citation] = []
    conflicts: list[Conflict] = []
    by_country: list[CountryAnswer] = []
    for part in parts:
        made = _cite(part, len(citations), records, source)
        citations += made
        text = _text(part, made, several=len({each.country for each in parts}) > 1)
        as_of = max((c.as_of for c in made if c.as_of), default=None)
        markers = tuple(c.marker for c in made)
        if part.conflict and len(markers) > 1:
            conflicts.append(
                Conflict(markers, "change" if len({c.as_of for c in made}) > 1 else "disagreement")
            )
        hedged = any(e.hedged for e in part.evidence) and part.outcome == "answered"
        by_country.append(
            CountryAnswer(
                part.country or "", part.outcome, part.verdict, hedged, as_of, text, markers
            )
        )
    return _joined(parts, citations, conflicts, by_country)


def _joined(
    parts: Sequence[Part],
    citations: list[Citation],
    conflicts: list[Conflict],
    by_country: list[CountryAnswer],
) -> Composed:
    first = next((a for a in by_country if a.outcome == "answered"), None) or min(
        by_country, key=lambda a: _ORDER.index(a.outcome)
    )
    verdicts = {answer.verdict for answer in by_country if answer.outcome == "answered"}
    return Composed(
        outcome=first.outcome,
        verdict=next(iter(verdicts)) if len(verdicts) == 1 else None,
        hedged=any(answer.hedged for answer in by_country),
        confidence=min(part.confidence for part in parts),
        as_of=max((answer.as_of for answer in by_country if answer.as_of), default=None),
        text="\n\n".join(answer.text for answer in by_country),
        citations=tuple(citations),
        conflicts=tuple(conflicts),
        by_country=tuple(by_country) if len(by_country) > 1 else (),
        reason=" ".join(f"{part.country or ''} {part.reason}".strip() for part in parts),
    )


_ORDER: tuple[Outcome, ...] = ("answered", "unclear", "not_assessed", "silent", "no_source")


def _cite(
    part: Part,
    offset: int,
    records: Mapping[str, DocumentRecord],
    source: Callable[[str], Document],
) -> list[Citation]:
    citations: list[Citation] = []
    for each in part.evidence:
        record, passage = records[each.document], each.hit.passage
        start = each.unit.lead_in[0] if each.unit.lead_in else each.unit.start
        end = each.unit.end
        if start > end or end - start > 1_500:
            start = each.unit.start
        meta = record.metadata
        citations.append(
            Citation(
                marker=offset + len(citations) + 1,
                document=each.document,
                sha256=record.sha256,
                title=meta.title,
                publisher=meta.publisher,
                url=meta.url,
                as_of=each.as_of or meta.as_of,
                page=passage.page,
                section=below_title(passage.section, meta.title),
                quote=source(each.document).text[start:end],
                start=start,
                end=end,
                countries=passage.countries,
                restated=meta.restated,
            )
        )
    return citations


def _text(part: Part, citations: Sequence[Citation], *, several: bool) -> str:
    question, frame = part.question, frames()[part.question.language]
    country = names.name(part.country, question.language) if part.country else ""
    lines = [frame["country"].format(country=country)] if several and country else []
    if part.outcome == "no_source":
        return "\n".join([*lines, frame["no_source"].format(country=country)])
    if part.outcome == "silent":
        silent = frame["silent"].format(country=country) if country else frame["silent_plain"]
        lines.append(frame["empty"] if part.evidence else silent)
    elif part.outcome in ("not_assessed", "unclear"):
        lines.append(frame[part.outcome])
    elif part.verdict:
        lines.append(frame[part.verdict])
    elif part.evidence[0].stance == "no" and question.premise:
        lines.append(frame["none"])
    lines += [_quoted(citation, frame) for citation in citations]
    lines += _remarks(part, citations, frame)
    return "\n".join(lines)


def _quoted(citation: Citation, frame: Mapping[str, str]) -> str:
    slots = {
        "source": citation.publisher or citation.title,
        "as_of": citation.as_of or "",
        "quote": citation.quote,
        "marker": str(citation.marker),
    }
    template = frame["quote" if citation.as_of else "quote_undated"]
    # Not str.format, and in one pass: a title or quote may hold braces.
    return re.sub(r"\{(\w+)\}", lambda slot: slots[slot.group(1)], template)


def _remarks(part: Part, citations: Sequence[Citation], frame: Mapping[str, str]) -> list[str]:
    remarks = []
    if part.outcome == "answered" and any(each.hedged for each in part.evidence):
        remarks.append(frame["hedged"])
    if part.conflict and len(citations) > 1:
        remarks.append(frame["change" if len({c.as_of for c in citations}) > 1 else "disagreement"])
    latest = max((c.as_of for c in citations if c.as_of), default=None)
    if latest and (
        part.question.now or (part.question.year and latest[:4] < str(part.question.year))
    ):
        remarks.append(frame["later"].format(as_of=latest))
    return remarks


@cache
def frames() -> dict[str, dict[str, str]]:
    """Give the words around quotes, by language and occasion."""
    with Path(__file__).with_name("frames.toml").open("rb") as file:
        return tomllib.load(file)
