"""A document → HTML of its whole text, every run with its offset, so that any span can be marked.

``data-o`` is the offset of a run's first character, in code points into ``Document.text``;
source.js finds the runs of a citation by it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlsplit

from assistant.app import layout
from assistant.app.layout import Block, Run, Span
from assistant.app.markup import (
    attribute,
    country,
    date,
    icon,
    isolated,
    phrase,
    shown,
    web_address,
)
from assistant.types import Document

_NEWLINE = "\n"
_LEAF = 40
"""Blocks that a browser lays out together, when they come into sight."""
_LABEL = re.compile(r"[A-ZÀ-Þ][^\s.!?:]{0,20}(?: [^\s.!?:]{1,20}){0,3} ?:[*_]*(?:\s|$)")
"""The start of a "Label: value" line, of four words at most; it stands on a line of its own."""


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


def body(document: Document) -> str:
    """Return the text after the front matter."""
    writer = _Writer(document.text, document.metadata.title, document.markup == "markdown")
    parts: list[str] = []
    outlined = _outlined(layout.blocks(document), writer.repeats)
    for kind, group in groupby(outlined, key=lambda block: block.kind):
        blocks = list(group)
        parts += [writer.items(blocks)] if kind == "item" else map(writer.block, blocks)
    leaves = (
        f'<div class="leaf">{_NEWLINE.join(parts[first : first + _LEAF])}</div>'
        for first in range(0, len(parts), _LEAF)
    )
    language = attribute(document.metadata.language)
    return (
        f'<div class="doc-body {document.markup}" lang="{language}">{_NEWLINE.join(leaves)}</div>'
    )


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


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the blocks of one text."""

    text: str
    title: str
    markdown: bool

    def block(self, block: Block) -> str:
        """Return the HTML of a block that is no list item."""
        if block.kind == "rule":
            return "<hr>"
        if block.kind == "table":
            return self._table(block)
        if block.kind == "code":
            return _element("pre", "\n".join(self._run(Run(*span)) for span in block.spans))
        lines = "\n".join(map(self._lines, block.spans))
        if block.kind == "heading":
            # The page has an h1, the document's title is an h2.
            kind = "repeats" if self.repeats(block) else ""
            return _element(f"h{min(block.level + 2, 6)}", lines, kind)
        paragraph = _element("p", lines)
        return f"<blockquote>{paragraph}</blockquote>" if block.kind == "quote" else paragraph

    def repeats(self, block: Block) -> bool:
        """Tell whether a heading only says the title again, which stands above the text."""
        return self.text[slice(*block.spans[0])] == self.title

    def items(self, blocks: list[Block]) -> str:
        """Return a list; how deep an item is, is a matter of its looks."""
        rows = []
        for block in blocks:
            start = block.spans[0][0]
            numbered = " numbered" if self.text[start : start + 1].isdigit() else ""
            lines = "".join(map(self._lines, block.spans))
            rows.append(f'<li dir="auto" class="depth-{block.level}{numbered}">{lines}</li>')
        return "<ul>" + "\n".join(rows) + "</ul>"

    def _table(self, block: Block) -> str:
        cells = [self._lines(span) for span in block.spans]
        rows = [cells[i : i + block.level] for i in range(0, len(cells), block.level)]
        heads = "".join(f'<th scope="col" dir="auto">{cell}</th>' for cell in rows[0])
        rest = "".join(
            f"<tr>{''.join(_element('td', cell) for cell in row)}</tr>" for row in rows[1:]
        )
        return (
            '<div class="table" tabindex="0" role="group"><table>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rest}</tbody></table></div>"
        )

    def _lines(self, span: Span) -> str:
        """Return a span's lines; plain text keeps them, Markdown those that begin with a label."""
        split = layout.runs if self.markdown else layout.plain_runs
        written = ""
        for runs in split(self.text, span):
            line = "".join(map(self._run, runs))
            alone = not self.markdown or (runs and _LABEL.match(self.text, runs[0].start))
            written += ("<br>" if alone else "\n") + line if written else line
        return written

    def _run(self, run: Run) -> str:
        written = f'<span data-o="{run.start}">{shown(self.text[run.start : run.end])}</span>'
        if run.style:
            written = f"<{run.style}>{written}</{run.style}>"
        address = web_address(run.link)
        if address:
            target = 'target="_blank" rel="noopener noreferrer"'
            written = f'<a href="{attribute(address)}" {target}>{written}</a>'
        return written


def _element(tag: str, content: str, kind: str = "") -> str:
    classes = f' class="{kind}"' if kind else ""
    return f'<{tag} dir="auto"{classes}>{content}</{tag}>'
