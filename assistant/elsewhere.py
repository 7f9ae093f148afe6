"""Which country a sentence is about, by how it opens: "Niger has no CIRT", "Au Sénégal, …"."""

import re
from collections.abc import Collection

from assistant.countries import is_country, mentions

_TURN = r"\W*(?:(?:by contrast|however|while|but|par contre|mais|tandis que|alors que)\W+)?"
_IN = re.compile(
    rf"{_TURN}(?:in|au|aux|en|à|dans)\s+(?:(?:the|l[ae]|l['’]|neighbou?ring)\W*)*", re.IGNORECASE
)
_THE = re.compile(
    rf"{_TURN}(?:(?:the|l[ae]s?|l['’]|its|neighbou?r(?:ing)?|voisine?)\W*)*", re.IGNORECASE
)
_HAS = re.compile(
    r"\s*:|\W*(?:has|had|does|did|lacks?|adopted|ratified|signed|acceded|enacted|passed|established"
    r"|created|joined|is|was|remains"
    r"|have|are|were|a|ont|n['’](?:a|ont|est)|sont|ne|disposent?|poss[èe]de|est|s['’]est|compte|reste)\b",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:th(?:e|is) (?:country|territory|state)|(?:le|ce|du|au) (?:pays|territoire)|here|ici)\b",
    re.IGNORECASE,
)


def leads_elsewhere(text: str, own: Collection[str], *, as_place: bool = False) -> bool:
    """Whether a sentence opens with another country as what it is about, and names none of ``own``.

    "Niger has no CIRT" and "Au Niger, …" do, ``as_place`` only the latter; "France supports the
    CIRT" tells of what it supports.
    """
    named = mentions(text)
    first = named[0] if named else None
    if first is None or first.kind != "name" or not is_country(first.code):
        return False
    if any(mention.code in own for mention in named) or _HERE.search(text):
        return False
    before, after = text[: first.start], text[first.end :]
    if _IN.fullmatch(before):
        return True
    return not as_place and bool(_THE.fullmatch(before) and _HAS.match(after))
