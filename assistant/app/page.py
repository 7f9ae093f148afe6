"""The page: the bar above, questions and sources on the left, the source read on the right."""

import json
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.app.access import Rules
from assistant.app.api import endpoints
from assistant.app.ask import AT_ONCE, ask_tab
from assistant.app.bar import index_bar
from assistant.app.board import board_tab
from assistant.app.guard import Guard
from assistant.app.history import history_tab
from assistant.app.library import Library
from assistant.app.limits import Limits, rates
from assistant.app.login import Entrance
from assistant.app.policy import Policy
from assistant.app.sessions import Sessions
from assistant.app.signed import signed_tab
from assistant.app.source import source_pane
from assistant.app.sources import sources_tab
from assistant.app.strings import say, table
from assistant.app.tray import Tray
from assistant.app.uploads import receive_files
from assistant.config import DEFAULTS

_HERE = Path(__file__).parent
PARTS = ("bar", "ask", "source", "board", "sources", "adding", "builds", "signed", "history")
"""Each a module, a script and a style sheet."""
_STYLES = {
    "ask": ("answer",),
    "board": ("lattice", "evidence", "dossier", "slips"),
    "source": ("sheet", "document"),
}
"""Style sheets of what a part shows, after the part's own."""
_WAITING = 200
"""Questions that may wait their turn; whoever comes then is told to try again."""

_LOCAL = Rules()


def build(library: Library, tray: Tray) -> gr.Blocks:
    """Return the page; ``application`` gives it its looks."""
    words = gr.I18n(**table())
    with gr.Blocks(title=say("title", "en"), analytics_enabled=False, fill_width=True) as page:
        bar = index_bar(library)
        with gr.Row(elem_id="desk", equal_height=True):
            with (
                gr.Column(elem_id="left", scale=9, min_width=0),
                # Else Gradio hides those for which large text leaves no room, in a menu.
                gr.Tabs(elem_id="tabs", overflow_behavior="wrap"),
            ):
                with gr.Tab(words("tab.ask"), id="ask", render_children=True) as ask:
                    ask_tab(library)
                with gr.Tab(words("tab.board"), id="board", render_children=True) as board:
                    board_tab(library)
                with gr.Tab(words("tab.sources"), id="sources", render_children=True) as sources:
                    sources_tab(library, tray)
                with gr.Tab(words("tab.signed"), id="signed", render_children=True) as signed:
                    signed_tab(library)
                with gr.Tab(words("tab.history"), id="history", render_children=True) as history:
                    history_tab()
            with gr.Column(elem_id="right", scale=11, min_width=0):
                source_pane(library)

        def speak(event: gr.EventData) -> tuple[Any, ...]:
            language = "fr" if event._data.get("language") == "fr" else "en"
            return (
                gr.Tab(label=say("tab.ask", language)),
                gr.Tab(label=say("tab.board", language)),
                gr.Tab(label=say("tab.sources", language)),
                gr.Tab(label=say("tab.signed", language)),
                gr.Tab(label=say("tab.history", language)),
            )

        endpoints(library, AT_ONCE)
        tabs = [ask, board, sources, signed, history]
        bar.language(speak, outputs=tabs, queue=False, api_visibility="private")
    page.queue(max_size=_WAITING, default_concurrency_limit=AT_ONCE)
    return page


def application(library: Library, rules: Rules = _LOCAL, *, mcp: bool = False) -> FastAPI:
    """Return the page as an application that any ASGI server can run; with ``mcp``, at /mcp too."""
    hours = DEFAULTS.session_hours
    sessions, limits = Sessions(library.index, hours), Limits(rates())
    entrance = Entrance(rules, sessions, limits, hours)
    routes, lifespan = entrance.routes(), None
    if mcp:
        from assistant.app.mcp import server

        tools = server(library, AT_ONCE)
        routes, lifespan = [*routes, *tools.routes], tools.router.lifespan_context
    application = FastAPI(openapi_url=None, routes=routes, lifespan=lifespan)
    tray = Tray()
    receive_files(application, tray)
    gr.mount_gradio_app(
        application,
        build(library, tray),
        path="/",
        theme=_theme(),
        head=_head(),
        i18n=gr.I18n(**table()),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        # Files come another way: see uploads.py.
        max_file_size="1kb",
    )
    application.add_middleware(Guard, rules=rules, sessions=sessions, limits=limits)
    application.add_middleware(Policy, script=_script())
    return application


def _theme() -> gr.themes.Base:
    """Return Gradio's plainest theme, in fonts that nobody has to fetch from elsewhere."""
    system = ("Source Sans Pro", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
    mono = ("ui-monospace", "Menlo", "Consolas", "monospace")
    return gr.themes.Base(
        font=list(map(gr.themes.Font, system)), font_mono=list(map(gr.themes.Font, mono))
    )


def _head() -> str:
    """Return the styles and the script that all others build on.

    Not by the option ``css``: Gradio rewrites the selectors of that.
    """
    names = ("page", "lists", *(each for part in PARTS for each in (part, *_STYLES.get(part, ()))))
    styles = "\n".join((_HERE / f"{name}.css").read_text("utf-8") for name in names)
    return f"{_ICON}<style>{styles}</style><script>{_script()}</script>"


def _script() -> str:
    """Return the strings, and what every script builds on."""
    words = json.dumps(table()).replace("<", "\\u003c")
    shared = "".join((_HERE / name).read_text("utf-8") for name in ("page.js", "store.js"))
    return f"window.assistantWords = {words};\n{shared}"


_ICON = (
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 '
    "viewBox=%270 0 20 20%27%3E%3Crect width=%2720%27 height=%2720%27 rx=%274%27 "
    "fill=%27%230b5a69%27/%3E%3Cpath d=%27M5 7h10M5 10.500h10M5 14h6%27 stroke=%27white%27 "
    'stroke-width=%271.600%27 stroke-linecap=%27round%27/%3E%3C/svg%3E">'
)
