"""What the page works with: one open index, replaced when it is rebuilt."""

import datetime as dt
import logging
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.corpus import Corpus
from assistant.errors import AssistantError, StoreError
from assistant.types import (
    Answer,
    BuildReport,
    Document,
    DocumentRecord,
    Progress,
    Status,
    Turn,
)

if TYPE_CHECKING:
    from assistant import feedback
    from assistant.pipeline import Assistant
    from assistant.verify import Failure

_log = logging.getLogger(__name__)

_News = queue.SimpleQueue[Progress | BuildReport | Exception]

FRESH_SECONDS = 0.5
"""For so long a look at the corpus folder serves everybody who has the page open."""
_SHARE = 4
"""A look takes at most a fifth of the time: a large folder is looked at less often."""


class BusyError(StoreError):
    """The index is being rebuilt for somebody else."""


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows of the index."""

    status: Status | None
    """None while the index is being opened, and where it cannot be."""
    trouble: str | None = None
    """Why there is no status, in words for the user."""
    building: Progress | None = None


class Library:
    """Answers from the newest generation of an index, and rebuilds it.

    Any number of threads may use it. The index is opened in the background, so that the page
    is there before the encoder is; ``ask`` waits for it.
    """

    def __init__(self, corpus: Path, index: Path, model: str | None) -> None:
        self._corpus, self._index, self._model = corpus, index, model
        self._assistant: Assistant | None = None
        self._trouble: str | None = None
        self._opening = threading.Lock()
        self._looking = threading.Lock()
        self._building = threading.Lock()
        self._progress: Progress | None = None
        self._seen = State(None)
        self._seen_at = float("-inf")
        self._look_seconds = 0.0
        threading.Thread(target=self._prepare, daemon=True).start()

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question; raises ``AssistantError``."""
        opened = self._opened()
        opened.reload()  # a build elsewhere counts from the next question on
        return opened.ask(question, history)

    def source(self, document: str) -> Document:
        """Return a document as indexed; raises ``AssistantError``."""
        return self._opened().source(document)

    def changed(self, cited: Mapping[str, str]) -> list[str]:
        """Return which of these documents, path → SHA-256, are no longer as they were cited."""
        status = self.state().status
        if status is None:
            return []
        now = {record.path: record.sha256 for record in status.documents}
        edited = {*status.changes.changed, *status.changes.removed}
        return [path for path, sha in cited.items() if path in edited or now.get(path) != sha]

    def verify(self, answer: dict[str, Any]) -> "tuple[Failure, ...]":
        """Check an answer, as published, against the files of the corpus as they are now."""
        from assistant import verify

        return verify.check(answer, self._corpus, self._index)

    def note(self, kind: "feedback.Kind", note: str, answer: dict[str, Any]) -> None:
        """Store what somebody says of an answer. Raises ``AssistantError``."""
        from assistant import feedback

        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        feedback.add(self._index, feedback.Feedback(at, kind, note, answer))

    def text_now(self, document: str) -> str:
        """Return the text of a file of the corpus as it is now; "" where there is none."""
        try:
            return Corpus(self._corpus).read(document).text
        except AssistantError:
            return ""

    def generation(self) -> str:
        """Return the name of the generation that serves, "" while there is none."""
        status = self.state().status
        return status.info.generation if status and status.info else ""

    def documents(self) -> dict[str, DocumentRecord]:
        """Return the documents in the index, by path."""
        status = self.state().status
        return {record.path: record for record in status.documents} if status else {}

    def state(self) -> State:
        """Return the index against its corpus as just seen; never waits for an opening."""
        with self._looking:
            started = monotonic()
            if started - self._seen_at > max(FRESH_SECONDS, _SHARE * self._look_seconds):
                self._seen = self._look()
                self._seen_at = monotonic()
                self._look_seconds = self._seen_at - started
            return State(self._seen.status, self._seen.trouble, self._progress)

    def rebuild(self) -> Iterator[Progress | BuildReport]:
        """Bring the index up to date and use it; yields the newest progress, the report last.

        Raises ``BusyError`` while another build of this page runs, and what the build raises. The
        build goes on when nobody listens any more.
        """
        if not self._building.acquire(blocking=False):
            raise BusyError("The index is already being rebuilt.")
        news: _News = queue.SimpleQueue()
        threading.Thread(target=self._build, args=(news,), daemon=True).start()
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

    def _build(self, news: _News) -> None:
        from assistant import pipeline

        def tell(progress: Progress) -> None:
            self._progress = progress
            news.put(progress)

        outcome: BuildReport | Exception
        try:
            outcome = pipeline.rebuild(self._corpus, self._index, self._model, tell)
            self._opened().reload()
        except Exception as error:
            outcome = error
        self._progress = None
        self._seen_at = float("-inf")
        self._building.release()
        news.put(outcome)

    def _look(self) -> State:
        assistant = self._assistant
        if assistant is None:
            return State(None, self._trouble)
        # Another program may have built a generation: the command line, a second page. Where that
        # cannot be opened, the one that is open goes on serving.
        with suppress(AssistantError):
            assistant.reload()
        try:
            return State(assistant.status())
        except AssistantError as error:
            return State(None, str(error))

    def _opened(self) -> "Assistant":
        from assistant.pipeline import Assistant

        with self._opening:
            if self._assistant is None:
                opened = Assistant.open(self._corpus, self._index, self._model, check=False)
                self._assistant, self._trouble = opened, None
                self._seen_at = float("-inf")
            return self._assistant

    def _prepare(self) -> None:
        try:
            self._opened().load()
        except AssistantError as error:
            self._trouble = str(error)
        except Exception as error:
            _log.exception("The index could not be opened")
            self._trouble = f"The index could not be opened: {error}"
