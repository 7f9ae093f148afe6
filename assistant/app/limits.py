"""How often a visitor may ask, have suggestions, give feedback, upload, try to sign in.

Token buckets: a bucket holds as many tokens as may be used at once, each use takes one, and they
come back evenly over the time that the limit is stated for.
"""

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from assistant.config import DEFAULTS, Config

Kind = Literal["ask", "follow", "note", "upload", "login"]
_BUCKETS = 10_000
"""Kept at a time. Beyond, those that are full again go, then those unused for longest."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many uses in so many seconds; all of them at once, if need be."""

    uses: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float
    at: float
    """When there were so many, in seconds of the clock."""

    def now(self, rate: Rate, at: float) -> float:
        gained = (at - self.at) * rate.uses / rate.seconds
        return min(rate.uses, self.tokens + gained)


def rates(config: Config = DEFAULTS) -> dict[Kind, Rate]:
    """Return the limits as configured."""
    return {
        "ask": Rate(config.questions_per_minute, 60),
        # The page asks for what may follow after each answer.
        "follow": Rate(config.questions_per_minute, 60),
        "note": Rate(config.notes_per_hour, 3_600),
        "upload": Rate(config.uploads_per_hour, 3_600),
        "login": Rate(config.logins, 600),
    }


class Limits:
    """Counts uses by kind and key; any number of threads may use it."""

    def __init__(self, rates: Mapping[Kind, Rate], clock: Callable[[], float] = monotonic) -> None:
        self._rates, self._clock = rates, clock
        self._buckets: dict[tuple[Kind, str], _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, kind: Kind, key: str) -> int:
        """Use one token; 0 if there was one, else the whole seconds until there will be."""
        rate, at = self._rates[kind], self._clock()
        with self._lock:
            known = self._buckets.pop((kind, key), None)
            tokens = known.now(rate, at) if known else float(rate.uses)
            granted = tokens >= 1
            # Put in anew, so that the dictionary is in the order of use.
            self._buckets[kind, key] = _Bucket(tokens - granted, at)
            if len(self._buckets) > _BUCKETS:
                self._forget(at)
        return 0 if granted else math.ceil((1 - tokens) * rate.seconds / rate.uses)

    def give_back(self, kind: Kind, key: str) -> None:
        """Undo one use."""
        with self._lock:
            if known := self._buckets.get((kind, key)):
                self._buckets[kind, key] = _Bucket(known.tokens + 1, known.at)

    def _forget(self, at: float) -> None:
        buckets = self._buckets
        for kind, key in list(buckets):
            rate = self._rates[kind]
            if buckets[kind, key].now(rate, at) >= rate.uses:
                del buckets[kind, key]
        for used in list(buckets)[: max(0, len(buckets) - _BUCKETS)]:
            del buckets[used]
