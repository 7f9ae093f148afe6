"""How far long work has come: bars on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from assistant.types import Progress, ProgressCallback

STAGES = {
    "model": "Preparing the encoder",
    "read": "Reading documents",
    "split": "Splitting into passages",
    "encode": "Encoding passages",
    "write": "Writing the index",
}
_QUIET_SECONDS = 10


@contextmanager
def shown(stream: TextIO) -> Iterator[ProgressCallback]:
    """Yield a callback that shows progress on ``stream`` until the block ends."""
    if not stream.isatty():
        yield _PlainLines(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeRemainingColumn(), console=Console(file=stream)) as bars:
        tasks: dict[str, TaskID] = {}

        def draw(progress: Progress) -> None:
            stage = progress.stage
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES[stage])
            bars.update(tasks[stage], completed=progress.done, total=progress.total or None)

        yield draw


class _PlainLines:
    """A line where a stage begins and where it ends, and every ten seconds between."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._told_at = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        complete = 1 < progress.total == progress.done
        recent = now - self._told_at < _QUIET_SECONDS
        if progress.stage == self._stage and not complete and recent:
            return
        self._stage, self._told_at = progress.stage, now
        count = f": {progress.done} of {progress.total}" if progress.total > 1 else ""
        print(f"{STAGES[progress.stage]}{count}", file=self._stream, flush=True)
