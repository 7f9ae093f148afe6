"""An answer as a word that fits into an address, and back.

The word holds the answer itself, so that a link to it needs no store and outlives every build.
Whoever makes one up is found out by ``recall``, which checks what it says against the sources.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from assistant.app.access import RefusedError
from assistant.errors import QuestionError
from assistant.render import dumps, to_json
from assistant.types import Answer, Citation, Conflict, CountryAnswer, IndexInfo
from assistant.verify import ANSWER, misshapen

_LONGEST = 120_000
"""Characters of a word; five countries with five quotes each take about 10,000, and 200 with two
each 57,000 to 97,000, by how much their quotes repeat."""
_LARGEST = 1_000_000
"""Bytes that it may unfold to; those 200 countries take 285,000 to 380,000, with five quotes each
671,000."""


def pack(answer: Answer) -> str:
    """Return the answer, without the passages considered, as letters, figures, ``-`` and ``_``."""
    shape = {**to_json(answer), "passages": [], "elapsed_ms": {}}
    packed = zlib.compress(dumps(shape).encode(), level=9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(word: object) -> dict[str, Any]:
    """Return the answer in its published shape. Raises QuestionError for what is none."""
    return _shape(_unfolded(word))


def unpack_all(words: Sequence[object], most: int) -> Iterator[dict[str, Any]]:
    """Yield the answers of several words in their published shape, without those that hold none.

    Raises RefusedError before they unfold to more than ``most`` bytes.
    """
    left = most
    for word in words:
        with suppress(QuestionError):
            data = _unfolded(word)
            if len(data) > left:
                raise RefusedError("history.large", n=most // 1_000_000)
            left -= len(data)
            yield _shape(data)


def _unfolded(word: object) -> bytes:
    if not isinstance(word, str) or len(word) > _LONGEST:
        raise QuestionError("The link holds no answer. Copy it whole, or ask again.")
    try:
        packed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        return zlib.decompressobj().decompress(packed, _LARGEST)
    except (ValueError, binascii.Error, zlib.error) as error:
        raise QuestionError("The link is damaged. Copy it whole, or ask again.") from error


def _shape(data: bytes) -> dict[str, Any]:
    try:
        shape = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise QuestionError("The link is damaged. Copy it whole, or ask again.") from error
    if any(misshapen(shape, ANSWER)):
        raise QuestionError("The link holds no answer. Copy it whole, or ask again.")
    return dict(shape)


def restored(shape: dict[str, Any]) -> Answer:
    """Return the record of an answer that ``unpack`` returned."""
    citations = tuple(_record(Citation, each) for each in shape["citations"])
    known = {each.marker for each in citations}
    return Answer(
        question=shape["question"],
        language=shape["language"],
        countries=tuple(shape["countries"]),
        outcome=shape["outcome"],
        verdict=shape["verdict"],
        hedged=shape["hedged"],
        confidence=shape["confidence"],
        as_of=shape["as_of"],
        text=shape["text"],
        citations=citations,
        conflicts=tuple(
            _record(Conflict, each) for each in shape["conflicts"] if known >= set(each["markers"])
        ),
        passages=(),
        index=_index(shape["index"]),
        elapsed_ms=(),
        by_country=tuple(_record(CountryAnswer, each) for each in shape["by_country"]),
        summary=shape["summary"],
    )


def _record(kind: type[Any], shape: dict[str, Any]) -> Any:
    values = {name: shape[name] for name in kind.__dataclass_fields__ if name in shape}
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


def _index(shape: dict[str, Any]) -> IndexInfo:
    generation, encoder, corpus, built = (
        str(shape.get(key, "")) for key in ("generation", "encoder", "corpus", "built")
    )
    return IndexInfo(generation, encoder, corpus, built)
