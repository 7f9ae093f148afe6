"""What the page is made of, without a browser: documents, answers, strings, the open index."""

import base64
import datetime as dt
import html
import re
import shutil
import socket
import zlib
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant import app, drift, feedback, users
from assistant.app import (
    answer,
    bar,
    document,
    exporting,
    kept,
    layout,
    library,
    markup,
    strings,
    suggestions,
)
from assistant.app.library import Library, State
from assistant.app.rebuilding import BusyError
from assistant.corpus import Corpus
from assistant.errors import AssistantError, QuestionError, ServeError
from assistant.types import (
    Answer,
    BuildReport,
    Changes,
    Citation,
    Conflict,
    CountryAnswer,
    Document,
    DocumentRecord,
    Hit,
    IndexInfo,
    Metadata,
    Passage,
    Status,
)

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 21)

_RUN = re.compile(r'<span data-o="(\d+)">(.*?)</span>(?=<|\n|$)', re.DOTALL)


def made(text: str, kind: str = "markdown", title: str = "T", **known: object) -> Document:
    return Document("a/b.md", text, "0" * 64, Metadata(title, **known), 0, kind)


def runs(written: str) -> list[tuple[int, str]]:
    """The runs of a document's HTML: offset and text, as a browser would have them."""
    plain = re.sub(r'<span class="control"[^>]*><span hidden>(.*?)</span></span>', r"\1", written)
    return [(int(offset), html.unescape(text)) for offset, text in _RUN.findall(plain)]


def visible(written: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", written))


# Characters that make up Markdown, and some that try to break out of HTML.
_SOUP = st.text(
    st.sampled_from("ab é1 .:|-*_#>`~[]()<&\"'\\\n\r\t😀\u202e\u2028\x00"),
    max_size=120,
)


@given(_SOUP, st.sampled_from(["markdown", "text"]))
@settings(max_examples=400, deadline=None)
def test_every_run_of_any_document_is_its_text_at_its_offset(text: str, kind: str):
    found = runs(document.body(made(text, kind)))

    position = 0
    for start, shown in found:
        assert start >= position
        assert shown == text[start : start + len(shown)].replace("\0", "\ufffd")
        position = start + len(shown)


@given(_SOUP, st.sampled_from(["markdown", "text"]))
@settings(max_examples=400, deadline=None)
def test_no_letter_or_digit_of_any_document_is_lost_but_in_the_address_of_a_link(
    text: str, kind: str
):
    found = {
        at
        for start, shown in runs(document.body(made(text, kind)))
        for at in range(start, start + len(shown))
    }
    hidden = {
        at
        for link in re.finditer(r"\]\([^()\s]*(\\.[^()\s]*)*\)", text)
        for at in range(*link.span())
    }
    fences = {
        at
        for line in re.finditer(r"^ {0,3}(```+|~~~+).*", text, re.MULTILINE)
        for at in range(*line.span())
    }

    lost = {at for at, character in enumerate(text) if character.isalnum()} - found
    assert lost <= hidden | fences


@given(_SOUP)
@settings(max_examples=300, deadline=None)
def test_no_document_brings_an_element_of_its_own(text: str):
    ours = {
        "div",
        "span",
        "p",
        "ul",
        "li",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "br",
        "pre",
        "blockquote",
        "strong",
        "em",
        "code",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "sup",
        "sub",
    }

    written = document.body(made(text))

    assert set(re.findall(r"<\s*/?\s*([^\s>/]+)", written)) <= ours


def test_the_shipped_corpus_is_shown_whole_in_its_structure():
    corpus = Corpus(ROOT / "corpus")
    for path in corpus.files():
        source = corpus.read(path)
        written = document.body(source)
        body = source.text[source.body :]
        assert re.findall(r"\w+", visible(written)) == re.findall(r"\w+", body)
        assert written.count("<li ") == len(re.findall(r"^\s*- ", body, re.MULTILINE))
        headings = re.findall(r"^#+ ", body, re.MULTILINE)
        assert len(re.findall(r"<h[3-6] ", written)) == len(headings)


def test_headings_go_down_one_by_one_whatever_levels_a_document_skips():
    html_ = document.body(made("# T\n\n### A\n\n##### B\n\n## C\n\n# D\n\n###### E\n"))

    assert re.findall(r"<h(\d)[^>]*><span[^>]*>(\w)", html_) == [
        ("3", "T"), ("3", "A"), ("4", "B"), ("3", "C"), ("3", "D"), ("4", "E"),
    ]  # fmt: skip


def test_a_table_keeps_its_cells_in_rows():
    written = document.body(
        made("| Law | Year |\n|---|:-:|\n| **Penal** Code | 2001 |\n| a \\| b | |\n")
    )

    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in written.split("<tr>")[1:]]
    assert [[visible(cell) for cell in row] for row in rows] == [
        ["Law", "Year"], ["Penal Code", "2001"], ["a | b", ""],
    ]  # fmt: skip


def test_labels_stand_on_lines_of_their_own_and_sentences_flow():
    fields = document.body(made("**Phone:** 1\n**Address:** —\nContact: Awa\n"))
    prose = document.body(made("One sentence that goes\non in the next line.\n"))

    assert fields.count("<br>") == 2
    assert "<br>" not in prose


def test_the_lines_of_a_plain_text_stay_lines():
    assert document.body(made("Age\nNot assessed\n\n# no heading", "text")).count("<br>") == 1
    assert "<h" not in document.body(made("# no heading", "text"))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", "http://a b",
     "https://a/\u202e", "https://x\\@y", 'https://a/"onclick=', "mailto:a@b", "", None],
)  # fmt: skip
def test_only_addresses_on_the_web_become_links(address: str | None):
    assert markup.web_address(address) is None
    assert "<a" not in document.head(made("", url=address))
    assert "<a" not in document.body(made(f"[x](<{address}>) <{address}>"))


def test_the_original_opens_apart_and_learns_nothing_of_the_page():
    link = re.search(r"<a [^>]*>", document.head(made("", url="https://a.example/x?y=1&z=2")))

    assert link
    assert 'href="https://a.example/x?y=1&amp;z=2"' in link.group()
    assert 'rel="noopener noreferrer"' in link.group()


def test_a_long_hostile_document_is_laid_out_in_linear_time():
    table = "| " * 60_000 + "\n" + "-|" * 60_000
    marks = [mark * 60_000 for mark in ("*", "[", "`", "_a", "> ", "<sup>", " ", "\\", "](")]
    for soup in (
        table,
        *marks,
        " " * 60_000 + "#",
        "a" + " " * 60_000 + "#",
        ("*" * 15_000 + "\n") * 4,
    ):
        started = dt.datetime.now(dt.UTC)
        document.body(made(soup))
        assert (dt.datetime.now(dt.UTC) - started).total_seconds() < 5


@pytest.mark.parametrize("blank", [" ", "\t", "a ", "| "])
def test_a_line_of_blanks_below_a_row_is_laid_out(blank: str):
    soup = "a | b\n" + blank * 200_000 + "x"

    kinds = [block.kind for block in layout.blocks(made(soup))]

    assert set(kinds) <= {"paragraph", "table"}


@pytest.mark.parametrize(
    "line", ["-|-", "--- | ---", "|-|-|", " | :-: | -: | ", "\t|---|\t", "-", "|-"]
)
def test_a_line_of_dashes_below_a_row_makes_a_table(line: str):
    (table,) = layout.blocks(made(f"a | b\n{line}\nc | d"))

    assert (table.kind, len(table.spans)) == ("table", 4)


@pytest.mark.parametrize(
    "line", ["| |", "||-|-|", "-||-", "- -", "-|x", "a", "--:-", ":|:", "|-|-||"]
)
def test_another_line_below_a_row_makes_none(line: str):
    assert "table" not in {block.kind for block in layout.blocks(made(f"a | b\n{line}\nc | d"))}


def test_short_rows_are_filled_up_but_not_without_end():
    wide = "|a" * 2_000 + "\n|-\n"

    (short,) = layout.blocks(made("a|b|c\n-|-|-\n" + "|d\n" * 500))
    assert (short.kind, len(short.spans)) == ("table", 3 * 501)
    cells = sum(len(each.spans) for each in layout.blocks(made(wide + "|\n" * 2_000)))
    assert cells < 10_000


def cited(marker: int = 1, quote: str = "Mali has no CIRT.", **known: object) -> Citation:
    facts = {"publisher": "ITU", "as_of": "2014-08-12", "section": ("T", "1 CIRT"), **known}
    facts = {"url": None, "page": None, **facts}
    return Citation(marker=marker, document="a.md", sha256="0", title="T", quote=quote,
                    start=5, end=5 + len(quote), **facts)  # fmt: skip


def answered(text: str, *citations: Citation, **known: object) -> Answer:
    facts = {"outcome": "answered", "verdict": "no", "language": "en", "hedged": False,
             "conflicts": (), **known}  # fmt: skip
    return Answer(question="Q?", countries=("MLI",), confidence=0.9, as_of=None, text=text,
                  citations=citations, passages=(),
                  index=IndexInfo("g", "e", "c", "2026"), elapsed_ms=(), **facts)  # fmt: skip


def written(given: Answer) -> str:
    return answer.html(given, {}, TODAY)


def test_a_quote_stands_alone_with_its_marker_publisher_and_date():
    html_ = written(answered("No.\nITU, as of 2014-08-12: “Mali has no CIRT.” [1]", cited()))

    assert '<blockquote><p dir="auto">Mali has no CIRT.</p></blockquote>' in html_
    said = "No1 CIRTMali has no CIRT.[1]ITU as of 12 August 2014 Old evidence"
    assert visible(html_.split('<details class="why">')[0]) == said


def test_words_around_quotes_stay():
    html_ = written(answered("Now this. “Mali has no CIRT.” [1] And that, see [1].", cited()))

    assert '<p class="words">Now this.</p>' in html_
    assert "And that, see" in visible(html_)


def test_a_marker_written_in_a_document_is_no_button():
    quote = "See [1] and [2] <b>here</b>."
    html_ = written(answered(f"ITU: “{quote}” [1]", cited(quote=quote)))

    assert html_.count('class="marker"') == 1
    assert "See [1] and [2] &lt;b&gt;here&lt;/b&gt;." in html_


def test_a_citation_that_the_text_does_not_quote_is_shown_all_the_same():
    html_ = written(answered("No.", cited()))

    assert "Mali has no CIRT." in visible(html_)
    assert html_.count('class="marker"') == 1


def test_countries_are_answered_one_below_the_other():
    parts = (
        CountryAnswer(
            "MLI", "answered", "no", False, None, "Mali:\nNo.\n“Mali has no CIRT.” [1]", (1,)
        ),
        CountryAnswer(
            "NER", "no_source", None, False, None, "Niger:\nNo source here covers Niger.", ()
        ),
    )
    html_ = written(answered("…", cited(), by_country=parts))

    mali, niger = html_.split('<section class="country">')[1:]
    assert "outcome no" in mali
    assert "outcome no_source" in niger
    assert visible(niger.split("</section>")[0]).count("Niger") == 2
    assert re.findall(r"part\.\w+", html_) == ["part.answered", "part.no_source"]


@pytest.mark.parametrize(
    ("as_of", "old"),
    [("2014-08-12", True), ("2021-11-20", True), ("2021-11-21", False), ("2021-11", False),
     ("2021-10", True), ("2021", False), ("2020", True), ("soon", False), ("2026", False)],
)  # fmt: skip
def test_evidence_is_old_after_five_years(as_of: str, old: bool):
    assert answer.is_old(as_of, TODAY) is old


@pytest.mark.parametrize(
    ("as_of", "language", "said"),
    [("2014-08-12", "en", "12 August 2014"), ("2014-08-12", "fr", "12 août 2014"),
     ("2014-08", "en", "August 2014"), ("2014-08", "fr", "août 2014"), ("2014", "fr", "2014"),
     ("2014-02-31", "en", "2014-02-31"), ("<b>", "en", "<b>")],
)  # fmt: skip
def test_dates_are_said_as_far_as_they_are_known(as_of: str, language: str, said: str):
    assert answer.spoken_date(as_of, language) == said


def test_every_outcome_has_a_word_in_both_languages_and_a_drawing():
    for kind in ("yes", "no", "answered", "not_assessed", "unclear", "silent", "no_source"):
        assert strings.say(f"outcome.{kind}", "en") != strings.say(f"outcome.{kind}", "fr")
        assert "<svg" in markup.icon(kind)


def test_both_languages_fill_in_the_same_values():
    for key, words in strings.STRINGS.items():
        named = [set(re.findall(r"\{(\w+)\}", text)) for text in words]
        assert named[0] == named[1], key
        assert words.en.count("|") == words.fr.count("|"), key


def test_every_string_is_used_and_every_string_used_exists():
    code = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "assistant" / "app").iterdir()
        if path.suffix in (".py", ".js")
    )
    prefixes = "|".join(sorted({key.split(".")[0] for key in strings.STRINGS if "." in key}))
    used = set(re.findall(rf"[\"'`:;]((?:{prefixes})\.\w+)(?![\w(])", code))
    files = {path.name for path in (ROOT / "assistant" / "app").iterdir()}
    assert {key for key in used - files if key[-1] != "_"} - strings.STRINGS.keys() == set()
    whole = ("kept.", "outcome.", "part.", "stage.", "stance.", "state.", "why.")
    composed = {
        *(key for key in strings.STRINGS if key.startswith(whole)),
        *(f"sources.{column}" for column in ("country", "title", "as_of", "passages", "state")),
        *(f"source.{button}" for button in ("previous", "next", "close")),
        *("answer.hedged_why", "answer.old_why"),
        *(f"tools.{kind}" for kind in feedback.KINDS),
        *(f"board.{kind}_why" for kind in ("change", "disagreement")),
        *("board.by_country", "board.by_indicator", "ask.model"),
        *(f"access.{role}_role" for role in users.ROLES),
        *(f"signed.{kind}" for kind in get_args(drift.Kind)),
    }
    assert strings.STRINGS.keys() - used - composed == {"title", "language"}


def test_an_answer_goes_into_a_link_and_comes_back():
    given = answered(
        "No.\nITU, as of 2014-08-12: “Mali has no CIRT.” [1]",
        cited(),
        by_country=(CountryAnswer("MLI", "answered", "no", False, None, "No.", (1,)),),
        conflicts=(Conflict((1,), "change"),),
    )

    word = kept.pack(given)

    assert re.fullmatch(r"[\w-]+", word)
    assert len(word) < 1_000
    assert kept.restored(kept.unpack(word)) == replace(given, passages=(), elapsed_ms=())


@pytest.mark.parametrize(
    "word",
    ["", "x", "AAAA", "é" * 9, None, 7, ["a"], "A" * 100_000,
     base64.urlsafe_b64encode(zlib.compress(b"[1]")).decode(),
     base64.urlsafe_b64encode(zlib.compress(b'{"text": "x"}')).decode(),
     base64.urlsafe_b64encode(zlib.compress(b"[" * 500_000)).decode(),
     base64.urlsafe_b64encode(zlib.compress(b" " * 40_000_000)).decode()],
)  # fmt: skip
def test_a_link_that_holds_no_answer_is_refused(word: object):
    with pytest.raises(QuestionError, match="Copy it whole, or ask again"):
        kept.unpack(word)


def test_a_conversation_is_written_as_a_page_that_runs_nothing_and_quotes_as_they_are():
    quote = "See <script>x</script> [1] ![a](http://evil.example/x.png) *b* \u202e."
    hostile = cited(quote=quote, url="javascript:x", publisher="<b>P</b>")
    given = answered(f"No.\nP: “{quote}” [1]", hostile)

    page = exporting.as_html([given], "en").decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "href" not in page
    assert "default-src 'none'" in page
    assert "See &lt;script&gt;x&lt;/script&gt; [1]" in page
    assert not re.search("[\u202a-\u202e](?!</span>)", page)

    words = exporting.as_markdown([given], "en").decode()
    kinds = {child.type for token in MarkdownIt().parse(words) for child in token.children or ()}
    assert kinds <= {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open",
                     "em_close", "text_special"}  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "words"),
    [("1.2 CIRT", "CIRT"), ("iv. CIRT", "CIRT"), ("b) CIRT", "CIRT"), ("Act 12 of 1990",) * 2],
)
def test_only_a_number_that_a_heading_begins_with_is_left_out(heading: str, words: str):
    assert suggestions.subject(heading) == words


def test_a_heading_of_digits_is_read_at_once():
    assert suggestions.subject("1" * 200_000) == "1" * 200_000


def test_blanks_before_a_quote_are_read_at_once():
    text = f"No.{' ' * 200_000}x “Mali has no CIRT.” [1]"

    assert "Mali has no CIRT." in written(answered(text, cited()))


def test_headings_of_what_is_cited_are_suggested_without_their_numbers():
    sections = ("1.2.1 CIRT", "1.2.2 Standards", "iv. Policy", "2 " + "x" * 99, "1.2.2 Standards")
    found = tuple(
        Hit(Passage("a.md", n, n + 1, "t", ("T", section)), n + 1, 0.5, 0.5, n)
        for n, section in enumerate(sections)
    )
    other = Hit(Passage("b.md", 0, 1, "t", ("Else",)), 9, 0.5, 0.5, 9)
    records = {path: DocumentRecord(path, "0", Metadata("T"), 1) for path in ("a.md", "b.md")}
    section = ("T", "1.2.1 CIRT")
    given = replace(answered("No.", cited(section=section)), passages=(*found, other))

    assert suggestions.headings(given, records) == ["Standards", "Policy"]
    refused = replace(given, outcome="silent", citations=())
    assert suggestions.headings(refused, records) == ["CIRT", "Standards", "Policy", "Else"]
    assert suggestions.headings(replace(refused, outcome="no_source"), records) == []


@pytest.mark.parametrize(
    ("known", "key"),
    [({}, "why.answered"), ({"outcome": "unclear"}, "why.unclear"),
     ({"outcome": "silent", "confidence": 0.1}, "why.silent"), ({"outcome": "silent"}, "why.late"),
     ({"outcome": "no_source", "confidence": 0.0}, "why.no_source")],
)  # fmt: skip
def test_each_outcome_has_its_reason(known: dict[str, object], key: str):
    given = replace(answered("…"), **known)

    assert f'data-t="{key}"' in written(given)


def test_french_counts_zero_as_one():
    assert strings.say("index.sources", "en", n=1) == "1 source"
    assert strings.say("index.changed", "en", n=0) == "0 sources changed since"
    assert strings.say("index.changed", "fr", n=0) == "0 source modifiée depuis"


def test_a_port_in_use_is_told_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"Port {port} is in use.*assistant serve --port"):
            app.serve(Path("corpus"), Path("index"), port=port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ServeError, match=r"cannot be served at 203\.0\.113\.1:7860"):
        app.check_address("203.0.113.1", 7860)


def test_a_change_is_looked_for_often_enough_to_show_within_two_seconds():
    assert bar.EVERY_SECONDS + library.FRESH_SECONDS <= 1.5


def test_a_second_rebuild_is_told_that_one_runs_and_the_first_is_used(tmp_path: Path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    opened = Library(tmp_path / "corpus", tmp_path / "index", None)
    first = opened.rebuild()
    progress = next(first)

    with pytest.raises(BusyError):
        next(opened.rebuild())

    *_, report = [progress, *first]
    assert isinstance(report, BuildReport)
    assert report.written
    status = opened.state().status
    assert status
    assert status.info == report.info
    assert opened.ask("Does Mali have a national CIRT?").verdict == "no"


def test_without_an_index_the_page_says_so_and_nothing_breaks(tmp_path: Path):
    (tmp_path / "corpus").mkdir()
    opened = Library(tmp_path / "corpus", tmp_path / "index", None)

    with pytest.raises(AssistantError, match="no index"):
        opened.ask("Does Mali have a national CIRT?")
    with pytest.raises(AssistantError):
        list(opened.rebuild())
    assert opened.state() == State(Status(None, Changes(), (), ()))

    (tmp_path / "corpus" / "mali.md").write_text("Mali has no CIRT.\n", "utf-8")
    (tmp_path / "corpus" / "scan.tiff").write_bytes(b"II")
    opened.refresh()
    status = opened.state().status
    assert status
    assert status.changes.added == ("mali.md",)
    assert [skipped.path for skipped in status.skipped] == ["scan.tiff"]
    assert layout.blocks(made(""))
