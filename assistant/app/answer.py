"""An answer → HTML: outcome, quotes with their markers, publishers and dates.

The words are in the question's language, whatever the page's own is; what the page adds below is
in its own.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.app.markup import attribute, icon, isolated, shown
from assistant.app.strings import say
from assistant.app.why import CONSIDERED, why
from assistant.countries import name
from assistant.render import segments
from assistant.types import (
    Answer,
    Citation,
    CountryAnswer,
    DocumentRecord,
    Verdict,
    below_title,
)

OLD_AFTER_YEARS = 5
_NEVER = 9999
"""The year of what is no date; never old."""
_OPENING = re.compile(r"(?<!\s)\s*[\"“«][ \u00a0\u202f]?$")
_SAYS = re.compile(r"\w")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_CLOSING = re.compile(r"^[ \u00a0\u202f]?[\"”»]")


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a source that a button of an answer opens."""

    document: str
    start: int
    end: int
    section: tuple[str, ...]
    """Without the document's title."""
    quote: str
    sha256: str | None
    """Of the document; None where the index has lost it meanwhile."""
    marker: int | None = None
    page: int | None = None
    as_of: str | None = None
    """Where it is cited: the date the statement speaks for."""


def targets(answer: Answer, documents: Mapping[str, DocumentRecord]) -> list[Target]:
    """Return the places that ``html`` has buttons for, in the order of their ``data-target``."""
    found = [
        Target(
            c.document,
            c.start,
            c.end,
            below_title(c.section, c.title),
            c.quote,
            c.sha256,
            c.marker,
            c.page,
            c.as_of,
        )
        for c in answer.citations
    ]
    for hit in answer.passages[:CONSIDERED]:
        passage, record = hit.passage, documents.get(hit.passage.document)
        section = below_title(passage.section, record.metadata.title) if record else passage.section
        place = (passage.document, passage.start, passage.end, section, passage.text)
        found.append(Target(*place, record.sha256 if record else None, page=passage.page))
    for each in answer.candidates:
        record = documents.get(each.document)
        place = (each.document, each.start, each.end, (), each.text)
        found.append(Target(*place, record.sha256 if record else None))
    return found


def html(answer: Answer, documents: Mapping[str, DocumentRecord], today: dt.date) -> str:
    """Return the answer as one element.

    ``documents`` are those of the index by path; ``today`` decides which evidence is old.
    """
    writer = _Writer(answer, documents, today)
    main = writer.headline(answer) + writer.text(answer.text, answer.verdict)
    if answer.summary:
        quoted = [part for part in answer.by_country if part.markers]
        main = writer.headline(answer) + writer.summary() + "".join(map(writer.country, quoted))
    elif answer.by_country:
        main = "".join(map(writer.country, answer.by_country))
    said = f'<div class="said" lang="{answer.language}">{main}{writer.unquoted()}</div>'
    return f'<div class="answer">{said}{why(answer, documents, len(answer.citations))}</div>'


def parts(answer: Answer, documents: Mapping[str, DocumentRecord], today: dt.date) -> list[str]:
    """Return what is known of an answer that is still growing: an element for each part.

    Each is as ``html`` will have it once the answer is whole.
    """
    return list(map(_Writer(answer, documents, today).country, answer.by_country))


@dataclass(frozen=True, slots=True)
class _Writer:
    answer: Answer
    documents: Mapping[str, DocumentRecord]
    today: dt.date

    def headline(self, part: Answer | CountryAnswer) -> str:
        """Return the outcome: in words, by a drawing and by colour."""
        kind = part.verdict or part.outcome
        label = f'<span class="outcome {kind}">{icon(kind)}{self._say(f"outcome.{kind}")}</span>'
        hedged = self._note("hedged", "answer.hedged") if part.hedged else ""
        return f'<p class="headline">{label}{hedged}</p>'

    def _counted(self, part: CountryAnswer) -> str:
        """Return whether a country is one of those asked for: a yes may be to a "have no"."""
        kind, word = ("answered", "among") if part.verdict == "yes" else ("silent", "beyond")
        label = f'<span class="outcome {kind}">{icon(kind)}{self._say(f"outcome.{word}")}</span>'
        return f'<p class="headline">{label}</p>'

    def summary(self) -> str:
        """Return what is said of all countries together, a paragraph a line."""
        lines = self.answer.summary.splitlines()
        return "".join(f'<p class="summary">{shown(line)}</p>' for line in lines)

    def country(self, part: CountryAnswer) -> str:
        """Return the answer for one of the countries asked about."""
        country = name(part.country, self.answer.language)
        counted = bool(self.answer.summary and part.verdict)
        headline = self._counted(part) if counted else self.headline(part)
        said = headline + self.text(part.text, None if counted else part.verdict, country)
        return f'<section class="country">{isolated(country, "h3")}{said}</section>'

    def text(self, text: str, verdict: Verdict | None, heading: str = "") -> str:
        """Return the text with every quote set apart, and with its markers as buttons.

        What stands beside it already is left out: the verdict, the heading, and whose the
        quotes are.
        """
        beside = [heading, say(f"outcome.{verdict}", self.answer.language) if verdict else ""]
        pieces = segments(replace(self.answer, text=text))
        written, line, quoted = "", "", 0
        for piece, following in zip(pieces, (*pieces[1:], None), strict=True):
            if piece.kind == "quote":
                written += _paragraph(line) + self._evidence(self._citation(piece.marker))
                line, quoted = "", piece.marker
            elif piece.kind == "marker":
                line += "" if piece.marker == quoted else self._marker(self._citation(piece.marker))
            else:
                words = _CLOSING.sub("", piece.text) if quoted else piece.text
                if following and following.kind == "quote":
                    words = _unattributed(words, self._citation(following.marker))
                words = _without(words, beside)
                line += shown(words) if line or _SAYS.search(words) else ""
        return written + _paragraph(line)

    def unquoted(self) -> str:
        """Return the citations that the text names by their marker alone, or not at all."""
        quoted = {piece.marker for piece in segments(self.answer) if piece.kind == "quote"}
        left = (c for c in self.answer.citations if c.marker not in quoted)
        return "".join(map(self._evidence, left))

    def _evidence(self, citation: Citation) -> str:
        publisher = citation.publisher or citation.title
        facts = [isolated(publisher, "cite"), f"<span>{self._date(citation.as_of)}</span>"]
        if citation.as_of and is_old(citation.as_of, self.today):
            facts.append(self._note("old", "answer.old"))
        section = below_title(citation.section, citation.title)[-1:]
        label = isolated(section[0], "p", class_="section") if section else ""
        return (
            f'<figure class="evidence">{label}'
            f"<blockquote>{isolated(citation.quote, 'p')}</blockquote>"
            f"<figcaption>{self._marker(citation)}<p>{' '.join(facts)}</p></figcaption></figure>"
        )

    def _marker(self, citation: Citation) -> str:
        label = self._say("answer.open", n=citation.marker, title=citation.title)
        target = self.answer.citations.index(citation)
        return (
            f'<button type="button" class="marker" data-target="{target}" '
            f'aria-label="{label}" title="{label}">[{citation.marker}]</button>'
        )

    def _date(self, as_of: str | None) -> str:
        if not as_of:
            return self._say("answer.undated")
        whole = _parts(as_of)[2] or _parts(as_of)[0] == _NEVER
        key = "answer.as_of" if whole else "answer.as_of_partial"
        return self._say(key, date=spoken_date(as_of, self.answer.language))

    def _note(self, kind: str, key: str) -> str:
        why = self._say(f"{key}_why")
        return f'<span class="note {kind}" title="{why}">{icon(kind)}{self._say(key)}</span>'

    def _citation(self, marker: int) -> Citation:
        return next(c for c in self.answer.citations if c.marker == marker)

    def _say(self, key: str, **values: object) -> str:
        return attribute(say(key, self.answer.language, **values))


def _unattributed(words: str, citation: Citation) -> str:
    """Return the words before a quote without those that say whose it is."""
    words = _OPENING.sub("", words)
    before, _, last = words.rpartition("\n")
    known = tuple(filter(None, (citation.publisher, citation.title)))
    return before if last.strip().startswith(known) else words


def _without(words: str, beside: Sequence[str]) -> str:
    """Return the words without the lines that only repeat what stands beside them."""
    repeated = {text.casefold() for text in beside if text}
    lines = (
        line for line in words.split("\n") if line.strip(" .:\u00a0").casefold() not in repeated
    )
    return "\n".join(lines)


def _paragraph(words: str) -> str:
    return f'<p class="words">{words.strip()}</p>' if words.strip() else ""


def is_old(as_of: str, today: dt.date) -> bool:
    """Tell whether an ISO 8601 date, partial or not, lies more than five years back."""
    year, month, day = _parts(as_of)
    # What a partial date leaves open may be its last day.
    return (year + OLD_AFTER_YEARS, month or 12, day or 31) < (today.year, today.month, today.day)


def spoken_date(as_of: str, language: str) -> str:
    """Return an ISO 8601 date as one writes it: ``12 August 2014``, ``août 2014``, ``2014``."""
    from babel.dates import format_date, format_skeleton

    year, month, day = _parts(as_of)
    try:
        date = dt.date(year, month or 1, day or 1)
    except ValueError:
        return as_of
    if year == _NEVER:
        return as_of
    if not month:
        return str(year)
    if not day:
        return str(format_skeleton("yMMMM", date, locale=language))
    return str(format_date(date, "d MMMM y", locale=language))


def _parts(as_of: str) -> tuple[int, int, int]:
    """Return year, month and day, 0 where the date leaves one open."""
    found = _DATE.match(as_of)
    if not found:
        return _NEVER, 0, 0
    year, month, day = (int(part or 0) for part in found.groups())
    return year, month, day
