"""What one question asks by itself: language, countries, the kind of answer, the time.

Rules on words, no model: the same question is always understood in the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.countries import Region, limited
from assistant.kinds import Kind as Kind
from assistant.kinds import kind_of, starts_as_yes_no
from assistant.phrasing import asked_part, clean
from assistant.spelling import fold
from assistant.subjects import subjects, without
from assistant.types import Language


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood."""

    text: str
    """As asked, without control characters and runs of white space."""
    language: Language
    kind: Kind
    countries: tuple[str, ...]
    """The countries asked about, in order; several: one answer is owed for each."""
    focus: str
    """The question without the countries asked about: what evidence must state."""
    search: str
    """What is looked for: the question, made whole by earlier turns where it leans on them."""
    year: int | None = None
    """The year asked about."""
    now: bool = False
    """Asks about the present in so many words."""
    premise: bool = False
    """Takes for granted that the thing exists: "since when …", "who runs …"."""
    everyone: bool = False
    """Asks about all countries: "which countries …", "… in each country"."""
    counted: bool = False
    """Asks which of all countries, or how many: put as it is asked of one, yes or no."""
    neighbours: bool = False
    """Asks about the neighbours of ``countries``, not about these."""
    covered: bool = False
    """Asks only about countries that the sources cover: "its neighbours in the corpus"."""
    region: Region | None = None
    """Asks only about the countries of a continent or a part of one."""
    topic: str = ""
    """What "it" stands for in the next question; "" until a conversation has settled it."""


def alone(text: str, language: Language | None = None) -> Question:
    """Read a question by itself; ``language``: that of the conversation, where it is known."""
    text = clean(text)
    asked, lead = asked_part(text)
    language = language or language_of(text)
    if lead == "tell" and _DETERMINER.match(asked):
        asked = f"{'Quel est' if language == 'fr' else 'What is'} {asked}"
    covered = (asks_neighbours(asked) or asks_everyone(asked)) and _COVERED.search(asked)
    if covered:
        asked = _COVERED.sub("", asked)
    everywhere, region = limited(asked)
    is_of_all = asks_everyone(everywhere) or _COMPARED.match(everywhere)
    region = region if is_of_all or _WHETHER_ALL.match(everywhere) else None
    asked = everywhere if region else asked
    folded = fold(asked)
    years = years_of_time(asked)
    named = subjects(asked)
    codes = named.codes or (() if region else subjects(text).codes)
    meaning = _MEANING[language].search(asked)
    counted = (asks_which(asked) or bool(region and _WHETHER_ALL.match(asked))) and not codes
    focus = meaning["term"] if meaning else without(asked, named.spans)
    return Question(
        text=text,
        language=language,
        kind="yes_no" if counted or lead == "whether" else kind_of(asked, language),
        countries=codes,
        focus=across(focus) if counted else focus,
        search=asked,
        year=years[0] if years else None,
        now=bool(_NOW.search(folded)),
        premise=bool(_PREMISE.search(folded)),
        everyone=asks_everyone(asked) or region is not None,
        counted=counted,
        neighbours=bool(codes and asks_neighbours(asked)),
        covered=bool(covered),
        region=region,
    )


_DETERMINER = re.compile(
    r"(?:the|an?|l[ae]s?|une?|l['’]|its|s(?:on|a|es))(?: |(?<=['’]))", re.IGNORECASE
)


def language_of(text: str, otherwise: Language | None = None) -> Language:
    """English or French: by function words, and by a trained model where these do not decide.

    ``otherwise``: taken in the model's place, as where the conversation has a language.
    """
    return _by_words(text) or otherwise or _by_model(text)


def years_of_time(text: str) -> list[int]:
    """Give the years that a text speaks of; not those by which laws and treaties are known."""
    folded = fold(text).replace("’", "'")
    names = set(_years_in_names(folded))
    return [int(each.group()) for each in _YEAR.finditer(folded) if each.span() not in names]


def years_in_names(text: str) -> set[int]:
    """Give the years by which laws and treaties are known that a text names."""
    folded = fold(text).replace("’", "'")
    return {int(folded[slice(*span)]) for span in _years_in_names(folded)}


def _years_in_names(folded: str) -> Iterator[tuple[int, int]]:
    for match in _IN_NAME.finditer(folded):
        yield match.span(match.lastindex or 0)


def is_about_time(word: str) -> bool:
    """Whether a folded word says "now" and nothing else: no source states it of itself."""
    return _NOW.fullmatch(word) is not None


def asks_neighbours(text: str) -> bool:
    """Whether a text speaks of neighbouring countries."""
    return _NEIGHBOURS.search(fold(text)) is not None


def asks_everyone(text: str) -> bool:
    """Whether a text asks which of all countries."""
    return _EVERYONE.search(text) is not None


def asks_which(text: str) -> bool:
    """Whether a text asks which or how many of all countries, rather than something of each."""
    found = _EVERYONE.search(text)
    return found is not None and _OF_EACH.match(found.group()) is None


def across(text: str) -> str:
    """Put what is asked of all countries as it is asked of one: without "which countries"."""
    said = _WHETHER_ALL.sub("", _EVERYONE.sub("", text)).strip()
    return f"{_ARE[said[:5].lower()]} {said}" if _PARTY.match(said) else said


def asks(text: str, language: Language, *, at_start: bool = False) -> bool:
    """Whether a text is put as a question: by inversion, or a word (``at_start``: the first)."""
    folded = fold(text)
    word = re.search(_ASKING_WORDS[language], folded)
    lead = folded[: word.start()] if word else ""
    leads = word is not None and (not at_start or len(lead.split()) <= 1 or lead.endswith(", "))
    return leads or starts_as_yes_no(folded, language)


_ENGLISH = """
the of is are was were does do did has have had what which who whom whose when where why how many
much and in at to for from by with there any an it its this that be been can could will would
about not no or than since under list give tell name mean
"""
_FRENCH = """
le la les l de du des d est sont etait ont avait quel quelle quels quelles qui que qu quoi quand ou
pourquoi comment combien et en dans sur au aux pour par avec un une il elle y ce cette ces son sa
ses leur ne pas dispose depuis selon citez
"""
_FUNCTION_WORDS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}
_FRENCH_LETTERS = re.compile("[àâçèéêëîïôùûœ]", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _by_words(text: str) -> Language | None:
    words = re.findall(r"[^\W\d_]+", fold(text))
    english = sum(word in _FUNCTION_WORDS["en"] for word in words)
    french = sum(word in _FUNCTION_WORDS["fr"] for word in words) + bool(
        _FRENCH_LETTERS.search(text)
    )
    if english == french:
        return None
    return "en" if english > french else "fr"


@lru_cache(maxsize=1024)
def _by_model(text: str) -> Language:
    if not re.search(r"[^\W\d_]", text):
        return "en"
    from py3langid import rank

    likelier = next((code for code, _ in rank(text) if code in ("en", "fr")), "en")
    return "fr" if likelier == "fr" else "en"


# In folded text.
_ASKING_WORDS = {
    "en": r"\b(?:what|which|who|whom|whose|when|where|why|how)\b",
    "fr": r"\b(?:quel|quelle|quels|quelles|qui|quoi|quand|ou(?= (?:se|est|sont|peut|trouve))"
    r"|pourquoi|comment|combien|qu'est|que|lequel|laquelle)\b",
}
_MEANING = {
    "en": re.compile(
        r"\bwhat (?:does|do) (?:the (?:acronym|abbreviation|term|word) )?(?P<term>.{2,60}?)"
        r" (?:stand for|mean)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\bque (?:signifie(?:nt)?|veut dire) (?:(?:le |l['’])?(?:sigle|acronyme|terme|mot) )?"
        r"(?:l['’]|l[ae] )?(?P<term>[^?]{2,60}?)\s*(?=[?]|$)",
        re.IGNORECASE,
    ),
}
_PREMISE = re.compile(
    r"\bsince when|\bhow long has|\bdepuis (?:quand|combien)"
    r"|\bwho (?:runs?|heads?|leads?|manages?|operates?|directs?)"
    r"|\bqui (?:dirige|gere|preside|conduit|administre)|\bwhy (?:does|did|has)\b|\bpourquoi\b"
    r"|\bwhen (?:did|was|were)\b|\bquand\b|\bin (?:what|which) year\b|\ben quelle annee\b"
    r"|\bwhat is the (?:name|title)\b|\bhow many .{3,40} does\b|\bwhere is\b"
)
_NOW = re.compile(
    r"\b(?:today|now(?:adays)?|current(?:ly)?|at present|still|these days|as of now|yet"
    r"|aujourd'hui|actuel(?:le)?(?:ment)?s?|maintenant|a ce jour|toujours|a present|de nos jours)\b"
)
_YEAR = re.compile(r"(?<![\d.,/°-])(?:1[5-9]\d\d|20\d\d)(?![\d%/°-]|[.,]\d)")
_INSTRUMENT = (
    r"(?:conventions?|treat(?:y|ies)|traites?|protocol[es]*|laws?|lois?|acts?|codes?|constitutions?"
    r"|decre(?:e|t)s?|chart(?:er|e)s?|accords?|agreements?|pact[es]*|covenants?|ord(?:inance"
    r"|onnance)s?|resolutions?|directives?|regulations?|reglements?)"
)
_IN_NAME = re.compile(
    rf"\b{_INSTRUMENT}\b[^.;,?]{{0,60}}?(?<!end )(?<!as )(?<!year )(?<!course )(?<!beginning )"
    r"(?<!fin )(?<!debut )(?<!cours )(?<!mois )(?<!partir )(?<!compter )\b(?:of|de|du) (\d{4})\b"
    rf"|\b(?:the |la? |le |l')(\d{{4}}) (?:[\w'-]+ ){{0,5}}?{_INSTRUMENT}\b"
)
"""The year of a law or treaty, by which it is known: "the 2001 Convention", "la loi de 2013"."""
_EVERYONE = re.compile(
    r"\b(?:in )?(?:which|what|how many|all|each|every|list (?:the|all)|name (?:the|all)) "
    r"(?:of )?(?:the |these |those |other |all )*(?:countr(?:ies|y)|(?:member )?states)\b"
    r"(?=[ ?])(?! (?:of|code|profile|page)\b)|\bhow many(?= (?:have|are|lack|require|do not)\b)"
    r"|\bcombien (?=(?:ont|sont|n['’]ont|exigent)\b)"
    r"|\b(?:dans )?(?:quels?|tous les|combien (?:de|d['’])|chaque|cite[rz] les|liste[rz]? les) ?"
    r"(?:autres )?(?:pays|[ée]tats)\b"
    r"|\b(?:quels sont (?:tous )?les|lesquels (?:des|de ces)|(?:la )?liste (?:de tous les|des)) "
    r"(?:pays|[ée]tats)(?: membres)?(?: qui|(?= (?:sans|d[ée]pourvus|dot[ée]s|ayant|n['’]ayant"
    r"|disposant|dont|o[uù]|parties|signataires|n['’]ont|ont|sont|ne)\b))"
    r"|\b(?:what are|list of|which are) (?:all )?the (?:countries|(?:member )?states)"
    r"(?: that| which|(?= (?:without|with|lacking|having|whose|where|party)\b))",
    re.IGNORECASE,
)
_LANDS = r"(?:countries|states|nations|pays|[ée]tats)"
_COMPARED = re.compile(rf"compar\w+ (?:the |les )?{_LANDS}\b", re.IGNORECASE)
_WHETHER_ALL = re.compile(
    rf"(?:do|did|have|are|must|can) (?:the )?{_LANDS} "
    rf"|les {_LANDS} (?=(?:[\w’']+ ){{0,3}}?[\w’'-]+-(?:ils|elles)\b)",
    re.IGNORECASE,
)
"""Of all countries where these are a region's: "Do West African countries …?"."""
_PARTY = re.compile(r"(?:party to|parties [àa]) ", re.IGNORECASE)
_ARE = {"party": "are", "parti": "sont"}
"""What makes a sentence of "the countries party to …"."""
_OF_EACH = re.compile(r"(?:in )?(?:all|each|every)|(?:dans )?(?:tous|chaque)", re.IGNORECASE)
_COVERED = re.compile(
    r"\s*\b(?:in (?:the |your |this )?(?:corpus|sources?|index|documents)"
    r"|(?:that )?(?:you|we) cover|(?:(?:that are )?covered|couverts)(?: here| ici)?"
    r"|(?:dans|de) (?:le |les |vos |ces )(?:corpus|sources|documents))\b",
    re.IGNORECASE,
)
_NEIGHBOURS = re.compile(
    r"\b(?:neighbou?rs?|neighbou?ring countries|voisins?|pays (?:voisins|limitrophes))\b"
)
