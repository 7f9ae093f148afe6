"""Labels beside their values, as profile pages lay them out in boxes.

    <div class="label">Age of consent</div> <div class="value">Not yet assessed</div>

Told by the names of their classes, or by several boxes of two parts each, one below the other.
"""

import re
from collections.abc import Sequence

from assistant.readers.html.inline import Child, text
from assistant.readers.html.tree import Node

_LABEL = re.compile(
    r"(?:^|[\s_-])(?:label|key|term|lbl|question|indicator|field-?name|th)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:^|[\s_-])(?:title|name|heading|header|caption)(?:$|[\s_-])", re.IGNORECASE)
_VALUE = re.compile(
    r"(?:^|[\s_-])(?:value|val|answer|response|result|status|data|content|text|description|desc"
    r"|item|items|body|td)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PARTS = frozenset({"div", "span", "p", "strong", "b", "em", "time", "label", "a", "button"})
_LONGEST = 120
_LONGEST_BY_SHAPE = 80
_SENTENCE = re.compile(r"[.!;,]\s*\Z")
_SHARE = 0.8


def are_labelled(label: Node, value: Node) -> bool:
    """Whether, by their classes, one element is the label of the next."""
    if label.tag not in _PARTS or value.tag not in {*_PARTS, "ul", "ol", "table"}:
        return False
    names, others = label.get("class"), value.get("class")
    said = _LABEL.search(names) or (_TITLE.search(names) and _VALUE.search(others))
    if not said or _LABEL.search(others):
        return False
    return _is_label(label, _LONGEST) and bool(value.words())


def is_pair(parts: Sequence[Child]) -> bool:
    """Whether siblings in a line are a label and its value, by their classes."""
    if len(parts) != 2 or not isinstance(parts[0], Node) or not isinstance(parts[1], Node):
        return False
    return are_labelled(parts[0], parts[1])


def pair(node: Node) -> tuple[Node, Node] | None:
    """Give the label and the value that a box consists of, if its classes say so."""
    parts = _only_elements(node)
    return (parts[0], parts[1]) if len(parts) == 2 and are_labelled(parts[0], parts[1]) else None


def pairs(node: Node) -> list[tuple[Node, Node]]:
    """Give the labels and values of a box, or of the boxes in it if nearly all are such pairs."""
    own = pair(node)
    if own:
        return [own]
    boxes = [child for child in _only_elements(node) if child.words()]
    if len(boxes) < 2 or any(box.tag not in ("div", "p", "li") for box in boxes):
        return []
    found = [_by_shape(box) for box in boxes]
    return [each for each in found if each] if all(found) else []


def _by_shape(box: Node) -> tuple[Node, Node] | None:
    parts = [part for part in _only_elements(box) if part.words()]
    if len(parts) != 2 or any(part.tag not in _PARTS - {"a", "button"} for part in parts):
        return None
    label, value = parts
    if not _is_label(label, _LONGEST_BY_SHAPE) or label.tag == value.tag == "p":
        return None
    is_linked = next(label.find("a", "img"), None) is not None
    return None if is_linked or _holds_box(label) else (label, value)


def _is_label(node: Node, longest: int) -> bool:
    words = text(node.children)
    return 1 < len(words) <= longest and "\n" not in words and not _SENTENCE.search(words)


def _holds_box(node: Node) -> bool:
    return (
        next((n for n in node.elements() if n.tag not in ("span", "b", "strong", "em")), None)
        is not None
    )


def _only_elements(node: Node) -> list[Node]:
    """Give the elements in a node that holds no text of its own; [] if it does."""
    is_loose = any(isinstance(child, str) and child.strip() for child in node.children)
    return [] if is_loose else [child for child in node.elements() if child.tag != "br"]
