"""When a word that could be a country's name or adjective is one, judged by what stands around it.

One function per rule of ``demonyms.toml``; each is true where the word counts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.countries.gazetteer import Entry, Gazetteer
from assistant.countries.tokens import Tokens

# How far, in words, a hint may stand from the word it bears on.
_NEAR = 8
_LINE = 150  # characters of a line that are looked at, on either side
# A capital that only a name has: within a sentence, before a small letter.
_NAME = re.compile(r"(?<![.?!:]\s)(?<!^)(?<!\w)[A-ZÀ-Þ][a-zß-ÿ]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A phrase of the gazetteer found at words ``first`` … ``last - 1``."""

    tokens: Tokens
    book: Gazetteer
    entry: Entry
    key: str
    first: int
    last: int
    listed: bool = False
    """Beside another country's name, with a comma, "and" or a line break between."""

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.tokens.starts[self.first]

    @property
    def end(self) -> int:
        """Offset after the last character, a bracket opened inside included."""
        end = self.tokens.ends[self.last - 1]
        opened = "(" in self.tokens.text[self.start : end]
        closed = ")" in self.tokens.text[self.start : end]
        return end + (opened and not closed and self.tokens.text[end : end + 1] == ")")

    @property
    def raw(self) -> str:
        """The phrase as written."""
        return self.tokens.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The folded word right before, "" at a stop, a comma or a line break."""
        return self._word(self.first - 1) if self._joined(self.first) else ""

    @property
    def after(self) -> str:
        """The folded word right after, "" at a stop, a comma or a line break."""
        return self._word(self.last) if self._joined(self.last) else ""

    def _joined(self, i: int) -> bool:
        inside = 0 < i < len(self.tokens.words)
        return inside and self.tokens.joint(i) == " " and "\n" not in self.tokens.gap(i)

    def _word(self, i: int) -> str:
        return self.tokens.words[i]

    def followed_by(self, sign: str) -> bool:
        """Whether the sign comes next, perhaps after a space."""
        return self.tokens.text[self.end : self.end + 3].lstrip().startswith(sign)

    def says(self, label: str, word: str) -> bool:
        """Whether the word is in one of the word lists of the data file."""
        return word in self.book.words[label]

    def near(self, label: str) -> bool:
        """Whether a word of the list stands within a few words on either side."""
        words, low, high = self.tokens.words, max(0, self.first - _NEAR), self.last + _NEAR
        around = words[low : self.first] + words[self.last : high]
        return not self.book.words[label].isdisjoint(around)

    def line(self) -> str:
        """Return the line of the text in which the phrase stands, or what is near of it."""
        text, low, high = self.tokens.text, max(0, self.start - _LINE), self.end + _LINE
        start = text.rfind("\n", low, self.start) + 1
        end = text.find("\n", self.end, high)
        return text[start or low : end if end >= 0 else high]


def capital(spot: Spot) -> bool:
    """Written with a capital; or, by one who writes none, after a cue such as "in"."""
    if spot.raw[0].isupper() or spot.listed:
        return True
    return spot.says("lower_cues", spot.before) and not _has_names(spot.tokens.text)


@lru_cache(maxsize=8)
def _has_names(text: str) -> bool:
    return _NAME.search(text) is not None


def proper(spot: Spot) -> bool:
    """Written with a capital."""
    return spot.raw[0].isupper()


def small(spot: Spot) -> bool:
    """Written without a capital."""
    return spot.raw.islower()


def upper(spot: Spot) -> bool:
    """Written in capitals, and not merely because the whole line is; not a currency."""
    line = spot.line()
    if not (spot.raw.isupper() or spot.raw == "BiH") or spot.followed_by("$"):
        return False
    alone = line.strip() == spot.raw
    return alone or line != line.upper() or spot.before in {"the", "les", "aux", "l"}


def code(spot: Spot) -> bool:
    """In capitals, and not short for the words before it: "National League for Democracy (NLD)"."""
    if not (spot.raw.isupper() and spot.raw.isalpha()):
        return False
    low = max(0, spot.first - 2 * len(spot.raw))
    initials = [
        word[0] for word in spot.tokens.words[low : spot.first] if not spot.says("function", word)
    ]
    return "".join(initials[-len(spot.raw) :]) != spot.key


def label(spot: Spot) -> bool:
    """Not part of a host name or an address."""
    text, start = spot.tokens.text, spot.start
    return not (start >= 2 and text[start - 1] in ".@/" and not text[start - 2].isspace())


def person(spot: Spot) -> bool:
    """Not a given name with a surname, nor a surname after a given name."""
    if not surname(spot):
        return False
    if spot.listed:
        return True
    if _is_surname(spot, spot.last, spot.after):
        return spot.before in {"in", "en", "au"}
    before, i = spot.before, spot.first - 1
    starts_sentence = i <= 0 or not spot.tokens.gap(i).isspace()
    return starts_sentence or not _is_surname(spot, i, before)


def _is_surname(spot: Spot, i: int, word: str) -> bool:
    """Whether word ``i``, beside the phrase, looks like another part of a person's name."""
    if not word or not spot.tokens.raw(i)[0].isupper() or spot.raw.isupper():
        return False
    if spot.says("public", word) or spot.says("function", word):
        return False
    known = spot.book.entries.get(word)
    return known is None and not word.endswith(tuple(spot.book.words["noun_endings"]))


def surname(spot: Spot) -> bool:
    """Not after a given name or a title."""
    i = spot.first - 1
    before = spot.before or (spot.tokens.words[i] if i >= 0 and _is_title(spot, i) else "")
    named = spot.says("given_names", before) or spot.says("titles", before)
    return not named or (spot.raw[0].isupper() and not spot.tokens.raw(i)[0].isupper())


def _is_title(spot: Spot, i: int) -> bool:
    return spot.says("titles", spot.tokens.words[i]) and spot.tokens.gap(i + 1) in {". ", ".\u00a0"}


def us_state(spot: Spot) -> bool:
    """No American place of the state's neighbourhood in sight."""
    return not spot.near("us_georgia")


def ground_floor(spot: Spot) -> bool:
    """Not "au RDC", the ground floor."""
    return spot.before not in {"au", "le", "du"}


def context(spot: Spot) -> bool:
    """After a word that only the country's name takes, among other countries, or by itself."""
    if spot.listed or spot.before in spot.book.context[spot.key]:
        return True
    asked = spot.tokens.words[spot.last : spot.last + 2] == ("a", "t")  # "Maurice a-t-il …"
    return asked or spot.raw == spot.tokens.text.strip()


def shared(_: Spot) -> bool:
    """Count always; which of two countries is meant is settled for the text as a whole."""
    return True


def language_form(spot: Spot) -> bool:
    """Not "langue française", "version française"."""
    return not (spot.says("language_verbs", spot.before) or spot.says("language_nouns", spot.after))


def language(spot: Spot) -> bool:
    """Not the name of a language: "in French", "French-speaking", "le français est parlé"."""
    if not language_form(spot) or spot.before == "en":
        return False
    if spot.says("determiners", spot.before):
        return True  # the people: "les Français"
    words, last = spot.tokens.words, spot.last
    if last < len(words) and words[last].startswith("offici") and "(" in spot.tokens.gap(last):
        return False
    if spot.followed_by(":"):
        return False  # "(Portuguese: Amazônia)"
    if spot.after and not spot.says("function", spot.after):
        return True  # an adjective: "French law"
    lower = spot.raw[0].islower()
    if spot.before in {"in", "into"} or (lower and spot.before in {"l", "le", "du", "au", "d"}):
        return False
    stands_alone = not spot.before or spot.says("function", spot.before)
    return not (stands_alone and spot.near("language_cues"))


def english(spot: Spot) -> bool:
    """Followed by a noun that a country has and a language has not."""
    return spot.says("english_nouns", spot.after)


def _in_address(spot: Spot) -> bool:
    text, start = spot.tokens.text, spot.start
    if not (start and text[start - 1] in "/.-_="):
        return False
    return "://" in text[max(0, start - 200) : start].rsplit(maxsplit=1)[-1]


RULES: dict[str, Callable[[Spot], bool]] = {
    rule.__name__: rule
    for rule in (
        capital, proper, small, upper, code, label, person, surname, us_state,
        ground_floor, context, shared, language_form, language, english,
    )
}  # fmt: skip


def counts(spot: Spot) -> bool:
    """Whether every rule of the phrase's entry holds, outside a web address."""
    return not _in_address(spot) and all(RULES[rule](spot) for rule in spot.entry.rules)
