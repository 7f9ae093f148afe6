"""Countries, indicators and wordings, and how the braces of a wording are filled."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

Language = Literal["en", "fr"]

HERE = Path(__file__).parent
SPLITS = tuple(sorted(path.stem for path in HERE.glob("*seen*.toml")))
"""Files of wordings: all may be looked at, but for ``UNSEEN``, which is only scored."""
UNSEEN = "unseen"
THINGS = ("body", "plan", "law")
"""Kinds of indicators that a country has or has not, and that share their wordings."""
VERDICTS = (*THINGS, "treaty", "requirement")
"""Kinds that are asked about with yes/no questions."""

UNCOVERED = 10
"""Countries that are always left without a profile, to ask about."""
MOST = 210
"""Countries that a set may cover."""

_CLAUSE = {
    "en": {
        "thing": "{c} has {a}",
        "treaty": "{c} is a party to {t}",
        "requirement": "{rule} is mandatory in {c}",
    },
    "fr": {
        "thing": "{c} dispose d'{un}",
        "treaty": "{c} est partie {at}",
        "requirement": "{rule} est obligatoire {au}",
    },
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country with the forms of its name; see ``countries.toml`` and ``more_countries.toml``."""

    code: str
    forms: dict[str, Any]

    def name(self, language: Language) -> str:
        """Return the name as a title has it, without the article."""
        name: str = self.forms[language]
        for article in ("the ", "le ", "la ", "l'"):
            name = name.removeprefix(article)
        return name[0].upper() + name[1:]

    def slug(self, language: Language) -> str:
        """Return the name for a file: ``cote-d-ivoire``."""
        letters = "".join(c if c.isalnum() else "-" for c in plain(self.name(language)).lower())
        return letters.strip("-")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a profile speaks of; see ``indicators.toml``."""

    id: str
    kind: str
    chapter: str
    forms: dict[str, dict[str, Any]]
    unit: str | None

    @property
    def family(self) -> str:
        """The kind under which its wordings stand in ``ask``, ``short`` and ``clause``."""
        return "thing" if self.kind in THINGS else self.kind


@cache
def countries(covered: int = 0) -> tuple[Country, ...]:
    """Return the countries to draw ``covered`` from, so that some are left to ask about.

    Those easily taken for one another first; the others only where these are too few, so that
    small sets stay as they are.
    """
    found = _table("countries")
    if covered > len(found) - UNCOVERED:
        found = found | _table("more_countries")
    return tuple(Country(code, forms) for code, forms in found.items())


@cache
def indicators() -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            key, row["kind"], row["chapter"], {"en": row["en"], "fr": row["fr"]}, row.get("unit")
        )
        for key, row in _table("indicators")["indicators"].items()
    )


def chapters(language: Language) -> dict[str, str]:
    titles: dict[str, str] = _table("indicators")["chapters"][language]
    return titles


def wordings(split: str, language: Language) -> dict[str, Any]:
    tables: dict[str, Any] = _table(split)[language]
    return tables


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def plain(text: str) -> str:
    """Return the text without accents, as typed in haste."""
    decomposed = unicodedata.normalize("NFD", text.replace("œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fill(wording: str, slots: dict[str, str]) -> str:
    """Fill the braces; a slot with a capital first letter is capitalised, as is nothing else."""
    capitals = {
        key[0].upper() + key[1:]: value[:1].upper() + value[1:] for key, value in slots.items()
    }
    return wording.format(**slots, **capitals)


def slots(
    country: Country, indicator: Indicator, language: Language, rng: Random
) -> dict[str, str]:
    """Return what may stand in the braces of a wording about this country and indicator."""
    found = {
        "year": str(rng.randint(1996, 2019)),
        "later": str(rng.randint(2026, 2032)),
        "n": str(rng.randint(12, 49)),
        "topic": indicator.forms[language]["topic"],
        "label": indicator.forms[language]["label"],
    }
    if language == "en":
        found |= {"c": country.forms["en"], "adj": country.forms.get("adj_en", "")}
        found |= _english(indicator.forms["en"])
    else:
        found |= _french_country(country.forms) | _french(indicator.forms["fr"])
    if "measure" in found:
        found["measure"] = fill(found["measure"], found)
        found["measure_bare"] = found["measure"].removeprefix("l'").removeprefix("la ")
    if indicator.family in _CLAUSE[language]:
        found["clause"] = fill(_CLAUSE[language][indicator.family], found)
    return found


def asking(found: dict[str, str], indicator: Indicator, language: Language) -> dict[str, str]:
    """Return the slots with the shorter name of the thing, by which people may ask for it."""
    forms = indicator.forms[language]
    if "ask_thing" not in forms:
        return found
    short = {**forms, "thing": forms["ask_thing"], "f": forms.get("ask_f", forms.get("f", False))}
    return found | (_english(short) if language == "en" else _french(short))


def _english(forms: dict[str, Any]) -> dict[str, str]:
    found = _as_written(forms)
    if thing := forms.get("thing"):
        found["a"] = f"an {thing}" if thing[0] in "aeiou" else f"a {thing}"
    return found


def _as_written(forms: dict[str, Any]) -> dict[str, str]:
    keys = ("thing", "made", "make", "t", "rule", "measure")
    return {key: forms[key] for key in keys if key in forms}


def _french(forms: dict[str, Any]) -> dict[str, str]:
    found = _as_written(forms)
    feminine = forms.get("f", forms.get("t", "").startswith("la "))
    found |= {
        "e": "e" if feminine else "",
        "il": "elle" if feminine else "il",
        "ve": "ve" if feminine else "f",
        "quel": "quelle" if feminine else "quel",
    }
    if thing := forms.get("thing"):
        article = "une " if feminine else "un "
        elided = plain(thing[0]) in "aeiou"
        found |= {"un": article + thing, "aucun": f"auc{article}{thing}"}
        found["de"] = f"d'{thing}" if elided else f"de {thing}"
        found["made_f"] = forms.get("made_f", forms["made"] + found["e"])
    if treaty := forms.get("t"):
        found |= {"at": _to(treaty), "dt": _of(treaty)}
    if rule := forms.get("rule"):
        found["a_rule"] = _to(rule)
    return found


def _french_country(forms: dict[str, Any]) -> dict[str, str]:
    name: str = forms["fr"]
    feminine = forms.get("f", name.startswith("la "))
    return {
        "c": name,
        "au": forms.get("au", _in(name)),
        "du": _of(name),
        "pour": f"pour {name}",
        "ce": "e" if feminine else "",
        "ilc": "elle" if feminine else "il",
        "adj": forms.get("adj_fr", ""),
    }


def _in(name: str) -> str:
    if name.startswith(("la ", "l'")):
        return "en " + name.removeprefix("la ").removeprefix("l'")
    return _to(name)


def _to(name: str) -> str:
    return f"au {name[3:]}" if name.startswith("le ") else f"à {name}"


def _of(name: str) -> str:
    if name.startswith("le "):
        return f"du {name[3:]}"
    return f"d'{name}" if plain(name[0]) in "AEIOU" else f"de {name}"
