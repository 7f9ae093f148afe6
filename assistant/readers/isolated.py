"""Bytes → Content in another process, which may be stopped: what is in the bytes is not trusted.

One process reads file after file. It is replaced when it crashes, hangs or grows too large, and
ends by itself when it is idle, or when this one ends. What comes back is JSON, so that not even a
process that a document has taken over can make this one run anything.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from time import monotonic
from typing import IO

from assistant.errors import CorpusError
from assistant.readers.confinement import OCR
from assistant.readers.content import Content
from assistant.readers.framing import IDLE_SECONDS, LARGEST_REPLY, receive, send
from assistant.readers.kinds import Kind

SECONDS = 120
"""Of wall time for one file; a PDF of 1,000 pages takes ten."""

OCR_SECONDS = 900
"""Where pages may have to be recognised, at seconds each."""

UNFORESEEN = "damaged, or of a kind that its reader does not know"
"""What is said where a reader failed with another error than CorpusError."""

_FRESH_SECONDS = IDLE_SECONDS / 2
"""Idle for longer, a worker may be about to leave."""
_MOST_FILES = 500
"""A worker is replaced after so many, whatever memory they left behind."""


class Worker:
    """A process that reads files; use one from one thread at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "assistant.readers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # so that it gets no Ctrl-C of its own, and ends as a whole
        )
        self.read = 0
        self._last_used = monotonic()
        self._late = False

    @property
    def is_fit(self) -> bool:
        """Whether it can be given another file."""
        is_fresh = monotonic() - self._last_used < _FRESH_SECONDS
        return is_fresh and self.read < _MOST_FILES and self.process.poll() is None

    def ask(self, kind: str, data: bytes, seconds: float) -> bytes:
        """Give what it answers about ``data``; it is of no more use if that raises anything.

        Raises CorpusError where it crashed, took too long or answered too much.
        """
        timer = threading.Timer(seconds, self._expire)
        timer.start()
        try:
            reply = self._exchange(kind, data)
        finally:
            timer.cancel()
        self.read += 1
        self._last_used = monotonic()
        if reply is None:
            raise CorpusError(self._ending(seconds))
        return reply

    def end(self) -> None:
        """Stop it and whatever it started; safe to call twice."""
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, 9)
            else:
                self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                _open(pipe).close()
        self.process.wait()

    def _exchange(self, kind: str, data: bytes) -> bytes | None:
        with suppress(OSError, ValueError):
            send(_open(self.process.stdin), kind.encode(), data)
            return receive(_open(self.process.stdout), LARGEST_REPLY)
        return None

    def _expire(self) -> None:
        self._late = True
        self.process.kill()

    def _ending(self, seconds: float) -> str:
        """Why there was no answer."""
        try:
            status = self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        if self._late:
            return f"it took longer than {seconds:.0f} seconds to read, so it was left. Split it"
        if os.name == "posix" and status == -24:  # SIGXCPU
            return "it took more processor time than is allowed. Split it"
        return f"the program that reads it crashed on it ({status}), so it is probably damaged"


class Desk:
    """A place for one worker, which is started, and replaced, as needed.

    Any number of threads may use it; what they ask is answered one after the other.
    """

    def __init__(self) -> None:
        self.worker: Worker | None = None
        self._owner = 0
        """The process that started the worker; a fork of that one has to start its own."""
        self._lock = threading.Lock()
        atexit.register(self.close)

    def ask(self, kind: str, data: bytes, seconds: float) -> bytes:
        """Give what a worker answers about ``data``. Raises CorpusError where there is nothing."""
        with self._lock:
            try:
                return self._fit_worker().ask(kind, data, seconds)
            except BaseException:
                self._discard()
                raise

    def close(self) -> None:
        """End the worker, if there is one; the next question starts another."""
        with self._lock:
            self._discard()

    def _fit_worker(self) -> Worker:
        if self.worker is not None and (self._owner != os.getpid() or not self.worker.is_fit):
            self._discard()
        if self.worker is None:
            self.worker, self._owner = Worker(), os.getpid()
        return self.worker

    def _discard(self) -> None:
        if self.worker is not None and self._owner == os.getpid():
            self.worker.end()
        self.worker = None


_desk = Desk()


def read(kind: Kind, data: bytes, seconds: float | None = None) -> Content:
    """Read ``data`` as a document of ``kind``, within ``seconds`` or what is usual.

    Raises CorpusError where it cannot be read, whatever the reason.
    """
    if seconds is None:
        has_ocr = kind is Kind.PDF and shutil.which(OCR)
        seconds = OCR_SECONDS if has_ocr else SECONDS
    return _content(_desk.ask(kind, data, seconds))


def close() -> None:
    """End the worker, if there is one; the next ``read`` starts another."""
    _desk.close()


def _environment() -> dict[str, str]:
    """Nothing of ours but where Python and programs are; no tokens, no proxies."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    paths = [path for path in sys.path if path]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "OMP_THREAD_LIMIT": "1"}


def _content(reply: bytes) -> Content:
    """Make Content of an answer, which is no more to be trusted than the document."""
    try:
        answer = json.loads(reply)
        if isinstance(answer["refused"], str):
            raise CorpusError(one_line(answer["refused"]))
        text, pages, remarks = answer["text"], answer["pages"], answer["remarks"]
        if not _is_sound(text, answer["body"], pages, remarks, answer["fields"]):
            raise CorpusError(UNFORESEEN)
        return Content(
            text=text,
            markup="markdown" if answer["markup"] == "markdown" else "text",
            body=answer["body"],
            fields=answer["fields"],
            pages=tuple(pages),
            remarks=tuple(map(one_line, remarks)),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CorpusError(UNFORESEEN) from error


def _is_sound(text: object, body: object, pages: object, remarks: object, fields: object) -> bool:
    if not (isinstance(text, str) and isinstance(pages, list) and isinstance(remarks, list)):
        return False
    places = [body, *pages]
    if not all(isinstance(place, int) and 0 <= place <= len(text) for place in places):
        return False
    return (
        pages == sorted(pages)
        and all(isinstance(remark, str) for remark in remarks)
        and isinstance(fields, Mapping)
    )


def one_line(words: str) -> str:
    """Make ``words`` printable, on one line and of bearable length."""
    shown = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(shown.split())[:500]


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the pipe is not open")
    return pipe
