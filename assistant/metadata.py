"""What is known about a document: its front matter or, key by key, what its path and text tell."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from assistant import countries
from assistant.dates import dates, partial
from assistant.errors import CorpusError
from assistant.readers import Content
from assistant.spelling import edits
from assistant.types import Metadata

_KEYS = ("title", "publisher", "url", "as_of", "retrieved", "language", "countries", "country",
         "rights", "restated")  # fmt: skip
_SHORTEST_KEY = 4
"""Letters of a key from which on one letter of difference is a slip."""
_OWN_WORDS = frozenset({"county"})
"""Keys of other programs that are one letter from ours."""
_LONGEST_VALUE = 1000
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_LANGUAGES = {"english": "en", "anglais": "en", "french": "fr", "français": "fr", "francais": "fr"}
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,8})*\Z", re.IGNORECASE)

_DETECTED = ["en", "fr"]
_SHORTEST_DETECTED = 40
"""Letters; of fewer the language is a guess, and English the better one."""
_SAMPLE = 3000
"""Characters that language and country are told from, and the date at either end."""

_HEADING = re.compile(r"^ {0,3}#{1,3}[ \t]+(\S[^\r\n]*)", re.MULTILINE)
"""A heading that may be a title; the rows of a spreadsheet have deeper ones."""
_LINE = re.compile(r"[^\r\n]+")
_NO_TITLE = re.compile(r"[.!?…:;,]\W*\Z|[.!?]\s|^\W*\Z|://|\t|\|")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_LONGEST_TITLE = 120
_FIRST_LINES = 30

_DATED = re.compile(
    r"""^(?:[^\w\r\n]|_){0,10} (?:
        (?P<updated> (?:page\ )?(?:last\ )?(?:updated?|revised|reviewed|modified)(?:\ date)?
          | (?:date\ de\ )?(?:la\ )?(?:derni[eè]re\ )?(?:mise\ [àa]\ jour|actualisation|r[eé]vision)
          | (?:mis\ [àa]\ jour|actualisé|révisé) )
      | (?P<stated> as\ (?:of|at) | status(?:\ as\ of)? | date | situation | état | en\ date\ du )
      | (?P<published> published | publication(?:\ date)? | publié | date\ de\ publication )
      | (?P<year> (?:report(?:ing)?\ )?year | année(?:\ du\ rapport)? )
    )\b
    [^\S\r\n]* [:*_–—-]* [^\S\r\n]* (?:(?:on|le|du|the|in|en|au|at|of)\b[ \t:*_]*){0,2}
    (?P<rest> [^\r\n]{4,40} ) $""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_BY_TRUST = ("updated", "stated", "published", "year")

_MOST_COUNTRIES = 3
_FEWEST_MENTIONS = 3
_OVERWHELMING = 0.8


def describe(path: str, content: Content) -> Metadata:
    """Metadata of the document at ``path``.

    Raises CorpusError naming a key of the front matter and its value where it cannot be read.
    """
    check(content.fields)
    fields, body = content.fields, content.text[content.body :]
    title = _words(fields, "title") or _derived_title(path, content, body)
    declared = _countries(fields)
    return Metadata(
        title=title,
        publisher=_words(fields, "publisher"),
        url=_url(fields),
        as_of=_date(fields, "as_of") or _derived_date(body),
        language=_language(fields) or _derived_language(body),
        countries=_derived_countries(path, title, body) if declared is None else declared,
        rights=_words(fields, "rights"),
        restated=_flag(fields, "restated"),
    )


def check(fields: Mapping[str, object], where: str = "the front matter") -> None:
    """Raise CorpusError where a value that stands in ``where`` cannot be read."""
    try:
        for key in fields:
            _refuse_slip(key)
        for key in ("title", "publisher", "rights"):
            _words(fields, key)
        _url(fields)
        for key in ("as_of", "retrieved"):
            _date(fields, key)
        _language(fields)
        _countries(fields)
        _flag(fields, "restated")
    except CorpusError as error:
        raise CorpusError(f"in {where}, {error}") from None


def _refuse_slip(key: str) -> None:
    """Refuse a key that is one of ours but for a slip: what it states would go unread."""
    if key in _KEYS or key.casefold() in _OWN_WORDS:
        return
    plain = re.sub(r"[^a-z]", "", key.casefold())
    for known in _KEYS:
        letters = known.replace("_", "")
        if plain == letters or (len(plain) > _SHORTEST_KEY and edits(plain, letters) <= 1):
            raise CorpusError(f"the key {key:.60} is not one that is read. Write {known}")


def _words(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _error(key, value, "is not a text")
    if len(value) > _LONGEST_VALUE:
        raise _error(key, value[:40] + "…", f"is longer than {_LONGEST_VALUE} characters")
    return " ".join(value.split()) or None


def _url(fields: Mapping[str, object]) -> str | None:
    url = _words(fields, "url")
    if url is not None and (not url.startswith(("http://", "https://")) or " " in url):
        raise _error("url", url, "does not start with http:// or https://, or holds a space")
    return url


def _date(fields: Mapping[str, object], key: str) -> str | None:
    written = _words(fields, key)
    if written is not None and partial(written) is None:
        raise _error(key, written, "is no date. Write YYYY, YYYY-MM or YYYY-MM-DD")
    return written


def _language(fields: Mapping[str, object]) -> str | None:
    written = _words(fields, "language")
    if written is None:
        return None
    code = _LANGUAGE.match(written)
    language = _LANGUAGES.get(written.lower()) or (code.group(1).lower() if code else None)
    if language is None:
        raise _error("language", written, "is no language code. Write en or fr")
    return language


def _flag(fields: Mapping[str, object], key: str) -> bool:
    written = (_words(fields, key) or "false").lower()
    if written not in _TRUE | _FALSE:
        raise _error(key, written, "is neither true nor false")
    return written in _TRUE


def _countries(fields: Mapping[str, object]) -> tuple[str, ...] | None:
    """Codes of the countries declared, () where none is on purpose, None where nothing is said."""
    key = "countries" if "countries" in fields else "country"
    written = fields.get(key)
    if written is None:
        return None
    if isinstance(written, str):
        code = countries.resolve(written)
        written = [written] if code else re.split(r"[,;]", written)
    if not isinstance(written, list):
        raise _error(key, written, "is no list of countries")
    return tuple(dict.fromkeys(_code(key, value) for value in written))


def _code(key: str, value: object) -> str:
    code = countries.resolve(value) if isinstance(value, str) else None
    if code is None:
        raise _error(key, value, "is no country. Write its name or ISO 3166 code")
    return code


def _error(key: str, value: object, problem: str) -> CorpusError:
    return CorpusError(f"{key}: {str(value).strip():.60} {problem}")


def _derived_title(path: str, content: Content, body: str) -> str:
    """Take the first heading, or the short line most like the file's name, or the file's name."""
    top = body[: 4 * _SAMPLE]
    found = list(_HEADING.finditer(top)) if content.markup == "markdown" else []
    if found:
        title = _clean(found[0][1])
        if len(found) > 1 and not top[found[0].end() : found[1].start()].strip():
            below = _clean(found[1][1])
            title = f"{title} – {below}" if title and countries.resolve(below) else title or below
        if title:
            return title[:_LONGEST_VALUE]
    stem = re.sub(r"[-_\s]+", " ", PurePosixPath(path).stem).strip()
    known = set(stem.casefold().split())
    lines = list(_title_lines(top))
    fallback = stem[:1].upper() + stem[1:]
    return max(lines, key=lambda line: len(known & _bag(line)), default=fallback)


def _title_lines(text: str) -> Iterator[str]:
    """Short lines near the top that end a block and no sentence; the very first may be a field."""
    lines = list(_LINE.finditer(text))[: 2 * _FIRST_LINES]
    for i, line in enumerate(lines):
        words = _clean(line.group())
        closes = text[line.end() : line.end() + 6].replace("\r\n", "\n").replace("\r", "\n")
        is_last = i + 1 == len(lines) or closes.lstrip(" ").startswith("\n\n")
        if line.group().startswith("####"):
            continue  # deeper than any title: a page's number, a row's name
        if not is_last or not 1 < len(words) <= _LONGEST_TITLE or words[0].islower():
            continue
        if not _NO_TITLE.search(words) and (i == 0 or ": " not in words):
            yield words


def _bag(line: str) -> set[str]:
    return set(re.findall(r"\w+", line.casefold()))


def _clean(line: str) -> str:
    return " ".join(_LINK.sub(r"\1", line).replace("**", "").strip("#*_` \t").split())


def _derived_date(body: str) -> str | None:
    """Find the date of a line "Last updated on …" or "Year: …" at either end of the text."""
    ends = body if len(body) <= 2 * _SAMPLE else f"{body[:_SAMPLE]}\n{body[-_SAMPLE:]}"
    found: dict[str, str] = {}
    for match in _DATED.finditer(ends):
        date = next(dates(match["rest"]), None)
        if date is not None and date.start == 0:
            cue = next(name for name in _BY_TRUST if match[name])
            found.setdefault(cue, date.iso)
    return next((found[cue] for cue in _BY_TRUST if cue in found), None)


def _derived_language(body: str) -> str:
    sample = body[:_SAMPLE]
    if sum(c.isalpha() for c in sample) < _SHORTEST_DETECTED:
        return "en"
    return str(_identifier().classify(sample)[0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_DETECTED)
    return identifier


def _derived_countries(path: str, title: str, body: str) -> tuple[str, ...]:
    """Whom the document speaks of, by its folders, else its title, its name, its text."""
    folders = [countries.resolve(part) for part in PurePosixPath(path).parent.parts]
    of_folders = tuple(dict.fromkeys(code for code in folders if code and _is_land(code)))
    if of_folders:
        return of_folders
    stem = PurePosixPath(path).stem.replace("_", " ").replace("-", " ")
    return _named(title) or _named(stem) or _profiled(body)


def _named(words: str) -> tuple[str, ...]:
    """Find the countries that a title names, unless it is a list of them."""
    code = countries.resolve(words)
    if code:
        return (code,)
    named = (m.code for m in countries.mentions(words) if m.kind == "name" and _is_land(m.code))
    found = tuple(dict.fromkeys(named))
    return found if len(found) <= _MOST_COUNTRIES else ()


def _profiled(body: str) -> tuple[str, ...]:
    """Find the country that nearly all of the text is about, and that a short line names.

    Without such a line the text may be about anything that merely happens there.
    """
    found = [mention.code for mention in countries.mentions(body[: 2 * _SAMPLE])]
    code = max(set(found), key=lambda code: (found.count(code), code), default="")
    times = found.count(code)
    if times < _FEWEST_MENTIONS or times < _OVERWHELMING * len(found):
        return ()
    return (code,) if any(_named(line) == (code,) for line in _title_lines(body)) else ()


def _is_land(code: str) -> bool:
    return countries.is_country(code)
