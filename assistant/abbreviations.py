"""What an abbreviation stands for, where a text spells it out beside it in brackets.

After A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions
in biomedical text", PSB 2003: the letters of the short form stand in this order in the long one,
the first of them at the beginning of a word.
"""

import re

from assistant.spelling import fold

_ABBREVIATION = re.compile(r"\b(?=(?:[^\W_]*[^\W\d_a-zà-ÿ]){2})[^\W_][^\W_&/.-]{1,9}\b")
"""Two capitals at least, as in "ACESEM", "UNODC", "CoE"."""
_MORE_WORDS = 5
"""Words that a long form has more than its short form has letters, and up to twice as many."""


def spells_out(text: str, asked: str) -> bool:
    """Whether a text spells out an abbreviation that stands in what is asked."""
    return any(_is_spelled(text, short) for short in set(_ABBREVIATION.findall(asked)))


def _is_spelled(text: str, short: str) -> bool:
    before = (text[: each.start()] for each in re.finditer(rf"\(\s*{re.escape(short)}\b", text))
    inside = (each[1] for each in re.finditer(rf"\b{re.escape(short)}\s*\(([^()]+)\)", text))
    return any(_is_long_form(long, short) for long in (*before, *inside))


def _is_long_form(text: str, short: str) -> bool:
    """Whether the last words of a text, as many as it may have, hold the letters in their order."""
    most = min(len(short) + _MORE_WORDS, 2 * len(short))
    long = " ".join(re.findall(r"[^\s'’]+", fold(text))[-most:])
    letters, end = fold(short), len(long)
    for letter in reversed(letters[1:]):
        end = long.rfind(letter, 0, end)
        if end < 0:
            return False
    return re.search(rf"(?<![^\W_]){re.escape(letters[0])}", long[:end]) is not None
