"""A document → HTML of its whole text (``writer``), in leaves that can be fetched one by one.

A long document comes with the leaves around the place that is looked for; the others are empty,
and are filled when those are in sight (source.js).
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import accumulate, groupby
from urllib.parse import urlsplit

from assistant.app import layout
from assistant.app.layout import Block
from assistant.app.markup import (
    attribute,
    country,
    date,
    icon,
    isolated,
    phrase,
    web_address,
)
from assistant.app.reasons import told
from assistant.app.writer import Label, Writer, repeats
from assistant.chunking import units
from assistant.types import Document, Passage, below_title

_NEWLINE = "\n"
_LEAF_BLOCKS, _LEAF_CHARACTERS = 40, 8_000
"""What a browser lays out together, when it comes into sight."""
_AT_FIRST = 32_000
"""Characters around the place looked for that come with the document: a dozen pages."""
_LINE = 75
"""Characters, in the pane at its usual width."""
_FEW = 3
"""Remarks that are shown at once."""
_KEPT = 16
"""Documents whose blocks are at hand, so that the next leaves come at once."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some blocks of a document, one after the other."""

    start: int
    """Of its text; 0 of the first. The text goes up to ``end``, which is the next one's start."""
    end: int
    blocks: tuple[Block, ...]


def head(document: Document, *, old: bool = False) -> str:
    """Return what must be in sight beside any sentence: title, publisher, date, the original."""
    metadata = document.metadata
    facts = [isolated(metadata.publisher, "span", class_="publisher")] if metadata.publisher else []
    if metadata.as_of:
        facts.append(date(metadata.as_of, "as-of"))
    if old:
        facts.append(
            f'<span class="note" data-t-attr="title:answer.old_why">{icon("old")}'
            f"{phrase('answer.old')}</span>"
        )
    if metadata.restated:
        facts.append(phrase("source.restated"))
    title = isolated(metadata.title, "h2", lang=metadata.language)
    return (
        f'{title}<div class="actions">{_cite()}{_original(document)}</div>'
        f'<div class="facts">{" ".join(facts)}</div>'
    )


def _original(document: Document) -> str:
    """Return the link to the original; source.js adds the place in it, by what it is."""
    metadata = document.metadata
    address = web_address(metadata.url)
    if not address:
        return ""
    is_pdf = urlsplit(address).path.lower().endswith(".pdf")
    kind = "pdf" if is_pdf else "restated" if metadata.restated else "web"
    return (
        f'<a class="original" href="{attribute(address)}" data-kind="{kind}" target="_blank" '
        f'rel="noopener noreferrer" data-t-attr="title:source.original_why">'
        f"{phrase('source.original')}{icon('outside')}</a>"
    )


def _cite() -> str:
    """Return the button that unfolds the forms a reference can be copied in."""
    forms = "".join(
        f'<li><button type="button" data-form="{form}">{words}</button></li>'
        for form, words in (
            ("plain", phrase("source.plain")),
            ("markdown", "Markdown"),
            ("bibtex", "BibTeX"),
            ("csl", "CSL-JSON"),
        )
    )
    return (
        '<div class="citing"><button type="button" class="cite" aria-expanded="false">'
        f"{icon('copy')}{phrase('source.cite')}</button><ul hidden>{forms}</ul>"
        '<span class="copied" role="status"></span></div>'
    )


@lru_cache(_KEPT)
def leaves(document: Document) -> tuple[Leaf, ...]:
    """Return the text after the front matter in leaves; at least one."""
    found: list[list[Block]] = [[]]
    same = partial(repeats, document.text, document.metadata.title)
    for block in _outlined(layout.blocks(document), same):
        if len(found[-1]) >= _LEAF_BLOCKS or _length(found[-1]) >= _LEAF_CHARACTERS:
            found.append([])
        found[-1].append(block)
    starts = list(accumulate(map(_start, found[1:]), max))
    edges = zip([0, *starts], [*starts, len(document.text)], strict=True)
    return tuple(Leaf(*edge, tuple(blocks)) for edge, blocks in zip(edges, found, strict=True))


def _start(blocks: Sequence[Block]) -> int:
    return next((block.spans[0][0] for block in blocks if block.spans), 0)


def _length(blocks: Sequence[Block]) -> int:
    spans = [block.spans for block in blocks if block.spans]
    return spans[-1][-1][1] - spans[0][0][0] if spans else 0


def body(document: Document, place: int = 0, passages: Sequence[Passage] | None = None) -> str:
    """Return the text, of a long one what is around ``place``; with ``passages`` marked in it."""
    every = leaves(document)
    filled = _around(every, place)
    written = (
        f'<div class="leaf" data-from="{leaf.start}" style="--lines: {_lines(leaf)}">'
        f"{html(document, leaf, passages) if number in filled else ''}</div>"
        for number, leaf in enumerate(every)
    )
    language = attribute(document.metadata.language)
    return (
        f'<div class="doc-body {document.markup}" lang="{language}">{_NEWLINE.join(written)}</div>'
    )


def html(document: Document, leaf: Leaf, passages: Sequence[Passage] | None = None) -> str:
    """Return what stands on a leaf."""
    labels = _page_labels(document, leaf)
    within: Sequence[Passage] = ()
    if passages is not None:
        first = bisect_right(passages, leaf.start, key=lambda passage: passage.end)
        last = bisect_left(passages, leaf.end, key=lambda passage: passage.start)
        within = passages[first:last]
        title = document.metadata.title
        labels += [
            (passage.start, _passage_label(number, passage, title))
            for number, passage in enumerate(within, first + 1)
            if leaf.start <= passage.start
        ]
    quoted = tuple((unit.start, unit.end) for passage in within for unit in units(passage))
    ordered = deque(sorted(labels, key=lambda label: label[0]))
    markdown = document.markup == "markdown"
    writer = Writer(document.text, document.metadata.title, markdown, ordered, quoted)
    parts: list[str] = []
    for kind, group in groupby(leaf.blocks, key=lambda block: block.kind):
        blocks = list(group)
        parts += [writer.items(blocks)] if kind == "item" else map(writer.block, blocks)
    return _NEWLINE.join(parts) + writer.rest()


def _page_labels(document: Document, leaf: Leaf) -> list[Label]:
    """Return where pages start, but for the first, with which everything starts."""
    first = max(1, bisect_left(document.pages, leaf.start))
    last = bisect_left(document.pages, leaf.end)
    return [(document.pages[page], _page_label(page + 1)) for page in range(first, last)]


def _page_label(page: int) -> str:
    return f'<span class="page-start">{phrase("source.page", n=page)}</span>'


def _passage_label(number: int, passage: Passage, title: str) -> str:
    section = "".join(isolated(heading) for heading in below_title(passage.section, title))
    page = phrase("source.page", n=passage.page) if passage.page else ""
    return (
        f'<span class="passage"><strong>{phrase("source.passage", n=number)}</strong>'
        f'<span class="within">{section}</span>{page}'
        f"<span>{passage.start}–{passage.end}</span></span>"
    )


def _around(every: Sequence[Leaf], place: int) -> set[int]:
    """Return the numbers of the leaves near a place, the next ones at least."""
    middle = max(0, bisect_right(every, place, key=lambda leaf: leaf.start) - 1)
    filled: set[int] = set()
    length = 0
    for number in sorted(range(len(every)), key=lambda number: abs(number - middle)):
        length += every[number].end - every[number].start
        if length > _AT_FIRST and len(filled) > 2:
            break
        filled.add(number)
    return filled


def _lines(leaf: Leaf) -> int:
    """Estimate how high a leaf is."""
    return (leaf.end - leaf.start) // _LINE + len(leaf.blocks)


def _outlined(blocks: Iterable[Block], repeats: Callable[[Block], bool]) -> Iterator[Block]:
    """Yield the blocks, headings with their depth in the outline, whatever levels they skip."""
    above: list[int] = []
    for block in blocks:
        if block.kind != "heading":
            yield block
        elif repeats(block):
            yield replace(block, level=1)
        else:
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            yield replace(block, level=len(above))


def preface(document: Document, passages: Sequence[Passage] | None = None) -> str:
    """Return what stands above the text: facts, what was not read, what the marks mean."""
    above = facts(document) + remarks(document)
    if passages:
        above += phrase("source.legend", "p", "legend", n=len(passages))
    return above


def facts(document: Document) -> str:
    """Return what else is known about the document."""
    metadata = document.metadata
    known = {}
    if metadata.countries:
        known["source.countries"] = ", ".join(map(country, metadata.countries))
    language = attribute(metadata.language)
    known["source.language"] = f'<span data-language="{language}">{language}</span>'
    known["source.file"] = isolated(document.path)
    if metadata.rights:
        known["source.rights"] = isolated(metadata.rights)
    rows = "".join(
        f"<div>{phrase(key, 'dt')}<dd>{value}</dd></div>" for key, value in known.items()
    )
    return f'<dl class="doc-facts">{rows}</dl>'


def remarks(document: Document) -> str:
    """Return what could not be read of the document, in the words of its reader."""
    if not document.remarks:
        return ""
    count = len(document.remarks)
    rows = "".join(told(remark, "li") for remark in document.remarks)
    is_open = " open" if count <= _FEW else ""
    return (
        f'<details class="remarks"{is_open}><summary>{icon("hedged")}'
        f"{phrase('source.remarks', n=count)}</summary><ul>{rows}</ul></details>"
    )
