"""Which lines of a document are headings, and of which level."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from assistant.readers.pdf.layout import Element, Line

_LARGER = 1.08
"""Times the usual size, from which on a line is a heading."""
_LONGEST = 200
"""Characters of a heading."""
_LONGEST_BOLD = 120
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,5})[.)]?\s+[^\W\d_a-zß-ÿ]")
_TOP_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-H])[.)]\s+[^\W\d_]")
_SENTENCE_END = re.compile(r"[.;,:!?…]\W*\Z")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_ENTRIES = 5_000
_DEEPEST = 6

Style = tuple[float, bool]
"""Font size, to half a point, and whether it is bold."""


class Entry(NamedTuple):
    """One of the PDF's outline (its bookmarks)."""

    title: str
    """Only letters and digits, in lower case."""
    depth: int
    """0 for the outermost."""


class Type(NamedTuple):
    """How a document is set."""

    size: float
    """Usual font size."""
    levels: Mapping[Style, int]
    """Of the styles that headings have, 1 for the outermost."""
    outline: Mapping[int, Sequence[Entry]]
    """By page, from 0."""
    shift: int
    """Level of the outline's outermost entries."""


def usual_size(lines: Iterable[tuple[float, int]]) -> float:
    """Font size of most of the text, of which sizes and numbers of letters are given."""
    letters: Counter[float] = Counter()
    for size, count in lines:
        letters[size] += count
    halves: Counter[float] = Counter()
    for size, count in letters.items():
        halves[_half(size)] += count
    return halves.most_common(1)[0][0] if halves else 10.0


def outline(document: Any) -> dict[int, list[Entry]]:
    """Outline of a PDF by page, {} where there is none or it cannot be read."""
    found: dict[int, list[Entry]] = {}
    for number, bookmark in enumerate(document.get_toc(max_depth=_DEEPEST)):
        if number >= _MOST_ENTRIES:
            break
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        title = bare(bookmark.get_title())
        if page is not None and title:
            found.setdefault(page, []).append(Entry(title, bookmark.level))
    return found


def bare(words: str) -> str:
    """Letters and digits of ``words``, in lower case."""
    return "".join(c for c in words.casefold() if c.isalnum())


def learn(
    pages: Sequence[Sequence[Element]], size: float, outlined: Mapping[int, Sequence[Entry]]
) -> Type:
    """See how headings are set in a document."""
    styles: Counter[Style] = Counter()
    titles: set[Style] = set()
    depths: dict[Style, int] = {}
    for number, page in enumerate(pages):
        entries = {entry.title: entry.depth for entry in outlined.get(number, ())}
        for element in page:
            if not isinstance(element, Line) or not (entries or may_stand_out(element, size)):
                continue
            style = _style(element)
            depth = entries.get(bare(element.text)) if entries else None
            if depth is not None:
                depths[style] = min(depth, depths.get(style, depth))
            elif number == 0 and _is_large(element, size):
                titles.add(style)
            if depth is not None or _stands_out(element, size):
                styles[style] += 1
    ranked = sorted(styles, key=lambda style: (-style[0], not style[1]))
    largest = max(depths, default=(0.0, False))
    shift = 1 + any(title > largest for title in titles) if depths else 1
    levels = {style: min(rank, _DEEPEST) for rank, style in enumerate(ranked, 1)}
    levels |= {style: min(depth + shift, _DEEPEST) for style, depth in depths.items()}
    return Type(size, levels, outlined, shift)


def level(line: Line, kind: Type, page: int) -> int:
    """Level of the heading that ``line`` is, or starts; 0 if it is none."""
    entries = kind.outline.get(page, ())
    words = bare(line.text) if entries else ""
    for entry in entries:
        if entry.title == words or (len(words) > 12 and entry.title.startswith(words)):
            return min(entry.depth + kind.shift, _DEEPEST)
    if _stands_out(line, kind.size):
        return kind.levels.get(_style(line), _DEEPEST)
    return 0


def is_numbered(line: Line) -> int:
    """Level of "1.2.1 Title" by its number, where nothing but that makes it a heading; else 0."""
    match = _NUMBERED.match(line.text)
    if match is None or len(line.text) > _LONGEST_BOLD or _SENTENCE_END.search(line.text):
        return 0
    return min(match.group(1).count(".") + 2, _DEEPEST)


def goes_on(line: Line, above: Line, title: str, kind: Type, page: int) -> bool:
    """Whether ``line`` is one more line of the heading that ``above`` ends so far."""
    if _style(line) != _style(above) or line.y - above.y > 1.6 * line.size:
        return False
    for entry in kind.outline.get(page, ()):
        if entry.title.startswith(bare(title)):
            return entry.title.startswith(bare(title + line.text))
    is_new = _NUMBERED.match(line.text) or _TOP_NUMBER.match(line.text)
    is_filled = above.x1 > above.left + 0.6 * (above.right - above.left)
    return not is_new and len(title) < _LONGEST and (is_filled or line.text[:1].islower())


def may_stand_out(line: Line, size: float) -> bool:
    """Whether a line is anything but ordinary text, at first sight."""
    return line.bold or line.size > size


def _stands_out(line: Line, size: float) -> bool:
    """Whether a line is set as headings are: larger, or bold and short."""
    if len(line.text) > _LONGEST:
        return False
    if _is_large(line, size):
        return True
    if not line.bold or len(line.text) > _LONGEST_BOLD or line.size < 0.95 * size:
        return False
    return _LETTER.search(line.text) is not None and not _SENTENCE_END.search(line.text)


def _is_large(line: Line, size: float) -> bool:
    return _half(line.size) >= _LARGER * size and len(_LETTER.findall(line.text)) > 1


def _style(line: Line) -> Style:
    return _half(line.size), line.bold


def _half(size: float) -> float:
    return round(2 * size) / 2
