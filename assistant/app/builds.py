"""The builds of the index: which serves, what each changed, and going back to an older one.

Part of the tab "Sources".
"""

from typing import Any

import gradio as gr

from assistant import upkeep
from assistant.app.editing import edited
from assistant.app.library import Library
from assistant.app.markup import attribute, icon, isolated, moment, phrase
from assistant.app.parts import component
from assistant.builds import Build, Difference, builds
from assistant.errors import AssistantError

_NAMED = 20
"""Documents listed by name; of more, the number."""


def builds_view(library: Library) -> gr.HTML:
    """Lay out the view, and let an older build serve again."""

    def kept(_: object) -> str:
        try:
            found = builds(library.index, library.model)
        except AssistantError:
            return ""
        return "".join(map(_html, found))

    def roll_back(generation: str, request: gr.Request) -> dict[str, Any]:
        def work() -> dict[str, Any]:
            found = builds(library.index, library.model)
            unfit = {each.generation.info.generation: each.unfit for each in found}
            if unfit.get(str(generation)):
                return {"trouble_key": "index.unfit"}
            upkeep.rollback(library.corpus, library.index, str(generation), library.model)
            return {"done": True}

        return edited(request, work)

    return component("builds", _template(), server_functions=[kept, roll_back])


def _html(build: Build) -> str:
    info, serves = build.generation.info, build.generation.current
    state = f'<span class="state">{phrase("index.serves")}</span>' if serves else ""
    if build.unfit:
        state = f'<span class="state refused">{phrase("index.unfit")}</span>'
    elif not serves:
        state = (
            '<button type="button" class="back plain for-editors" '
            f'data-built="{attribute(info.built)}" '
            f'data-generation="{attribute(info.generation)}">{phrase("index.roll_back")}</button>'
        )
    facts = " · ".join(
        (
            phrase("index.sources", n=info.documents),
            phrase("index.passages", n=info.passages),
            phrase("index.size", size=round(build.generation.size / 1e6, 1)),
        )
    )
    name = isolated(info.generation, "span", class_="name")
    return (
        f'<li{" class=serves" if serves else ""}><div class="top">'
        f'<h3>{moment(info.built)}</h3>{state}</div><p class="facts">{facts} {name}</p>'
        f"{_since(build.since)}</li>"
    )


def _since(difference: Difference | None) -> str:
    if difference is None:
        return f'<p class="facts">{phrase("index.first")}</p>'
    passages, changes = difference.passages, difference.documents
    counts = phrase(
        "index.difference", added=passages.added, removed=passages.removed, kept=passages.kept
    )
    kinds = (
        ("index.added", changes.added),
        ("index.edited", changes.changed),
        ("index.removed", changes.removed),
    )
    items = "".join(_documents(key, paths) for key, paths in kinds if paths)
    documents = f'<dl class="changes">{items}</dl>' if items else phrase("index.alike", "p")
    return f'{documents}<p class="facts">{counts}</p>'


def _documents(key: str, paths: tuple[str, ...]) -> str:
    items = [f"<dd>{isolated(path)}</dd>" for path in paths[:_NAMED]]
    if (more := len(paths) - _NAMED) > 0:
        items.append(f"<dd>{phrase('sources.and_more', n=more)}</dd>")
    return f"<div><dt>{phrase(key)}</dt>{''.join(items)}</div>"


def _template() -> str:
    return f"""
<section class="sources builds" hidden>
  <div class="top">{phrase("index.builds", "h2")}
    <button type="button" class="leave plain">{phrase("sources.back")}</button></div>
  {phrase("index.builds_lead", "p")}
  <ol class="list"></ol>
  <p class="none" hidden data-t="index.no_builds"></p>
  <dialog class="confirm" aria-labelledby="builds-sure">
    <h3 id="builds-sure"></h3>
    {phrase("index.roll_back_sure", "p")}
    <p class="refused" role="alert" hidden></p>
    <div class="buttons"><button type="button" class="go primary">{icon("rebuild")}
      {phrase("index.roll_back")}</button>
      <button type="button" class="cancel plain">{phrase("sources.cancel")}</button></div>
  </dialog>
</section>"""
