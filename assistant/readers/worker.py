"""The process that reads what is not trusted: ``python -m assistant.readers.worker``.

Takes a kind and a file's bytes on standard input, or a page to be drawn, and answers in JSON on
standard output, until the input ends. It imports nothing but readers.
"""

import ctypes
import gc
import importlib
import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from assistant.errors import CorpusError
from assistant.readers import confinement, drawing
from assistant.readers.content import Content
from assistant.readers.framing import IDLE_SECONDS, receive, send
from assistant.readers.isolated import UNFORESEEN
from assistant.readers.kinds import Kind

_LARGEST_REQUEST = 256 * 1024 * 1024
_KEPT = 32 * 1024 * 1024
"""Bytes that are freed and yet not given back to the system: pdfium takes as much for each page."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's mallopt."""
_OBJECTS = 50_000
"""Made before the rubbish among them is looked for; a document is mostly what is kept."""


def main() -> None:
    """Answer until there is nothing more to answer."""
    requests, replies = _pipes()
    _keep_memory()
    here = confinement.enter()
    while True:
        idle = threading.Timer(IDLE_SECONDS, os._exit, [0])
        idle.daemon = True
        idle.start()
        kind, data = receive(requests, 64), receive(requests, _LARGEST_REQUEST)
        idle.cancel()
        if kind is None or data is None:
            return
        here.allow_another()
        send(replies, answer(kind.decode("ascii", "replace"), data))


def answer(kind: str, data: bytes) -> bytes:
    """Read ``data``, or draw what it asks for, and say what came of it."""
    try:
        told = drawing.answer(data) if kind == drawing.DRAWING else _told(read(Kind(kind), data))
        return json.dumps({"refused": None, **told}).encode()
    except CorpusError as error:
        reason = str(error)
    except MemoryError:
        reason = f"it needs more than {confinement.MEMORY >> 20} MiB of memory to read. Split it"
    except RecursionError:
        reason = "nested too deep to be read"
    except Exception as error:
        reason = f"{UNFORESEEN} ({type(error).__name__}: {str(error)[:200]})"
    return json.dumps({"refused": reason}).encode()


def _told(content: Content) -> dict[str, object]:
    return {
        "text": content.text.encode("utf-8", "replace").decode(),
        "markup": content.markup,
        "body": content.body,
        "fields": dict(content.fields),
        "pages": content.pages,
        "remarks": content.remarks,
    }


def read(kind: Kind, data: bytes) -> Content:
    """Read ``data`` in this process, without any limits. Raises whatever the reader does."""
    reader = importlib.import_module(f"assistant.readers.{kind.value}")
    content = reader.read(data)
    if not isinstance(content, Content):
        raise TypeError(f"{kind} gave no Content")
    return content


def _keep_memory() -> None:
    """Ask the system for memory once, not anew for each page, and look for rubbish seldom."""
    with suppress(OSError, AttributeError, TypeError):  # not glibc
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_TRIM_THRESHOLD, _KEPT)
        mallopt(_MMAP_THRESHOLD, _KEPT)
    gc.freeze()
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take over standard input and output, so that no library can print between the answers."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the end
    return requests, replies


if __name__ == "__main__":
    main()
