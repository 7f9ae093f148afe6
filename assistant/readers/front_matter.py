"""The YAML between two ``---`` lines at the start of a text.

Values stay the strings that were written, so that the country code NO is not False, nor the date
2014-08 a number. Anchors are refused, as a few of them can stand for gigabytes.
"""

import re
from collections import Counter

import yaml

from assistant.errors import CorpusError

_LIMIT = 64 * 1024
"""Characters; ten lines are usual, more is a mistake or an attack."""
_DEEPEST = 4
_OPENING = re.compile(
    r"""---[ \t]*(?:\r\n|\r|\n)(?:(?=(?P<mark>["']?)[A-Za-z_][\w-]*(?P=mark)[ \t]*:|---)"""
    # Below blank lines or comments, which may be headings, only what no text begins with.
    r"""|(?P<later>(?=(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)){1,50}"""
    r"""["']?(?:country|countries|title|publisher|as_of|url|language)["']?[ \t]*:)))"""
)
_CLOSING = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)")
_BASE = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = frozenset({"", "~", "null"})


def read(text: str, start: int = 0) -> tuple[dict[str, object], int]:
    """Fields of the front matter at ``start``, and where the text after it begins.

    A text without front matter, even one that begins with a rule, gives ({}, start). Raises
    CorpusError if it is never closed, too long, or no YAML mapping.
    """
    opening = _OPENING.match(text, start)
    if opening is None:
        return {}, start
    closing = _CLOSING.search(text, opening.end(), opening.end() + _LIMIT)
    if closing is None and opening["later"] is not None:
        return {}, start
    if closing is None:
        raise CorpusError(
            "the front matter that '---' opens on the first line is not closed within "
            f"{_LIMIT // 1024} KiB. Add a line '---' below it, or a blank line above"
        )
    return _fields(text[opening.end() : closing.start()]), closing.end()


def _fields(source: str) -> dict[str, object]:
    try:
        _refuse_anchors(source)
        loaded = yaml.load(source, Loader=_BASE)  # noqa: S506 - makes nothing but str, list, dict
    except yaml.YAMLError as error:
        raise CorpusError(f"the front matter is no valid YAML{_place(error)}") from error
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        raise CorpusError("the front matter has no 'key: value' lines")
    _refuse_doubles(source)
    return {key: _plain(value) for key, value in loaded.items() if isinstance(key, str)}


def _refuse_anchors(source: str) -> None:
    depth = 0
    for event in yaml.parse(source, Loader=_BASE):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise CorpusError("the front matter holds a YAML anchor or alias. Write values out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise CorpusError(f"the front matter is nested more than {_DEEPEST} levels deep")


def _refuse_doubles(source: str) -> None:
    """Refuse a key that stands twice: which of its values is meant, nobody can tell."""
    written = yaml.compose(source, Loader=_BASE)
    pairs = written.value if isinstance(written, yaml.MappingNode) else []
    for key, times in Counter(str(key.value) for key, _ in pairs).items():
        if times > 1:
            raise CorpusError(f"the front matter has the key {key:.60} {times} times. Keep one")


def _plain(value: object) -> object:
    return None if isinstance(value, str) and value.strip().lower() in _NULLS else value


def _place(error: yaml.YAMLError) -> str:
    """Where the error is, counted as in the file, which has one more line on top."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None)
    where = f" (line {mark.line + 2})" if mark is not None else ""
    return f"{where}: {problem}" if problem else where
