"""A document as the pane gets it: leaf by leaf, every word in it, its passages marked."""

import re
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

pytest.importorskip("gradio")

from assistant import chunking
from assistant.app import document as documents
from assistant.types import Document, Metadata
from tests import pdfs

BLOCKS = """# Report

Mali has **no** law on [signatures](https://a.example/). One is planned.

- One treaty
- Two treaties

| Treaty | Signed |
|---|---|
| CRC | 1990 |

> It says so.
"""


def made(text: str, markup: str = "markdown", pages: tuple[int, ...] = ()) -> Document:
    return Document("a.md", text, "0" * 64, Metadata("Title"), 0, markup, pages)


def long(paragraphs: int) -> Document:
    return made("\n\n".join(f"{pdfs.LAWS} Paragraph {n}." for n in range(paragraphs)))


def whole(document: Document, passages=None) -> str:
    every = documents.leaves(document)
    return "".join(documents.html(document, leaf, passages) for leaf in every)


def words(html: str) -> list[str]:
    return re.findall(r"\w+", LexborHTMLParser(f"<body>{html}").body.text())


def runs(html: str) -> list[tuple[int, str]]:
    found = LexborHTMLParser(f"<body>{html}").css("[data-o]")
    return [(int(run.attributes["data-o"]), run.text()) for run in found]


def test_the_leaves_of_a_long_document_hold_every_word_once():
    document = long(300)

    every = documents.leaves(document)

    assert len(every) > 5
    assert every[0].start == 0
    assert every[-1].end == len(document.text)
    assert all(leaf.end == after.start for leaf, after in pairwise(every))
    assert words(whole(document)) == re.findall(r"\w+", document.text)


@pytest.mark.parametrize("place", [0, 40_000, 80_000])
def test_a_long_document_comes_with_the_leaves_around_the_place_looked_for(place):
    document = long(400)

    html = documents.body(document, place)

    leaves = LexborHTMLParser(html).css(".leaf")
    filled = [bool(leaf.text()) for leaf in leaves]
    starts = [int(leaf.attributes["data-from"]) for leaf in leaves]
    holding = max(n for n, start in enumerate(starts) if start <= place)
    assert filled[holding]
    assert filled[max(0, holding - 1)]
    assert sum(filled) < len(filled)
    assert len(html) < 80_000


def test_a_short_document_comes_whole():
    assert words(documents.body(made(BLOCKS))) == words(whole(made(BLOCKS)))


@pytest.mark.parametrize("text", ["", "\n\n", "---\n\n***\n\n---\n" * 100, "# \n\n> \n"])
def test_a_document_without_words_has_a_leaf(text):
    assert 'class="leaf"' in documents.body(made(text), 5)
    assert words(whole(made(text))) == []


@pytest.mark.parametrize("with_passages", [False, True])
def test_every_run_says_where_in_the_text_it_stands(with_passages):
    document = made(BLOCKS)
    passages = chunking.split(document) if with_passages else None

    found = runs(whole(document, passages))

    assert len(found) > 10
    assert all(document.text.startswith(run, start) for start, run in found)
    starts = [start for start, _ in found]
    assert starts == sorted(set(starts))


def test_passages_are_labelled_and_their_units_marked_as_on_the_command_line():
    document = made(BLOCKS)
    passages = chunking.split(document)

    html = LexborHTMLParser(f"<body>{whole(document, passages)}").body

    labels = [label.text() for label in html.css(".passage")]
    assert labels == [f"{''.join(p.section)}{p.start}–{p.end}" for p in passages]
    marked, unit = [], ""
    for run in html.css(".unit"):
        unit += run.text()
        if "closes" in run.attributes["class"].split():
            marked.append(unit)
            unit = ""
    assert "Mali has no law on signatures." in marked
    assert "One is planned." in marked
    assert "One treaty" in marked
    assert len(marked) == sum(len(chunking.units(passage)) for passage in passages)


def test_marking_passages_neither_adds_nor_takes_words():
    document = long(60)
    passages = chunking.split(document)

    html = LexborHTMLParser(f"<body>{whole(document, passages)}")
    labels = html.css(".passage")
    assert len(labels) == len(passages)
    for label in labels:
        label.decompose()

    assert words(html.body.html) == words(whole(document))


def test_where_a_page_starts_is_said_even_within_a_paragraph():
    text = "Mali has no law. It has a plan.\n\nIt has a team.\n"
    document = made(text, pages=(0, text.index("It has a plan"), text.index("It has a team")))

    html = LexborHTMLParser(f"<body>{whole(document)}").body

    pages = [label.css_first("[data-t]").attributes for label in html.css(".page-start")]
    assert [page["data-t-args"] for page in pages] == ['{"n": 2}', '{"n": 3}']
    assert [start for start, _ in runs(html.html)] == [0, 17, 33]


def test_remarks_are_shown_as_they_are_and_many_of_them_folded():
    few = made(BLOCKS)
    assert documents.remarks(few) == ""
    remark = "page 2 is <b>a picture</b>"
    one = Document("a.pdf", "A", "0" * 64, Metadata("A"), remarks=(remark,))
    many = Document("a.pdf", "A", "0" * 64, Metadata("A"), remarks=(remark,) * 9)

    assert "page 2 is &lt;b&gt;a picture" in documents.remarks(one)
    assert '<details class="remarks" open>' in documents.remarks(one)
    assert '<details class="remarks">' in documents.remarks(many)
