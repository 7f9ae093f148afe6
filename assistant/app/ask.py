"""The tab "Ask": the conversation and the box for the next question.

Not a ``gr.Chatbot``: that renders its messages as Markdown, which would change quotes that must
stay verbatim, and sends the whole conversation anew with every answer. Here a question carries
its last turns, an answer comes alone, and the browser keeps the conversation (ask.js).
"""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import gradio as gr

from assistant.app import answer as answers
from assistant.app import kept, suggestions
from assistant.app.access import (
    RefusedError,
    require_editor,
    take_follow_ups,
    take_note,
    take_turn,
)
from assistant.app.editing import trouble
from assistant.app.library import Library
from assistant.app.markup import attribute, icon, phrase
from assistant.app.parts import component
from assistant.app.programs import turns
from assistant.app.recall import recalled
from assistant.errors import AssistantError, MissingIndexError
from assistant.feedback import KINDS, NOTE
from assistant.types import Answer, Language

_log = logging.getLogger(__name__)

AT_ONCE = 4
"""Questions answered at the same time; more wait. Beyond the number of cores it gains little."""

_MOST_TYPED = 20_000
"""Characters that the box takes: far more than are read, so that whoever pastes too much is told so
instead of having it cut."""

EXAMPLES = (
    ("MLI", "en", "Does Mali have a national CIRT?"),
    ("MLI", "en", "What is the age of consent in Mali?"),
    ("MLI", "en", "How many people use the Internet in Mali?"),
    ("MLI", "fr", "Le Mali a-t-il un CIRT national ?"),
    ("MLI", "fr", "Le Mali a-t-il adhéré à la Convention relative aux droits de l’enfant ?"),
    ("MLI", "fr", "Le Niger a-t-il un CIRT national ?"),
)
"""Shown where the index covers the country."""


def ask_tab(library: Library) -> gr.HTML:
    """Lay out the tab and let it answer."""

    def answer(event: gr.EventData, request: gr.Request) -> Iterator[dict[str, Any]]:
        asked = event._data or {}
        for known in _answering(library, asked, request):
            yield {"id": asked.get("id"), **known}

    def changed(cited: object) -> list[str]:
        """Return the documents that are no longer as they were cited."""
        known = cited if isinstance(cited, dict) else {}
        return library.changed({path: str(sha) for path, sha in known.items()})

    def follow_ups(wanted: dict[str, Any], request: gr.Request) -> list[dict[str, str]]:
        """Return what the sources have an answer to next; nothing to whoever asks too often."""
        try:
            take_follow_ups(request)
            return _follow_ups(library, wanted)
        except RefusedError:
            return []

    def recall(word: object, request: gr.Request) -> dict[str, Any]:
        """Return the answer of a link, with how its quotes stand today."""
        try:
            take_turn(request)
            return recalled(library, word)
        except RefusedError as refusal:
            return trouble(refusal)

    def judge(wanted: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        """Store what somebody says of an answer, and tell how that went, as a string to show."""
        return _judged(library, wanted, request)

    def sign(wanted: dict[str, Any], request: gr.Request) -> bool:
        """Keep an answer that the visitor stands by, and tell whether it could be."""
        return _signed(library, wanted, request)

    functions = [changed, follow_ups, recall, judge, sign]
    thread = component("ask", _template(), server_functions=functions)
    shared = {"concurrency_limit": AT_ONCE, "concurrency_id": "ask"}
    asking = thread.submit(
        answer,
        outputs=thread,
        show_progress="hidden",
        trigger_mode="multiple",
        api_visibility="private",
        **shared,
    )
    asking.failure(None, js="() => window.assistantPage.tell('failed')")
    thread.stop(None, cancels=[asking])
    return thread


def _follow_ups(library: Library, wanted: dict[str, Any]) -> list[dict[str, str]]:
    subjects = [str(words) for words in wanted.get("subjects") or []]
    with suppress(AssistantError):
        start = wanted.get("start")
        source = library.source(str(wanted.get("document")))
        subjects += suggestions.below(source, start if isinstance(start, int) else 0)
    asked = {str(words) for words in wanted.get("asked") or []}
    subjects = [words for words in dict.fromkeys(subjects) if words not in asked]
    language: Language = "fr" if wanted.get("language") == "fr" else "en"
    return suggestions.offered(library, subjects, turns(wanted.get("history")), language)


def _judged(library: Library, wanted: dict[str, Any], request: gr.Request) -> dict[str, Any]:
    kind = next((kind for kind in KINDS if kind == wanted.get("kind")), None)
    if kind is None:
        return {"key": "tools.failed"}
    try:
        take_note(request)
        library.note(kind, str(wanted.get("note") or ""), kept.unpack(wanted.get("word")))
    except RefusedError as refusal:
        return {"key": refusal.key, "values": refusal.values}
    except AssistantError as error:
        _log.warning("Feedback was not kept: %s", error)
        return {"key": "tools.failed"}
    return {"key": "tools.thanks", "kept": True}


def _signed(library: Library, wanted: dict[str, Any], request: gr.Request) -> bool:
    try:
        visitor = require_editor(request)
        shape = kept.unpack(wanted.get("word"))
        if library.verify(shape):
            return False
        library.sign(shape, visitor.name or "", turns(wanted.get("history")))
    except AssistantError as error:
        _log.warning("An answer was not signed: %s", error)
        return False
    return True


def _answering(
    library: Library, asked: dict[str, Any], request: gr.Request
) -> Iterator[dict[str, Any]]:
    """Yield what ask.js shows as it becomes known.

    Gradio closes the iterator where the question is stopped: nothing more is read for it then.
    """
    try:
        take_turn(request)
        if not library.is_ready:
            yield {"waits_for": "model"}
        for answer in library.asking(str(asked.get("question", "")), turns(asked.get("history"))):
            yield _whole(library, answer) if answer.is_whole else _growing(library, answer)
    except MissingIndexError:
        yield {"trouble_key": "index.none"}
    except AssistantError as error:
        yield trouble(error)
    except Exception:
        _log.exception("A question could not be answered")
        yield {"trouble_key": "ask.failed"}


def _growing(library: Library, answer: Answer) -> dict[str, Any]:
    documents = library.documents()
    return {
        "parts": answers.parts(answer, documents, dt.datetime.now(dt.UTC).date()),
        "targets": [asdict(each) for each in answers.targets(answer, documents) if each.marker],
        "language": answer.language,
    }


def _whole(library: Library, answer: Answer) -> dict[str, Any]:
    documents = library.documents()
    return {
        "html": answers.html(answer, documents, dt.datetime.now(dt.UTC).date()),
        "targets": [asdict(target) for target in answers.targets(answer, documents)],
        "text": answer.text,
        "language": answer.language,
        "word": kept.pack(answer),
        "subjects": suggestions.headings(answer, documents),
    }


def _tools() -> str:
    """Return what stands below each answer; ask.js takes a copy for each."""
    kinds = "".join(
        f'<button type="button" data-kind="{kind}" aria-pressed="false">'
        f"{icon(drawing)}{phrase(f'tools.{kind}')}</button>"
        for kind, drawing in (("right", "yes"), ("wrong", "no"), ("missing", "no_source"))
    )
    return f"""<template><div class="tools">
    <div class="row" role="group" data-t-attr="aria-label:tools.group">
      <button type="button" class="link" data-t-attr="title:tools.link_why">
        {icon("link")}{phrase("tools.link")}</button>
      <button type="button" class="sign" data-t-attr="title:tools.sign_why">
        {icon("sign")}{phrase("tools.sign")}</button>
      <span class="kinds">{kinds}</span>
      <span class="told" role="status"></span>
    </div>
    <form class="judging" hidden>
      <textarea rows="2" name="note" maxlength="{NOTE}"
        data-t-attr="aria-label:tools.note;placeholder:tools.note"></textarea>
      <button type="submit" class="judge" data-t="tools.send"></button>
      <button type="button" class="cancel" data-t="tools.cancel"></button>
    </form></div></template>"""


def _template() -> str:
    examples = "".join(
        f'<li data-needs="{country}"><button type="button" class="example" lang="{language}" '
        f"hidden>{attribute(question)}</button></li>"
        for country, language, question in EXAMPLES
    )
    return f"""
<section class="chat">
  <div class="log" role="log" tabindex="0" data-t-attr="aria-label:ask.log">
    <div class="welcome">
      {phrase("ask.heading", "h2")}
      {phrase("ask.lead", "p")}
      <div class="examples" hidden>{phrase("ask.examples", "h3")}<ul>{examples}</ul></div>
    </div>
    <ol class="turns"></ol>
  </div>
  {_tools()}
  <form class="composer">
    <div class="box">
      <textarea rows="1" name="question" autocomplete="off" maxlength="{_MOST_TYPED}"
        data-t-attr="placeholder:ask.placeholder;aria-label:ask.label"></textarea>
      <button type="button" class="stop" hidden data-t-attr="aria-label:ask.stop;title:ask.stop">
        {icon("stop")}</button>
      <button type="submit" class="send" data-t-attr="aria-label:ask.send;title:ask.send">
        {icon("send")}</button>
    </div>
    <p class="hint">{phrase("ask.keys")}
      <button type="button" class="new" hidden data-t="ask.new"></button></p>
  </form>
</section>"""
