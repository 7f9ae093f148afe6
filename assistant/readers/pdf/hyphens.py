"""Lines → text: words that were parted at the end of a line are joined again."""

import re
from collections.abc import Iterable

_KEPT = frozenset(
    {"dire", "être", "elle", "elles", "il", "ils", "on", "ce", "ci", "là", "même", "mêmes"}
    | {"vous", "nous", "moi", "toi", "lui", "eux", "en", "y"}
)
"""What follows a hyphen in French however the line is broken: c'est-à-dire, elles-mêmes."""

_FIRST = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"[^\W\d_]+\Z")
_HYPHENS = "-\u2010\u2011\u00ad"
_PARTED = re.compile(r"[^\W\d_][-\u2010\u2011\u00ad]\Z")
_COMPOUND = re.compile(r"\b[^\W\d_]++[-\u2010\u2011][^\W\d_]+")
_LONGEST_WORD = 60


def join(
    before: str, line: str, *, hyphen: bool = False, compounds: frozenset[str] = frozenset()
) -> str:
    """Put ``line`` after ``before``; ``hyphen``: a hyphen stood between them.

    It is kept where it belongs to the word: before a capital or figure, in French words, and in
    ``compounds``, which are lower case.
    """
    if not before:
        return line
    if not hyphen and before[-1] in _HYPHENS and _PARTED.search(before[-2:]):
        before, hyphen = before[:-1], True
    if not hyphen:
        return f"{before} {line}"
    last, first = _LAST.search(before[-_LONGEST_WORD:]), _FIRST.match(line)
    if last is None or first is None or not line[0].islower() or first.group() in _KEPT:
        return f"{before}-{line}"
    is_compound = f"{last.group()}-{first.group()}".lower() in compounds
    return f"{before}-{line}" if is_compound else before + line


def compounds(lines: Iterable[str]) -> frozenset[str]:
    """Words that ``lines`` write with a hyphen within a line, in lower case."""
    hyphened = "\n".join(line for line in lines if "-" in line or "\u2010" in line)
    return frozenset(word.lower() for word in _COMPOUND.findall(hyphened))
