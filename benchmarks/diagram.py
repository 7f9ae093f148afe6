"""Reliability diagrams: the share of right answers against their confidence."""

from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.scores import BINS, Bin

_SIDE = 240
_LEFT, _TOP = 44, 34
_STEP_X, _STEP_Y = _SIDE + 70, _SIDE + 96
_ACROSS = 3


def svg(sets: Mapping[str, Sequence[Bin]]) -> str:
    """Draw a panel per set, with each bin's point and the number of its answers as bars below."""
    down = -(-len(sets) // _ACROSS)
    width, height = _STEP_X * min(_ACROSS, len(sets)), _STEP_Y * down
    panels = [
        _panel(name, bins, _STEP_X * (number % _ACROSS), _STEP_Y * (number // _ACROSS))
        for number, (name, bins) in enumerate(sets.items())
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="11">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *panels,
            "</svg>\n",
        ]
    )


def _panel(name: str, bins: Sequence[Bin], x: int, y: int) -> str:
    most = max((each.n for each in bins), default=1)
    n = sum(each.n for each in bins)
    points = [(_SIDE * each.confidence, _SIDE * (1 - each.right)) for each in bins]
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    return "\n".join(
        [
            f'<g transform="translate({x + _LEFT} {y + _TOP})">',
            f'<text x="0" y="-12" font-weight="bold">{escape(name)} ({n})</text>',
            f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>',
            f'<line x1="0" y1="{_SIDE}" x2="{_SIDE}" y2="0" stroke="#888" stroke-dasharray="4 4"/>',
            *(_bar(each, most) for each in bins),
            f'<polyline points="{line}" fill="none" stroke="#1a5fb4" stroke-width="2"/>',
            *(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="#1a5fb4"/>' for a, b in points),
            *_axis(),
            "</g>",
        ]
    )


def _bar(each: Bin, most: int) -> str:
    wide = _SIDE / BINS
    high = 0.25 * _SIDE * each.n / most
    left = min(int(each.confidence * BINS), BINS - 1) * wide
    return (
        f'<rect x="{left + 2:.1f}" y="{_SIDE - high:.1f}" width="{wide - 4:.1f}" '
        f'height="{high:.1f}" fill="#99c1f1"><title>{each.n} answers</title></rect>'
    )


def _axis() -> list[str]:
    ticks = []
    for tick in (0, 0.5, 1):
        at = _SIDE * tick
        ticks.append(f'<text x="{at}" y="{_SIDE + 15}" text-anchor="middle">{tick:g}</text>')
        ticks.append(f'<text x="-6" y="{_SIDE - at + 4}" text-anchor="end">{tick:g}</text>')
    middle = _SIDE / 2
    return [
        *ticks,
        f'<text x="{middle}" y="{_SIDE + 32}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(-26 {middle}) rotate(-90)" text-anchor="middle">right</text>',
    ]
