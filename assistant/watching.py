"""Follows a folder of documents: says when something in it has changed."""

import threading
from collections.abc import Iterator
from pathlib import Path

_QUIET = 300
"""Milliseconds without a change after which a series of them counts as over; editors and copies
write in several steps."""

_LONGEST = 1_500
"""Milliseconds after which changes are told even if they go on."""

_LOOK = 500
"""Milliseconds between looks at whether the folder is still the one that is watched."""


def changes(folder: Path, stop: threading.Event | None = None) -> Iterator[None]:
    """Yield once watching has begun, then after every series of changes, until ``stop`` is set.

    A folder that is removed or replaced is watched again once there is one of its name. Ctrl+C
    raises KeyboardInterrupt; what cannot be watched, OSError.
    """
    stop = stop or threading.Event()
    while not stop.is_set():
        if _which(folder):
            yield from _while_it_lasts(folder, stop)
        else:
            stop.wait(_LOOK / 1000)


def _while_it_lasts(folder: Path, stop: threading.Event) -> Iterator[None]:
    from watchfiles import watch

    watched, begun = _which(folder), False
    for changed in watch(
        folder,
        watch_filter=None,
        step=_QUIET,
        debounce=_LONGEST,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        lasts = _which(folder) == watched  # of its own end a folder may tell nothing
        if changed or not begun or not lasts:
            begun = True
            yield
        if not lasts:
            return


def _which(folder: Path) -> tuple[int, int] | None:
    """Tell a folder from another of its name; None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
