"""What the page works with: one open index, replaced when it is rebuilt."""

import datetime as dt
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.app.rebuilding import Rebuilding
from assistant.corpus import Corpus
from assistant.errors import AssistantError, CorpusError, MissingIndexError
from assistant.types import (
    Answer,
    BuildReport,
    Changes,
    Document,
    DocumentRecord,
    Hit,
    Passage,
    Progress,
    ProgressCallback,
    Skipped,
    Status,
    Turn,
)

if TYPE_CHECKING:
    from assistant import feedback
    from assistant.drift import Difference
    from assistant.ledger import Ledger
    from assistant.pipeline import Assistant
    from assistant.signing import Signed
    from assistant.verify import Failure

_log = logging.getLogger(__name__)

FRESH_SECONDS = 0.5
"""For so long a look at the corpus folder serves everybody who has the page open."""
_SHARE = 4
"""A look takes at most a fifth of the time: a large folder is looked at less often."""


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows of the index."""

    status: Status | None
    """None while the index is being opened, and where it cannot be."""
    trouble: str | None = None
    """Why there is no status, or why it is of an older generation than the one that should serve;
    in words for the user."""
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
        self._is_missing = False
        """There was no index yet when it was to be opened."""
        self._opening = threading.Lock()
        self._looking = threading.Lock()
        self._rebuilding = Rebuilding()
        self._ready = threading.Event()
        self._differences: dict[tuple[str, str], list[Difference]] = {}
        self._seen = State(None)
        self._seen_at = float("-inf")
        self._look_seconds = 0.0
        threading.Thread(target=self._prepare, daemon=True).start()

    @property
    def is_ready(self) -> bool:
        """Whether the encoder is loaded, or has turned out not to be loadable."""
        return self._ready.is_set()

    @property
    def corpus(self) -> Path:
        """The folder of the sources."""
        return self._corpus

    @property
    def model(self) -> str | None:
        """The encoder, as ``pipeline.rebuild`` takes it."""
        return self._model

    @property
    def index(self) -> Path:
        """The folder of the index, in which users and feedback are kept too."""
        return self._index

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question; raises ``AssistantError``."""
        return self._newest().ask(question, history)

    def asking(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Yield the answer as it grows, the whole one last; raises ``AssistantError``."""
        yield from self._newest().asking(question, history)

    def search(self, question: str, k: int, countries: Sequence[str]) -> tuple[Hit, ...]:
        """Return the ``k`` passages nearest to a question; raises ``AssistantError``."""
        return self._newest().search(question, k, countries)

    def source(self, document: str) -> Document:
        """Return a document as indexed; raises ``AssistantError``."""
        return self._opened().source(document)

    def passages(self, document: Document) -> list[Passage]:
        """Return what is searched of a document that ``source`` returned, in its order.

        Empty where it has changed since. Raises ``AssistantError``.
        """
        found = self._opened().passages(document.path)
        text = document.text
        return found if all(text[each.start : each.end] == each.text for each in found) else []

    def ledger(self) -> "Ledger":
        """Return what the sources say of every indicator of every country.

        Raises ``AssistantError``.
        """
        return self._opened().ledger()

    def original(self, document: str) -> bytes:
        """Return the bytes of a file of the corpus as it is now; raises ``AssistantError``."""
        return Corpus(self._corpus).original(document)

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

    def sign(self, answer: dict[str, Any], by: str, history: Sequence[Turn]) -> None:
        """Keep an answer that somebody stands by. Raises ``AssistantError``."""
        from assistant import signing

        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        signing.sign(self._index, answer, at, by, history=history)

    def signed(self) -> "list[Signed]":
        """Return the signed answers, oldest first."""
        from assistant import signing

        return signing.read(self._index)

    def differences(self, signed: "Signed") -> "list[Difference]":
        """Return what no longer holds of a signed answer; raises ``AssistantError``."""
        from assistant import drift

        opened = self._newest()
        place = (opened.generation, signed.id)
        if place not in self._differences:
            current = {key: d for key, d in self._differences.items() if key[0] == place[0]}
            self._differences = {**current, place: drift.differences(opened, signed)}
        return self._differences[place]

    def withdraw(self, number: str) -> None:
        """Forget a signed answer. Raises ``AssistantError`` where none has this ID."""
        from assistant import signing

        signing.withdraw(self._index, number)

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
            return State(self._seen.status, self._seen.trouble, self._rebuilding.progress)

    def rebuild(self) -> Iterator[Progress | BuildReport]:
        """Bring the index up to date and use it, as ``Rebuilding.run`` does."""
        return self._rebuilding.run(self._build)

    def refresh(self) -> None:
        """Look at the corpus folder anew when the state is asked for next."""
        self._seen_at = float("-inf")

    def stop(self) -> None:
        """Have the build that runs, if one does, end at its next step, as if it had not begun."""
        self._rebuilding.stop()

    def _build(self, tell: ProgressCallback) -> BuildReport:
        from assistant import pipeline

        try:
            report = pipeline.rebuild(self._corpus, self._index, self._model, tell)
            self._opened().reload()
            return report
        finally:
            self._seen_at = float("-inf")

    def _look(self) -> State:
        assistant = self._assistant
        try:
            if assistant is None:
                return self._unopened()
            trouble = _follow(assistant)
            return State(assistant.status(), trouble)
        except AssistantError as error:
            return State(None, str(error))

    def _unopened(self) -> State:
        """Tell why no index is open; where there was none, another program may have built it."""
        if not self._is_missing:
            return State(None, self._trouble)
        try:
            return State(self._opened().status())
        except MissingIndexError:
            return State(_unindexed(self._corpus))

    def _newest(self) -> "Assistant":
        """Open the generation that serves: a build elsewhere counts from the next question on."""
        opened = self._opened()
        _follow(opened)
        return opened

    def _opened(self) -> "Assistant":
        from assistant.pipeline import Assistant

        with self._opening:
            if self._assistant is None:
                try:
                    opened = Assistant.open(self._corpus, self._index, self._model, check=False)
                except MissingIndexError:
                    self._is_missing = True
                    raise
                self._assistant, self._trouble = opened, None
                self._seen_at = float("-inf")
            return self._assistant

    def _prepare(self) -> None:
        from assistant import pipeline

        try:
            with suppress(MissingIndexError):
                self._opened()
            pipeline.load(self._model)
        except AssistantError as error:
            self._trouble = str(error)
        except Exception as error:
            _log.exception("The index could not be opened")
            self._trouble = f"The index could not be opened: {error}"
        finally:
            self._ready.set()


def _follow(assistant: "Assistant") -> str | None:
    """Switch to the generation that serves now, or say why not: the open one goes on serving."""
    try:
        assistant.reload()
    except AssistantError as error:
        return str(error)
    return None


def _unindexed(corpus: Path) -> Status:
    """Tell of the files in a corpus of which there is no index yet."""
    skipped: list[Skipped] = []
    new: list[str] = []
    with suppress(CorpusError):  # there may be no folder either
        new = Corpus(corpus).files(skipped)
    return Status(None, Changes(added=tuple(new)), tuple(skipped), ())
