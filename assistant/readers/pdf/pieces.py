"""A page of a PDF → pieces: what stands on one line without a wide gap, with its place and type.

Coordinates are in points (1/72 inch), as one reads: x grows to the right, y downwards, whatever
way the page is turned. pdfium is called through bare pointers, and once a word, as its wrapper's
calls for each character would take several times what reading the text does.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from math import inf
from operator import itemgetter
from typing import NamedTuple

from assistant.readers.pdf.glyphs import TURNS, Glyphs

WIDE = 0.65
"""Gap between two pieces, in font sizes; a space is about 0.3, in justified lines up to twice."""

HYPHEN = "\ufffe"
"""What pdfium puts for a hyphen and the line break after it."""

_SPREAD = 1.2
"""Times the usual width of a character, from which on a line may have gaps within one run."""
_SURE = 0.8
"""Of ``WIDE``: runs are measured by their ink."""
_INDENT = 5.0
"""Font sizes between a list's marker and its text, at most."""
_BULLETS = "•‣▪▫◦·●○■□◆►➢✓❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d"
_BULLET = re.compile(rf"[{_BULLETS}]\Z")
_MARKER = re.compile(
    rf"(?:[{_BULLETS}–—*-]"
    r"|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\Z"
)
_FEW = 5
_SAME_LINE = 0.4
"""Font sizes by which baselines of one line may differ."""
_WORD = re.compile(r"\S+")
_BOLD = re.compile(rb"bold|black|heavy|semibd|demi(?!light)", re.IGNORECASE)


class Piece(NamedTuple):
    """Words on one line of the page."""

    text: str
    x0: float
    x1: float
    y: float
    """Of the lower edge of its first character's box."""
    size: float
    """Of the font, in points."""
    bold: bool
    words: tuple[tuple[float, int], ...]
    """Where each word starts: x, and its first character in ``text``."""
    hyphen: bool = False
    """The last word goes on in the next line, after a hyphen that is not in ``text``."""
    turn: int = 0
    """Quarter turns of the text against the page."""

    def part(self, start: int, end: int) -> "Piece":
        """Its words from number ``start`` up to ``end``, each of which has a place."""
        words = self.words[start:end]
        first = words[0][1]
        is_last = end >= len(self.words)
        text = self.text[first : None if is_last else self.words[end][1] - 1]
        moved = tuple((x, place - first) for x, place in words)
        x1 = self.x1 if is_last else self.words[end][0]
        return self._replace(
            text=text, x0=words[0][0], x1=x1, words=moved, hyphen=self.hyphen and is_last
        )


Row = list[Piece]
"""Pieces on the same baseline, from the left."""

_LEFT, _HEIGHT = itemgetter(1), itemgetter(3)


def rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces on the same baseline, from the top down, each row from the left."""
    found: list[Row] = []
    last = -inf
    for piece in sorted(pieces, key=_HEIGHT):
        if piece.y - last <= _SAME_LINE * piece.size:
            found[-1].append(piece)
            found[-1].sort(key=_LEFT)
        else:
            found.append([piece])
            last = piece.y
    return found


class _Line(NamedTuple):
    """What pdfium takes for a line, which may go across columns."""

    text: str
    start: int
    end: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    turn: int
    """Quarter turns against the page, -1 where it stands at another angle."""
    hyphen: bool


def with_markers(found: list[Row]) -> list[Row]:
    """Put list markers and numbers of headings to the piece behind them."""
    return [_with_markers(row) if len(row) > 1 else row for row in found]


def _with_markers(row: Row) -> Row:
    joined: Row = []
    for piece in row:
        before = joined[-1] if joined else None
        near = before and piece.x0 - before.x1 < _INDENT * piece.size
        if before and near and (_MARKER if len(joined) == 1 else _BULLET).match(before.text):
            shift = len(before.text) + 1
            words = (*before.words, *((x, place + shift) for x, place in piece.words))
            text = f"{before.text} {piece.text}"
            joined[-1] = piece._replace(text=text, x0=before.x0, words=words)
        else:
            joined.append(piece)
    return joined


def read(glyphs: Glyphs, *, every_word: bool = False) -> list[Piece]:
    """All pieces of a page, in the order of the file; text at odd angles is left out.

    Only with ``every_word`` is each word's place known in every piece.
    """
    lines = _lines(glyphs)
    if any(line.turn for line in lines):
        lines = _most_alike(lines)
    spread = _SPREAD * _usual_width(lines)
    in_runs = bool(lines) and glyphs.count_runs(0, len(glyphs.text)) > len(lines)
    found: list[Piece] = []
    for line in lines:
        text, start, end, x0, x1, y, size, bold, turn, hyphen = line
        if " " in text and (
            every_word
            or not x0 <= x1 <= x0 + spread * size * (end - start)
            or (in_runs and _has_gaps(glyphs, line))
        ):
            found += _cut(glyphs, line)
            continue
        if "  " in text or not text.isprintable():
            text = " ".join(text.split())
        found.append(Piece(text, x0, x1, y, size, bold, ((x0, 0),), hyphen, turn))
    return found


def _most_alike(lines: list[_Line]) -> list[_Line]:
    """Those lines that stand the way that most of the text does."""
    letters = [0] * 4
    for line in lines:
        if line.turn >= 0:
            letters[line.turn] += line.end - line.start
    turn = max(range(4), key=letters.__getitem__)
    return [line for line in lines if line.turn == turn]


def _lines(glyphs: Glyphs) -> list[_Line]:
    """Lines as pdfium breaks them, where it took off a hyphen too."""
    found: list[_Line] = []
    start = 0
    for part in glyphs.text.splitlines(keepends=True):
        *parted, last = part.split(HYPHEN) if HYPHEN in part else (part,)
        for raw in parted:
            if text := raw.strip():
                found.append(_line(glyphs, text, start + raw.index(text[0]), hyphen=True))
            start += len(raw) + 1
        if text := last.strip():
            found.append(_line(glyphs, text, start + last.index(text[0]), hyphen=False))
        start += len(last)
    return found


def _line(glyphs: Glyphs, text: str, start: int, *, hyphen: bool) -> _Line:
    """Make a line of ``text``, which starts at ``start``."""
    end = start + len(text)
    left, top, _, low, last_left, last_top, right, last_low = glyphs.ends(start, end - 1)
    font = glyphs.font(start)
    if len(text) == 1:
        return _odd_line(glyphs, text, start, _is_bold(font), hyphen=hyphen)
    bold = _is_bold(font) and _is_bold(glyphs.font(end - 1))
    if last_left <= left or last_low != low or last_top != top:
        return _odd_line(glyphs, text, start, bold, hyphen=hyphen)
    size = glyphs.sizes.get((font, top - low))
    if size is None:
        size, turn = glyphs.size_and_turn(start)
        if turn or not size:
            return _odd_line(glyphs, text, start, bold, hyphen=hyphen)
        glyphs.sizes[font, top - low] = size
    return _Line(text, start, end, left, right, -low, size, bold, 0, hyphen)


def _odd_line(glyphs: Glyphs, text: str, start: int, bold: bool, *, hyphen: bool) -> _Line:
    """Make a line that is turned, or not set in one size."""
    end = start + len(text)
    middle = (start + end) // 2  # not the first, which may be raised or large
    while glyphs.text[middle].isspace():
        middle -= 1
    size, turn = glyphs.size_and_turn(middle)
    turned = TURNS[turn]
    x0, _, y = turned(*glyphs.box(start))
    x1 = turned(*glyphs.box(end - 1))[1]
    return _Line(text, start, end, x0, x1, y, size or 1.0, bold, turn, hyphen)


def _usual_width(lines: list[_Line]) -> float:
    """Width of a character in most lines, in font sizes."""
    widths = sorted(
        (line.x1 - line.x0) / line.size / (line.end - line.start)
        for line in lines
        if line.end - line.start > _FEW
    )
    return widths[len(widths) // 3] if len(widths) > _FEW else 0.0


def _has_gaps(glyphs: Glyphs, line: _Line) -> bool:
    """Whether there is a wide gap between two runs of a line."""
    count = glyphs.count_runs(line.start, line.end)
    before = 0.0
    for i, (left, right) in enumerate(glyphs.runs(count, line.turn) if count > 1 else ()):
        if i and not -WIDE * line.size < left - before < WIDE * line.size * _SURE:
            return True
        before = right
    return False


def _cut(glyphs: Glyphs, line: _Line) -> Iterator[Piece]:
    """Cut a line at its wide gaps."""
    turned = TURNS[line.turn]
    wide = WIDE * line.size
    group: list[tuple[float, str]] = []
    is_mixed = glyphs.font(line.start) != glyphs.font(line.end - 1)
    first = last = line.start
    right = 0.0
    for word in _WORD.finditer(glyphs.text, line.start, line.end):
        start, end = word.span()
        boxes = glyphs.ends(start, end - 1)
        x = turned(*boxes[:4])[0]
        if group and not -4 * wide < x - right < wide:
            yield _piece(glyphs, line, group, right, (first, last) if is_mixed else None)
            group = []
        if not group:
            first = start
        group.append((x, word.group()))
        last = end
        right = turned(*boxes[4:])[1]
    if group:
        cut = _piece(glyphs, line, group, right, (first, last) if is_mixed else None)
        yield cut._replace(hyphen=True) if line.hyphen else cut


def _piece(
    glyphs: Glyphs,
    line: _Line,
    group: list[tuple[float, str]],
    right: float,
    ends: tuple[int, int] | None,
) -> Piece:
    """Make a piece of words; ``ends``: where they are in the text, if the line's type changes."""
    start, words = 0, []
    for at, word in group:
        words.append((at, start))
        start += len(word) + 1
    bold = line.bold
    if ends:
        bold = _is_bold(glyphs.font(ends[0])) and _is_bold(glyphs.font(ends[1] - 1))
    text = " ".join([word for _, word in group])
    return Piece(
        *(text, group[0][0], right, line.y, line.size, bold, tuple(words), False, line.turn)
    )


@cache
def _is_bold(name: bytes) -> bool:
    return _BOLD.search(name) is not None
