"""What a file says about itself → fields as those of a front matter.

Left out is whatever could not stand in a front matter, and a date where the text states its own:
the day on which a file was saved is the weaker evidence of the day that it speaks for.
"""

import re

_LONGEST = 500
_DATE = re.compile(
    r"\s*((?:1[5-9]|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?=\D|\Z)"
)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,8})*\Z", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"]{3,}\Z", re.IGNORECASE)
_ENDS = 3000
"""Characters at either end of a text in which it says what date it speaks for."""
_STATES_DATE = re.compile(
    r"""^(?:[^\w\r\n]|_){0,10} (?:
        (?:page\ )?(?:last\ )?(?:updated?|revised|reviewed|modified|published|publication)
        (?:\ date)?
      | (?:date\ de\ )?(?:la\ )?(?:derni[eè]re\ )?(?:mise\ [àa]\ jour|actualisation|r[eé]vision)
      | mis\ [àa]\ jour | actualisé | révisé | publié | as\ (?:of|at) | status | date | situation
      | état | en\ date\ du | (?:report(?:ing)?\ )?year | année
    )\b [^\S\r\n]* [:*_–—-]* [^\S\r\n]*
    (?:(?:on|le|du|the|in|en|au|at|of)\b[ \t:*_]*){0,2} [^\r\n:]{0,20}? (?:1[5-9]|20)\d\d \b""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_NO_TITLES = re.compile(
    r"\W*(?:untitled|sans titre|document ?\d*|presentation ?\d*|(?:powerpoint|word) .*"
    r"|présentation(?: powerpoint)?|microsoft .*|slide \d+|titre|title|book\d*|classeur\d*"
    r"|home|accueil|index)\W*\Z"
    r"|.*\.(?:docx?|pptx?|xlsx?|odt|rtf|html?|indd|pdf)\Z",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\W*(?:python-(?:docx|pptx)|openpyxl|xlsxwriter|user|utilisateur|admin(?:istrat(?:or|eur))?|root"
    r"|unknown|inconnu|author|auteur|owner|default|hp|dell|lenovo|pc|microsoft.*|apache poi"
    r"|steve canny|libreoffice.*)\W*\Z",
    re.IGNORECASE,
)


def fields(
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    date: str | None = None,
    language: str | None = None,
    url: str | None = None,
    rights: str | None = None,
) -> dict[str, object]:
    """Fields of a document whose text is ``text``; all else as the file has it, or None."""
    found = {
        "title": _words(title, _NO_TITLES),
        "publisher": _words(publisher, _NOBODY),
        "as_of": None if states_date(text) else iso(date),
        "language": _matching(language, _LANGUAGE),
        "url": _matching(url, _URL),
        "rights": _words(rights, None),
    }
    return {key: value for key, value in found.items() if value}


def states_date(text: str) -> bool:
    """Whether the text has a line like "Last updated: 2023", at either end."""
    return bool(_STATES_DATE.search(text[:_ENDS]) or _STATES_DATE.search(text[-_ENDS:]))


def iso(date: str | None) -> str | None:
    """Give the date at the start of an ISO 8601 time stamp, None if there is none."""
    found = _DATE.match(date or "")
    return "-".join(part for part in found.groups() if part) if found else None


def _words(value: str | None, none: re.Pattern[str] | None) -> str | None:
    words = " ".join((value or "").split())
    if not words or len(words) > _LONGEST or (none and none.match(words)):
        return None
    return words


def _matching(value: str | None, pattern: re.Pattern[str]) -> str | None:
    value = (value or "").strip()
    return value if len(value) <= _LONGEST and pattern.match(value) else None
