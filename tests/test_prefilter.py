"""Patterns that are searched for only where their words stand find what they would find anyway."""

import json
import re
from itertools import product
from pathlib import Path

import pytest

from assistant.polarity import matters, scope
from assistant.polarity.prefilter import Cues
from assistant.spelling import fold

WORDINGS = Path(__file__).parent / "data" / "wordings" / "dev.jsonl"
PIECES = ["is", "are", "lacking", "lack", "absent", "no", "island", "a law", "n't", " ", ", ", ". "]
PATTERNS = [
    r"\b(?:is|are)\ (?:\w+\ )?(?:lacking|absent)\b",
    r"\A\W*(?:no|absent)\b | \black(?:s|ing)?\b(?!\ a)",
    r"(?:not|n't)\b[^.]{0,9}?\babsent",
    r"(?<=is\ )lack | \bno\b(?=[^.]*\babsent) | lacking\W*\Z",
    r"(?:\A|\.\ )(?:is|are)?land | (?:lack){2} | \b[^\W_]+'t\b",
    r"\w+land\b | \b(?i:NO)\ law",
    r"(?:a\ law|no)+ | (no)\ (?:is|\1)",
    r"absent\B | ^is",
]


def prepared(*patterns: re.Pattern[str]) -> Cues:
    cues = Cues(*patterns)
    cues.prepare()
    return cues


def spans(matches: list[list[re.Match[str]]]) -> list[list[tuple[int, int]]]:
    return [[match.span() for match in each] for each in matches]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_finds_all_that_it_finds_by_itself(pattern):
    compiled = re.compile(pattern, re.VERBOSE)
    cues = prepared(compiled)
    texts = ["".join(parts) for parts in product(PIECES, repeat=3)]
    found = [text for text in texts if compiled.search(text)]

    assert found
    assert [text for text in texts if cues.first(text)] == found
    assert all(
        spans(cues.matches(text)) == spans([list(compiled.finditer(text))]) for text in found
    )


def test_the_first_pattern_that_matches_is_told():
    number, match = prepared(*map(re.compile, ("absent", "lack", "law"))).first("a law lacks")

    assert (number, match.span()) == (1, (6, 10))


def test_patterns_whose_words_are_missing_are_not_searched():
    class Watched:
        """A pattern that must not be searched."""

        pattern, flags = r"\b(?:lacking|absent)\b", re.UNICODE

    cues = prepared(Watched())

    assert cues.first("There is a law.") is None
    assert cues.matches("there is a law, in force since 2012") == [[]]
    with pytest.raises(AttributeError):
        cues.first("the law is absent")


@pytest.mark.parametrize("cues", [scope.CUES, matters.CUES], ids=["denials", "what is left open"])
def test_the_cues_for_polarity_are_found_in_statements_by_many_hands(cues):
    patterns = cues._patterns
    fast, slow = prepared(*patterns), Cues(*patterns)
    lines = WORDINGS.read_text("utf-8").splitlines()[:150]
    texts = [fold(json.loads(line)["statement"]) for line in lines]

    assert any(any(slow.matches(text)) for text in texts)
    assert [spans(fast.matches(text)) for text in texts] == [
        spans(slow.matches(text)) for text in texts
    ]
