"""An answer as a word that fits into an address, and back.

The word holds the answer itself, so that a link to it needs no store and outlives every build.
Whoever makes one up is found out by ``recall``, which checks what it says against the sources.
"""

import base64
import binascii
import json
import zlib
from typing import Any

from assistant.errors import QuestionError
from assistant.render import dumps, to_json
from assistant.types import Answer, Citation, Conflict, CountryAnswer, IndexInfo
from assistant.verify import ANSWER, misshapen

_LONGEST = 60_000
"""Characters of a word; five countries with five quotes each take about 10,000."""
_LARGEST = 2_000_000
"""Bytes that it may unfold to."""


def pack(answer: Answer) -> str:
    """Return the answer, without the passages considered, as letters, figures, ``-`` and ``_``."""
    shape = {**to_json(answer), "passages": [], "elapsed_ms": {}}
    packed = zlib.compress(dumps(shape).encode(), level=9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(word: object) -> dict[str, Any]:
    """Return the answer in its published shape. Raises QuestionError for what is none."""
    if not isinstance(word, str) or len(word) > _LONGEST:
        raise QuestionError("The link holds no answer. Copy it whole, or ask again.")
    try:
        unfolder = zlib.decompressobj()
        packed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        shape = json.loads(unfolder.decompress(packed, _LARGEST))
    except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
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
