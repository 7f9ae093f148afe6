"""Citations against the files they name, which are read here anew.

quote      text[start:end], from the start of a sentence, item, field or cell to its end
sha256     of the file's bytes
as_of      the one stated of the file, or stated by the quote, the note in brackets behind it or,
           where none is, the text
section    headings above the quote, the last one the nearest
countries  those stated, of the folder or of a heading; else the text names them
title, publisher, url, restated   as stated; an address of a PDF opens at the page
page       one that the quote is on, none where there are no pages

``files.py`` says where it is that a file states something.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from assistant import countries
from assistant.types import Citation
from assistant.verify import files
from assistant.verify.files import Source
from assistant.verify.headings import LINK, bare, plain, section
from assistant.verify.shape import Failure, differing, shown

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
_SPLITS = re.compile(r"\d[.,'’:/]?\d\Z")
"""A figure is cut in two where a quote begins or ends within it."""
_SHORTEST_NAME = 3
"""Letters of a heading that may name a country."""

_MONTHS = (
    *("jan", "f[eé][bv]", "mar", "a[pv]r", "ma[iy]", "jui?n"),
    *("jui?l", "a(?:ug|o[uû])", "sep", "oct", "nov", "d[eé]c"),
)
"""How the months' names begin, English and French."""


def compare(citations: Iterable[Citation], corpus: Path, index: Path) -> Iterator[Failure]:
    """Find what the files in the folder ``corpus`` do not bear out.

    ``index`` keeps the texts of those that are not text themselves.
    """
    known: dict[str, Source | Failure] = {}
    for each in citations:
        if each.document not in known:
            known[each.document] = files.read(corpus, index, each.document)
        source = known[each.document]
        if isinstance(source, Failure):
            yield replace(source, marker=each.marker)
            continue
        for one_of in (_bytes, _quote, _metadata, _date, _headings, _countries):
            yield from one_of(each, source)


def _bytes(citation: Citation, source: Source) -> Iterator[Failure]:
    if citation.sha256 == source.sha256:
        return
    changed = f"{source.sha256[:12]}…: {source.path} has changed since, and the quote "
    stands = f"stands {_where(citation, source)}"
    yield Failure("sha256", citation.marker, shown(citation.sha256), changed + stands)


def _where(citation: Citation, source: Source) -> str:
    """Say where a quote stands: as stated, elsewhere, nowhere."""
    if source.text[max(0, citation.start) : citation.end] == citation.quote:
        return "where it did"
    place = source.text.find(citation.quote)
    return f"at {place}-{place + len(citation.quote)}" if place >= 0 else "nowhere in it"


def _quote(citation: Citation, source: Source) -> Iterator[Failure]:
    start, end, text = citation.start, citation.end, source.text
    if not 0 <= start < end <= len(text):
        within = f"offsets within the {len(text)} characters of {source.path}"
        yield Failure("quote", citation.marker, within, f"{shown(start)}-{shown(end)}")
    elif text[start:end] != citation.quote:
        for each in differing("quote", citation.marker, text[start:end], citation.quote):
            found = f"{each.found}, which stands {_where(citation, source)}"
            yield Failure("quote", citation.marker, each.expected, found)
    elif (
        _SPLITS.search(text, max(0, start - 2), start + 1)
        or _SPLITS.search(text, max(0, end - 2), end + 1)
        or not (_STARTS.search(text, max(0, start - 60), start) and _is_ended(text, start, end))
    ):
        around = shown(
            text[max(0, start - 20) : start] + "⟦" + citation.quote + "⟧" + text[end : end + 20]
        )
        yield Failure("quote", citation.marker, "whole sentences, items or fields", around)


def _is_ended(text: str, start: int, end: int) -> bool:
    return bool(_ENDS.search(text, max(start, end - 60), end) or _ENDS_LINE.match(text, end))


def _metadata(citation: Citation, source: Source) -> Iterator[Failure]:
    title = source.stated("title")
    if title is None and plain(citation.title) not in bare(source.text) + bare(source.path.stem):
        yield Failure("title", citation.marker, f"words of {source.path}", shown(citation.title))
    restated = (source.stated("restated") or "").lower() in ("true", "yes", "on", "1")
    page = _page(citation, source)
    yield from differing("title", citation.marker, title or citation.title, citation.title)
    yield from differing(
        "publisher", citation.marker, source.stated("publisher"), citation.publisher
    )
    yield from differing("url", citation.marker, _url(source, page), citation.url)
    yield from differing("restated", citation.marker, restated, citation.restated)
    yield from differing("page", citation.marker, page, citation.page)


def _page(citation: Citation, source: Source) -> int | None:
    """Give the page as stated where some of the quote is on it, else that of its start."""
    first, last = source.page_at(citation.start), source.page_at(citation.end - 1)
    if first and last and citation.page and first <= citation.page <= last:
        return citation.page
    return first


def _url(source: Source, page: int | None) -> str | None:
    url = source.stated("url")
    return f"{url}#page={page}" if url and url.lower().endswith(".pdf") and page else url


def _date(citation: Citation, source: Source) -> Iterator[Failure]:
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


def _headings(citation: Citation, source: Source) -> Iterator[Failure]:
    return section(citation, source.text, source.body)


def _countries(citation: Citation, source: Source) -> Iterator[Failure]:
    declared, stated = _declared(source)
    may = set(declared)
    if len(declared) != 1 and (nearest := _headed(citation)):
        # A row of a table may be of another country than the heading above it.
        if "|" not in citation.quote:
            yield from differing("countries", citation.marker, (nearest,), citation.countries)
            return
        may.add(nearest)
    missing = not citation.countries and (
        bool(declared) or (not stated and _is_named(citation, source))
    )
    if not missing and may.issuperset(citation.countries):
        return
    if not stated:
        stem = re.sub(r"[-_]", " ", source.path.stem)
        words = f"{stem}. {citation.title}. {source.text[:_TOP]}"
        may |= {mention.code for mention in countries.mentions(words)} | {_resolved(stem)}
    if missing or not may.issuperset(citation.countries):
        expected = shown(declared) if stated else f"countries that {source.path} names"
        yield Failure("countries", citation.marker, expected, shown(citation.countries))


def _headed(citation: Citation) -> str:
    """Give the country that the nearest heading above a quote names, "" if none does."""
    titles = [title.lstrip("0123456789.) ") for title in reversed(citation.section)]
    named = (_resolved(title) for title in titles if len(title) >= _SHORTEST_NAME)
    return next((code for code in named if code), "")


def _is_named(citation: Citation, source: Source) -> bool:
    """Whether the title or the file's name tells whom a document is about that does not say so."""
    for words in (citation.title, re.sub(r"[-_]", " ", source.path.stem)):
        named = {m.code for m in countries.mentions(words) if m.kind == "name"}
        if 0 < len({code for code in named if countries.is_country(code)}) <= 3:
            return True
    return False


def _declared(source: Source) -> tuple[tuple[str, ...], bool]:
    """Codes that are stated of the file, or else of the folder, and whether either does."""
    stated = _stated(source.front)
    if stated is not None:
        return stated, True
    folders = [_resolved(part) for part in source.path.parent.parts]
    codes = tuple(code for code in folders if code and countries.is_country(code))
    recorded = None if codes else _stated(source.recorded)
    return (codes, bool(codes)) if recorded is None else (recorded, True)


def _stated(fields: Mapping[str, object]) -> tuple[str, ...] | None:
    value = fields.get("countries" if "countries" in fields else "country")
    if isinstance(value, str) and value.strip():
        value = [value] if _resolved(value) else re.split(r"[,;]", value)
    if not isinstance(value, list):
        return None
    found = [_resolved(each) for each in value if isinstance(each, str)]
    return tuple(code for code in found if code)


def _resolved(name: str) -> str:
    return countries.resolve(name) or ""
