"""Who is signed in: names behind random cookies, and behind passwords sent with each request.

The server remembers whom it gave a cookie to, by the cookie's digest; so there is nothing to sign,
signing out holds at once, and a restart signs everybody out. Role and password are those of the
users' file as it is now.
"""

import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from assistant import users
from assistant.errors import AccessError
from assistant.users import User

_log = logging.getLogger(__name__)

_MOST = 10_000
"""Sessions, and passwords once found right, that are remembered; the oldest go first."""
_GUESSES = threading.Semaphore(2)
"""Passwords hashed at a time: each takes 32 MiB and a core."""


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    password: str
    """The hash when it began: a new password ends the sessions under the old one."""
    until: float


class Sessions:
    """Signs users in and out; any number of threads may use it."""

    def __init__(self, index: Path, hours: float, clock: Callable[[], float] = monotonic) -> None:
        self._roll = _Roll(index)
        self._seconds = 3_600 * hours
        self._clock = clock
        self._sessions: dict[bytes, _Session] = {}
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()

    def check(self, name: str, password: str) -> User | None:
        """Return the user if that is the password; takes a tenth of a second and a core."""
        user = self._roll.users().get(users.normal(name))
        with _GUESSES:
            return user if users.matches(user, password) else None

    def recall(self, name: str, password: str) -> User | None:
        """Return the user if that is the password and was found right not long ago."""
        return self._user(self._proof(name, password))

    def remember(self, user: User, password: str) -> None:
        """Let ``recall`` know this password, of which only a keyed digest is kept."""
        self._keep(self._proof(user.name, password), user)

    def start(self, user: User) -> str:
        """Return a new cookie for the user."""
        cookie = secrets.token_urlsafe(32)
        self._keep(_digest(cookie), user)
        return cookie

    def user(self, cookie: str) -> User | None:
        """Return whom a cookie was given to, while it holds."""
        return self._user(_digest(cookie))

    def end(self, cookie: str) -> None:
        """Forget a cookie."""
        with self._lock:
            self._sessions.pop(_digest(cookie), None)

    def _proof(self, name: str, password: str) -> bytes:
        said = f"{users.normal(name)}\0{password}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, said, "sha256")

    def _keep(self, proof: bytes, user: User) -> None:
        with self._lock:
            self._sessions.pop(proof, None)
            until = self._clock() + self._seconds
            self._sessions[proof] = _Session(user.name, user.password, until)
            while len(self._sessions) > _MOST:
                del self._sessions[next(iter(self._sessions))]

    def _user(self, proof: bytes) -> User | None:
        with self._lock:
            session = self._sessions.get(proof)
        if session is None:
            return None
        user = self._roll.users().get(session.name)
        if user is None or user.password != session.password or session.until < self._clock():
            with self._lock:
                self._sessions.pop(proof, None)
            return None
        return user


class _Roll:
    """The users' file, read again whenever it has changed."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._read: tuple[object, dict[str, User]] = (None, {})

    def users(self) -> dict[str, User]:
        """Return the users; none while the file is missing or damaged."""
        try:
            status = (self._index / users.NAME).stat()
        except OSError:
            return {}
        state = (status.st_mtime_ns, status.st_size, status.st_ino)
        known, found = self._read
        if state != known:
            try:
                found = users.read(self._index)
            except AccessError as error:
                _log.error("%s", error)
                found = {}
            self._read = (state, found)
        return found


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).digest()
