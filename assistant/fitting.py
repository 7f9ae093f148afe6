"""Whether a unit can answer a question at all: by the kind of value it holds, and its matter."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant import lexicon, words
from assistant.kinds import Kind
from assistant.matching import Asked, Met, stems
from assistant.question import Question
from assistant.spelling import fold
from assistant.types import Language

LONGEST_FRAGMENT, FEWEST = 4, 2
"""Words up to which a statement may lean on its heading for what it is about, and up to which it
does in any case."""

SPEAKS, LITTLE, BESIDE = 0.49, 0.15, 0.8
"""Shares of the question's words that a sentence holds which speaks of the matter: in general,
where it states what is asked of it, where it tells of an event or a publication."""

SHORT = 60
"""Characters of a value that may be its unit's all."""

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|dozen|hundred|thousand|million|billion|half|thirds?|quarters?|fifths?|tenths?|once|twice"
    "|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    "|vingt|trente|quarante|cinquante|soixante|cent|mille|milliards?|millions?|moitie|tiers|quart"
    "|none|no|nobody|nil|aucune?|zero|majority|majorite|most"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d.,]?\d)s?\b")
_TYPES: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b"),
    "when": re.compile(
        r"\b(?:1\d{3}|20\d\d)s?\b|\b(?:january|february|march|april|may|june|july|august|september"
        r"|october|november|december|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre"
        r"|octobre|novembre|decembre|century|siecle|bc|ad)\b"
    ),
    "contact": re.compile(
        r"\+?\d[\d ()./-]{6,}|@|\bwww\.|https?:|\b(?:phone|tel|address|adresse|street|avenue|rue"
        r"|road|contact|box|bp)\b|(?<!\d)(?!(?:19|20)\d\d\b)\d{3,5}(?!\d|,\d| (?:people|volunt"
        r"|staff))"
    ),
}
_DEFINES = re.compile(
    r"\b(?:is|are|was|were|means?|refers to|stands? for|short for|defined|est|sont|etait|etaient"
    r"|designent?|signifient?|sigle|appelle)\b|[(:]"
)
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-ZÉÈÀÂÎÔÛÇ][\w’'-]+")
_PERCENT_ASKED = re.compile(r"\b(?:percent\w*|share|proportion|pourcentage|part|taux|rate)\b")
_PERCENT = re.compile(
    r"%|\bper ?cent|\bpour ?cent|/1,?000|per 1,?000|\bpour mille|\b(?:thirds?|quarters?|half|halves"
    r"|fifths?|tenths?|tiers|moitie|quarts?|cinquiemes?|dixiemes?|percentage points?)\b"
    r"|\b(?:in|out of|of|sur) (?:every )?(?:two|three|four|five|ten|100|1,?000|deux|trois|quatre"
    r"|cinq"
    r"|dix|cent|\d+)\b|\b(?:majority|majorite|all|most|none|nobody|toutes?|tous|nearly every"
    r"|plupart)\b"
)
_AGE_ASKED = re.compile(r"\b(?:age|ages|old|ans)\b")
_OTHER_UNIT = (
    r"(?!(?:st|nd|rd|th|er|e)?[ -]?(?:%|per ?cent|pour ?cent|days?|months?|weeks?|hours?|cases?"
    r"|people"
    r"|schools?|pages?|jours?|mois|semaines?|heures?|affaires|personnes|ecoles|million|thousand"
    r"|[a-z]+ (?:cases|people|schools|titles|households))\b|[\d.,]*%)"
)
_AGE = re.compile(
    rf"(?<![\d.,/§-])(?<!no )(?<!art )(?<!art\. )(?<!article )(?<!section )[1-9]\d?(?![\d/]|[.,]\d)"
    rf"{_OTHER_UNIT}"
    r"|\b(?:six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty"
    r"(?:-one)?|sept|huit|neuf|dix(?:-\w+)?|onze|douze|treize|quatorze|quinze|seize"
    r"|vingt(?: et un)?)\b"
    rf"{_OTHER_UNIT}|\b(?:puberty|no minimum|majority|majorite|puberte)\b"
)
_MONEY_ASKED = re.compile(
    r"\b(?:budget|gdp|pib|cost|costs|spend|spends|spent|spending|expenditure|price|fine|revenue"
    r"|salary"
    r"|depense\w*|cout|coute|prix|amende|salaire)\b"
)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:dollars?|euros?|francs?|pounds?|rupees?|roupies?"
    r"|shillings?"
    r"|pesos?|dinars?|cedis?|kwachas?|sol(?:es)?|dirhams?|naira|rand|birr|fcfa|cfa|usd|eur|gbp|chf|xof|xaf|kes|ghs|mwk|zmw|npr|pen|clp|jod|tnd|ngn|zar|etb|mad|inr|million"
    r"|billion|milliards?|millions?|trillion|per cent of gdp|% of gdp|% du pib|fonds|budget)\b"
)


_PENALTY_ASKED = re.compile(
    r"\b(?:penalt(?:y|ies)|punishments?|(?:prison|jail) (?:terms?|sentences?)|sentences?|fines?"
    r"|peines?(?! a\b)|amendes?|sanctions? (?:penales?|prevues?|encourues?))\b"
)
_PENALTY = re.compile(
    r"\b(?:years?|months?|days|ans|annees?|mois|jours|imprison\w*|emprison\w*|prison|jail|reclusion"
    r"|fine[sd]?|amendes?|life|perpetuite|death|mort|no|none|not|aucune?|pas)\b"
)
_PERSON_ASKED = re.compile(
    r"\bwho (?:\w+ )?(?:chairs?|heads?|runs?|leads?|directs?|presides?|manages?)\b"
    r"|\bwho is (?:the |its |their )?(?:[\w-]+ ){0,3}(?:director|head|chair\w*|president|minister"
    r"|ombuds\w+|commissioner|secretary|prosecutor|governor|rapporteur|focal point)\b"
    r"|\bqui (?:preside|dirige|gere|conduit)\b|\bqui est (?:le |la |l'|son |sa )?(?:[\w-]+ ){0,2}"
    r"(?:direct(?:eur|rice)|chef|president\w*|ministre|mediat\w+|commissaire|secretaire"
    r"|procureur\w*)\b"
)
_IN_CHARGE = re.compile(
    r"\b(?:direct(?:or|orate|ed|eur|rice|ion)|heads?|headed|president|presided|presidee?|presidente?"
    r"|chair\w*|ministers?|ministry|ministre|ministere|managers?|managed|led|leads?|runs?|run|executive"
    r"|commissioners?|commissaire|secretary|secretaire|coordinat\w+|gover(?:nor|nment)|gouvern\w+"
    r"|prosecutor|procureure?|ombuds\w+|mediat\w+|dirigee?|dirige|gere|geree?|conduit|rapporteur"
    r"|contact|focal point|under|by|par|sous)\b"
)
_VACANT = re.compile(r"\b(?:vacante?|nobody|no one|none|personne|aucune?|not|pas)\b")


def wants_type(question: Question) -> bool:
    """Whether only what holds the kind of thing asked for can answer, if of a country's sources."""
    folded = fold(question.focus)
    if question.kind == "when":
        return bool(_DATED.search(fold(question.text)))
    if question.kind == "who":
        return bool(_PERSON_ASKED.search(folded))
    return question.kind == "number" or _asks_penalty(question, folded)


def _asks_penalty(question: Question, folded: str) -> bool:
    return question.kind not in ("yes_no", "when", "who") and bool(_PENALTY_ASKED.search(folded))


_CONTACTS = {
    "mail": re.compile(r"\b(?:e-?mail|courriel)|@"),
    "phone": re.compile(r"\b(?:(?:tele)?phone|tel\b|fax|numero|number|dial|call|ring)"),
    "site": re.compile(r"\b(?:web|site|internet|url|www)"),
    "place": re.compile(r"\b(?:address|adresse)\b"),
}


def gives_another_contact(question: Question, text: str) -> bool:
    """Whether a text gives a telephone number, say, where an address is asked for."""
    if question.kind != "contact":
        return False
    asked, told = _contacts(question.focus), _contacts(text)
    return bool(asked and told) and asked.isdisjoint(told)


def _contacts(text: str) -> set[str]:
    folded = fold(text)
    found = {name for name, words in _CONTACTS.items() if words.search(folded)}
    return found - {"place"} if len(found) > 1 and "mail" in found else found


_DATED = re.compile(r"\b(?:year|date|annee|since|depuis|when (?:did|was|were|will)|quand)\b")
"""Asks for a date: "when does it apply" may be told without one."""


def is_of_type(question: Question, text: str, label: str = "") -> bool:
    """Whether a text holds the kind of thing asked for: a number, a date, a name.

    ``label``: of the field whose value it is, which may tell in what charge somebody is.
    """
    folded, asked = fold(text), fold(question.focus)
    if _asks_penalty(question, asked):
        return bool(_PENALTY.search(folded)) or bool(_MONEY.search(folded))
    if question.kind == "who" and _PERSON_ASKED.search(asked):
        named = _IN_CHARGE.search(f"{fold(label)} {folded}") and _NAME.search(text)
        return bool(named or _VACANT.search(folded))
    if question.kind == "number":
        return _holds_number(fold(question.focus), folded)
    if question.kind in _TYPES:
        return bool(_TYPES[question.kind].search(folded))
    if question.kind == "definition":
        return bool(_DEFINES.search(folded))
    if question.kind in ("who", "where"):
        return bool(_NAME.search(text))
    return True


_HEADED = re.compile(
    r"\W*(?P<body>[^,;:()]{3,80}?) (?:is|are|was|has been|est|sont|a [eé]t[eé]) (?:\w+ )?"
    r"(?:headed|led|chaired|run|directed|managed|presided|dirig[eé]e?s?|pr[eé]sid[eé]e?s?"
    r"|conduite?s?|administr[eé]e?s?) (?:over )?(?:by|par)\b",
    re.IGNORECASE,
)
_FEWEST_OF_BODY = 2
"""Words of a body's name; one alone may be a short form: "The ANSSI is headed by …"."""


def heads_another(question: Question, text: str, asked: Asked, language: str) -> bool:
    """Whether a text tells who heads a body other than the one asked about."""
    found = _HEADED.match(text) if question.kind == "who" else None
    body = stems(found["body"], language) if found else ()
    return len(body) >= _FEWEST_OF_BODY and asked.share_of(body, language) == 0


def _holds_number(asked: str, said: str) -> bool:
    """Whether a folded text holds a number of the kind asked for, and not just a year."""
    bare = _YEAR.sub("", said) if len(said) > SHORT // 2 else said
    is_short = len(bare) < SHORT // 2 and re.search(r"\d", bare) is not None
    if _PERCENT_ASKED.search(asked):
        return is_short or bool(_PERCENT.search(bare))
    if _AGE_ASKED.search(asked):
        return bool(_AGE.search(bare))
    if _MONEY_ASKED.search(asked):
        return is_short or bool(_MONEY.search(bare) and _TYPES["number"].search(bare))
    return bool(_TYPES["number"].search(bare))


# What is held or published on a matter states nothing of the matter itself; folded, both languages.
_ASIDE = re.compile(
    r"\b(?:conferences?|seminars?|workshops?|webinars?|symposi(?:um|a)|colloqui(?:um|a)|talks"
    r"|lectures?"
    r"|exhibitions?|surveys?|polls?|handbooks?|brochures?|leaflets?|booklets?|posters?|newspapers?"
    r"|press (?:has|have|reports?|coverage)|readers|librar(?:y|ies)"
    r"|magazines?|documentar(?:y|ies)|films?|novels?|essays?|theses|thesis|debates?|study tours?"
    r"|newsletters?|podcasts?|hackathons?|round ?tables?|panels?|forums?|congress(?:es)?|courses?"
    r"|competitions?|contests?|prizes?|stud(?:y|ies)|trained|trainees?|visited|toured|interviews?"
    r"|articles? (?:in|by) the press|columnists?|journalists?|blogs?|fairs?"
    r"|colloques?|seminaires?|ateliers?|webinaires?|conferenciers?|exposes?|expositions?|sondages?"
    r"|presse (?:a|ont|rapporte)|lecteurs|lectrices|bibliotheques?|etudes?|concours"
    r"|voyages? d'etude"
    r"|tables? rondes?|journees? d|formes? (?:a|aux|en)|bulletins?|campagnes? d|foires?|salons?"
    r"|manuels?|depliants?|affiches?|journaux|magazines?|documentaires?|romans?|memoires?"
    r"|debats?)\b"
)


_TELLS_OF_EVENT = re.compile(
    rf"\W*(?:(?:the|an?|one|two|three|several|many|some|in \d{{4}},?|l[ae]s?|l'|une?|des|deux"
    rf"|plusieurs)[ ])+?"
    rf"(?:[\w-]+ ){{0,3}}?{_ASIDE.pattern} (?:[\w-]+ ){{0,4}}?(?:on|about|into|concerning"
    rf"|regarding|of|for|with"
    r"|sur|portant|consacree?s?|relati(?:f|ve)s?|d[eu]s?|pour)\b(?![^.;]*\b(?:that|qu[e'i]|which"
    r"|whose|found"
    r"|conclu\w+|shows?|revealed|notes?|confirm\w*)\b)"
)


@lru_cache(maxsize=20_000)
def tells_aside(text: str) -> bool:
    """Whether a text tells of an event or a publication."""
    return _ASIDE.search(fold(text)) is not None


_STATUS_WORDS = (
    r"(?:in (?:place|force|effect|operation|preparation|existence)|exist\w*|adopt\w*|approv\w*"
    r"|enact\w*"
    r"|establish\w*|creat\w*|set up|launch\w*|ratif\w*|appoint\w*|repeal\w*|dissol\w*|abol\w*"
    r"|draft\w*"
    r"|operational|missing|absent|lack\w*|mandatory|optional|voluntary|compulsory|required"
    r"|planned|pending"
    r"|enter\w* into|sign(?:ed|ee?)|en (?:vigueur|place|cours|projet|preparation|attente)"
    r"|cree\w*|institue\w*"
    r"|promulgue\w*|abroge\w*|nomme\w*|prevu\w*|obligatoire|facultati\w*|lance\w*|inexistant\w*"
    r"|deposit\w*"
    r"|depose\w*|none|defines?|defined|definie?|accede\w*|acceded|party|partie|bound|liee?)"
)
_STATUS_WORD = re.compile(rf"\b{_STATUS_WORDS}\b")
_STATUS = (
    r"(?:(?:is|are|was|were|has|have|been|be|still|currently|already|never|not|no longer|now|since"
    r"|est|sont|a|ete|encore|toujours|pas|deja)\b[ ,]*)*"
    rf"(?:{_STATUS_WORDS}|active|available|expected|under|opera\w*)"
)
_POINTS_BACK = re.compile(
    rf"\W*(?:{_STATUS}|(?:yes|no|none|oui|non|aucune?|neant)\W"
    r"|(?:it|they|this|that|these|such|such an?|there|one|he|she|its [\w-]+|il|ils|elle|elles"
    r"|celle-ci|celui-ci"
    rf"|ce texte|cela|ceci|the country|le pays|both|neither|l'un|un tel|une telle"
    rf"|no such)\b[^.;]{{0,80}}?\b{_STATUS})"
)


def is_beside(text: str, asked: Asked, language: str, *, states: bool, label: str = "") -> bool:
    """Whether a sentence that stands for itself does not speak of what the question is about.

    It names neither its head nor enough of its words, nor does it point at them: "It was adopted".
    ``text``: without its label; ``states``: it states a predicate that is asked for; ``label``: of
    the field that the text is the value of, which speaks for it.
    """
    folded = fold(text)
    event = _TELLS_OF_EVENT.match(folded)
    if event and not any(term.stem in event.group() for term in asked.terms):
        return True
    own = words.tokens(text, language)
    if _POINTS_BACK.match(folded) or not _stands_alone(own, folded):
        return False
    met = asked.met_by(stems(f"{label} {text}".strip(), language), language)
    enough = LITTLE if states else BESIDE if tells_aside(text) else SPEAKS
    if met.share() >= enough or (asked.terms and met.head()):
        return False
    return asked.language == language or _is_translatable(asked, met, language)


def _stands_alone(own: Sequence[str], folded: str) -> bool:
    """Whether a text is a sentence that needs no heading: a long one, or one of other things."""
    if len(own) > LONGEST_FRAGMENT:
        return True
    is_sentence = len(own) > FEWEST and folded.rstrip().endswith(".")
    return is_sentence and not _STATUS_WORD.search(folded)


def _is_translatable(asked: Asked, met: Met, language: str) -> bool:
    """Whether a text in another language would have been seen to speak of the matter."""
    to: Language = "fr" if language == "fr" else "en"
    known = [bool(lexicon.translations(t.stem, asked.language, to)) for t in asked.terms]
    if not met.share():
        return sum(known) * 2 >= len(known)
    return any(k for k, term in zip(known, asked.terms, strict=True) if term.is_head)
