"""What a unit of evidence says to a question: yes, no, a statement, or that the matter is open."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from assistant import dates, polarity, words
from assistant.chunking import Unit
from assistant.endings import without_end, without_end_words
from assistant.fitting import is_beside, is_of_type, wants_type
from assistant.matching import Asked, read_question
from assistant.polarity import Word, predicates
from assistant.presupposition import is_presupposed
from assistant.question import Question
from assistant.spelling import fold
from assistant.tenor import Tenor, is_contradicted, is_left_open

Stance = Literal["yes", "no", "states", "not_assessed", "unclear", "empty"]

CONTRADICTS = 0.33
"""Share of the matched words' weight that must be denied: one of three words turns a statement."""

_RULES = frozenset({"mandatory", "legal"})
"""Predicates that a condition limits; what exists, exists whatever it does "if the law permits"."""

FEWEST_OF_CONDITION = 2
"""Words of a condition; fewer are an aside: "if need be"."""

MET = 0.4
"""Share of a condition's words that a question which meets it holds."""

_SHORT = 60
"""Characters up to which a value that begins with "no" or "none" is taken for just that."""

_NONE = re.compile(
    r"\W*(?:no(?!\.? ?\d|-|\w| (?:later|more|less|fewer|earlier|sooner) than\b|\. ?[\d(])"
    r"|(?:none(?! other)|nil|neant|zero|never|jamais)\b|non(?!-|\w| (?:seulement|uniquement)\b)"
    r"|aucune?\b|(?:absence|inexistence)(?: \w+)?\W*$|0(?![.,]?\d)|n'existe|n\W*$|rien\b"
    r"|nullement\b|[✗✘☒])"
)
_SIGNED_ONLY = re.compile(
    r"\W*(?:status: )?(?:signature|signed|signatory|signee?|signataire)(?: (?:in|on|en|le|since"
    r"|depuis))?[\d\W]*"
)
_NOT_WITHOUT = re.compile(
    r"(?:\b(?P<not>no|not|nobody|never|cannot|aucune?|nul|personne|ne)\b[^.;]{0,60}?)?"
    r"\b(?:may|can|cannot|could|peut|peuvent|possible|able)\b[^.;]{0,60}?\b(?:without|unless"
    r"|sans)\b"
    r"(?! (?:delay|exception|delai|prejudice))"
)
_SOME = re.compile(r"\W*(?:yes\b|oui\b|[✓✔☑])")
_ASKS_FOR_ALL = re.compile(
    r"\b(?:all|every|each|always|entire(?:ly)?|tous|toutes|chaque|toujours)\b"
)
_ASKS_WHETHER_ASSESSED = re.compile(
    r"\b(?:assess|evaluat|review|measur|survey|examin|evalue|mesure)(?:ed?|ees?|er|ments?|ions?)?\b"
)

_LIVES = re.compile(
    r"\A\W*(?:the |its |their |no |little |l[ae]s? |l'|sa |son )?(?:\w+ )?(?:progress"
    r"|implementation"
    r"|impact|effects?|effectiveness|results?|performance|enforcement|compliance|running costs?"
    r"|mise en oeuvre|incidence|efficacite|resultats|application|execution|avancement) "
    r"(?:of|under|with|d[eu]s?|d'|sous)\b"
)

_TURNS = re.compile(
    r"\b(?:lawful|legal|permitted|allowed|tolerated|abolish\w*|repeal\w*|lift(?:ed)?|withdr[ae]wn?"
    r"|dissolv\w*|suspended|expired|exempt\w*|lacks?|(?<!or )without|decriminali\w*|ended"
    r"|closed|licites?"
    r"|legale?s?|permise?s?|autorisee?s?|aboli\w*|abroge\w*|levee?s?|retire\w*|dissou\w*"
    r"|suspendu\w*|depourvue?s?|(?<!ou )sans|depenalis\w*|supprim\w*)\b"
)
"""Asks for what a sentence tells as an end or an absence."""


def stances(
    question: Question, unit: Unit, asked: Asked, language: str, tenor: Tenor | None
) -> tuple[Stance, Stance]:
    """Read what a unit says to the question: by rules alone, and once ``tenor`` has had its say.

    It has one where the rules know no cue.
    """
    ruled = stance(question, unit, asked, language)
    if ruled == "yes" and is_presupposed(question, value(unit), asked, language):
        return "yes", "yes"
    return ruled, _toned(ruled, question, unit, asked, tenor)


def _toned(
    said: Stance, question: Question, unit: Unit, asked: Asked, tenor: Tenor | None
) -> Stance:
    if tenor is None or said in ("not_assessed", "unclear", "empty"):
        return said
    if is_left_open(said, tenor, sure=question.kind != "yes_no") and _may_be_open(question, unit):
        return "not_assessed" if tenor.not_assessed > tenor.unclear else "unclear"
    is_plain = question.kind == "yes_no" and not _TURNS.search(fold(question.text))
    is_plain = is_plain and not _is_none(unit)  # "0 km (landlocked)" says no in so many words
    if is_plain and is_contradicted(said, tenor) and not _asks_more(question, asked):
        return "states"  # rather than the wrong one of two
    return said


def _may_be_open(question: Question, unit: Unit) -> bool:
    """Whether nothing that the rules know keeps a unit from leaving open what was asked."""
    said = value(unit)
    if polarity.read(said).open:  # which the rules found beside the matter
        return False
    if _LIVES.search(fold(said)) and not _LIVES.search(fold(question.text)):
        return False
    if wants_type(question) and is_of_type(question, said):
        return False
    return not (_SOME.match(fold(said)) or _ASKS_WHETHER_ASSESSED.search(fold(question.text)))


def asks_closely(question: Question) -> bool:
    """Whether a question asks for an end or an absence, or for more than that a thing is there."""
    return asks_for_end(question) or bool(predicates.asked(read_question(question)))


def asks_for_end(question: Question) -> bool:
    """Whether a question asks for an end or an absence."""
    return _TURNS.search(fold(question.text)) is not None


def _asks_more(question: Question, asked: Asked) -> bool:
    """Whether a question asks for more than that a thing is there."""
    is_denied = any(term.denied for term in asked.terms)
    return is_denied or bool(predicates.asked(read_question(question)))


def stance(question: Question, unit: Unit, asked: Asked, language: str) -> Stance:
    """Read what a unit, written in ``language``, says to the question, by rules alone."""
    reading = polarity.read(value(unit))
    if reading.open and _leaves_open(question, value(unit), reading, asked, language):
        return reading.open
    if question.kind == "yes_no":
        verdict = _verdict(question, unit, asked, language)
        if not reading.condition or verdict == "states":
            return verdict
        asks_rule = not _RULES.isdisjoint(predicates.asked(read_question(question)))
        return "unclear" if asks_rule and _binds(reading.condition, asked, language) else verdict
    denies = _is_none(unit) or _contradicts(_telling(unit, asked, language), asked, language)
    return "no" if denies else "states"


def _verdict(
    question: Question, unit: Unit, asked: Asked, language: str
) -> Literal["yes", "no", "states"]:
    """Answer a yes/no question from a unit, as far as it does; another question answers none."""
    if is_question(unit):
        return "states"
    there = without_end(question)
    if there is None:
        if is_presupposed(question, value(unit), asked, language):
            return "yes"
        return _stated(question, unit, asked, language)
    verdict = _stated(there, unit, without_end_words(asked, question), language)
    return _OPPOSITES.get(verdict, "states")


_OPPOSITES: Mapping[str, Literal["yes", "no"]] = {"yes": "no", "no": "yes"}


def _stated(
    question: Question, unit: Unit, asked: Asked, language: str
) -> Literal["yes", "no", "states"]:
    stated = polarity.read(value(unit))
    asking = read_question(question)
    wanted = predicates.asked(asking)
    said = _said_of(asked, stated.words, language)
    implied = predicates.implied(asking) if said else ()
    wanted = {**{name: True for name in implied if said.get(name) is not None}, **wanted}
    states = not wanted.keys().isdisjoint(said)
    if is_beside(value(unit), asked, language, states=states, label=unit.label):
        return "states"
    if settled := _by_form(unit, stated.words, asked, wanted, said):
        return settled
    agreed = [said[name] == wanted[name] for name in wanted if said.get(name) is not None]
    if not all(agreed):
        return "no"
    is_agreed = bool(agreed) and len(agreed) == len(wanted)
    if is_agreed and "binding" in wanted:
        return "yes"  # though it begin with "No reservation accompanied the ratification"
    if _is_none(unit):
        return _turned("no", asked)
    if _SOME.match(fold(value(unit))):
        return _turned("yes", asked)
    if is_agreed:
        return "yes"
    if _says_nothing_of(wanted, said):
        return "states"
    if polarity.read(unit.text).partial:
        return "no" if _ASKS_FOR_ALL.search(fold(question.text)) else "states"
    is_denied = _contradicts(_telling(unit, asked, language), asked, language)
    return _denied(wanted, said) if is_denied else "yes"


def _denied(wanted: Mapping[str, bool], said: Mapping[str, bool | None]) -> Literal["no", "states"]:
    """Answer from a denial; one of reservations to a treaty does not deny that it holds."""
    asked, told = ({"binding", "signed"} & found.keys() for found in (wanted, said))
    return "states" if asked and not told and said.get("reservation") is False else "no"


def _by_form(
    unit: Unit,
    found: Sequence[Word],
    asked: Asked,
    wanted: Mapping[str, bool],
    said: Mapping[str, bool | None],
) -> Literal["yes", "no"] | None:
    """Answer from how a unit is put: "may not be sold without …", "Ratification: pending"."""
    if "mandatory" in wanted and (modal := _NOT_WITHOUT.search(fold(value(unit)))):
        return "yes" if bool(modal["not"]) == wanted["mandatory"] else "no"
    if "binding" in wanted and "binding" not in said and _is_unbound(unit, said):
        return "no" if wanted["binding"] else "yes"
    label = predicates.said(polarity.read(unit.label).words) if unit.label else {}
    is_asked = not wanted.keys().isdisjoint(label)
    return _turned("no", asked) if is_asked and found and _denies_most(found[:2]) else None


def _is_unbound(unit: Unit, said: Mapping[str, bool | None]) -> bool:
    """Whether a field's value, or a denial, ends at signing: "Signatory", "not signed"."""
    return said.get("signed") is False or bool(_SIGNED_ONLY.fullmatch(fold(value(unit))))


def _said_of(asked: Asked, found: Sequence[Word], language: str) -> Mapping[str, bool | None]:
    """Read the predicates; where clauses differ, the one counts that holds most of the question."""
    said = predicates.said(found)
    if None not in said.values():
        return said
    clauses = [[w for w in found if w.clause == number] for number in {w.clause for w in found}]
    best = max(clauses, key=lambda each: _held(each, asked, language))
    return {**said, **predicates.said(best)}


def _says_nothing_of(wanted: Mapping[str, bool], said: Mapping[str, bool | None]) -> bool:
    """Whether a predicate is asked for that the unit leaves out, or states in part only."""
    if any(said.get(name, True) is None for name in wanted):
        return True
    if "binding" in wanted and "binding" not in said:
        return "signed" in said
    if "signed" in wanted and "signed" not in said:
        return said.get("binding") is False
    return any(name in predicates.STRICT and name not in said for name in wanted)


def _is_none(unit: Unit) -> bool:
    text = fold(value(unit))
    return bool(_NONE.match(text)) and (bool(unit.label) or len(text) < _SHORT)


def _telling(unit: Unit, asked: Asked, language: str) -> Sequence[Word]:
    """Give the words of a field that tell: its value's, if they hold a word of the question."""
    own = polarity.read(value(unit)).words
    if not unit.label or _held(own, asked, language) or _denies_most(own):
        return own
    return polarity.read(unit.text).words


def _binds(condition: str, asked: Asked, language: str) -> bool:
    """Whether what is said holds only under a condition that the question leaves open."""
    said = words.tokens(condition, language)
    return len(said) >= FEWEST_OF_CONDITION and asked.share_of(said, language) < MET


def _leaves_open(
    question: Question, text: str, reading: polarity.Reading, asked: Asked, language: str
) -> bool:
    """Whether what the unit leaves open is what was asked, not something said beside it."""
    if reading.open == "not_assessed" and _ASKS_WHETHER_ASSESSED.search(fold(question.text)):
        return False
    if _LIVES.search(fold(text)) and not _LIVES.search(fold(question.text)):
        return False  # "The progress of the plan is not measured": there is one.
    inside = [word for word in reading.words if word.in_open]
    beside = [word for word in reading.words if not word.in_open]
    if not inside or not beside or reading.points_back:
        return True
    # "Whether …" comes before or after what says that it is open.
    return _held(inside, asked, language) >= _held(beside, asked, language) or any(
        word.text in ("whether", "si") for word in reading.words
    )


def _held(found: Sequence[Word], asked: Asked, language: str) -> float:
    """Give the weight of the question's words that some words hold."""
    strengths = asked.met_by(_stems(found, language), language).strengths
    return sum(t.weight for t, s in zip(asked.terms, strengths, strict=True) if s)


def is_question(unit: Unit) -> bool:
    """Whether a unit asks, and so states nothing: "A national CIRT?"."""
    return value(unit).rstrip().endswith("?")


def value(unit: Unit) -> str:
    """Give the unit's text without its label."""
    return unit.text[unit.value_start - unit.start :]


def stated_date(unit: Unit, passage_text: str, passage_start: int) -> str | None:
    """Find the date in the statement or in the note below it, "(data source: …, 2013)"."""
    note = ""
    if unit.note:
        note = passage_text[unit.note[0] - passage_start : unit.note[1] - passage_start]
    return dates.stated_in(unit.text) or dates.stated_in(note)


def _turned(verdict: Literal["yes", "no"], asked: Asked) -> Literal["yes", "no"]:
    """Turn the verdict round for a question that asks for an absence."""
    if asked.terms and all(term.denied for term in asked.terms):
        return "no" if verdict == "yes" else "yes"
    return verdict


def _contradicts(found: Sequence[Word], asked: Asked, language: str) -> bool:
    """Whether a unit denies what the question affirms, or affirms what it denies.

    Each of the question's words is looked up where the unit treats it as the question does, else
    where it does not; the denial counts when it hits a good part of what was matched.
    """
    said = [
        (place, strength, word.denied)
        for word in found
        for stem in asked.alike(_stems([word], language), language)
        for place, strength in asked.matches(stem, language)
    ]
    agreed = opposed = 0.0
    for number, term in enumerate(asked.terms):
        best = {True: 0.0, False: 0.0}
        last_denied = False
        for place, strength, denied in said:
            if place == number:
                best[denied == term.denied] = max(best[denied == term.denied], strength)
                last_denied = denied
        if not any(best.values()):
            continue
        if term.is_head and all(best.values()):  # what comes last counts
            best[last_denied != term.denied] = 0.0
        if best[True] >= best[False]:
            agreed += term.weight
        else:
            opposed += term.weight
    if agreed + opposed == 0:
        return _denies_most(found) != any(term.denied for term in asked.terms)
    return opposed / (agreed + opposed) >= CONTRADICTS


def _stems(found: Sequence[Word], language: str) -> list[str]:
    return [stem for word in found for stem in _stems_of(word.text, language)]


@lru_cache(maxsize=20_000)
def _stems_of(word: str, language: str) -> tuple[str, ...]:
    return tuple(words.tokens(" ".join([word, *words.expand(word.upper())]), language))


def _denies_most(found: Sequence[Word]) -> bool:
    """For words that share none with the question: whether most of them are denied."""
    clausal = [word.denied and not word.phrasal for word in found]
    return bool(clausal) and sum(clausal) * 2 > len(clausal)
