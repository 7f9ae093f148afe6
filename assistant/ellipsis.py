"""Filling in what a follow-up leaves out: what its pronouns stand for, the verb of a fragment.

filled   "Who runs it?"          → "Who runs the agency?"
framed   "And for adults?"       → "Is a permit required for adults?"
reasked  "By whom?"              → "By whom was the agency founded?"
gapped   "and which ones adults" → "Which articles protect adults"
"""

import re
from dataclasses import replace

from assistant.question import Question, is_about_time
from assistant.spelling import fold
from assistant.subjects import subjects
from assistant.topics import ASKING_LEAD, AUXILIARY, INVERTED, topic_of, without_countries

_EXPLETIVE = re.compile(
    r"\bit (?:possible|true|required|necessary|mandatory|legal|illegal|clear|known|likely)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)
_OF_A_THING = re.compile(r"(?:is|are|was|were) (?:it|they)(?: \w+){1,2}\s*\??$", re.IGNORECASE)
_FIRST_PRONOUN = re.compile(rf"{AUXILIARY} (?:it|they)\b", re.IGNORECASE)
_ASKED_OF_IT = re.compile(
    rf"(?P<what>(?:what|which|how many) \w+(?: \w+)?) {AUXILIARY} (?:it|they)\b", re.IGNORECASE
)
_FIRST_PRONOUN_FR = re.compile(
    r"(?P<lead>(?:(?:(?:par |de |à |depuis |avec )?(?:quand|où|comment|pourquoi|combien|qui|que)"
    r"|(?:(?:en|dans|à|de|avec|pour) )?quel(?:le)?s? [^\W\d_]+) )?)"
    rf"(?P<verb>(?!(?:y a|existe|faut)-){INVERTED})(?<!-on)(?<!-ce)",
    re.IGNORECASE,
)
_OBJECT_FR = re.compile(r"^(?P<who>qui) (?:la |le |les |l['’])(?P<verb>[^\W\d_]+)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their)\b(?! own)", re.IGNORECASE)
_POSSESSIVE_FR = re.compile(r"\b(?P<of>son|sa|ses|leurs?)\b(?= \w)", re.IGNORECASE)
_ARTICLES = {"son": "le", "sa": "la", "ses": "les", "leur": "le", "leurs": "les"}
_THAT = re.compile(
    rf"(?P<before>^{AUXILIARY} )(?:that|this|these|those)\b(?! \w+s? (?:has|have|is|are)\b)"
    r"|\b(?:that|this|those|these|cela|ça)(?=\s*\??$)|\bcela\b",
    re.IGNORECASE,
)
_THAT_NOUN = re.compile(
    r"\b(?:this|that|these|those|ce|cet|cette|ces) (?P<noun>[^\W\d_]+)", re.IGNORECASE
)
_FIELD = re.compile(
    r"\b(?:dans ce domaine|en la matière|à ce sujet|sur ce (?:sujet|point)|in (?:this|that) "
    r"(?:area|field|respect|matter)|on (?:this|that) (?:subject|topic|matter|point))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r".*\b(?:(?P<en>on|about|for|against|to|of)|(?P<fr>liés? à|liées? à|sur|contre|pour|concernant"
    r"|de|à)) (?P<what>[^?]+)",
    re.IGNORECASE,
)


def filled(rest: str, part: Question, previous: Question) -> tuple[str, bool]:
    """Put what they stand for in the place of pronouns; and whether the text leaned on it.

    "Has it …?" after "Has the country …?" asks about the country: nothing is put in.
    """
    topic = previous.topic
    if not topic:
        return rest, False
    if (field := _FIELD.search(rest)) and (about := _ABOUT.match(previous.search)):
        return f"{rest[: field.start()]}– {about['what'].strip()}{rest[field.end() :]}", False
    for found in _THAT_NOUN.finditer(rest):
        if fold(found["noun"]) in fold(topic).split():
            return f"{rest[: found.start()]}{topic}{rest[found.end() :]}", True
    if that := _THAT.search(rest):
        stood = _matter(previous)
        return f"{rest[: that.start()]}{that['before'] or ''}{stood}{rest[that.end() :]}", False
    fill = _filled_french if part.language == "fr" else _filled_english
    return fill(rest, part, previous)


def _matter(previous: Question) -> str:
    """Find what "that" stands for: what was asked, without what "it" stood for there."""
    if previous.topic and topic_of(previous) != previous.topic:
        previous = replace(previous, search=previous.search.replace(f"{previous.topic} ", "", 1))
    return topic_of(previous)


def _filled_english(rest: str, part: Question, previous: Question) -> tuple[str, bool]:
    topic = previous.topic
    if _EXPLETIVE.search(rest):
        return rest, False
    if found := _PRONOUN.search(rest):
        acts = _FIRST_PRONOUN.match(rest) and not _OF_A_THING.match(rest)
        if acts and _country_acts(previous):
            return rest, True
        if asked := _ASKED_OF_IT.match(rest):
            return f"{asked['what']} of {topic}{rest[asked.end('what') :]}", True
        stood = _parallel(rest[: found.start()], previous) or topic
        return rest[: found.start()] + stood + rest[found.end() :], stood == topic
    if not part.countries and (found := _POSSESSIVE.search(rest)):
        full = f"{rest[: found.start()]}the{rest[found.end() :]}"
        owner = _owner(previous)
        return f"{full.rstrip(' ?')} of {owner or topic} ?", not owner
    return rest, False


def _filled_french(rest: str, part: Question, previous: Question) -> tuple[str, bool]:
    topic = previous.topic
    if found := _FIRST_PRONOUN_FR.match(rest):
        if not found["lead"] and _country_acts(previous):
            return rest, True
        return f"{found['lead']}{topic} {rest[found.start('verb') :]}", True
    if found := _OBJECT_FR.match(rest):
        return f"{found['who']} {found['verb']} {topic}{rest[found.end() :]}", True
    if not part.countries and (found := _POSSESSIVE_FR.search(rest)):
        article = _ARTICLES[found["of"].lower()]
        full = f"{rest[: found.start()]}{article}{rest[found.end() :]}".rstrip(" ?")
        owner = _owner(previous)
        return f"{_contracted(f'{full} de {owner or topic}')} ?", not owner
    return rest, False


def _contracted(text: str) -> str:
    return text.replace(" de le ", " du ").replace(" de les ", " des ")


def _country_acts(question: Question) -> bool:
    """Whether a country is the subject: "Has the country …", "Le pays a-t-il …"."""
    for start, end in subjects(question.search).spans[:1]:
        before, after = question.search[:start], question.search[end:]
        if re.fullmatch(rf"{AUXILIARY} (?:the )?", before, re.IGNORECASE):
            return True
        return bool(re.match(rf" {INVERTED}", after))
    left = question.search
    return bool(re.match(rf"{AUXILIARY} it\b", left, re.I) or _FIRST_PRONOUN_FR.match(left))


def _owner(previous: Question) -> str:
    """Give the country that "its" stands for: "the population of Mali" – "its area"."""
    for start, end in subjects(previous.search).spans[:1]:
        text = previous.search
        if re.search(
            r"\b(?:of (?:the )?|d[eu] (?:la )?|de l['’]|d['’]|des )$", text[:start]
        ) or re.match(r"['’]s?\b", text[end:]):
            return text[start:end]
    return ""


def _parallel(before: str, previous: Question) -> str:
    """Find what the same verb took before: "share them" after "share the data with others"."""
    verb = re.search(r"(\w{3,}) $", before)
    if not verb:
        return ""
    taken = re.search(
        rf"\b{re.escape(verb[1])} (?P<what>.+?)"
        r"(?= (?:with|within|between|in|for|to|by|across)\b|\s*\?|$)",
        previous.search,
    )
    return taken["what"] if taken else ""


_PREPOSITIONS = (
    "for", "in|during|since|before|after", "within|between|among|across|inside", "with", "to",
    "by|from", "on|about|against",
    "pour", "dans|en|au sein d[eu]s?", "entre", "avec", "par", "sur|contre|concernant", "à|aux?",
    "of", "de|des|du|d['’]",
)  # fmt: skip
_HAS_CONTENT_VERB = {
    "en": re.compile(
        rf"^{AUXILIARY} (?:(?:a |an )?(?:party|member|signatory|state party) (?:to|of) "
        r"|(?!(?:been|had|made)\b)\w+(?:ed|ied)? (?:to|with) |\w+ed )",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        rf"^{INVERTED} (?:[^\W\d_]+ (?:à |aux? |de |avec )|[^\W\d_]+(?:é|it|u) )", re.IGNORECASE
    ),
}
_DEFINITE = re.compile(r"(?:the |l[ae]s? |l['’]|[A-ZÀ-Ý])")
_INDEFINITE = re.compile(r"(?:an?|une?) ", re.IGNORECASE)
_OF_KIND = {"en": ("Is there {} ?", "What is {} ?"), "fr": ("Y a-t-il {} ?", "Quel est {} ?")}
_COUNTED = re.compile(r"(?:how many|combien d['’e]) ?", re.IGNORECASE)


def framed(rest: str, question: Question, previous: Question) -> str:
    """Make a question of a fragment: in the frame of the one before, with the fragment put in."""
    rest = without_countries(rest).rstrip(" ?.!")
    before = without_countries(previous.search).rstrip(" ?.!")
    if swapped := _swapped(rest, before):
        return f"{swapped} ?"
    if _is_name(rest) and _is_name(previous.topic) and previous.topic in before:
        return f"{before.replace(previous.topic, rest)} ?"
    if previous.kind == "yes_no" and _DEFINITE.match(rest):
        verb = _HAS_CONTENT_VERB[previous.language].match(before)
        if verb:
            return _contracted(f"{verb.group()}{rest} ?")
    counted = _COUNTED.match(before)
    if counted and not _DEFINITE.match(rest):
        return f"{counted.group().strip()} {rest} ?"
    exists = previous.kind == "yes_no" or _INDEFINITE.match(rest)
    return _OF_KIND[question.language][not exists].format(rest)


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"(?:the |l['’]|la |le )?(?:[A-ZÀ-Ý][\w-]* ?)+", text))


def _swapped(rest: str, before: str) -> str:
    """Put a phrase in the place of its like: "for adults" in that of "for children"."""
    if is_about_time(fold(rest)):
        return f"{before} {rest}"
    for alike in _PREPOSITIONS:
        if re.match(rf"(?:{alike})\b", rest, re.IGNORECASE):
            places = list(re.finditer(rf" (?:{alike})\b", before, re.IGNORECASE))
            return f"{before[: places[-1].start()] if places else before} {rest}"
    return ""


_WHICH_ONES = re.compile(
    r"(?:lesquel(?:le)?s|laquelle|lequel|which ones?)\s+(?=(?:la |le |les |l['’]|the |an? ))",
    re.IGNORECASE,
)
_LAST_OBJECT = re.compile(r"^(?P<frame>.*\w )(?:la |le |les |l['’]|the |an? |une? |des ).*$")


_BARE = 3
"""Words up to which what asks is nothing but words that ask."""

_WHOM_TO_ASK = re.compile(r"whom? (?:should|can|do|must|may) (?:i|we|one) ", re.IGNORECASE)


def reasked(rest: str, part: Question, previous: Question) -> str:
    """Ask the question before for what else is asked: "By whom?", "Since when?"."""
    if _WHOM_TO_ASK.match(rest):
        return f"Who is the contact person of {previous.topic} ?"
    if part.kind == "yes_no" or len(rest.split()) > _BARE + rest.endswith(" ?"):
        return rest
    before = without_countries(previous.search).rstrip(" ?.!")
    word = rest.rstrip(" ?.!")
    lead = ASKING_LEAD[previous.language].match(before)
    if lead and lead["word"]:
        before = before[lead.end("word") :].strip()
    return f"{word} {before} ?"


def gapped(rest: str, previous: Question) -> str:
    """Put in the verb that "and which ones the others?" leaves out, if it does."""
    found = _WHICH_ONES.match(rest)
    frame = _LAST_OBJECT.match(without_countries(previous.search).rstrip(" ?.!"))
    return f"{frame['frame']}{rest[found.end() :]}" if found and frame else rest
