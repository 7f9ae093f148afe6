"""What kind of answer a question asks for: a verdict where yes or no is a full one, else a value.

All patterns are for folded text with straight apostrophes.
"""

import re
from typing import Literal

from assistant.spelling import fold
from assistant.types import Language

Kind = Literal["yes_no", "number", "when", "who", "where", "contact", "definition", "open"]

_WH = {
    "en": r"(?:what|which|wich|waht|who|whom|whose|when|where(?:abouts)?|why|how)(?:'s|'re)?\b",
    "fr": r"(?:(?:le|la|les|au|aux|du|des)?quel+e?s?|qui|quoi|quand|ou|pourquoi|comment"
    r"|combien|que|quid|ce qu[ei])\b|(?:ce )?qu'",
}
# Words that may stand before what asks: "at what age", "à partir de quel âge".
_BEFORE_WH = {
    "en": r"(?:(?:about|after|against|among|as of|at|before|between|by|during|of|through|for"
    r"|from|how|in|on|since|to|under|until|up to|via|with|within"
    r"|roughly|exactly|and|so|but|also|then|alors)\b[ ,]*){0,2}",
    "fr": r"(?:(?:a|au|apres|aupres|avec|avant|chez|c'est|contre|dans|de|depuis|des|devant|d'|en"
    r"|et|mais|alors|grace a|jusqu'a|(?:au-)?de(?:ssous|ssus|la|ca)|par|partir|pour"
    r"|selon|sous|sur|vers|vertu)(?:\b|(?<='))[ ,]*"
    r"){0,4}",
}
_AUXILIARY = (
    r"(?:does|do|did|is|are|was|were|has|have|had|can|could|may|might|must|should|shall|will|would"
    r"|ought)(?:n'?t)?|ain't|can't|won't"
)
_INVERTED = r"\w+(?:-t)?-(?:ils?|elles?|on|ce)\b"
_PLACE = r"(?:(?:in|under|at|for|within) (?:the )?\w+(?: (?!that|which|who)\w+){0,2} )?"
_YES_NO = {
    "en": rf"(?:(?:and|so|but|also|then)\b[ ,]*)?{_PLACE}(?:{_AUXILIARY})\b",
    "fr": r"(?:(?:et|mais|donc|alors)\b[ ,]*)?(?:(?:en|au|aux|a la) \w+ )?"
    rf"(?:est[- ]ce qu|(?:n'|il )?(?:existe|y[- ]?a(?:vait|ura|urait|it)?)\b|ya[- ]t|{_INVERTED}"
    rf"|(?!{_WH['fr']})[^?]*?\b{_INVERTED})",
}
_LED_IN = r"[^?:,]{1,60}(?:,|\s*:|\s[-–—])\s+"
"""A place, a time or a topic before the question: "In Mali, is there …", "Mali: at what age …"."""
_TOPIC = re.compile(
    r"(?:when it comes to|(?:what|how) about) [^,?]{1,40}, |(?:the|l[ae]s?) \w+, (?=\w)"
    r"|(?:[\w']+ ){0,2}[\w']+(?:\s*:|\s[-–—])\s+(?=\w)"
)
_CONDITION = re.compile(rf"(?:should|were|had|if|si) [^?,]+, (?={_WH['en']}|{_WH['fr']})")

_REPORTED = {
    "en": r"(?:(?! (?:that|which|who) )[^?])*?\b(?:say|says|specify|state|indicate|mention|tell"
    r"|know|known|idea|clear|clarify"
    r"|set|settle|define|prescribe|information|data|figures?)\b(?: me| us| out)?(?: (?:on|of"
    r"|about))?"
    rf" (?P<what>(?:(?:at|by|in|from|under|with|to) )?{_WH['en']}[^?]*)",
    "fr": r"(?:(?! qui )[^?])*?\b(?:dit|disent|precise|precisent|indique|indiquent|sait|savez"
    r"|savoir"
    r"|connait|fixe|prevoit|mentionne|idee)(?:-t)?(?:-(?:ils?|elles?|on|vous|tu))?"
    rf" (?:de )?(?P<what>{_BEFORE_WH['fr']}(?!que\b|qu')(?:{_WH['fr']})[^?]*)",
}

# Two answers are put up for choice: neither is "yes".
_CHOICE = re.compile(
    r"\b(?:mandatory|compulsory|obligatory|required|binding|obligatoire|exige"
    r"|contraignante?)s? (?:or|ou)"
    r" (?:bien )?(?:is it |simplement |only |merely |just )?(?:optional|voluntary|recommended"
    r"|facultati(?:f|ve)|volontaire|recommandee?)"
    r"|\b(?:public|publique|private|prive|legal|federal|civil)e? (?:or|ou) (?:bien )?"
    r"(?:private|privee?|public|publique|illegal|regional|criminal|penal)\b"
)
_CONTACT_WANTED = re.compile(
    r"(?:do you have|have you(?: got)?|got|is there|avez-vous|as-tu|y a-t-il|existe-t-il) "
    r"(?:the|an?|any|le|une?|l')\s?[^?]{0,12}"
    r"(?:phone number|e-?mail|address|numero de telephone|adresse|courriel)"
)
_WHETHER = re.compile(
    r"whether\b|si (?!oui)|(?:what|que) (?:does|do|dit|disent|prevoit)\b[^?]*\b"
    r"(?:whether|savoir si|savoir s'il)\b"
    r"|(?:what|how) about (?:an?|any) |quid (?:d'une?|des?) (?!la |l')|true or false|vrai ou faux"
    r"|(?:existence|presence|absence) (?:of|d'|de )"
)
_KINDS: dict[Language, tuple[tuple[Kind, str], ...]] = {
    "en": (
        (
            "contact",
            r"\b(?:phone|telephone|e-?mail|address|contact details|whom? .*\bcontact"
            r"|how .*\bcontact|in touch with|how .{3,60}\breach the"
            r"|(?:which|what) number\b[^?]* (?:dial|call|ring|phone))\b",
        ),
        (
            "number",
            r"\bhow (?:many|much|high|large|big|long(?! ago)|old|far(?! along)|tall|deep|often"
            r"|fast|wide)\b"
            r"|\b(?:what|which)(?:'s)? (?:(?:is|was|are) )?(?:the )?(?:\w+ ){0,2}(?:percentage"
            r"|share"
            r"|proportion|rate|number|age|amount|population|area|size|length|total|level|value|gdp"
            r"|density|penetration)\b|\b(?:at|from) (?:what|which) age\b"
            r"|\bwhat(?:'s| is| was| would be)? (?:the |[^?]{0,40}'s )?(?:\w+ ){0,2}"
            r"(?:population|age|share|number|rate|proportion|fraction|percentage)\b",
        ),
        (
            "when",
            r"\b(?:when|(?:what|which) (?:year|date|day|month|century|decade|period)"
            r"|how recent|how long ago)\b",
        ),
        ("who", r"\b(?:who|whom|whose)\b"),
        ("where", r"\bwhere(?:abouts)?\b"),
        (
            "definition",
            r"^what(?:'s| is| are) (?:exactly )?(?:an? )?[\w' -]{2,40}\??$|\bdefin(?:e|ed|ition)\b"
            r"|^what (?:an? )?\w+ (?:is|are)\W*$|\bwhat exactly is\b"
            r"|\bstands? for\b|\bmean(?:s|t|ing)?\b(?<!(?:what|hich|some) means)",
        ),
    ),
    "fr": (
        (
            "contact",
            r"\b(?:telephone|e-?mail|courriel|adresse(?!r)|coordonnees|contacter|joindre"
            r"|numero (?:composer|appeler|faut|doit|peut))\b",
        ),
        (
            "number",
            r"\bcombien\b|\bquel(?:le)?s? (?:est|etait|sont|sera|serait)"
            r"(?:,? (?:au|aux|en|du) [\w-]+,?)? (?:le |la |l'|les )?(?:\w+ )?(?:pourcentage|part"
            r"|proportion|taux|nombre|age|montant|population|superficie|taille"
            r"|longueur|total|niveau|valeur|pib|densite|duree|hauteur|distance)\b"
            r"|\bquel(?:le)?s? (?:age|proportion|part|pourcentage|taux|nombre|montant"
            r"|population)\b"
            r"|\bc'est quoi l'age\b",
        ),
        (
            "when",
            r"\b(?:quand|quelle (?:annee|date|periode|heure)|en quelle annee"
            r"|quel (?:jour|mois|siecle))\b",
        ),
        ("who", r"(?<!\bce )\bqui\b(?! (?:est|sont) (?:le|la) (?:definition|but))"),
        (
            "where",
            r"(?:^|\b(?:et|dans|d'|c'est) ?)ou\b(?! en (?:est|sont)\b)|\bou\W*$"
            r"|\bdans quel(?:le)?s? (?:pays|ville|region|quartier|departement|commune)\b",
        ),
        (
            "definition",
            r"\bqu'est[- ]ce qu(?:e|'un|'une)\b|\bdefini(?:r|tion|t)\b(?!e)"
            r"|\bsignifi(?:e|ent|cation)\b|\bveut dire\b|\bc'est quoi\b|\bqu'entend",
        ),
    ),
}
# What is asked for by its name alone: "Population of Mali?", "Âge du consentement au Mali ?".
_NAMED: dict[Language, tuple[tuple[Kind, str], ...]] = {
    "en": (
        ("contact", r"\b(?:phone number|telephone|e-?mail|address|contact details)\b"),
        ("definition", r"\b(?:definition|meaning)\b"),
        (
            "number",
            r"\bhow (?:many|much|old)\b|(?<!\ban )(?<!\ba )\b(?:population|ages?|number|rate"
            r"|percentage|share|proportion|amount|gdp|size|area|budget|cost)\b(?! of \w+ law)",
        ),
        ("when", r"\b(?:date|year)\b(?! plan)|\bwhen\W*$"),
        (
            "who",
            r"\bwhom?\W*$|^(?:the )?(?:[\w-]+ )?(?:director|president|head|chair\w*|minister"
            r"|founders?|contact person) (?:of|for)\b(?! (?:state|government)\W*$)",
        ),
        ("where", r"\bwhere\W*$|^(?:the )?(?:seat|headquarters|location) of\b"),
    ),
    "fr": (
        ("contact", r"\b(?:numero de telephone|telephone|e-?mail|courriel|adresse|coordonnees)\b"),
        ("definition", r"\b(?:definition|signification|c'est quoi|veut dire quoi)\b"),
        (
            "number",
            r"\bcombien\b|\bquel age\b|(?<!\bune )(?<!\bun )\b(?:population|age|nombre|taux"
            r"|pourcentage|part|proportion|montant|pib|superficie|taille|budget"
            r"|cout)\b(?! de loi)",
        ),
        ("when", r"\b(?:date|annee)\b|\bquand\W*$"),
        (
            "who",
            r"\bqui\W*$|^(?:l[ae] |l')?(?:direct(?:eur|rice)|president|presidente|chef"
            r"|ministre|fondat(?:eur|rice)s?|interlocut(?:eur|rice))(?: \w+)? (?:d[ue]s?\b|d')",
        ),
        ("where", r"\bou\W*$|^(?:l[ae] )?(?:siege|localisation|emplacement) d"),
    ),
}
_NAMED_OPEN = {
    "en": r"^(?:\w+ )?(?:capital|names?|titles?|list|penalt(?:y|ies)|sanctions?|legal basis"
    r"|currency|details|text|content|role|mandate|functions?|purpose|objectives?|references?"
    r"|citation) (?:of|for|to)\b"
    r"|\b(?:capital|name|title|penalties|focal point)\W*$",
    "fr": r"^(?:capitale|noms?|intitule|liste|peines?|sanctions?|base (?:legale|juridique)|monnaie"
    r"|details|texte|contenu|role|mandat|missions?|objectifs?|references?|numeros?)\b"
    r"|\b(?:capitale|nom|peines)\W*$|\b(?:comment|pourquoi|quoi|quel(?:le)?s?)\b",
}
_ORDERED = re.compile(
    r"(?:list|summari[sz]e|describe|explain|compare|outline|enumerer|lister|citer|resumer|decrire"
    r"|expliquer|comparer|tell|give|show)\b"
)
_DEFINITE = re.compile(r"(?:the|le|la|les|its|their|son|sa|ses|leurs?)\b|l'")
_NOTHING = 2
"""Words of an article and a noun."""
_PREPOSED = re.compile(
    r"(?:in|on|for|by|at|to|of|from|with|under|since|until|en|au|aux|a l['a]|de|du|d'|pour|par"
    r"|sur|dans"
    r"|avec|chez|depuis|contre)\b"
)
_FINITE = {
    "en": r"\b(?:is|are|was|were|has|have|had|does|do|did|can|must|may|will|would|should|lacks?"
    r"|exists?|requires?|provides?|covers?|includes?|criminali[sz]es?|punish(?:es)?|prohibits?"
    r"|belongs?|applies|protects?|allows?|obliges?|\w+ed)\b|\b(?:is|are|was|has|do|does)n't\b",
    "fr": r"\b(?:a|ont|est|sont|avait|etait|aurait|serait|dispose|possede|existe|exige|oblige"
    r"|prevoit"
    r"|impose|interdit|punit|couvre|comprend|protege|permet|compte|fait|font|doit|doivent|peut"
    r"|peuvent|reste|fixe|reconnait|faut|figure|participe|appartient|applique)\b",
}


def kind_of(asked: str, language: Language) -> Kind:
    """Read the kind of answer that the part of a text that asks wants."""
    text = _plain(asked, language)
    if _CHOICE.search(text):
        return "open"
    if _WHETHER.match(text):
        return "yes_no"
    if _starts_with_wh(text, language):
        return _first(_KINDS[language], text)
    if not re.match(_YES_NO[language], text):
        return _unasked(text, language)
    if _CONTACT_WANTED.match(text):
        return "contact"
    reported = re.match(_REPORTED[language], text)
    return _first(_KINDS[language], reported["what"]) if reported else "yes_no"


def starts_as_yes_no(folded: str, language: Language) -> bool:
    """Whether a folded text begins as only a question does that yes or no answers."""
    text = _plain(folded, language)
    return re.match(_YES_NO[language], text) is not None and not _starts_with_wh(text, language)


def _plain(asked: str, language: Language) -> str:
    """Fold, and leave out what stands before the question."""
    text = fold(asked).replace("’", "'").lstrip(" -–—«\"'.")
    if topic := _TOPIC.match(text) or _CONDITION.match(text):
        text = text[topic.end() :]
    while not _starts(text, language) and (lead := re.match(_LED_IN, text)):
        rest = text[lead.end() :]
        if not _starts(rest, language):
            break
        text = rest
    return text


def _starts(text: str, language: Language) -> bool:
    if _starts_with_wh(text, language) or _WHETHER.match(text):
        return True
    starts = re.match(_YES_NO[language], text)
    return starts is not None and not re.search(r"[,:] ", starts.group())


def _starts_with_wh(text: str, language: Language) -> bool:
    return re.match(_BEFORE_WH[language] + _WH[language], text) is not None


def _unasked(text: str, language: Language) -> Kind:
    """Read what neither asks by its first word nor inverts: a statement, or a thing's name."""
    if re.match(r"(?:define|definir)\b", text):
        return "definition"
    if _DEFINITE.match(text) and len(text.split()) - text.endswith(" ?") <= _NOTHING:
        return "open"  # "the age?" leans on what was said before
    says = re.search(_FINITE[language], text)
    kind = _first(_NAMED[language], text)
    if kind != "open" or not text.rstrip().endswith("?"):
        return kind
    if _ORDERED.match(text):
        return "open"
    if re.search(_NAMED_OPEN[language], text) or re.match(_PREPOSED, text):
        return "open"
    return "open" if _DEFINITE.match(text) and not says else "yes_no"


def _first(kinds: tuple[tuple[Kind, str], ...], text: str) -> Kind:
    return next((kind for kind, pattern in kinds if re.search(pattern, text)), "open")
