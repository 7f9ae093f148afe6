"""What the negations of a sentence reach, after the NegEx family (Chapman et al. 2001).

A cue on the verb ("does not have …", "no … exists") denies its clause; a cue inside a phrase ("with
no reservations", "lacks a law", "sans réserve") denies what follows it. A relative clause is denied
by what stands before it, never the other way round. Denials by meaning ("lacks", "yet to") cancel
out with others; "no", "not", "nor" of one clause only agree with each other.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Token(NamedTuple):
    """A word of a folded text."""

    text: str
    start: int
    end: int


class Clause(NamedTuple):
    """The clause that a word stands in."""

    number: int
    relative: bool


_CONTRAST = frozenset({
    "but", "however", "although", "though", "while", "whereas", "except", "because", "since",
    "despite", "nevertheless", "instead", "mais", "toutefois", "cependant", "tandis", "sauf",
    "hormis", "car", "puisque", "bien", "malgre", "neanmoins", "alors",
})  # fmt: skip
"""Words that end the reach of a cue in both directions."""
_RELATIVE = frozenset({
    "that", "which", "who", "whose", "whom", "where", "whereby", "qui", "que", "dont", "lequel",
    "laquelle", "lesquels", "lesquelles",
})  # fmt: skip
_STOPS = re.compile(r"[;:!?.—–\n]")
_AFTER_COMMA = frozenset({"and", "et", "or", "ou", "not", "never", "no", "pas", "non"})
"""Words that begin a clause of their own after a comma: "signed in 2000, not ratified"."""
_VERBS = frozenset({
    "has", "have", "had", "is", "are", "was", "were", "does", "do", "did", "lacks", "lacked",
    "ne", "est", "sont", "dispose", "manque",
})  # fmt: skip
"""Verbs that begin a clause of their own after "and"."""
_BETWEEN = re.compile(r"[,:;.!?]")

_NOT = frozenset({
    "not", "never", "cannot", "neither", "nor", "none", "nobody", "nothing", "hardly", "no", "pas",
    "jamais", "aucun", "aucune", "aucuns", "aucunes", "rien", "nullement", "guere", "ni", "nul",
    "nulle", "non", "nowhere", "personne",
})  # fmt: skip
_REVIVED = (
    r"(?=[^.;:]*\b(?:again|re-?established|reinstated|restored|revived|replaced\ by|retabli|recree"
    r"|reinstaure|remplacee?s?\ par))"
)
"""What ends may come back: "was dissolved in 2010 and set up again in 2014"."""
_BARE = r"""\A\W*(?:absent|lacking|missing|planned|proposed|(?:in\ )?draft(?:ed)?|being\ \w+
    |(?:under|in)\ (?:development|preparation|discussion|consideration|study|negotiation)
    |pending(?:\ adoption|\ approval|\ ratification)?|bill|projet(?:\ de\ loi)?|repealed|dissolved
    |abolished|lapsed|suspended|abandoned|envisagee?|manquante?|caduc|caduque|abrogee?
    |dissou(?:s|te)|supprimee?|suspendue?|(?:prevue?|planned)\ (?:for|pour|en|in)
    |ratification\ en\ attente)
    (?:\ (?:only|seulement|stage|in|en|since|depuis|for|pour|before|devant|parliament|parlement
    |l'assemblee|(?:19|20)\d\d))*\W*\Z"""
"""A value that is nothing but such a word: "Planned", "Repealed in 2014"."""
_CLAUSAL = re.compile(
    rf"""
    \b(?:has|have|had|is|are)\ yet\ to\b | \byet\ to\ be\b | \b(?:remains?|still)\ to\ be\b
    | \brest(?:e|ent)\ a\ (?=\w+(?:er|ir|re)\b)
    | \ben\ (?:cours\ d'(?:elaboration|adoption|etablissement|examen)|cours\ de|voie\ de|projet)\b
    | \ben\ preparation\b | \ba\ l'etude\b
    | \b(?:is|are|being|still|currently)\ (?:under|in)\ (?:development|preparation|discussion
        |consideration)\b
    | \b(?:is|are)\ (?:currently\ |still\ )?(?:being\ (?:drafted|developed|prepared|considered
        |elaborated|set\ up)|planned|drafted)\b
    | \b(?:non-?existent|inexistante?s?|defunct)\b
    | \b(?:is|are|was|were|be)\ (?:\w+\ )?(?:lacking(?!\ (?:an?|any|in|the|such)\b)|missing
        |absent)\b
    | \b(?:fait|font)\ (?:\w+\ )?defaut\b | \b(?:est|sont)\ absente?s?\b
    | \b(?:was|were|been|is|are|being)\ (?:\w+ly\ )?(?:repealed|abolished|dissolved|withdrawn
        |revoked|suspended|annulled|abandoned|shelved|scrapped|disbanded|discontinued|wound\ up)\b
        (?!{_REVIVED})
    | \b(?:est|sont|ete)\ (?:\w+ment\ )?(?:abrogee?s?|abolie?s?|dissou(?:s|tes?)|retiree?s?
        |suspendue?s?|annulee?s?|abandonnee?s?|supprimee?s?)\b (?!{_REVIVED})
    | \bceased\ to\ (?:exist|operate|function|apply)\b
    | \bcess(?:e|a|ent)\ (?:d'(?:exister|etre\ en)|de\ (?:fonctionner|s'appliquer))
    | \b(?:only|merely)\ on\ paper\b | \bque\ sur\ le\ papier\b | \ba\ long\ way\ off\b
    | \b(?:is|are|still|remains?|been)\ (?:\w+\ )?(?:awaited|pending)\b
    | \b(?:est|sont|reste|restent|demeure|se\ fait|se\ font)\ (?:\w+\ )?(?:attendue?s?|attendre)\b
    | \b(?:at|in)\ (?:the|a|an)\ (?:\w+\ )?(?:drafting|planning|project|proposal)\ (?:stage|phase)\b
    | \ba\ l'etat\ d(?:e\ projet|'ebauche)
    | \bexpired\b | \bexpiree?s?\b
    | \b(?:will|(?:expected|due|scheduled|set|supposed)\ to)\ be\ (?:created|set\ up|established
        |adopted|launched|put|introduced|ratified|enacted)\b
    | \b(?:sera|seront)\ (?:\w+\ )?(?:cree|adopte|institue|mise?|lance|ratifie|etabli)e?s?\b
    | \bha(?:s|ve)\ stalled\b | \bpietine(?:nt)?\b | \b(?:by\ its|par\ son)\ absence\b
    | \bmanque(?:nt)?\ (?:au|en|toujours|encore|a\ l'appel)\b
    | \bawaits?\ (?:ratification|adoption|approval)\b
    | {_BARE}
    """,
    re.VERBOSE,
)
_CREATE = (
    r"(?:establish|set|adopt|create|enact|introduce|develop|ratify|accede|join|launch|put|draw|sign"
    r"|pass|become|have|found|elaborate|establishing|setting|adopting|creating|enacting|introducing"
    r"|developing|ratifying|acceding|accession|joining|launching|putting|drawing|signing"
    r"|becoming)\b"
)
_CREER = (
    r"(?:creer|adopter|(?:se\ )?doter|etablir|instituer|mettre|ratifier|adherer|elaborer|instaurer"
    r"|promulguer|voter|signer|devenir|disposer|lancer)\b"
)
_WISH = rf"""
    \b(?:plans?|intends?|hopes?|wishes|needs|ought)\ to\ (?:\w+ly\ )?{_CREATE}
    | (?:(?<=\brecommends\ )that|(?<=\brecommended\ )that|(?<=\brecommande\ )que)\b
        (?=\ (?:\w+\ ){{1,6}}{_CREATE})
    | \bratification\ (?:\w+\ )?(?:pending|awaited|outstanding|en\ (?:attente|suspens))\b
    | \bshould\ (?:\w+\ )?{_CREATE}
    | \b(?:in\ the\ process\ of|considering|considers|envisag(?:es|ing)|contemplat(?:es|ing)
        |refrain(?:s|ed)?\ from|abstain(?:s|ed)?\ from|short\ of)\ {_CREATE}
    | \b(?:urge[sd]?|encourage[sd]?|invite[sd]?|recommend(?:s|ed)?|call(?:s|ed)\ (?:up)?on
        |advise[sd]?) (?=\ (?:\w+\ ){{0,6}}{_CREATE})
    | \b(?:devrai(?:t|ent)|envisage(?:nt)?\ de|prevoit\ de|projette\ de|compte|entend|souhaite
        |espere
        |abstenue?\ de|en\ (?:train|passe)\ de)\ {_CREER}
    | \b(?:invitee?|engagee?|encouragee?|exhortee?|recommandee?|priee?)
        (?=\ (?:[\w']+\ ){{0,6}}?{_CREER})
    | \b(?:bill|draft\ \w+)\b(?=[^.;,]*\b(?:is|are|remains?)\ (?:\w+\ )?(?:before|pending|awaiting
        |under|being|with|stuck|in\ parliament)\b)
    | \bprojet\ de\ (?:loi|decret|texte)\b(?=[^.;,]*\b(?:est|reste|demeure)\ (?:\w+\ )?(?:devant
        |en\ (?:attente|cours|discussion)|a\ l'|soumis|pendant)) """
"""What is wished, planned or tabled is not there yet: "should establish", "invité à ratifier"."""
_LAPSED = re.compile(
    r"\b(?:withdr(?:ew|awn)|lifted|removed|dropped|levee?s?|retiree?s?|renonce|renonca)\b"
    r"(?=[^.;,]*\breserv)[^.;,]*?\breserv\w+"
)
"""Only what it names is taken back: the treaty stays in force."""
_PHRASAL = re.compile(
    rf"""{_WISH}
    | \b(?:lack(?:s|ed)?|lacking(?=\ (?:an?|any|in|the|such)\b)|devoid|unable|absence|depourvue?s?
        |denuee?s?)\b
    | \bmanqu(?:e|ent|ant|ait)\ (?:pas\ |plus\ )?d(?:e\b|')
    | \b(?:fail(?:s|ed|ure)?|refus(?:e|es|ed|al)|declin(?:e|es|ed))\ to\ (?!\d)
    | \brefus(?:e|ent|a)?\ d(?:e\b|')
    | \b(?:does|do|did)\ (?:without)\b | \bceased\ to\ be\b | \bcess(?:e|a|ent)\ d'etre\b
    | \bfree\ (?:of|from)\ (?!charge) | \bfaute\ d(?:e\b|') | \bmanque\ d(?:e\b|')
    | \bprivee?s?\ d(?:e\b|') | \bse\ passe(?:nt)?\ (?:\w+\ )?d(?:e\b|')
    | \battend(?:ent)?\ (?:toujours|encore)\b | \b(?:still|yet)\ (?:awaits?|waits?\ for)\b
    | \b(?:droit|loi|legislation|code)\ (?:\w+\ )?ignore\b
    | \b(?:stands?|stood|remain(?:s|ed)?|stay(?:s|ed)?|kept)\ (?:outside|out\ of)\b
    | \b(?:reste|demeure|restee?|tenue?)\ (?:en\ dehors|hors|a\ l'ecart)\b
    | \b(?:has|have)\ left\ (?=the\b|it\b) | \bs'est\ retiree?\ d(?:e\b|u\b|')
    | (?<!\bwas\ )(?<!\bbeen\ )(?<!\bwere\ )(?<!\bis\ )\b(?:repeal(?:s|ed)|abolish(?:ed|es)
        |revoked|abroge(?:ant)?|abrogent)\b
    """,
    re.VERBOSE,
)
_PRIVATIVE = frozenset({"without", "sans"})
_WITHOUT = re.compile(r"\b(?:without|sans)\b|(?<=\bwith )no\b|(?<=\b(?:by|of|in) )no\b")
_INSTRUMENT = r"(?:law|act|decree|loi|decret|article|order|arrete|ordonnance|regulation|resolution)"
_HARMLESS = re.compile(
    rf"""
    \bnot\ (?:only|limited\ to|merely|just)\b | \bwhether\ or\ not\b | \bif\ not\b | \bsinon\b
    | \b(?:without|sans)\ (?:prejudice|doute)\b
    | \bno\ (?:later|more|less|fewer|earlier|sooner)\ than\b | \bno\ doubt\b | \bno\ matter\b
    | \b(?:non|pas)\ (?:seulement|uniquement)\b | \bpas\ (?:moins|plus)\ de\b
    | \bni\ plus\ ni\ moins\b
    | \bno\.\ ?\d | \b{_INSTRUMENT}\ (?:\w+\ )?no\ ?\d | \bno\ ?\d+[-/]\d | \bno\ one\ else\b
    | \bnot\ (?:all|every|always|everywhere)\b | \bpas\ (?:tou(?:s|te|tes|t|jours)|partout)\b
    | \b(?:had|was|were|did|n'avait|n'existait)\ (?:no|not|pas|aucune?)\b
        (?=[^.;,]{{0,100}}\b(?:until|before|avant|jusqu'en)\ (?:1[89]|20)\d\d)
    | \b(?:not|\w+n't)\ hesitate\b | \bpas\ hesite\b
    | \bnon[-\ ](?:lucrati|gouvernement|permanent|violen|negligeable|resident|etatique|profit)
    | \bn'import\w*\b | \brien\ que\b
    """,
    re.VERBOSE,
)
_NEAR = 3
"""Words between a negation and the "without" that it takes back: "is no longer without"."""
_REACH = 80
"""Words that a cue denies at most on either side; no sentence is longer, but a text may be."""


def clauses(folded: str, found: Sequence[Token]) -> list[Clause]:
    """Give each word its clause."""
    numbered, number, relative = [], 0, False
    for i, token in enumerate(found):
        gap = folded[found[i - 1].end : token.start] if i else ""
        if token.text in _RELATIVE and not _is_only(i, found):
            number, relative = number + 1, True
        elif i and (_STOPS.search(gap) or token.text in _CONTRAST or _begins(i, gap, found)):
            number, relative = number + 1, False
        numbered.append(Clause(number, relative))
    return numbered


def _begins(i: int, gap: str, found: Sequence[Token]) -> bool:
    """Whether a clause begins at word ``i`` without a stop or a word of contrast."""
    after = found[i + 1].text if i + 1 < len(found) else ""
    joins = found[i].text in ("and", "et") and (
        after in _VERBS or after in ("not", "never") or after.startswith("n'")
    )
    return joins or ("," in gap and found[i].text in _AFTER_COMMA)


def _is_only(i: int, found: Sequence[Token]) -> bool:
    """Whether a "que" restricts: "n'existe que sur le papier"."""
    before = [token.text for token in found[max(0, i - 2) : i]]
    restricts = any(word == "ne" or word.startswith("n'") for word in before)
    return found[i].text == "que" and restricts and not _NOT & set(before)


def denials(
    folded: str, found: Sequence[Token], parts: Sequence[Clause]
) -> list[tuple[bool, bool]]:
    """Tell of each word whether it is denied, and whether only as part of a phrase."""
    plain, by_clause, by_phrase, without = ([0] * len(found) for _ in range(4))
    harmless = _inside(_HARMLESS, folded)
    clausal, phrasal, privative = (_starts(p, folded) for p in (_CLAUSAL, _PHRASAL, _WITHOUT))
    lapsed = _inside(_LAPSED, folded)
    for i, token in enumerate(found):
        by_phrase[i] += token.start in lapsed
        if token.start in harmless or _is_taken_back(i, found, privative):
            continue
        if token.start in privative:
            _mark(without, _phrase(folded, found, i, parts))
        elif _is_not(i, found):
            reached = _clause(i, parts)
            plain[reached.start : reached.stop] = [1] * len(reached)  # they only agree
        elif _begins_in(token, clausal):
            _mark(by_clause, _clause(i, parts))
        elif _begins_in(token, phrasal):
            _mark(by_phrase, _phrase(folded, found, i, parts))
    return [
        ((p + c + f) % 2 == 1 or w > 0, not p + c and f + w > 0)
        for p, c, f, w in zip(plain, by_clause, by_phrase, without, strict=True)
    ]


def _is_taken_back(i: int, found: Sequence[Token], privative: frozenset[int]) -> bool:
    """Whether a negation and a "without" near it cancel out: "is no longer without"."""
    if found[i].start in privative:
        return any(_is_not(j, found) for j in range(max(0, i - _NEAR), i))
    return _is_not(i, found) and any(
        found[j].start in privative for j in range(i + 1, min(len(found), i + _NEAR + 1))
    )


def _begins_in(token: Token, starts: frozenset[int]) -> bool:
    """Whether a cue begins with a word, or behind its elided article: "l'absence"."""
    return token.start in starts or (token.text[1:2] == "'" and token.start + 2 in starts)


def _mark(counts: list[int], reached: range) -> None:
    for j in reached:
        counts[j] += 1


def _inside(pattern: re.Pattern[str], folded: str) -> frozenset[int]:
    return frozenset(at for match in pattern.finditer(folded) for at in range(*match.span()))


def _starts(pattern: re.Pattern[str], folded: str) -> frozenset[int]:
    return frozenset(match.start() for match in pattern.finditer(folded))


def _is_not(i: int, found: Sequence[Token]) -> bool:
    word = found[i].text
    if word in ("nor", "ni") and any(t.text in _PRIVATIVE for t in found[max(0, i - 4) : i]):
        return False  # "sans déclaration ni réserve"
    if word in _NOT or word.endswith("n't"):
        return True
    earlier = [token.text for token in found[max(0, i - 5) : i]]
    return word == "plus" and any(w == "ne" or w.startswith("n'") for w in earlier)


def _clause(i: int, parts: Sequence[Clause]) -> range:
    """Give the words of the clause of word ``i`` and of the relative clauses that follow it."""
    first = last = i
    while first > max(0, i - _REACH) and parts[first - 1].number == parts[i].number:
        first -= 1
    while last + 1 < min(len(parts), i + _REACH) and (
        parts[last + 1].number == parts[last].number or parts[last + 1].relative
    ):
        last += 1
    return range(first, last + 1)


def _phrase(folded: str, found: Sequence[Token], i: int, parts: Sequence[Clause]) -> range:
    """Give the words from a cue to the next comma or the end of its clause."""
    last = i
    while (
        last + 1 < min(len(found), i + _REACH)
        and parts[last + 1].number == parts[i].number
        and not _BETWEEN.search(folded, found[last].end, found[last + 1].start)
    ):
        last += 1
    return range(i, last + 1)
