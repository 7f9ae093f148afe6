"""Every word of the page that no document and no answer says, in English and French.

``strings.toml`` holds them. The page's own words follow the reader's choice (``data-t``
attributes, filled in by page.js); the words around an answer's quotes follow the language of the
question (``say``).
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from assistant.types import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr")


class Words(NamedTuple):
    """One string in both languages; ``{n}`` is filled in, ``one|many`` chosen by ``n``."""

    en: str
    fr: str


def _read(path: Path) -> dict[str, Words]:
    with path.open("rb") as file:
        return dict(_flat(tomllib.load(file)))


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Words]]:
    for key, value in table.items():
        if isinstance(value.get("en"), str):
            yield above + key, Words(**value)
        else:
            yield from _flat(value, f"{above}{key}.")


STRINGS = _read(Path(__file__).with_suffix(".toml"))
"""By key: ``ask.send``."""


def say(key: str, language: str, **values: object) -> str:
    """Return a string in ``language`` (English where it is not French), filled in."""
    text = STRINGS[key].fr if language == "fr" else STRINGS[key].en
    if "|" in text:
        text = text.split("|")[_is_many(values["n"], language)]
    return text.format(**values) if values else text


def _is_many(number: object, language: str) -> bool:
    """French counts zero as one; English does not."""
    return number not in ((0, 1) if language == "fr" else (1,))


def table() -> dict[str, dict[str, str]]:
    """Return the strings by language and key, as page.js wants them."""
    return {
        language: {key: getattr(words, language) for key, words in STRINGS.items()}
        for language in LANGUAGES
    }
