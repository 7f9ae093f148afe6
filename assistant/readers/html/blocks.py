"""The content of a page → headings, paragraphs, lists, labels with their values, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.readers.html import tables
from assistant.readers.html.inline import STRONG, Child, is_strong, text
from assistant.readers.html.labels import are_labelled, is_pair, pair, pairs
from assistant.readers.html.tree import Node
from assistant.readers.markers import figure
from assistant.readers.writing import Writer

_BLOCKS_WORDS = """
address article aside blockquote body button caption center dd details dir div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p
pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS_WORDS.split())
_NOT_IN_ITEMS = ("h1", "h2", "h3", "h4", "h5", "h6", "table", "dl")
_HEADING = re.compile(r"h[1-6]\Z")
_SEPARATORS = re.compile(r"[|·•›»<>/\\\s]*\Z")
"""Between the links of a menu."""
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MEAN_PROSE_LINE = 40
_PROSE_LETTERS = 0.85


@dataclass(slots=True)
class _Item:
    """The list item that is being read."""

    depth: int
    marker: str
    is_begun: bool = False


@dataclass(slots=True)
class Reader:
    """Reads nodes into ``writer``."""

    writer: Writer
    blocks: set[int]
    """Of all nodes that are blocks or hold any."""
    item: _Item | None = None
    depth: int = 0
    """Of lists around."""

    def read(self, children: Sequence[Child]) -> None:
        """Read siblings: inline ones in a row make a paragraph."""
        run: list[Child] = []
        skipped: Node | None = None
        for i, child in enumerate(children):
            if child is skipped:
                continue
            if isinstance(child, str) or id(child) not in self.blocks:
                run.append(child)
                continue
            self._paragraphs(run)
            run = []
            value = _next_element(children, i)
            if value is not None and are_labelled(child, value):
                self._labelled(child, value)
                skipped = value
            else:
                self._block(child)
        self._paragraphs(run)

    def _block(self, node: Node) -> None:
        if _HEADING.match(node.tag):
            self.writer.heading(int(node.tag[1]), text(_flat(node)))
        elif node.tag in ("ul", "ol", "menu", "dir"):
            self._list(node)
        elif node.tag == "dl":
            self._definitions(node)
        elif node.tag == "table":
            self._table(node)
        elif node.tag == "pre":
            self._preformatted(node)
        elif node.tag in ("summary", "button", "legend"):
            self.writer.subheading(text(_flat(node)))
        elif node.tag == "hr":
            self.writer.rule()
        else:
            self._container(node)

    def _container(self, node: Node) -> None:
        found = pairs(node)
        if found:
            for label, value in found:
                self._labelled(label, value)
        else:
            self.read(node.children)

    def _labelled(self, label: Node, value: Node) -> None:
        words = text(_flat(label)).replace("\n", " ")
        if id(value) not in self.blocks or not self._holds_blocks(value):
            self.writer.labelled(words, text(_flat(value)))
            return
        self.writer.subheading(words.removesuffix(":").rstrip())
        self.read(value.children)

    def _holds_blocks(self, node: Node) -> bool:
        """Whether a node holds more than one paragraph."""
        inside = [child for child in node.elements() if id(child) in self.blocks]
        if len(inside) == 1 and inside[0].tag in ("p", "div"):
            beside = [c for c in node.children if c is not inside[0]]
            return bool(text(beside)) or self._holds_blocks(inside[0])
        return bool(inside)

    def _paragraphs(self, run: Sequence[Child]) -> None:
        """Write what stands in lines; two breaks in a row begin another paragraph."""
        for part in _parted(run):
            words = text(part)
            if _SEPARATORS.match(words):
                continue
            label = _label_above(part)
            beside = [child for child in part if isinstance(child, Node) or child.strip()]
            if is_pair(beside):
                self.writer.labelled(text(beside[:1]), text(beside[1:]))
            elif label and self.item is None:
                self.writer.labelled(text(label.children), text(_behind(part, label)))
            elif self.item is not None:
                first = not self.item.is_begun
                self.writer.item(words, self.item.depth, self.item.marker, first=first)
                self.item.is_begun = True
            else:
                self.writer.paragraph(words, strong=is_strong(part))

    def _list(self, node: Node) -> None:
        outer, depth = self.item, self.depth
        if depth == 0:
            self.writer.gap()
        for number, child in _numbered(node):
            is_plain = next(child.find(*_NOT_IN_ITEMS), None) is None
            found = pair(child) if is_plain else None
            if found and self.depth == 0 and id(found[1]) not in self.blocks:
                self.writer.labelled(text(found[0].children), text(found[1].children))
                continue
            self.item = _Item(depth, number) if is_plain else None
            self.depth = depth + 1 if is_plain else depth
            self.read(child.children)
        self.item, self.depth = outer, depth

    def _definitions(self, node: Node) -> None:
        labels: list[str] = []
        for part in _terms(node):
            if part.tag == "dt":
                labels.append(text(_flat(part)).replace("\n", " "))
                continue
            label, labels = ", ".join(filter(None, labels)), []
            if not label:
                self.read(part.children)
            elif self._holds_blocks(part):
                self.writer.subheading(label.removesuffix(":").rstrip())
                self.read(part.children)
            else:
                self.writer.labelled(label, text(_flat(part)))
        for label in filter(None, labels):
            self.writer.labelled(label, "")

    def _table(self, node: Node) -> None:
        caption = next((child for child in node.elements() if child.tag == "caption"), None)
        if caption is not None:
            self.read(caption.children)
        rows = tables.rows(node)
        if tables.is_layout(node, rows):
            for row in rows:
                for cell in row:
                    self.read(cell.children)
        else:
            tables.write(self.writer, node, rows)

    def _preformatted(self, node: Node) -> None:
        raw = "".join(_raw(node))
        if _is_prose(raw):
            for paragraph in re.split(r"\n[ \t]*\n", raw):
                self.writer.paragraph(" ".join(paragraph.split()))
        else:
            self.writer.code(raw)


def _is_prose(raw: str) -> bool:
    """Whether lines kept as they stand are a text typed on a typewriter, as old laws are."""
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    letters = sum(c.isalpha() or c in " ,.'’" for line in lines for c in line)
    total = sum(map(len, lines))
    is_wide = len(lines) > 1 and total > _MEAN_PROSE_LINE * len(lines)
    return is_wide and letters > _PROSE_LETTERS * total


def write(writer: Writer, node: Node) -> None:
    """Write the content of ``node``."""
    blocks: set[int] = set()
    for each in reversed(list(node.walk())):
        if each.tag in BLOCKS or any(id(child) in blocks for child in each.elements()):
            blocks.add(id(each))
    Reader(writer, blocks).read(node.children)


def _flat(node: Node) -> list[Child]:
    """Give a node's children with a break before each block, to be read as one line or several."""
    found: list[Child] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in BLOCKS:
            found += [Node("br"), *_flat(child), Node("br")]
        elif isinstance(child, Node) and child.elements():
            found.append(Node(child.tag, child.attributes, _flat(child)))
        else:
            found.append(child)
    return found


def _next_element(children: Sequence[Child], i: int) -> Node | None:
    """Give the element right behind, with nothing but white space between."""
    for child in children[i + 1 : i + 3]:
        if isinstance(child, Node):
            return child
        if child.strip():
            return None
    return None


def _parted(run: Sequence[Child]) -> Iterator[list[Child]]:
    part: list[Child] = []
    breaks = 0
    for child in run:
        is_break = isinstance(child, Node) and child.tag == "br"
        is_blank = isinstance(child, str) and not child.strip()
        breaks = breaks + 1 if is_break else breaks if is_blank else 0
        if breaks > 1:
            yield part
            part = []
        part.append(child)
    yield part


def _label_above(part: Sequence[Child]) -> Node | None:
    """Give the bold words that stand on a line of their own above the rest, if that is so."""
    filled = [child for child in part if not (isinstance(child, str) and not child.strip())]
    while filled and isinstance(filled[0], Node) and filled[0].tag == "br":
        del filled[0]
    if len(filled) < 3 or not isinstance(filled[0], Node) or not isinstance(filled[1], Node):
        return None
    is_label = filled[0].tag in STRONG and filled[1].tag == "br"
    return filled[0] if is_label and not is_strong(filled[1:]) else None


def _behind(part: Sequence[Child], label: Node) -> list[Child]:
    return list(part[list(map(id, part)).index(id(label)) + 1 :])


def _numbered(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield a list's items with their markers; what is in it beside items counts as one."""
    start = node.get("start")
    number = int(start) if re.match(r"\d{1,3}\Z", start) else 1
    for child in node.elements():
        if child.tag in ("ul", "ol"):
            yield "-", Node("li", {}, [child])
            continue
        if re.match(r"\d{1,3}\Z", child.get("value")):
            number = int(child.get("value"))
        yield _marker(number, node.get("type")) if node.tag == "ol" else "-", child
        number += 1


def _marker(number: int, kind: str) -> str:
    """Write the number of a list's item: 1., a), i)."""
    if kind not in _KINDS:
        return f"{number}." if number < 1000 else "-"
    return f"{figure(number, _KINDS[kind])})"


def _terms(node: Node) -> Iterator[Node]:
    for child in node.elements():
        if child.tag in ("dt", "dd"):
            yield child
        elif child.tag == "div":
            yield from _terms(child)
        else:
            yield Node("dd", {}, [child])


def _raw(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield "\n"
        else:
            yield from _raw(child)
