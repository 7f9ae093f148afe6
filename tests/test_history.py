"""What a browser keeps of a conversation and brings back: how much of it, and how often."""

import base64
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import gradio as gr
import pytest

from assistant.app import kept
from assistant.app.access import Visitor
from assistant.app.ask import ask_tab
from assistant.app.history import history_tab
from assistant.app.library import Library
from assistant.app.limits import Limits, Rate
from assistant.app.strings import say
from assistant.types import Answer, Citation, CountryAnswer, IndexInfo

VISITOR = Visitor("reader", address="192.0.2.7")
HERE = SimpleNamespace(state=SimpleNamespace(visitor=Visitor("editor", local=True)))
"""What Gradio hands on of a request from this machine."""


def answered(countries: int, quotes: int, length: int = 150) -> Answer:
    """An answer on so many countries with so many quotes each, in words that repeat little."""
    rng = Random(7)
    cited, parts = [], []
    for n in range(countries):
        lines = []
        for marker in range(n * quotes + 1, n * quotes + quotes + 1):
            quote = " ".join(f"w{rng.randrange(400)}" for _ in range(length // 4))[:length]
            lines.append(f"ITU, as of 2014-08-12: “{quote}” [{marker}]")
            cited.append(Citation(
                marker=marker, document=f"c{n}/profile.md", sha256=f"{n:064x}", title=f"On {n}",
                publisher="ITU", url=f"https://itu.example/{n}.pdf", as_of="2014-08-12", page=None,
                section=("Profile", "1.2.1 CIRT"), quote=quote, start=7, end=7 + len(quote),
                countries=("MLI",),
            ))  # fmt: skip
        markers = tuple(range(n * quotes + 1, n * quotes + quotes + 1))
        text = "\n".join(lines)
        parts.append(CountryAnswer("MLI", "answered", "no", False, "2014-08-12", text, markers))
    return Answer(
        question="Does Mali have a CIRT?", language="en", countries=("MLI",), outcome="answered",
        verdict="no", hedged=False, confidence=0.9, as_of="2014-08-12",
        text="\n\n".join(part.text for part in parts), citations=tuple(cited), conflicts=(),
        passages=(), index=IndexInfo("g", "e", "c", "2026"), elapsed_ms=(),
        by_country=tuple(parts),
    )  # fmt: skip


def visit(uses: int) -> SimpleNamespace:
    """A request from elsewhere, where so much is allowed and the time stands still."""
    limits = Limits(dict.fromkeys(("ask", "follow"), Rate(uses, 60)), lambda: 0.0)
    return SimpleNamespace(state=SimpleNamespace(visitor=VISITOR, limits=limits))


def refused(n: int) -> dict[str, object]:
    return {"trouble_key": "access.ask", "values": {"n": n}}


@pytest.fixture
def asking(tmp_path):
    """The functions behind the tab "Ask", without an index."""
    (tmp_path / "corpus").mkdir()
    with gr.Blocks():
        return ask_tab(Library(tmp_path / "corpus", tmp_path / "index", None))


def test_taking_a_conversation_along_takes_a_turn():
    request, words = visit(2), [kept.pack(answered(1, 1))]
    export = history_tab().export

    found = [export({"words": words, "form": "markdown"}, request) for _ in range(3)]

    assert [each.get("name") for each in found] == ["conversation.md"] * 2 + [None]
    assert found[2] == refused(30)


def test_opening_a_link_takes_a_turn(asking):
    request = visit(2)

    found = [asking.recall("x", request) for _ in range(3)]

    assert found == [{"trouble_key": "kept.damaged"}] * 2 + [refused(30)]


def test_suggestions_are_counted_beside_questions(asking):
    request = visit(2)
    limits, wanted = request.state.limits, {"subjects": ["CIRT"], "document": "a.md"}

    assert [asking.follow_ups(wanted, request) for _ in range(3)] == [[]] * 3

    assert limits.take("follow", VISITOR.key) == 30
    assert limits.take("ask", VISITOR.key) == 0


def test_an_answer_on_200_countries_goes_into_a_link_and_comes_back():
    given = answered(200, 2)

    word = kept.pack(given)

    assert kept.restored(kept.unpack(word)) == given


def test_a_conversation_of_50_turns_is_taken_along_whole():
    turn = answered(12, 2)
    words = [kept.pack(replace(turn, question=f"Question {n}?")) for n in range(50)]

    file = history_tab().export({"words": ["damaged", *words], "form": "markdown"}, HERE)

    text = base64.b64decode(file["content"]).decode()
    assert [f"## Question {n}?" in text for n in range(50)] == [True] * 50


def test_a_conversation_that_unfolds_to_too_much_is_refused_with_what_fits():
    words = [kept.pack(replace(answered(1, 1), question="x" * 900_000))] * 10

    found = history_tab().export({"words": words, "form": "docx"}, HERE)

    assert found == {"trouble_key": "history.large", "values": {"n": 8}}
    assert "8 MB of answers at most" in say("history.large", "en", n=8)
    few = history_tab().export({"words": words[:8], "form": "markdown"}, HERE)
    assert few["name"] == "conversation.md"
