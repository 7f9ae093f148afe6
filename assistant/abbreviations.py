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
    """Whether the last words of a text, as many as may be, hold the letters in their order."""
    most = min(len(short) + _MORE_WORDS, 2 * len(short))
    place = len(long := " ".join(fold(text).replace("'", " ").replace("’", " ").split()[-most:]))
    letters = fold(short)
    for number, letter in reversed(list(enumerate(letters))):
        place -= 1
        while place >= 0 and not (
            long[place] == letter and (number or place == 0 or not long[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return False
    return True
