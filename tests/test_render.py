"""An answer as text, Markdown and JSON, hostile ones included."""

import json
import time
from dataclasses import replace

import pytest

from assistant import render
from assistant.types import (
    Answer,
    Candidate,
    Citation,
    CountryAnswer,
    Hit,
    IndexInfo,
    Passage,
)

QUOTE = "The country runs no national incident response team."
CITATION = Citation(
    marker=1,
    document="mali/profile.md",
    sha256="ab" * 32,
    title="Cyber profile of Mali",
    publisher="ITU",
    url="https://example.org/mali.pdf",
    as_of="2014-08-12",
    page=None,
    section=("1 Cybersecurity", "1.2.1 CIRT"),
    quote=QUOTE,
    start=1234,
    end=1234 + len(QUOTE),
    countries=("MLI",),
    restated=True,
)
PASSAGE = Passage("mali/profile.md", 1200, 1420, "…", ("1 Cybersecurity", "1.2.1 CIRT"), ("MLI",))
ANSWER = Answer(
    question="Does Mali have a national CIRT?",
    language="en",
    countries=("MLI",),
    outcome="answered",
    verdict="no",
    hedged=False,
    confidence=0.97123456,
    as_of="2014-08-12",
    text=f'No. As of 12 August 2014: "{QUOTE}" [1]',
    citations=(CITATION,),
    conflicts=(),
    passages=(Hit(PASSAGE, 1, 0.834567, 0.91, 7),),
    index=IndexInfo("g1", "e5", "cd", "2026-11-21T22:00:00Z", 2, 40),
    elapsed_ms=(("retrieve", 12.34), ("total", 41.02)),
)
FRENCH = replace(
    ANSWER,
    language="fr",
    text=f"Non. État au 12 août 2014 : «\u00a0{QUOTE}\u00a0» [1]",
)
SILENT = replace(
    ANSWER,
    outcome="silent",
    verdict=None,
    as_of=None,
    text="No statement of this was found in the sources on Mali.",
    citations=(),
)


def with_quote(quote: str) -> Answer:
    return replace(
        ANSWER,
        text=f'No: "{quote}" [1]',
        citations=(replace(CITATION, quote=quote, end=CITATION.start + len(quote)),),
    )


def test_text_gives_outcome_words_and_where_to_check_them():
    assert render.text(ANSWER) == (
        f'No. As of 12 August 2014: "{QUOTE}" [1]\n'
        "\n"
        "Sources\n"
        "[1] Cyber profile of Mali · ITU · as of 2014-08-12\n"
        "    1 Cybersecurity › 1.2.1 CIRT\n"
        "    restated from https://example.org/mali.pdf\n"
        f"    mali/profile.md:1234-{1234 + len(QUOTE)}"
    )


def test_the_words_around_an_answer_follow_the_language_of_the_question():
    lines = render.text(FRENCH).splitlines()

    assert lines[3] == "[1] Cyber profile of Mali · ITU · en date de 2014-08-12"
    assert "    reformulé d’après https://example.org/mali.pdf" in lines


def test_a_refusal_shows_no_sources():
    assert render.text(SILENT) == "No statement of this was found in the sources on Mali."
    assert render.markdown(SILENT) == "No statement of this was found in the sources on Mali."


def test_the_title_is_not_repeated_as_the_first_heading():
    section = (CITATION.title, *CITATION.section)
    titled = replace(ANSWER, citations=(replace(CITATION, section=section),))

    assert render.text(titled) == render.text(ANSWER)
    assert render.markdown(titled) == render.markdown(ANSWER)


def test_a_page_and_an_original_that_is_quoted_as_it_is_are_told():
    shown = render.text(replace(ANSWER, citations=(replace(CITATION, page=14, restated=False),)))

    assert "original https://example.org/mali.pdf" in shown
    assert shown.endswith(", page 14")


def test_explain_shows_the_reason_and_each_candidate_with_its_features():
    candidate = Candidate("mali/profile.md", 5, 9, "No\nteam.", 0.91, "no", (("cover", 0.5),))
    answer = replace(ANSWER, candidates=(candidate,), reason="One statement denies it.")

    shown = render.text(answer, explain=True)

    assert "Reason: One statement denies it." in shown
    assert "  0.91 no  mali/profile.md:5-9\n       No team.\n       cover=0.50" in shown


def test_json_has_the_published_keys_in_the_published_order():
    shape = render.to_json(ANSWER)

    assert list(shape) == [
        "question", "language", "countries", "outcome", "verdict", "hedged", "confidence",
        "as_of", "text", "citations", "conflicts", "passages", "index", "elapsed_ms",
        "by_country", "summary",
    ]  # fmt: skip
    assert list(shape["citations"][0]) == [
        "marker", "document", "sha256", "title", "publisher", "url", "as_of", "page", "section",
        "quote", "start", "end", "countries", "restated",
    ]  # fmt: skip
    assert shape["passages"] == [
        {
            "document": "mali/profile.md",
            "section": ["1 Cybersecurity", "1.2.1 CIRT"],
            "start": 1200,
            "end": 1420,
            "score": 0.8346,
        }
    ]
    assert shape["index"] == {
        "generation": "g1",
        "encoder": "e5",
        "corpus": "cd",
        "built": "2026-11-21T22:00:00Z",
    }
    assert shape["elapsed_ms"] == {"retrieve": 12.3, "total": 41.0}
    assert shape["confidence"] == 0.9712


def test_json_of_several_countries_and_of_an_explanation():
    part = CountryAnswer("TCD", "silent", None, False, None, "…", ())
    candidate = Candidate("a.md", 5, 9, "None", 0.91234, "no", (("cover", 0.5),))
    answer = replace(ANSWER, by_country=(part,), candidates=(candidate,), reason="why")

    shape = render.to_json(answer, explain=True)

    assert shape["by_country"] == [
        {
            "country": "TCD",
            "outcome": "silent",
            "verdict": None,
            "hedged": False,
            "as_of": None,
            "text": "…",
            "markers": [],
        }
    ]
    assert shape["candidates"][0]["score"] == 0.9123
    assert shape["candidates"][0]["features"] == {"cover": 0.5}
    assert shape["reason"] == "why"


HOSTILE = [
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\u202eevil\u202c",
    "\u2066x\u2069",
    "a\rb",
    "\x00",
    "\u2028",
    "\U000e0041",
    "\ud800",
    "\x7f\x08",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_document_cannot_drive_the_terminal(hostile):
    shown = render.text(with_quote(f"before {hostile} after"))

    assert hostile not in shown
    assert "before \\" in shown or "before a\\x0db" in shown
    assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in shown)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_json_carries_hostile_characters_unchanged_but_escaped(hostile):
    line = render.dumps(render.to_json(with_quote(hostile)))

    assert json.loads(line)["citations"][0]["quote"] == hostile
    assert hostile not in line
    assert len(line.splitlines()) == 1
    line.encode("utf-8")


def test_accents_joiners_and_right_to_left_letters_stay_as_they_are():
    words = "élève – مالي – 👩\u200d⚖️\tx"

    assert render.inert(words) == words


def test_windows_line_ends_are_line_ends():
    assert render.inert("a\r\nb") == "a\nb"


@pytest.mark.parametrize("answer", [ANSWER, FRENCH, SILENT])
def test_the_segments_of_an_answer_join_to_its_text(answer):
    assert "".join(segment.text for segment in render.segments(answer)) == answer.text


@pytest.mark.parametrize("answer", [ANSWER, FRENCH])
def test_segments_tell_words_quote_and_marker_apart(answer):
    kinds = [(segment.kind, segment.marker) for segment in render.segments(answer)]

    assert kinds == [("words", 0), ("quote", 1), ("words", 0), ("marker", 1)]


def test_a_marker_inside_a_quote_is_a_part_of_the_quote():
    quote = 'It says "yes" [1] and [2].'
    answer = with_quote(quote)

    markers = [s.marker for s in render.segments(answer) if s.kind == "marker"]

    assert markers == [1]
    assert quote in [s.text for s in render.segments(answer)]


def test_the_first_of_two_citations_of_a_quote_and_the_longest_quote_count():
    longer = f"{QUOTE} It plans one."
    three = [replace(CITATION, marker=n, quote=q) for n, q in ((1, QUOTE), (2, QUOTE), (3, longer))]
    answer = replace(ANSWER, citations=tuple(three), text=f'"{longer}" [3] "{QUOTE}" [1]')

    found = [(s.text, s.marker) for s in render.segments(answer) if s.kind == "quote"]

    assert found == [(longer, 3), (QUOTE, 1)]


def test_thousands_of_quotes_and_of_quotation_marks_are_told_apart_in_seconds():
    cited = [replace(CITATION, marker=n, quote=f"quote {n}") for n in range(2_000)]
    answer = replace(ANSWER, citations=tuple(cited), text='"quote ' * 50_000 + '"quote 7" [7]')
    started = time.process_time()

    *_, quote, _, marker = render.segments(answer)

    assert (quote.text, quote.marker, marker.marker) == ("quote 7", 7, 7)
    assert time.process_time() - started < 10


def test_a_marker_that_no_citation_has_stays_words():
    answer = replace(SILENT, text='You asked about "[7]" and [1].')

    assert {segment.kind for segment in render.segments(answer)} == {"words"}


def test_a_short_quote_is_not_found_inside_our_own_words():
    answer = replace(with_quote("no"), text='There is no doubt, it says "no" [1].')

    quotes = [segment for segment in render.segments(answer) if segment.kind == "quote"]

    assert len(quotes) == 1


@pytest.mark.parametrize(
    ("hostile", "escaped"),
    [
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("![x](https://e.example/p.png)", "!\\[x\\](https\\://e.example/p.png)"),
        ("**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"),
        ("a\n# heading", "a  \n\\# heading"),
        ("a\n1. item", "a  \n1\\. item"),
        ("a\n- item", "a  \n\\- item"),
        ("a\n    code", "a  \ncode"),
        ("www.example.org", "www\\.example.org"),
        ("x & y &lt;", "x \\& y \\&lt;"),
    ],
)
def test_markdown_shows_markup_of_a_document_as_text(hostile, escaped):
    assert escaped in render.markdown(with_quote(hostile))


def test_markdown_links_the_original_and_nothing_that_is_not_a_web_address():
    hostile = replace(ANSWER, citations=(replace(CITATION, url="javascript:alert(1)"),))

    assert "restated from <https://example.org/mali.pdf>" in render.markdown(ANSWER)
    assert "javascript" not in render.markdown(hostile)


def test_markdown_numbers_the_sources_as_the_text_does():
    lines = render.markdown(ANSWER).splitlines()

    assert lines[0].endswith("\\[1\\]")
    assert lines[2].startswith("1. Cyber profile of Mali · ITU")
