"""What stands in a line: the text of links, emphasis, raised figures, line breaks."""

import re
from collections.abc import Sequence

from assistant.readers.html.tree import Node

STRONG = frozenset({"b", "strong"})

_BLANKS = re.compile(r"[ \t\r\n\f\v\u200b\ufeff]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_DOUBLE = re.compile(r" {2,}")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_UNIT = re.compile(r"(?:(?<![^\W\d_])(?:[kcdm]?m|ft|mi|in|s)|10)\Z")
_NOTE = re.compile(r"\[?\(?(\d{1,3}|[a-z*†‡])\)?\]?\Z")
_WORDS = re.compile(r"\w")

Child = Node | str


def text(children: Sequence[Child]) -> str:
    """Give the text of nodes that hold no blocks: white space collapsed, ``br`` as a newline."""
    return _AROUND_BREAK.sub("\n", _DOUBLE.sub(" ", _raw(children))).strip(" \n")


def is_strong(children: Sequence[Child]) -> bool:
    """Whether all of the words in ``children`` are bold."""
    found = False
    for child in children:
        if isinstance(child, str):
            if _WORDS.search(child):
                return False
        elif child.tag in STRONG:
            found = found or bool(child.words())
        elif child.words():
            if not is_strong(child.children):
                return False
            found = True
    return found


def _raw(children: Sequence[Child]) -> str:
    whole = ""
    before: Child | None = None
    for child in children:
        whole += " " if _are_apart(before, child) else ""
        if isinstance(child, Node) and child.tag == "sup":
            whole += _raised(whole, child)
        else:
            whole += _inner(child)
        before = child
    return whole


def _inner(child: Child) -> str:
    if isinstance(child, str):
        return _BLANKS.sub(" ", child)
    if child.tag == "br":
        return "\n"
    if child.tag in ("rp", "rt"):
        return ""
    inside = _raw(child.children)
    return f"“{inside.strip()}”" if child.tag == "q" else inside


def _are_apart(before: Child | None, after: Child) -> bool:
    """Whether two spans without a blank between them are words of their own."""
    if not isinstance(before, Node) or not isinstance(after, Node):
        return False
    if before.tag != "span" or after.tag != "span":
        return False
    left, right = before.words()[-1:], after.words()[:1]
    return bool(left) and not left.isupper() and (right.isupper() or right.isdigit())


def _raised(before: str, node: Node) -> str:
    """Write a raised figure so that it is not taken for a digit of the number before it."""
    words = text(node.children).replace("\n", " ")
    note = _NOTE.match(words)
    if next(node.find("a"), None):
        return f"[{words.strip('[]()')}]" if words else ""
    if note is None:
        return words
    is_power = note[1].isdigit() and _UNIT.search(before)
    return note[1].translate(_RAISED) if is_power else f"[{note[1]}]"
