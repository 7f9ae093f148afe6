"""A passage → the texts by which it is found; none of them is ever quoted."""

import re
from dataclasses import replace

from assistant import chunking, words
from assistant.types import Passage

_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^\n]{1,500}?)(?<=\S)\1(?![\w*])")


def index_text(passage: Passage, title: str) -> str:
    """Give the text by which a passage is found: where it stands, what it says, other words for it.

    Encoded and split into words, never quoted.
    """
    path = [title, *(part for part in passage.section if part.strip() != title.strip())]
    where = " › ".join(path)
    # Bold or not, a text says the same.
    text = _EMPHASIS.sub(r"\2", passage.text)
    more = words.expand(f"{' '.join(passage.section)} {text}")
    return f"{where}\n{text}" + (f" ({', '.join(more)})" if more else "")


def encoded_texts(passage: Passage, title: str) -> list[str]:
    """Give what is encoded of a passage: its text as ``index_text``, and its units' if several."""
    units = chunking.units(passage)
    parts = [replace(passage, text=unit.text) for unit in units] if len(units) > 1 else []
    return [index_text(each, title) for each in (passage, *parts)]
