"""A citation → a reference to carry elsewhere: plain text, Markdown, BibTeX, CSL-JSON.

A citation without a quote refers to its document as a whole. What stands in documents is
untrusted: each form shows it and does nothing else.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from assistant.render import dumps, escaped, inert, link
from assistant.types import Citation, Language, below_title

_WORDS: dict[Language, dict[str, str]] = {
    "en": {"as_of": "as of", "page": "page", "restated": "restated from", "quote": "“{}”"},
    "fr": {
        "as_of": "en date de",
        "page": "page",
        "restated": "reformulé d’après",
        "quote": "« {} »",
    },
}
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_TEX_SIGN = re.compile(r"[\\{}~^#$%&_]")


def references(citation: Citation, language: Language = "en") -> dict[str, str]:
    """Return the citation in every form, by the form's name."""
    return {
        "plain": plain(citation, language),
        "markdown": markdown(citation, language),
        "bibtex": bibtex(citation, language),
        "csl": csl_json(citation, language),
    }


def plain(citation: Citation, language: Language = "en") -> str:
    """Return the citation on one line: quote, source, date, section, address, offsets."""
    words = _WORDS[language]
    quote = words["quote"].format(_line(citation.quote)) + " " if citation.quote else ""
    parts = [_source(citation, words), *_place(citation, words)]
    if citation.url:
        parts.append(f"{words['restated']} {citation.url}" if citation.restated else citation.url)
    return _line(f"{quote}{', '.join(parts)} [{_span(citation)}]")


def markdown(citation: Citation, language: Language = "en") -> str:
    """Return the citation as CommonMark: the quote as a block quotation, its source below."""
    words = _WORDS[language]
    parts = [escaped(_line(part)) for part in (_source(citation, words), *_place(citation, words))]
    if _is_web(citation.url):
        address = f"<{link(citation.url or '')}>"
        parts.append(f"{words['restated']} {address}" if citation.restated else address)
    source = f"{', '.join(parts)} \\[{escaped(_span(citation))}\\]"
    return f"> {escaped(_line(citation.quote))}\n>\n> — {source}" if citation.quote else source


def bibtex(citation: Citation, language: Language = "en") -> str:
    """Return the citation as a ``@misc`` entry, in UTF-8."""
    year, month, day = _date(citation)
    fields: dict[str, str | None] = {
        "author": f"{{{_tex(citation.publisher)}}}" if citation.publisher else None,
        "title": f"{{{_tex(citation.title)}}}",
        "year": year or None,
        "month": str(int(month)) if month else None,
        "day": str(int(day)) if day else None,
        "url": _tex_address(citation.url) if _is_web(citation.url) else None,
        "pages": str(citation.page) if citation.page else None,
        "note": _tex(_note(citation, language)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(citation)},", *lines, "}"])


def csl_json(citation: Citation, language: Language = "en") -> str:
    """Return the citation as CSL-JSON: a list of one item, its span under ``custom``."""
    date = [int(part) for part in _date(citation) if part]
    item: dict[str, Any] = {
        "id": _key(citation),
        "type": "webpage" if _is_web(citation.url) else "document",
        "title": citation.title,
        "author": [{"literal": citation.publisher}] if citation.publisher else None,
        "issued": {"date-parts": [date]} if date else None,
        "URL": citation.url if _is_web(citation.url) else None,
        "page": str(citation.page) if citation.page else None,
        "section": " › ".join(below_title(citation.section, citation.title)) or None,
        "note": _note(citation, language),
        "custom": {
            "document": citation.document,
            "start": citation.start,
            "end": citation.end,
            "sha256": citation.sha256,
            "quote": citation.quote,
        },
    }
    return dumps([{name: value for name, value in item.items() if value is not None}], indent=2)


def _source(citation: Citation, words: Mapping[str, str]) -> str:
    whose = f"{citation.publisher}: " if citation.publisher else ""
    date = f", {words['as_of']} {citation.as_of}" if citation.as_of else ""
    return f"{whose}{citation.title}{date}"


def _place(citation: Citation, words: Mapping[str, str]) -> list[str]:
    section = " › ".join(below_title(citation.section, citation.title))
    page = f"{words['page']} {citation.page}" if citation.page else ""
    return [part for part in (section, page) if part]


def _span(citation: Citation) -> str:
    offsets = f":{citation.start}-{citation.end}" if citation.quote else ""
    return f"{citation.document}{offsets}"


def _note(citation: Citation, language: Language) -> str:
    words = _WORDS[language]
    quote = [words["quote"].format(_line(citation.quote))] if citation.quote else []
    restated = [f"{words['restated']} {citation.url}"] if citation.restated and citation.url else []
    return _line("; ".join([*quote, *_place(citation, words), *restated, _span(citation)]))


def _line(text: str) -> str:
    return inert(" ".join(text.split()))


def _is_web(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("https://", "http://"))


def _tex(text: str) -> str:
    return _TEX_SIGN.sub(lambda found: _TEX[found.group()], _line(text))


def _tex_address(url: str | None) -> str:
    return re.sub(r"[{}\\]", lambda found: f"%{ord(found.group()):02X}", link(url or ""))


def _date(citation: Citation) -> tuple[str, str, str]:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", citation.as_of or "")
    year, month, day = found.groups(default="") if found else ("", "", "")
    return year, month, day


def _key(citation: Citation) -> str:
    """Return a key of ASCII letters and figures: publisher, year, a word of the title."""

    def word(text: str) -> str:
        ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        return max(re.findall(r"[a-z0-9]+", ascii_.lower()), key=len, default="")

    known = word(citation.publisher or "") + _date(citation)[0] + word(citation.title)
    return known[:60] or "source"
