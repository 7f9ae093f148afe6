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
    r"|please (?:tell|give)(?: me)? |(?:tell|give) me |i(?:'d| would) like to know |i want to know "
    r"|do you know (?=wh|how)|(?:pouvez|pourriez)-vous (?:me |nous )?(?:dire|donner|indiquer) "
    r"|(?:peux|pourrais)-tu (?:me )?(?:dire|donner|indiquer) "
    r"|(?:dites|donnez|indiquez|dis|donne)-(?:moi|nous) "
    r"|(?:j'aimerais|je voudrais|je veux) (?:savoir|conna[iî]tre) )(?=\S)",
    re.IGNORECASE,
)
_WHETHER = re.compile(_LEAD_IN.pattern + r"(?:whether|if|si|s'(?=il))\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2}[.!…])\s+(?=[A-ZÀ-Ý«\"])|(?<=[?])\s+(?=\S)")
_UNHYPHENED = re.compile(
    r"\b(?P<verb>[^\W\d_]+)(?:[ -]t(?: |-|['’] ?)?|(?<=\best)[ ]|(?<=\bsont)[ ])"
    r"(?P<who>ils?|elles?|on)\b",
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
    asked = _UNHYPHENED.sub(_hyphened, " ".join(asking or sentences))
    if whether := _WHETHER.match(asked):
        return asked[whether.end() :], "whether"
    lead = _LEAD_IN.match(asked)
    return (asked[lead.end() :], "tell") if lead else (asked, "")


def is_courtesy(text: str) -> bool:
    """Whether a text says thanks or hello, and nothing else."""
    return _COURTESY.sub("", f"{clean(text)} x") == "x"


def _hyphened(found: re.Match[str]) -> str:
    """Write "a til" and "exige t il" as they should be."""
    joint = "-" if found["verb"].casefold() in ("est", "sont") else "-t-"
    return f"{found['verb']}{joint}{found['who']}"
