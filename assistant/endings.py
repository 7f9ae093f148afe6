"""Questions that ask for an end, as those that ask whether the thing is there.

"Has Mali abolished the death penalty?" is no where "Has Mali the death penalty?" is yes, and the
other way round. Evidence seldom words an end as the question does: lifted, expunged, struck out.
"""

import re
from dataclasses import replace
from functools import lru_cache

from assistant import words
from assistant.matching import Asked
from assistant.question import Question

_END = re.compile(
    r"""\b(?: abolish(?:ed|es)? | repeal(?:ed|s)? | withdr(?:aw|awn|ew)(?!\ from) | lift(?:ed)?
    | ended | come\ to\ an\ end | put\ an\ end\ to | ceased(?:\ to\ (?:be|exist|have))? | suspended
    | revoked | dissolved | abandoned | scrapped | removed | rescinded | terminated | discontinued
    | d(?:o|one)\ away\ with | given\ up | decriminali[sz]ed
    | abol(?:i|ir|ie|is|ies|it) | abrog(?:é|e|er|ée|és|ées|ees)
    | retir(?:é|e|er|ée|és|ées|ees)(?!\ d) | lev(?:é|ée|és|ées|ee) | supprim(?:é|e|er|ée|és|ées|ees)
    | suspendue?s? | dissou(?:s|te|tes) | mis\ fin\ [àa] | pris\ fin
    | cess[ée](?:\ d[e'’](?:\ ?[êe]tre|\ ?exister)?)? | renonc[ée]\ [àa] | r[ée]voqu[ée]e?s?
    | d[ée]p[ée]nalis[ée]e?s? )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=256)
def without_end(question: Question) -> Question | None:
    """Give the question whether the thing is there; None where no end is asked for."""
    if question.kind != "yes_no" or not _END.search(question.focus):
        return None
    return replace(question, focus=_END.sub("", question.focus), text=_END.sub("", question.text))


@lru_cache(maxsize=256)
def without_end_words(asked: Asked, question: Question) -> Asked:
    """Give the words that evidence on the thing must hold; the end denied them."""
    ends = set(words.tokens(" ".join(_END.findall(question.focus)), asked.language))
    return Asked(
        tuple(replace(term, denied=False) for term in asked.terms if term.stem not in ends),
        asked.language,
    )
