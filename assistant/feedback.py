"""What people say of answers, beside the index: one JSON object a line, only ever added to.

    index/feedback.jsonl    {"at", "kind", "note", "answer"}; the answer as ``ask --json`` prints it

``judgments`` turns it into questions for benchmarks/, as far as it says what is right.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.errors import StoreError
from assistant.render import dumps
from assistant.store.location import Database, Location

Kind = Literal["right", "wrong", "missing"]
"""``missing``: a source that says it is not in the corpus."""

KINDS: tuple[Kind, ...] = get_args(Kind)
NAME = "feedback.jsonl"
NOTE = 2_000
"""Characters of a note that are kept."""
LARGEST = 64 * 1024 * 1024
"""Bytes of the file: some ten thousand entries. A page that many can reach must not fill a disk."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of one answer."""

    at: str
    """UTC, ISO 8601."""
    kind: Kind
    note: str
    answer: dict[str, Any]


def add(index: Location, feedback: Feedback) -> None:
    """Write one entry, whole or not at all. Raises StoreError where it cannot be kept."""
    from filelock import FileLock

    note = feedback.note.strip()[:NOTE]
    if isinstance(index, Database):
        from assistant.store.postgres import feedback as shared

        shared.add(index, {**asdict(feedback), "note": note}, LARGEST)
        return
    line = dumps({**asdict(feedback), "note": note}).encode("utf-8", "replace") + b"\n"
    path = index / NAME
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / ".feedback.lock"), path.open("ab+") as file:
            size = file.seek(0, os.SEEK_END)
            if size + len(line) > LARGEST:
                raise StoreError(
                    f"{path} holds {size:,} bytes; at most {LARGEST:,} are kept. "
                    "Move it elsewhere, and a new one is begun."
                )
            file.seek(max(0, size - 1))
            # A line that a crash cut short must not swallow this one.
            start = b"\n" if size and file.read(1) != b"\n" else b""
            file.write(start + line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}. Check its folder."
        ) from error


def read(index: Location) -> Iterator[Feedback]:
    """Yield the entries, oldest first; lines that are none are passed over. Raises StoreError."""
    if isinstance(index, Database):
        from assistant.store.postgres import feedback as shared

        yield from filter(None, map(_entry, shared.read(index)))
        return
    path = index / NAME
    try:
        with path.open("rb") as file:
            for line in file:
                if entry := _entry(_parsed(line)):
                    yield entry
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _entry(found: Any) -> Feedback | None:
    try:
        entry = Feedback(found["at"], found["kind"], found["note"], found["answer"])
        texts = (entry.at, entry.note, entry.answer["question"], entry.answer["outcome"])
    except (KeyError, TypeError):
        return None
    is_whole = all(isinstance(text, str) for text in texts) and entry.kind in KINDS
    return entry if is_whole and isinstance(entry.answer.get("citations"), list) else None


def judgments(entries: Iterable[Feedback], corpus: Path) -> tuple[list[dict[str, Any]], int]:
    """Return the questions whose right answer is known, and of how many others it is not.

    The last word on a question counts. Only "right" tells the gold: the places cited, as long as
    their files are what they were, or that the sources do not say it.
    """
    last = {entry.answer["question"]: entry for entry in entries}
    digests: dict[str, str] = {}
    known = [
        _judgment(entry)
        for entry in last.values()
        if entry.kind == "right" and _is_current(entry.answer["citations"], corpus, digests)
    ]
    return known, len(last) - len(known)


def _is_current(citations: list[dict[str, Any]], corpus: Path, digests: dict[str, str]) -> bool:
    for each in citations:
        path = str(each["document"])
        if path not in digests:
            digests[path] = _digest(corpus, path)
        if digests[path] != each["sha256"]:
            return False
    return True


def _digest(corpus: Path, document: str) -> str:
    file = corpus / document
    is_inside = file.resolve().is_relative_to(corpus.resolve())
    return hashlib.sha256(file.read_bytes()).hexdigest() if is_inside and file.is_file() else ""


def _judgment(entry: Feedback) -> dict[str, Any]:
    answer = entry.answer
    spans = [
        {"file": each["document"], "start": each["start"], "end": each["end"]}
        for each in answer["citations"]
    ]
    digest = hashlib.sha256(answer["question"].encode("utf-8", "replace")).hexdigest()
    shape = {
        "id": f"feedback-{digest[:12]}",
        "question": answer["question"],
        "answerable": answer["outcome"] not in ("silent", "no_source"),
        "gold_passages": spans,
        "gold_spans": spans,
    }
    return shape | ({"polarity": "negative"} if answer.get("verdict") == "no" else {})
