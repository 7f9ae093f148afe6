"""What programs are given: answers, passages, sources and their texts as JSON.

The same for the API (api.py) and for MCP (mcp.py). Documents are only ever looked up by name in
the index, so no path leads to another file.
"""

from typing import Any

from assistant.app.library import Library
from assistant.countries import resolve
from assistant.errors import CorpusError, QuestionError
from assistant.render import to_json
from assistant.types import Document, DocumentRecord, Hit, Turn

MOST_PASSAGES = 50
"""That a search gives at once."""
PAGE = 8_000
"""Characters of a source's text given unless more are asked for: some 2,000 tokens."""
MOST_CHARACTERS = 40_000
"""That are given at once."""
_LONGEST_NAME = 1_000
_MOST_SOURCES = 100


def asked(library: Library, question: object, history: object) -> dict[str, Any]:
    """Return the answer as ``assistant ask --json`` prints it; raises ``AssistantError``."""
    earlier = turns(history)
    if history and not (isinstance(history, list) and len(earlier) == len(history)):
        raise QuestionError('history must be a list of {"question": "…", "answer": "…"}.')
    return to_json(library.ask(_words(question, "question"), earlier))


def found(library: Library, question: object, k: object, countries: object) -> dict[str, Any]:
    """Return the passages nearest to a question, best first; raises ``AssistantError``."""
    if not (isinstance(k, int) and 1 <= k <= MOST_PASSAGES):
        raise QuestionError(f"k is {k!r}; from 1 to {MOST_PASSAGES} passages can be had at once.")
    if not isinstance(countries, list | tuple):
        raise QuestionError('countries must be a list of names or codes: ["Mali", "NER"].')
    codes = [_code(_words(country, "a country")) for country in countries]
    hits = library.search(_words(question, "question"), k, codes)
    documents = library.documents()
    passages = [_passage(hit, documents.get(hit.passage.document)) for hit in hits]
    return {"question": question, "countries": codes, "passages": passages}


def sources(library: Library) -> list[dict[str, Any]]:
    """Return every document in the index with what is known of it, in order of path."""
    documents = library.documents()
    changed = set(library.changed({path: each.sha256 for path, each in documents.items()}))
    return [
        {**_about(each), "passages": each.passages, "is_current": path not in changed}
        for path, each in documents.items()
    ]


def listed(library: Library, country: str | None, start: int) -> dict[str, Any]:
    """Return a part of ``sources``, all or those about one country; raises ``AssistantError``."""
    if start < 0:
        raise QuestionError(f"start is {start}; the first source has the number 0.")
    code = _code(country) if country else None
    every = [each for each in sources(library) if code is None or code in each["countries"]]
    end = start + _MOST_SOURCES
    return {
        "sources": every[start:end],
        "total": len(every),
        "next": end if end < len(every) else None,
    }


def read(library: Library, document: str, start: int, length: int) -> dict[str, Any]:
    """Return a part of a document's text as indexed; raises ``AssistantError``.

    ``text == whole[start:end]``, to which the offsets of citations refer; ``next`` is where the
    part after it starts, None at the end.
    """
    if not 1 <= length <= MOST_CHARACTERS:
        raise QuestionError(
            f"length is {length}; from 1 to {MOST_CHARACTERS:,} characters can be had at once."
        )
    if len(document) > _LONGEST_NAME:
        raise CorpusError("No document has so long a name. List them with list_sources.")
    source = library.source(document)
    total = len(source.text)
    if not 0 <= start <= total:
        raise QuestionError(f"start is {start:,}; the text of {document} ends at {total:,}.")
    end = min(start + length, total)
    return {
        **_about(source),
        "start": start,
        "end": end,
        "total": total,
        "next": end if end < total else None,
        "text": source.text[start:end],
    }


def turns(history: object) -> tuple[Turn, ...]:
    """Read earlier turns as a browser or program sent them; leave out what is none."""
    if not isinstance(history, list):
        return ()
    return tuple(
        Turn(turn["question"], str(turn.get("answer", "")))
        for turn in history
        if isinstance(turn, dict) and isinstance(turn.get("question"), str)
    )


def _words(value: object, name: str) -> str:
    """Return what a program sent if it is text; whoever writes JSON by hand may get it wrong."""
    if not isinstance(value, str):
        raise QuestionError(f"{name} is {value!r:.60}; it must be text.")
    return value


def _code(country: str) -> str:
    code = resolve(country)
    if code is None:
        raise QuestionError(
            f"{country[:60]!r} is no country that is known. "
            "Give a name in English or French, or an ISO 3166-1 code: Mali, MLI."
        )
    return code


def _about(document: Document | DocumentRecord) -> dict[str, Any]:
    about = document.metadata
    return {
        "document": document.path,
        "sha256": document.sha256,
        "title": about.title,
        "publisher": about.publisher,
        "url": about.url,
        "as_of": about.as_of,
        "language": about.language,
        "countries": list(about.countries),
        "rights": about.rights,
        "restated": about.restated,
    }


def _passage(hit: Hit, record: DocumentRecord | None) -> dict[str, Any]:
    passage = hit.passage
    about = record.metadata if record else None
    return {
        "document": passage.document,
        "sha256": record.sha256 if record else None,
        "title": about.title if about else None,
        "publisher": about.publisher if about else None,
        "url": about.url if about else None,
        "as_of": about.as_of if about else None,
        "countries": list(passage.countries),
        "section": list(passage.section),
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 4),
        "similarity": round(hit.similarity, 4),
        "text": passage.text,
    }
