"""Citations against the files they name, which are read here anew.

quote      text[start:end], from the start of a sentence, item, field or cell to its end
sha256     of the file's bytes
as_of      the front matter's, or stated by the quote, the note in brackets behind it or,
           where there is no front matter, the text
section    headings above the quote, the last one the nearest
countries  of the front matter or folder, or those of a heading; else the text names them
title, publisher, url, restated   the front matter's
page       none, in a text
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from assistant import countries
from assistant.types import Citation
from assistant.verify.headings import LINK, bare, section
from assistant.verify.shape import Failure, differing, shown

_FRONT = re.compile(
    r"\ufeff?---[ \t]*(?:\r\n|\r|\n)(?=[\w-]+[ \t]*:)(.*?[\r\n])(?:---|\.\.\.)[ \t]*(?:[\r\n]|\Z)",
    re.DOTALL,
)
_LONGEST_FRONT = 64 * 1024
_TOP = 200_000
"""Characters of a text in which the countries it is about are looked for."""

_CLOSERS = r"(?:[^\w\r\n\[]|\[[^\]\r\n]{1,30}\])*"
_STARTS = re.compile(
    rf"(?:(?:\A|[\r\n])[^\w\r\n]*(?:(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}})[.)][^\w\r\n]*)?"
    rf"|[.!?…。！？؟۔|\t]{_CLOSERS})\Z",
    re.IGNORECASE,
)
_ENDS = re.compile(rf"[.!?…。！？؟۔]{_CLOSERS}\Z")
_ENDS_LINE = re.compile(r"[^\w\r\n|\t]*(?:[\r\n|\t]|\Z)")
_NOTE = re.compile(r"[\s*_>|-]{0,20}(\([^()]*(?:\([^()]*\)[^()]*)*\))")
_LONGEST_NOTE = 700

_MONTHS = (
    *("jan", "f[eé][bv]", "mar", "a[pv]r", "ma[iy]", "jui?n"),
    *("jui?l", "a(?:ug|o[uû])", "sep", "oct", "nov", "d[eé]c"),
)
"""How the months' names begin, English and French."""


@dataclass(frozen=True, slots=True)
class _Source:
    path: PurePosixPath
    text: str
    sha256: str
    front: Mapping[str, object]
    body: int
    """Where the text proper starts, after the front matter."""

    def stated(self, key: str) -> str | None:
        """Give what the front matter says, None where it says nothing."""
        value = self.front.get(key)
        words = " ".join(value.split()) if isinstance(value, str) else ""
        return None if words.lower() in ("", "~", "null") else words


def compare(citations: Iterable[Citation], corpus: Path) -> Iterator[Failure]:
    """Find what the files in the folder ``corpus`` do not bear out."""
    known: dict[str, _Source | str] = {}
    for each in citations:
        if each.document not in known:
            known[each.document] = _read(corpus, each.document)
        source = known[each.document]
        if isinstance(source, str):
            yield Failure("document", each.marker, "a text in the corpus", source)
            continue
        for one_of in (_bytes, _quote, _metadata, _date, _headings, _countries):
            yield from one_of(each, source)


def _read(corpus: Path, path: str) -> _Source | str:
    """Read a document; what hinders it is given in words."""
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts or str(relative) != path:
        return f"{shown(path)}, which leads elsewhere"
    try:
        file = (corpus / relative).resolve()
        if not file.is_relative_to(corpus.resolve()):
            return f"{shown(path)}, a link that leads elsewhere"
        if not file.is_file():
            return f"{shown(path)}, where there is no file"
        data = file.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        return f"{shown(path)}: {error.strerror}"
    except ValueError:
        return f"{shown(path)}, which is no UTF-8 text, so that offsets into it mean nothing"
    front = _FRONT.match(text, 0, _LONGEST_FRONT)
    fields = _fields(front.group(1) if front else "")
    return _Source(
        relative, text, hashlib.sha256(data).hexdigest(), fields, front.end() if front else 0
    )


def _fields(front: str) -> Mapping[str, object]:
    try:
        # In Python rather than C: nesting then ends in an error, not in a crash.
        fields = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _bytes(citation: Citation, source: _Source) -> Iterator[Failure]:
    if citation.sha256 == source.sha256:
        return
    changed = f"{source.sha256[:12]}…: {source.path} has changed since, and the quote "
    stands = f"stands {_where(citation, source)}"
    yield Failure("sha256", citation.marker, shown(citation.sha256), changed + stands)


def _where(citation: Citation, source: _Source) -> str:
    """Say where a quote stands: as stated, elsewhere, nowhere."""
    if source.text[max(0, citation.start) : citation.end] == citation.quote:
        return "where it did"
    place = source.text.find(citation.quote)
    return f"at {place}-{place + len(citation.quote)}" if place >= 0 else "nowhere in it"


def _quote(citation: Citation, source: _Source) -> Iterator[Failure]:
    start, end, text = citation.start, citation.end, source.text
    if not 0 <= start < end <= len(text):
        within = f"offsets within the {len(text)} characters of {source.path}"
        yield Failure("quote", citation.marker, within, f"{shown(start)}-{shown(end)}")
    elif text[start:end] != citation.quote:
        for each in differing("quote", citation.marker, text[start:end], citation.quote):
            found = f"{each.found}, which stands {_where(citation, source)}"
            yield Failure("quote", citation.marker, each.expected, found)
    elif not (_STARTS.search(text, max(0, start - 60), start) and _is_ended(text, start, end)):
        around = shown(
            text[max(0, start - 20) : start] + "⟦" + citation.quote + "⟧" + text[end : end + 20]
        )
        yield Failure("quote", citation.marker, "whole sentences, items or fields", around)


def _is_ended(text: str, start: int, end: int) -> bool:
    return bool(_ENDS.search(text, max(start, end - 60), end) or _ENDS_LINE.match(text, end))


def _metadata(citation: Citation, source: _Source) -> Iterator[Failure]:
    title = source.stated("title")
    if title is None and bare(citation.title) not in bare(source.text) + bare(source.path.stem):
        yield Failure("title", citation.marker, f"words of {source.path}", shown(citation.title))
    restated = (source.stated("restated") or "").lower() in ("true", "yes", "on", "1")
    yield from differing("title", citation.marker, title or citation.title, citation.title)
    yield from differing(
        "publisher", citation.marker, source.stated("publisher"), citation.publisher
    )
    yield from differing("url", citation.marker, source.stated("url"), citation.url)
    yield from differing("restated", citation.marker, restated, citation.restated)
    yield from differing("page", citation.marker, None, citation.page)


def _date(citation: Citation, source: _Source) -> Iterator[Failure]:
    declared, iso = source.stated("as_of"), citation.as_of
    if iso == declared or (iso is None and declared is None):
        return
    end = max(0, citation.end)
    note = _NOTE.match(LINK.sub(r"\1", source.text[end : end + _LONGEST_NOTE]))
    said = f"{citation.quote} {note.group(1) if note else ''}"
    if iso and (_states(said, iso) or (declared is None and _states(source.text, iso))):
        return
    where = f"{declared}, or a date in the quote" if declared else "a date that the text states"
    yield Failure("as_of", citation.marker, where, shown(iso))


def _states(text: str, iso: str) -> bool:
    """Whether a text names a date, in figures or words."""
    year, month, day = [*iso.split("-"), "", ""][:3]
    if not month:
        return re.search(rf"(?<!\d){year}(?!\d)", text) is not None
    if not 1 <= int(month) <= 12:
        return False
    word, m, d = rf"\b{_MONTHS[int(month) - 1]}[^\W\d_]*", int(month), int(day or 0)
    forms = [rf"{iso}(?!\d)"]
    if day:
        forms += [
            rf"(?<!\d)0?{d}(?!\d)[^\d]{{1,20}}?{word}[\W_]{{1,4}}{year}",
            rf"{word}\s0?{d}(?!\d)[^\d]{{1,12}}?{year}",
            rf"(?<!\d)0?{d}[./-]0?{m}[./-]{year}|(?<!\d)0?{m}/0?{d}/{year}",
        ]
    else:
        forms += [rf"{word}[\W_]{{1,4}}{year}"]
    return re.search("|".join(forms), text, re.IGNORECASE) is not None


def _headings(citation: Citation, source: _Source) -> Iterator[Failure]:
    return section(citation, source.text, source.body)


def _countries(citation: Citation, source: _Source) -> Iterator[Failure]:
    declared, stated = _declared(source)
    may = set(declared)
    if len(declared) != 1:
        may |= {_resolved(title.lstrip("0123456789.) ")) for title in citation.section}
    missing = bool(declared) and not citation.countries
    if not missing and may.issuperset(citation.countries):
        return
    if not stated:
        stem = re.sub(r"[-_]", " ", source.path.stem)
        words = f"{stem}. {citation.title}. {source.text[:_TOP]}"
        may |= {mention.code for mention in countries.mentions(words)} | {_resolved(stem)}
    if missing or not may.issuperset(citation.countries):
        expected = shown(declared) if stated else f"countries that {source.path} names"
        yield Failure("countries", citation.marker, expected, shown(citation.countries))


def _declared(source: _Source) -> tuple[tuple[str, ...], bool]:
    """Codes that the front matter states or else the folder, and whether either does."""
    key = "countries" if "countries" in source.front else "country"
    value = source.front.get(key)
    if words := source.stated(key):
        value = [words] if _resolved(words) else re.split(r"[,;]", words)
    if isinstance(value, list):
        found = [_resolved(each) for each in value if isinstance(each, str)]
        return tuple(code for code in found if code), True
    folders = [_resolved(part) for part in source.path.parent.parts]
    codes = tuple(code for code in folders if code and countries.is_country(code))
    return codes, bool(codes)


def _resolved(name: str) -> str:
    return countries.resolve(name) or ""
