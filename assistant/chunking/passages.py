"""Blocks under their headings → passages: whole blocks of one section, up to a limit."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from assistant import countries
from assistant.chunking.blocks import Block, Break, Heading, Part, parse
from assistant.chunking.lines import field, has_words, leads_in
from assistant.chunking.outline import outline
from assistant.chunking.sentence import runs, within
from assistant.types import Document, Passage

LIMIT = 1200
"""Characters of a passage: about 300 tokens in English or French, of the 512 that encoders take
at most, so that the section path fits in front."""

_LARGE = 300
"""Characters from which on a paragraph stands for itself instead of joining its neighbours."""

_LONGEST_FIELD = 600
"""Characters of a "label: value" line that is not cut between its sentences."""

_LONGEST_FOOT = 1000
"""Characters; a rule with more below it parts the last section rather than ends it."""

_SHORTEST_NAME = 3
"""Letters of a country in a heading; "IT" or "NO" in capitals are words before they are codes."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Spans that belong together but may be parted, such as a list's items."""

    spans: list[tuple[int, int]]
    """None of these is to be cut."""
    alone: bool
    """A paragraph large enough to stand for itself."""


def split(document: Document, limit: int = LIMIT) -> list[Passage]:
    """Passages of ``document`` in its order: verbatim, not empty, not overlapping.

    They hold all of its text but the headings, which are in ``Passage.section``, and markup. Only
    a single sentence, item or row that is longer than ``limit`` characters makes a passage longer
    than it, and a lead-in with its first item. A heading that nothing stands under is a passage.
    """
    text, language = document.text, document.metadata.language
    parts = parse(text, document.body, markdown=document.markup == "markdown")
    is_plain = sum(isinstance(part, Heading) for part in parts) <= 1  # a title at most
    parts = outline(text, parts, plain=is_plain or document.markup == "text")
    parts = [p for p in parts if not isinstance(p, Block) or has_words(text[p.start : p.end])]
    found: list[Passage] = []
    for path, section in _sections(parts):
        titles = tuple(heading.title for heading in path)
        about = _countries(document, titles)
        for start, end in _spans(text, section, limit, language):
            words, page = text[start:end], document.page_at(start)
            found.append(Passage(document.path, start, end, words, titles, about, language, page))
    return found


def _sections(parts: list[Part]) -> Iterator[tuple[list[Heading], list[Part]]]:
    """Headings from the outermost in, and what stands under them.

    A heading that nothing stands under is itself what stands under its parents.
    """
    foot = _foot(parts)
    path: list[Heading] = []
    section: list[Part] = []
    for part in parts[:foot]:
        if not isinstance(part, Heading):
            section.append(part)
            continue
        below = _nest(path, part)
        if _has_text(section):
            yield path, section
        elif path and path[-1] not in below:
            yield path[:-1], [path[-1]]
        path, section = below, []
    if _has_text(section):
        yield path, section
    elif path:
        yield path[:-1], [path[-1]]
    if foot < len(parts):
        yield [heading for heading in path[:1] if heading.level == 1], parts[foot:]


def _foot(parts: list[Part]) -> int:
    """Where a document's foot begins: at the last rule, if no heading and little text follows.

    It belongs to the document, not to its last section.
    """
    for i in range(len(parts) - 1, -1, -1):
        if isinstance(parts[i], Break) and _has_text(parts[i:]):
            is_short = parts[-1].start - parts[i].start < _LONGEST_FOOT
            return i if is_short and any(isinstance(p, Heading) for p in parts[:i]) else len(parts)
        if isinstance(parts[i], Heading):
            break
    return len(parts)


def _has_text(parts: list[Part]) -> bool:
    return any(isinstance(part, Block) for part in parts)


def _nest(path: list[Heading], new: Heading) -> list[Heading]:
    """Find the path of ``new``, which comes after ``path``, by its number or else by its level.

    Numbers beat levels because many documents get the levels wrong.
    """
    if new.number:
        for i in range(len(path) - 1, -1, -1):
            number = path[i].number
            if number and number == new.number[:-1][: len(number)]:
                return [*path[: i + 1], new]
            if _are_siblings(number, new.number) and path[i].level <= new.level:
                return [*path[:i], new]
        if path and new.level <= path[-1].level:
            path = list(takewhile(lambda heading: not heading.number, path))
    return [*takewhile(lambda heading: heading.level < new.level, path), new]


def _are_siblings(number: tuple[int, ...], later: tuple[int, ...]) -> bool:
    is_beside = len(number) == len(later) and number[:-1] == later[:-1]
    return is_beside and number < later


def _countries(document: Document, titles: tuple[str, ...]) -> tuple[str, ...]:
    """Whom a section speaks of: a document about no single country may have one in a heading."""
    declared = document.metadata.countries
    if len(declared) == 1:
        return declared
    for title in reversed(titles):
        name = title.lstrip("0123456789.) ")
        code = countries.resolve(name) if len(name) >= _SHORTEST_NAME else None
        if code is not None:
            return (code,)
    return declared


def _spans(text: str, section: list[Part], limit: int, language: str) -> Iterator[tuple[int, int]]:
    """Where to cut a section into passages; never across a rule."""
    stretch: list[Block | Heading] = []
    for part in [*section, Break(len(text))]:
        if not isinstance(part, Break):
            stretch.append(part)
            continue
        groups = [_group(text, blocks, limit, language) for blocks in _together(stretch)]
        yield from _pack(groups, limit)
        stretch = []


def _together(stretch: list[Block | Heading]) -> Iterator[list[Block | Heading]]:
    """Each paragraph by itself, each list or table with what leads it in."""
    group: list[Block | Heading] = []
    for block in stretch:
        if group and not _belongs(group[-1], block):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _belongs(before: Block | Heading, block: Block | Heading) -> bool:
    if isinstance(before, Heading) or isinstance(block, Heading):
        return False
    if _is_tied(before, block):
        return True
    if block.kind == "paragraph":  # indented below a list item: the item's second paragraph
        return before.kind == "item" and block.lines[0].indent > before.lines[0].indent
    return block.kind == before.kind


def _is_tied(before: Block | Heading, block: Block | Heading) -> bool:
    """Whether ``block`` cannot be understood without what is before it."""
    if isinstance(before, Heading) or isinstance(block, Heading):
        return False
    is_long = block.kind == "paragraph" and block.end - block.start >= _LARGE
    return before.kind == "head" or (leads_in(before.lines[-1].text) and not is_long)


def _group(text: str, blocks: list[Block | Heading], limit: int, language: str) -> _Group:
    spans: list[tuple[int, int]] = []
    for i, block in enumerate(blocks):
        pieces = list(_cut(text, block, limit, language))
        if i and _is_tied(blocks[i - 1], block):
            pieces[0] = (spans.pop()[0], pieces[0][1])
        spans += pieces
    start, end = spans[0][0], spans[-1][1]
    return _Group(spans, alone=len(blocks) == 1 and end - start >= _LARGE)


def _cut(text: str, block: Block | Heading, limit: int, language: str) -> Iterator[tuple[int, int]]:
    """Cut a block that is too long into spans of about the same length, between sentences."""
    length = block.end - block.start
    if length <= limit or isinstance(block, Heading) or block.kind in ("row", "head"):
        yield block.start, block.end
        return
    if block.kind == "code":
        spans = [(line.start, line.end) for line in block.lines]
    else:
        spans = [piece for run in runs(block.lines) for piece in _pieces(text, run, language)]
    yield from _fill(spans, min(limit, length // math.ceil(length / limit) + limit // 10))


def _pieces(text: str, run: tuple[int, int], language: str) -> Iterator[tuple[int, int]]:
    """Yield a "label: value" line whole, of other text each sentence."""
    start, end = run
    if end - start <= _LONGEST_FIELD and field(text[start:end]):
        yield run
    else:
        yield from within(text, start, end, language)


def _fill(spans: list[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Join neighbouring spans as long as they stay within ``limit`` characters."""
    start, end = spans[0]
    for span in spans[1:]:
        if span[1] - start > limit:
            yield start, end
            start = span[0]
        end = span[1]
    yield start, end


def _pack(groups: list[_Group], limit: int) -> Iterator[tuple[int, int]]:
    """Join small groups; a group that is too long for one passage is parted between its spans."""
    start = end = -1
    for group in groups:
        last = group.spans[-1][1]
        crowded = group.alone and end - start >= _LARGE
        if start >= 0 and last - start <= limit and not crowded:
            end = last
            continue
        if start >= 0:
            yield start, end
        *full, (start, end) = _fill(group.spans, limit)
        yield from full
    if start >= 0:
        yield start, end
