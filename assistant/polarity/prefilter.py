r"""Large patterns, searched for only in texts that hold the words they cannot match without.

A pattern is parsed into what each of its alternatives needs: ``is\ (?:lacking|absent)`` the word
"is", and a word that begins with "lack" or "abse". Most sentences lack that, and are not searched.
Nothing is missed: an alternative of which no words can be told is always searched for.

After the prefilters of code search (Cox 2012, "Regular expression matching with a trigram index").
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from itertools import chain
from typing import Any, NamedTuple

_SIZES = (4, 2)
"""Letters of a word's beginning that are looked up."""
_FEW = 64
"""Strings that are told apart while a pattern is read."""
_EDGE, _START = "\0", "\1"
"""Stand for a place where a word may only begin or end, and for the start of the text."""
_WORD = re.compile(r"\w+")
_AS_WRITTEN = re.IGNORECASE | re.ASCII | re.LOCALE
_OUTRIGHT = 400
"""Texts that are searched without more ado: to read the patterns takes as long."""

Keys = frozenset[str]
"""Words, and beginnings of words with "^" before them, of which a text must hold one; those of
its first word have ``_START`` before them."""


class _Alternative(NamedTuple):
    pattern: int
    others: tuple[Keys, ...]
    """What it needs beside the key that leads to it."""


class Cues:
    """Patterns for folded texts, which are searched together."""

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        self._patterns = patterns
        self._seen = 0

    def prepare(self) -> None:
        """Read the patterns now rather than after so many texts."""
        self._seen = max(self._seen, _OUTRIGHT)
        self._needed  # noqa: B018

    def matches(self, folded: str) -> list[list[re.Match[str]]]:
        """Give of each pattern all matches."""
        possible = self._possible(folded)
        return [
            list(pattern.finditer(folded)) if number in possible else []
            for number, pattern in enumerate(self._patterns)
        ]

    def first(self, folded: str) -> tuple[int, re.Match[str]] | None:
        """Give the number and match of the first of the patterns that matches."""
        possible = self._possible(folded)
        for number, pattern in enumerate(self._patterns):
            if number in possible and (match := pattern.search(folded)):
                return number, match
        return None

    def _possible(self, folded: str) -> set[int] | range:
        """Give the numbers of the patterns that may match."""
        if self._seen < _OUTRIGHT:
            self._seen += 1
            return range(len(self._patterns))
        always, by_key = self._needed
        keys = _keys(folded)
        found = set(always)
        for key in by_key.keys() & keys:
            for number, others in by_key[key]:
                if number not in found and not any(map(keys.isdisjoint, others)):
                    found.add(number)
        return found

    @cached_property
    def _needed(self) -> tuple[set[int], dict[str, list[_Alternative]]]:
        """Sort the alternatives by the keys that a text seldom holds; first those without any."""
        always: set[int] = set()
        by_key: defaultdict[str, list[_Alternative]] = defaultdict(list)
        for number, pattern in enumerate(self._patterns):
            for needs in _alternatives(pattern):
                rarest, *others = sorted(needs, key=_commonness) or [Keys()]
                for key in rarest:
                    by_key[key].append(_Alternative(number, tuple(others)))
                if not needs:
                    always.add(number)
        return always, dict(by_key)


@lru_cache(maxsize=256)
def _keys(folded: str) -> Keys:
    words = _WORD.findall(folded)
    first = [_START + key for key in _keys_of(words[0])] if words else []
    return Keys([*first, *chain.from_iterable(map(_keys_of, words))])


@lru_cache(maxsize=1 << 14)
def _keys_of(word: str) -> tuple[str, ...]:
    return (word, *(f"^{word[:size]}" for size in _SIZES))


def _commonness(keys: Keys) -> float:
    """Tell about how often a text holds one of some keys: short ones are common."""
    return sum(4.0 ** -len(key) for key in keys)


def _alternatives(pattern: re.Pattern[str]) -> list[list[Keys]]:
    """Give what each alternative of a pattern needs, all of it; nothing where it cannot be told."""
    if pattern.flags & _AS_WRITTEN:
        return [[]]
    tree = list(import_module("re._parser").parse(pattern.pattern, pattern.flags))
    if str(tree[-1][0]) != "BRANCH":
        return [_Reader().read(tree)]
    return [_Reader().read([*tree[:-1], *branch]) for branch in tree[-1][1][1]]


class _Reader:
    """Reads a parsed pattern from left to right."""

    def __init__(self, begin: str = "") -> None:
        self.needs: list[Keys] = []
        self._ways = [begin]
        """What a match holds here, from the last place of which nothing was known."""

    def read(self, tree: Iterable[Any]) -> list[Keys]:
        """Give what a sequence needs."""
        for op, value in tree:
            self._step(str(op), value)
        self._forget("")
        return self.needs

    @property
    def _place(self) -> str:
        """What is known of the place that is read: ``_START``, ``_EDGE`` or nothing."""
        if set(self._ways) == {_START}:
            return _START
        return _EDGE if all(way and not _is_letter(way[-1]) for way in self._ways) else ""

    def _step(self, op: str, value: Any) -> None:
        strings = _strings(op, value)
        if strings is not None:
            if len(strings) * len(self._ways) > _FEW:
                self._forget(self._place)
            self._ways = [way + string for way in self._ways for string in strings]
        elif op == "SUBPATTERN" and not (value[1] or value[2]):
            for inner, inside in value[3]:
                self._step(str(inner), inside)
        elif op == "BRANCH":
            self._branch(value[1])
        elif op in ("MAX_REPEAT", "MIN_REPEAT"):
            least, _, inside = value
            before = self._place
            if before == _START and all(_is_apart(str(kind), each) for kind, each in inside):
                return  # the first word is still to come
            if least:
                self.needs += _Reader(before).read(inside)
            self._forget(_EDGE if _ends(inside, bool(before)) and (least or before) else "")
        else:
            self._forget("")
        if op == "ASSERT":
            self.needs += _Reader().read(value[1])

    def _branch(self, branches: Sequence[Any]) -> None:
        before = self._place
        self._forget(_EDGE if all(_ends(branch, bool(before)) for branch in branches) else "")
        each = [_Reader(before).read(branch) for branch in branches]
        if all(each):
            self.needs.append(Keys().union(*(min(needs, key=_commonness) for needs in each)))

    def _forget(self, begin: str) -> None:
        """Note what is needed up to here, and begin anew."""
        keys = [_key(way) for way in self._ways]
        if all(keys):
            self.needs.append(Keys(filter(None, keys)))
        self._ways = [begin]


def _key(way: str) -> str | None:
    """Give the longest of the words, and beginnings of words, of which a string tells."""
    found: list[str] = []
    for match in _WORD.finditer(way):
        word = match.group()
        if match.start() == 0:
            continue  # perhaps the end of a longer word
        first = _START if way[0] == _START and not found else ""
        if match.end() < len(way):
            found.append(first + word)
        else:
            found += [f"{first}^{word[:size]}" for size in _SIZES if size <= len(word)][:1]
    return max(found, key=len, default=None)


def _strings(op: str, value: Any) -> list[str] | None:
    """Give all that a part of a pattern may match, None if that is too much to tell."""
    if op == "LITERAL":
        return [chr(value)]
    if op == "IN":
        known = all(str(kind) == "LITERAL" for kind, _ in value)
        return [chr(code) for _, code in value] if known else None
    if op == "AT":
        if str(value) == "AT_BEGINNING_STRING":
            return [_START]
        return [""] if str(value) == "AT_NON_BOUNDARY" else [_EDGE]
    if op in ("ASSERT", "ASSERT_NOT"):
        return [""]
    if op == "SUBPATTERN":
        return None if value[1] or value[2] else _sequence(value[3])
    if op == "BRANCH":
        parts = [_sequence(branch) for branch in value[1]]
        return _few([s for part in parts for s in part or ()]) if None not in parts else None
    if op in ("MAX_REPEAT", "MIN_REPEAT") and value[1] == 1:
        inside = _sequence(value[2])
        return None if inside is None else ["", *inside][value[0] :]
    return None


def _sequence(tree: Iterable[Any]) -> list[str] | None:
    found: list[str] | None = [""]
    for op, value in tree:
        strings = _strings(str(op), value)
        if strings is None or found is None:
            return None
        found = _few([way + string for way in found for string in strings])
    return found


def _few(strings: list[str]) -> list[str] | None:
    return strings if len(strings) <= _FEW else None


def _ends(tree: Sequence[Any], before: bool) -> bool:
    """Whether no word goes on behind what a sequence matches; ``before``: none does before it."""
    if not len(tree):
        return before
    op, value = str(tree[-1][0]), tree[-1][1]
    if op in ("LITERAL", "IN"):
        return _is_apart(op, value)
    if op == "AT":
        return str(value) != "AT_NON_BOUNDARY" or _ends(tree[:-1], before)
    if op in ("ASSERT", "ASSERT_NOT"):
        return _ends(tree[:-1], before)
    if op == "SUBPATTERN":
        return _ends(value[3], _ends(tree[:-1], before))
    if op == "BRANCH":
        return all(_ends(branch, _ends(tree[:-1], before)) for branch in value[1])
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        skipped = value[0] or _ends(tree[:-1], before)
        return bool(skipped) and _ends(value[2], _ends(tree[:-1], before))
    return False


def _is_apart(kind: str, value: Any) -> bool:
    """Whether a single character of a pattern is no letter or digit."""
    if kind == "LITERAL":
        return not _is_letter(chr(value))
    if kind == "IN":
        return all(_is_apart(str(each), inside) for each, inside in value)
    return kind == "CATEGORY" and str(value) in ("CATEGORY_NOT_WORD", "CATEGORY_SPACE")


def _is_letter(character: str) -> bool:
    return _WORD.match(character) is not None
