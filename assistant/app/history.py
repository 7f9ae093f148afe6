"""The tab "History": the conversations that this browser keeps, which the server never sees whole.

What is taken along comes back as the words of ``kept``, and is written here.
"""

import base64
from contextlib import suppress
from typing import Any

import gradio as gr

from assistant.app import exporting, kept
from assistant.app.markup import icon, phrase
from assistant.app.parts import component
from assistant.errors import AssistantError
from assistant.types import Answer, Language

_MOST = 500
"""Answers in one file."""


def history_tab() -> gr.HTML:
    """Lay out the tab, and let it write conversations as files."""

    def export(wanted: dict[str, Any]) -> dict[str, str]:
        """Return a conversation as a file: its name, kind and content in Base64."""
        language: Language = "fr" if wanted.get("language") == "fr" else "en"
        form = exporting.FORMS.get(str(wanted.get("form")), exporting.MARKDOWN)
        content = form.write(_answers(wanted.get("words")), language)
        packed = base64.b64encode(content).decode()
        return {"name": form.name, "kind": form.kind, "content": packed}

    return component("history", _template(), server_functions=[export])


def _answers(words: object) -> list[Answer]:
    answers = []
    for word in words[:_MOST] if isinstance(words, list) else ():
        with suppress(AssistantError):
            answers.append(kept.restored(kept.unpack(word)))
    return answers


def _template() -> str:
    def button(form: str, words: str) -> str:
        return f'<button type="button" data-form="{form}">{icon("save")}{words}</button>'

    return f"""
<section class="history">
  {phrase("history.heading", "h2")}
  {phrase("history.lead", "p")}
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
