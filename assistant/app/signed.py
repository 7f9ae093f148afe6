"""The tab "Signed": answers that somebody stands by, and which of them no longer hold.

The list is there at once; each answer is asked again when it comes into sight of the script,
some at a time, once for each generation of the index.
"""

from typing import Any

import gradio as gr

from assistant.app import kept
from assistant.app.access import require_reader
from assistant.app.editing import edited
from assistant.app.library import Library
from assistant.app.markup import attribute, icon, isolated, moment, phrase, shown
from assistant.app.parts import component
from assistant.drift import Difference
from assistant.errors import AssistantError
from assistant.render import inert
from assistant.signing import Signed

AT_A_TIME = 20
"""Answers compared by one request: well under a second."""


def signed_tab(library: Library) -> gr.HTML:
    """Lay out the tab, and let it compare and withdraw."""

    # Gradio calls a server function with one argument at least.
    def signed(_: object, request: gr.Request) -> dict[str, Any]:
        """Return the signed answers, newest first."""
        require_reader(request)
        answers = library.signed()[::-1]
        return {"rows": "".join(map(_row, answers)), "ids": [each.id for each in answers]}

    def compared(wanted: object, request: gr.Request) -> dict[str, Any]:
        """Return by ID what no longer holds of some answers: "" of what does."""
        require_reader(request)
        ids = {str(each) for each in wanted[:AT_A_TIME]} if isinstance(wanted, list) else set()
        chosen = [each for each in library.signed() if each.id in ids]
        return {each.id: _html(library.differences(each)) for each in chosen}

    def withdraw(number: object, request: gr.Request) -> dict[str, Any]:
        """Forget a signed answer."""

        def work() -> dict[str, Any]:
            library.withdraw(str(number))
            return {"gone": True}

        return edited(request, work)

    return component("signed", _template(), server_functions=[signed, compared, withdraw])


def _row(signed: Signed) -> str:
    by = f" · {isolated(signed.by)}" if signed.by else ""
    note = isolated(signed.note, "p", class_="note") if signed.note else ""
    link = ""
    try:
        word = attribute(kept.pack(kept.restored(dict(signed.answer))))
        link = f'<a href="#answer={word}">{icon("link")}{phrase("signed.open")}</a>'
    except (AssistantError, KeyError, TypeError, ValueError):
        pass  # It was signed by a version that wrote answers otherwise.
    return (
        f'<li data-id="{attribute(signed.id)}" class="unknown"><p class="question" dir="auto">'
        f"{shown(signed.question)}</p>"
        f'<p class="about">{phrase("signed.on")} {moment(signed.at)}{by}</p>{note}'
        f'<p class="state" data-t="signed.comparing"></p><div class="differences"></div>'
        f'<div class="deeds">{link}<button type="button" class="withdraw">'
        f"{icon('delete')}{phrase('signed.withdraw')}</button></div></li>"
    )


def _html(found: list[Difference]) -> str:
    return "".join(map(_difference, found))


def _difference(each: Difference) -> str:
    marker = f"[{each.marker}] " if each.marker else ""
    now = f"<ins>{shown(inert(each.now))}</ins>" if each.now else ""
    return (
        f"<dl><dt>{marker}{phrase(f'signed.{each.kind}')}</dt>"
        f'<dd dir="auto"><del>{shown(inert(each.before))}</del>{now}</dd></dl>'
    )


def _template() -> str:
    return f"""
<section class="signed">
  {phrase("signed.heading", "h2")}
  {phrase("signed.lead", "p")}
  <p class="sum" role="status"></p>
  <label class="which"><input type="checkbox">{phrase("signed.all")}</label>
  <ol></ol>
  <p class="none" hidden data-t="signed.empty"></p>
</section>"""
