"""Bars as SVG: the parts of a question's time, and how many questions are answered a second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HIGH, _GAP = 460, 20, 8
_LEFT, _RIGHT, _TOP, _BOTTOM = 150, 80, 40, 16
_COLOURS = ("#99c1f1", "#1a5fb4", "#26a269", "#e5a50a", "#c061cb")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of one piece or of several, laid end to end: (what it is, how long)."""

    name: str
    pieces: tuple[tuple[str, float], ...]
    mark: str
    """Written behind it."""

    @property
    def length(self) -> float:
        """All pieces together."""
        return sum(value for _, value in self.pieces)


def svg(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """Draw horizontal bars, in their order; a key below where they have several pieces."""
    names = list(dict.fromkeys(name for bar in bars for name, _ in bar.pieces))
    colours = {name: _COLOURS[n % len(_COLOURS)] for n, name in enumerate(names)}
    scale = _WIDTH / max((bar.length for bar in bars if bar.length > 0), default=1)
    down = _TOP + len(bars) * (_HIGH + _GAP)
    key = _key(colours, down + _BOTTOM) if len(names) > 1 else []
    width, height = _LEFT + _WIDTH + _RIGHT, down + _BOTTOM + (24 if key else 0)
    drawn = [
        line
        for number, bar in enumerate(bars)
        for line in _bar(bar, _TOP + number * (_HIGH + _GAP), scale, colours, unit)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="11">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            f'<text x="8" y="20" font-weight="bold">{escape(title)}</text>',
            *drawn,
            *key,
            "</svg>\n",
        ]
    )


def _bar(bar: Bar, y: float, scale: float, colours: Mapping[str, str], unit: str) -> list[str]:
    middle, x = y + _HIGH * 0.7, float(_LEFT)
    lines = [f'<text x="{_LEFT - 6}" y="{middle:.1f}" text-anchor="end">{escape(bar.name)}</text>']
    for name, value in bar.pieces:
        told = escape(f"{name}: {value:.1f} {unit}")
        lines.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{value * scale:.1f}" height="{_HIGH}" '
            f'fill="{colours[name]}"><title>{told}</title></rect>'
        )
        x += value * scale
    lines.append(f'<text x="{x + 6:.1f}" y="{middle:.1f}">{escape(bar.mark)}</text>')
    return lines


def _key(colours: Mapping[str, str], y: float) -> list[str]:
    lines, step = [], (_WIDTH + _RIGHT) / len(colours)
    for number, (name, colour) in enumerate(colours.items()):
        x = _LEFT + number * step
        lines.append(f'<rect x="{x:.1f}" y="{y}" width="10" height="10" fill="{colour}"/>')
        lines.append(f'<text x="{x + 14:.1f}" y="{y + 9}">{escape(name)}</text>')
    return lines
