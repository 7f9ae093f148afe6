"""A text's lines with their offsets, and what a single line looks like."""

import re
from typing import NamedTuple


class Line(NamedTuple):
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    text: str
    """``document[start:end]``."""
    indent: int
    """Characters of white space before it."""
    gap: int
    """Blank lines before it; 0 where it follows the previous line directly."""


class Field(NamedTuple):
    """A ``label: value`` line, as offsets into it."""

    label: str
    """Without emphasis and links."""
    value: int
    """Where the value starts; the line's length where it is empty."""


_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_TERMINAL = re.compile(r"[.!?…。！？](?:[\"'”’»)\]*_]|\[[^\]\n]{1,30}\])*$")

ITEM = re.compile(
    r"""(?: [-*+•‣▪◦·●○–—][ \t\u00a0]+      # a bullet and a space
          | [•‣▪◦·●○][ \t\u00a0]*           # some need no space
          | -(?=[^\W\d_]|[\["“«‘(])          # "-Criminal Code", but not "-2.82"
          | \(?\d{1,3}[.)][ \t\u00a0]+      # 1.  1)  (1)
          | \(?[a-zA-Z]\)[ \t\u00a0]+       # a)  (a)
          | [a-z]\.[ \t\u00a0]+             # a.
          | \(?[ivx]{1,4}[.)][ \t\u00a0]+   # iv.  (iv)
        )(?=\S)""",
    re.VERBOSE,
)
"""A list marker at the start of a line."""

# A dash or a number at the start of a line may also be the middle of a wrapped sentence.
_WEAK_MARKERS = "–—0123456789(abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\\(?=[^\w\s])")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_TAG = re.compile(r"</?(?:sup|sub|b|i|em|strong|u|br|span|small|a)\b[^<>]{0,200}>", re.IGNORECASE)
_MARKUP = re.compile(r"[*_`\\<\[]")

_WORDS = re.compile(r"[^\s#>|*_`~]")

CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|may|might|must|shall"
    r"|should|says?|said|est|sont|étaient|était|ont|avait|avaient|peut|peuvent|doit|doivent|dit"
    r"|dispose|ne|qu['’]il)\b",
    re.IGNORECASE,
)
"""A verb or its like, which sentences have and labels do not."""

_COLON = re.compile(r"[ \u00a0\u202f]?:(?:\*\*|__)?(?=[ \t\u00a0\u202f]|\Z)[ \t\u00a0\u202f]*")
_LEADERS = re.compile(r"[ \t\u00a0]*(?:\.[ \t\u00a0]?){4,}[ \t\u00a0]*(?=\S)")
"""The dots that lead from an entry to its value: "Internet users ....... 25%"."""
_RUN_IN = re.compile(
    r"(?P<mark>\*\*|__|\*|_)(?=\S)(?P<label>[^*_\n]{2,100}?)(?<=\S)"
    r"(?:(?<=[.?!])(?P=mark)|(?P=mark)[.?!])[ \t\u00a0\n]+(?=\S)"
)
"""A heading that stands, emphasised, at the start of its paragraph: "**Attempt.** Punishable …"."""
_NO_LABEL = re.compile(r"[!?;|]|\.\s|^\W*$|^[(\[>\d]*$")
_LONGEST_LABEL = 100
_LONGEST_EMPTY_LABEL = 40
_MOST_WORDS = 16
_LONGEST_CHAINED = 40


def lines(text: str, start: int = 0) -> list[Line]:
    """All lines of ``text`` from ``start`` on that are not blank."""
    found: list[Line] = []
    previous = start
    for match in _LINE.finditer(text, start):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        indent = len(raw) - len(raw.lstrip())
        begin = match.start() + indent
        between = text[previous : match.start()]
        gap = 0 if between in ("\n", "\r\n", "") else len(_BREAK.findall(between)) - 1
        found.append(Line(begin, begin + len(stripped), stripped, indent, gap))
        previous = match.end()
    return found


def has_words(text: str) -> bool:
    """Whether ``text`` is more than marks; "—" and "-" are values, so they count."""
    return _WORDS.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends like a sentence: a full stop or its kin, closing marks after it."""
    return _TERMINAL.search(text[-40:]) is not None


def leads_in(text: str) -> bool:
    """Whether ``text`` announces what follows it: it ends with a colon."""
    return text[-4:].rstrip("*_ \u00a0").endswith(":")


def is_item(text: str, *, free: bool) -> bool:
    """Whether a line starts a list item; ``free``: nothing before it that it could continue."""
    match = ITEM.match(text)
    if match is None:
        return False
    return free or text[0] not in _WEAK_MARKERS


def is_row(text: str) -> bool:
    """Whether a line is a table's row between pipes."""
    return len(text) > 2 and text[0] == "|" and text[-1] == "|"


def clean(text: str) -> str:
    """``text`` as one reads it: no emphasis, links' words only, white space collapsed."""
    if _MARKUP.search(text):
        text = _EMPHASIS.sub("", _TAG.sub("", _LINK.sub(r"\1", text)))
    return " ".join(text.split())


def field(text: str) -> Field | None:
    """Read a line as ``label: value``, or None where it is no such line.

    A chain of short labels ("area: land: 5 km") is one label. A label without a value has to be
    short, so that a sentence that leads in a list is none.
    """
    if led := _LEADERS.search(text, 1, _LONGEST_LABEL + 40):
        return Field(clean(text[: led.start()]), led.end())
    match = _colon(text, 1, _LONGEST_LABEL)
    if match is None or not _is_label(text[: match.start()]):
        return None
    value = match.end()
    while (chained := _colon(text, value, value + _LONGEST_CHAINED)) is not None:
        if not _is_chained(text[value : chained.start()]):
            break
        match, value = chained, chained.end()
    label = text[: match.start()]
    if len(label) > _LONGEST_LABEL or (value == len(text) and len(label) > _LONGEST_EMPTY_LABEL):
        return None
    return Field(clean(label), value)


def run_in(text: str) -> Field | None:
    """Read the heading that a paragraph begins with, or None where it begins with none."""
    match = _RUN_IN.match(text)
    return Field(clean(match["label"]).rstrip(".?! "), match.end()) if match else None


def _colon(text: str, start: int, last: int) -> re.Match[str] | None:
    """Find the first colon of a label that starts between ``start`` and ``last``."""
    match = _COLON.search(text, start, last + 8)  # 8: what may follow it, so \Z is no false end
    return match if match and match.start() <= last else None


def _is_label(text: str) -> bool:
    if _NO_LABEL.search(text) or text.count("(") != text.count(")"):
        return False
    return text.count(" ") < _MOST_WORDS and text.count("[") == text.count("]")


def _is_chained(text: str) -> bool:
    return text[:1].islower() and "," not in text and "(" not in text and _is_label(text)
