"""Signing in and out: a page of its own, which works without scripts too.

the form        GET /login; a browser with nothing to sign in for is sent on to the page
signing in      POST /login, ``username`` and ``password``; gives a program JSON
signing out     POST /logout forgets the cookie
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.app.access import RefusedError, Rules, visitor_of
from assistant.app.guard import COOKIE, answered, language, sign_in
from assistant.app.limits import Limits
from assistant.app.markup import attribute, icon
from assistant.app.sessions import Sessions
from assistant.app.strings import say, table

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entrance:
    """What signing in goes by."""

    rules: Rules
    sessions: Sessions
    limits: Limits
    hours: float
    """For so long a cookie holds."""

    def routes(self) -> list[BaseRoute]:
        """Return the addresses; they come before the page's own."""
        return [
            Route("/login", self._show, methods=["GET"]),
            Route("/login", self._enter, methods=["POST"]),
            Route("/logout", self._leave, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        is_in = self.rules.local or visitor_of(request).name is not None
        return RedirectResponse("/", 303) if is_in else _page(request)

    async def _enter(self, request: Request) -> Response:
        form = await request.form()
        name, password = str(form.get("username", "")), str(form.get("password", ""))
        is_page = "text/html" in request.headers.get("accept", "")
        address = visitor_of(request).address
        try:
            user = await run_in_threadpool(
                sign_in, self.sessions, self.limits, name, password, address
            )
        except RefusedError as refusal:
            refused = answered(request, refusal)
            return _page(request, refusal, name, refused) if is_page else refused
        response = RedirectResponse("/", 303) if is_page else JSONResponse({"success": True})
        response.set_cookie(
            COOKIE,
            self.sessions.start(user),
            max_age=int(3_600 * self.hours),
            httponly=True,
            secure=self.rules.secure,
            samesite="strict",
        )
        return response

    async def _leave(self, request: Request) -> Response:
        self.sessions.end(request.cookies.get(COOKIE, ""))
        response = JSONResponse({"success": True})
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response


def _page(
    request: Request,
    refusal: RefusedError | None = None,
    name: str = "",
    refused: Response | None = None,
) -> Response:
    """Return the form; after a refusal, with the reason."""
    tongue = language(request)
    script, style = _script(), _style()
    html = _TEMPLATE.format(
        language=tongue,
        # A browser that comes by another site's link leaves out the cookie; asked again by a
        # page of this site it sends it.
        again=" data-again" if request.headers.get("sec-fetch-site") == "cross-site" else "",
        mark=icon("book"),
        name=attribute(name[:64]),
        first="" if name else " autofocus",
        then=" autofocus" if name else "",
        refusal=_refusal(refusal, tongue),
        style=style,
        script=script,
        **{key.replace(".", "_"): _phrase(key, tongue) for key in _KEYS},
    )
    response = HTMLResponse(html, refused.status_code if refused else 200)
    if refused and "retry-after" in refused.headers:
        response.headers["Retry-After"] = refused.headers["retry-after"]
    response.headers["Cache-Control"] = "no-store"
    # With none at all, browsers would not say whose form it was that was sent.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "font-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    return response


def _refusal(refusal: RefusedError | None, tongue: str) -> str:
    if refusal is None:
        return ""
    values = attribute(json.dumps(refusal.values))
    words = attribute(say(refusal.key, tongue, **refusal.values))
    return (
        f'<p class="wrong" role="alert" data-t="{refusal.key}" data-t-args="{values}">{words}</p>'
    )


def _phrase(key: str, tongue: str) -> str:
    return f'<span data-t="{key}">{attribute(say(key, tongue))}</span>'


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _style() -> str:
    return "".join((_HERE / name).read_text("utf-8") for name in ("page.css", "login.css"))


def _script() -> str:
    words = {
        tongue: {key: text for key, text in strings.items() if key.startswith(_NEEDED)}
        for tongue, strings in table().items()
    }
    written = json.dumps(words).replace("<", "\\u003c")
    parts = "".join((_HERE / name).read_text("utf-8") for name in ("page.js", "login.js"))
    return f"window.assistantWords = {written};\n{parts}"


_KEYS = ("title", "login.heading", "login.name", "login.password", "login.enter", "login.help")
_NEEDED = ("title", "language", "login.", "access.")
_TEMPLATE = """<!doctype html>
<html lang="{language}"{again}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Country status assistant</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body class="login">
<header>
  <p class="brand">{mark}{title}</p>
  <div class="languages" role="group" data-t-attr="aria-label:language">
    <button type="button" lang="en" data-language-choice="en" aria-label="English">EN</button>
    <button type="button" lang="fr" data-language-choice="fr" aria-label="Français">FR</button>
  </div>
</header>
<main>
  <form method="post" action="/login">
    <h1>{login_heading}</h1>
    {refusal}
    <label>{login_name}
      <input name="username" value="{name}" autocomplete="username" autocapitalize="none"
        spellcheck="false" maxlength="64" required{first}></label>
    <label>{login_password}
      <input type="password" name="password" autocomplete="current-password" required{then}></label>
    <button type="submit">{login_enter}</button>
    <p class="help">{login_help}</p>
  </form>
</main>
<script>{script}</script>
</body>
</html>
"""
