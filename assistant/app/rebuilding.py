"""One build at a time behind the page, watched by whoever asked for it, stopped on demand."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

from assistant.errors import StoreError
from assistant.types import BuildReport, Progress, ProgressCallback

Build = Callable[[ProgressCallback], BuildReport]

_News = queue.SimpleQueue[Progress | BuildReport | Exception]


class BusyError(StoreError):
    """The index is being rebuilt for somebody else."""


class StoppedError(StoreError):
    """Somebody stopped the build; the index that served goes on serving."""


class Rebuilding:
    """Runs builds in the background; any number of threads may use it."""

    def __init__(self) -> None:
        self._running = threading.Lock()
        self._stopping = threading.Event()
        self.progress: Progress | None = None
        """How far the build is that runs, if one does."""

    def run(self, build: Build) -> Iterator[Progress | BuildReport]:
        """Run a build; yields the newest progress, the report last.

        Raises ``BusyError`` while another one runs, ``StoppedError`` after ``stop``, and what the
        build raises. The build goes on when nobody listens any more.
        """
        if not self._running.acquire(blocking=False):
            raise BusyError("The index is already being rebuilt.")
        self._stopping.clear()
        news: _News = queue.SimpleQueue()
        threading.Thread(target=self._run, args=(build, news), daemon=True).start()
        while True:
            latest = news.get()
            with suppress(queue.Empty):
                while isinstance(latest, Progress):
                    latest = news.get_nowait()
            if isinstance(latest, Exception):
                raise latest
            yield latest
            if isinstance(latest, BuildReport):
                return

    def stop(self) -> None:
        """Have the build that runs, if one does, end at its next step, as if it had not begun."""
        self._stopping.set()

    def _run(self, build: Build, news: _News) -> None:
        def tell(progress: Progress) -> None:
            # Not while an encoder is being prepared: that is not the build's, and is done once.
            if self._stopping.is_set() and progress.stage != "model":
                raise StoppedError("The build was stopped.")
            self.progress = progress
            news.put(progress)

        outcome: BuildReport | Exception
        try:
            outcome = build(tell)
        except Exception as error:
            outcome = error
        self.progress = None
        self._running.release()
        news.put(outcome)
