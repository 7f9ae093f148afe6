"""What to ask next: headings of the sources an answer rests on, each tried before it is offered."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress

from assistant.app import layout
from assistant.app.library import Library
from assistant.errors import AssistantError
from assistant.types import Answer, Document, DocumentRecord, Language, Turn, below_title

OFFERED = 3
_TRIED = 8
_LONGEST = 60
"""Characters of a heading that still reads as a subject."""
_LONGEST_TEXT = 300_000
"""Characters of a document whose headings are looked for."""
_NUMBERING = re.compile(r"\A(?:\d+(?:\.\d+)*\.?|[ivxIVX]+\.|[a-zA-Z]\))\s+")
_ASKED: dict[Language, str] = {"en": "What about {}?", "fr": "Et {} ?"}

_trying = threading.Lock()
"""Suggestions take no turn from questions: one page's at a time."""
_PATIENCE = 10.0
"""Seconds to wait for another page's; after that none are offered."""


def headings(answer: Answer, documents: dict[str, DocumentRecord]) -> list[str]:
    """Return headings near the question that the answer cites nothing of, nearest first.

    They are of the documents cited, or, where nothing is cited, of those found.
    """
    if answer.outcome == "no_source":
        return []
    cited = {citation.document for citation in answer.citations}
    used = {subject(citation.section[-1]) for citation in answer.citations if citation.section}
    found: dict[str, None] = {}
    for hit in answer.passages:
        record = documents.get(hit.passage.document)
        if record is None or (cited and hit.passage.document not in cited):
            continue
        section = below_title(hit.passage.section, record.metadata.title)
        words = subject(section[-1]) if section else ""
        if words and words not in used and len(words) <= _LONGEST:
            found.setdefault(words)
    return list(found)[:_TRIED]


def below(document: Document, start: int) -> Iterator[str]:
    """Yield the headings of a document from an offset on, then those before it."""
    if len(document.text) > _LONGEST_TEXT:
        return
    spans = [block.spans[0] for block in layout.blocks(document) if block.kind == "heading"]
    for first, end in sorted(spans, key=lambda span: (span[0] < start, span)):
        words = subject(document.text[first:end])
        if 0 < len(words) <= _LONGEST and words != document.metadata.title:
            yield words


def subject(heading: str) -> str:
    """Return a heading without its number, on one line."""
    return " ".join(_NUMBERING.sub("", heading, count=1).split())


def offered(
    library: Library, subjects: Sequence[str], history: Sequence[Turn], language: Language
) -> list[dict[str, str]]:
    """Return the questions that have an answer under their very heading, with that heading."""
    if not _trying.acquire(timeout=_PATIENCE):
        return []
    try:
        return list(_answered(library, subjects, history, language))
    finally:
        _trying.release()


def _answered(
    library: Library, subjects: Sequence[str], history: Sequence[Turn], language: Language
) -> Iterator[dict[str, str]]:
    left = OFFERED
    for words in subjects[:_TRIED]:
        if not left:
            return
        question = _ASKED[language].format(words)
        with suppress(AssistantError):
            answer = library.ask(question, history)
            first = answer.citations[0].section if answer.citations else ()
            if first and subject(first[-1]) == words:
                left -= 1
                yield {"subject": words, "question": question}
