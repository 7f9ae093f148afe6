"""Answers that somebody signed off, beside the index: a file each, kept until it is withdrawn.

    index/signed/ID.json    {"id", "at", "by", "note", "history", "answer"}; the answer as
                            ``ask --json`` prints it, with its quotes and its sources' hashes

In a database they are in a table, for all who share it. The ID is drawn from the question and the
answer, so that signing the same twice keeps one.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import StoreError
from assistant.render import dumps
from assistant.store.generations import write_atomically
from assistant.store.location import Database, Location
from assistant.types import Turn

FOLDER = "signed"
MOST = 10_000
"""Signed answers that are kept; a page that many can reach must not fill a disk."""
NOTE = 2_000
"""Characters of a note, or of a name, that are kept."""
_ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Signed:
    """An answer that somebody stood by."""

    id: str
    at: str
    """UTC, ISO 8601."""
    by: str
    note: str
    history: tuple[Turn, ...]
    """The turns before the question, oldest first; without them it may not be understood."""
    answer: Mapping[str, Any]

    @property
    def question(self) -> str:
        """The question, as typed."""
        return str(self.answer["question"])


def sign(
    index: Location,
    answer: Mapping[str, Any],
    at: str,
    by: str = "",
    note: str = "",
    history: Sequence[Turn] = (),
) -> Signed:
    """Keep an answer; one that is kept already is signed anew. Raises StoreError.

    Whether the answer holds is for ``verify`` to say, before.
    """
    told = dumps([answer["question"], answer["text"], [asdict(turn) for turn in history]])
    number = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:12]
    signed = Signed(number, at, by[:NOTE], note[:NOTE], tuple(history), answer)
    if isinstance(index, Database):
        from assistant.store.postgres import signed as shared

        shared.put(index, number, asdict(signed), MOST)
        return signed
    folder = index / FOLDER
    path = folder / f"{number}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists() and sum(1 for _ in folder.glob("*.json")) >= MOST:
            raise StoreError(
                f"{folder} holds {MOST:,} answers, the most that are kept. "
                "Withdraw what is no longer needed: assistant diff --withdraw ID"
            )
        write_atomically(path, dumps(asdict(signed), indent=1).encode("utf-8", "replace"))
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}. Check its rights."
        ) from error
    return signed


def read(index: Location) -> list[Signed]:
    """List the signed answers, oldest first; what is none is passed over. Raises StoreError."""
    if isinstance(index, Database):
        from assistant.store.postgres import signed as shared

        found = list(map(_signed, shared.read(index)))
    else:
        found = [_read(path) for path in sorted((index / FOLDER).glob("*.json"))]
    return sorted((each for each in found if each), key=lambda each: (each.at, each.id))


def withdraw(index: Location, number: str) -> None:
    """Forget a signed answer. Raises StoreError where none has this ID."""
    if not (_ID.fullmatch(number) and _remove(index, number)):
        raise StoreError(f"No signed answer has the ID {number!r}. See: assistant diff --all")


def _remove(index: Location, number: str) -> bool:
    """Remove an answer; whether there was one."""
    if isinstance(index, Database):
        from assistant.store.postgres import signed as shared

        return shared.withdraw(index, number)
    path = index / FOLDER / f"{number}.json"
    found = path.is_file()
    path.unlink(missing_ok=True)
    return found


def _read(path: Path) -> Signed | None:
    try:
        return _signed(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def _signed(found: Any) -> Signed | None:
    try:
        history = tuple(Turn(turn["question"], turn["answer"]) for turn in found["history"])
        texts = (found["id"], found["at"], found["by"], found["note"])
        signed = Signed(*texts, history, found["answer"])
        known = (signed.question, signed.answer["outcome"], signed.answer["citations"])
    except (KeyError, TypeError):
        return None
    return signed if all(isinstance(text, str) for text in (*texts, *known[:2])) else None
