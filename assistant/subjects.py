"""Which countries a question asks about, among those that it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.countries import Mention, mentions, resolve
from assistant.spelling import fold


@dataclass(frozen=True, slots=True)
class Subjects:
    """The countries asked about in a text."""

    codes: tuple[str, ...]
    """ISO 3166-1 alpha-3, in the order of the text, each once."""
    spans: tuple[tuple[int, int], ...]
    """Where the text names them: offsets in code points."""


# What stands right before a name, folded, tells whether it is the subject; the highest wins.
_CUES: tuple[tuple[int, str], ...] = (
    (
        5,
        r"(?:^|\b)(?:does|do|did|is|are|was|were|has|have|had|can|may|must|will|why is)"
        r"\s+(?:the\s+)?$",
    ),
    (4, r"\b(?:of|du|de|de la|de l'|d'|des)\s*(?:the\s+)?$"),
    (
        3,
        r"\b(?:in|within|inside|en|au|aux|a|a la|for|pour|about|concernant|across)"
        r"\s+(?:the\s+|la |l'|le )?$",
    ),
    (
        0,
        r"\b(?:to|with|from|by|against|between|avec|vers|contre|par|entre|than|que)"
        r"\s+(?:the\s+|la |l'|le )?$",
    ),
)
_FIRST, _MIDDLING, _ADJECTIVE = 4, 2, 1
_QUALIFIES = re.compile(r"\b(?:an?|the)\s+$", re.IGNORECASE)
_ARTICLES = frozenset({"", "le", "la", "les", "l'", "the"})
_JOINED = re.compile(
    r"(?:['’]s)?\s*(?:,|,?\s*(?:and|et|&|or|ou|vs\.?|versus|with|avec|to|a|au|aux)\b|/)\s*"
    r"(?:the|in|of|le|la|les|l['’]|du|de|des|au|aux|en|d['’])?\s*(?:the|la|l['’])?\s*",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\b(?:compar\w+|versus|vs|differen\w+ between|contrast|difference entre|par rapport)\b"
)
# "Maurice dispose-t-elle d'une loi ?": a person holds no laws and joins no treaties.
_ACTS_AS_STATE = re.compile(
    r"(?:^|\bque |^(?:does|has|is|did) )(?P<name>[^\W\d_][\w’'-]+)"
    r" (?:(?:a|est|has|is)\b[\w-]* )?(?:pas )?"
    r"(?:dispose|poss[eè]de|dot[eé]e?|ratifi|adh[eé]r|sign[eé]|partie|membre|party|member|acced"
    r"|compte|figure|li[eé]e?\b|adopt|exige|impose|oblige|pr[eé]voi|coop|bound|require|enact)",
    re.IGNORECASE,
)
# "Does COG publish …?": a code that is better known as something else, in a country's place.
_CODED = re.compile(
    r"\b(?i:does|has|have|did|is|are|was|were|can|must|may|will|should|in|en|au) "
    r"(?P<name>[A-Z]{3})\b(?!-)"
)


def subjects(text: str) -> Subjects:
    """Find the countries asked about.

    "Where is the chancery of New Zealand in the United States?" asks about New Zealand: of several
    names the one in the subject's place counts, unless they are listed together or compared.
    """
    found = mentions(text) or _acting(text)
    if len({mention.code for mention in found}) <= 1:
        return _chosen(found, found)
    groups = [list(found)] if _COMPARE.search(fold(text)) else _listed_together(text, found)
    best = max(
        groups,
        key=lambda group: (len({m.code for m in group}) > 1, _subject_cue(text, group[0])),
    )
    return _chosen(best, found)


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Take spans out of a text, with a possessive "'s" after them."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end + len(_possessive(text[end:]))
    return re.sub(r"\s+", " ", " ".join([*kept, text[at:]])).strip()


def _possessive(rest: str) -> str:
    found = re.match(r"['’]s?\b", rest)
    return found.group() if found else ""


def _chosen(best: Sequence[Mention], found: Sequence[Mention]) -> Subjects:
    codes = tuple(dict.fromkeys(mention.code for mention in best))
    return Subjects(codes, tuple((m.start, m.end) for m in found if m.code in codes))


def _acting(text: str) -> tuple[Mention, ...]:
    """Find a country with a person's name where it does what only states do, or one's code."""
    found = _ACTS_AS_STATE.search(text)
    code = resolve(found["name"]) if found and found["name"][0].isupper() else None
    if code is None and (found := _CODED.search(text)):
        code = resolve(found["name"])
    return (Mention(code, *found.span("name"), "name"),) if found and code else ()


def _listed_together(text: str, found: Sequence[Mention]) -> list[list[Mention]]:
    groups = [[found[0]]]
    for mention in found[1:]:
        last = groups[-1][-1]
        if mention.kind == last.kind and _JOINED.fullmatch(text[last.end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _subject_cue(text: str, mention: Mention) -> tuple[int, int]:
    """Rate how much speaks for a name's being the subject; of equals the earlier one counts."""
    before, after = text[: mention.start], text[mention.end :]
    if _QUALIFIES.search(before) and re.match(r"\s+[a-z]{4,}", after):
        return _ADJECTIVE, -mention.start  # "a US embassy"
    return _strength(fold(before), after, mention), -mention.start


def _strength(before: str, after: str, mention: Mention) -> int:
    if after.startswith(("'", "’")):
        return _CUES[0][0]
    if mention.kind == "demonym":
        return _MIDDLING
    for strength, pattern in _CUES:
        if re.search(pattern, before):
            return strength
    return _FIRST if before.strip() in _ARTICLES else _MIDDLING
