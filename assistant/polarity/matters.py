"""Sentences and values that leave a matter open: not assessed, unclear, empty. In folded text."""

import re
from typing import Literal

Open = Literal["not_assessed", "unclear", "empty"]

_ASSESSED = (
    r"(?:assessed|evaluated|rated|measured|surveyed|evaluee?s?|mesuree?s?|notee?s?|analysee?s?"
    r"|examinee?s?|examined|reviewed)"
)
_DATA = r"(?:data|information|informations|figures?|statistics|donnees?|renseignements?)"
_NOT_ASSESSED = re.compile(
    rf"""
    # A law that has not been reviewed since 2010 is no open matter.
    \b(?:not|never|n't|non|pas)\ (?:yet\ |been\ |be\ |encore\ |ete\ |etre\ |currently\ |so\ far\ )*
        {_ASSESSED}\b (?!\ (?:since|by|every|annually|regularly|depuis|par|chaque)\b)
    | \b(?:yet|remains?|still|reste)\ (?:a\ )?(?:to\ be\ )?(?:{_ASSESSED}|evaluer)\b
    | \b(?:awaiting|waiting\ for|pending|en\ attente\ d[e'])\ ?(?:an?\ )?(?:assessment|evaluation)\b
    | \b(?:assessment|evaluation|rating)\ (?:is\ |est\ |remains\ )?(?:still\ |encore\ )?
        (?:pending|outstanding|in\ progress|under\ way|en\ (?:cours|attente))\b
    # "No data protection law" is none.
    | \b(?:no|not\ enough|insufficient|aucune|pas\ de|sans)\ {_DATA}\b (?=
        \ (?:is|are|was|were|has|have|yet|exist|available|on|about|for|could|can|n'|ne|disponibles?
        |sur|concernant|pour|a\ ce\ jour)\b | \s*[.;,)] | \s*$)
    | \b{_DATA}\b[^.;:!?]{{0,60}}?\ (?:is|are|was|were|sont|est|n'est|n'etaient)[ ]
        (?:not\ (?:yet\ )?|un|pas\ (?:encore\ )?|in)(?:available|disponibles?)\b
    | \b{_DATA}\ (?:not|non|un|in|pas)[\ -]?(?:yet\ |encore\ )?(?:available|disponibles?)\b
    | \bno\ assessment\b | \baucune\ evaluation\b | \bnon\ (?:evalue|renseigne|disponible)e?s?\b
    | \bhors\ evaluation\b
    """,
    re.VERBOSE,
)
_OPEN_VALUE = re.compile(
    r"\W*(?:n/?\.?a\.?|n\.?d\.?|nc|not available|unavailable|no data|tbd|tbc|n\.?c\.?|s\.?o\.?"
    r"|to be determined|unknown|not applicable|non applicable|sans objet"
    r"|inconnue?|unclear|inconnu)\W*"
)
_POINT = (
    r"(?:this|these|the|cet?|cette|le\ present)\ (?:point|indicator|question|item|topic|section"
    r"|subject|aspect|criterion|indicateur|rubrique|sujet|theme|critere)"
)
_SURVEY = (
    r"(?:edition|report|assessment|evaluation|survey|review|study|index|cycle|round|rapport|etude"
    r"|enquete|examen)"
)
_DONE = (
    r"(?:completed|finished|started|made|done|conducted|begun|taken\ place|carried\ out|terminee"
    r"|achevee|faite|realisee|menee|commence|eu\ lieu|finie)"
)
_TREATED = (
    rf"(?:{_ASSESSED}|rated|scored|graded|covered|researched|investigated|addressed|studied"
    r"|surveyed|treated|couverte?s?|abordee?s?|traitee?s?|etudiee?s?|renseignee?s?|communiquee?s?"
    r"|completee?s?)"
)
_TAIL = r"(?:\ (?:yet|encore|so\ far|here|ici|a\ ce\ jour))?"
_BY_THIS = (
    rf"(?:\ (?:by|in|for|par|dans|pour)\ (?:this|the|cette|cet?|le|la|l')[^.;,]*?{_SURVEY}\w*)?"
)
_NOBODY_LOOKED = re.compile(
    rf"""
    {_POINT}\ (?:\w+\ |n'){{1,3}}?(?:not|never|pas|jamais|aucune?)\ (?:\w+\ ){{0,3}}?(?:{_TREATED}
        |part\ of|included|fait|du\ champ|l'objet)\b (?!\ (?:by|in|par|dans)\ (?:\w+\ )?(?:law|act
        |code|constitution
        |legislation|loi|droit)) (?!\ (?:since|every|depuis|chaque)\b)
    | {_POINT}\ (?:\w+\ )?(?:n'est|n'a|ne)\ (?:pas|fait|releve)\ (?:pas\ |d[eu]\ |ete\ |l'objet\ )*
        (?:{_TREATED}|l'objet\ d|d'aucune|champ|l'objet)
    | {_POINT}\ (?:n'a|n'est|n'ont|ne)\b[^.;,]{{0,30}}?(?:\bd'(?:une|aucune)\ evaluation
        |\bdu\ champ)
    | \b(?:outside|out\ of|beyond|not\ within|hors\ (?:du\ )?)\ ?(?:the\ |our\ )?(?:scope
        |coverage|champ)\b
        (?=\W*\Z|\ (?:of|de)\b)
    | \b(?:outside|left\ out\ of|part\ of)\ the\ {_SURVEY}\b (?<!part\ of\ the\ law)
    | \b(?:field|section|box|cell|rubrique|case)\ (?:is|was|est)\ (?:blank|empty|vide)\b
    | \b(?:left\ (?:blank|empty)|laissee?\ (?:en\ blanc|vide))\b
    | \b(?:assessors?|evaluators?|reviewers?|surveyors?|evaluateurs|enqueteurs|we
        |nous)\b[^.;,]{{0,15}}
        (?:\bnot|n't|\bpas)\ (?:\w+\ )?(?:look|asses|evaluat|rate|score|cover|research|prononc
        |evalue
        |note)\w*
    | \b(?:country|authorit(?:y|ies)|government|state(?:\ party)?|pays|autorites?|gouvernement
        |etat)\b
        [^.;,]{{0,25}}(?:\bnot|n't|\bpas|\bno)\ (?:\w+\ )?(?:repl(?:y|ied)|respon(?:d|se)|answer
        |repondu|(?:fourni|communique|transmis|provide|supply)\ (?:d'|any\ |d')?information
        |information)
    | \b(?:no|aucune|sans|pas\ de)\ (?:reply|response|answer|reponse)\b (?=\W*\Z|\ (?:was|has|from
        |n'a|du))
    | \baucune\ information\ n'
    | \b(?:awaiting|waiting\ for|pending|en\ attente\ d[e'])\ ?{_DATA}\b
    | \bawaiting\ (?:review|data|information)\b
    | \b{_DATA}\ (?:is\ |are\ )?(?:still\ )?(?:pending|missing|outstanding|en\ attente|manquante?s?
        |insuffisante?s?)\b
    | \b(?:missing|insufficient|not\ enough)\ {_DATA}\b
    | \b{_DATA}\ (?:not|non)\ (?:provided|received|supplied|fournie?s?|recue?s?|communiquee?s?)\b
    | \b{_DATA}\ (?:collection\ is|are\ being\ collected|en\ cours\ de\ collecte)\b
    | \b(?:assessment|evaluation|review)\ (?:has|is|was|n'a|n'est|reste|est)\ (?:not\ |pas\ |yet\
        |encore
        \ |been\ |ete\ |to\ be\ |a\ ){{1,4}}{_DONE}\b
    | \bl'evaluation\ (?:reste\ a\ faire|est\ prevue)\b
    | \bno\ (?:evaluation|rating|review)\ (?:has|was)\b
    | \b(?:due|scheduled)\ for\ (?:assessment|evaluation|review)\b
    | \b(?:will|to)\ be\ {_ASSESSED}\ in\b | \bsera\ {_ASSESSED}\b
    | \A\W*(?:un(?:rated|assessed|scored)
        | (?:not|non|pas)\ (?:yet\ |encore\ )?{_TREATED}{_TAIL}{_BY_THIS}
        | to\ be\ (?:completed|confirmed|assessed|filled\ in)
        | a\ (?:completer|renseigner|evaluer|confirmer|preciser|determiner))\W*\Z
    """,
    re.VERBOSE,
)
_NOT_KNOWN = (
    r"(?:not|n't|no|nobody|cannot|unable|never|neither|impossible|hard|difficult|pas|ne|n|nul"
    r"|personne|rien|difficile|malaise|delicat|saurait)"
)
_KNOW = (
    r"(?:know\w*|sa(?:y|id)|tell|told|specif\w+|indicat\w+|state[sd]?|clarif\w+|clear\w*"
    r"|determin\w+"
    r"|establish\w*|verif\w+|confirm\w*|ascertain\w*|agree\w*|mention\w*|show\w*|reveal\w*"
    r"|report\w*"
    r"|consensus|certain\w*|sure|evident|obvious|settled|sait|savoir|dire|dit|disent|precise\w*"
    r"|indique\w*|etabli\w*|sur|affirmer|conclure|accordent|tranche\w*|connu\w*|evidente?)"
)
_DISPUTED = (
    r"(?:disput(?:ed|able)|contest(?:ed|able)|debat(?:ed?|able)|doubtful|questionable|uncertain\w*"
    r"|unclear|unknown|ambiguous|vague|mixed|conflicting|contradictory|doubts?|moot|argued"
    r"|controvers\w+|divided|differ|disagree|diverge\w*|vary|varies|unresolved|unsettled"
    r"|open|to\ be\ seen|conteste\w*|debattue?|douteux|douteuse|flou\w*|ambigue?\w*|incertitudes?"
    r"|contradictoires?|partage\w*|divergent|ouverte?|ignore|doutes?)"
)
_UNCLEAR_WORDS = re.compile(
    rf"""
    # Nobody knows, or opinions differ, whether …
    (?:\b|(?<=d)){_NOT_KNOWN}\b[^.;]{{0,60}}?\b{_KNOW}\b[^.;]{{0,60}}?\b(?:whether|si|s'il)\b
    | \b{_DISPUTED}\b[^.;]{{0,60}}?\b(?:whether|si|s'il)\b
    | \b(?:whether|si)\b[^.;]{{0,200}}?\b(?:is|are|remains?|est|reste
        |demeure)\ (?:\w+\ )?{_DISPUTED}\b
    | \bwhether\b[^.;]{{0,200}}?\bnot\ (?:\w+\ )?(?:known|clear|certain|settled)\b
    | \b(?:question|point|reste|demeure|quant)\ (?:a|de)\ savoir\ si\b | \bleaves?\ open\ whether\b
    | \b(?:pas|douteux|conteste|affirmer|permet)\b[^.;]{{0,25}}?\b(?:certaine?|sure?|etablie?
        |certitude
        |douteux|conteste)\ qu(?:e\b|')
    | \bpermis\ de\ douter\ qu(?:e\b|')
    | \b{_NOT_KNOWN}\b[^.;]{{0,30}}?\b(?:known?|tell|say|clear|certain|sure)\b[^.;]{{0,40}}?\bif\b
    | \b(?:il\ est)\ (?:douteux|conteste|incertain)\ qu(?:e\b|')
    | \b(?:doutes?|incertitudes?)\ (?:subsiste|demeure|persiste)\w*(?:\ quant\ au\ fait\ qu(?:e\b
        |'))?
    | \bsome\b[^.;]*,\ others\ (?:deny|dispute|contest)\w*
    | \bselon\ certains\b | \bsources?\ (?:disagree|diverge\w*|differ|divergentes)\b
    | \A\W*(?:it\ is\ )?(?:disputed|contested|debated|doubtful|conteste|controverse|douteux|flou
        |sujet\ a\ controverse)e?\W*\Z
    | \b(?:unclear|uncertain|ambiguous|undetermined|inconclusive|incertaine?s?|ambigue?s?
        |indeterminee?s?)\b
    | \b(?:not|n't|pas)\ (?:\w+\ )?(?:clear|certain|claire?|claire?ment|certaine?)\b
    | \b(?:not|n't|pas)\ (?:\w+\ )?(?:known|possible\ to\ \w+|etablie?)\ (?:whether|if|si)\b
    | \b(?:not|n't|cannot|pas|impossible)\ (?:\w+\ )?(?:be\ |been\ |to\ |de\ |etre\ |pu\ |ete\ )*
        (?:possible\ (?:to|de)\ )?(?:determined?|verified|verify|confirm(?:ed|er|ee?)?|savoir
        |determiner|determinee?|verifiee?|verifier|ascertain(?:ed)?)\b
    # "Whether … could not be established", but not "a CIRT could not be established".
    | \b(?:whether|si)\b[^.;]{{0,200}}?\b(?:could|can|cannot|pu|peut)\ ?
        (?:not\ |pas\ )?(?:be\ |been\ |etre\ )
        (?:established|etablie?|said|told)\b
    | \b(?:could|can)(?:\ not|not|n't)\ be\ established\ whether\b | \bpu\ etre\ etablie?\ si\b
    | \b(?:does|do|did)(?:\ not|n't)\ make\ (?:it\ )?clear\b
    | \b(?:conflicting|contradictory)\ (?:\w+\ )?
        (?:information|evidence|accounts?|reports?|sources?)\b
    | \b(?:disagree|differ|diverge(?:nt)?|divided|silent)\b[^.;]{{0,200}}?\b(?:whether|si|savoir)\b
    | \b(?:informations?|sources?)\ contradictoires?\b | \bon\ ignore\b | \bne\ sait\ pas\b
    | \bremains?\ (?:an\ )?open\b | \bopen\ to\ (?:question|interpretation)\b
    | \b(?:doubts?|questions?)\ (?:remains?|persists?|as\ to\ whether)\b
    | \bsujet(?:te)?\ a\ interpretation\b | (?<!sans\ )(?<!nul\ )\bdoute\b
    """,
    re.VERBOSE,
)


def left_open(folded: str) -> tuple[Open | None, tuple[int, int] | None]:
    """Tell whether a folded text leaves a matter open, and where it says so; None: all over."""
    value = folded.rsplit(":", 1)[-1] if folded.count(":") == 1 else folded
    if not re.search(r"[^\W_]|[✓✔☑✗✘☒]", value):
        return "empty", None
    if _OPEN_VALUE.fullmatch(value):
        return ("unclear" if "unclear" in value else "not_assessed"), None
    if match := _NOT_ASSESSED.search(folded) or _NOBODY_LOOKED.search(folded):
        return "not_assessed", match.span()
    if match := _UNCLEAR_WORDS.search(folded):
        return "unclear", match.span()
    return None, None
