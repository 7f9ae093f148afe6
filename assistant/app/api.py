"""The endpoints for programs: ``/ask``, ``/search`` and ``/sources`` (docs/api.md)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from assistant.app import programs
from assistant.app.access import require_reader, take_turn
from assistant.app.library import Library
from assistant.errors import AssistantError
from assistant.render import inert

_log = logging.getLogger(__name__)


def endpoints(library: Library, at_once: int) -> None:
    """Open them; ``at_once`` questions are answered at a time, the page's among them."""

    def ask(
        question: str, request: gr.Request, history: list[dict[str, str]] | None = None
    ) -> dict[str, Any]:
        """Answer a question with verbatim quotes from the sources, or say that none states it.

        history holds the earlier turns as {"question", "answer"}, oldest first. Returns the
        answer as `assistant ask --json` prints it.
        """
        with _told():
            take_turn(request)
            return programs.asked(library, question, history)

    def search(
        question: str, request: gr.Request, k: int = 10, countries: list[str] | None = None
    ) -> dict[str, Any]:
        """Find the passages nearest to a question, best first.

        k: how many, 1 to 50. countries: names or ISO 3166-1 codes; passages about others are
        left out; if none are given, the countries that the question names.
        """
        with _told():
            take_turn(request)
            return programs.found(library, question, k, countries or [])

    def sources(request: gr.Request) -> list[dict[str, Any]]:
        """List the documents in the index, with publisher, date, address, countries and digest."""
        with _told():
            require_reader(request)
            return programs.sources(library)

    shared = {"concurrency_limit": at_once, "concurrency_id": "ask"}
    gr.api(ask, api_name="ask", **shared)
    gr.api(search, api_name="search", **shared)
    gr.api(sources, api_name="sources", **shared)


@contextmanager
def _told() -> Iterator[None]:
    """Give the caller the message of an error that is meant to be read."""
    try:
        yield
    except AssistantError as error:
        raise gr.Error(inert(str(error)), print_exception=False) from error
    except Exception as error:
        _log.exception("A program's request failed")
        raise gr.Error("Something went wrong; the server's log says what.") from error
