"""Answer → text for a terminal, Markdown, JSON.

Documents and questions are untrusted: in text for a terminal no control or bidirectional
character stays active, in Markdown no markup, in JSON no character below the surface.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, Literal, NamedTuple

from assistant.types import Answer, Candidate, Citation, CountryAnswer, Hit, below_title

# Cc without tab and newline; bidirectional controls; line and paragraph separators; surrogates;
# tags. Joiners (U+200C, U+200D) stay: scripts and emoji need them, and they move no text.
_ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# French guillemets stand off their text by a no-break space.
_ANCHOR = re.compile(r"\[(?P<marker>\d{1,6})\]|[\"“«][ \u00a0\u202f]?")
_CLOSING = re.compile(r"[ \u00a0\u202f]?[\"”»]")

_INLINE_MARKUP = re.compile(r"([\\`*_\[\]<>&$~|@]|(?<=[a-z]):(?=//)|(?<=www)\.)", re.IGNORECASE)
_BLOCK_MARKUP = re.compile(r"^([#+=-]|\d+(?=[.)]))")

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "sources": "Sources",
        "as_of": "as of",
        "restated": "restated from",
        "original": "original",
        "page": "page",
    },
    "fr": {
        "sources": "Sources",
        "as_of": "en date de",
        "restated": "reformulé d’après",
        "original": "original",
        "page": "page",
    },
}


class Segment(NamedTuple):
    """A piece of an answer's text; the pieces joined are the text."""

    kind: Literal["words", "quote", "marker"]
    text: str
    marker: int = 0
    """The citation that a quote or marker belongs to; 0 for words."""


def inert(text: str) -> str:
    r"""Return ``text`` with every control and bidirectional character spelled out (``\u202e``)."""
    return _ACTIVE.sub(lambda found: _spelled(found.group()), text.replace("\r\n", "\n"))


def segments(answer: Answer) -> tuple[Segment, ...]:
    """Split the text into our words, verbatim quotes and markers.

    Only a marker outside a quote counts: a ``[1]`` written in a document stays a part of its quote.
    """
    text, pieces, words, position = answer.text, [], 0, 0
    markers = {each.marker for each in answer.citations}
    quoted = {each.quote: each.marker for each in reversed(answer.citations)}
    longest_first = tuple(sorted(quoted, key=len, reverse=True))
    while anchor := _ANCHOR.search(text, position):
        if anchor.group("marker"):
            piece, start = _marker_at(anchor, markers), anchor.start()
        else:
            piece, start = _quote_at(anchor, longest_first, quoted), anchor.end()
        position = anchor.end() if piece is None else start + len(piece.text)
        if piece is None:
            continue
        if words < start:
            pieces.append(Segment("words", text[words:start]))
        pieces.append(piece)
        words = position
    if words < len(text):
        pieces.append(Segment("words", text[words:]))
    return tuple(pieces)


def _marker_at(anchor: re.Match[str], markers: Collection[int]) -> Segment | None:
    marker = int(anchor.group("marker"))
    return Segment("marker", anchor.group(), marker) if marker in markers else None


def _quote_at(
    anchor: re.Match[str], longest_first: tuple[str, ...], quoted: Mapping[str, int]
) -> Segment | None:
    """Return the longest quote after an opening mark; ``quoted``: the marker of each."""
    text, start = anchor.string, anchor.end()
    # An answer made up may hold thousands of quotes and of marks; this looks for all at once.
    if not text.startswith(longest_first, start):
        return None
    for quote in longest_first:
        if text.startswith(quote, start) and _CLOSING.match(text, start + len(quote)):
            return Segment("quote", quote, quoted[quote])
    return None


def text(answer: Answer, *, explain: bool = False) -> str:
    """Return the answer for a terminal: its text, then its sources; no trailing newline."""
    words = _WORDS[answer.language]
    blocks = [answer.text]
    if answer.citations:
        sources = [_source_lines(citation, words) for citation in answer.citations]
        blocks.append("\n".join([words["sources"], *sources]))
    if explain:
        blocks.append(_explanation(answer))
    return inert("\n\n".join(blocks))


def _source_lines(citation: Citation, words: dict[str, str]) -> str:
    lines = [f"[{citation.marker}] {_credit(citation, words)}"]
    if section := _section(citation):
        lines.append(f"    {section}")
    if citation.url:
        how = words["restated"] if citation.restated else words["original"]
        lines.append(f"    {how} {citation.url}")
    page = f", {words['page']} {citation.page}" if citation.page else ""
    lines.append(f"    {citation.document}:{citation.start}-{citation.end}{page}")
    return "\n".join(lines)


def _credit(citation: Citation, words: dict[str, str]) -> str:
    date = f"{words['as_of']} {citation.as_of}" if citation.as_of else None
    return " · ".join(part for part in (citation.title, citation.publisher, date) if part)


def _section(citation: Citation) -> str:
    """Return the section path, without the title that stands above it already."""
    return " › ".join(below_title(citation.section, citation.title))


def _explanation(answer: Answer) -> str:
    lines = [f"Reason: {answer.reason}", f"Confidence: {answer.confidence:.2f}", "Candidates"]
    for candidate in answer.candidates:
        where = f"{candidate.document}:{candidate.start}-{candidate.end}"
        lines.append(f"  {candidate.score:.2f} {candidate.stance}  {where}")
        lines.append(f"       {_shortened(candidate.text)}")
        features = "  ".join(f"{name}={value:.2f}" for name, value in candidate.features)
        if features:
            lines.append(f"       {features}")
    return "\n".join(lines)


def _shortened(quote: str, width: int = 96) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def markdown(answer: Answer) -> str:
    """Return the answer as CommonMark: quotes escaped, sources as a numbered list."""
    words = _WORDS[answer.language]
    sources = [_markdown_source(citation, words) for citation in answer.citations]
    return "\n\n".join([escaped(answer.text), *(["\n".join(sources)] if sources else [])])


def _markdown_source(citation: Citation, words: dict[str, str]) -> str:
    parts = [escaped(_credit(citation, words))]
    if section := _section(citation):
        parts.append(escaped(section))
    if citation.url and citation.url.startswith(("https://", "http://")):
        how = words["restated"] if citation.restated else words["original"]
        parts.append(f"{how} <{link(citation.url)}>")
    parts.append(escaped(f"{citation.document}:{citation.start}-{citation.end}"))
    return f"{citation.marker}. " + "; ".join(parts)


def link(url: str) -> str:
    """Return an address as it can stand between ``<`` and ``>`` in Markdown."""
    return re.sub(r"[\s<>\\]", lambda found: f"%{ord(found.group()):02X}", inert(url))


def escaped(words: str) -> str:
    """Escape what Markdown could read as markup; a line break stays one."""
    escaped = _INLINE_MARKUP.sub(r"\\\1", inert(words))
    lines = (_BLOCK_MARKUP.sub(_escaped_start, line.strip()) for line in escaped.split("\n"))
    return "  \n".join(lines)


def _escaped_start(found: re.Match[str]) -> str:
    start = found.group(1)
    # A number is escaped at the point or bracket after it, a sign at itself.
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def to_json(answer: Answer, *, explain: bool = False) -> dict[str, Any]:
    """Return the answer in the published shape; ``explain`` adds ``candidates`` and ``reason``."""
    shape: dict[str, Any] = {
        "question": answer.question,
        "language": answer.language,
        "countries": list(answer.countries),
        "outcome": answer.outcome,
        "verdict": answer.verdict,
        "hedged": answer.hedged,
        "confidence": round(answer.confidence, 4),
        "as_of": answer.as_of,
        "text": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "conflicts": [
            {"markers": list(conflict.markers), "kind": conflict.kind}
            for conflict in answer.conflicts
        ],
        "passages": [_passage(hit) for hit in answer.passages],
        "index": {
            "generation": answer.index.generation,
            "encoder": answer.index.encoder,
            "corpus": answer.index.corpus,
            "built": answer.index.built,
        },
        "elapsed_ms": {stage: round(spent, 1) for stage, spent in answer.elapsed_ms},
        "by_country": [_country(part) for part in answer.by_country],
        "summary": answer.summary,
    }
    if explain:
        shape["candidates"] = [_candidate(candidate) for candidate in answer.candidates]
        shape["reason"] = answer.reason
    return shape


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "document": citation.document,
        "sha256": citation.sha256,
        "title": citation.title,
        "publisher": citation.publisher,
        "url": citation.url,
        "as_of": citation.as_of,
        "page": citation.page,
        "section": list(citation.section),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "countries": list(citation.countries),
        "restated": citation.restated,
    }


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.passage.document,
        "section": list(hit.passage.section),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "score": round(hit.score, 4),
    }


def _country(part: CountryAnswer) -> dict[str, Any]:
    return {
        "country": part.country,
        "outcome": part.outcome,
        "verdict": part.verdict,
        "hedged": part.hedged,
        "as_of": part.as_of,
        "text": part.text,
        "markers": list(part.markers),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "document": candidate.document,
        "start": candidate.start,
        "end": candidate.end,
        "text": candidate.text,
        "score": round(candidate.score, 4),
        "stance": candidate.stance,
        "features": {name: round(value, 4) for name, value in candidate.features},
    }


def dumps(value: object, *, indent: int | None = None) -> str:
    """Return ``value`` as JSON in which every active character is escaped, so on one line.

    Readers that split at U+2028 or U+0085 then see one line too, and a terminal shows it inert.
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _ACTIVE.sub(lambda found: json.dumps(found.group())[1:-1], written)


def _spelled(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
