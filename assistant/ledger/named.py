"""``corpus/indicators.toml``: what people call the indicators, and which labels are one.

    [[indicator]]
    en = "National CIRT"
    fr = "CIRT national"
    group = "Technical measures"
    synonyms = ["CIRT", "CERT", "Computer emergency response team"]

    [groups]
    "Technical measures" = "Mesures techniques"

Their order is that of the table; ``groups`` are the groups' names in French. ``key`` is the English
name as a slug unless it is given.
``under`` lists headings below which single sentences are about it: those that hold all words of
one of ``says`` or, without it, of a name or synonym. What is named here wins over what the
documents' labels alone would make.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import CorpusError
from assistant.ledger.labels import slug

_KEYS = {
    "key": str,
    "en": str,
    "fr": str,
    "group": str,
    "synonyms": list,
    "under": list,
    "says": list,
}
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator as a person has it."""

    key: str
    en: str
    fr: str
    group: str
    group_fr: str
    synonyms: tuple[str, ...]
    under: tuple[str, ...]
    says: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What a sentence below ``under`` holds whole."""
        return self.says or self.names

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return tuple(dict.fromkeys((self.en, self.fr, *self.synonyms)))


def read(data: bytes, path: str) -> tuple[Named, ...]:
    """Read the file's bytes; ``path`` is for messages. Raises CorpusError saying what is wrong."""
    try:
        written = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(path, f"is no TOML: {error}") from error
    tables, groups = written.get("indicator", []), _groups(path, written.get("groups", {}))
    if not isinstance(tables, list) or len(tables) > _MOST:
        raise _wrong(path, f"must hold [[indicator]] tables, at most {_MOST:,}")
    found = [_named(path, number, table, groups) for number, table in enumerate(tables, start=1)]
    keys = [each.key for each in found]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise _wrong(path, f"names {twice!r} twice. Merge the two, or give one a key of its own")
    return tuple(found)


def _groups(path: str, table: object) -> Mapping[str, str]:
    """Read the groups' names in French, by those in English."""
    if not isinstance(table, Mapping):
        raise _wrong(path, "must hold [groups] as a table: the names in French by those in English")
    for en, fr in table.items():
        if not isinstance(fr, str) or not fr.strip():
            raise _wrong(path, f"[groups] must name groups in French: {en!r} = a text")
    return table


def _named(path: str, number: int, table: object, groups: Mapping[str, str]) -> Named:
    where = f"[[indicator]] number {number}"
    if not isinstance(table, Mapping):
        raise _wrong(path, f"{where} is no table")
    for key, value in table.items():
        kind = _KEYS.get(key)
        if kind is None:
            raise _wrong(path, f"{where} has {key!r}; known are {', '.join(_KEYS)}")
        listed = value if kind is list and isinstance(value, list) else [value]
        if not isinstance(value, kind) or not all(isinstance(v, str) and v.strip() for v in listed):
            raise _wrong(path, f"{where}: {key} must be {'a list of ' * (kind is list)}text")
    en, fr = table.get("en") or table.get("fr"), table.get("fr") or table.get("en")
    if not en or not fr:
        raise _wrong(path, f"{where} has no name: give it en, fr or both")
    key = slug(str(table.get("key", en)))
    texts = (tuple(map(str, table.get(name, ()))) for name in ("synonyms", "under", "says"))
    group = str(table.get("group", ""))
    return Named(key, str(en), str(fr), group, groups.get(group, group), *texts)


def _wrong(path: str, what: str) -> CorpusError:
    return CorpusError(f"{path} {what}. Mend it, then run: assistant index")
