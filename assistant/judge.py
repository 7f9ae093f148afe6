"""Evidence → what it says for one fact and one country: an outcome, a verdict, what to quote."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.question import Question
from assistant.reading import NEAR, Reading
from assistant.spelling import fold
from assistant.stance import Stance
from assistant.types import Outcome, Verdict

MAX_QUOTES = 5
"""Quotes for one country: more would be a dump of passages, not an answer."""

ELSEWHERE = 0.25
"""The same for another document that speaks of the same: its passage was not found first, which
counts against it, but an answer must not hide that sources differ."""

LISTED = 0.1
"""The same for another entry of the list that the best is in, where several are asked for."""

_SEVERAL = re.compile(
    r"(?:which|what|name|list)(?: are)?(?: the)? (?:[\w'-]+ ){0,3}[\w'-]{2,}(?<!s)s\b"
    r"|quel(?:le)?s\b"
)
_DEFINES = re.compile(
    r"(?:(?:the|an?|l[ae]s?|une?) |l['’])?(?:[\w’'-]+ ){1,5}"
    r"(?:is|are|means|refers to|est|sont|d[ée]signe)"
    r" (?:an?|the|short for|l[ae]s?|une?|[\w’']+s (?:first|main|only|largest)|l['’])",
    re.IGNORECASE,
)

SURE = 0.5
"""Support from which a statement counts against another source's "not assessed"."""

LONGEST_QUOTE = 1_500
"""Characters of a quote with what leads it in."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of a document that shows what a part says: ``document.text[start:end]``."""

    document: str
    start: int
    end: int
    states_at: int
    """Where the statement starts, behind what leads it in."""
    stance: Stance
    hedged: bool
    as_of: str | None
    """A date that the statement itself gives."""
    section: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What the evidence says for one fact and one country, or for a fact that concerns none."""

    question: Question
    country: str | None
    outcome: Outcome
    verdict: Verdict | None
    quotes: tuple[Quote, ...]
    """What shows it, best first."""
    confidence: float
    """Probability in [0, 1] that this part is right."""
    reason: str
    conflict: bool = False
    """The quotes do not agree; the newest comes first."""
    is_ambiguous: bool = False
    """Many countries' sources tell of it: the question is to name one."""


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
    if read.is_ambiguous:
        reason = "Sources on several countries tell of this, and the question names none."
        return Part(question, None, "silent", None, (), 0.0, reason, is_ambiguous=True)
    if confidence < threshold:
        reason = f"The best evidence has confidence {confidence:.2f}, below {threshold:.2f}."
        outcome: Outcome = "silent" if read.is_covered else "no_source"
        return Part(question, country, outcome, None, (), confidence, reason)
    best = _stated_elsewhere(evidence) or evidence[0]
    as_of = best.as_of or dated(best.document)
    dated_by = None if question.counted else question.year  # "since 2015" is for the count
    too_late = dated_by and as_of and int(as_of[:4]) > dated_by
    if too_late and str(question.year) not in best.unit.text:
        reason = f"The best evidence speaks for {as_of}, not for {question.year}."
        return Part(question, country, "silent", None, (), confidence, reason)
    reason = f"The best evidence has confidence {confidence:.2f} and stance {best.stance}."
    if best.stance in _OPEN:
        return Part(
            question, country, _OPEN[best.stance], None, _quotes([best]), confidence, reason
        )
    quoted = _also_quoted(best, evidence, _listing(question, best))
    conflict = _conflict(question, quoted)
    if conflict:  # newest first
        quoted = tuple(sorted(quoted, key=lambda e: e.as_of or dated(e.document) or "")[::-1])
    verdict: Verdict | None = None
    if question.kind == "yes_no":
        verdict = "no" if quoted[0].stance == "no" else "yes"
    quotes = _quotes(quoted)
    return Part(question, country, "answered", verdict, quotes, confidence, reason, conflict)


def beyond(question: Question) -> Part:
    """Say of a question on a region that no source covers a country of it."""
    reason = "No document covers a country of this region."
    return Part(question, None, "no_source", None, (), 0.0, reason)


def _quotes(chosen: Sequence[Evidence]) -> tuple[Quote, ...]:
    return tuple(map(_quote, chosen))


def _quote(each: Evidence) -> Quote:
    """Quote a unit with what leads it in, unless that is far away."""
    unit, passage = each.unit, each.hit.passage
    start = unit.lead_in[0] if unit.lead_in and unit.lead_in[0] <= unit.end else unit.start
    end = unit.note[1] if each.noted and unit.note else unit.end
    return Quote(
        document=each.document,
        start=start if end - start <= LONGEST_QUOTE else unit.start,
        end=end,
        states_at=unit.start,
        stance=each.stance,
        hedged=each.hedged,
        as_of=each.as_of,
        section=passage.section,
        countries=passage.countries,
    )


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


def _listing(question: Question, best: Evidence) -> Callable[[Evidence], bool]:
    """Tell what belongs beside the best.

    The entries of its list, where several are asked for, and what else says what a thing is.
    """
    passage, unit = best.hit.passage, best.unit
    if question.kind == "open" and _SEVERAL.match(fold(question.search)):
        return lambda each: (
            each.hit.passage == passage
            and each.support >= LISTED * best.support
            and each.matched >= best.matched
            and each.unit.lead_in == unit.lead_in
            and bool(each.unit.label or each.unit.lead_in)
        )
    if question.kind == "definition":
        return lambda each: (
            each.hit.passage == passage
            and each.support >= NEAR * best.support
            and each.matched >= best.matched
            and _DEFINES.match(each.unit.text) is not None
        )
    return lambda each: False


def _also_quoted(
    best: Evidence, evidence: Sequence[Evidence], is_listed: Callable[[Evidence], bool]
) -> tuple[Evidence, ...]:
    """Choose the best piece and what stands beside it: other sources, other parts."""
    chosen = [best]
    for each in evidence:
        if each.stance in _OPEN or any(_overlap(each, other) for other in chosen):
            continue
        same = each.document != best.document and each.matched >= best.matched
        adds = bool(each.matched - frozenset().union(*(other.matched for other in chosen)))
        share = ELSEWHERE if same else NEAR
        if is_listed(each) or ((same or adds) and each.support >= share * best.support):
            if each.stance == best.stance:
                chosen = [other for other in chosen if not _leads_in(other, each)]
            chosen.append(each)
    return tuple(chosen[:MAX_QUOTES])


def _leads_in(other: Evidence, each: Evidence) -> bool:
    """Whether ``each`` is quoted with ``other`` before it."""
    lead = each.unit.lead_in
    return other.document == each.document and lead == (other.unit.start, other.unit.end)


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
