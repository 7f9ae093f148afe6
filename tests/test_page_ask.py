"""Asking on the page: parts as they are known, stopping, long conversations, files, links."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import docx
import pycountry
import pytest
from browser import CHROMIUM
from playwright.sync_api import Browser, Locator, Page, expect

from assistant import answering, pipeline
from assistant.app import answer as answers
from assistant.app import kept
from assistant.app.access import Visitor
from assistant.app.ask import _answering
from assistant.app.library import Library
from assistant.types import Answer, IndexInfo

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

pytest_plugins = ["projects"]

PROFILE = "mali/itu-cyberwellness-profile.md"
ENGLISH = "Does Mali have a national CIRT?"
FRENCH = "Le Mali a-t-il un CIRT national ?"
TWO = "Does Mali have a national CIRT? Does Mali have a national strategy?"
STATED = "No national computer incident response team (CIRT) is officially recognised in Mali."
SHORTEST = sorted((each.name for each in pycountry.countries), key=len)[:120]
MANY = f"Compare Mali, {', '.join(SHORTEST)} on a national CIRT."

MADE_UP = Answer(
    "Who?", "en", (), "no_source", None, False, 0.0, None, "No source.", (), (), (),
    IndexInfo("g", "e", "c", "2026"), (),
)  # fmt: skip

VISIT = SimpleNamespace(state=SimpleNamespace(visitor=Visitor(role="editor", local=True)))
"""What Gradio hands on of a request from this machine."""

Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, shipped) -> Iterator[Opened]:
    """Opens the page in a browser of its own; afterwards no script may have failed."""
    contexts, wrong = [], []

    def open_page(at: str = shipped.address, width: int = 1440, **options: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(at)
        expect(page.locator("#bar [data-state=current]")).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def send(page: Page, question: str) -> Locator:
    """Ask by keyboard, and return the turn."""
    turns = page.locator(".turn")
    before = turns.count()
    page.locator("textarea[name=question]").fill(question)
    page.locator("textarea[name=question]").press("Enter")
    return turns.nth(before)


def whole(turn: Locator) -> Locator:
    """Wait for the answer of a turn."""
    expect(turn.locator(".answer .why")).to_be_attached()
    return turn.locator(".answer")


def test_an_answer_grows_by_countries_and_each_part_stays_as_it_was(built: Path):
    opened = pipeline.Assistant.open(built / "corpus", built / "index")
    question = "Compare Mali, Niger, Chad and Togo on a national CIRT."
    grown = list(opened.asking(question, every=0))
    *growing, answer = grown
    documents = Library(built / "corpus", built / "index", None).documents()

    assert [len(each.by_country) for each in grown] == [2, 3, 4, 4]
    assert [each.is_whole for each in grown] == [False, False, False, True]
    today = answers.dt.date(2026, 1, 1)
    html = answers.html(answer, documents, today)
    for each in growing:
        assert "".join(answers.parts(each, documents, today)) in html
        assert each.citations == answer.citations[: len(each.citations)]
    alone = opened.ask(question)
    assert (alone.text, alone.citations) == (answer.text, answer.citations)


def test_nothing_more_is_read_for_a_question_that_was_stopped(
    built: Path, monkeypatch: pytest.MonkeyPatch
):
    judged = []
    judge = answering.judge.judge
    monkeypatch.setattr(
        answering.judge,
        "judge",
        lambda read, *rest: judged.append(read.country) or judge(read, *rest),
    )
    opened = pipeline.Assistant.open(built / "corpus", built / "index")
    growing = opened.asking("Compare Mali, Niger, Chad and Togo on a national CIRT.", every=0)

    next(growing)
    growing.close()

    assert judged == ["MLI", "NER"]


def test_a_question_is_told_that_the_model_is_still_being_loaded(built: Path):
    library = Library(built / "corpus", built / "index", None)
    library._ready.wait(60)
    (answered,) = _answering(library, {"question": ENGLISH}, VISIT)
    library._ready.clear()
    waiting, late = _answering(library, {"question": ENGLISH}, VISIT)

    assert waiting == {"waits_for": "model"}
    assert late["text"] == answered["text"]


def test_the_parts_of_an_answer_are_shown_as_they_are_known(opened: Opened):
    page = opened()
    whole(send(page, ENGLISH))
    page.evaluate(
        """() => { window.seen = [];
            const turns = document.querySelector(".turns");
            new MutationObserver(() => {
                const last = turns.lastElementChild;
                seen.push([last.querySelectorAll(".country").length,
                    last.querySelectorAll(".why").length,
                    last.querySelector(".status")?.textContent]);
            }).observe(turns, {childList: true, subtree: true}); }"""
    )

    turn = send(page, MANY)

    expect(turn.locator(".country h3").first).to_have_text("Mali")
    total = whole(turn).locator(".country").count()
    seen = page.evaluate("seen")
    growing = [parts for parts, why, _ in seen if parts and not why]
    assert growing
    assert growing == sorted(growing)
    assert [2, 0, "Reading on…"] in [[min(parts, 2), why, said] for parts, why, said in seen]
    assert total > 100


def test_a_stopped_question_ends_on_the_server_too_and_is_kept_as_stopped(opened: Opened):
    page = opened()
    whole(send(page, ENGLISH))

    with page.expect_response("**/queue/join*"):
        turn = send(page, MANY)
    with page.expect_response("**/cancel") as cancelled:
        # Not by the mouse, which takes its time to get there.
        page.evaluate("document.querySelector('.stop').click()")

    assert cancelled.value.json() == {"success": True}
    expect(turn.locator(".status")).to_have_text("Stopped.")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(whole(send(page, "What is the age of consent in Mali?"))).to_contain_text("Not assessed")
    assert turn.locator(".why").count() == 0
    page.reload()
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".turn").nth(1).locator(".status")).to_have_text("Stopped.")


def test_a_conversation_of_200_turns_goes_on_as_fast_as_one_of_two(opened: Opened):
    short, long = opened(), opened()
    for page in (short, long):
        whole(send(page, ENGLISH))
    long.evaluate(
        """() => { const [{ id }] = assistantPage.store.list();
            const [turn] = assistantPage.store.turns(id);
            for (let n = 0; n < 199; n++)
                assistantPage.store.keep(id, `filled-${n}`, {...turn}); }"""
    )
    long.reload()
    expect(long.locator(".turn")).to_have_count(200)
    for page in (short, long):
        whole(send(page, ENGLISH))

    # By turns, for what else the machine does slows both down.
    taken = [(seconds(short), seconds(long)) for _ in range(20)]

    few, many = (min(each) for each in zip(*taken, strict=True))
    assert many <= 1.5 * few + 0.1
    long.locator(".turn .marker").last.click()
    expect(long.locator("#source mark").first).to_be_in_viewport()


def seconds(page: Page) -> float:
    """Ask, and return how long it takes until the answer is painted."""
    taken = page.evaluate(
        """(question) => new Promise((done) => {
            const turns = document.querySelector(".turns");
            const before = turns.children.length;
            const started = performance.now();
            new MutationObserver((_, seen) => {
                if (!turns.children[before]?.querySelector(".answer .tools")) return;
                seen.disconnect();
                requestAnimationFrame(() => done(performance.now() - started));
            }).observe(turns, {childList: true, subtree: true});
            document.querySelector("textarea[name=question]").value = question;
            document.querySelector(".composer").requestSubmit(); })""",
        ENGLISH,
    )
    return float(taken) / 1000


def test_where_there_is_no_room_old_turns_lose_what_was_weighed_and_keep_their_answers(
    opened: Opened,
):
    page = opened()
    kept = page.evaluate(
        """() => {
            const why = `<details class="why">${"x".repeat(40000)}</details>`;
            const html = `<div class="answer"><div class="said">A</div>${why}</div>`;
            const targets = [{marker: 1, quote: "Q"}, {marker: null, quote: "y".repeat(10000)}];
            for (let n = 0; n < 200; n++)
                assistantPage.store.keep("long", `t${n}`, {question: `Q${n}`, html, targets});
            return assistantPage.store.turns("long"); }"""
    )

    assert [turn["question"] for turn in kept] == [f"Q{n}" for n in range(200)]
    assert all('class="said">A<' in turn["html"] for turn in kept)
    assert kept[0]["targets"] == [{"marker": 1, "quote": "Q"}]
    assert "why" not in kept[0]["html"]
    assert "why" in kept[-1]["html"]


def test_a_conversation_is_taken_along_as_a_document_of_word(opened: Opened):
    page = opened(locale="fr-FR")
    whole(send(page, FRENCH))
    page.get_by_role("tab", name="Historique").click()

    with page.expect_download() as waiting:
        page.locator("#history li").get_by_role("button", name="Word").click()

    assert waiting.value.suggested_filename == "conversation.docx"
    text = "\n".join(each.text for each in docx.Document(waiting.value.path()).paragraphs)
    for said in ("Assistant de situation des pays", FRENCH, "Non", STATED, PROFILE):
        assert said in text, said


def test_a_conversation_too_large_for_one_file_is_told_and_the_next_one_taken_along(
    opened: Opened,
):
    page = opened()
    whole(send(page, ENGLISH))
    page.evaluate(
        """(word) => {
            const turn = {question: "Q", html: "A", word};
            for (let n = 0; n < 10; n++) assistantPage.store.keep("large", `t${n}`, turn); }""",
        kept.pack(replace(MADE_UP, question="x" * 900_000)),
    )
    page.get_by_role("tab", name="History").click()
    refused = page.locator("#history .refused")

    page.locator("#history li").first.get_by_role("button", name="Markdown").click()
    expect(refused).to_contain_text("does not fit into one file, which holds 8 MB of answers")
    with page.expect_download():
        page.locator("#history li").last.get_by_role("button", name="Markdown").click()
    expect(refused).to_be_hidden()


def test_a_link_tells_in_another_browser_what_a_rebuild_has_done_to_its_quote(
    edited, opened: Opened
):
    profile = edited.corpus / PROFILE
    page = opened(edited.address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    whole(send(page, ENGLISH)).get_by_role("button", name="Copy link").click()
    expect(page.locator(".told")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{edited.address}#answer=")

    profile.write_text(profile.read_text("utf-8").replace(STATED, "It has one."), "utf-8")
    edited.rebuild()
    later = opened(link, width=390, locale="fr-FR")
    expect(later.locator(".kept.ill")).to_contain_text("La citation n’est plus dans sa source.")
    expect(later.locator(".kept.ill")).to_contain_text("Un plus récent est en service.")
    expect(later.locator(".turn blockquote").first).to_have_text(STATED)
    expect(later.locator(".kept")).not_to_contain_text("Attention")

    profile.unlink()
    edited.rebuild()
    gone = opened(link)
    expect(gone.locator(".kept.ill")).to_contain_text("Its source is no longer there.")


@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1440), ("fr-FR", 390)])
def test_a_whole_work_is_done_by_keyboard(opened: Opened, locale: str, width: int):
    page = opened(locale=locale, width=width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    words = {"en-GB": ("Next citation", "Copy citation", "Plain text"),
             "fr-FR": ("Citation suivante", "Copier la référence", "Texte simple")}  # fmt: skip
    following, cite, plain = words[locale]

    walk(page, "Tab", "each => each.name === 'question'")
    page.keyboard.type(TWO)
    page.keyboard.press("Enter")
    expect(page.locator(".answer .marker")).to_have_count(2)

    walk(page, "Shift+Tab", "each => each.matches('.turns .marker[data-target=\"0\"]')")
    page.keyboard.press("Enter")
    expect(page.locator("#source mark").first).to_have_text(STATED)
    expect(page.locator("#source mark").first).to_be_in_viewport()

    named = "each => [each.textContent, each.ariaLabel].some(said => said?.trim() === {!r})"
    walk(page, "Tab", named.replace("{!r}", repr(following)))
    page.keyboard.press("Enter")
    expect(page.locator("#source mark").first).to_have_text(re.compile("^No national strategy"))
    walk(page, "Tab", named.replace("{!r}", repr(cite)))
    page.keyboard.press("Enter")
    walk(page, "Tab", named.replace("{!r}", repr(plain)))
    page.keyboard.press("Enter")
    expect(page.locator("#source .copied")).not_to_be_empty()
    assert "No national strategy" in page.evaluate("navigator.clipboard.readText()")

    if width < 860:
        page.keyboard.press("Escape")
    walk(page, "Tab", "each => each.name === 'question'")
    page.keyboard.type(ENGLISH)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").nth(1).locator(".outcome")).to_be_visible()


def walk(page: Page, key: str, reached: str) -> None:
    """Press a key until the focus is where it should be."""
    for _ in range(90):
        page.keyboard.press(key)
        if page.evaluate(f"({reached})(document.activeElement)"):
            return
    raise AssertionError(f"{key} never came to where {reached}")


def test_an_answer_that_grows_after_its_question_was_told_lost_is_shown_to_its_end(opened: Opened):
    page = opened()
    whole(send(page, ENGLISH))
    held = []
    page.route("**/queue/join*", lambda route: held.append(route))
    with page.expect_request("**/queue/join*"):
        turn = send(page, MANY)
    page.evaluate("window.assistantPage.tell('failed')")
    expect(turn.locator(".status")).to_contain_text("No answer came back")

    held.pop().continue_()

    assert whole(turn).locator(".country").count() > 100
    expect(turn.locator(".status")).to_have_count(0)
