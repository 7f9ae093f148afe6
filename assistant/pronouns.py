"""What "one", "it" and the French "en", "y", "l'" stand for in a question across countries.

"Does Mali have a national CIRT?"   "Which countries have one?"
                                  → "Which countries have a national CIRT?"
"Le Mali dispose-t-il d'un CIRT ?"  "Quels pays n'en ont pas ?"
                                  → "Quels pays n'ont pas de CIRT ?"
"""

import re
from collections.abc import Callable

from assistant.spelling import fold

_Fill = Callable[[re.Match[str], str], str]


def filled(text: str, topic: str) -> str:
    """Put a topic, "a national CIRT", in the place of what stands for it; "" if nothing does."""
    for pattern, fill in _FILLS:
        if topic and (found := pattern.search(text)):
            put = fill(found, _determined(topic))
            whole = f"{text[: found.start()]}{put}{text[found.end() :]}"
            return _WHICH.sub("Which countries ", whole)
    return ""


def _determined(topic: str) -> str:
    """Leave the thing: "d'un CIRT" → "un CIRT", "SIM registration mandatory" without the last."""
    return _RULE.sub("", re.sub(r"^d['’](?=une? )", "", topic))


def _bare(topic: str) -> str:
    """Take the article off: "a national CIRT" → "national CIRT"."""
    return re.sub(r"^(?:an?|the|une?|l[ae]s?) |^l['’]", "", topic)


def _of(topic: str) -> str:
    return f"d'{topic}" if fold(topic[:1]) in "aeiouh" else f"de {topic}"


def _has_it(found: re.Match[str], topic: str) -> str:
    return f"{found['verb']} {topic}"


def _has_none(_found: re.Match[str], topic: str) -> str:
    return f"have no {_bare(topic)}"


def _lacking(found: re.Match[str], topic: str) -> str:
    return f"n'{found['verb']} {_of(_bare(topic))}"


def _is_so(found: re.Match[str], topic: str) -> str:
    inverted = found["verb"].lower() in ("is", "are")
    said = (found["verb"], topic) if inverted else (topic, found["verb"])
    return f"{' '.join(said)} {found['how']}"


def _of_it(found: re.Match[str], topic: str) -> str:
    return f"{found['verb']} {_of(topic)}"


def _to_it(found: re.Match[str], topic: str) -> str:
    joined = f"à {topic}".replace("à le ", "au ").replace("à les ", "aux ")
    return f"{found['verb']} {joined}"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_RULE = _pattern(
    r" (?:mandatory|compulsory|obligatory|required|optional|voluntary|obligatoires?|facultati\w+"
    r"|exig[eé]e?s?)$"
)
_WHICH = _pattern(r"^(?:(?:and|but|so) )?which(?: ones)? (?=(?:do|have|has|are|is|lack)\b)")
_FILLS: tuple[tuple[re.Pattern[str], _Fill], ...] = (
    (
        _pattern(
            r"\b(?P<verb>(?:have|has|lack|got|adopted|created|established|enacted|set up)"
            r"(?: (?:already|now|also|still))?) (?:one|it|such an? \w+)\b(?=[\s,?.!]|$)(?! of)"
        ),
        _has_it,
    ),
    (_pattern(r"\b(?P<verb>have|has) none\b"), _has_none),
    (_pattern(r"\b(?:are|do|go) without (?:one|it)\b"), _has_none),
    (_pattern(r"\b(?P<verb>is|are) (?:it|this|that) (?P<how>[a-z]+)"), _is_so),
    (_pattern(r"\b(?P<verb>est-(?:il|elle))(?: aussi)? (?P<how>[^\W\d_]+)"), _is_so),
    (
        _pattern(r"\bn['’]en (?P<verb>(?:ont|poss[eè]dent|disposent) pas(?: encore)?)\b"),
        _lacking,
    ),
    (
        _pattern(r"\ben (?P<verb>(?:ont|poss[eè]dent)(?: (?:d[eé]j[aà]|aussi))?) une?\b"),
        _has_it,
    ),
    (_pattern(r"\ben (?P<verb>disposent|sont (?:dot[eé]e?s|pourvue?s))\b"), _of_it),
    (_pattern(r"\by (?P<verb>(?:sont (?:parties?|li[eé]e?s)|ont adh[eé]r[eé]))\b"), _to_it),
    (
        _pattern(
            r"\bl['’](?P<verb>ont(?: d[eé]j[aà])?"
            r" (?:ratifi|adopt|sign|cr[eé]|promulgu|institu)[eé]{1,2}s?)\b"
        ),
        _has_it,
    ),
)
"""What stands for a topic, and how the topic is put there."""
