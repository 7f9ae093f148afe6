"""A passage → the units of evidence in it: what an answer may quote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.chunking.blocks import Block, Heading, parse
from assistant.chunking.lines import (
    CLAUSE,
    ITEM,
    Line,
    clean,
    ends_sentence,
    field,
    has_words,
    leads_in,
    run_in,
)
from assistant.chunking.sentence import leans_back, runs, within
from assistant.types import Passage

Span = tuple[int, int]

_QUOTED = re.compile(r"(?:>[ \t]*)+")
_LONGEST_FIELD = 600
"""Characters of a field whose label still holds for the second sentence of its value; what is
longer is rather a paragraph that begins with a colon somewhere."""

_LONGEST_HEADING = 100
"""Characters of the line that heads a paragraph in a text."""

_LONGEST_LEAD = 400
"""Characters of the sentences before that are quoted with one that leans on them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item, field line or table row; offsets are into the document's text."""

    start: int
    end: int
    text: str
    """``document.text[start:end]``; without the marker of a list item."""
    label: str
    """Of a field, "Internet users, percentage of population"; of a row, its first cell; or ""."""
    value_start: int
    """Where the field's value starts; ``start`` if there is no label, ``end`` if no value."""
    lead_in: Span | None = None
    """What the unit may not be understood without: the sentence that introduces a list, a table's
    head, or the sentence before one that begins with a pronoun."""
    note: Span | None = None
    """A remark in brackets right below a field, which often names its source and date."""


def units(passage: Passage) -> tuple[Unit, ...]:
    """Read the units of evidence of ``passage``, in its order.

    They hold all of its words; a table's head is a ``lead_in`` only. A passage that goes on with
    a list begun in an earlier one has no lead-in for it. Bounds of ``lead_in`` and ``note`` are
    offsets into the document, too.
    """
    found: list[Unit] = []
    leads: list[tuple[int, Span]] = []  # of the list that goes on, by indent, outermost first
    previous: Block | None = None
    for block in _blocks(passage.text):
        indent = block.lines[0].indent
        is_led = previous is not None and leads_in(previous.lines[-1].text)
        if is_led and found and block.kind != "paragraph":  # not a field that is left empty
            found[-1] = replace(found[-1], label="", value_start=found[-1].start)
        elif block.kind == "paragraph" and not is_led:
            leads = []
        leads = [lead for lead in leads if lead[0] < indent]
        lead_in = leads[-1][1] if leads else None
        read = [replace(unit, lead_in=unit.lead_in or lead_in) for unit in _read(passage, block)]
        if block.kind == "paragraph":
            leads = []
        if block.kind == "head" or leads_in(block.lines[-1].text):
            introduces = (indent if block.kind == "item" else -1, (read[-1].start, read[-1].end))
            leads.append(introduces)
        found += [] if block.kind == "head" else read
        previous = block
    return tuple(_with_notes([unit for unit in found if has_words(unit.text)]))


def _blocks(text: str) -> Iterator[Block]:
    for part in parse(text, markdown=False):
        if isinstance(part, Block):
            yield part
        elif isinstance(part, Heading):  # a heading that nothing stands under
            line = Line(part.start, part.end, text[part.start : part.end], 0, 0)
            yield Block("paragraph", (line,))


def _read(passage: Passage, block: Block) -> Iterator[Unit]:
    if block.kind in ("row", "head"):
        yield _row(passage, block.lines[0])
    elif block.kind == "code":
        for line in block.lines:
            yield _unit(passage, line.start, line.end)
    elif _is_headed(block):
        yield from _headed(passage, block)
    else:
        for i, (start, end) in enumerate(runs(block.lines)):
            marker = ITEM.match(block.lines[0].text) if i == 0 and block.kind == "item" else None
            yield from _run(passage, start + (marker.end() if marker else 0), end)


def _is_headed(block: Block) -> bool:
    """Whether a paragraph's first line is the heading of the others, which are indented."""
    first, *rest = block.lines
    return (
        block.kind == "paragraph"
        and bool(rest)
        and all(line.indent > first.indent for line in rest)
        and len(first.text) <= _LONGEST_HEADING
        and not ends_sentence(first.text)
        and not CLAUSE.search(first.text)
        and rest[0].text[0].isupper()
        and field(rest[0].text) is None
    )


def _headed(passage: Passage, block: Block) -> Iterator[Unit]:
    first, *rest = block.lines
    for i, (start, end) in enumerate(runs(rest)):
        begin = first.start if i == 0 else start
        yield from _sentences(passage, begin, start, end, clean(first.text))


def _run(passage: Passage, start: int, end: int) -> Iterator[Unit]:
    """Read the sentences of a run of lines; a field's label goes to all of its value."""
    text = passage.text
    quoted = _QUOTED.match(text, start, end)
    start = quoted.end() if quoted and quoted.end() < end else start
    if headed := run_in(text[start:end]):
        yield from _sentences(passage, start, start + headed.value, end, headed.label)
        return
    label, value = field(text[start:end]) or ("", 0)
    if CLAUSE.search(label) and ends_sentence(text[start:end]):
        label, value = "", 0  # "The work has three parts: …" is a sentence
    yield from _sentences(passage, start, start + value, end, label)


def _sentences(passage: Passage, start: int, value: int, end: int, label: str) -> Iterator[Unit]:
    """Read the sentences from ``value`` on, the first with its label, which stands at ``start``."""
    text = passage.text
    carried = label if end - start <= _LONGEST_FIELD else ""
    before: Unit | None = None
    spans = list(within(text, value, end, passage.language)) or [(start, end)]
    for begin, stop in spans:
        if before is None:
            unit = _unit(passage, start, stop, label, min(value, stop) if label else start)
        else:
            unit = _unit(passage, begin, stop, carried)
            if leans_back(unit.text):
                unit = replace(unit, lead_in=_leaned_on(before))
        yield unit
        before = unit


def _leaned_on(before: Unit) -> Span:
    """Reach back over sentences that lean back themselves, as far as a quote may be long."""
    begin = before.lead_in[0] if before.lead_in else before.start
    return (begin if before.end - begin <= _LONGEST_LEAD else before.start, before.end)


def _row(passage: Passage, line: Line) -> Unit:
    """Read a table's row from its first cell to its last, without the pipes around it."""
    mark = "|" if "|" in line.text else "\t"
    cells: list[Span] = []
    start = line.start
    for cell in line.text.split(mark):
        words = cell.strip()
        if words:
            begin = start + cell.index(words)
            cells.append((begin, begin + len(words)))
        start += len(cell) + 1
    if not cells:
        return _unit(passage, line.start, line.end)
    first, last = cells[0], cells[-1]
    label = clean(passage.text[slice(*first)]) if len(cells) > 1 else ""
    return _unit(passage, first[0], last[1], label, cells[1][0] if label else first[0])


def _unit(
    passage: Passage, start: int, end: int, label: str = "", value: int | None = None
) -> Unit:
    """Make a unit of ``start`` and ``end`` within the passage's text."""
    offset = passage.start
    begins = start if value is None else value
    return Unit(offset + start, offset + end, passage.text[start:end], label, offset + begins)


def _with_notes(found: list[Unit]) -> Iterator[Unit]:
    for i, unit in enumerate(found):
        below = found[i + 1] if unit.label and i + 1 < len(found) else None
        is_note = below is not None and below.text[0] == "(" and below.text.rstrip(".")[-1:] == ")"
        yield replace(unit, note=(below.start, below.end)) if below and is_note else unit
