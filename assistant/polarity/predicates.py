"""What a yes/no question may ask of a thing besides its existence, and the opposites of that.

"Is SIM registration mandatory?" asks for ``mandatory``; "SIM registration is optional" denies it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol


class Said(Protocol):
    """A word with what its sentence says of it."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def denied(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate by the words, folded, that state it and those that state its opposite."""

    name: str
    states: re.Pattern[str]
    opposes: re.Pattern[str]
    also_states: re.Pattern[str]
    """Words that state it in evidence, but do not ask for it."""
    attribute: re.Pattern[str]
    """Words that count only where no noun follows: not "legal" of "legal definition"."""


_NEVER = "(?!)"


def _predicate(
    name: str, states: str, opposes: str = _NEVER, also: str = _NEVER, attribute: str = _NEVER
) -> Predicate:
    return Predicate(name, *(re.compile(p) for p in (states, opposes, also, attribute)))


_LEGAL = "(?:il)?legal(?:e?s?)|(?:un)?lawful|(?:il)?licites?|legaux"
PREDICATES = (
    _predicate(
        "binding",
        r"ratif\w+|acced(?:e|es|ed|ing)|accession|adher(?:e|es|ent|er|ant|ee?s?)|adhesion"
        r"|party|parties?|bound|liee?s?|join(?:ed|s|ing)?|rejoin(?:t|dre|te)s?",
        r"withdr(?:ew|awn)|denounced|denoncee?|unratified",
    ),
    _predicate("signed", r"sign(?:ed|s|ing|atory|atories|e|ee|er|ataires?)?", also=r"signatures?"),
    _predicate(
        "reservation",
        r"reservations?|reserves?",
        r"unreservedly",
        r"reserved",
        attribute=r"reserves",
    ),
    _predicate(
        "mandatory",
        r"mandatory|compulsory|obligatory|obligatoires?|obligatoirement|obligations?|oblige[ds]?"
        r"|obligent"
        r"|requir(?:e|es|ed|ing|ements?)|mandate[sd]|exig(?:e|es|ee|ees|ent|er)|requise?s?",
        r"optional|voluntary|facultati(?:f|fs|ve|ves)|volontaires?|discretionary"
        r"|discretion|appreciation|choice|choix|choose|goodwill|volonte|recommended|recommandee?s?"
        r"|skipped|echapper|bypassed|waived|recommander|encouraged?s?|encourage[nr]?t?"
        r"|encouragee?s?|exempt(?:ed)?|dispense(?:d|e?s?)"
        r"|soustraire|free|libres?|up|incitative?s?"
        r"|advised|advisable|suggested|conseillee?s?|suggeree?s?|volontariat|recommandation"
        r"|recommendation|wish(?:es)?|souhaitent?|leisure",
        r"must|shall|needs?|has|have|binding|impos(?:e|es|ee|ees|ent|ed|er|ing)|doit|doivent|duty"
        r"|prescribe[sd]?|prescrite?s?"
        r"|prescrivent|demand(?:s|ed)?|insists?|rigueur|exigences?|bound|tenue?s?"
        r"|astrei(?:nt|gnent)|astreinte?s?"
        r"|commande|contraignante?s?",
    ),
    _predicate(
        "legal",
        r"legal(?:e|es)?|legaux|lawful|licites?|allow(?:ed|s)|permit(?:ted|s)|authori[sz]ed"
        r"|permise?s?|autorisee?s?",
        r"illegal(?:e|es)?|illegaux|unlawful|illicites?|prohibit(?:ed|s)|ban(?:ned|s)|forbidden"
        r"|outlaw(?:ed|s)|interdite?s?|interdisent|prohibee?s?",
        attribute=_LEGAL,
    ),
    _predicate(
        "public",
        r"public|publics|publique?s?",
        r"private|privee?s?|confidential|confidentiel\w*|secrete?s?",
        attribute=r"publi\w+|priv\w+|confidenti\w+|secrete?s?",
    ),
    _predicate(
        "free",
        r"free|gratuite?s?",
        r"paid|payante?s?|charged|charges?|fees?|frais|redevances?",
        attribute=r"free|paid|gratuite?s?",
    ),
    _predicate(
        "independent",
        r"independent|independante?s?|autonomous|autonomes?|independence|independance",
        r"dependent|subordinated?",
        attribute=r"independent|autonomous|independante?s?|autonomes?|dependent",
    ),
)
STRICT = frozenset({"reservation", "mandatory", "legal", "public", "free", "independent"})
"""What says nothing of these does not answer whether they hold."""

_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|on|ce)$")
_ELIDED = re.compile(r"^(?:[ldnsmtj]|qu)'")
_FOLLOWS_NO_NOUN = frozenset({
    "", "in", "to", "for", "under", "by", "of", "on", "from", "and", "or", "since", "if", "when",
    "unless", "at", "with", "as", "but", "there", "after", "before", "than", "en", "au", "aux",
    "a", "dans", "pour", "sous", "par", "et", "ou", "depuis", "si", "mais", "sur", "selon", "de",
    "du", "only", "seulement", "now", "again",
})  # fmt: skip
_COPULA = re.compile(
    r"(?:is|are|was|were|be|been|not|remains?|considered|fully|est|sont|etait|ete|pas|reste"
    r"|considere\w*|non|\w+-(?:il|elle|ils|elles)|n'est|rend|rendu|devenue?)$"
)
_ONLY = frozenset(
    {
        "only",
        "merely",
        "mere",
        "just",
        "simple",
        "seulement",
        "simplement",
        "uniquement",
        "que",
        "borne",
    }
)
"""Who has only signed is not bound."""
_ONCE = frozenset({
    "formerly", "previously", "once", "originally", "initially", "autrefois", "jadis",
    "anciennement", "initialement", "auparavant",
})  # fmt: skip
_SAID_OF = (
    r"|is|are|was|were|be|been|but|not|remains|est|sont|etait|ete|etre|mais|pas|reste|n'est"
    r"|demeure|et"
)
_NEEDS_A_NEIGHBOUR: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "up": (r"is|are|was|left|entirely", r"to"),
        "choose": (r".*", r"whether|to|if|not"),
        "bound": (r".*", r"to"),
        "free": (r".*", r"to|choice"),
        **dict.fromkeys(
            ("charge", "charges", "fee", "fees", "frais", "redevance", "redevances"),
            (r"no|without|any|sans|aucune?|nulle?", r"(?!of$|de$|du$|d').*"),
        ),
        "libre": (r".*", r"|a|choix|au|aux"),
        "libres": (r".*", r"de|d'\w+"),
        "volonte": (r"bonne", r".*"),
        "encourages": (r"only|merely|just|simply", r".*"),
        "encouraged": (r"|only|merely|just|simply", r".*|only"),
        "recommendation": (r"mere|simple", r".*"),
        "recommandation": (r"qu'une|simple", r".*"),
        "appreciation": (r"a|the|libre|leur|son|sa|seule", r".*"),
        "recommended": (rf"{_SAID_OF}|only|merely|just|simply|strongly", r".*"),
        **dict.fromkeys(
            ("recommande", "recommandee", "recommandes", "recommandees"),
            (rf"{_SAID_OF}|seulement|simplement|uniquement|vivement|fortement|que|juste", r".*"),
        ),
        "need": (r".*", r"not|to"),
        **dict.fromkeys(("needs", "has", "have"), (r".*", r"to")),
        **dict.fromkeys(("wish", "wishes"), (r"they|you|he|she|one|so|customers?|owners?", r".*")),
        **dict.fromkeys(("souhaite", "souhaitent"), (r"le", r".*")),
        "encourage": (r"simplement|seulement|uniquement|juste|que", r".*"),
        "withdrawn": (r".*", r"from"),
        "sign": (r".*", r"(?!languages?$|up$).*"),
        **dict.fromkeys(  # but not "the Optional Protocol"
            ("optional", "facultatif", "facultatifs"), (r"(?!protocol).*", r"(?!protocol).*")
        ),
        "dispensed": (r".*", r"with"),
        "rigueur": (r"de", r".*"),
        "insist": (r".*", r"on|that"),
        "insists": (r".*", r"on|that"),
        "demand": (r".*", r"(?!for$|of$|in$).*"),
        **dict.fromkeys(
            ("tenu", "tenue", "tenus", "tenues"),
            (r"est|sont|n'est|n'etait|etre|pas|nul|egalement|est-on|on", r"a|au|aux|d[e']?.*|par"),
        ),
    }
)
"""Words that are predicates between such words only: "bound to", "libre choix"."""
_TAKEN_BACK = re.compile(
    r"(?:d')?reserv(?:e|es|ation|ations|ing)$|(?:denonce[ed]?e?|denounced|quittee?|left|withdrawn)$"
)
"""What is denied of a treaty that is in force: "no reservations", "never denounced"."""
_ASKING = re.compile(
    r"impos(?:es?|er|ee?)|prescribe[sd]?|prescrite?s?|demands?|insists?|rigueur|duty|tenue?s?"
)
"""Words that may ask whether something is mandatory …"""
_PENALTY = re.compile(
    r"penal|fine|sanction|tax|sentence|limit|restrict|ban|prison|amende|peine|interdi|fee|charge"
)
"""… unless one of these follows: "Does the law impose a fine?"."""
_IN_FORCE = re.compile(
    r"force|vigueur|appl(?:y|ies)|applique|binds?|lie|effects?|effets?|covered|couvert"
)
TREATY = re.compile(
    r"conventions?|protocols?|protocoles?|treat(?:y|ies)|traites?|covenants?|pacte?s?"
)
_NOTS = frozenset(
    {"not", "cannot", "never", "neither", "nor", "pas", "jamais", "ni", "yet", "refused", "refuse"}
)
_NEAR = 3
"""Words before a verb among which its own "not" stands."""
_TO = frozenset({"to", "a", "au", "aux", ""})


def asked(words: Sequence[Said]) -> Mapping[str, bool]:
    """Tell which predicates a question asks for, by name; False for those it asks to be denied."""
    return {name: sides[0] for name, sides in _found(words, is_question=True).items()}


def implied(words: Sequence[Said]) -> Collection[str]:
    """Tell which predicates a question asks for in words that need not ask for them, by name.

    "Does the law impose …?", "Does the Convention apply to …?": what says nothing of these may
    answer all the same.
    """
    bare = list(map(_bare, words))
    rule = any(_ASKING.fullmatch(each) and _is_asking(i, words) for i, each in enumerate(bare))
    force = any(map(TREATY.fullmatch, bare)) and any(map(_IN_FORCE.fullmatch, bare))
    return [name for name, is_asked in (("mandatory", rule), ("binding", force)) if is_asked]


def _is_asking(place: int, words: Sequence[Said]) -> bool:
    """Whether a word asks for a rule: not for a penalty, a tax, or what is done on duty."""
    before, bare = words[place - 1].text if place else "", _bare(words[place])
    if any(_PENALTY.match(word.text) for word in words[place + 1 : place + 1 + _NEAR]):
        return False
    return bare != "duty" or before in ("a", "legal")


def _bare(word: Said) -> str:
    return _ELIDED.sub("", _INVERTED.sub("", word.text))


def said(words: Sequence[Said]) -> Mapping[str, bool | None]:
    """Tell which predicates a statement speaks of, by name; None where it says both."""
    found = _found(words, is_question=False)
    if found.get("signed") == [True] and _ends_at_signing(words):
        found.setdefault("binding", []).append(False)
    return MappingProxyType({k: v[0] if len(set(v)) == 1 else None for k, v in found.items()})


def _is_past(place: int, words: Sequence[Said]) -> bool:
    """Whether what is said was so once: "formerly obligatory", "voluntary before 2014"."""
    before = {word.text for word in words[max(0, place - 2) : place]}
    after = [word.text for word in words[place + 1 : place + 3]]
    return not _ONCE.isdisjoint(before) or after[:1] in (["before"], ["until"], ["avant"])


def _ends_at_signing(words: Sequence[Said]) -> bool:
    """Whether an "only" limits what is said: not that of "not only"."""
    texts = [word.text for word in words]
    return any(
        text in _ONLY and texts[max(0, i - 1)] not in ("not", "non", "pas")
        for i, text in enumerate(texts)
    )


def _found(words: Sequence[Said], *, is_question: bool) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    past: dict[str, list[bool]] = {}
    unreserved = not is_question and any(w.denied and _TAKEN_BACK.match(w.text) for w in words)
    for place, word in enumerate(words):
        bare = _bare(word)
        is_turned = bare.startswith("non-")
        bare = bare.removeprefix("non-")
        for predicate, can_state, also_states, can_oppose in _sides(bare):
            states = can_state or (also_states and not is_question)
            opposes = can_oppose and not _is_outdone(place, words)
            if (states or opposes) and _is_predicate(predicate, bare, place, words):
                is_denied = _is_denied(predicate.name, bare, place, words)
                if unreserved and states and predicate.name == "binding":
                    is_denied = is_denied and _is_negated(place, words)
                holds = states != (is_denied != is_turned)
                side = past if not is_question and _is_past(place, words) else found
                side.setdefault(predicate.name, []).append(holds)
    return past | found


def _is_denied(name: str, bare: str, place: int, words: Sequence[Said]) -> bool:
    """Whether a word that states a predicate, or its opposite, is denied."""
    before = words[place - 1].text if place else ""
    if bare == "dispensed" or (name == "reservation" and before in ("a", "une")):
        return _is_negated(place, words)  # "not bound by article 3, on which it made a reservation"
    return words[place].denied or _is_none(place, words)


def _is_none(place: int, words: Sequence[Said]) -> bool:
    """Whether a word is a label whose value is none: "(reservations: none)"."""
    after = [word.text for word in words[place + 1 : place + 2]]
    return after in (["none"], ["nil"], ["aucune"], ["aucun"], ["neant"])


def _is_negated(place: int, words: Sequence[Said]) -> bool:
    """Whether a word is denied by a "not" of its own, rather than with the reservations."""
    before = {word.text for word in words[max(0, place - _NEAR) : place]}
    return not _NOTS.isdisjoint(before) or any(text.endswith("n't") for text in before)


class _Sides(NamedTuple):
    """What a word is to a predicate."""

    predicate: Predicate
    states: bool
    also_states: bool
    opposes: bool


@lru_cache(maxsize=1 << 14)
def _sides(bare: str) -> tuple[_Sides, ...]:
    """Give the predicates that a word is something to."""
    every = (
        _Sides(
            each,
            each.states.fullmatch(bare) is not None,
            each.also_states.fullmatch(bare) is not None,
            each.opposes.fullmatch(bare) is not None,
        )
        for each in PREDICATES
    )
    return tuple(sides for sides in every if any(sides[1:]))


def _is_outdone(place: int, words: Sequence[Said]) -> bool:
    """Whether more than a word is said: "not only recommended but required"."""
    before = [word.text for word in words[max(0, place - 2) : place]]
    return len(before) == 2 and before[0] in ("not", "non", "pas") and before[1] in _ONLY


def _is_predicate(predicate: Predicate, bare: str, place: int, words: Sequence[Said]) -> bool:
    before = words[place - 1].text if place else ""
    after = words[place + 1].text if place + 1 < len(words) else ""
    if bare == "parties":  # but not "the parties to the conflict"
        return after in _TO and before in (
            "sont", "are", "etats", "states", "pays", "countries", "parmi", "des", "les", "the",
            "among", "of",
        )  # fmt: skip
    if bare in ("party", "partie"):
        after_it = after in _TO or after.startswith("contract")
        return after_it and before not in ("en", "political", "third")
    if bare in _NEEDS_A_NEIGHBOUR and (bare, predicate.name) != ("free", "free"):
        first, last = _NEEDS_A_NEIGHBOUR[bare]
        if not (re.fullmatch(first, before) and re.fullmatch(last, after)):
            return bare == "bound" and predicate.name == "binding"
        if bare == "bound" and predicate.name == "binding":
            return False
    if bare in ("must", "shall", "doit", "doivent") and words[place].denied:
        return False  # "must not" forbids
    if bare == "reserved":
        return after in ("its", "their", "the")  # "its position", not "all rights"
    if predicate.attribute.fullmatch(bare):
        if predicate.name == "reservation":
            return before not in ("sous", "of")
        follows = before == "" or _COPULA.match(before) is not None
        is_inverted = words[0].text in ("is", "are", "was", "were")  # "Is gambling legal in …?"
        is_noun = before in ("the", "le", "la", "les", "du")  # "the public and the private sector"
        return follows or (is_inverted and not is_noun and after in _FOLLOWS_NO_NOUN)
    return True
