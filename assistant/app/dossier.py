"""The ledger's evidence → HTML: of one cell of the board, and of a country as a profile to read.

Each piece has a button that opens its place in the source; the places come beside the HTML.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assistant.app.answer import Target, is_old
from assistant.app.cells import Board
from assistant.app.library import Library
from assistant.app.markup import attribute, country, date, icon, isolated, phrase
from assistant.errors import AssistantError
from assistant.ledger import Cell, Indicator
from assistant.types import Document, DocumentRecord

STATUSES = {
    "yes": ("outcome.yes", "yes"),
    "no": ("outcome.no", "no"),
    "not_assessed": ("outcome.not_assessed", "not_assessed"),
    "unclear": ("outcome.unclear", "unclear"),
    "value": ("board.value", "answered"),
    "silent": ("board.silent", "silent"),
}
"""The words and the drawing of each; ``silent``: no statement at all."""
_MOST = 40
"""Pieces of one cell; the newest."""


@dataclass(slots=True)
class Writer:
    """Writes evidence, and collects the places that its buttons open, in their order."""

    library: Library
    documents: Mapping[str, DocumentRecord]
    today: dt.date
    targets: list[Target] = field(default_factory=list)
    _texts: dict[str, Document | None] = field(default_factory=dict)

    def pieces(self, cells: Sequence[Cell]) -> str:
        """Return the statements of one cell, newest first; along a line where dates differ."""
        kind = "pieces timeline" if len({cell.as_of for cell in cells}) > 1 else "pieces"
        items = "".join(map(self._piece, cells[:_MOST]))
        left = len(cells) - _MOST
        more = phrase("board.more", "p", "more", n=left) if left > 0 else ""
        return f'<ol class="{kind}">{items}</ol>{more}'

    def _piece(self, cell: Cell) -> str:
        value = " ".join(filter(None, (cell.value, cell.unit)))
        facts = [status(cell.status)]
        facts += [isolated(value, "strong", class_="amount")] if value else []
        facts.append(_dated(cell, self.today))
        if cell.hedged:
            facts.append(note("hedged", "answer.hedged"))
        return (
            f'<li class="{cell.status}"><p class="facts">{"".join(facts)}</p>'
            f"{isolated(cell.quote, 'blockquote')}{self._opener(cell)}</li>"
        )

    def _opener(self, cell: Cell) -> str:
        record = self.documents.get(cell.document)
        title = record.metadata.title if record else cell.document
        publisher = record.metadata.publisher if record else None
        number = len(self.targets)
        self.targets.append(self._target(cell, number + 1))
        whose = isolated(publisher, "span", class_="publisher") if publisher else ""
        return (
            f'<button type="button" class="from" data-target="{number}" '
            f'data-t-attr="title:board.open_source">{icon("book")}{whose}{isolated(title)}</button>'
        )

    def _target(self, cell: Cell, marker: int) -> Target:
        place = (cell.document, cell.start, cell.end, cell.section, cell.quote, cell.sha256)
        return Target(*place, marker, self._page(cell), cell.as_of)

    def _page(self, cell: Cell) -> int | None:
        if cell.document not in self._texts:
            try:
                self._texts[cell.document] = self.library.source(cell.document)
            except AssistantError:
                self._texts[cell.document] = None
        text = self._texts[cell.document]
        return text.page_at(cell.start) if text else None


def evidence(writer: Writer, board: Board, code: str, key: str) -> str:
    """Return what the sources say of one indicator of one country; "" of an unknown one."""
    indicator, cells = board.ledger.indicator(key), board.ledger.of(code, key)
    if indicator is None or code not in board.countries:
        return ""
    said = writer.pieces(cells) if cells else phrase("board.nothing", "p", "nothing")
    return (
        f'<h3 id="board-slip-title">{country(code)} <span class="what">{_name(indicator)}</span>'
        f"</h3>{_clash(board, code, key)}{said}"
    )


def profile(writer: Writer, board: Board, code: str) -> str:
    """Return a country: its indicators by group, each with what is said; "" of an unknown one."""
    if code not in board.countries:
        return ""
    ledger = board.ledger
    alone = set(ledger.unaligned)
    stated = [each for each in ledger.indicators if ledger.of(code, each.key)]
    named = [each for each in stated if each.key not in alone]
    by_group = sorted(named, key=_first_of_group(named))
    sections = [
        _section(writer, board, code, _group(group[0]), group)
        for _, each in groupby(by_group, key=lambda each: each.group)
        for group in [list(each)]
    ]
    if rest := [each for each in stated if each.key in alone]:
        heading = phrase("board.alone", "h3") + phrase("board.alone_why", "p", "why")
        sections.append(_section(writer, board, code, heading, rest))
    empty = {cell.indicator for cell in ledger.empty if cell.country == code}
    unsaid = [each for each in ledger.indicators if each not in stated]
    silent = [each for each in unsaid if each.key not in alone or each.key in empty]
    return _head(board, code, stated) + "".join(sections) + _silent(silent, empty)


def _first_of_group(indicators: Iterable[Indicator]) -> Callable[[Indicator], int]:
    places: dict[str, int] = {}
    for number, each in enumerate(indicators):
        places.setdefault(each.group, number)
    return lambda each: places[each.group]


def _head(board: Board, code: str, stated: Sequence[Indicator]) -> str:
    newest = [board.ledger.of(code, each.key)[0] for each in stated]
    counts = Counter[str](cell.status for cell in newest)
    tally = "".join(
        f"<li>{status(each)}<strong>{counts[each]}</strong></li>"
        for each in STATUSES
        if counts[each]
    )
    sources = {cell.document for each in stated for cell in board.ledger.of(code, each.key)}
    facts = phrase("board.indicators", n=len(stated)) + phrase("index.sources", n=len(sources))
    heading = f'<h2 tabindex="-1">{country(code)}</h2>'
    return f'{heading}<p class="extent">{facts}</p><ul class="tally">{tally}</ul>'


def _group(first: Indicator) -> str:
    """Return the heading of a group, of which ``first`` is one."""
    if not first.group:
        return phrase("board.no_group", "h3")
    return f"<h3>{_in_both(first.group, first.group_fr or first.group)}</h3>"


def _section(
    writer: Writer, board: Board, code: str, heading: str, indicators: Sequence[Indicator]
) -> str:
    articles = "".join(
        f"<article><h4>{_name(each)}</h4>{_clash(board, code, each.key)}"
        f"{writer.pieces(board.ledger.of(code, each.key))}</article>"
        for each in indicators
    )
    return f'<section class="group">{heading}{articles}</section>'


def _silent(indicators: Sequence[Indicator], empty: Collection[str]) -> str:
    """Return the indicators of which no source tells, ``empty`` those that one has a field for."""
    if not indicators:
        return ""
    left = phrase("board.left_empty")
    items = "".join(
        f"<li>{_name(each)}{f' {left}' if each.key in empty else ''}</li>" for each in indicators
    )
    return f'<section class="group unsaid">{phrase("board.unsaid", "h3")}<ul>{items}</ul></section>'


def _name(indicator: Indicator) -> str:
    return _in_both(indicator.name_en, indicator.name_fr)


def _in_both(en: str, fr: str) -> str:
    english, french = attribute(en), attribute(fr)
    return f'<bdi dir="auto" data-en="{english}" data-fr="{french}">{english}</bdi>'


def status(kind: str) -> str:
    """Return a status: in words, by a drawing and by colour."""
    words, drawing = STATUSES[kind]
    return f'<span class="status {kind}">{icon(drawing)}{phrase(words)}</span>'


def note(drawing: str, words: str) -> str:
    """Return a remark on evidence."""
    return (
        f'<span class="note" data-t-attr="title:{words}_why">{icon(drawing)}{phrase(words)}</span>'
    )


def _dated(cell: Cell, today: dt.date) -> str:
    if not cell.as_of:
        return phrase("answer.undated", "span", "when")
    old = note("old", "answer.old") if is_old(cell.as_of, today) else ""
    return f'<span class="when">{date(cell.as_of, "as-of")}</span>{old}'


def _clash(board: Board, code: str, key: str) -> str:
    kind = board.clashes.get((code, key))
    return f'<p class="clash">{note("hedged", f"board.{kind}")}</p>' if kind else ""
