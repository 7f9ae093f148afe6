"""A statement → its values, each with unit and date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant import countries, dates
from assistant.ledger.labels import Kind
from assistant.question import years_in_names

LONGEST = 300
"""Characters of a text that is a value rather than prose."""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure, a name or a text, as written."""

    text: str
    unit: str | None = None
    as_of: str | None = None


_LONGEST_DATE = len("31 December 2020 est.")
_SCALE = r"thousand|million|billion|trillion|milliers?|millions?|milliards?"
_UNIT = (
    r"%|(?:per|pour)\ ?cent\b|years?\b|ans?\b|sq(?:uare)?\ k(?:m|ilometres)\b|km2?\b|km²|k[mgW]\b"
    r"|m\b|metres?\b|meters?\b|hectares?\b|cu(?:bic)?\ (?:km|m)\b|bbl/day\b|Mt\b|kWh\b|kW\b"
    r"|[a-z]+(?:\([^)]*\))?/[a-z0-9, ]+?(?=\ \(|;|,(?!\d)|\.|$)"
)
_MONEY = r"(?:F\ ?CFA|FCFA|XOF|XAF|USD|EUR|GBP|euros?|dollars?)\b"
_FIGURE = re.compile(
    rf"""(?<![\w.,/–-])(?P<currency>US\$|[$€£¥]|CFA\ )?\s?
        (?P<figure>[-–−]?(?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?:[.,]\d+)?(?!\d)
            |\d{{1,3}}(?:[,.]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?))(?![\w-]*-\d)(?!\w)
        (?:\s(?P<scale>{_SCALE})\b)?(?:[ \u00a0\u202f]?(?P<unit>{_UNIT}))?
        (?:[ \u00a0\u202f](?:de\ |d['’])?(?P<money>{_MONEY}))?""",
    re.VERBOSE,
)
_NOT_A_FIGURE = re.compile(
    r"(?:\b(?:art(?:icles?|s?\.)|sections?|chapters?|convention|protocol[e]?|law|loi|act|decree|no\.?"
    r"|n[°º]|nos?|resolution|resolutions?|directive|per|pour|page|pp?\.|phase|level|group|top|and"
    r"|et|paragraphe?|annex)\s*|[°º]\s*|§\s*)$",
    re.IGNORECASE,
)
_PHONE = re.compile(r"[+(]?\d[\d ()./\u00a0-]{2,}\d|\S+@\S+\.\w+|(?:https?://|www\.)\S+[\w/]")
_WORD = r"[A-ZÀ-Þ][\w’'.&-]*\w|[A-ZÀ-Þ]"
_TAIL = r"(?:\ [a-zà-ÿ]{4,}(?=,|\ et\ |[.;]|$))?"
"""What French puts behind a name: "la Banque mondiale"."""
_LINK = r"[ -](?:(?:of|for|de|du|des|and\ the)\ (?:the\ |la\ |l['’])?|d['’]|the\ )?"
_ARTICLE = r"(?<!\w)(?:(?:[Tt]he|[Ll]a|[Ll]e|[Ll]es) |[Ll]['’])"
_NAMED = (
    rf"(?:{_ARTICLE}(?:{_WORD})(?:{_LINK}(?:{_WORD}))*{_TAIL}|(?:{_WORD})(?:{_LINK}(?:{_WORD}))*)"
)
_NAMES = re.compile(rf"{_NAMED}(?:(?:,\ |,?\ (?:and|et)\ ){_NAMED})*")
_AT = re.compile(r"(?:aux?|du|des) ")
_BARE = re.compile(rf"(?:{_ARTICLE}|{_AT.pattern})[A-ZÀ-Þ]\w*")
"""A word with its article, which names somebody only where nobody else is named: "le Comité"."""
_SAYS_WHO = re.compile(r"\A(?:C['’]est|It is) ")
_JOINS = r"\s*(?:et|and|à|to|[-–])\s*"
_RANGE_GOES_ON = re.compile(rf"{_JOINS}\d")
_RANGE_BEFORE = re.compile(rf"\d\s*%?{_JOINS}\Z")
_BOUND = re.compile(
    r"(?:[<>≤≥]|\b(?:less|fewer|lower|more) than|\b(?:moins|plus) d[e'’])\s*\Z", re.IGNORECASE
)
"""What makes a figure a limit of the value and not the value."""
_MINUS = re.compile(r"\A[-–−]\s+(?=\d)")
_APPROXIMATE = re.compile(r"\W*(?:about|approximately|some|over|nearly|est\.?|environ|près de)\s+")


def of_field(text: str, kind: Kind) -> list[Value]:
    """Read the values of a field: several where each has a date or is a figure of its own."""
    parts = _parts(text)
    return [_single(part, kind) for part in parts]


def in_sentence(text: str, kind: Kind) -> Value | None:
    """Find the value that a sentence gives for a label of this kind; None if it gives none."""
    if kind == "contact":
        match = next((m for m in _PHONE.finditer(text) if not _is_date(text, m)), None)
        return Value(match.group().strip()) if match else None
    if kind == "name":
        return _name(text)
    found = [each for each in _figures(text) if _is_whole(text, each)] if kind != "thing" else []
    if kind == "open":
        found = [each for each in found if _is_measured(each)]
    if not found:
        return None
    best = max(found, key=lambda each: (_is_measured(each), -found.index(each)))
    return _value(best, text)


def _parts(text: str) -> Sequence[str]:
    parts = [part.strip() for part in re.split(r";\s+|\n", text) if part.strip()]
    if len(parts) < 2 or not all(any(dates.dates(part)) for part in parts):
        return [text]
    return parts


def _single(text: str, kind: Kind) -> Value:
    stripped = _MINUS.sub("-", text.strip().rstrip("."), count=1)
    begins = _APPROXIMATE.match(stripped)
    match = _FIGURE.match(stripped, begins.end() if begins else 0)
    dated = dates.stated_in(text)
    if match and kind != "contact" and not _is_date(stripped, match):
        rest = stripped[match.end() :]
        if not _figures(re.sub(r"\([^()]*\)", "", rest)):
            return _value(match, stripped)
    sole = _figures(stripped)
    if kind == "figure" and len(sole) == 1 and _is_whole(stripped, sole[0]):
        return _value(sole[0], stripped)
    return Value(_undated(stripped), None, dated)


def _undated(text: str) -> str:
    """Take off a bracket at an end that is only a date: "Bamako (2020)"."""
    match = re.search(r"\s*\(([^()]*)\)$", text) or re.match(r"\(([^()]*)\)\s*", text)
    if match is None or len(match[1]) > _LONGEST_DATE or len(list(dates.dates(match[1]))) != 1:
        return text
    return text[: match.start()] + text[match.end() :]


def _figures(text: str) -> list[re.Match[str]]:
    """Find the figures of a text that measure something: no years, articles and ordinals."""
    spans = [(mention.start, mention.end) for mention in dates.dates(text)]
    return [
        match
        for match in _FIGURE.finditer(text)
        if not any(s <= match.start("figure") < e for s, e in spans)
        and not _NOT_A_FIGURE.search(text[: match.start("figure")])
    ]


def _is_date(text: str, match: re.Match[str]) -> bool:
    return any(m.start <= match.start() < m.end for m in dates.dates(text))


def _is_measured(match: re.Match[str]) -> bool:
    """Whether it is more than a bare number such as counts anything: has a unit, or decimals."""
    figure = match["figure"].lstrip("-–−")
    return bool(match["currency"] or match["scale"] or match["unit"]) or not figure.isdigit()


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Whether a figure is a value: not an end of a range, "between 10 and 15%", nor a bound."""
    before, after = text[: match.start()], text[match.end() :]
    is_range = _RANGE_GOES_ON.match(after) or _RANGE_BEFORE.search(before)
    return not is_range and not _BOUND.search(before)


def _value(match: re.Match[str], text: str) -> Value:
    units = (match["currency"], match["scale"], match["unit"], match["money"])
    unit = " ".join(each.strip() for each in units if each)
    return Value(match["figure"], unit or None, _date_of(match, text))


def _date_of(match: re.Match[str], text: str) -> str | None:
    """Find the date of a figure: its own, behind it, or the only one that the statement gives."""
    later = [each.start() for each in _figures(text) if each.start() > match.start()]
    own = dates.stated_in(text[match.start() : later[0] if later else len(text)])
    named = {str(year) for year in years_in_names(text)}
    told = {mention.iso for mention in dates.dates(text) if mention.iso[:4] not in named}
    return own or (told.pop() if len(told) == 1 else None)


def _name(text: str) -> Value | None:
    """Find who or what is named: what is more than a word with its article, if there is such."""
    found = list(_names(text))
    if not found:
        return None
    best = next((match for match in found if not _is_bare(text, match)), found[0])
    return Value(best.group().rstrip("."), None, dates.stated_in(text))


def _names(text: str) -> Iterator[re.Match[str]]:
    """Find the names of a text, but for countries and what only begins it."""
    named = [(mention.start, mention.end) for mention in countries.mentions(text)]
    at = said.end() if (said := _SAYS_WHO.match(text)) else 0
    while match := _NAMES.search(text, at):
        at = match.end()
        capitals = sum(word[0].isupper() for word in match.group().split())
        is_first = match.start() == 0 and capitals < 2  # the capital of any first word
        inside = [end for start, end in named if start < match.end() and match.start() < end]
        if inside and text.startswith(", ", inside[0]) and inside[0] < at:
            at = inside[0]  # "the focal point of Mali, Mei Tanaka"
            continue
        is_country = bool(inside) or countries.resolve(match.group()) is not None
        if not is_first and not is_country and not _is_opening(text, match):
            yield match


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """Whether a name is but a word with its article: "the Committee", "au Comité"."""
    before = text.rfind(" ", 0, max(0, match.start() - 1)) + 1
    begin = before if _AT.match(text, before) else match.start()
    return _BARE.fullmatch(text, begin, match.end()) is not None


def _is_opening(text: str, match: re.Match[str]) -> bool:
    """Whether a name at the start is only what the sentence is about: "The Ministry works …"."""
    opens = match.start() == 0 and re.match(r"(?:The|Le|La|Les) |L['’]", text)
    return bool(opens) and any(
        later.start() > match.end() for later, _ in pairwise([*_NAMES.finditer(text), match])
    )
