"""The characters of a page, asked one by one, through pdfium's bare functions.

Coordinates are in points (1/72 inch), as one reads: x grows to the right, y downwards, whatever
way the page is turned. The wrapper's calls would take several times what reading the text does.
"""

import ctypes
import struct
from codecs import utf_16_le_decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import atan2, hypot, pi
from typing import Any

_LONGEST_NAME = 128
_BOX: Callable[..., tuple[float, float, float, float]] = struct.Struct("4f").unpack_from
_BOXES: Callable[..., tuple[float, ...]] = struct.Struct("8f").unpack
_SECOND = 16
"""Bytes before the second box."""


class Glyphs:
    """The characters of one page, asked one by one; valid while the page is open."""

    def __init__(self, text_page: Any) -> None:
        self._page = address(text_page)
        self._floats = (ctypes.c_float * 8)()
        self._at = ctypes.addressof(self._floats)
        self._doubles = (ctypes.c_double * 4)()
        self._name = ctypes.create_string_buffer(_LONGEST_NAME)
        self._flags = ctypes.create_string_buffer(8)
        self.sizes: dict[tuple[bytes, float], float] = {}
        """Font size by font and height of a character's box; asked once each."""
        self._calls = _calls()
        self._box, self._font, self._count_runs = (
            self._calls.box,
            self._calls.font,
            self._calls.count_runs,
        )
        self.text, self._places = _text(text_page)

    def box(self, i: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of character ``i``, in the page's own coordinates."""
        self._box(self._page, self._places[i], self._at)
        return _BOX(self._floats)

    def ends(self, first: int, last: int) -> tuple[float, ...]:
        """Give the boxes of two characters, as ``box`` does, one after the other."""
        page, places, at = self._page, self._places, self._at
        self._box(page, places[first], at)
        self._box(page, places[last], at + _SECOND)
        return _BOXES(self._floats)

    def size_and_turn(self, i: int) -> tuple[float, int]:
        """Font size in points, and quarter turns, of character ``i``."""
        place = self._places[i]
        self._calls.matrix(self._page, place, self._at)
        a, b, c, d = self._floats[:4]
        size = self._calls.size(self._page, place) * hypot(c, d)
        if b == 0 and a > 0:
            return size, 0
        quarters = atan2(b, a) / (pi / 2)
        turn = round(quarters)
        return size, turn % 4 if abs(quarters - turn) < 0.1 else -1

    def font(self, i: int) -> bytes:
        """Name of the font of character ``i``."""
        self._font(self._page, self._places[i], self._name, _LONGEST_NAME, self._flags)
        return self._name.value

    def count_runs(self, start: int, end: int) -> int:
        """How many runs of characters, each drawn at once, make these."""
        first = self._places[start]
        return self._count_runs(self._page, first, self._places[end - 1] - first + 1)

    def runs(self, count: int, turn: int) -> Iterator[tuple[float, float]]:
        """Left and right, as one reads, of each of the runs that were counted last."""
        box, at = self._doubles, ctypes.addressof(self._doubles)
        for i in range(count):
            self._calls.run(self._page, i, at, at + 8, at + 16, at + 24)
            x0, x1, _ = TURNS[turn](box[0], box[1], box[2], box[3])
            yield x0, x1

    def stretches(self, start: int, end: int) -> Iterator[tuple[float, float, float, float]]:
        """Left, top, right, bottom, in the page's own coordinates, of each run of characters."""
        box, at = self._doubles, ctypes.addressof(self._doubles)
        for i in range(self.count_runs(start, end)):
            self._calls.run(self._page, i, at, at + 8, at + 16, at + 24)
            yield box[0], box[1], box[2], box[3]


_Turned = Callable[[float, float, float, float], tuple[float, float, float]]

TURNS: tuple[_Turned, ...] = (
    lambda left, top, right, bottom: (left, right, -bottom),
    lambda left, top, right, bottom: (bottom, top, right),
    lambda left, top, right, bottom: (-right, -left, top),
    lambda left, top, right, bottom: (-top, -bottom, -left),
)
"""Left, top, right, bottom of the page → left and right as one reads, and y of the lower edge."""


def turned(turn: int, left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
    """Left, right, upper and lower y as one reads, of a box in the page's coordinates."""
    x0, x1, low = TURNS[turn](left, top, right, bottom)
    height = abs(right - left) if turn % 2 else abs(top - bottom)
    return x0, x1, low - height, low


def _text(text_page: Any) -> tuple[str, Sequence[int]]:
    """Give the page's text, a UTF-16 unit a character, and pdfium's number of each."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return "", ()
    units = (ctypes.c_ushort * (2 << count.bit_length()))()  # a type for each length is costly
    written = pdfium.FPDFText_GetText(text_page, 0, count, units) - 1
    text = utf_16_le_decode(memoryview(units).cast("B")[: 2 * written], "replace", True)[0]
    if len(text) != written:
        text = "".join(map(chr, units[:written]))
    if written == count:
        return text, range(count)
    place = pdfium.FPDFText_GetCharIndexFromTextIndex
    return text, [max(0, place(text_page, i)) for i in range(written)]


@dataclass(frozen=True, slots=True)
class _Calls:
    """pdfium's functions, called without conversions and without giving up Python's lock."""

    box: Callable[..., int]
    matrix: Callable[..., int]
    run: Callable[..., int]
    count_runs: Callable[..., int]
    font: Callable[..., int]
    size: Callable[..., float]


def address(pointer: Any) -> int:
    """Where ``pointer`` points to."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Give one of pdfium's functions without conversions; pointers are numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


@cache
def _calls() -> _Calls:
    import pypdfium2.raw as pdfium

    integer, long, pointer = ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p
    of = pointer, integer
    return _Calls(
        box=bare(pdfium.FPDFText_GetLooseCharBox, integer, *of, pointer),
        matrix=bare(pdfium.FPDFText_GetMatrix, integer, *of, pointer),
        run=bare(pdfium.FPDFText_GetRect, integer, *of, *[pointer] * 4),
        count_runs=bare(pdfium.FPDFText_CountRects, integer, *of, integer),
        font=bare(pdfium.FPDFText_GetFontInfo, long, *of, pointer, long, pointer),
        size=bare(pdfium.FPDFText_GetFontSize, ctypes.c_double, *of),
    )
