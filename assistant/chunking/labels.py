"""Which short lines of a plain text are labels and which are values.

    Country report           title
    Child protection         chapter
    Age of consent           label
    Not yet assessed         value
    Police unit              label
    Yes, since 2008          value

Nothing but their order and their words tells them apart, so the cheapest reading of a run of such
lines is taken: labels and values take turns, chapters are rare, "Not yet assessed" is no label.
"""

import math
import re
from collections.abc import Collection, Sequence
from typing import Literal

from assistant.chunking.lines import CLAUSE, ends_sentence, field

Role = Literal["title", "chapter", "label", "value"]
Side = Literal["start", "heading", "fields", "content", "end"]
"""What a run is between: the text's two ends, a heading, "label: value" lines, other text."""

_LONGEST = 80
_MOST_WORDS = 12

# What it costs to read the second after the first; what is not here cannot be. Only the order of
# magnitude matters: 0 the rule, 1 now and then, 3 hardly ever.
_AFTER: dict[Role | Side, dict[Role | Side, float]] = {
    "start": {"title": 0.5, "label": 0.6, "chapter": 2, "value": 3},
    "heading": {"label": 0, "value": 0.5, "chapter": 1},
    "fields": {"label": 0, "chapter": 1, "value": 2.5},
    "content": {"label": 0, "chapter": 1, "value": 2.5},
    "title": {"label": 0, "chapter": 0.5, "content": 0, "fields": 0, "heading": 0, "end": 0},
    "chapter": {"label": 0, "heading": 0.5, "fields": 0.5, "content": 1, "chapter": 2, "end": 3},
    "label": {
        "value": 0,
        "content": 0,
        "fields": 0.5,
        "chapter": 3,
        "label": 3,
        "heading": 3,
        "end": 3,
    },
    "value": {
        "label": 0,
        "fields": 0,
        "chapter": 1,
        "content": 1.5,
        "value": 3,
        "heading": 0,
        "end": 0,
    },
}
_ROLES: tuple[Role, ...] = ("title", "chapter", "label", "value")
_NEVER = 6.0
_HINT = 2.0
_CHAPTER_WORD = 0.15
_CHAPTER_AGAIN = 1.5
"""A document has a chapter once, the same value under many labels."""

_STATUS = r"""(?: in\ (?:place|force|progress|preparation|part) | partial(?:ly)? | pending | planned
  | (?:un|non-)?(?:known|clear|certain|determined|available|mandatory|compulsory|required|regulated)
  | optional | voluntary | recommended | applicable | exists? | adopted | enacted | established
  | assessed | evaluated | reported | specified | rated | provided | covered | drafted | amended
  | (?:state\ )?party | ratified | signed | acceded | yes | no | none
  | en\ (?:place|vigueur|cours|préparation|partie) | partiel(?:le)?(?:ment)? | prévue?s?
  | (?:in)?(?:connu|déterminé|certain|disponible)e?s? | clair | obligatoire | exigée?s? | requise?s?
  | facultati(?:f|ve) | volontaire | recommandée?s? | existe | adoptée?s? | établie?s? | évaluée?s?
  | renseignée?s? | précisée?s? | applicable | (?:état\ )?partie | ratifiée?s? | signée?s?
  | oui | non | néant | sans\ objet )"""
_VALUE = re.compile(
    rf"""(?: (?:(?:has|have|is|was|does|do|n['’]est|n['’]a|n['’])\ ?)?
          (?:(?:not?|non|never|pas|jamais|neither|ni)\ )? (?:(?:yet|been|encore|été|a)\ ){{0,2}}
          {_STATUS} (?:\ (?:yet|pas|by\ law|par\ la\ loi))?
          (?:,?\ (?:since|in|as\ of|depuis|en|à)\b.{{0,24}} | ,\ .{{0,30}})?
        | to\ be\ \w+ed | tb[acd] | n\.?/?a\.?
        | (?:no|not?\ enough|missing)\ (?:data|information|answer|response|source)s?\b.{{0,20}}
        | (?:aucune?|pas\ de)\ (?:données?|informations?|réponses?|sources?)\b.{{0,20}}
        | à\ (?:évaluer|déterminer|préciser|confirmer)
        | (?:assessment|evaluation|data|évaluation|données)\ (?:is\ |are\ )?
          (?:pending|missing|not\ \w+|en\ attente|en\ cours|manquantes?|non\ \w+)
        | [-–—/]+
        )\W*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_FIGURE = re.compile(r"[^\w]*\d(?!\d?(?:\.\d{1,2})+[.)]?\s|\d?[.)]\s)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ANSWER = re.compile(
    r"(?:not?|yes|neither|without|non|pas|oui|ni|sans|aucune?|already|still|to\ be"
    r"|left\ (?:to|open)"
    r"|in\ (?:doubt|force|place|operation|existence|preparation)|open\ (?:question|to)|deferred"
    r"|postponed|with(?:drew|drawn)|exists?\b|existence\ confirmed|absen(?:t|ce)|lacking|missing"
    r"|déjà|toujours|encore|existe|reste\ (?:à|au)|à\ \w+er"
    r"|en\ (?:cours|attente|vigueur|place|suspens)"
    r"|hors\ (?:du|de)|reportée?|retrait|impossible|simple(?:ment)?|merely|only)\b",
    re.IGNORECASE | re.VERBOSE,
)
A_YEAR = re.compile(r"(?:(?:in|for|year|as of|en|pour|ann[ée]e|au) )?(?:19|20)\d\d", re.IGNORECASE)
JOINING = re.compile(
    r"(?:date (?:of|de) )?(?:ratification|accession|adh[ée]sion|entry into force"
    r"|entr[ée]e en vigueur)",
    re.IGNORECASE,
)
"""What stands before a colon and names nothing: for when it is, since when it holds."""
_STANDS = re.compile(
    rf"(?:{JOINING.pattern}|(?:date (?:of|de) )?signature|{A_YEAR.pattern})\s*:", re.IGNORECASE
)
_PHRASE = re.compile(r"\s(?:of|on|for|to|against|de|du|des|d['’]|sur|pour|contre)\b")
_INNER_STOP = re.compile(r"[.!?]\s+[^\W\d_a-zß-ÿ]|://|@|\t")
_FIRST_LETTER = re.compile(r"[\W\d_]*([^\W\d_])")


def is_title(line: str) -> bool:
    """Whether a line reads like a title: short, no sentence, no field, not in lower case."""
    if len(line) > _LONGEST or line.count(" ") >= _MOST_WORDS or line[0] in '("“«':
        return False
    if line.count("(") != line.count(")") or line[-1] in ":;," or ends_sentence(line):
        return False
    if _INNER_STOP.search(line) or field(line):
        return False
    letter = _FIRST_LETTER.match(line)
    return letter is not None and not letter[1].islower()


def is_value(line: str) -> bool:
    """Whether a short line is a value by its words: a status, a figure."""
    if len(line) > _LONGEST:
        return False
    is_figure = _FIGURE.match(line) is not None and not ends_sentence(line)
    return is_figure or _VALUE.match(line) is not None


def tells_when(line: str) -> bool:
    """Whether a field says of the line above since when it stands, or for when: "2014: 35%"."""
    return _STANDS.match(line) is not None


def roles(run: Sequence[str], before: Side, after: Side, again: Collection[str] = ()) -> list[Role]:
    """Find the likeliest roles of a run of short lines, each a title or a value by its looks.

    ``again``: lines that the document has several times.
    """
    costs: dict[Role | Side, float] = {before: 0.0}
    chosen: list[dict[Role | Side, Role | Side]] = []  # for each line and role, the one before
    for line in run:
        found = {role: _cheapest(costs, role) for role in _ROLES}
        chosen.append({role: last for role, (_, last) in found.items()})
        dear = {"chapter": _CHAPTER_AGAIN} if line in again else {}
        costs = {
            role: cost + _cost(line, role) + dear.get(role, 0.0)
            for role, (cost, _) in found.items()
        }
    following = _cheapest(costs, after)[1]
    path: list[Role] = []
    for choice in reversed(chosen):
        path.append(following)  # type: ignore[arg-type]
        following = choice[following]
    return path[::-1]


def _cheapest(costs: dict[Role | Side, float], following: Role | Side) -> tuple[float, Role | Side]:
    """Find the cheapest way to ``following``: its cost, and what comes before it."""
    return min((cost + _AFTER[last].get(following, math.inf), last) for last, cost in costs.items())


def _cost(line: str, role: Role) -> float:
    """Say what it costs to read ``line`` as ``role``, neighbours aside."""
    if is_value(line):
        return 0.0 if role == "value" else _NEVER
    hints = (_YEAR.search(line), _ANSWER.match(line), CLAUSE.search(line), "," in line)
    hint = _HINT * sum(map(bool, hints))
    if role == "value":
        return 1.0 if hint == 0 and _PHRASE.search(line) else 0.0
    words = line.count(" ") + 1
    return hint + (_CHAPTER_WORD * words if role == "chapter" else 0.0)
