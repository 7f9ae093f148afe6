"""Who may do what on the page: the visitor behind a request, and what is refused to whom.

    local           served on this machine's own address, for itself: everything is allowed
    reader          may ask and read: whoever comes, or with ``--login`` whoever has signed in
    editor          may also add, remove, rebuild and roll back; always signed in

guard.py finds out who asks and leaves a ``Visitor`` in ``request.state``; the functions behind
the page ask here. A request that did not come through the guard may do nothing.
"""

import ipaddress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from assistant.app.limits import Kind
from assistant.app.strings import STRINGS, say
from assistant.config import DEFAULTS
from assistant.errors import AccessError
from assistant.users import Role


@dataclass(frozen=True, slots=True)
class Rules:
    """How the page is served, on which it depends who may do what."""

    host: str = DEFAULTS.host
    """The address that the server is bound to."""
    login: bool = False
    """Whoever reads signs in, too."""
    public_url: str | None = None
    """Where people find the page behind a proxy: ``https://status.example.org``."""

    @property
    def local(self) -> bool:
        """Whether the page is this machine's own, so that everything is allowed."""
        return is_loopback(self.host) and not self.login and self.public_url is None

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names that a request may be for; None: any, as the machine may have several.

        A page elsewhere can give its own name this machine's address, and so reach what is bound
        to loopback, but its requests still tell that name.
        """
        if self.public_url is not None:
            return _LOOPBACK | {urlsplit(self.public_url).hostname or ""}
        return _LOOPBACK | {self.host.strip("[]").lower()} if is_loopback(self.host) else None

    @property
    def secure(self) -> bool:
        """Whether browsers reach the page by HTTPS."""
        return (self.public_url or "").startswith("https:")


_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


def is_loopback(host: str) -> bool:
    """Tell whether an address or name is reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request."""

    role: Role | None = None
    """None: may not even read."""
    name: str | None = None
    """As signed in; None where nobody has."""
    address: str = ""
    """Where the request comes from, as far as the server or the proxy before it can tell."""
    local: bool = False
    """At this very machine, for which no limit holds."""

    @property
    def key(self) -> str:
        """By which the visitor's requests are counted."""
        return f"user {self.name}" if self.name else f"address {self.address}"


NOBODY = Visitor()


class RefusedError(AccessError):
    """A request that is not granted; ``key`` names the string of the page that says why."""

    def __init__(self, key: str, **values: object) -> None:
        if key not in STRINGS:
            raise KeyError(key)
        super().__init__(say(key, "en", **values))
        self.key, self.values = key, values


def visitor_of(request: Any) -> Visitor:
    """Return who sent a request of Gradio or Starlette; ``NOBODY`` if it passed no guard."""
    found = getattr(getattr(request, "state", None), "visitor", None)
    return found if isinstance(found, Visitor) else NOBODY


def require_reader(request: Any) -> Visitor:
    """Return the visitor if he or she may read; raises ``RefusedError``."""
    visitor = visitor_of(request)
    if visitor.role is None:
        raise RefusedError("access.reader")
    return visitor


def require_editor(request: Any) -> Visitor:
    """Return the visitor if he or she may change sources and index; raises ``RefusedError``.

    In a function behind the page: ``def remove(wanted: object, request: gr.Request)``; Gradio
    fills in ``request`` by that annotation, also in server functions.
    """
    visitor = visitor_of(request)
    if visitor.role != "editor":
        raise RefusedError("access.editor")
    return visitor


def take_turn(request: Any) -> Visitor:
    """Return the visitor if he or she may ask now, and count it; raises ``RefusedError``."""
    return _take(request, "ask", "access.ask")


def take_follow_ups(request: Any) -> Visitor:
    """Return the visitor if he or she may have suggestions now, and count it; as ``take_turn``."""
    return _take(request, "follow", "access.ask")


def take_note(request: Any) -> Visitor:
    """Return the visitor if he or she may give feedback now, and count it; as ``take_turn``."""
    return _take(request, "note", "access.note")


def _take(request: Any, kind: Kind, refusal: str) -> Visitor:
    visitor = require_reader(request)
    if not visitor.local and (wait := request.state.limits.take(kind, visitor.key)):
        raise RefusedError(refusal, n=wait)
    return visitor
