"""What of a text asks, and how it should have been written: courtesy and orders left out."""

import re
import unicodedata
from typing import Literal

MAX_CHARACTERS = 2_000
"""A longer question is cut there: no question needs more, and work grows with length."""


def clean(text: str) -> str:
    """Drop control and direction-changing characters and runs of white space; bound the length."""
    visible = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text
    )
    return re.sub(r"\s+", " ", visible).strip()[:MAX_CHARACTERS]


_COURTESY = re.compile(
    r"^(?:(?:thanks|thank you|many thanks|merci|ok|okay|great|perfect|hello|hi|bonjour|bonsoir"
    r"|salut|please|d'accord|parfait|tr[eè]s bien|s'il (?:vous|te) pla[iî]t|svp)\b"
    r"(?: (?:very much|so much|a lot|beaucoup|bien))?[\s,.!:;…]*)+(?=[^\W_])",
    re.IGNORECASE,
)
_AND = r"(?:(?:and|so|but|et|mais|alors|also)\b[ ,]*)?"
_LEAD_IN = re.compile(
    rf"^{_AND}(?:(?:can|could|would|will) you (?:please )?(?:tell|give|show)(?: me)? "
    r"|please (?:tell|give)(?: me)? |(?:tell|give) me |i(?:'d| would) like to know "
    r"|i want to know "
    r"|do you know (?=wh|how)|(?:pouvez|pourriez)-vous (?:me |nous )?(?:dire|donner|indiquer) "
    r"|(?:peux|pourrais)-tu (?:me )?(?:dire|donner|indiquer) "
    r"|(?:dites|donnez|indiquez|dis|donne)-(?:moi|nous) "
    r"|(?:j'aimerais|je voudrais|je veux) (?:savoir|conna[iî]tre) )(?=\S)",
    re.IGNORECASE,
)
_FIND_OUT = (
    r"(?:tell|give|show|confirm|check|verify|say|clarify|find out|see|explain|let|establish"
    r"|look up"
    r"|state|know|learn|understand|hear|ask|be sure)(?: for)?(?: me| us)?(?: know)?"
)
_WANT = (
    r"(?:like|love|want|need|wish|hope|have|trying|try|interested|be interested|curious"
    r"|be curious)"
)
_DIRE = (
    r"(?:bien vouloir )?(?:me |nous |m['’])?(?:dire|donner|indiquer|confirmer|v[ée]rifier"
    r"|pr[ée]ciser"
    r"|regarder|voir|savoir|conna[iî]tre|contr[oô]ler|[ée]tablir|comprendre|faire savoir)"
)
_OPENERS = "|".join((
    rf"(?:can|could|would|will) (?:you|we|i|one|anyone|someone) (?:please |kindly |possibly )?"
    rf"(?:be able to |happen to )?{_FIND_OUT}",
    r"(?:i|we)(?:['’]d| would) (?:be (?:grateful|glad|obliged)|appreciate it) if you (?:could "
    r"|would )?"
    rf"(?:{_FIND_OUT}|confirmed|told (?:me|us)|checked)",
    r"(?:i|we)(?: need| want| seek| would like|['’]d like)(?: a)? confirmation",
    r"would you mind (?:checking|confirming|telling me|verifying|saying)",
    rf"(?:please |kindly |just |help me |let me |let us )*{_FIND_OUT}",
    r"remind me", r"let (?:me|us) know",
    r"(?:do|does|did) (?:you|we|they|anyone|anybody|someone|i) (?:happen to |actually "
    r"|already )?know",
    r"(?:can|could|would) you (?:please )?name",
    r"do you have (?:an?|the|any) (?:number|figure|value|percentage|name|date) (?:for|of)",
    r"you know", r"is it (?:already |publicly )?(?:known|clear|certain|established)",
    r"(?:(?:have|do) you (?:got |have )?|got |is there )?(?:any|an) (?:idea|clue|word|news"
    r"|info\w*)"
    r"(?: on| as to| about| of)?",
    r"(?:(?:i|we)(?:['’]m| am| was| were|['’]re| are)? (?:just )?)?wonder(?:ing|ed)?",
    rf"(?:i|we)(?:['’]d|['’]m| am| would| was|['’]re| are)? {_WANT} (?:to|in) (?:{_FIND_OUT}"
    rf"|knowing)",
    r"(?:i['’]m|i am) (?:not (?:quite )?sure|unsure|asking|checking|unclear|in doubt)(?: about)?",
    r"i (?:do not|don['’]t) know", r"(?:it is |it['’]s )?(?:not clear|unclear)(?: to me)?",
    r"(?:my|the|our|one) question (?:here )?is",
    rf"(?:est-ce qu(?:e |['’]))?(?:(?:vous|tu|on|quelqu['’]un|nous) )?(?:pouvez|pourriez|sauriez"
    rf"|peux"
    rf"|pourrais|peut|pourrait|voulez|veux|voudriez)(?:-(?:vous|tu|on))? {_DIRE}",
    r"(?:est-ce qu(?:e |['’]))?(?:on|vous|tu|nous|quelqu['’]un) (?:sait|savez|sais"
    r"|savons)(?:-il)?",
    r"(?:savez|sais|sait|sauriez)-(?:vous|tu|on)",
    r"(?:(?:a-t-on|avez-vous|as-tu) )?(?:une|la moindre|quelque) id[ée]e(?: de| sur)?",
    r"(?:j['’]|je |nous |on )?(?:aimerai(?:s|t)|aimerions|voudrai(?:s|t)|voudrions|veux|souhaite"
    rf"|souhaiterai[st]|souhaitons|souhaiterions|cherch(?:e|ons) [àa]|essaie de"
    rf"|tiens [àa]) {_DIRE}",
    rf"(?:j['’]ai|nous avons|on a) besoin de {_DIRE}",
    rf"il (?:(?:me|nous) )?fau(?:t|drait) {_DIRE}",
    rf"il s['’]agit de {_DIRE}", rf"(?:la|ma|notre) question est(?: de {_DIRE})?",
    rf"reste [àa] {_DIRE}", rf"y a-t-il moyen de {_DIRE}", rf"(?:de|veuillez"
    rf"|pri[eè]re de) {_DIRE}",
    r"(?:je|nous|on) (?:me|nous|se) demand(?:e|ais|ait|ons|ions)",
    r"(?:je ne sais|je ne suis|nous ne savons) pas(?: s[uû]re?)?", r"j['’]ignore", r"pas s[uû]re?",
    r"(?:dis|dites|donnez?|indiquez?|confirmez?|v[ée]rifiez?|pr[ée]cisez?|regardez?|voyez)"
    r"(?:-(?:moi|nous))?",
))  # fmt: skip
_CLAIM = "|".join((
    r"(?:is|isn['’]t|was|would|wouldn['’]t|could)(?: it| this)(?: really| actually| indeed| still"
    r"| not| then| be)* (?:(?:true|correct|right|accurate|fair|safe|reasonable|possible|a fact"
    r"|the case)(?: to (?:say|think|assume|conclude|state|claim|believe|suggest))? that"
    r"|(?:true|correct|right|accurate|fair|safe|reasonable) to (?:say|think|assume|conclude|state"
    r"|claim|believe|suggest)|true(?= [A-Z]| the ))",
    r"am i (?:right|correct)(?: (?:in|to) (?:think|say|assum|believ|understand|conclud)(?:ing"
    r"|e)?)?"
    r"(?: that)?(?= \w)",
    r"how (?:sure|certain) (?:are (?:we|you)|is it) that",
    r"(?:do|did) (?:i|we) understand(?: correctly| rightly)? that", r"could it be that",
    r"(?:can|could|may|should|must) (?:it be|one|we|i) (?:said|say|assumed?|concluded?"
    r"|inferr?(?:ed)?"
    r"|understand|take it|stated?) that",
    r"is there (?:any |some )?(?:evidence|proof|indication|sign|confirmation"
    r"|anything to (?:suggest"
    r"|show|indicate)|reason to (?:think|believe|suppose)) that",
    r"(?:n['’])?(?:est|serait)-(?:il|ce)(?: donc| bien| vraiment| pas| toujours)* (?:vrai|exact"
    r"|juste"
    r"|correct|[ée]tabli|av[ée]r[ée]|possible|le cas|certain|s[uû]r|confirm[ée])"
    r"(?: de (?:dire|penser|croire|consid[ée]rer|conclure))? qu(?:e|(?=['’]))",
    r"(?:c['’]est|il est|ce serait|il serait)(?: bien| donc)* (?:vrai|exact|juste|correct"
    r"|[ée]tabli"
    r"|av[ée]r[ée]|le cas)(?: de (?:dire|penser))? qu(?:e|(?=['’]))",
    r"(?:peut|pourrait|doit)-on (?:donc )?(?:dire|affirmer|consid[ée]rer|supposer|(?:en )?conclure"
    r"|penser) qu(?:e|(?=['’]))",
    r"(?:ai-je raison|est-ce que j['’]ai raison) de (?:penser|croire|dire|supposer) qu(?:e"
    r"|(?=['’]))",
    r"(?:dois-je|faut-il|doit-on) (?:comprendre|entendre|en conclure|en d[ée]duire) qu(?:e"
    r"|(?=['’]))",
    r"se p(?:eut|ourrait)-il qu(?:e|(?=['’]))",
))  # fmt: skip
_WHETHER = re.compile(
    rf"^{_AND}(?:(?:{_OPENERS}) (?:whether|if|that|si|s['’](?=il)|qu(?:e\b|['’]))\s*"
    rf"|(?:{_LEAD_IN.pattern[1:]})(?:whether|if|si|s['’](?=il))\s*"
    rf"|(?:{_CLAIM})['’]?\s*|(?:(?:can|could) you |please )?(?-i:[Cc]onfirm|[Vv]erify|confirm"
    rf"|verify)"
    r" (?-i:(?=[A-Z])))(?=\S*\w)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"^{_AND}(?:{_OPENERS}) (?=(?:ce qu|(?:(?:at|by|in|from|since|to|under|with|de|d['’]|[àa]"
    rf"|en|par"
    r"|depuis|partir|dans) ?){0,3}(?:wh(?:at|ich|om?|ose|en|ere|y)|how|quel(?:le)?s?|qui|quand"
    r"|o[uù]"
    r"|comment|combien|pourquoi)\b|the |its |l[ae]s? |l['’]))"
    r"|^(?:do you have|have you got|(?:can|could|may) (?:i|we) (?:have|get)|avez-vous|as-tu"
    r"|connaissez-vous|connais-tu|conna[iî]t-on|(?:pourrais|puis)-je (?:avoir|conna[iî]tre)) "
    r"(?=the |l[ae]s? |l['’])",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^(?:(?:can|could|would|will) you (?:please )?|(?:pouvez|pourriez)-vous |(?:peux"
    r"|pourrais)-tu )"
    r"(?:me |nous |m['’])?(?=(?:define|list|summari[sz]e|describe|explain|compare|outline"
    r"|d[ée]finir"
    r"|[ée]num[ée]rer|lister|citer|r[ée]sumer|d[ée]crire|expliquer|comparer)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?:[,:;–—]\s*| - )(?:and |so |or |et |ou )?(?:right|correct|yes|no|true|true or false|eh"
    r"|isn['’]t that so"
    r"|am i right|is that (?:right|correct|so|true)|i (?:take it|presume|suppose|assume|gather)"
    r"|(?:is|are|was|were|do|does|did|has|have|had|can|could|must|will|would|should)(?:n['’]?t)?"
    r" (?:it|they|there|he|she|one|we)(?: not)?|n['’]est[- ]ce pas|non|si|oui|pas vrai|hein|vrai"
    r"|exact|correcte?|c['’]est (?:bien )?(?:[çc]a|exact|vrai|le cas|cela)|est-ce (?:exact|vrai"
    r"|bien"
    r" [çc]a|correct)|vrai ou faux|je suppose|j['’]imagine)\s*(?=[?.]|$)"
    r"|[,:;–—]?\s*\b(?:yes or no|or not|oui ou non|ou (?:pas|non))\s*(?=[?.]|$)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:true or false|yes or no|vrai ou faux|oui ou non|fact[- ]check|v[ée]rification"
    r"|[àa] v[ée]rifier)\s*[:,–—?]\s*",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"^(?:so |and )?(?:(?:i|we)(?: have|['’]ve)? (?:assume|presume|take it|gather"
    r"|understand|believe|think|hear|heard|read|seen|(?:was|were|been|am|are) told|suppose)"
    r"(?: that)? "
    r"|(?:j['’]ai|nous avons|on a) (?:lu|vu|appris|entendu(?: dire)?) qu(?:e |['’])"
    r"|on (?:m['’]a|nous a) (?:dit|affirm[eé]|assur[eé]) qu(?:e |['’])"
    r"|il (?:para[iî]t|semble) qu(?:e |['’])"
    r"|(?:je|nous|on) (?:crois|croyons|croit|pense|pensons|suppose|supposons|comprends|comprenons)"
    r" qu(?:e |['’]))(?=[^?]{6,}\?$)",
    re.IGNORECASE,
)
_ASKS_FOR_MORE = re.compile(
    r"(?:\w+ )?(?:what|which|wh(?:om?|ose|en|ere|y)|how|quel(?:le)?s?|qui|quand|o[uù]|comment"
    r"|combien"
    r"|pourquoi)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=(?:[^\W\d_]{2}|\d{2})[.!…])\s+(?=[A-ZÀ-Ý«\"])|(?<=[?])\s+(?=\S)")
_REFERS_BACK = re.compile(
    r"(?:(?:and|so|et|or|alors|mais)\b[ ,]*)?(?:"
    r"(?:is|was|isn['’]t|wasn['’]t) (?:that|this|it)(?: really| still| indeed| not)?"
    r"(?: so| the case| true| right| correct| accurate)"
    r"|(?:n['’])?est-ce(?: bien| vraiment| toujours| pas)*(?: le cas| exact| vrai| juste| correct)"
    r"|(?:c['’]est|cela est) (?:bien )?(?:le cas|exact|vrai|juste|correct)"
    r"|true|correct|right|vrai|exact|yes or no|oui ou non|true or false|vrai ou faux)\s*\?+",
    re.IGNORECASE,
)
"""A sentence that asks whether the one before it is so."""
_UNHYPHENED = re.compile(
    r"\b(?P<verb>[^\W\d_]+)(?:[ -]t(?: |-|['’] ?)?|(?<=\best)[ ]"
    r"|(?<=\w[eo]nt)[ ](?!on\b)|(?<=\b(?:doi|peu|fau)t)[ ])(?P<who>ils?|elles?|on)\b(?!-)",
    re.IGNORECASE,
)


Lead = Literal["", "tell", "whether"]
"""How a question is led in: not at all, "tell me …", "tell me whether …"."""


def asked_part(text: str) -> tuple[str, Lead]:
    """Give what of a cleaned text asks, without its lead-in, and what this was.

    Courtesy is left out, and so are sentences that tell or order beside one that asks.
    """
    sentences = [_COURTESY.sub("", each) for each in _SENTENCE.split(text)]
    asking = [each for each in sentences if each.endswith("?") and re.search(r"\w", each)]
    lead: Lead = ""
    if asking and all(map(_REFERS_BACK.fullmatch, asking)):
        stated = [each for each in sentences if each not in asking and re.search(r"\w", each)]
        if stated:
            asking, lead = [re.sub(r"\W*\Z", "?", stated[-1], count=1)], "whether"
    asked = _UNHYPHENED.sub(_hyphened, " ".join(asking or sentences))
    while opened := _WHETHER.match(asked) or _LABEL.match(asked) or _SUPPOSED.match(asked):
        asked, lead = asked[opened.end() :], "whether"
    if told := _TOLD.match(asked) or _LEAD_IN.match(asked):
        return asked[told.end() :], "tell"
    if order := _ORDER.match(asked):
        return asked[order.end() :], "tell"
    untagged = _TAG.sub("", asked)
    if untagged != asked and len(untagged.split()) > 1 and not _ASKS_FOR_MORE.match(asked):
        asked, lead = untagged, "whether"
    return (_as_statement(asked) if lead else asked), lead


def _as_statement(text: str) -> str:
    """Keep the "not" of what is stated, which in "Doesn't it …?" only asks."""
    spelt = re.sub(r"\b(ca|wo|\w+)n['’]t\b", _spelt_out, text)
    return f"that {spelt}" if re.search(r"\b(?:not|cannot)\b", spelt) else spelt


def _spelt_out(found: re.Match[str]) -> str:
    verb = {"ca": "can", "wo": "will"}.get(found[1].casefold(), found[1])
    return f"{verb} not"


def is_courtesy(text: str) -> bool:
    """Whether a text says thanks or hello, and nothing else."""
    return _COURTESY.sub("", f"{clean(text)} x") == "x"


def _hyphened(found: re.Match[str]) -> str:
    """Write "a til" and "exige t il" as they should be."""
    joint = "-" if found["verb"].casefold().endswith("t") else "-t-"
    return f"{found['verb']}{joint}{found['who']}"
