"""The tab "History": the conversations that this browser keeps, which the server never sees whole.

What is taken along comes back as the words of ``kept``, and is written here.
"""

import base64
from typing import Any

import gradio as gr

from assistant.app import exporting, kept
from assistant.app.access import RefusedError, take_turn
from assistant.app.editing import trouble
from assistant.app.markup import icon, phrase
from assistant.app.parts import component
from assistant.types import Language

_MOST = 500
"""Answers in one file."""
_LARGEST = 8_000_000
"""Bytes of their answers in all, which take some 20 times as much memory: 50 answers on 200
countries each, or 500 on five."""


def history_tab() -> gr.HTML:
    """Lay out the tab, and let it write conversations as files."""

    def export(wanted: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        """Return a conversation as a file, or why it cannot be one."""
        try:
            take_turn(request)
            return _exported(wanted)
        except RefusedError as refusal:
            return trouble(refusal)

    return component("history", _template(), server_functions=[export])


def _exported(wanted: dict[str, Any]) -> dict[str, str]:
    """Return a file's name, its kind and its content in Base64."""
    language: Language = "fr" if wanted.get("language") == "fr" else "en"
    form = exporting.FORMS.get(str(wanted.get("form")), exporting.MARKDOWN)
    words = wanted.get("words")
    found = words[:_MOST] if isinstance(words, list) else ()
    answers = [kept.restored(shape) for shape in kept.unpack_all(found, _LARGEST)]
    packed = base64.b64encode(form.write(answers, language)).decode()
    return {"name": form.name, "kind": form.kind, "content": packed}


def _template() -> str:
    def button(form: str, words: str) -> str:
        return f'<button type="button" data-form="{form}">{icon("save")}{words}</button>'

    return f"""
<section class="history">
  {phrase("history.heading", "h2")}
  {phrase("history.lead", "p")}
  <p class="refused" role="alert" hidden></p>
  <ol></ol>
  <p class="none" hidden data-t="history.empty"></p>
  <template><li>
    <button type="button" class="open" dir="auto"></button>
    <p><span class="count" data-t="history.count" data-t-args='{{"n": 0}}'></span>
      <time data-moment=""></time></p>
    <div class="deeds">{button("markdown", "Markdown")}{button("html", "HTML")}
      {button("docx", "Word")}
      <button type="button" class="delete">{icon("delete")}{phrase("history.delete")}</button></div>
  </li></template>
</section>"""
