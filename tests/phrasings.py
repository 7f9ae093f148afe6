"""Wordings of tests/data/phrasings.toml, written out, with the questions that they answer."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TABLE = tomllib.loads(Path(__file__).with_name("data").joinpath("phrasings.toml").read_text())
FAMILIES = ("thing", "treaty", "reservation", "rule")
STATED = {
    "en": {
        "thing": "Mali has {a}",
        "treaty": "Mali is a party to {t}",
        "rule": "{rule} is compulsory",
    },
    "fr": {
        "thing": "le Mali a {a}",
        "treaty": "le Mali est partie {at}",
        "rule": "{rule} est obligatoire",
    },
}


class Case(NamedTuple):
    """What a text, under its heading, says to a question about its subject."""

    question: str
    text: str
    label: str
    expected: str
    wording: str


def subjects(language: str, family: str) -> list[dict[str, str]]:
    """Give the slots of every subject of a family."""
    table = TABLE[language]
    if family == "thing":
        found = [dict(each) for each in table["things"]]
    elif family == "rule":
        found = [{"rule": each, "label": each} for each in table["rules"]]
    else:
        found = [{"t": t, "at": t} if isinstance(t, str) else dict(t) for t in table["treaties"]]
        found = [{**each, "label": each["t"].partition(" ")[2]} for each in found]
    return [
        {**{k.capitalize(): v[0].upper() + v[1:] for k, v in each.items() if len(k) < 5}, **each}
        for each in found
    ]


def cases(told: str, asked: str) -> Iterator[Case]:
    """Write out every wording of a language with every question on its subject in another.

    A subject that has no counterpart in the other language is asked about in its own.
    """
    for family in FAMILIES:
        for subject in subjects(told, family):
            for ask in TABLE[asked]["ask"][family]:
                question = ask.format_map(subject)
                for expected, wording in _wordings(told, family):
                    text = wording.format_map({**subject, "clause": _clause(told, family, subject)})
                    yield Case(question, text, subject["label"].capitalize(), expected, wording)


def _clause(language: str, family: str, subject: dict[str, str]) -> str:
    return STATED[language].get(family, "").format_map(subject)


def _wordings(language: str, family: str) -> Iterator[tuple[str, str]]:
    table = TABLE[language]
    statuses = [(table[family], ("yes", "no"))]
    if family != "reservation":
        statuses.append((table["any"], ("unclear", "not_assessed")))
        short = table["short"]
        for status in ("yes", "no"):
            yield from ((status, each) for each in short[f"{family}_{status}"])
        for status in ("unclear", "not_assessed"):
            yield from ((status, each) for each in short[status])
    for wordings, names in statuses:
        yield from ((status, each) for status in names for each in wordings[status])
