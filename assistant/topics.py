"""What a question is about: what "it" stands for in the next one."""

import re

from assistant.question import Question, across
from assistant.subjects import subjects

AUXILIARY = (
    r"(?:is|are|was|were|does|do|did|has|have|had|can|could|may|must|should|shall|will|would)"
)
INVERTED = r"(?!est-ce qu)(?:[nsy]['’ ])?[^\W\d_]+-(?:t-)?(?:ils?|elles?|on|ce)\b"
_BEFORE_COUNTRY = re.compile(
    r"(?:\b(?:in|of|for|at|to|from|under|au|aux|en|à|de|du|des|d['’]|le|la|les|l['’]|the|pour)\s*)+$",
    re.IGNORECASE,
)


def without_countries(text: str) -> str:
    """Take the countries asked about out, with the "in" or "du" before them."""
    for start, end in reversed(subjects(text).spans):
        after = text[end:]
        owns = re.match(r"['’]s?\b", after)
        before = text[:start] if owns else _BEFORE_COUNTRY.sub("", text[:start])
        text = f"{before.rstrip()} {after[owns.end() if owns else 0 :].lstrip()}"
    return re.sub(r"\s+(?=[,.])", "", text).strip(" ,")


ASKING_LEAD = {
    "en": re.compile(
        r"^(?:(?:and|but|so)\b[ ,]*)?"
        r"(?:(?:by|from|since|in|on|at|to|for|with)\s+)?"
        r"(?P<word>what|which|who|whom|whose|when|where|why|how(?: many| much| long)?)?\b\s*"
        rf"(?:(?:{AUXILIARY}|there|it|they)\b\s*)*"
        r"(?:(?:have|had|been|make|made|exist|provide for|stand for|mean)\b\s*"
        r"|\w+ed\s+(?:to |with |by |on )?)?",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"^(?:(?:et|mais)\b[ ,]*)?(?:(?:avec|par|de|à|en|dans|depuis|pour)\s+)?"
        r"(?P<word>quel(?:le)?s?|qu['’]est-ce qu(?:e |['’])|est-ce qu(?:e |['’])|qui|que|quoi|quand"
        r"|où|pourquoi|comment|combien(?: de| d['’])?)?\s*"
        r"(?:(?:est|sont|était|étaient|sera|a|ont|y a-t-il|existe-t-il)\s+)?",
        re.IGNORECASE,
    ),
}
_HOLDING = re.compile(
    r"^(?:(?:do|does) not |n['’]|ne )?(?:have|has|ont|poss[eè]dent|disposent(?= d['’]une? ))\b"
    r"(?: no| pas| already| d[eé]j[aà])? ?",
    re.IGNORECASE,
)
"""How a count puts what it is about: "have", "disposent"."""
_OF_DEEDS = frozenset({"who", "when", "where", "qui", "quand", "où", "comment"})
_LEADING_VERB_FR = re.compile(
    r"^(?!l[ae]s?\b|une?\b|des\b)[a-zà-ÿ]+\s+(?=l[ae]s? |l['’]|une? |[A-ZÀ-Ý])"
)
_LEADING_VERB = re.compile(r"^(?!the\b|an?\b|its\b)[a-z]+(?:s|ed|es)?\s+(?=the |an? |[A-Z]|its )")
_LEADING_PARTICIPLE = re.compile(
    r"^[^\W\d_]+(?:é|ée|és|ées|it|is|u)\s+(?:à (?=l)|au |aux |de )?(?=[^\W\d_])"
)
_MEMBERSHIP = re.compile(
    r"^(?:an? )?(?:(?:state )?party to|member of|signatory (?:to|of)|partie (?:à(?= l)|aux?)"
    r"|membre (?:de(?= l)|d[eu])) ",
    re.IGNORECASE,
)
_TRAILING = re.compile(rf"\s+(?:in|of|at|from|for|du|de|au|{AUXILIARY} have)$")
_NAMED_OWNER = re.compile(
    r"\b(?:of|at|for|by|to|in|d[eu]|à|au|par|d['’])\s*(?:the )?"
    r"(?P<owner>(?:l['’]|la |le )?[A-Z][A-Z0-9-]{2,})$"
)
_OWNER = re.compile(r"^(?:the |la |le |l['’])?[^ ]+(?: [^ ]+)? (?:of|de|du) (?P<owner>.+)$")


def topic_of(question: Question) -> str:
    """Find what "it" will stand for next: the noun phrase that a question is about."""
    text = re.split(r"\s*[?;]", without_countries(question.search))[0]
    if question.counted:
        text = _HOLDING.sub("", across(text))
    if question.language == "fr":
        starts = re.match(INVERTED, text, re.IGNORECASE)
        text = re.sub(rf"\b{INVERTED}\s*(?:été |eu )?", "", text, flags=re.IGNORECASE)
        found = ASKING_LEAD["fr"].match(text) if not starts else None
        rest = text[found.end() :] if found else text
        if starts or (found and found["word"] and found["word"].lower() in _OF_DEEDS):
            rest = _LEADING_VERB_FR.sub("", _LEADING_PARTICIPLE.sub("", rest))
    else:
        found = ASKING_LEAD["en"].match(text)
        rest = text[found.end() :] if found else text
        if found and found["word"] and found["word"].lower() in _OF_DEEDS:
            rest = _LEADING_VERB.sub("", rest)
    rest = _MEMBERSHIP.sub("", rest)
    rest = _TRAILING.sub("", rest.strip(" .,–"))
    if owner := _NAMED_OWNER.search(rest):
        return owner["owner"]
    if question.kind in ("contact", "where") and (owner := _OWNER.match(rest)):
        return owner["owner"]
    return rest
