"""Signed answers against the index as it is now: which quotes changed, which outcomes differ.

Every signed question is asked again. What only lays a text out otherwise, such as line breaks,
list markers and emphasis, is no change.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.chunking import units
from assistant.errors import CorpusError, QuestionError
from assistant.pipeline import Assistant
from assistant.signing import Signed
from assistant.types import Answer, Passage, below_title

LONG = 6
"""Words from which a quote is known wherever it stands; "Not assessed." is only in its section."""

ALIKE = 0.5
"""Likeness, in [0, 1] as difflib has it, from which a sentence is taken for a quote reworded."""

Kind = Literal["changed", "vanished", "outcome"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What no longer holds of a signed answer."""

    kind: Kind
    marker: int
    """Of the citation; 0 for the outcome."""
    before: str
    now: str
    """"" for what is gone."""


def differences(assistant: Assistant, signed: Signed) -> list[Difference]:
    """Ask a signed question again, and find what differs."""
    try:
        answer = assistant.ask(signed.question, signed.history)
    except QuestionError as error:
        return [Difference("outcome", 0, _said(signed.answer), str(error))]
    found = list(_outcome(signed.answer, answer))
    cited = {(each.document, essence(each.quote)) for each in answer.citations}
    for citation in signed.answer["citations"]:
        if (citation["document"], essence(citation["quote"])) not in cited:
            found += _quote(citation, answer, assistant)
    return found


_MARKUP = re.compile(r"^[ \t]*(?:(?:[-*+•·–]|\d{1,3}[.)]|#{1,6}|>)[ \t]+)+", re.MULTILINE)
_EMPHASIS = re.compile(r"[*_`\\]")
_BLANKS = re.compile(r"[|\s]+")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


def essence(text: str) -> str:
    """Give a text without what only lays it out: line breaks, list markers, emphasis, rules."""
    plain = _MARKUP.sub("", unicodedata.normalize("NFC", text).translate(_APOSTROPHES))
    return _BLANKS.sub(" ", _EMPHASIS.sub("", plain)).strip()


def _outcome(before: Mapping[str, Any], now: Answer) -> Iterator[Difference]:
    parts = [(each["country"], each["outcome"], each["verdict"]) for each in before["by_country"]]
    parts_now = [(each.country, each.outcome, each.verdict) for each in now.by_country]
    same = (before["outcome"], before["verdict"]) == (now.outcome, now.verdict)
    if not same or sorted(map(str, parts)) != sorted(map(str, parts_now)):
        is_by_country = same or parts or parts_now
        was = _parts(parts) if is_by_country and parts else _said(before)
        yield Difference("outcome", 0, was, _parts(parts_now) or now.verdict or now.outcome)


def _said(answer: Mapping[str, Any]) -> str:
    return str(answer["verdict"] or answer["outcome"])


def _parts(parts: list[tuple[str, Any, Any]]) -> str:
    return ", ".join(f"{country} {verdict or outcome}" for country, outcome, verdict in parts)


def _quote(
    citation: Mapping[str, Any], answer: Answer, assistant: Assistant
) -> Iterator[Difference]:
    """Look for a quote that is no longer cited in its source as it is now."""
    path, quote = str(citation["document"]), str(citation["quote"])
    wanted = essence(quote)
    try:
        document, passages = assistant.source(path), assistant.passages(path)
    except CorpusError:
        yield Difference("vanished", citation["marker"], quote, "")
        return
    section = [essence(heading) for heading in citation["section"]]
    near = [each for each in passages if _headings(each, document.metadata.title) == section]
    if _holds("\n".join(each.text for each in near), wanted):
        return
    if any(essence(unit.text) == wanted for each in near for unit in units(each)):
        return
    if len(wanted.split()) >= LONG and _holds(document.text, wanted):
        return
    now = _reworded(wanted, near or passages) or next(
        (each.quote for each in answer.citations if each.document == path), ""
    )
    yield Difference("changed" if now else "vanished", citation["marker"], quote, now)


def _holds(text: str, wanted: str) -> bool:
    """Whether a text holds a statement whole: "users: 25" does not stand in "users: 25.7 %"."""
    bounded = rf"(?<![\w.,]){re.escape(wanted)}(?!\w|[.,]\d|\s?%)"
    if wanted[-1:].isdigit():
        bounded += r"(?!\s\d)"
    return re.search(bounded, essence(text)) is not None


def _headings(passage: Passage, title: str) -> list[str]:
    return [essence(heading) for heading in below_title(passage.section, title)]


def _reworded(wanted: str, passages: list[Passage]) -> str:
    """Find the statement that comes nearest to a quote, "" if none does."""
    stated = {essence(unit.text): unit.text for passage in passages for unit in units(passage)}
    return next((stated[each] for each in difflib.get_close_matches(wanted, stated, 1, ALIKE)), "")
