"""The way of a file from a browser to the server: one request, its body the file's bytes.

Not Gradio's own: that leaves on the disk what is refused, and what nobody comes back for.
"""

import logging

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse

from assistant import adding
from assistant.app.access import require_editor
from assistant.app.editing import trouble
from assistant.app.tray import Tray
from assistant.errors import AccessError, AssistantError, CorpusError
from assistant.folder import LARGEST

_log = logging.getLogger(__name__)

UPLOAD = "/sources/upload"
_BINARY = "application/octet-stream"
"""A type that no form sends, so that no other site's page can without being asked about it."""


def receive_files(application: FastAPI, tray: Tray) -> None:
    """Open ``POST /sources/upload?name=NAME``, which answers ``{"word"}`` or ``{"trouble"}``."""

    async def upload(request: Request) -> JSONResponse:
        name = request.query_params.get("name", "")
        try:
            require_editor(request)
            source = adding.upload(name, await _body(request))
        except AccessError as error:
            return JSONResponse({"trouble": str(error)}, 403)
        except AssistantError as error:
            return JSONResponse(trouble(error), 400)
        return JSONResponse({"word": tray.lay(source)})

    application.add_route(UPLOAD, upload, methods=["POST"], include_in_schema=False)


async def _body(request: Request) -> bytes:
    """Read the body as far as a document may go. Raises ``CorpusError``."""
    if request.headers.get("content-type") != _BINARY:
        raise CorpusError(f"An upload is sent as {_BINARY}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise CorpusError(f"larger than {LARGEST / 1e6:.0f} MB. Split it")
    return bytes(body)
