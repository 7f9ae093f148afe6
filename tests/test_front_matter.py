"""Where a text begins with front matter, and where with a rule."""

import pytest

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
