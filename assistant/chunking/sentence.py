"""Where sentences begin and end, by rules, for English and French.

A sentence ends at a stop followed by white space, unless the stop belongs to an abbreviation, an
initial or a list number, or the text goes on in lower case. A line's end ends a sentence too,
unless the line was only wrapped.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.chunking.lines import Line, ends_sentence, field, is_item, is_row, lines

# Of closing marks 40 are read: without a bound each stop of "[.][.][.]" reads to the line's end.
_STOP = re.compile(
    r"""(?<![.!?…。！？؟۔]) (?P<stop>[.!?…؟۔]++)
        (?: ["'”’*_)\]] | \[[^\]\n]{1,30}\] | [ \u00a0\u202f]?» ){0,40}+ (?=\s|\Z)
      | (?P<full>[。！？]++) ["”』」）]*+""",
    re.VERBOSE,
)
_TOKEN = re.compile(r"[\w.\-]+\Z")
_OPENING = re.compile(r"[\s\"'“‘«„(\[*_¿¡>]*")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[(\[]?(?:\d|[IVXLC]+\b|[LRD]\.)")
_LETTERS_AND_STOPS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_LIST_NUMBER = re.compile(r"(?:\d{1,3}|[a-z])(?:\.\d{1,3})*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "dr mr mrs ms messrs prof gen col lt capt cpt sgt maj adm gov sen rep hon rev pres mt"
    " mm mme mmes mlle mlles mgr pr e.g i.e eg ie cf viz vs ca approx env av apr resp incl"
)
"""Abbreviations that always have something after them."""

_BEFORE_NUMBER = _words(
    "no nos nr n art arts p pp vol vols fig figs sec sect s ss ch chap par para paras al tit reg"
    " ed éd est t c jan janv feb févr fév mar apr avr jun jul juil aug août sep sept oct nov dec"
    " déc tel tél ext"
)
"""Abbreviations before a number, ordinary words or a sentence's last otherwise."""

_MAYBE_LAST = _words("jr sr inc ltd co corp etc st ste bros ph.d dept govt univ assn")
"""Abbreviations that may end a sentence: they do before a word that sentences start with."""

_STARTERS = _words(
    "a an the this that these those it its he she they we you his her their our my i there here"
    " in on at as by for from with after before during since when while although though however"
    " but and if not one some many most all each both according under between among until because"
    " le la les l un une des ce cet cette ces il elle ils elles nous vous je en au aux dans sur"
    " par pour avec après avant depuis lors lorsque quand mais et si son sa ses leur leurs"
    " cependant toutefois ainsi puis selon entre d c qu"
)
_NEVER_FIRST = ".!?…,;:+=)]%"
_BRACKETED = 20
_SHORTEST_WRAPPED = 60
_MOSTLY = 0.7

_PRONOUN = re.compile(
    r"""(?:(?:and|but|also|however|then|et|mais|puis|cependant|toutefois|(?:in|on|by|since|after
        |en|le|depuis|après|a)\b[^,.;]{1,40}),?\ )?
      (?: it(?!\ (?:is|was|has\ been|remains?|seems?|appears?)\ (?:not\ |also\ )?
          \w+\ (?:that|whether|if|to|for)\b)
        | they | he | she | this | these | those(?!\ who) | its | their | his | her | both | such
        | elles? | ils | celle-ci | celui-ci | ceux-ci | celles-ci | cela | ces? | cette | cet | sa
        | son | ses | leurs? | il(?!\ (?:n['’]|ne\ |y\ |s['’])?
          (?:existe|y|faut|convient|reste|semble|agit|(?:est|a\ été)\ (?:pas\ )?
          \w+\ (?:que|qu['’]|si|de))\b) )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def leans_back(sentence: str) -> bool:
    """Whether a sentence begins with a word that stands for something said before it."""
    return _PRONOUN.match(sentence) is not None


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``, in order, without the white space around them.

    Every character that is no white space is in exactly one span. A list item, a table row and
    a "label: value" line never share a span with their neighbours.
    """
    found: list[tuple[int, int]] = []
    for start, end in runs(lines(text)):
        found.extend(within(text, start, end, language))
    return found


def runs(block: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Spans of lines that belong together: a paragraph wrapped over several lines is one."""
    first = 0
    for i in range(1, len(block) + 1):
        if i == len(block) or block[i].gap:
            yield from _paragraph_runs(block[first:i])
            first = i


def _paragraph_runs(block: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Find the runs of lines without a blank one between them."""
    start, end = block[0].start, block[0].end
    is_prose = len(block) > 1 and _is_prose(block)
    for before, line in pairwise(block):
        if not _is_wrapped(before, line, is_prose=is_prose):
            yield start, end
            start = line.start
        end = line.end
    yield start, end


def _is_prose(block: Sequence[Line]) -> bool:
    """Whether most lines could not have taken the next one's first word, so were wrapped there."""
    width = max(len(line.text) for line in block)
    if width < _SHORTEST_WRAPPED:
        return False
    full = sum(
        len(before.text) + 1 + len(line.text.split(None, 1)[0]) > width
        for before, line in pairwise(block)
    )
    return full >= _MOSTLY * (len(block) - 1)


def within(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, which is one run of lines."""
    for match in _STOP.finditer(text, start, end):
        after = match.end()
        if after == end:
            break
        if match["full"] or _ends(text, start, match, end, language):
            yield start, after
            start = after
            while start < end and text[start].isspace():
                start += 1
    if start < end:
        yield start, end


def _is_wrapped(line: Line, following: Line, *, is_prose: bool) -> bool:
    """Whether ``following`` goes on with what ``line`` says."""
    text = following.text
    if is_row(text) or is_row(line.text) or "\t" in text or "\t" in line.text:
        return False
    closed = ends_sentence(line.text)
    if is_item(text, free=closed or line.text.endswith(":")) or field(text):
        return False
    return is_prose or text[0].islower()


def _ends(text: str, start: int, match: re.Match[str], end: int, language: str) -> bool:
    """Whether the sentence that began at ``start`` ends with this stop."""
    opening = _OPENING.match(text, match.end(), end)
    following = opening.end() if opening else match.end()
    if following < end and (text[following].islower() or text[following] in _NEVER_FIRST):
        return False
    stop = match["stop"]
    if "!" in stop or "?" in stop:
        return True
    begin = match.start()
    if len(stop) > 1 or stop == "…":
        return text[begin - 1 : begin] not in ("[", "(") or begin == start
    if "(" in text[max(start, begin - _BRACKETED) : begin] and _is_bracketed(text, begin, end):
        return False
    before = _TOKEN.search(text, max(start, begin - 16), begin)
    if before is None:
        return True
    if before.start() == start and _LIST_NUMBER.fullmatch(before.group()):
        return False
    after = text[following : min(end, following + 24)]
    if match.end() > begin + 1:  # a bracket or quotation mark closes after the stop
        return not _is_abbreviation(before.group()) or _starts_sentence(after)
    return _may_end(before.group(), after, language)


def _is_bracketed(text: str, stop: int, end: int) -> bool:
    """Whether the stop is inside a short remark in brackets, such as "(Pharm. D.)"."""
    opened = text.rfind("(", 0, stop)
    closing = text.find(")", stop, min(end, stop + _BRACKETED))
    return closing > stop + 1 and ")" not in text[opened:stop]


def _is_abbreviation(word: str) -> bool:
    lower = word.lower().lstrip("-.")
    return (
        lower in _NEVER_LAST
        or lower in _BEFORE_NUMBER
        or lower in _MAYBE_LAST
        or _LETTERS_AND_STOPS.fullmatch(word) is not None
    )


def _may_end(word_before: str, following: str, language: str) -> bool:
    """Whether ``word_before`` and a stop may end a sentence that ``following`` comes after."""
    lower = word_before.lower().lstrip("-.")
    if lower in _NEVER_LAST or (word_before == "M" and language == "fr"):
        return False
    if lower in _BEFORE_NUMBER and not (word_before.isupper() and len(word_before) == 1):
        return _NUMBER.match(following) is None
    if lower in _MAYBE_LAST or _LETTERS_AND_STOPS.fullmatch(word_before):
        return _starts_sentence(following)
    return True


def _starts_sentence(following: str) -> bool:
    """Whether ``following`` starts with a word that sentences rather than names start with."""
    word = _WORD.match(following)
    if word is None:
        return not following[:1].isdigit()
    is_initial = len(word.group()) == 1 and following[1:2] == "."
    return word.group().lower() in _STARTERS and not is_initial
