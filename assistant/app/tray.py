"""What somebody brought and has not confirmed yet: kept in memory, so that nothing stays behind."""

import secrets
import threading
from dataclasses import dataclass
from time import monotonic

from assistant.adding import Source

_MOST_BYTES = 128 * 1024 * 1024
_MOST = 100
_SECONDS = 2 * 3600
"""As long as somebody may take over a form."""


@dataclass(frozen=True, slots=True)
class _Held:
    source: Source
    until: float


class Tray:
    """Sources by a random word that only who brought each knows; any number of threads may use it.

    Where there are too many, the oldest go.
    """

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def lay(self, source: Source) -> str:
        """Keep a source, and return its word."""
        word = secrets.token_urlsafe(16)
        with self._lock:
            now = monotonic()
            for each in [each for each, held in self._held.items() if held.until < now]:
                del self._held[each]
            self._held[word] = _Held(source, now + _SECONDS)
            while len(self._held) > _MOST or self._size() > _MOST_BYTES:
                del self._held[next(iter(self._held))]
        return word

    def look(self, word: str) -> Source | None:
        """Return the source of a word, None if it is no longer here."""
        with self._lock:
            held = self._held.get(word)
            return held.source if held else None

    def take(self, word: str) -> bool:
        """Let a source go; whether there was one of that word."""
        with self._lock:
            return self._held.pop(word, None) is not None

    def _size(self) -> int:
        return sum(len(held.source.data) for held in self._held.values())
