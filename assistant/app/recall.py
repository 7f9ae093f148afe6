"""An answer of an earlier day → the same answer, and whether its quotes still stand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from assistant.app import answer as answers
from assistant.app import kept
from assistant.app.library import Library
from assistant.app.markup import isolated, moment, phrase
from assistant.errors import AssistantError
from assistant.render import inert
from assistant.types import Answer, Citation
from assistant.verify import Failure

Standing = Literal["stands", "changed", "moved", "lost", "removed"]

_OF_THE_SOURCE = frozenset({"document", "sha256", "quote"})


def recalled(library: Library, word: object) -> dict[str, Any]:
    """Return what ask.js shows for the answer in a link; ``trouble_key`` where there is none."""
    try:
        shape = kept.unpack(word)
    except AssistantError:
        return {"trouble_key": "kept.damaged"}
    answer, failures = kept.restored(shape), library.verify(shape)
    documents = library.documents()
    standings = [(each, standing(each, failures, library)) for each in answer.citations]
    note = _note(answer, standings, _untrue(failures, standings), library.generation())
    return {
        "question": answer.question,
        "html": note + answers.html(answer, documents, dt.datetime.now(dt.UTC).date()),
        "targets": [asdict(target) for target in answers.targets(answer, documents)],
        "text": answer.text,
        "word": kept.pack(answer),
    }


def standing(citation: Citation, failures: Sequence[Failure], library: Library) -> Standing:
    """Tell how a quote stands in its source as it is now."""
    found = {each.check for each in failures if each.marker == citation.marker}
    if not found & _OF_THE_SOURCE:
        return "stands"
    if found & {"document", "quote"}:
        text = library.text_now(citation.document)
        if not text:
            return "removed"
        if text[citation.start : citation.end] == citation.quote:
            return "stands"
        return "moved" if citation.quote in text else "lost"
    return "changed"


def _untrue(
    failures: Sequence[Failure], standings: Sequence[tuple[Citation, Standing]]
) -> list[Failure]:
    """Return what fails although the source is as it was: then the answer itself was altered."""
    changed = {citation.marker for citation, how in standings if how != "stands"}
    same = {
        each.marker for each in failures if each.check == "quote" and each.marker in changed
    } - {each.marker for each in failures if each.check in ("sha256", "document")}
    unread = {each.marker for each in failures if each.check == "document"}
    return [each for each in failures if each.marker in same or each.marker not in changed | unread]


def _note(
    answer: Answer,
    standings: Sequence[tuple[Citation, Standing]],
    untrue: Sequence[Failure],
    generation: str,
) -> str:
    is_well = not untrue and all(how in ("stands", "changed", "moved") for _, how in standings)
    built = moment(answer.index.built)
    rows = "".join(
        f"<li><span>[{citation.marker}]</span> {phrase(f'kept.{how}')}</li>"
        for citation, how in standings
    )
    details = "".join(isolated(inert(str(each)), "li") for each in untrue[:10])
    altered = f"{phrase('kept.altered', 'p')}<ul>{details}</ul>" if untrue else ""
    newer = phrase("kept.newer") if generation not in ("", answer.index.generation) else ""
    return (
        f'<div class="kept {"well" if is_well else "ill"}"><p>{phrase("kept.heading", "strong")} '
        f"{phrase('kept.built')} {built}. {newer}</p><ul>{rows}</ul>{altered}</div>"
    )
