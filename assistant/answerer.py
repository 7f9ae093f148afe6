"""What the evidence says → an answer: verbatim quotes in fixed frames, or an honest refusal."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant import countries as names
from assistant.judge import Part, Quote
from assistant.premise import taken_for_granted
from assistant.question import Question
from assistant.types import (
    Citation,
    Conflict,
    CountryAnswer,
    Document,
    DocumentRecord,
    Language,
    Outcome,
    Verdict,
    below_title,
)


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
    summary: str = ""
    """Of a count: what the text begins with."""


def compose(
    parts: Sequence[Part],
    records: Mapping[str, DocumentRecord],
    source: Callable[[str], Document],
    *,
    counted: bool = False,
) -> Composed:
    """Write the answer. ``records``: by path; ``source``: a document by its path.

    ``counted``: the question asks which countries, or how many; a yes is one of them.
    """
    citations: list[Citation] = []
    conflicts: list[Conflict] = []
    by_country: list[CountryAnswer] = []
    for part in parts:
        made = _cite(part, citations, records, source)
        citations += [citation for citation in made if citation.marker > len(citations)]
        several = len({each.country for each in parts}) > 1
        text = _counted(part, made) if counted else _text(part, made, several=several)
        as_of = max((c.as_of for c in made if c.as_of), default=None)
        markers = tuple(c.marker for c in made)
        if part.conflict and len(markers) > 1:
            conflicts.append(
                Conflict(markers, "change" if len({c.as_of for c in made}) > 1 else "disagreement")
            )
        hedged = any(quote.hedged for quote in part.quotes) and part.outcome == "answered"
        by_country.append(
            CountryAnswer(
                part.country or "", part.outcome, part.verdict, hedged, as_of, text, markers
            )
        )
    joined = _joined(parts, citations, conflicts, by_country)
    if not counted:
        return joined
    summary = _summary(by_country, parts[0].question)
    told = [summary, *(answer.text for answer in by_country if answer.text)]
    return replace(joined, verdict=None, text="\n\n".join(told), summary=summary)


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
        confidence=min(
            (p.confidence for p in parts if p.outcome != "no_source"),
            default=max(p.confidence for p in parts),
        ),
        as_of=max((answer.as_of for answer in by_country if answer.as_of), default=None),
        text="\n\n".join(answer.text for answer in by_country),
        citations=tuple(citations),
        conflicts=tuple(conflicts),
        by_country=tuple(by_country),
        reason=" ".join(f"{part.country or ''} {part.reason}".strip() for part in parts),
    )


_ORDER: tuple[Outcome, ...] = ("answered", "unclear", "not_assessed", "silent", "no_source")


def _cite(
    part: Part,
    before: Sequence[Citation],
    records: Mapping[str, DocumentRecord],
    source: Callable[[str], Document],
) -> list[Citation]:
    """Cite what a part quotes; a quote that another part has made keeps its marker."""
    markers = {(c.document, c.start, c.end): c.marker for c in before}
    return [
        _citation(quote, markers, records[quote.document], source(quote.document))
        for quote in part.quotes
    ]


def _citation(
    quote: Quote,
    markers: dict[tuple[str, int, int], int],
    record: DocumentRecord,
    document: Document,
) -> Citation:
    place = quote.document, quote.start, quote.end
    meta, page = record.metadata, document.page_at(quote.states_at)
    return Citation(
        marker=markers.setdefault(place, len(markers) + 1),
        document=quote.document,
        sha256=record.sha256,
        title=meta.title,
        publisher=meta.publisher,
        url=_at_page(meta.url, page),
        as_of=quote.as_of or meta.as_of,
        page=page,
        section=below_title(quote.section, meta.title),
        quote=document.text[quote.start : quote.end],
        start=quote.start,
        end=quote.end,
        countries=quote.countries,
        restated=meta.restated,
    )


def _at_page(url: str | None, page: int | None) -> str | None:
    """Let a link to a PDF open at a page."""
    is_pdf = url is not None and url.lower().endswith(".pdf")
    return f"{url}#page={page}" if is_pdf and page else url


def _text(part: Part, citations: Sequence[Citation], *, several: bool) -> str:
    question, frame = part.question, frames()[part.question.language]
    country = names.name(part.country, question.language) if part.country else ""
    lines = [frame["country"].format(country=country)] if several and country else []
    if question.region and not country:
        return frame["no_region"].format(region=question.region.name(question.language))
    if part.outcome == "no_source":
        return "\n".join([*lines, frame["no_source"].format(country=country)])
    if part.outcome == "silent":
        silent = frame["silent"].format(country=country) if country else frame["silent_plain"]
        silent = frame["which"] if part.is_ambiguous else silent
        lines.append(frame["empty"] if part.quotes else silent)
    elif part.outcome in ("not_assessed", "unclear"):
        lines.append(frame[part.outcome])
    elif part.verdict:
        lines.append(frame[part.verdict])
    elif part.quotes[0].stance == "no" and (question.premise or taken_for_granted(question)):
        lines.append(frame["none"])
    lines += [_quoted(citation, frame) for citation in citations]
    lines += _remarks(part, citations, frame)
    return "\n".join(lines)


def _counted(part: Part, citations: Sequence[Citation]) -> str:
    """Quote what the sources say of one country of a count; the summary says what it is."""
    if not citations:
        return ""
    frame = frames()[part.question.language]
    country = frame["country"].format(
        country=names.name(part.country or "", part.question.language)
    )
    quoted = [_quoted(citation, frame) for citation in citations]
    return "\n".join([country, *quoted, *_remarks(part, citations, frame)])


def _summary(answers: Sequence[CountryAnswer], question: Question) -> str:
    """Say how many countries it is, which, and what the sources say of the others."""
    language = question.language
    frame = frames()[language]
    groups = {name: _listed(answers, said, language) for name, said in _GROUPS.items()}
    yes = [each for each in answers if (each.outcome, each.verdict) == _GROUPS["counted"]]
    first = frame[("counted" if yes else "counted_none") + ("_alone" if len(answers) == 1 else "")]
    lines = [first.format(n=len(yes), all=len(answers), countries=groups.pop("counted"))]
    lines += [frame[name].format(countries=who) for name, who in groups.items() if who]
    if question.region:
        lines.insert(0, frame["counted_region"].format(region=question.region.name(language)))
    return "\n".join(lines)


_GROUPS: dict[str, tuple[Outcome, Verdict | None]] = {
    "counted": ("answered", "yes"),
    "counted_no": ("answered", "no"),
    "counted_unclear": ("unclear", None),
    "counted_not_assessed": ("not_assessed", None),
    "counted_silent": ("silent", None),
}


def _listed(
    answers: Sequence[CountryAnswer], said: tuple[Outcome, Verdict | None], language: Language
) -> str:
    found = (each.country for each in answers if (each.outcome, each.verdict) == said)
    return ", ".join(names.name(code, language) for code in found)


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
    if part.outcome == "answered" and any(quote.hedged for quote in part.quotes):
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
