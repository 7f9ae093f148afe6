"""Every name of a country or territory, and when it counts as one.

Built once, on first use, from ISO 3166 (pycountry), CLDR (Babel; English and French) and
``demonyms.toml``, which holds what these two lack.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from assistant.countries.tokens import key

Kind = Literal["name", "demonym", "code"]

_DATA = Path(__file__).parent.parent / "demonyms.toml"
# Words of a name that texts leave out: "Union of Comoros", "Saint-Vincent-et-Grenadines".
_ARTICLES = frozenset({"the", "les", "l", "la", "le"})
_IRREGULAR_FEMININES = {"turc": "turque", "grec": "grecque"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase stands for; ``code`` is "" for a phrase that names no country."""

    code: str
    kind: Kind
    rules: tuple[str, ...] = ()
    """Conditions under which it counts, as listed in ``demonyms.toml``."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The phrases to look for, by their key (see ``tokens.key``)."""

    entries: Mapping[str, Entry]
    prefixes: frozenset[str]
    """Every beginning of an entry of several words, cut at a word."""
    exact: Mapping[str, str]
    """Names without commas → code, whatever ``entries`` says of when they count."""
    alpha2: Mapping[str, str]
    denied: frozenset[str]
    """Alpha-3 codes better known as something else."""
    display: Mapping[str, tuple[str, str]]
    """Code → English and French name."""
    not_countries: frozenset[str]
    rivals: Mapping[str, str]
    context: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    french: Mapping[str, frozenset[str]]
    english: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the one gazetteer; the first call builds it, in about 0.15 s."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    alpha2, display, names = _sources(data)
    kinds = _sets(data["kinds"])
    rules = _rules(data)
    exact = {name.replace(" ,", ""): code for name, code in reversed(names)}
    entries: dict[str, Entry] = {}
    for name, code in names:
        if code not in kinds["resolve_only"]:
            entries.setdefault(name, Entry(code, "name", rules.get(name, ())))
    for form, code, extra in _demonyms(data["demonyms"], rules):
        entries.setdefault(form, Entry(code, "demonym", extra))
    for code in alpha2.values():
        if code not in data["codes"]["denied"]:
            entries.setdefault(code.lower(), Entry(code, "code", ("code",)))
    for phrase in chain.from_iterable(data["not_countries"].values()):
        for form in _decoys(phrase):
            entries[form] = Entry("", "name")
    return Gazetteer(
        entries=entries,
        prefixes=frozenset(_prefixes(entries)),
        exact=exact,
        alpha2=alpha2,
        denied=frozenset(data["codes"]["denied"]),
        display=display,
        not_countries=kinds["not_countries"],
        rivals=data["rivals"],
        context={key(name): frozenset(words.split()) for name, words in data["context"].items()},
        words=_sets(data["words"]),
        french=_sets(data["french"]),
        english=_sets(data["english"]),
    )


def _sets(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {label: frozenset(words.split()) for label, words in table.items()}


def _rules(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    rules: dict[str, tuple[str, ...]] = {}
    for rule, phrases in chain(data["rules"].items(), [("context", data["context"])]):
        for phrase in phrases:
            rules[key(phrase)] = (*rules.get(key(phrase), ()), rule)
    return rules


def _sources(
    data: Mapping[str, Any],
) -> tuple[dict[str, str], dict[str, tuple[str, str]], list[tuple[str, str]]]:
    """Return alpha-2 codes, names to show, and (key, code) of every name, the surest first."""
    import pycountry
    from babel import Locale

    english, french = Locale("en").territories, Locale("fr").territories
    alpha2: dict[str, str] = {}
    display: dict[str, tuple[str, str]] = {}
    official: list[tuple[str, str]] = []
    for country in pycountry.countries:
        code, cldr = country.alpha_3, (english[country.alpha_2], french[country.alpha_2])
        alpha2[country.alpha_2] = code
        display[code] = (_plain(cldr[0]), cldr[1])
        for field in ("name", "common_name", "official_name"):
            official += [(form, code) for form in _variants(getattr(country, field, ""))]
        official += [(form, code) for name in cldr for form in _variants(name)]
    shown = data["areas"] | data["display"]
    display |= {code: _pair(line) for code, line in shown.items()}
    ours = [
        (form, code)
        for code, names in chain(
            data["names"].items(), ((code, _pair(line)) for code, line in shown.items())
        )
        for name in names
        for form in _variants(name)
    ]
    return alpha2 | {"XK": "XKX", "EU": "EUE"}, display, ours + official


def _plain(name: str) -> str:
    return name.replace(" & ", " and ").replace("St. ", "Saint ")


def _pair(line: str) -> tuple[str, str]:
    english, french = line.split("|")
    return english.strip(), french.strip()


def _variants(name: str) -> Iterator[str]:
    """Yield the keys under which a name is found: as it is, turned round, without articles."""
    spellings = [name]
    head, comma, tail = name.partition(", ")
    if comma and tail.split()[-1] in {"of", "the"}:
        spellings.append(f"{tail} {head}")
    for spelling in filter(None, spellings):
        words = key(spelling).split()
        while words and words[0] in _ARTICLES:
            words = words[1:]
        plain = " ".join(words)
        yield plain
        yield " ".join(word for word in words if word not in _ARTICLES).removesuffix(" ,")
        if " s " in plain:
            yield plain.replace(" s ", "s ")  # "Peoples Republic"


def _demonyms(
    table: Mapping[str, str], rules: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield every form of every adjective and inhabitant's name: (key, code, rules)."""
    for code, line in table.items():
        for words, inflect in zip(_pair(line), (_english_forms, _french_forms), strict=True):
            for word in filter(None, words.split(", ")):
                base = key(word)
                own = rules.get(base, ())
                yield base, code, own
                forms = () if word.endswith("=") else inflect(base)
                inherited = tuple(rule for rule in own if rule != "language")
                if inflect is _french_forms and "language" in own:
                    inherited += ("language_form",)
                for form in forms:
                    yield form, code, inherited


def _english_forms(base: str) -> tuple[str, ...]:
    invariable = base.endswith(("ese", "sh", "ch", "s", "x", "y", "z"))
    return () if invariable else (base + "s",)


def _french_forms(base: str) -> tuple[str, ...]:
    """Return the feminine and plurals of a folded masculine singular."""
    if base.endswith("e"):
        return (base + "s",)
    feminines = [_IRREGULAR_FEMININES.get(base, base + "e")]
    if base.endswith(("en", "on")):
        feminines.append(base + "ne")
    plurals = [] if base.endswith("s") else [base + "s"]
    return (*feminines, *plurals, *(feminine + "s" for feminine in feminines))


def _decoys(phrase: str) -> Iterable[str]:
    base = key(phrase.rstrip("+"))
    inflected = phrase.endswith("+")
    return (base, *_english_forms(base), *_french_forms(base)) if inflected else (base,)


def _prefixes(entries: Iterable[str]) -> Iterator[str]:
    for entry in entries:
        words = entry.split()
        for length in range(1, len(words)):
            yield " ".join(words[:length])
