"""References to carry elsewhere, and what hostile documents may not do in them."""

import json
import re

import pytest
from markdown_it import MarkdownIt

from assistant import citing
from assistant.types import Citation

QUOTE = "No national computer incident response team (CIRT) is officially recognised in Mali."


def cited(**known: object) -> Citation:
    facts = {
        "marker": 1,
        "document": "mali/itu.md",
        "sha256": "ab" * 32,
        "title": "Cyberwellness profile: Mali",
        "publisher": "International Telecommunication Union (ITU)",
        "url": "https://www.itu.int/a_b?x=1&y=50%25",
        "as_of": "2014-08-12",
        "page": None,
        "section": ("Cyberwellness profile: Mali", "1.2 Technical measures", "1.2.1 CIRT"),
        "quote": QUOTE,
        "start": 1272,
        "end": 1356,
    }
    return Citation(**(facts | known))  # type: ignore[arg-type]


def test_plain_text_tells_quote_source_date_section_address_and_offsets():
    assert citing.plain(cited()) == (
        f"“{QUOTE}” International Telecommunication Union (ITU): Cyberwellness profile: Mali, "
        "as of 2014-08-12, 1.2 Technical measures › 1.2.1 CIRT, "
        "https://www.itu.int/a_b?x=1&y=50%25 [mali/itu.md:1272-1356]"
    )


def test_french_words_go_round_a_quote_that_stays_as_it_is():
    said = citing.plain(cited(restated=True, page=3), "fr")

    assert said.startswith(f"« {QUOTE} » International")
    assert "en date de 2014-08-12, 1.2 Technical measures › 1.2.1 CIRT, page 3, " in said
    assert "reformulé d’après https://www.itu.int/" in said


def test_markdown_is_a_block_quotation_with_its_source_and_one_link():
    tokens = MarkdownIt().parse(citing.markdown(cited(restated=True)))

    assert tokens[0].type == "blockquote_open"
    words = [token for token in tokens if token.type == "inline"]
    assert words[0].content.replace("\\", "") == QUOTE
    links = [child.attrs["href"] for token in words for child in token.children
             if child.type == "link_open"]  # fmt: skip
    assert links == ["https://www.itu.int/a_b?x=1&y=50%25"]
    shown = "".join(child.content for child in words[1].children)
    assert shown.endswith("[mali/itu.md:1272-1356]")
    assert "restated from" in shown


def test_bibtex_holds_the_publisher_as_one_name_and_the_date_in_parts():
    entry = citing.bibtex(cited(page=3))

    assert entry.startswith("@misc{telecommunication2014cyberwellness,\n")
    assert "  author = {{International Telecommunication Union (ITU)}}," in entry
    assert "  title = {{Cyberwellness profile: Mali}}," in entry
    dated = re.findall(r"^  (year|month|day|pages) = \{(\d+)\},$", entry, re.MULTILINE)
    assert dated == [("year", "2014"), ("month", "8"), ("day", "12"), ("pages", "3")]
    assert "  url = {https://www.itu.int/a_b?x=1&y=50%25}," in entry
    assert QUOTE in entry


def test_csl_json_has_date_parts_and_the_span():
    (item,) = json.loads(citing.csl_json(cited()))

    assert item["issued"] == {"date-parts": [[2014, 8, 12]]}
    assert item["author"] == [{"literal": "International Telecommunication Union (ITU)"}]
    assert item["section"] == "1.2 Technical measures › 1.2.1 CIRT"
    assert (item["custom"]["start"], item["custom"]["end"]) == (1272, 1356)
    assert item["custom"]["quote"] == QUOTE


@pytest.mark.parametrize("as_of", ["2014", "2014-08", None, "soon"])
def test_a_date_goes_as_far_as_it_is_known(as_of: str | None):
    (item,) = json.loads(citing.csl_json(cited(as_of=as_of)))
    entry = citing.bibtex(cited(as_of=as_of))

    parts = [int(part) for part in as_of.split("-")] if as_of and as_of != "soon" else []
    assert item.get("issued") == ({"date-parts": [parts]} if parts else None)
    assert ("  month = " in entry) is (len(parts) > 1)


def test_without_a_quote_the_document_as_a_whole_is_meant():
    whole = cited(quote="", start=0, end=0, section=(), url=None)

    assert citing.plain(whole).endswith("Mali, as of 2014-08-12 [mali/itu.md]")
    assert not citing.markdown(whole).startswith(">")
    assert "“" not in citing.bibtex(whole)


HOSTILE = (
    "a} , url = {javascript:x} \\input{/etc/passwd} 100% $x$ #1 _y_ ^z ~\n\n"
    "# <script>x</script> [b](javascript:x) ![c](http://evil.example/p.png) \u202egnp.\x1b[31m"
)


def test_bibtex_keeps_a_hostile_title_in_its_braces():
    entry = citing.bibtex(cited(title=HOSTILE, publisher=HOSTILE, quote=HOSTILE, url=None))

    bare = re.sub(r"\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}#$%&_]", "", entry)
    assert not re.search(r"[\\$#%&~^]", bare)
    depth = 0
    for at, character in enumerate(bare):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or at in (*range(5), len(bare) - 1)
    assert depth == 0
    assert "  url = " not in entry


@pytest.mark.parametrize("form", ["plain", "markdown", "bibtex", "csl"])
def test_no_control_or_bidirectional_character_stays_active_in_any_form(form: str):
    said = citing.references(cited(title=HOSTILE, quote=HOSTILE))[form]

    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", said)


def test_markdown_shows_hostile_markup_as_text():
    hostile = cited(
        title=HOSTILE, quote=HOSTILE, document="[a](javascript:x).md", url="javascript:x"
    )

    tokens = MarkdownIt("commonmark").parse(citing.markdown(hostile))

    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "softbreak", "hardbreak"}
    assert {token.type for token in tokens} == {
        "blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline",
    }  # fmt: skip
