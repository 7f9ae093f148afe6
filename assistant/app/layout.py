"""A document's text → its blocks and runs: what to show, and where in the text it stands.

Only what the reader of a page needs: headings, paragraphs, list items, quotes, tables, code.
A run is a stretch of one line that is shown verbatim; what lies between runs is markup.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.types import Document

Kind = Literal["heading", "paragraph", "item", "quote", "code", "table", "rule"]
Style = Literal["", "strong", "em", "code", "sup", "sub"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """``text[start:end]``, within one line and in one style."""

    start: int
    end: int
    style: Style = ""
    link: str | None = None
    """Where the run's link leads, as written; not yet checked."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document; the spans lie within its text, in its order."""

    kind: Kind
    spans: tuple[Span, ...]
    """Contiguous stretches of text without the block's own markup; a table's cells."""
    level: int = 0
    """Of a heading, from 1; of an item, its depth from 0; of a table, its number of columns."""


_LINE = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+•][ \t]+|(?=\d{1,3}[.)][ \t]))(?=\S)")
_QUOTE = re.compile(r" {0,3}> ?")
# No two stretches of blanks stand side by side, so that no line makes the search go back over them.
_DELIMITERS = re.compile(r"[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_CELL = re.compile(r"(?:\\\||[^|])+")
# The lengths are bounded so that no text makes the search take more than linear time.
_INLINE = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|`(?P<code>[^`\r\n]{1,500})`"
    r"|\*\*(?=\S)(?P<strong>[^\r\n]{1,500}?)(?<=\S)\*\*"
    r"|\*(?=[^\s*])(?P<em>[^*\r\n]{1,500}?)(?<=\S)\*"
    r"|(?<!\w)_(?=[^\s_])(?P<under>[^_\r\n]{1,500}?)(?<=\S)_(?!\w)"
    r"|\[(?P<label>[^\[\]\r\n]{1,500})\]\((?P<link>(?:\\.|[^\\()\s]){1,2000})\)"
    r"|<(?P<auto>https?://[^<>\s]{1,2000})>"
    r"|<(?P<tag>sup|sub)>(?P<raised>[^<>\r\n]{1,100})</(?P=tag)>"
)
_LONGEST_LINE = 20_000
"""Longer lines are shown without inline markup."""
_FILLED = 1_000
"""Empty cells that a table's rows are filled up with, beside four for each cell that is written; a
table of many columns could otherwise make a short text fill gigabytes."""


def blocks(document: Document) -> Iterator[Block]:
    """Yield the document's blocks from the first line after its front matter."""
    lines = list(_lines(document.text, document.body))
    reader = _markdown_block if document.markup == "markdown" else _text_block
    position = 0
    while position < len(lines):
        if document.text[slice(*lines[position])].strip():
            block, position = reader(document.text, lines, position)
            yield block
        else:
            position += 1


def runs(text: str, span: Span) -> Iterator[list[Run]]:
    """Yield each line of a span as its runs, in order."""
    for start, end in _lines(text, *span):
        long = end - start > _LONGEST_LINE
        yield [Run(start, end)] if long else list(_inline(text, start, end))


def plain_runs(text: str, span: Span) -> Iterator[list[Run]]:
    """Yield each line of a span as one run: text in which nothing is markup."""
    for start, end in _lines(text, *span):
        yield [Run(start, end)] if start < end else []


def _lines(text: str, start: int, end: int | None = None) -> Iterator[Span]:
    """Yield the spans of the lines, without their ends."""
    limit = len(text) if end is None else end
    while start < limit:
        found = _LINE.match(text, start, limit)
        stop = found.end() if found else limit
        yield start, stop
        after = _LINE_END.match(text, stop, limit)
        start = after.end() if after else limit


def _text_block(text: str, lines: list[Span], first: int) -> tuple[Block, int]:
    last = first
    while last + 1 < len(lines) and text[slice(*lines[last + 1])].strip():
        last += 1
    return Block("paragraph", ((lines[first][0], lines[last][1]),)), last + 1


def _markdown_block(text: str, lines: list[Span], first: int) -> tuple[Block, int]:
    start, end = lines[first]
    line = text[start:end]
    if heading := _HEADING.match(line):
        return _heading(text, start + heading.end(), end, len(heading.group(1))), first + 1
    if _RULE.match(line):
        return Block("rule", ()), first + 1
    if fence := _FENCE.match(line):
        return _code(text, lines, first, fence.group(1))
    if "|" in line and first + 1 < len(lines) and _DELIMITERS.match(text, *lines[first + 1]):
        return _table(text, lines, first)
    if _QUOTE.match(line):
        return _quote(text, lines, first)
    return _flow(text, lines, first)


def _heading(text: str, start: int, end: int, level: int) -> Block:
    """Read a heading without the number signs that may close it."""
    start, end = _stripped(text, start, end)
    open_end = len(text[start:end].rstrip("#"))
    if open_end == 0 or text[start + open_end - 1] in " \t":
        end = start + open_end
    return Block("heading", (_stripped(text, start, end),), level)


def _code(text: str, lines: list[Span], first: int, fence: str) -> tuple[Block, int]:
    last = first + 1
    while last < len(lines) and not text.startswith(fence, lines[last][0]):
        last += 1
    return Block("code", tuple(lines[first + 1 : last])), last + 1


def _table(text: str, lines: list[Span], first: int) -> tuple[Block, int]:
    cells = _cells(text, lines[first])
    columns = len(cells)
    position, filled, allowed = first + 2, 0, _FILLED
    while position < len(lines) and "|" in text[slice(*lines[position])]:
        row = _cells(text, lines[position])
        # A row is as wide as the heads; what it has more stays in its last cell.
        if len(row) > columns:
            row = [*row[: columns - 1], (row[columns - 1][0], row[-1][1])]
        missing = columns - len(row)
        filled, allowed = filled + missing, allowed + 4 * len(row)
        if filled > allowed:
            break
        cells += row + [(lines[position][1],) * 2] * missing
        position += 1
    return Block("table", tuple(cells), columns), position


def _cells(text: str, line: Span) -> list[Span]:
    """Return the spans of a row's cells, stripped of blanks."""
    position, stop = _stripped(text, *line)
    position += text.startswith("|", position)
    stop -= text.endswith("|", position, stop) and not text.endswith("\\|", position, stop)
    found = []
    while position <= stop:
        cell = _CELL.match(text, position, stop)
        edge = cell.end() if cell else position
        found.append(_stripped(text, position, edge))
        position = edge + 1
    return found


def _stripped(text: str, start: int, end: int) -> Span:
    content = text[start:end]
    kept = content.strip()
    left = start + len(content) - len(content.lstrip())
    return (left, left + len(kept)) if kept else (start, start)


def _quote(text: str, lines: list[Span], first: int) -> tuple[Block, int]:
    spans, position = [], first
    while position < len(lines) and (mark := _QUOTE.match(text, *lines[position])):
        spans.append((mark.end(), lines[position][1]))
        position += 1
    return Block("quote", tuple(spans)), position


def _flow(text: str, lines: list[Span], first: int) -> tuple[Block, int]:
    """Read a paragraph or list item: the lines up to a blank one or the next block."""
    start = lines[first][0]
    last = first
    while last + 1 < len(lines) and _continues(text, lines[last + 1]):
        last += 1
    item = _ITEM.match(text, start, lines[first][1])
    if not item:
        return Block("paragraph", ((start, lines[last][1]),)), last + 1
    depth = len(item.group(1).expandtabs(4)) // 2
    return Block("item", ((item.end(), lines[last][1]),), min(depth, 4)), last + 1


def _continues(text: str, line: Span) -> bool:
    content = text[slice(*line)]
    starts = (_HEADING, _RULE, _FENCE, _QUOTE, _ITEM)
    return bool(content.strip()) and not any(pattern.match(content) for pattern in starts)


def _inline(text: str, start: int, end: int, run: Run | None = None) -> Iterator[Run]:
    """Yield the runs of a stretch within a line; ``run`` is the style around it."""
    style = run or Run(start, end)
    position = start
    for found in _INLINE.finditer(text, start, end):
        if position < found.start():
            yield Run(position, found.start(), style.style, style.link)
        position = found.end()
        yield from _marked(text, found, style)
    if position < end:
        yield Run(position, end, style.style, style.link)


def _marked(text: str, found: re.Match[str], around: Run) -> Iterator[Run]:
    kind = found.lastgroup
    if kind == "escape":
        return
    if kind == "raised":
        yield Run(*found.span(kind), "sup" if found.group("tag") == "sup" else "sub", around.link)
    elif kind == "code":
        yield Run(*found.span(kind), "code", around.link)
    elif kind == "auto":
        yield Run(*found.span(kind), around.style, found.group(kind))
    elif kind == "link":
        inner = Run(0, 0, around.style, _unescaped(found.group("link")))
        yield from _inline(text, *found.span("label"), inner)
    else:
        span = found.span(kind or 0)
        style: Style = "strong" if kind == "strong" else "em"
        yield from _inline(text, *span, Run(0, 0, style, around.link))


def _unescaped(link: str) -> str:
    return re.sub(r"\\(.)", r"\1", link)
