"""What changes sources or index: for editors only, and what goes wrong is told in words."""

import logging
from collections.abc import Callable
from typing import Any

from assistant.app.access import RefusedError, require_editor
from assistant.app.reasons import english, french
from assistant.errors import AssistantError
from assistant.render import inert

_log = logging.getLogger(__name__)


def edited(request: object, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what ``work`` does, or ``trouble`` where it is refused or cannot be done."""
    try:
        require_editor(request)
        return work()
    except Exception as error:
        return trouble(error)


def trouble(error: Exception) -> dict[str, Any]:
    """Return an error as the scripts of the page show it: in its words, or as a string's key."""
    if isinstance(error, RefusedError):
        return {"trouble_key": error.key, "values": error.values}
    if isinstance(error, AssistantError):
        return worded(str(error))
    if isinstance(error, OSError):
        return {"trouble": inert(error.strerror or str(error))}
    _log.error("A request could not be carried out", exc_info=error)
    return {"trouble_key": "ask.failed"}


def worded(reason: str) -> dict[str, str | None]:
    """Return what the program says of a trouble, in English and, if it has any, in French."""
    said = inert(reason)
    return {"trouble": english(said), "trouble_fr": french(said)}
