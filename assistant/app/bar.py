"""The bar at the top: the state of the index, rebuilding it, the page's language."""

import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import gradio as gr

from assistant.app.access import require_editor, visitor_of
from assistant.app.editing import edited, trouble, worded
from assistant.app.library import Library, State
from assistant.app.markup import icon, phrase
from assistant.app.parts import component
from assistant.app.rebuilding import BusyError, StoppedError
from assistant.errors import AssistantError
from assistant.types import BuildReport, Progress

_log = logging.getLogger(__name__)

EVERY_SECONDS = 1
"""Between looks at the corpus folder: with the age of what is seen, a change shows within two."""


def index_bar(library: Library) -> gr.HTML:
    """Lay out the bar, keep it current, and let it rebuild the index."""

    def halt(_: object, request: gr.Request) -> dict[str, Any]:
        """Have the build that runs end; the index that served goes on serving."""

        def work() -> dict[str, Any]:
            library.stop()
            return {}

        return edited(request, work)

    bar = component("bar", _template(), value=None, server_functions=[halt])

    def look(request: gr.Request) -> dict[str, Any]:
        return {"state": _shape(library.state()), "visitor": _visitor(request)}

    def rebuild(request: gr.Request) -> Iterator[dict[str, Any]]:
        for news in _rebuilt(library, request):
            yield {"state": _shape(library.state()), "news": news}

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    looking = gr.Timer(EVERY_SECONDS).tick(look, outputs=bar, queue=False, **quiet)
    looking.failure(None, js="() => window.assistantPage.tell('unseen')")
    bar.load(look, outputs=bar, queue=False, **quiet)
    # No limit: who comes second is told so at once instead of waiting for the first.
    building = bar.rebuild(rebuild, outputs=bar, concurrency_limit=None, **quiet)
    building.failure(None, js="() => window.assistantPage.tell('failed')")
    return bar


def _visitor(request: gr.Request) -> dict[str, Any]:
    """Return who looks on, as bar.js wants it; the page hides what only editors may do."""
    visitor = visitor_of(request)
    return {"role": visitor.role, "name": visitor.name, "local": visitor.local}


def _rebuilt(library: Library, request: gr.Request) -> Iterator[dict[str, Any]]:
    """Rebuild, and tell what happens as the strings to show."""
    try:
        require_editor(request)
        for news in library.rebuild():
            yield _done(news) if isinstance(news, BuildReport) else _under_way(news)
    except BusyError:
        yield {"kind": "busy", "key": "index.busy"}
    except StoppedError:
        yield {"kind": "done", "key": "index.stopped"}
    except AssistantError as error:
        yield {"kind": "trouble", **trouble(error)}
    except Exception:
        _log.exception("The index could not be rebuilt")
        yield {"kind": "trouble", "key": "ask.failed"}


def _under_way(progress: Progress) -> dict[str, Any]:
    return {"kind": "progress", **asdict(progress)}


def _done(report: BuildReport) -> dict[str, Any]:
    if not report.written:
        return {"kind": "done", "key": "index.same"}
    changes = report.changes
    counts = {
        "seconds": round(report.seconds, 1),
        "added": len(changes.added),
        "changed": len(changes.changed),
        "removed": len(changes.removed),
    }
    skipped = {"skipped": len(report.skipped)} if report.skipped else {}
    return {"kind": "done", "key": "index.done", "values": counts, **skipped}


def _shape(state: State) -> dict[str, Any]:
    """Return the state as bar.js wants it; ``mark`` differs whenever the table of sources does."""
    building = asdict(state.building) if state.building else None
    problem = worded(state.trouble) if state.trouble else {"trouble": None}
    if state.status is None:
        return {**problem, "building": building}
    info, changes = state.status.info, state.status.changes
    return {
        "building": building,
        **problem,
        "index": asdict(info) if info else None,
        "changed": len(changes.added) + len(changes.changed) + len(changes.removed),
        "skipped": len(state.status.skipped),
        "countries": sorted({c for d in state.status.documents for c in d.metadata.countries}),
        "mark": str(hash((info, changes, state.status.skipped, state.status.duplicates))),
    }


def _template() -> str:
    return f"""
<header class="bar">
  <h1 class="brand">{icon("book")}{phrase("title")}</h1>
  <div class="index" role="status">
    <span class="light"></span><span class="facts"></span>
    <span class="meter" hidden><span class="fill"></span></span>
  </div>
  <button type="button" class="rebuild for-editors">
    {icon("rebuild")}{phrase("index.rebuild")}</button>
  <button type="button" class="halt for-editors" hidden>
    {icon("close")}{phrase("index.stop")}</button>
  <div class="languages" role="group" data-t-attr="aria-label:language">
    <button type="button" lang="en" data-language-choice="en" aria-label="English">EN</button>
    <button type="button" lang="fr" data-language-choice="fr" aria-label="Français">FR</button>
  </div>
  <div class="visitor" hidden><bdi class="who"></bdi>
    <a class="enter" href="login" data-t="access.signin"></a>
    <button type="button" class="leave" data-t="access.signout"></button></div>
  <div class="news" role="alert" hidden>
    <p></p><button type="button" class="dismiss"
      data-t-attr="aria-label:index.dismiss;title:index.dismiss">{icon("close")}</button>
  </div>
</header>"""
