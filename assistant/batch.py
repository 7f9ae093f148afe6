"""Questions as JSON lines → answers as JSON lines, in the same order, each with its id.

A line in is ``{"id": any, "question": text, "history": [{"question", "answer"}, …]}``, of which
only ``question`` must be there. A line that cannot be asked gets ``{"id", "error"}`` in its place.
"""

import json
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, QuestionError
from assistant.render import dumps, to_json
from assistant.types import Turn

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def answer_line(assistant: "Assistant", line: bytes, *, explain: bool = False) -> tuple[str, bool]:
    """Return the line out, without newline, and whether it is an answer rather than an error."""
    key = None
    try:
        record = _record(line)
        key = record.get("id")
        answer = assistant.ask(*_question(record))
    except AssistantError as error:
        return dumps({"id": key, "error": str(error)}), False
    except Exception as error:  # one question's defect must not cost the others their answers
        return dumps({"id": key, "error": f"unexpected {type(error).__name__}: {error}"}), False
    return dumps({"id": key, **to_json(answer, explain=explain)}), True


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
        json.dumps(record, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"The line is not JSON in UTF-8: {error}") from error
    if not isinstance(record, dict):
        raise QuestionError(f"The line is not a JSON object: {line[:40]!r}")
    return record


def _question(record: dict[str, Any]) -> tuple[str, tuple[Turn, ...]]:
    question, history = record.get("question"), record.get("history") or []
    if not isinstance(question, str):
        raise QuestionError(f'"question" is not a text but {question!r}')
    if not isinstance(history, list) or not all(_is_turn(turn) for turn in history):
        raise QuestionError('"history" is not a list of {"question": text, "answer": text}')
    return question, tuple(Turn(turn["question"], turn.get("answer", "")) for turn in history)


def _is_turn(turn: object) -> bool:
    return (
        isinstance(turn, dict)
        and isinstance(turn.get("question"), str)
        and isinstance(turn.get("answer", ""), str)
    )
