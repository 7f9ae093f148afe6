"""Sentences and values that leave a matter open: not assessed, unclear, empty. In folded text."""

import re
from typing import Literal

from assistant.polarity.prefilter import Cues
from assistant.polarity.reviews import UNREACHED
from assistant.polarity.unassessed import NOBODY_ASKED, NOBODY_LOOKED, NOT_ASSESSED

Open = Literal["not_assessed", "unclear", "empty"]

_OPEN_VALUE = re.compile(
    r"\W*(?:n/?\.?a\.?|n/?\.?\ ?d\.?|nc|s/?o|data gap|indisponibles?|not available"
    r"|unavailable|no data|tbd|tbc|n\.?c\.?|s\.?o\.?"
    r"|to be determined|unknown|not applicable|non applicable|sans objet"
    r"|inconnue?|unclear|inconnu)\W*"
)
_NOT_KNOWN = (
    r"(?:not|n't|no|nobody|cannot|unable|never|neither|impossible|hard|difficult|pas|ne|n|nul"
    r"|personne|rien|difficile|malaise|delicat|saurait)"
)
_KNOW = (
    r"(?:know\w*|sa(?:y|id)|tell|told|specif\w+|indicat\w+|state[sd]?|clarif\w+|clear\w*"
    r"|determin\w+"
    r"|establish\w*|verif\w+|confirm\w*|ascertain\w*|agree\w*|mention\w*|show\w*|reveal\w*"
    r"|report\w*|conclu\w+|apparent|find|infer\w*|deduc\w*|ressort|avere\w*|confirme\w*|verifie\w*"
    r"|consensus|certain\w*|sure|evident|obvious|settled|sait|savoir|dire|dit|disent|precise\w*"
    r"|indique\w*|etabli\w*|sur|affirmer|conclure|accordent|tranche\w*|connu\w*|evidente?)"
)
_DISPUTED = (
    r"(?:(?<!beyond\ )disput(?:ed?|able)|irreconcilable|split|argue|desaccord|equivoque"
    r"|contredit\w*|contest(?:ed|able)|debat(?:ed?|able)|doubtful|questionable|uncertain\w*"
    r"|unclear|unknown|ambiguous|vague|mixed|conflicting|contradictory|doubts?|moot|argued"
    r"|controvers\w+|divided|differ|disagree|diverge\w*|vary|varies|unresolved|unsettled"
    r"|open|to\ be\ seen|guess|contradict|conflict|interpretations?|interprete\w*|different"
    r"|subject\ to\ interpretation|ignor(?:ent|ons)|discutee?"
    r"|controverse|contredisent|conteste\w*|debattue?|douteux|douteuse|flou\w*|ambigue?\w*"
    r"|incertitudes?"
    r"|contradictoires?|partage\w*|divergent|ouverte?|ignore|doutes?)"
)
_UNCLEAR_WORDS = re.compile(
    rf"""
    # Nobody knows, or opinions differ, whether …
    (?:\b|(?<=d)){_NOT_KNOWN}\b[^.;]{{0,60}}?\b{_KNOW}\b[^.;]{{0,60}}?\b(?:whether|si|s'il)\b
    | \b{_DISPUTED}\b[^.;]{{0,60}}?\b(?:whether|si|s'il)\b
    | \b(?:whether|si)\b[^.;]{{0,200}}?\b(?:is|are|remains?|est|reste
        |demeure)\ (?:\w+\ ){{0,3}}?{_DISPUTED}\b
    | \bwhether\b[^.;]{{0,200}}?\bnot\ (?:\w+\ )?(?:known|clear|certain|settled)\b
    | \b(?:question|point|reste|demeure|quant)\ (?:a|de)\ savoir\ si\b | \bleaves?\ open\ whether\b
    | \b(?:pas|douteux|conteste|affirmer|permet)\b[^.;]{{0,25}}?\b(?:certaine?|sure?|etablie?
        |certitude
        |douteux|conteste)\ qu(?:e\b|')
    | \bpermis\ de\ douter\ qu(?:e\b|')
    | \b{_NOT_KNOWN}\b[^.;]{{0,30}}?\b(?:known?|tell|say|clear|certain|sure|determine
        |establish|ascertain|confirm|verify|find\ out)\b[^.;]{{0,40}}?\bif\b
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
        (?:established|etablie?|said|told|clarified|determined|settled|verified|confirmed|resolved
        |ascertained|answered|reconciled|tranchee?|precisee?|determinee?|confirmee?|clarifiee?)\b
    | \b(?:could|can)(?:\ not|not|n't)\ be\ established\ whether\b | \bpu\ etre\ etablie?\ si\b
    | \b(?:does|do|did)(?:\ not|n't)\ make\ (?:it\ )?clear\b
    | \b(?:conflicting|contradictory)\ (?:\w+\ )?
        (?:information|evidence|accounts?|reports?|sources?)\b
    | \b(?:disagree|differ|diverge(?:nt)?|divided|silent)\b[^.;]{{0,200}}?\b(?:whether|si|savoir)\b
    | \b(?:informations?|sources?)\ contradictoires?\b | \bon\ ignore\b | \bne\ sait\ pas\b
    | \bremains?\ (?:an\ )?open\b | \bopen\ to\ (?:question|interpretation)\b
    | \b(?:doubts?|questions?)\ (?:remains?|persists?|as\ to\ whether)\b
    | \bsujet(?:te)?\ a\ interpretation\b | (?<!sans\ )(?<!nul\ )(?<!aucun\ )\bdoute\b
    """,
    re.VERBOSE,
)


_SOURCES = (
    r"(?:sources?|informations?|evidence|accounts?|reports?|texts?|experts?|opinions|avis"
    r"|renseignements|donnees|temoignages|answers|reponses)"
)
_DOUBTED = re.compile(
    rf"""
    # What could not be confirmed: "that …", or the matter at hand.
    \b{_NOT_KNOWN}\b[^.;,]{{0,30}}?\b(?:confirm\w*|verif\w*|certain|sure|clear|establish\w*|avere
        |corroborat\w*|ascertain\w*|proven?|sur|etablie?|confirmee?|prouvee?|atteste),?\ (?:that|que
        |qu')
    | \b(?:doubtful|questionable|disputed|contested|debatable|doubts?|discutable)\ (?:that|qu[e'])
    | \b(?:status|statut|situation|position|existence|point|this|it|cela|answer|matter|fact)[ ]
        (?:\w+\ )?(?:(?:could|can)(?:\ not|not|n't)|n'a\ pu|n'a\ pas\ pu
        |ne\ peut)\ (?:pas\ )?(?:be|etre)
        \ (?:established|determined|settled|etablie?|determinee?|verifiee?|corroborated)
    | \b(?:could|can)(?:\ not|not|n't)\ be\ (?:corroborated|independently\ verified|inferred)\b
    | \bn'a\ (?:pas\ )?pu\ etre\ (?:verifiee?|confirmee?|corroboree?)\b
    | \b(?:whether|si)\b[^.;]{{0,200}}?\b(?:depends\ on|cannot\ be|releve\ de\ l'interpretation)\b
    | \bsavoir\ si\b[^.;]{{0,200}}?\b(?:reste|demeure|releve|depend)\b
    | \bevidence\ (?:for\ or\ against|either\ way)\b | \b(?:anybody|anyone)'s\ guess\b
    # Two sources that do not agree.
    | \b{_SOURCES}\b[^.;,]{{0,25}}?\b(?:differ|diverge\w*|disagree|conflict|contradict\w*
        |contredisent|conflicting|contradictoires?|inconclusive|mixed|partagee?s)\b
    | \b{_SOURCES}\b[^.;,]{{0,10}}?\b(?:not|pas|ne)\ (?:agree|concordent|concordantes?|coincide)\b
    | \b(?:according\ to|selon|d'apres)\ (?:one|some|une?|certaine?s?)\b[^.]{{0,250}}?\b(?:according
        \ to|selon|d'apres)\ (?:another|others?|une?\ autre|d'autres)\b
    | \bsome\b[^.;]{{0,200}}?[,;]\ (?:while\ |but\ )?others\ (?:do\ not|say|state|den|disput
        |contest)
    | \b(?:maintain|claim|affirm|assert|argue|insist|soutien|pretend|assure)\w*\ (?:that|que|qu')
        [^.]{{0,250}}?\b(?:disput|contest|den(?:y|ies)|refut|contradict|dement|nie\b|not\ be\ \w+ed)
    | (?:\A\W*|\b(?:are|is|remains?|sont|est|restent?)\ |\()(?:conflicting|contradictory
        |contradictoires?
        |discordante?s?|divergente?s?)\b
    | \b(?:conflicting|contradictory)\ (?:reports?|answers?|repl(?:y|ies)|claims?|statements?|data
        |entries)\b | \bat\ odds\b
    | \bcontradict\w*\ (?:each|one|itself|themselves)\b | \bse\ contredisent\b
    | \b(?:not|\w+n't|never|cannot|pas|n'a\ pu|ne\ peut)\ (?:\w+\ ){{0,2}}?(?:be\ |been\ |etre[ ]
        |ete\ )*
        (?:settled?|clarif(?:y|ied)|resolved?|reconciled?|cleared\ up|substantiated|tranchee?s?
        |clarifiee?s?|elucidee?s?|levee\ l'ambiguite)\b
    | \b(?:insufficient|not\ enough|too\ (?:thin|little|scarce|weak)|inconclusive|insuffisante?s?)\b
        [^.;]{{0,40}}?\b(?:say|tell|determine|establish|conclude|decide|judge|dire|conclure
        |trancher)\b
    | \binsufficient\ (?:evidence|proof|grounds)\b | \bpreuves?\ insuffisantes?\b
    # Some say so, and others deny it.
    | \b(?:states?|stated|says?|said|claims?|claimed|reports?|reported|lists?|listed|maintains?
        |asserts?
        |affirm\w*|declar\w*|mentions?|describes?|described|according|selon|dit|assure|pretend
        |soutient
        |marks?|refers?|indique|annonce)\b[^.]{{0,220}}?(?:\b(?:whereas|while|but|yet|however|and
        |mais|tandis
        |alors|or)\b|[,;](?!\ (?:wh|qu)))[^.]{{0,90}}?\b(?:den(?:y|ies|ied)|disput(?:e|es|ed)
        |contest(?:e|ent|s|ed)|refut\w+
        |contradict\w*|dement\w*|nie|nient|no\ (?:trace|record)\ of|says?\ (?:that\ )?(?:none
        |no\ such
        |there\ is\ no|it\ (?:was|is|does|has)\ (?:not|never))|(?:dit|affirme
        |assure)\ (?:le\ contraire
        |qu'il\ n'y))\b
    | \bnow\ as\b[^.]{{0,60}}?\bnow\ as\b | \btantot\b[^.]{{0,80}}?\btantot\b
    | \bone\b[^.]{{0,120}}?[,;]\ (?:and\ |but\ |while\ |whereas\ )?another\b(?=[^.]*\b(?:no|none
        |not|repealed
        |absent|den\w+|contrary|opposite|neither|otherwise|absence)\b)
    | \b(?:l'une?|une?)\b[^.]{{0,120}}?[,;]\ (?:et\ |mais\ )?(?:l'|une?\ )autre\b(?=[^.]*\b(?:pas
        |non|aucune?|nie
        |contraire|absence|abroge\w*|ni)\b)
    | \b(?:dispute|debate|controversy|disagreement|uncertainty)\ (?:\w+\ )?(?:whether|if|about
        |over)\b
    | \b(?:existence|status|statut|validity|state|etat)\b[^.;,]{{0,90}}?\b(?:is|are|remains?|est
        |reste
        |demeure|is\ still)\ (?:\w+\ ){{0,2}}{_DISPUTED}
    | \b(?:opinions?|views|avis|informations?|reports?|accounts?
        |sources?)\b[^.;,]{{0,90}}?\b(?:divided
        |divergent?|contradict\w*|contredi\w+|conflict\w*|inconsistent|at\ odds|incoherente?s?)\b
    | \b(?:said|affirmed|stated|dire|affirmer)\ (?:with|avec)\ (?:\w+\ )?(?:certainty|confidence
        |certitude)
    | \bone\ (?:source|report|ministry|author\w*|document)\b[^.]{{0,250}}?[,;]\ (?:while[ ]
        |but\ )?(?:an)?other\b
    | \bune?\ (?:source|rapport|document|ministere)\b[^.]{{0,250}}?[,;]\ (?:mais\ |tandis\ qu'
        |alors\ qu')?une?
        \ autre\b
    | \b(?:is|are|remains?|est|sont|reste|demeure)\ (?:unverified|unconfirmed|uncorroborated
        |unsettled
        |unresolved|(?:a\ )?(?:non\ )?(?:confirmer|confirmee?s?|verifier))\b (?<!est\ confirme)
        (?<!est\ confirmee)
    | \b(?:no|aucune|pas\ de)\ (?:conclusion|(?:clear|definite|definitive|firm|certain)\ answer
        |reponse\ (?:claire|definitive|certaine|nette))\b
    | \b(?:lack(?:s|ed)?\ (?:of\ )?|manque\ de\ |manquent\ de\ )(?:clarity|clarte|certainty)\b
    | \b(?:lends?|prete(?:nt)?)\ (?:itself\ |themselves\ )?(?:to|a)\ (?:\w+\ )?interpretations?\b
    | \bbe\ interpreted\ either\ way\b | \bargued\ both\ ways\b
    | \A\W*(?:un(?:verified|confirmed|settled|resolved|decided)|conflicting|contradict(?:ory|oire)s?
        |not\ (?:conclusive|verified|confirmed|determined|settled)|questionable|peu\ claire?
        |(?:could|can)\ ?not\ be\ (?:established|said|confirmed)|(?:opinions|views|sources)\ differ
        |non\ (?:confirme|verifie|avere|tranche|concluant|elucide)e?|a\ interpreter|incertitudes?
        |(?:avis|opinions)\ (?:partage|divergent)e?s?|open\ question|question\ ouverte
        |(?:in|open\ to|some|en|un)\ (?:doubt|doute)|to\ be\ clarified|a\ (?:clarifier|eclaircir)
        |(?:not|non)\ (?:known|established|confirmed|etabli|confirme|connu)e?\ (?:for\ certain|with
        \ certainty|avec\ certitude)|(?:in|un)verifi(?:able|e)|sans\ certitude
        |impossible\ (?:to|a)\ (?:\w+ly\ )?(?:confirm|verif|establish|etabli|determin)\w*
        |(?:point|statut|status|existence|matter)\ (?:disputed|contested|conteste|discute)e?
        |doutes?\ sur\ (?:ce|cette|le)\ \w+
        |(?:replies|answers|responses|statements|versions?|figures|entries|records|reponses
        |declarations|indications|pieces|textes|affirmations|{_SOURCES})\ (?:\w+\ )?(?:inconsistent
        |conflicting|contradictory|contradictoires?|discordante?s?|divergente?s?|incoherente?s?
        |disagree|diverging))\W*\Z
    """,
    re.VERBOSE,
)
_UNTOLD = re.compile(
    r"""
    # Who looked could not tell whether …
    \b(?:not|n't|cannot|unable|impossible|pas|ne|n'a|n'ont|nul|personne|difficile|nobody|no\ one)
        \b[^.;:,]{0,60}?\b(?:know\w*|say|tell|determine|establish|verify|confirm|ascertain|find\ out
        |sai[st]|savons|savoir|dire|disent|verifier|verifiee?|confirmer|confirmee?|etablir|trancher
        |determiner|affirmer)\ (?:pas\ |for\ certain\ |\w+\ certitude\ )?(?:whether|if|si|s'il)\b
    """,
    re.VERBOSE,
)
_UNASSESSED = (NOT_ASSESSED, NOBODY_LOOKED, NOBODY_ASKED, UNREACHED)
CUES = Cues(_UNTOLD, *_UNASSESSED, _DOUBTED, _UNCLEAR_WORDS)

_FIELD = r"(?:(?:the |this |l[ae] |cette |ce )?(?:field|cell|box|entry|champ|case|rubrique) )?"
_EMPTY_VALUE = re.compile(
    rf"\W*(?:{_FIELD}(?:(?:is|was|has been) )?(?:(?:intentionally |deliberately )?left )?"
    r"(?:blank|empty)"
    r"|(?:not|non) (?:filled(?: in)?|completed|entered|remplie?s?)"
    r"|no entry|nothing entered|blank (?:field|cell)|rien de saisi|aucune saisie"
    rf"|{_FIELD}(?:(?:est|reste|a ete) )?(?:(?:volontairement )?laissee? )?"
    r"(?:vide|vierge|en blanc))\W*"
)
"""Says in words that nothing stands there: "[left blank]"."""


def left_open(folded: str) -> tuple[Open | None, tuple[int, int] | None]:
    """Tell whether a folded text leaves a matter open, and where it says so; None: all over."""
    value = folded.rsplit(":", 1)[-1] if folded.count(":") == 1 else folded
    if not re.search(r"[^\W_]|[✓✔☑✗✘☒]", value):
        return "empty", None
    if _EMPTY_VALUE.fullmatch(value):
        return "empty", None
    if _OPEN_VALUE.fullmatch(value):
        return ("unclear" if "unclear" in value else "not_assessed"), None
    if found := CUES.first(folded):
        number, match = found
        is_unassessed = 0 < number <= len(_UNASSESSED)
        return ("not_assessed" if is_unassessed else "unclear"), match.span()
    return None, None
