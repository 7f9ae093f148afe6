"""What stands before the page: finds out who asks, and lets through what may be asked.

In this order, each with its answer:

    421  the Host is none of this server's names (DNS rebinding)
    403  a script or form of another site's page asks (cross-site request forgery)
    404  a route of Gradio's that the page has no use for
    413  the request is too long
    401  nobody has signed in, but must; a browser is sent to the sign-in page
    403  who uploads is no editor
    429  too many uploads or attempts to sign in

Whatever passes carries in ``request.state`` the ``visitor`` and the ``limits``, which the
functions behind the page ask (access.py).
"""

import ipaddress
from base64 import b64decode
from binascii import Error as NotBase64
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.app.access import RefusedError, Rules, Visitor
from assistant.app.limits import Limits
from assistant.app.sessions import Sessions
from assistant.app.strings import say
from assistant.app.uploads import UPLOAD
from assistant.config import DEFAULTS
from assistant.render import inert
from assistant.users import User

COOKIE = "assistant-session"
OPEN = ("/login", "/logout")
"""Reached by whoever has not signed in."""
_FONTS = "/static/fonts/"
"""Those of the sign-in page."""
# They write files, reach other servers or show who asked what.
_CLOSED = (
    "/gradio_api/deep_link",
    "/gradio_api/dev/",
    "/gradio_api/process_recording",
    "/gradio_api/profiling",
    "/gradio_api/proxy=",
    "/gradio_api/run-history",
    "/gradio_api/runs",
    "/gradio_api/token",
    "/gradio_api/undo-vibe-",
    "/gradio_api/upload",
    "/gradio_api/vibe-",
    "/monitoring",
)
_STATUS = {
    "access.host": 421,
    "access.foreign": 403,
    "access.large": 413,
    "access.reader": 401,
    "access.wrong": 401,
    "access.editor": 403,
    "access.upload": 429,
    "access.login": 429,
}


class Guard:
    """Passes requests on to the application, or answers why not."""

    def __init__(self, app: ASGIApp, rules: Rules, sessions: Sessions, limits: Limits) -> None:
        self._app, self._rules, self._sessions, self._limits = app, rules, sessions, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application below do so."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            self._check_origin(request)
            if request.url.path.startswith(_CLOSED):
                await Response(status_code=404)(scope, receive, send)
                return
            visitor = await self._visitor(request)
            self._check_path(request.url.path, visitor)
            request.state.visitor, request.state.limits = visitor, self._limits
            if request.url.path != UPLOAD:  # which counts its bytes itself
                receive = await _read(request, receive)
        except RefusedError as refusal:
            await answered(request, refusal)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check_origin(self, request: Request) -> None:
        """Refuse what another site's page asks for; a link from there may be followed."""
        headers, hosts = request.headers, self._rules.hosts
        host = _hostname(headers.get("host", ""))
        if hosts is not None and host not in hosts:
            raise RefusedError("access.host", host=inert(host[:100]) or "“”")
        origin = headers.get("origin")
        if origin is not None and not self._is_own(origin, headers):
            raise RefusedError("access.foreign")
        if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
            return
        is_link = headers.get("sec-fetch-mode") == "navigate"
        if not is_link or request.method not in ("GET", "HEAD"):
            raise RefusedError("access.foreign")

    def _is_own(self, origin: str, headers: Headers) -> bool:
        own = (headers.get("host", ""), _netloc(self._rules.public_url or ""))
        return (_netloc(origin) or "null") in [each.lower() for each in own]

    async def _visitor(self, request: Request) -> Visitor:
        rules, address = self._rules, _address(request)
        if rules.local:
            return Visitor("editor", address=address, local=True)
        user = self._sessions.user(request.cookies.get(COOKIE, ""))
        if credentials := _credentials(request.headers):
            user = await run_in_threadpool(self._sent, *credentials, address)
        if user is None:
            return Visitor(None if rules.login else "reader", address=address)
        return Visitor(user.role, user.name, address)

    def _sent(self, name: str, password: str, address: str) -> User:
        """Return whose name and password a program sends with each request."""
        return self._sessions.recall(name, password) or sign_in(
            self._sessions, self._limits, name, password, address
        )

    def _check_path(self, path: str, visitor: Visitor) -> None:
        if visitor.role is None and path not in OPEN and not path.startswith(_FONTS):
            raise RefusedError("access.reader")
        if path == UPLOAD:
            if visitor.role != "editor":
                raise RefusedError("access.editor")
            wait = 0 if visitor.local else self._limits.take("upload", visitor.key)
            if wait:
                raise RefusedError("access.upload", n=wait)


def sign_in(sessions: Sessions, limits: Limits, name: str, password: str, address: str) -> User:
    """Return whose name and password these are; raises ``RefusedError``. Slow on purpose."""
    key = f"address {address}"
    if wait := limits.take("login", key):
        raise RefusedError("access.login", n=wait)
    user = sessions.check(name, password)
    if user is None:
        raise RefusedError("access.wrong")
    limits.give_back("login", key)
    sessions.remember(user, password)
    return user


def answered(request: Request, refusal: RefusedError) -> Response:
    """Return the response to a request that was refused, in the browser's language."""
    is_page = "text/html" in request.headers.get("accept", "")
    if refusal.key == "access.reader" and is_page and request.method in ("GET", "HEAD"):
        return RedirectResponse("/login", 303)
    words = say(refusal.key, language(request), **refusal.values)
    response = JSONResponse({"detail": words}, _STATUS[refusal.key])
    if response.status_code == 429:
        response.headers["Retry-After"] = str(refusal.values["n"])
    # A browser would ask for the password itself.
    if response.status_code == 401 and "sec-fetch-mode" not in request.headers:
        response.headers["WWW-Authenticate"] = 'Basic realm="assistant", charset="UTF-8"'
    return response


def language(request: Request) -> str:
    """Return the language of the two that a browser asks for first; English where neither."""
    wanted = request.headers.get("accept-language", "").lower().split(",")
    return next((tag for each in wanted if (tag := each.strip()[:2]) in ("en", "fr")), "en")


async def _read(request: Request, receive: Receive) -> Receive:
    """Read the request's body, if it is not too long, and return what gives it once more."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return receive
    most, body, more = DEFAULTS.request_bytes, bytearray(), True
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise RefusedError("access.large", n=most)
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise RefusedError("access.large", n=most)
    whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

    async def again() -> Message:
        return whole.pop() if whole else await receive()

    return again


def _credentials(headers: Headers) -> tuple[str, str] | None:
    """Return name and password of ``Authorization: Basic``; raises ``RefusedError`` for garbage."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = b64decode(given, validate=True).decode("utf-8").partition(":")
    except (NotBase64, ValueError) as error:
        raise RefusedError("access.wrong") from error
    return name, password


def _netloc(url: str) -> str:
    """Return host and port of an address, in lower case; "" where it has none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _hostname(host: str) -> str:
    """Return a Host header without its port, in lower case; "" where it is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "") if host else ""
    except ValueError:
        return ""


def _address(request: Request) -> str:
    """Return where a request comes from; of IPv6 the network, of which one visitor has a whole."""
    said = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
    return said
