"""The words of an answer around its quotes, and what its parts say of each other.

A text is a line of ``frames.toml`` each, in the order that the outcome and verdict ask for, with
a line for every citation in turn:

    country?  yes|no|none|…  quote*  hedged?  change|disagreement?  later?
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any

from assistant import countries
from assistant.types import Citation, Conflict, CountryAnswer
from assistant.verify import counts
from assistant.verify.shape import Failure, differing, shown

_FRAMES = Path(__file__).parent.parent / "frames.toml"
_SLOT = re.compile(r"\\\{(\w+)\\\}")
_NAME = r"[^\d“”«»\"\[\]\n]{1,60}"
_SLOTS = {"country": _NAME, "region": _NAME, "as_of": r"[\d-]{4,10}"}
_QUOTES = ("quote", "quote_undated")
_MARKER = re.compile(r"\[(\d{1,6})\]")
_ORDER = ("answered", "unclear", "not_assessed", "silent", "no_source")
"""Of the outcomes of several parts the first is that of the whole."""


def compare(
    answer: Mapping[str, Any],
    parts: Sequence[CountryAnswer],
    citations: Sequence[Citation],
    conflicts: Sequence[Conflict],
) -> Iterator[Failure]:
    """Find what in an answer contradicts its text. ``parts``: by country, or the answer as one."""
    numbers = tuple(each.marker for each in citations)
    yield from differing("marker", 0, tuple(range(1, len(citations) + 1)), numbers)
    yield from differing("marker", 0, numbers, tuple(m for part in parts for m in part.markers))
    unknown = set(answer["countries"]) - countries.codes()
    if unknown:
        yield Failure("countries", 0, "ISO 3166-1 alpha-3 codes", shown(sorted(unknown)))
    cited = {each.marker: each for each in citations}
    counted = bool(answer["summary"])
    several = counted or len({part.country for part in parts}) > 1
    unclaimed = list(conflicts)
    for part in parts:
        quoted = [cited[marker] for marker in part.markers if marker in cited]
        own = [each for each in conflicts if set(each.markers) <= set(part.markers)]
        unclaimed = [each for each in unclaimed if each not in own]
        among = (part.country,) if part.country else tuple(answer["countries"])
        yield from _wall(among, quoted)
        for conflict in own:
            yield from _conflict(conflict, [cited[m] for m in conflict.markers if m in cited])
        if not counted:
            yield from _text(part, quoted, own, answer["language"], among, _heads(part), several)
        elif part.markers:
            yield from _text(part, quoted, own, answer["language"], among, [""], several)
        else:
            yield from differing("text", 0, "", part.text)
    for each in unclaimed:
        yield Failure("conflict", 0, "citations of one part", shown(each.markers))
    if counted:
        said, language = answer["summary"], answer["language"]
        expected = counts.summary(parts, _frames()[language], language, said)
        yield from differing("summary", 0, expected, said)
    yield from _sums(answer, parts)


def _wall(among: Sequence[str], citations: Sequence[Citation]) -> Iterator[Failure]:
    # An ocean or a union is no subject of its own unless the sources know it as one.
    if not any(countries.is_country(code) for code in among):
        return
    for each in citations:
        if each.countries and set(each.countries).isdisjoint(among):
            yield Failure("countries", each.marker, shown(tuple(among)), shown(each.countries))


def _conflict(conflict: Conflict, citations: Sequence[Citation]) -> Iterator[Failure]:
    dates = [each.as_of for each in citations]
    if len({each.marker for each in citations}) < 2:
        yield Failure("conflict", 0, "two citations or more", shown(conflict.markers))
    kind = "change" if len(set(dates)) > 1 else "disagreement"
    yield from differing("conflict", conflict.markers[0] if dates else 0, kind, conflict.kind)
    known = [date for date in dates if date]
    # "2014" is neither older nor newer than "2014-08".
    if any(old[: len(new)] > new[: len(old)] for new, old in pairwise(known)):
        yield Failure("conflict", conflict.markers[0], "the newest first", ", ".join(known))


def _text(
    part: CountryAnswer,
    citations: Sequence[Citation],
    conflicts: Sequence[Conflict],
    language: str,
    among: Sequence[str],
    heads: Sequence[str],
    several: bool,
) -> Iterator[Failure]:
    quotes = {each.marker: _filled(each, language) for each in citations}
    latest = max((each.as_of for each in citations if each.as_of), default=None)
    yield from differing("as_of", 0, latest, part.as_of)
    kinds, met = [], set()
    for line, marker in _lines(part.text, quotes):
        kind, slots = ("quote", {}) if marker else _kind(line, language)
        if kind:
            kinds.append(kind)
            met.add(marker)
        else:
            yield _unknown(line, quotes)
        if "country" in slots and not _is_among(slots["country"], among, language):
            yield Failure("country", 0, f"a name of {shown(tuple(among))}", shown(slots["country"]))
        if "region" in slots and not countries.region(slots["region"]):
            yield Failure("region", 0, "a region of the world", shown(slots["region"]))
        if "as_of" in slots:
            yield from differing("as_of", 0, latest, slots["as_of"])
    for marker in sorted(quotes.keys() - met):
        yield Failure("text", marker, shown(quotes[marker]), "no such line, or one out of turn")
    yield from _order(part, kinds, conflicts, heads, several and bool(part.country))


def _lines(text: str, quotes: Mapping[int, str]) -> Iterator[tuple[str, int]]:
    """Yield the lines of a text, that of a quote whole and with its marker, others with 0."""
    position = last = 0
    while position <= len(text):
        here = (m for m in quotes if m > last and _is_line(text, position, quotes[m]))
        marker = next(here, 0)
        end = text.find("\n", position + len(quotes.get(marker, "")))
        end = len(text) if end < 0 else end
        yield text[position:end], marker
        position, last = end + 1, marker or last


def _is_line(text: str, start: int, line: str) -> bool:
    end = start + len(line)
    return text.startswith(line, start) and text[end : end + 1] in ("", "\n")


def _kind(line: str, language: str) -> tuple[str, dict[str, str]]:
    """Name the frame that a line is, "" for none, and give what stands in its slots."""
    for kind, pattern in _patterns(language).items():
        if found := pattern.fullmatch(line):
            return kind, found.groupdict()
    return "", {}


def _unknown(line: str, quotes: Mapping[int, str]) -> Failure:
    for marker in map(int, _MARKER.findall(line)):
        if marker not in quotes:
            return Failure("marker", marker, "a citation of this number", f"none for {shown(line)}")
    return Failure("text", 0, "quotes and the words of frames.toml", shown(line))


def _is_among(name: str, codes: Sequence[str], language: str) -> bool:
    return any(name == countries.name(code, language) for code in codes) or (
        countries.resolve(name) in codes
    )


def _order(
    part: CountryAnswer,
    kinds: Sequence[str],
    conflicts: Sequence[Conflict],
    heads: Sequence[str],
    headed: bool,
) -> Iterator[Failure]:
    """Compare the kinds of lines with those that the outcome and verdict ask for."""
    stated = part.outcome if part.verdict is None else f"{part.outcome}, {part.verdict}"
    if part.verdict and part.outcome != "answered":
        yield Failure("verdict", 0, f"null, the outcome being {part.outcome}", part.verdict)
    fewest, most = _CITATIONS[part.outcome]
    if not fewest <= len(part.markers) <= most:
        expected = f"{fewest} to {most:,} citations for {part.outcome}"
        yield Failure("outcome", 0, expected, str(len(part.markers)))
    if part.hedged and part.outcome != "answered":
        yield Failure("hedged", 0, f"false, the outcome being {part.outcome}", "true")
    orders = list(
        product(
            ["country"] if headed else [""],
            heads,
            *[["quote"]] * kinds.count("quote"),
            ["", "hedged"] if part.hedged else [""],
            *[[each.kind] for each in conflicts],
            ["", "later"] if part.as_of else [""],
        )
    )
    possible = [[kind for kind in order if kind] for order in orders]
    if list(kinds) not in possible:
        expected = f"{', '.join(possible[0]) or 'a quote'} for {stated}"
        yield Failure("frames", 0, expected, ", ".join(kinds) or "nothing")


_CITATIONS = {
    "answered": (1, 5_000),
    "not_assessed": (1, 5_000),
    "unclear": (1, 5_000),
    "silent": (0, 1),
    "no_source": (0, 0),
}
"""The fewest and the most for each outcome; a silent source may be quoted with its empty field."""


def _heads(part: CountryAnswer) -> Sequence[str]:
    if part.outcome == "answered":
        return [part.verdict] if part.verdict else ["", "none"]
    if part.outcome == "silent":
        return ["empty"] if part.markers else ["silent", "silent_plain", "which"]
    if part.outcome == "no_source" and not part.country:
        return ["no_source", "no_region"]
    return [part.outcome]


def _sums(answer: Mapping[str, Any], parts: Sequence[CountryAnswer]) -> Iterator[Failure]:
    """Compare what is said of the whole answer with its parts."""
    told = [answer["summary"], *(part.text for part in parts)]
    yield from differing("text", 0, "\n\n".join(filter(None, told)), answer["text"])
    outcome = min((part.outcome for part in parts), key=_ORDER.index)
    yield from differing("outcome", 0, outcome, answer["outcome"])
    verdicts = {part.verdict for part in parts if part.outcome == "answered"}
    verdict = verdicts.pop() if len(verdicts) == 1 and not answer["summary"] else None
    yield from differing("verdict", 0, verdict, answer["verdict"])
    yield from differing("hedged", 0, any(part.hedged for part in parts), answer["hedged"])
    latest = max((part.as_of for part in parts if part.as_of), default=None)
    yield from differing("as_of", 0, latest, answer["as_of"])
    beyond = {part.country for part in parts} - {"", *answer["countries"]}
    if beyond:
        yield Failure("countries", 0, shown(answer["countries"]), shown(sorted(beyond)))


def _filled(citation: Citation, language: str) -> str:
    """Put a citation into the frame of a quote."""
    facts = {
        "source": citation.publisher or citation.title,
        "as_of": citation.as_of or "",
        "quote": citation.quote,
        "marker": str(citation.marker),
    }
    template = _frames()[language]["quote" if citation.as_of else "quote_undated"]
    return re.sub(r"\{(\w+)\}", lambda slot: facts[slot[1]], template)


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    """Patterns of the lines that are no quotes; "{country}:" comes last, as it fits most."""
    kinds = sorted(_frames()[language].items(), key=lambda item: item[0] == "country")
    return {
        kind: re.compile(
            _SLOT.sub(lambda slot: f"(?P<{slot[1]}>{_SLOTS[slot[1]]})", re.escape(template))
        )
        for kind, template in kinds
        if kind not in _QUOTES and not kind.startswith("counted")
    }


@cache
def _frames() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FRAMES.read_text("utf-8"))
