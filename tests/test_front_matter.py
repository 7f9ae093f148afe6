"""Where a text begins with front matter, and where with a rule."""

import pytest

from assistant.errors import CorpusError
from assistant.metadata import check
from assistant.readers import front_matter


@pytest.mark.parametrize(
    "opening",
    ["# a comment first\ncountry: Mali\n", "\ncountry: Mali\n", '"country": Mali\n'],
)
def test_front_matter_may_begin_with_a_comment_a_blank_line_or_a_quoted_key(opening):
    fields, body = front_matter.read(f"---\n{opening}as_of: 2014\n---\n# Law\n")

    assert fields == {"country": "Mali", "as_of": "2014"}
    assert body > 0


@pytest.mark.parametrize(
    "text",
    [
        "---\n# Heading\nNote: a remark\n---\nText\n",
        "---\n\nprose\n---\n",
        "---\n# Law\ntitle: x\n",
    ],
)
def test_a_text_below_a_rule_is_no_front_matter(text):
    assert front_matter.read(text) == ({}, 0)


def test_a_key_given_twice_is_refused_by_its_name():
    with pytest.raises(CorpusError, match="as_of 2 times"):
        front_matter.read("---\nas_of: 2014\ntitle: Law\nas_of: 2020\n---\nText\n")


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("as-of", "as_of"), ("Title", "title"), ("counries", "countries"), ("pubisher", "publisher")],
)
def test_a_slip_in_a_key_is_refused_rather_than_passed_over(slip, meant):
    with pytest.raises(CorpusError, match=f"{slip} is not one that is read. Write {meant}"):
        check({slip: "2014"})


@pytest.mark.parametrize(
    "key", ["date", "tags", "layout", "author", "code", "status", "subtitle", "county"]
)
def test_keys_of_other_programs_are_passed_over(key):
    check({key: "2014"})
