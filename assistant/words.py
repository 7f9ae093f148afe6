"""The words of a text, for the words index: folded, stop words out, stemmed.

    tokens("Mali's cyber-security law No. 2012-023", "en")
        → mali, cyber, secur, cybersecur, law, 2012-023, 2012, 023
    expand("national CIRT") → "CERT", "CSIRT", "computer incident response team", …

A word finds its like only in the same language: a question put to documents of two languages is
to be stemmed once for each.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_ENGLISH = """
a about above after again against all also am an and any are aren as at be because been before
being below between both but by can could couldn did didn do does doesn doing don down during each
either else ever every few for from further had hadn has hasn have haven having he her here hers
herself him himself his how however i if in into is isn it its itself just let ll many may me
might more most much must my myself neither no nor not of off on once one only onto or other our
ours ourselves out over own per please re s same shall she should shouldn since so some such t
tell than that the their theirs them themselves then there these they this those though through
thus to too under until up upon us ve very via was wasn we were weren what whatever when where
whether which while who whom whose why will with within without won would wouldn yes yet you your
yours
"""
_FRENCH = """
a afin ai ainsi alors apres as au aucun aucune aussi autre autres aux avaient avait avant avec
avez avoir avons bien c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci
combien comme comment contre d dans de dedans depuis derriere des desormais deux dit dites doit
doivent donc dont du durant e elle elles en encore entre es est et etaient etait etant ete etes
etre eu eux fait faut font fut hors ici il ils j jamais je jusqu jusque l la laquelle le lequel
les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes mien moi
moins mon n ne ni non nos notre nous on ont or ou par parce parmi pas pendant peu peut peuvent
plus plutot pour pourquoi puis puisqu puisque qu quand que quel quelle quelles quels qui quoi
quoiqu s sa sans sauf se selon sera seront ses si sien soit son sont sous soyez suis sur t ta
tandis te tel telle telles tels tes toi ton tous tout toute toutes tres trop tu un une vers via
voici voila vos votre vous y
"""
# Words of one language that the other needs: French gold, an English car, son, ton.
_STOP = {
    "en": frozenset((_ENGLISH + _FRENCH).split()) - {"car", "son", "ton", "plus", "suis", "tout"},
    "fr": frozenset((_ENGLISH + _FRENCH).split()) - {"or", "won", "let"},
}
_ALGORITHM = {"en": "english", "fr": "french"}

# Written joined, hyphenated or apart: "cyber-security", "extraterritorial".
_PREFIXES = frozenset({
    "anti", "bi", "co", "counter", "cyber", "e", "extra", "inter", "intra", "multi", "non", "post",
    "pre", "re", "socio", "sub", "supra", "trans",
})  # fmt: skip
_HYPHENS = r"\-\u2010\u2011"
_TOKEN = re.compile(
    rf"""
    (?P<mixed>\d+[^\W\d_][^\W_]*)                               # 5G, 2nd, 1er
    | (?P<number>(?:\d{{1,3}}(?:[ ]\d{{3}})+(?!\d)|\d+)(?:[.,/{_HYPHENS}]\d+)*)
    | (?P<pair>[^\W\d_]&[^\W\d_])\b                             # R&D
    | (?P<dotted>(?:[^\W\d_]\.){{2,}})                          # U.N.
    | (?P<word>[^\W\d_][^\W_]*(?:[{_HYPHENS}][^\W_]+){{0,5}})
    """,
    re.VERBOSE,
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|re|ere|e|eme|nde?)")
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF]) | {
    0x2BC: "'"
}
_LONGEST = 100  # letters of a word that count
_LINE = 200  # characters on either side in which to look whether a line is all capitals
_threads = threading.local()  # a Snowball stemmer serves one thread at a time


def tokens(text: str, language: str) -> list[str]:
    """Return the words in order, with repetitions, stemmed for "en" or "fr".

    Stop words of both languages are left out, question words among them, but acronyms stay
    ("WHO", "IT"). Numbers keep their form ("2.30", "16319000" for "16 319 000"); a number such as
    "2012-023" is also given in parts, and a compound such as "cyber-security" also joined.
    """
    text = _composed(text)
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup, match.group()
        if kind == "word":
            acronym = "" if raw.islower() else _acronym(raw)
            if acronym and not _all_capitals(text, match.start(), match.end()):
                found.append(acronym)
            else:
                found.extend(_word_tokens(raw[:_LONGEST], language))
        elif kind == "number":
            found.extend(_number_tokens(raw))
        elif kind == "mixed":
            ordinal = _ORDINAL.fullmatch(_fold(raw))
            found.append(ordinal[1] if ordinal else _fold(raw))
        else:
            found.append(_fold(raw).replace(".", ""))
    return found


def _composed(text: str) -> str:
    """Spell a text with the most common characters for what it shows."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_UNSEEN)


@lru_cache(maxsize=1 << 16)
def _word_tokens(raw: str, language: str) -> tuple[str, ...]:
    """Return the stems of a word: none of a stop word, several of a compound."""
    parts = [_fold(part) for part in re.split(rf"[{_HYPHENS}]", raw)]
    joined = "".join(parts) if len(parts) > 1 and parts[0] in _PREFIXES else ""
    if len(parts) == 1 and parts[0].startswith("cyber") and len(parts[0]) > len("cyberxx"):
        joined, parts = parts[0], ["cyber", parts[0].removeprefix("cyber")]
    stop = _STOP.get(language, _STOP["en"])
    words = [part for part in parts if part not in stop] + [joined] * bool(joined)
    return tuple(_stem(word, language) for word in words)


def _acronym(raw: str) -> str:
    """Return the acronym that the word is, folded and without a plural s, or ""."""
    stem = raw.removesuffix("s")
    return stem.lower() if 2 <= len(stem) <= 6 and stem.isupper() and stem.isalnum() else ""


def _all_capitals(text: str, start: int, end: int) -> bool:
    """Whether the line around the span has no small letter."""
    low = max(text.rfind("\n", max(0, start - _LINE), start) + 1, start - _LINE, 0)
    high = text.find("\n", end, end + _LINE)
    line = text[low : high if high >= 0 else end + _LINE]
    return line == line.upper()


def _number_tokens(raw: str) -> Iterator[str]:
    whole = raw.replace(" ", "")
    groups = whole.split(",")
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        yield "".join(groups)  # 1,240,192
        if len(groups) == 2:  # … but perhaps "Articles 264,271"
            yield from groups
        return
    whole = re.sub(rf"[{_HYPHENS}]", "-", whole.replace(",", "."))
    yield whole
    if "-" in whole or "/" in whole:
        yield from re.split(r"[-/]", whole)


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    folded = word.casefold()
    if folded.isascii():
        return folded
    spread = unicodedata.normalize("NFKD", folded)
    spread = "".join(c for c in spread if not unicodedata.combining(c))
    return spread.replace("œ", "oe").replace("æ", "ae")


def _stem(word: str, language: str) -> str:
    """Return the stem; of a word of four letters or fewer, the word without a plural s.

    Short words are mostly names and roots: the French stem of "Mali" is that of "mal".
    """
    if len(word) <= 4:
        return word[:-1] if len(word) == 4 and word[-1] == "s" != word[-2] else word
    if language not in _ALGORITHM or word == "cyber":
        return word
    if language == "en":
        word = _american(word)
    if not hasattr(_threads, language):
        import Stemmer

        setattr(_threads, language, Stemmer.Stemmer(_ALGORITHM[language]))
    stem: str = getattr(_threads, language).stemWord(word)
    return stem


_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"(?<=\w{3})is(?=(?:e|ed|es|ing|er|ers|ation|ations|ational)$)", "iz"),
        (r"(?<=\w{3})our(?=(?:s|ed|ing|al|able|hood|ly)?$)", "or"),
        (r"(?<=[efd])ence(?=s?$)", "ense"),
        (r"(?<=\w)tre(?=s?$)", "ter"),
        (r"(?<=progra)mme(?=s?$)", "m"),
    )
)


def _american(word: str) -> str:
    """Return one of two English spellings; where there is only one, it stays or changes for all."""
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    return word


@dataclass(frozen=True, slots=True)
class _Acronyms:
    groups: tuple[tuple[str, ...], ...]
    by_form: Mapping[str, tuple[int, ...]]
    """Groups by acronym as written, or by phrase, folded and in the singular."""
    prefixes: frozenset[str]
    leads: frozenset[str]
    """All that may begin a form."""
    ordinary: frozenset[str]
    """Acronyms that may be a word where all is in capitals."""


def expand(text: str) -> tuple[str, ...]:
    """Return the other names of what the text calls by an acronym or its full name.

    "Does Mali have a CIRT?" → ("CERT", "CSIRT", "computer incident response team", …). Acronyms
    are recognised in capitals only, as whole words; names in any case. Without repetitions.
    """
    book = _acronyms()
    named: dict[int, set[str]] = {}
    for _, _, form in _mentions(book, _composed(text)):
        for group in book.by_form[form]:
            named.setdefault(group, set()).add(form)
    others = (
        member
        for group in sorted(named)
        for member in book.groups[group]
        if _form(member) not in named[group]
    )
    return tuple(dict.fromkeys(others))


def named_alike(question: str, text: str) -> str:
    """Call what a question and a text call by two names as the text does.

    "Is there a CERT?" → "Is there a computer emergency response team?", where that is in the text.
    """
    book, text = _acronyms(), _composed(text)
    said: dict[int, str] = {}
    forms = set()
    for start, end, form in _mentions(book, text):
        forms.add(form)
        for group in book.by_form[form]:
            said.setdefault(group, text[start:end])
    if not said:
        return question
    question, told, done = _composed(question), [], 0
    for start, end, form in _mentions(book, question):
        name = next((said[group] for group in book.by_form[form] if group in said), None)
        if name and form not in forms and start >= done:
            told += [question[done:start], name]
            done = end
    return "".join([*told, question[done:]])


def _mentions(book: "_Acronyms", text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a composed text names what the book knows, and by which form."""
    words = list(_WORD.finditer(text))
    written = [match.group() for match in words]
    forms = list(map(_singular, written))
    for i, match in enumerate(words):
        if book.leads.isdisjoint((forms[i], written[i], written[i].removesuffix("s"))):
            continue
        for form in _forms_at(book, text, match, forms, i):
            yield match.start(), words[i + form.count(" ")].end(), form


_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")


def _forms_at(
    book: _Acronyms, text: str, match: re.Match[str], forms: list[str], i: int
) -> Iterator[str]:
    """Yield the forms of the book that begin at word ``i``: an acronym and the longest phrase."""
    acronym = match.group() if match.group() in book.by_form else match.group().removesuffix("s")
    if acronym in book.by_form and not acronym.islower():
        ordinary = acronym in book.ordinary or acronym.lower() in _STOP["fr"]
        if not (ordinary and _all_capitals(text, match.start(), match.end())):
            yield acronym
    phrase, longest = forms[i], forms[i] if forms[i] in book.by_form else ""
    while phrase in book.prefixes and (i := i + 1) < len(forms):
        phrase = f"{phrase} {forms[i]}"
        longest = phrase if phrase in book.by_form else longest
    if longest:
        yield longest


@lru_cache(maxsize=1)
def _acronyms() -> _Acronyms:
    import tomllib

    path = Path(__file__).with_name("acronyms.toml")
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    ordinary = frozenset(data.pop("words"))
    groups = tuple(tuple(group) for domain in data.values() for group in domain)
    by_form: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(groups):
        for member in group:
            by_form[_form(member)] = (*by_form.get(_form(member), ()), number)
    cuts = (form.split()[:n] for form in by_form for n in range(1, form.count(" ") + 1))
    prefixes = frozenset(" ".join(cut) for cut in cuts)
    return _Acronyms(groups, by_form, prefixes, prefixes | by_form.keys(), ordinary)


def _form(member: str) -> str:
    """Spell a member as it is looked up: acronyms as they are, names folded, in the singular."""
    letters = member.replace("&", "").replace("-", "")
    if letters.isalnum() and sum(letter.isupper() for letter in letters) > 1:
        return member
    return " ".join(_singular(match.group()) for match in _WORD.finditer(member))


@lru_cache(maxsize=1 << 14)
def _singular(word: str) -> str:
    folded = _fold(word)
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") else folded
