"""Why an answer is what it is → HTML: the reason, the statements weighed, the passages found.

In the page's language, unlike the answer itself.
"""

from collections.abc import Mapping, Sequence

from assistant.app.markup import country, isolated, number, phrase
from assistant.config import DEFAULTS
from assistant.types import Answer, Candidate, DocumentRecord, Hit, below_title

CONSIDERED = 10
"""Passages shown, as many as an answer has of candidates."""
_EXCERPT = 160


def why(answer: Answer, documents: Mapping[str, DocumentRecord], first: int) -> str:
    """Return the fold; its buttons are numbered from ``first``: the hits, then the candidates."""
    hits, candidates = answer.passages[:CONSIDERED], answer.candidates
    found = "".join(_hit(hit, documents, first + n) for n, hit in enumerate(hits))
    weighed = "".join(
        _candidate(each, _where(each, hits, documents), first + len(hits) + n)
        for n, each in enumerate(candidates)
    )
    parts = [_reason(answer)]
    if weighed:
        parts.append(
            f"<p class='label'>{phrase('why.weighed')}</p><ol class='weighed'>{weighed}</ol>"
        )
    if found:
        parts.append(
            f"<p class='label'>{phrase('why.found', n=len(hits))}</p><ol class='found'>{found}</ol>"
        )
    summary = phrase("why.summary", "summary")
    return f'<details class="why">{summary}{"".join(parts)}</details>'


def _reason(answer: Answer) -> str:
    if not answer.by_country:
        # Never 1: no source makes a program certain.
        values = {"score": min(0.99, round(answer.confidence, 2)), "least": DEFAULTS.threshold}
        return phrase(f"why.{_kind(answer)}", "p", **values)
    lines = dict.fromkeys(
        f"<li><strong>{country(part.country)}</strong> – {phrase(f'part.{part.outcome}')}</li>"
        for part in answer.by_country
    )
    return f'<ul class="reasons">{"".join(lines)}</ul>'


def _kind(answer: Answer) -> str:
    """Name the reason: a silence has three."""
    if answer.outcome != "silent" or answer.confidence < DEFAULTS.threshold:
        return answer.outcome
    is_empty = bool(answer.candidates) and answer.candidates[0].stance == "empty"
    return "empty" if is_empty else "late"


def _candidate(candidate: Candidate, where: str, target: int) -> str:
    stance = phrase(f"stance.{candidate.stance}", "span")
    facts = f"{number(candidate.score)}<span class='stance'>{stance}</span>"
    return _row(facts + isolated(where, "span", class_="where"), candidate.text, target)


def _where(
    candidate: Candidate, hits: Sequence[Hit], documents: Mapping[str, DocumentRecord]
) -> str:
    """Return the nearest heading above a statement, or the title of its document."""
    for hit in hits:
        passage = hit.passage
        is_inside = passage.start <= candidate.start < passage.end
        if is_inside and passage.document == candidate.document and passage.section:
            return passage.section[-1]
    return _title(candidate.document, documents)


def _hit(hit: Hit, documents: Mapping[str, DocumentRecord], target: int) -> str:
    title = _title(hit.passage.document, documents)
    where = " › ".join((title, *below_title(hit.passage.section, title)))
    facts = number(hit.score) + isolated(where, "span", class_="where")
    return _row(facts, hit.passage.text, target)


def _row(facts: str, text: str, target: int) -> str:
    excerpt = " ".join(text[: 2 * _EXCERPT].split())
    excerpt = excerpt if len(excerpt) <= _EXCERPT else excerpt[: _EXCERPT - 1] + "…"
    return (
        f'<li><button type="button" class="passage" data-target="{target}">'
        f'<span class="facts">{facts}</span>'
        f"{isolated(excerpt, 'span', class_='excerpt')}</button></li>"
    )


def _title(document: str, documents: Mapping[str, DocumentRecord]) -> str:
    record = documents.get(document)
    return record.metadata.title if record else document
