"""Whether a denial takes for granted the thing that a question asks for.

"The agency has no office in the north" denies an office, and tells by its subject that there is an
agency (Strawson 1950, "On Referring"). Words and vectors only see a denial beside the agency.
"""

import re

from assistant.matching import Asked, stems
from assistant.question import Question
from assistant.spelling import fold

ENOUGH = 0.75
"""Share of the question's words that the subject must hold to be the thing asked for."""

_EXISTS = re.compile(
    r"\b(?:is|are) there\b|\bexist(?:s|e|ent)?\b|\b(?:does|do)\b[^?]{0,80}?\b(?:have|possess)\b"
    r"|\bhas [^?]{0,80}?\bgot\b|\by[ -]?a(?:-t-| t |-)?il\b"
    r"|\b(?:dispose|possede)(?:nt)?\b|\best-ce qu[^?]{2,60}? a (?:une?|l[ae']) ?"
    r"|\ba-t-(?:il|elle) (?:une?|l[ae']) ?"
)
"""Asks whether a thing is there; folded, both languages."""

_DETERMINER = r"\W*(?:(?:the|its|their|this|these|l[ae]s?|cet?|cette|ces|sa|son|ses|leurs?) |l')"
_SUBJECT = (
    r"(?P<subject>(?:(?!\b(?:no|not|never|nor|pas|aucune?|ni|ne|is|are|was|were|has|have|had"
    r"|but|est|sont|mais)\b|\bn')[^,;:.!?]){2,100}?)"
)
_BEGUN = (
    r"(?:been|become|begun|started|met|opened|come|gone|got|seen|taken|entered|emerged"
    r"|ete|devenue?|commence|demarre|debute|ouvert|vu|pris|entree?)"
)
_DENIED = (
    r"(?:(?:has|have|had) (?:so far |still |currently )?no\b"
    r"|(?:does|do|did)(?: not|n't) (?:\w+ly )?(?!have\b)\w+"
    r"|(?:does|do|did)(?: not|n't) (?:\w+ly )?have\b"
    rf"|(?:has|have|had)(?: not|n't)(?: yet| so far| ever)? (?!{_BEGUN}\b)(?:\w+ly )?\w+ (?:an?|any"
    r"|its|their|the|one)\b"
    r"|(?:is|are|was|were)(?: not|n't)\b|lack(?:s|ed)?\b"
    rf"|(?:n'a|n'ont|n'avait)(?: encore| toujours)? (?:pas|aucune?)\b(?!(?: encore)? {_BEGUN}\b)"
    r"|(?:n'est|n'etait|ne sont|n'etaient) (?:pas|ni)\b|ne \w+ (?:pas|aucune?|ni)\b)"
)
_DENIAL = re.compile(rf"{_DETERMINER}{_SUBJECT} (?P<rest>{_DENIED}.*)", re.DOTALL)
_STATUS = re.compile(
    r"\b(?:yet|encore|exist\w*|in (?:place|force|effect|operation|service|use)|en (?:place|vigueur"
    r"|service|activite|fonction\w*)|adopt\w*|approv\w*|enact\w*|establish\w*|creat\w*|cree\w*"
    r"|set up|launch\w*|ratif\w*|operational|operationnel\w*|operating|fonctionn\w*|function\w*"
    r"|active?s?|actif|working|effective|effecti\w*|available|disponible|recogni[sz]\w*|reconn\w*"
    r"|real\w*|legal (?:basis|status|existence|force)|base (?:legale|juridique)|institue\w*"
    r"|promulgue\w*|surviv\w*|survec\w*|disappear\w*|dispar\w*|disband\w*|dissol\w*|dissou\w*"
    r"|abol\w*|suppr\w*|repeal\w*|abrog\w*|suspend\w*|closed?|ferme\w*|ended|expir\w*"
    r"|withdrawn|replaced|remplac\w*|success\w*|stage|stade|interven\w*|nomme\w*|appoint\w*"
    r"|designat\w*|designe\w*|member|party|partie|membre)\b"
)
"""What says how far the thing itself has come."""
_NOT_YET = re.compile(
    r"\b(?:draft|bill|propos\w*|plan(?:s|ned)?|future|former|projet|avant-projet|prevue?s?"
    r"|ancien\w*|announced|annonce\w*|absence|lack|need|idea|besoin|idee|creation"
    r"|establishment|adoption|mise)\b"
)
"""Subjects that are not the thing itself."""
_PHRASE_ENDS = re.compile(
    r" (?:of|for|on|against|to|in|by|with|at|from|that|which|who|de|du|des|pour|sur|contre|qui|que"
    r"|en|a|au|aux)\b| d'"
)


def is_presupposed(question: Question, text: str, asked: Asked, language: str) -> bool:
    """Whether ``text`` denies something of the very thing whose existence is asked about.

    ``asked``: the question's words; ``language``: of the text.
    """
    if question.kind != "yes_no" or not _EXISTS.search(fold(question.search)):
        return False
    found = _DENIAL.match(fold(text).replace("’", "'"))
    if not found or _NOT_YET.search(found["subject"]) or _STATUS.search(found["rest"]):
        return False
    if any(term.denied for term in asked.terms):
        return False
    phrase = _PHRASE_ENDS.split(found["subject"])[0]
    if not asked.met_by(stems(phrase, language), language).head():
        return False
    subject = asked.met_by(stems(found["subject"], language), language)
    rest = asked.met_by(stems(found["rest"], language), language)
    is_more = any(r > s for s, r in zip(subject.strengths, rest.strengths, strict=True))
    return subject.share() >= ENOUGH and not is_more
