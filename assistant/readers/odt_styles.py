"""OpenDocument's styles: what is a heading, what is bold, how lists and headings are numbered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.readers.markers import figure

if TYPE_CHECKING:
    from lxml.etree import _Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

_DEEPEST_CHAIN = 20
_BOLD = re.compile(r"bold|[6-9]00")
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class Styles:
    """The document's styles by name, and how far its headings have counted."""

    nodes: dict[str, "_Element"]
    lists: dict[str, dict[int, "_Element"]]
    """How each level of a list is marked, outermost 0."""
    outline: dict[int, "_Element"]
    """How headings are numbered, by level from 1."""
    shift: int = 0
    """1 where there is a title, below which all headings are."""
    counts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: list["_Element | None"], body: "_Element") -> "Styles":
        """Read the parts that hold styles; ``body``: what they are used in."""
        found = cls({}, {}, {})
        for root in reversed([root for root in roots if root is not None]):
            found.nodes |= {
                node.get(f"{STYLE}name", ""): node for node in root.iter(f"{STYLE}style")
            }
            for node in root.iter(f"{TEXT}list-style"):
                levels = {level - 1: each for level, each in _levels(node)}
                found.lists[node.get(f"{STYLE}name", "")] = levels
            for node in root.iter(f"{TEXT}outline-style"):
                found.outline |= dict(_levels(node))
        found.shift = int(any(found._is_title(node) for node in body.iter(f"{TEXT}p")))
        return found

    def level(self, node: "_Element") -> int | None:
        """Give the level of a heading, None for other paragraphs."""
        if node.tag == f"{TEXT}h":
            level = node.get(f"{TEXT}outline-level", "1")
            return (int(level) if level.isdigit() and len(level) < 3 else 1) + self.shift
        return 1 if self._is_title(node) else None

    def count(self, node: "_Element") -> str:
        """Count a heading; its number as shown, "" where headings have none."""
        level = (self.level(node) or 0) - self.shift
        form = self.outline.get(level)
        if node.tag != f"{TEXT}h" or form is None or not form.get(f"{STYLE}num-format"):
            return ""
        self.counts[level] = self.counts.get(level, 0) + 1
        for deeper in [each for each in self.counts if each > level]:
            del self.counts[deeper]
        shown = form.get(f"{TEXT}display-levels", "1")
        first = max(1, level - int(shown) + 1) if shown.isdigit() and len(shown) < 3 else level
        number = ".".join(str(self.counts.get(each, 1)) for each in range(first, level + 1))
        return f"{number}{form.get(f'{STYLE}num-suffix', '')}"

    def is_strong(self, node: "_Element") -> bool:
        """Whether a paragraph or span is bold by its style."""
        for style in self._chain(node.get(f"{TEXT}style-name")):
            form = style.find(f"{STYLE}text-properties")
            weight = form.get(f"{_FO}font-weight") if form is not None else None
            if weight is not None:
                return _BOLD.match(weight) is not None
        return False

    def marker(self, style: str, depth: int, number: int) -> str:
        """Write the marker of a list's item."""
        form = self.lists.get(style, {}).get(depth)
        if form is None or not form.tag.endswith("number") or not form.get(f"{STYLE}num-format"):
            return "-"
        kind = _KINDS.get(form.get(f"{STYLE}num-format", ""), "decimal")
        suffix = form.get(f"{STYLE}num-suffix", ".").strip()
        return f"{figure(number, kind)}{suffix if suffix in ('.', ')') else '.'}"

    def first_number(self, style: str, depth: int) -> int:
        """Give the number that a list begins with."""
        form = self.lists.get(style, {}).get(depth)
        start = form.get(f"{TEXT}start-value", "1") if form is not None else "1"
        return int(start) if start.isdigit() and len(start) < 6 else 1

    def _is_title(self, node: "_Element") -> bool:
        name = node.get(f"{TEXT}style-name")
        parents = (style.get(f"{STYLE}parent-style-name") for style in self._chain(name))
        return "Title" in (name, *parents)

    def _chain(self, name: str | None) -> Iterator["_Element"]:
        """Yield a style and those that it is based on."""
        for _ in range(_DEEPEST_CHAIN):
            style = self.nodes.get(name or "")
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name")


def _levels(node: "_Element") -> Iterator[tuple[int, "_Element"]]:
    for each in node:
        level = each.get(f"{TEXT}level", "") if isinstance(each.tag, str) else ""
        if level.isdigit() and len(level) < 3:
            yield int(level), each
