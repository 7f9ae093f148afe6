"""What a question asks in the light of the turns before it, and the several facts it may ask.

A question that leans on the one before ("Who runs it?", "And in Niger?", "When?") is written out
in full ("Who runs the agency?") and then read like any other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import pronouns, words
from assistant.countries import Region, limited
from assistant.ellipsis import filled, framed, gapped, reasked
from assistant.phrasing import clean, is_courtesy
from assistant.question import (
    Question,
    alone,
    asks,
    asks_neighbours,
    asks_which,
    is_about_time,
    language_of,
)
from assistant.spelling import fold
from assistant.subjects import subjects
from assistant.topics import topic_of, without_countries
from assistant.types import Turn

MAX_TURNS = 8
"""Earlier turns looked at; a follow-up leans on the last few."""

MAX_FACTS = 4
"""Facts answered of one question; who asks for more gets a better answer by asking again."""


def understand(text: str, history: Sequence[Turn] = ()) -> Question:
    """Read a question in the light of the turns before it (oldest first)."""
    previous: Question | None = None
    if is_courtesy(text):
        return alone(text)
    for turn in [turn for turn in history if not is_courtesy(turn.question)][-MAX_TURNS:]:
        previous = _next(turn.question, previous)
    return _next(text, previous)


def facts(question: Question) -> tuple[Question, ...]:
    """Part the several things that are asked in one sentence, each a question of its own.

    "Who created it, and when?" asks two; the second leans on the first.
    """
    pieces = _pieces(question.search)
    if len(pieces) < 2:
        return (question,)
    found: list[Question] = []
    for piece in pieces[:MAX_FACTS]:
        previous = found[-1] if found else None
        asked = _next(f"{piece.rstrip(' ?')} ?", previous, question)
        countries = asked.countries or question.countries
        found.append(replace(asked, text=question.text, countries=countries))
    return tuple(found)


_ASKS_ANEW = re.compile(
    r"(?:,\s*(?:and|et|puis)|\s(?:and|et)|;|\?)\s+(?=(?:(?:by |in |since |for |at |from )?"
    r"(?:what|which|who|whom|when|where|why|how)"
    r"|(?:par |de |à |en |dans |depuis |pour |avec )?(?:quel(?:le)?s?|qui|quand|où|combien|comment"
    r"|pourquoi|lesquel(?:le)?s|laquelle|lequel)|est-ce"
    r"|(?:does|do|did|is|are|was|were|has|have|can) (?:it|they|there|he|she|the|(?-i:[A-Z])\w+)"
    r"|\w+-(?:t-)?(?:ils?|elles?))\b)",
    re.IGNORECASE,
)


def _pieces(text: str) -> list[str]:
    """Part a text where it asks anew; "a law which … and which …" asks once."""
    starts, ends = [0], []
    for joint in _ASKS_ANEW.finditer(text):
        asks_first = fold(text[joint.end() :]).split()[0]
        said = fold(text[starts[-1] : joint.start()])
        relative = re.search(rf"\w\W+{re.escape(asks_first)}\b", said)
        if not relative or asks_first not in _RELATIVE or "?" in joint.group():
            ends.append(joint.start())
            starts.append(joint.end())
    pieces = [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]
    return [piece for piece in pieces if re.search(r"\w", piece)]


_RELATIVE = frozenset({"qui", "where", "which", "who", "whom", "when"})


def _next(text: str, previous: Question | None, whole: Question | None = None) -> Question:
    """Read the next turn; of ``whole``, a question of several facts, if it is a part of one."""
    otherwise = previous.language if previous else None
    language = whole.language if whole else None
    if otherwise and len(text.split()) <= _TOO_FEW:
        language = otherwise
    language = language or language_of(clean(text), otherwise)
    question = alone(text, language)
    if previous is None:
        return replace(question, topic=topic_of(question))
    return _follow_up(question, previous)


_TOO_FEW = 2
"""Words up to which a turn is taken to be in the language of the one before."""

_CONNECTIVE = re.compile(
    r"(?:(?:and|et|also|but|mais|so|alors|then)\b[ ,]*)?"
    r"(?:(?:what|how) about\b|same (?:question )?for\b"
    r"|qu['’]en est-il (?:de la |de l['’]|d[eu]s? |d['’])|quid (?:de la |de l['’]|d[eu]s? |d['’])"
    r"|s['’]agissant (?:de la |de l['’]|d[eu]s? |d['’])"
    r"|(?:m[eê]me (?:question|chose)|pareil|idem) pour\b)?[ ,]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[ ,]+(?:(?:est-ce|c['’]est) (?:pareil|la m[eê]me chose|le cas)|svp|stp|is it the same)"
    r"(?=[ ?.!]*\Z)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"(?:dans |in )?(?:les |the )?(?:autres pays|other countries)", re.IGNORECASE)
_LANDS = frozenset({"pays", "countries", "country", "limitrophes", "neighbouring", "neighboring"})
"""Words that say nothing beside "neighbouring"."""
_SHORT_FRAGMENT = 6
"""Words up to which a text that neither asks nor joins on is taken for a part of a question."""


_OF_THEM = re.compile(
    r"(?:(?:and|et)[ ,]+)?"
    r"(?:(?:which|what|how many) (?:of|among) (?:them|these|those)(?: countries)?"
    r"|(?:lesquels|lesquelles|combien)(?: (?:d['’]entre (?:eux|elles)|de ces pays|parmi eux))?)\b",
    re.IGNORECASE,
)
_WHICH = {"en": "Which countries", "fr": "Quels pays"}


def _of_them(question: Question, previous: Question, rest: str) -> Question:
    """Ask further of the countries counted: "Which of them since 2015?"."""
    said = re.sub(r"\b\d{4}\b", "", rest)
    lead = _WHICH[question.language] if _content(said, question) else previous.search.rstrip(" ?.")
    return _read_as(f"{lead} {rest.strip()}", question, previous, "")


def _follow_up(question: Question, previous: Question) -> Question:
    """Write a question that leans on the one before out in full, and read it."""
    across = pronouns.filled(question.search, previous.topic)
    if across and asks_which(across):
        everywhere = replace(question, everyone=True)
        return _read_as(_CONNECTIVE.sub("", across, count=1), everywhere, previous, previous.topic)
    if previous.everyone and (limit := _limit(question)):
        return replace(previous, text=question.text, countries=(), region=limit)
    if previous.counted and (them := _OF_THEM.match(question.search)):
        return _of_them(question, previous, (across or question.search)[them.end() :])
    joint = _CONNECTIVE.match(question.search)
    rest = gapped(question.search[joint.end() if joint else 0 :], previous)
    rest = _CLOSING.sub("", rest)
    joined = rest != question.search
    if _OTHERS.fullmatch(rest.rstrip(" ?!.")):
        return _in_all(question, previous)
    part = alone(rest, question.language)
    whole = asks(without_countries(rest), part.language, at_start=joined)
    empty = not _content(rest, part)
    named = bool(question.countries) or asks_neighbours(rest)
    if empty and named and (not whole or part.kind == previous.kind):
        return _elsewhere(question, previous)
    full, leans = filled(rest, part, previous)
    if whole and empty and full == rest:
        full, leans = reasked(rest, part, previous), True
    says = not empty or is_about_time(fold(rest).strip(" ?!."))
    if not whole and says and (joined or len(rest.split()) <= _SHORT_FRAGMENT):
        full = framed(full, question, previous)
    read = _read_as(full, question, previous, previous.topic if leans else "")
    return _on_the_matter(read, previous) if leans and full == rest else read


def _limit(question: Question) -> Region | None:
    """Give the region that all of a question names: "And in West Africa?"."""
    rest, region = limited(question.search)
    return None if _content(_CONNECTIVE.sub("", rest, count=1), question) else region


_LITTLE = 3
"""Own words up to which "Did it …?" of a country goes on about the question before."""


def _on_the_matter(question: Question, previous: Question) -> Question:
    """Go on about what a country did: "Did it make reservations?"."""
    own = len(_content(question.focus, question))
    if own > _LITTLE:
        return replace(question, topic=topic_of(question))
    matter = f"– {previous.topic} ?"
    focus = question.focus if own > 1 else f"{question.focus.rstrip(' ?')} {matter}"
    return replace(question, focus=focus, search=f"{question.search.rstrip(' ?')} {matter}")


_GENERIC = frozenset({
    "ask", "call", "come", "contact", "do", "go", "happen", "long", "make", "speak", "talk", "turn",
    "write", "adresser", "appeler", "contacter", "demander", "faire", "parler",
})  # fmt: skip


def _content(text: str, question: Question) -> list[str]:
    """Stems that say what a text is about, besides the countries that it names."""
    said = re.findall(r"[\w'’-]+", without_countries(text))
    around = asks_neighbours(text)
    kept = [
        word
        for word in said
        if fold(word) not in _GENERIC
        and not (around and fold(word) in _LANDS)
        and not asks_neighbours(word)
        and not is_about_time(fold(word))
    ]
    return words.tokens(" ".join(kept), question.language)


def _elsewhere(question: Question, previous: Question) -> Question:
    """Ask the same about other countries, or about the neighbours."""
    here, there = subjects(previous.search), subjects(question.search)
    search = previous.search
    if len(here.spans) == len(here.codes) > 0 and there.spans:
        name = question.search[there.spans[0][0] : there.spans[-1][1]]
        search = search[: here.spans[0][0]] + name + search[here.spans[-1][1] :]
    return replace(
        previous,
        text=question.text,
        search=search,
        countries=question.countries or previous.countries,
        language=question.language if question.countries else previous.language,
        now=previous.now or question.now,
        year=question.year or previous.year,
        neighbours=asks_neighbours(question.text),
        covered=question.covered,
        region=None,
    )


def _in_all(question: Question, previous: Question) -> Question:
    """Ask the same of every country: "And in the other countries?"."""
    search = without_countries(previous.search)
    return replace(
        previous,
        text=question.text,
        search=search,
        countries=(),
        everyone=True,
        neighbours=False,
        region=None,
    )


def _read_as(full: str, question: Question, previous: Question, topic: str) -> Question:
    read = alone(full, question.language)
    countries = question.countries or (() if question.everyone else previous.countries)
    goes_on = read.everyone and not question.everyone
    region = read.region or question.region or (previous.region if goes_on else None)
    read = replace(
        read,
        text=question.text,
        countries=countries,
        now=read.now or question.now,
        everyone=read.everyone or region is not None,
        region=region,
    )
    return replace(read, topic=topic or topic_of(read))
