"""Paragraphs, headings, lists and tables → the Markdown in which formatted documents are kept.

One blank line between blocks, none within lists, fields and tables; a paragraph is one line.
Escaped is only what would be read as markup by accident, because quotes are shown to people.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

_DEEPEST_HEADING = 6
_LONGEST_HEADING = 200
"""Characters; whatever is longer has a heading's style by mistake."""
_LONGEST_SENTENCE = 100
"""Characters of a heading that ends like a sentence."""
_LONGEST_SHORT_HEADING = 120
_LONGEST_LABEL = 100
_MOST_LABEL_WORDS = 16
_LONGEST_FIELD = 600
"""Characters of a "label: value" line, as chunking has it."""

_SPACES = re.compile(r"[^\S\n\u00a0\u202f]+")
_MARKS = re.compile(r"#{1,6}(?=\s|\Z)|`{3,}(?=[^`]*\Z)|~{3,}|<!--|\|(?=.*\|\Z)")
_RULE = re.compile(r"[-*_=~ \t]{3,}\Z")
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,5})[.)]?\s+[^\W\d_a-zß-ÿ]")
_SENTENCE_END = re.compile(r"[.!?…;:,][\"'”’»)\]]*\Z")
_VALUE = re.compile(
    r"(?:not?|yes|none|non|oui|aucune?|pas|unclear|unknown|n/?a)\b|\d[\d.,\s]*(?:%|\Z|[a-z])"
    r"|[-–—]\Z",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(r"[!?;|\n]|\.\s|^\W*$|^[(\[>\d]*$")
_BULLET = re.compile(r"[•‣▪◦·●○\uf0b7\uf0a7][ \t\u00a0]*(?=\S)")
"""A list's mark that was typed, or that Word's Symbol font draws."""
_NOT_IN_LABELS = str.maketrans({"!": None, "?": None, ";": ",", "|": "/", "(": None, ")": None})
_BARE = re.compile(r"[*_`]{2,}|\\(?=[^\w\s])")

Kind = Literal["heading", "paragraph", "strong", "item", "field", "row", "code", "rule"]
_TIGHT: frozenset[Kind] = frozenset({"item", "field", "row"})


@dataclass(frozen=True, slots=True)
class _Block:
    kind: Kind
    text: str
    is_tight: bool = False
    """No blank line before it."""


@dataclass(slots=True)
class Writer:
    """Collects blocks; ``text()`` gives what they make."""

    level: int = 0
    """Of the last heading, 0 before the first."""
    _blocks: list[_Block] = field(default_factory=list)
    _pages: list[int] = field(default_factory=list)
    """Number of the block that each page starts with."""
    _is_apart: bool = False
    _is_tight: bool = False

    def heading(self, level: int, words: str, *, tight: bool = False) -> None:
        """Write a heading; words too long for one make a paragraph.

        ``tight``: what comes next stands right below it.
        """
        words = " ".join(words.split())
        if not words:
            return
        is_sentence = words[-1] in ".;" and len(words) > _LONGEST_SENTENCE
        if is_sentence or len(words) > _LONGEST_HEADING:
            self.paragraph(words)
            return
        self.level = min(max(level, 1), _DEEPEST_HEADING)
        self._add("heading", f"{'#' * self.level} {words}")
        self._is_tight = tight

    def paragraph(self, words: str, *, strong: bool = False) -> None:
        """Write a paragraph; ``strong``: all of it is bold, so that it may be a heading."""
        lines = [line for line in map(_plain, words.split("\n")) if line]
        if not lines:
            return
        bullet = _BULLET.match(lines[0])
        if bullet:
            self.item("\n".join([lines[0][bullet.end() :], *lines[1:]]))
            return
        if len(lines) == 1 and is_numbered_heading(lines[0]):
            self.heading(lines[0].split()[0].rstrip(".)").count(".") + 2, lines[0])
            return
        self._add("strong" if strong else "paragraph", "\n".join(map(_escaped, lines)))

    def item(self, words: str, depth: int = 0, marker: str = "-", *, first: bool = True) -> None:
        """Write a list item, or another paragraph of the same item; ``depth``: 0 for outermost."""
        lines = [line for line in map(_plain, words.split("\n")) if line]
        if not lines:
            return
        indent = "  " * depth
        inner = indent + " " * (len(marker) + 1)
        head = f"{indent}{marker} " if first else inner
        text = head + f"\n{inner}".join(map(_escaped, lines))
        self._add("item", text, loose=not first)

    def labelled(self, label: str, value: str) -> None:
        """Write a ``label: value`` line; a label or value unfit for it makes a heading and text."""
        label, value = _plain(label.replace("\n", " ")), value.strip()
        french = label.endswith((" :", "\u00a0:", "\u202f:"))
        bare = label.removesuffix(":").rstrip()
        if not bare:
            self.paragraph(value)
        elif not is_label(bare) or "\n" in value or len(bare) + len(value) > _LONGEST_FIELD:
            self.subheading(bare)
            self.paragraph(value or "—")
        else:
            colon = label[len(bare) :] if french else ":"
            self._add("field", _escaped(f"{bare}{colon} {_plain(value) or '—'}"))

    def subheading(self, words: str) -> None:
        """Write a heading below the last one that does not change what the next is below."""
        level = self.level
        self.heading(level + 1, words)
        self.level = level

    def line(self, label: str, value: str) -> None:
        """Write a ``label: value`` line, whatever the label and the value are."""
        label, value = _plain(label.replace("\n", " ")).rstrip(": "), _plain(value)
        if not is_label(label):
            label = label.translate(_NOT_IN_LABELS).replace(". ", ", ")[:_LONGEST_LABEL].strip()
        self._add("field", _escaped(f"{label}: {value or '—'}"))

    def row(self, line: str, *, first: bool = False) -> None:
        """Write a line of a table between pipes; ``first``: of the table."""
        self._add("row", line, loose=first)

    def gap(self) -> None:
        """Keep what comes next apart from what came before: another list begins."""
        self._is_apart = True

    def code(self, text: str) -> None:
        """Write lines as they stand."""
        lines = [line.rstrip() for line in text.expandtabs(4).strip("\n").splitlines()]
        if any(lines):
            longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
            fence = "`" * max(3, longest + 1)
            self._add("code", "\n".join([fence, *lines, fence]))

    def rule(self) -> None:
        """Write a rule, across which nothing belongs together."""
        if self._blocks and self._blocks[-1].kind != "rule":
            self._add("rule", "---")

    def page(self) -> None:
        """Begin a page."""
        self._pages.append(len(self._blocks))

    def text(self) -> tuple[str, tuple[int, ...]]:
        """Give the text, and where each page starts in it."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for i, block in enumerate(self._blocks):
            if i:
                parts.append("\n" if block.is_tight else "\n\n")
                length += len(parts[-1])
            starts.append(length)
            parts.append(self._shown(i))
            length += len(parts[-1])
        if parts:
            parts.append("\n")
        starts.append(length)
        return "".join(parts), tuple(starts[block] for block in self._pages)

    def _add(self, kind: Kind, text: str, *, loose: bool = False) -> None:
        loose = loose or self._is_apart
        tight = self._blocks[-1].kind == kind and kind in _TIGHT if self._blocks else False
        self._blocks.append(_Block(kind, text, (tight and not loose) or self._is_tight))
        self._is_apart = self._is_tight = False

    def _shown(self, i: int) -> str:
        block = self._blocks[i]
        if block.kind == "strong" and self._heads(i):
            return f"**{_BARE.sub('', block.text)}**"
        return block.text

    def _heads(self, i: int) -> bool:
        """Whether a bold paragraph is a heading: short, no value, and something stands under it."""
        text = self._blocks[i].text
        if i + 1 == len(self._blocks) or self._blocks[i + 1].kind in ("heading", "rule"):
            return False
        if len(text) > _LONGEST_SHORT_HEADING or "\n" in text or _SENTENCE_END.search(text):
            return False
        return (
            not _VALUE.match(text) or re.match(r"\d+(?:\.\d+)*[.)]?\s+[A-ZÀ-Ý]", text) is not None
        )


def is_label(words: str) -> bool:
    """Whether words can stand before a colon, as chunking reads a field."""
    if len(words) > _LONGEST_LABEL or words.count(" ") >= _MOST_LABEL_WORDS:
        return False
    return not _NO_LABEL.search(words) and words.count("(") == words.count(")")


def is_numbered_heading(line: str) -> bool:
    """Whether a line is a heading by its number: "1.2.1 CIRT"."""
    if len(line) > _LONGEST_SHORT_HEADING or _SENTENCE_END.search(line):
        return False
    return _NUMBERED.match(line) is not None


def _plain(line: str) -> str:
    """``line`` without needless white space; "" for nothing but a rule's marks."""
    line = _SPACES.sub(" ", line).strip()
    return "" if _RULE.match(line) else line


def _escaped(line: str) -> str:
    return f"\\{line}" if _MARKS.match(line) else line
