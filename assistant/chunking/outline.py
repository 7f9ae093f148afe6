"""The headings of texts that mark them by layout alone.

1.2.1 CIRT             a number
LEGAL MEASURES         capitals
**Legal measures**     nothing but bold words
Age of consent         a short line, a blank line, then what is said of it
                       (or the text right below)
Part A. Legislation    a line that numbers itself as a part
7. Standards. Not met  a line over a block that stands further in
    None was adopted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from assistant.chunking.blocks import Block, Heading, Part, heading
from assistant.chunking.labels import Role, Side, is_title, is_value, roles, tells_when
from assistant.chunking.lines import CLAUSE, Line, ends_sentence, field, leads_in

_BOLD = re.compile(r"(\*\*|__)(?=\S)[^*_]+(?<=\S)\1\Z")
_LONGEST_LABEL = 80
_LONGEST_NUMBERED = 120
_FEWEST_CAPITALS = 6
_FEWEST_CHAPTERS = 2
_TITLE, _CAPITALS, _NUMBERED, _CHAPTER, _LABEL = 1, 3, 2, 8, 9
"""Levels; a number's parts come on top of ``_NUMBERED``."""

_LEVELS: dict[Role, int] = {"title": _TITLE, "chapter": _CHAPTER, "label": _LABEL}

_NUMBERED_LINE = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,5}[.)]?\s+[^\W\d_a-zß-ÿ]")
_NUMBERED_ITEM = re.compile(r"\d{1,2}[.)]\s+(?=[^\W\d_a-zß-ÿ])")
_PART_LINE = re.compile(
    r"(?:part|section|chapter|title|annex|appendix|partie|chapitre|titre|annexe)"
    r" (?:\d{1,3}|[IVXLC]{1,6}|[A-Z])\b[ .:)–—-]{0,3}(?=\S|\Z)",
    re.IGNORECASE,
)
_MOST_TITLE_LINES = 3
_FEWEST_PAIRS = 2


def outline(text: str, parts: list[Part], *, plain: bool) -> list[Part]:
    """``parts`` with the paragraphs that are headings made so.

    ``plain``: the text has no ``#`` headings; else only bold lines are looked at.
    """
    found = [_bold(text, part) for part in parts]
    if not plain:
        return found
    found = _numbered_items(text, _title_field(text, found))
    paired = sum(_is_pair(part) for part in found) >= _FEWEST_PAIRS
    hung = sum(_is_hung(_lines(part)) for part in found) >= _FEWEST_PAIRS
    found = [
        piece
        for i, part in enumerate(found)
        for piece in _first_lines(text, part, paired=paired, hung=hung, first=i == 0)
    ]
    return _labels(text, found)


def _bold(text: str, part: Part) -> Part:
    """Make a heading of a paragraph of nothing but bold words."""
    line = _only_line(part)
    if line is None or len(line.text) > _LONGEST_NUMBERED or not _BOLD.match(line.text):
        return part
    if ends_sentence(line.text) or leads_in(line.text):
        return part
    return heading(text, line.start, line.end, _LABEL) or part


def _numbered_items(text: str, parts: list[Part]) -> list[Part]:
    """Make a heading of what reads as a list of one item, "1. Cybersecurity", if text follows."""
    found = list(parts)
    for i, part in enumerate(parts[:-1]):
        title = _numbered_title(part)
        if not title or not isinstance(part, Block) or _numbered_title(parts[i + 1]):
            continue
        before = parts[i - 1] if i else None
        if isinstance(before, Block) and leads_in(before.lines[-1].text):
            continue
        if title.isupper() or not _numbered_title(before):
            found[i] = _heading(text, part.lines[0], _NUMBERED)
    return found


def _numbered_title(part: Part | None) -> str:
    """Read the words of a list item that may be a heading, "" for any other part."""
    if not isinstance(part, Block) or part.kind != "item" or len(part.lines) > 1:
        return ""
    line = part.lines[0].text
    number = _NUMBERED_ITEM.match(line)
    words = line[number.end() :] if number else ""
    return words if words and is_title(words) else ""


def _title_field(text: str, parts: list[Part]) -> list[Part]:
    """Make a heading of a first line "Country profile: Mali" that no other field follows."""
    line = _only_line(parts[0]) if len(parts) > 1 else None
    if line is None or len(line.text) > _LONGEST_LABEL or ends_sentence(line.text):
        return parts
    label_and_value = field(line.text)
    if label_and_value is None or " " not in label_and_value.label or leads_in(line.text):
        return parts
    if any(c.isdigit() for c in line.text[label_and_value.value :]):
        return parts
    below = parts[1]
    if isinstance(below, Block) and field(below.lines[0].text):
        return parts
    return [_heading(text, line, _TITLE), *parts[1:]]


def _lines(part: Part) -> tuple[Line, ...]:
    """Give the lines of a paragraph, none of any other part."""
    return part.lines if isinstance(part, Block) and part.kind == "paragraph" else ()


def _first_lines(text: str, part: Part, *, paired: bool, hung: bool, first: bool) -> Iterator[Part]:
    """Take the headings off the top of a paragraph.

    ``paired``: the text is known to write labels right above their values; ``hung``: to write what
    a heading is over further in.
    """
    rest = _lines(part)
    if not isinstance(part, Block) or not rest:
        yield part
        return
    if first or rest[0].gap > 1:
        titles = _title_lines(rest)
        for depth in range(titles):
            yield _heading(text, rest[depth], _TITLE + depth)
        rest = rest[titles:]
    while rest and _is_marked(rest[0].text):
        is_numbered = _NUMBERED_LINE.match(rest[0].text) is not None
        yield _heading(text, rest[0], _NUMBERED if is_numbered else _CAPITALS)
        rest = rest[1:]
    if _is_labelled(rest) or _is_hung(rest, sure=hung) or (paired and _is_short_pair(rest)):
        yield _heading(text, rest[0], _LABEL)
        rest = rest[1:]
    if rest:
        yield replace(part, lines=rest)


def _title_lines(lines: tuple[Line, ...]) -> int:
    """How many lines make a title page's block: two or three short ones and nothing else."""
    if not 1 < len(lines) <= _MOST_TITLE_LINES:
        return 0
    is_titles = all(is_title(line.text) and not is_value(line.text) for line in lines)
    return len(lines) if is_titles else 0


def _is_marked(line: str) -> bool:
    """Whether a line is a heading by itself, whatever follows: by its number or capitals."""
    if len(line) > _LONGEST_NUMBERED or ends_sentence(line) or leads_in(line):
        return False
    if _NUMBERED_LINE.match(line) or _names_part(line):
        return True
    letters = sum(c.isalpha() for c in line)
    return line.isupper() and letters >= _FEWEST_CAPITALS and is_title(line)


def _names_part(line: str) -> bool:
    """Whether a line is "Part A. Legislation": what it numbers, and a title or nothing."""
    part = _PART_LINE.match(line)
    return part is not None and (part.end() == len(line) or is_title(line[part.end() :]))


def _is_pair(part: Part) -> bool:
    return _is_labelled(_lines(part))


def _is_labelled(lines: tuple[Line, ...]) -> bool:
    """Whether the first line is a label for those right below it."""
    if len(lines) < 2 or not is_title(lines[0].text) or is_value(lines[0].text):
        return False
    below = lines[1].text
    if len(lines) == 2 and is_value(below):
        return True
    if all(field(line.text) for line in lines[1:]):
        return True
    if below[0].islower() or below[0].isdigit() or not ends_sentence(lines[-1].text):
        return False
    width = max(len(line.text) for line in lines[1:])
    return len(lines[0].text) + 1 + len(below.split(None, 1)[0]) < width


def _is_hung(lines: tuple[Line, ...], *, sure: bool = False) -> bool:
    """Whether the first line is a heading over lines that stand further in.

    Unless ``sure`` of it, the line must not look as if it had been broken off.
    """
    if len(lines) < 2 or lines[0].indent >= min(line.indent for line in lines[1:]):
        return False
    first, below = lines[0].text, lines[1].text
    if len(first) > _LONGEST_NUMBERED or ends_sentence(first) or leads_in(first):
        return False
    if CLAUSE.search(first) or not below[0].isupper() or not ends_sentence(lines[-1].text):
        return False
    width = max(line.indent + len(line.text) for line in lines)
    return sure or len(first) + 1 + len(below.split(None, 1)[0]) < width


def _is_short_pair(lines: tuple[Line, ...]) -> bool:
    return len(lines) == 2 and is_title(lines[0].text) and not field(lines[1].text)


def _labels(text: str, parts: list[Part]) -> list[Part]:
    """Make headings of the titles, chapters and labels among the paragraphs of one short line."""
    found = list(parts)
    read = list(_read(parts))
    chapters = sum(role == "chapter" for _, role in read)
    for i, role in read:
        line = _only_line(parts[i])
        if line is not None and role != "value":
            is_alone = role == "chapter" and chapters < _FEWEST_CHAPTERS
            found[i] = _heading(text, line, _LEVELS["label" if is_alone else role])
    return found


def _read(parts: list[Part]) -> Iterator[tuple[int, Role]]:
    """Yield the places of the short lines, and what they are."""
    i = 0
    shorts = Counter(map(_short, parts))
    again = {line for line, times in shorts.items() if times > 1}
    while i < len(parts):
        run: list[str] = []
        while i + len(run) < len(parts) and (line := _short(parts[i + len(run)])):
            run.append(line)
        if run:
            before = _side(parts[i - 1]) if i else "start"
            after = _side(parts[i + len(run)]) if i + len(run) < len(parts) else "end"
            yield from enumerate(roles(run, before, after, again), start=i)
        i += len(run) + 1


def _side(part: Part) -> Side:
    if isinstance(part, Heading):
        return "heading"
    line = part.lines[0].text if isinstance(part, Block) else ""
    is_field = field(line) is not None and not tells_when(line)
    return "fields" if is_field else "content"


def _short(part: Part) -> str:
    """Give the words of a short line that may be a label or a value, "" for anything else."""
    line = _only_line(part)
    return line.text if line and (is_title(line.text) or is_value(line.text)) else ""


def _only_line(part: Part) -> Line | None:
    if isinstance(part, Block) and part.kind == "paragraph" and len(part.lines) == 1:
        return part.lines[0]
    return None


def _heading(text: str, line: Line, level: int) -> Heading:
    """Make a heading of a line; one at ``_NUMBERED`` goes down with the parts of its number."""
    found = heading(text, line.start, line.end, level)
    if found is None:  # nothing but marks
        return Heading(line.start, line.end, level, line.text)
    return replace(found, level=level + len(found.number)) if level == _NUMBERED else found
