"""Word's styles and automatic numbers: what level a paragraph has, and which number."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.readers.markers import figure

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING = re.compile(r"(?:heading|titre|überschrift|encabezado|título|titolo)\s*(\d)\Z")
_TITLES = frozenset({"title", "titre", "titel", "título"})
_SUBTITLES = frozenset({"subtitle", "sous-titre"})
_CONTENTS = re.compile(r"(?:toc|tm|table of figures)\b.*")
_DEEPEST_CHAIN = 20
_DEEPER = re.compile(r"(?:list|liste)\b.*\s([2-9])\Z")
_PLACE = re.compile(r"%(\d)")
_MARKER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\Z")
_NO_NUMBER = "0"


def value(node: "_Element", name: str) -> str:
    """Give an attribute of Word's, "" where there is none."""
    return str(node.get(f"{W}{name}", ""))


def _val(node: "_Element | None", path: str) -> str | None:
    """Give the value of the element at ``path``, names joined by /; None where there is none."""
    found = node.find("/".join(W + name for name in path.split("/"))) if node is not None else None
    return None if found is None else value(found, "val")


@dataclass(frozen=True, slots=True)
class Style:
    """What the style of a paragraph says."""

    level: int | None = None
    """Of a heading, from 1; None for other text."""
    number: tuple[str, int] | None = None
    """The list that it numbers by, and the level in it."""
    is_strong: bool = False
    depth: int = 0
    """Of a list's item, where the style's name says it: 1 for "List Bullet 2"."""
    is_contents: bool = False
    """An entry of the table of contents."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The document's styles by id."""

    nodes: dict[str, "_Element"]
    shift: int
    """1 where there is a title, below which all headings are."""

    @classmethod
    def of(cls, root: "_Element | None", body: "_Element") -> "Styles":
        """Read the part with the styles, if there is one; ``body``: what they are used in."""
        found = root.iter(f"{W}style") if root is not None else ()
        nodes = {value(node, "styleId"): node for node in found}
        titles = {
            key for key, node in nodes.items() if (_val(node, "name") or "").lower() in _TITLES
        }
        has_title = any(value(node, "val") in titles for node in body.iter(f"{W}pStyle"))
        return cls(nodes, int(has_title))

    def of_paragraph(self, paragraph: "_Element") -> Style:
        """Give the style of a paragraph; what it states itself comes first."""
        form = paragraph.find(f"{W}pPr")
        chain = self._chain(_val(form, "pStyle"))
        names = [(_val(node, "name") or "").lower() for node in chain]
        forms = [form, *(node.find(f"{W}pPr") for node in chain)]
        return Style(
            self._level(names, forms),
            _number(forms),
            any(_val(node, "rPr/b") in ("", "1", "true", "on") for node in chain[:1]),
            _depth(names),
            bool(names) and _CONTENTS.match(names[0]) is not None,
        )

    def is_strong_run(self, form: "_Element | None") -> bool:
        """Whether a run is bold by its character style."""
        chain = self._chain(_val(form, "rStyle")) if form is not None else []
        return any(_val(node, "rPr/b") in ("", "1", "true", "on") for node in chain)

    def _level(self, names: list[str], forms: list["_Element | None"]) -> int | None:
        for name in names:
            if name in _TITLES:
                return 1
            if name in _SUBTITLES:
                return None
            heading = _HEADING.match(name)
            if heading:
                return int(heading[1]) + self.shift
        for form in forms:
            outlined = _val(form, "outlineLvl")
            if outlined is not None and outlined.isdigit():
                return int(outlined) + 1 + self.shift if int(outlined) < 9 else None
        return None

    def _chain(self, name: str | None) -> list["_Element"]:
        """Give a style and those that it is based on."""
        chain: list[_Element] = []
        while name in self.nodes and len(chain) < _DEEPEST_CHAIN:
            chain.append(self.nodes[name])
            name = _val(chain[-1], "basedOn")
        return chain


def _depth(names: list[str]) -> int:
    deeper = _DEEPER.match(names[0]) if names else None
    return int(deeper[1]) - 1 if deeper else 0


def _number(forms: list["_Element | None"]) -> tuple[str, int] | None:
    """Give the list and level stated first; a list may be stated here and its level there."""
    number = next((n for n in (_val(form, "numPr/numId") for form in forms) if n is not None), None)
    level = next((n for n in (_val(form, "numPr/ilvl") for form in forms) if n is not None), "0")
    if number is None or number == _NO_NUMBER:
        return None
    return number, int(level) if level.isdigit() and len(level) < 2 else 0


@dataclass(frozen=True, slots=True)
class Number:
    """The automatic number or bullet of a paragraph."""

    text: str
    """"1.2.1"; "" for a bullet."""
    depth: int
    is_bullet: bool

    @property
    def marker(self) -> str:
        """What marks it as a list's item, "" if it rather numbers a paragraph: "1.2.1"."""
        if self.is_bullet:
            return "-"
        return self.text if _MARKER.match(self.text) else ""


@dataclass(slots=True)
class Numbering:
    """The document's lists, and how far each has counted."""

    levels: dict[str, dict[int, "_Element"]]
    """Of each list, by its id."""
    shared: dict[str, str]
    """Which lists count together: id → the abstract list's id."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: "_Element | None") -> "Numbering":
        """Read the part with the lists, if there is one."""
        if root is None:
            return cls({}, {})
        abstract = {
            value(node, "abstractNumId"): _levels(node) for node in root.iter(f"{W}abstractNum")
        }
        levels: dict[str, dict[int, _Element]] = {}
        shared: dict[str, str] = {}
        for node in root.iter(f"{W}num"):
            base, name = _val(node, "abstractNumId") or "", value(node, "numId")
            own = {
                int(value(each, "ilvl")): each
                for each in node.iter(f"{W}lvlOverride")
                if value(each, "ilvl").isdigit()
            }
            levels[name] = abstract.get(base, {})
            shared[name] = f"{base}:{name}" if own else base
        return cls(levels, shared)

    def next(self, paragraph: "_Element", style: Style) -> Number | None:
        """Count a paragraph in its list; None where it is in none."""
        if style.number is None or style.number[0] not in self.levels:
            return None
        name, depth = style.number
        level = self.levels[name].get(depth)
        if level is None:
            return None
        shown = max(depth, style.depth)
        counts = self.counts.setdefault(self.shared[name], {})
        counts[depth] = counts.get(depth, _start(level) - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        kind = _val(level, "numFmt") or "decimal"
        if kind in ("bullet", "none"):
            return Number("", shown, kind == "bullet")
        return Number(self._text(name, level, counts), shown, False)

    def _text(self, name: str, level: "_Element", counts: dict[int, int]) -> str:
        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            of = self.levels[name].get(place)
            start = _start(of) if of is not None else 1
            kind = (_val(of, "numFmt") if of is not None else None) or "decimal"
            return figure(counts.get(place, start), kind)

        return _PLACE.sub(shown, _val(level, "lvlText") or "").strip()


def _levels(node: "_Element") -> dict[int, "_Element"]:
    found = ((value(each, "ilvl"), each) for each in node.iter(f"{W}lvl"))
    return {int(depth): each for depth, each in found if depth.isdigit()}


def _start(level: "_Element") -> int:
    start = _val(level, "start") or "1"
    return int(start) if start.isdigit() and len(start) < 6 else 1
