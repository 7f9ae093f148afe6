"""JSON of any origin → answers with every key, each of its kind, or what is wrong."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, get_args

from assistant.types import Outcome

LARGEST = 256 * 1024 * 1024
"""Bytes of a file of answers; one takes about ten thousand."""
_MOST = 5_000
"""Entries of a list in an answer; 250 countries with five quotes each are fewer."""
_WIDTH = 100
"""Characters of a value that a failure shows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that an answer states and that does not hold."""

    check: str
    """What was compared: ``quote``, ``sha256``, ``section`` …"""
    marker: int
    """Of the citation; 0 for the answer as a whole."""
    expected: str
    found: str

    def __str__(self) -> str:
        """On one line."""
        where = f"[{self.marker}] " if self.marker else ""
        return f"{where}{self.check}: expected {self.expected}; found {self.found}"


Kind = tuple[str, Callable[[Any], bool]]
"""What a value must be: in words, and as a test."""


def _list_of(kind: type) -> Callable[[Any], bool]:
    return lambda v: type(v) is list and len(v) <= _MOST and all(type(each) is kind for each in v)


def _one_of(*values: str | None) -> Kind:
    known = ", ".join(value or "null" for value in values)
    return f"one of {known}", lambda v: (v is None or type(v) is str) and v in values


_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_TEXT: Kind = "a text", lambda v: type(v) is str
_TEXT_OR_NULL: Kind = "a text or null", lambda v: v is None or type(v) is str
_NUMBER: Kind = "a whole number", lambda v: type(v) is int
_NUMBER_OR_NULL: Kind = "a whole number or null", lambda v: v is None or type(v) is int
_SCORE: Kind = "a number from 0 to 1", lambda v: type(v) in (int, float) and 0 <= v <= 1
_FLAG: Kind = "true or false", lambda v: type(v) is bool
_DATE: Kind = "a date or null", lambda v: v is None or (type(v) is str and bool(_ISO.fullmatch(v)))
_TEXTS: Kind = "a list of texts", _list_of(str)
_NUMBERS: Kind = "a list of whole numbers", _list_of(int)
_OBJECT: Kind = "an object", lambda v: type(v) is dict

_SPAN = {"document": _TEXT, "section": _TEXTS, "start": _NUMBER, "end": _NUMBER}
_STATED = {
    "outcome": _one_of(*get_args(Outcome)),
    "verdict": _one_of("yes", "no", None),
    "hedged": _FLAG,
    "as_of": _DATE,
    "text": _TEXT,
}
CITATION = _SPAN | {
    "marker": _NUMBER,
    "sha256": _TEXT,
    "title": _TEXT,
    "publisher": _TEXT_OR_NULL,
    "url": _TEXT_OR_NULL,
    "as_of": _DATE,
    "page": _NUMBER_OR_NULL,
    "quote": _TEXT,
    "countries": _TEXTS,
    "restated": _FLAG,
}
CONFLICT = {"markers": _NUMBERS, "kind": _one_of("change", "disagreement")}
PART = _STATED | {"country": _TEXT, "markers": _NUMBERS}
ANSWER: Mapping[str, Kind | dict[str, Kind]] = _STATED | {
    "question": _TEXT,
    "language": _one_of("en", "fr"),
    "countries": _TEXTS,
    "confidence": _SCORE,
    "citations": CITATION,
    "conflicts": CONFLICT,
    "passages": _SPAN | {"score": _SCORE},
    "index": _OBJECT,
    "elapsed_ms": _OBJECT,
    "by_country": PART,
    "summary": _TEXT,
}
"""What each key must be, or what the keys of the objects in its list."""


def answers(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Yield each answer of a file that holds one, or one a line, with its line's number.

    0 for the number where the file is one answer; a Failure for what is no JSON.
    """
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield 0, Failure("shape", 0, f"{LARGEST:,} bytes at most", "more. Check it in pieces")
        return
    whole, lines = _parsed(data), data.split(b"\n")
    if isinstance(whole, Failure) and lines[0].rstrip().endswith(b"}") and any(lines[1:]):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _parsed(line)
    else:
        yield 0, whole


def _parsed(data: bytes) -> object:
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_constant=_refused, object_pairs_hook=_unique
        )
    except (ValueError, RecursionError) as error:
        return Failure("shape", 0, "JSON in UTF-8", str(error))


def _refused(constant: str) -> None:
    raise ValueError(f"{constant}, which is no JSON")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a key twice in one object, of which readers may take either")
    return found


def misshapen(
    value: object, shape: Mapping[str, Kind | dict[str, Kind]], path: str = ""
) -> Iterator[Failure]:
    """Find the keys that are missing, or not what ``shape`` says."""
    if not isinstance(value, dict):
        yield Failure("shape", 0, f"an object for {path or 'the answer'}", shown(value))
        return
    for key, kind in shape.items():
        name = f"{path}.{key}" if path else key
        if key not in value:
            instead = f"an error, {shown(value['error'])}" if "error" in value else "none"
            yield Failure("shape", 0, name, instead)
        elif isinstance(kind, tuple):
            if not kind[1](value[key]):
                yield Failure("shape", 0, f"{kind[0]} for {name}", shown(value[key]))
        elif not _list_of(dict)(value[key]):
            yield Failure("shape", 0, f"a list of objects for {name}", shown(value[key]))
        else:
            for i, each in enumerate(value[key]):
                yield from misshapen(each, kind, f"{name}[{i}]")


def differing(check: str, marker: int, expected: object, found: object) -> Iterator[Failure]:
    """Yield a failure, shown where the two part, unless they are equal."""
    if expected != found:
        one, two = str(expected), str(found)
        shorter = min(len(one), len(two))
        place = next((i for i in range(shorter) if one[i] != two[i]), shorter)
        yield Failure(check, marker, shown(expected, place), shown(found, place))


def shown(value: object, place: int = 0) -> str:
    """Write a value on one line; of a long text what is around ``place``."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list) and any(isinstance(each, list | dict) for each in value):
        return "a list of lists or objects"
    if isinstance(value, str) and len(value) > _WIDTH:
        begin = max(0, place - _WIDTH // 3)
        value = f"{'…' * bool(begin)}{value[begin : begin + _WIDTH]}…"
    return json.dumps(value, ensure_ascii=False)[: 2 * _WIDTH]
