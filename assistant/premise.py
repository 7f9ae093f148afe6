"""What an open question takes for granted, as a question of its own.

"Who heads Mali's CIRT?" is answered by a source that says that there is none; whether one says so
is asked as "Does Mali's CIRT exist?", which is what such a sentence answers.
"""

import re

from assistant.matching import asked_words
from assistant.presupposition import is_presupposed
from assistant.question import Question, alone
from assistant.spelling import fold
from assistant.types import Language

_HEAD = (
    r"(?:head|director|chief|chair\w*|president|manager|coordinator|secretary|commissioner|leader"
    r"|boss|charge|spokes\w+|contact(?: person)?|founder|responsible)"
)
_CHEF = (
    r"(?:direct(?:eur|rice)|chef\w*|president\w*|responsable|coordinat\w+|patron\w*|commissaire"
    r"|secretaire|tete|porte-parole|fondat\w+|contact|interlocut\w+)"
)
_OWNED = (
    r"(?:name|address|(?:tele)?phone(?: number)?|number|e-?mail(?: address)?|budget|mandate|role"
    r"|website|head|director|staff|opening hours|aims?|goals?|objectives?|mission|duration|date)"
)
_PROPRE = (
    r"(?:nom|adresse|numero|telephone|courriel|e-?mail|budget|mandat|role|site|siege|effectif"
    r"|direct\w+|date|duree|objectifs?|missions?|buts?)"
)
_MADE = (
    r"(?:created|established|set up|founded|adopted|launched|enacted|passed|introduced|opened"
    r"|approved|drawn up|published)"
)
_FAIT = (
    r"(?:cree|etabli|adopte|institue|lance|mise? en place|fonde|promulgue|publie|approuve|vote"
    r"|ouvert|elabore)e?s?"
)
_BY = (
    r"(?:runs?|heads?|leads?|chairs?|manages?|directs?|operates?|oversees|supervises?|hosts?"
    r"|founded|created|established|set up|staffs?|funds?|finances?|pays for)"
)
_THINGS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:and |so |but )?(?:"
        rf"who (?:\w+ly )?{_BY} (?P<run>.+)"
        rf"|who (?:is|are|was) (?:\w+ly )?(?:the |in )?(?:[\w-]+ ){{0,2}}?{_HEAD} (?:of|at|for) "
        r"(?P<headed>.+)"
        r"|(?:since when|how long) (?:has|have) [^?]{2,40}? (?:had|got) (?P<had>.+)"
        rf"|(?:when|in (?:what|which) year) (?:was|were) (?P<made>.+?) {_MADE}\b.*"
        r"|where (?:is|are) (?P<placed>.+?)(?: (?:located|based|situated|headquartered))?"
        rf"|what (?:is|are|was) (?:the )?(?:\w+ )?{_OWNED} of (?P<owning>.+)"
        r"|what (?:does|do) (?P<doing>.+?) (?:do|cover|provide|contain|require|deal with)\b.*"
        r")\W*"
    ),
    "fr": re.compile(
        r"(?:et |mais |alors )?(?:"
        r"qui (?:dirige|gere|preside|conduit|administre|pilote|anime|supervise|finance"
        r"|a (?:cree|fonde|mis en place)) (?P<run>.+)"
        rf"|qui est (?:actuellement )?(?:a la |le |la |l')?{_CHEF}(?: \w+)? (?:de |du |des |d')"
        r"(?P<headed>.+)"
        r"|depuis (?:quand|combien de temps) [^?]{2,40}? (?:a|dispose|possede)-t-(?:il|elle) "
        r"(?:de |d')?(?P<had>.+)"
        r"|(?:quand|en quelle annee|a quelle date) (?P<made>.+?) (?:a|ont)-(?:t-)?(?:ils?|elles?) "
        rf"ete {_FAIT}\b.*"
        r"|ou (?:se trouve(?:nt)?|se situe(?:nt)?|est|sont|siege)(?: situee?s?)? (?P<placed>.+)"
        rf"|quel(?:le)?s? (?:est|sont) (?:le |la |les |l'){_PROPRE}(?: (?:de telephone|web|internet"
        r"|electronique|exacte?))? (?:de |du |des |d')(?P<owning>.+)"
        r"|que (?:fait|prevoit|contient|couvre) (?P<doing>.+)"
        r")\W*"
    ),
}
_AGENT = re.compile(r"\b(\w{3,})(?:or|eur|rice)s?\b")
"""A regulator is not regulation, though both have one stem."""
_ASKED: dict[Language, str] = {"en": "Does {} exist?", "fr": "{} existe-t-il ?"}


def taken_for_granted(question: Question) -> str:
    """Ask whether there is what a question takes for granted; "" where it takes nothing so."""
    if question.kind == "yes_no":
        return ""
    text = question.search.strip()
    folded = fold(text).replace("’", "'")
    found = _THINGS[question.language].fullmatch(folded)
    if not found or found.lastgroup is None:
        return ""
    begin, end = found.span(found.lastgroup)
    same = len(folded) == len(text)  # a ligature makes two letters of one
    thing = (text if same else folded)[begin:end].strip(" ?!.")
    return _ASKED[question.language].format(thing) if thing else ""


def is_denied(taken: str, text: str, language: str) -> bool:
    """Whether a denial may be one of the thing: it names one, and does not take it for there.

    ``taken``: what ``taken_for_granted`` asks; ``language``: of the text.
    """
    said = fold(text)
    if any(
        re.search(rf"\b{stem}ion", said) and not re.search(rf"\b{stem}(?:or|eur|rice)", said)
        for stem in _AGENT.findall(fold(taken))
    ):
        return False
    question = alone(taken)
    asked = asked_words(question, lambda _stem: 1.0, ("fr" if language == "fr" else "en",))
    return bool(asked.terms) and not is_presupposed(question, text, asked, language)
