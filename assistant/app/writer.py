"""Blocks of a document → HTML, every run with its offset, so that any span can be marked.

``data-o`` is the offset of a run's first character, in code points into ``Document.text``;
source.js finds the runs of a citation by it. Labels, which say where a page or passage starts, are
no part of the text: they stand before the block that starts there, or within it.
"""

import re
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.app import layout
from assistant.app.layout import Block, Run, Span
from assistant.app.markup import attribute, shown, web_address

_LABEL = re.compile(r"[A-ZÀ-Þ][^\s.!?:]{0,20}(?: [^\s.!?:]{1,20}){0,3} ?:[*_]*(?:\s|$)")
"""The start of a "Label: value" line, of four words at most; it stands on a line of its own."""

Label = tuple[int, str]
"""Where in the text, and HTML."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes blocks of one text, in its order, once."""

    text: str
    title: str
    markdown: bool
    labels: deque[Label] = field(default_factory=deque)
    """Ascending; each leaves when it is written."""
    units: tuple[Span, ...] = ()
    """What is quoted, ascending and apart; shown as such."""

    def block(self, block: Block) -> str:
        """Return the HTML of a block that is no list item."""
        if block.kind == "rule":
            return "<hr>"
        return self._due(block.spans[0][0] if block.spans else 0) + self._block(block)

    def items(self, blocks: list[Block]) -> str:
        """Return a list; how deep an item is, is a matter of its looks."""
        due = self._due(blocks[0].spans[0][0])
        rows = []
        for block in blocks:
            start = block.spans[0][0]
            numbered = " numbered" if self.text[start : start + 1].isdigit() else ""
            lines = "".join(map(self._lines, block.spans))
            rows.append(f'<li dir="auto" class="depth-{block.level}{numbered}">{lines}</li>')
        return f"{due}<ul>" + "\n".join(rows) + "</ul>"

    def rest(self) -> str:
        """Return the labels of what has no block of its own, such as a passage's last marker."""
        return "".join(label for _, label in self.labels)

    def repeats(self, block: Block) -> bool:
        """Tell whether a heading only says the title again, which stands above the text."""
        return repeats(self.text, self.title, block)

    def _block(self, block: Block) -> str:
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
        if self.units or (self.labels and self.labels[0][0] < run.end):
            written = self._pieces(run)
        else:
            written = f'<span data-o="{run.start}">{shown(self.text[run.start : run.end])}</span>'
        if run.style:
            written = f"<{run.style}>{written}</{run.style}>"
        address = web_address(run.link)
        if address:
            target = 'target="_blank" rel="noopener noreferrer"'
            written = f'<a href="{attribute(address)}" {target}>{written}</a>'
        return written

    def _pieces(self, run: Run) -> str:
        """Return a run cut where a label stands in it, or what is quoted starts or ends."""
        first = max(0, bisect_right(self.units, (run.start, 0)) - 1)
        last = bisect_right(self.units, (run.end, 0))
        units = self.units[first:last]
        edges = {place for unit in units for place in unit}
        edges |= {place for place, _ in self.labels if place < run.end}
        cuts = [run.start, *sorted(edge for edge in edges if run.start < edge < run.end), run.end]
        written = ""
        for start, end in pairwise(cuts):
            kind = _unit_class(units, start, end)
            piece = f'<span data-o="{start}"{kind}>{shown(self.text[start:end])}</span>'
            written += self._due(start) + piece
        return written

    def _due(self, place: int) -> str:
        """Return the labels up to ``place``, which have not been written yet."""
        written = ""
        while self.labels and self.labels[0][0] <= place:
            written += self.labels.popleft()[1]
        return written


def repeats(text: str, title: str, block: Block) -> bool:
    """Tell whether a heading only says the document's title again."""
    return text[slice(*block.spans[0])] == title


def _unit_class(units: tuple[Span, ...], start: int, end: int) -> str:
    for first, last in units:
        if first <= start and end <= last:
            opens = " opens" if first == start else ""
            closes = " closes" if last == end else ""
            return f' class="unit{opens}{closes}"'
    return ""


def _element(tag: str, content: str, kind: str = "") -> str:
    classes = f' class="{kind}"' if kind else ""
    return f'<{tag} dir="auto"{classes}>{content}</{tag}>'
