"""What browsers are told to forbid the page: a content security policy and its kin.

Scripts run from this server, or where they carry the number drawn for this one response, or have
the digest of the page's own; so no script, handler or ``javascript:`` link runs that a document or
question might bring. Gradio needs

    'unsafe-eval'            it makes functions of its components' templates and scripts
    style 'unsafe-inline'    it writes styles into elements
    base-uri 'self'          it sets the address that its own files are relative to

and nothing from elsewhere.
"""

import base64
import hashlib
import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SCRIPT = re.compile(rb"<script(?=[\s>])")


def _policy(number: str, digest: str) -> str:
    return (
        "default-src 'none'; "
        f"script-src 'self' 'nonce-{number}' 'sha256-{digest}' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; "
        "connect-src 'self'; img-src 'self' data:; font-src 'self' data:; manifest-src 'self'; "
        "worker-src 'self' blob:; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    )


class Policy:
    """Adds the headers to every response, and the number to the scripts of those in HTML."""

    def __init__(self, app: ASGIApp, script: str) -> None:
        """``script``: the one that Gradio puts into the page's head by script itself."""
        self._app = app
        self._digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as the application below does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Sender(send, self._digest))


class _Sender:
    """Passes a response on; one in HTML is held until it is whole."""

    def __init__(self, send: Send, digest: str) -> None:
        self._send = send
        self._digest = digest
        self._number = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # The sign-in page brings a policy of its own, which is stricter.
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", _policy(self._number, self._digest))
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif self._start and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = _SCRIPT.sub(b"<script nonce=" + self._number.encode(), self._body)
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})
