"""An HTML page's bytes → a tree of plain nodes, as a browser would build it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.errors import CorpusError
from assistant.readers.encodings import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEEPEST = 150
"""Levels; whatever is deeper is put into its ancestor there. Pages of the Web have some forty."""

_MOST_NODES = 1_500_000
_DEEPEST_PARSED = 20_000
"""Levels that the parser is given: its time grows with their square, here to about a second."""

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*?(/?)>")
_VOID_WORDS = """
area base br col embed hr img input link meta source track wbr param p li dt dd tr td th option
optgroup thead tbody tfoot colgroup rp rt
"""
_VOID = frozenset(_VOID_WORDS.split())
"""Elements that are never closed, or that the next one closes."""
_TOP = 4096


@dataclass(slots=True)
class Node:
    """An element with what is in it, in its order."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Give an attribute, "" where there is none."""
        return self.attributes.get(name, "")

    def elements(self) -> list["Node"]:
        """Give the elements right in it."""
        return [child for child in self.children if isinstance(child, Node)]

    def walk(self) -> Iterator["Node"]:
        """Yield it and all elements in it, in the document's order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending += [child for child in reversed(node.children) if not isinstance(child, str)]

    def find(self, *tags: str) -> Iterator["Node"]:
        """Yield the elements with one of these tags, in the document's order."""
        return (node for node in self.walk() if node.tag in tags)

    def words(self) -> str:
        """Give all of its text on one line."""
        return " ".join("".join(self._strings()).split())

    def _strings(self) -> Iterator[str]:
        pending: list[Node | str] = [self]
        while pending:
            node = pending.pop()
            if isinstance(node, str):
                yield node
            else:
                pending += reversed(node.children)
                yield "" if node.tag in _GLUED else " "


_GLUED_WORDS = """
a abbr b bdi bdo cite code em font i mark q s small span strong sub sup u
"""
_GLUED = frozenset(_GLUED_WORDS.split())


def parse(data: bytes) -> Node:
    """Parse a page. Raises CorpusError for one that would take too long or too much memory."""
    return parse_text(decode(data, _declared(data))[0])


def parse_text(text: str) -> Node:
    """Parse a page that is decoded already."""
    from selectolax.lexbor import LexborHTMLParser

    text = text.replace("\0", "")
    _refuse_depth(text)
    root = LexborHTMLParser(text).root
    return Node("html") if root is None else _copy(root)


def _declared(data: bytes) -> str | None:
    top = data[:_TOP]
    found = _META_CHARSET.search(top) or _XML_ENCODING.match(top)
    name = found.group(1).decode("ascii", "replace") if found else None
    # A declaration that can be read byte by byte cannot be in UTF-16.
    return None if name and name.lower().startswith("utf-16") else name


def _refuse_depth(text: str) -> None:
    depth = 0
    for match in _TAG.finditer(text):
        if match[3] or match[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _DEEPEST_PARSED:
            raise CorpusError(
                f"elements nested more than {_DEEPEST_PARSED:,} levels deep, as in an attack. "
                "Remove it from the corpus"
            )


def _copy(root: "LexborNode") -> Node:
    """Copy the parser's tree, without comments and without going deeper than ``DEEPEST``."""
    top = Node(root.tag or "html", _attributes(root))
    pending: list[tuple[LexborNode, Node, int]] = [(root, top, 0)]
    count = 0
    while pending:
        source, target, depth = pending.pop()
        child = source.first_child
        while child is not None:
            count += 1
            if child.is_text_node:
                target.children.append(child.text_content or "")
            elif child.is_element_node:
                target.children.append(_placeholder(child, target, depth, pending))
            child = child.next
        if count > _MOST_NODES:
            raise CorpusError(f"more than {_MOST_NODES:,} elements. Split it")
    return top


def _placeholder(
    source: "LexborNode", parent: Node, depth: int, pending: list[tuple["LexborNode", Node, int]]
) -> Node:
    """Make the node of an element, to be filled later; below the deepest level, of its text."""
    tag = (source.tag or "").lower()
    if depth < DEEPEST:
        node = Node(tag, _attributes(source))
        pending.append((source, node, depth + 1))
        return node
    hidden = tag in ("script", "style", "template")
    return Node("span", {}, [] if hidden else [source.text(deep=True, separator=" ")])


def _attributes(source: "LexborNode") -> dict[str, str]:
    return {name.lower(): value or "" for name, value in source.attributes.items()}
