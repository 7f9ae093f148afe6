"""What goes wrong is told on the page: in its place and language; and it costs nothing else."""

# ruff: noqa: F811 – the fixture ``opened`` is taken in by its name

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import CHROMIUM, served
from playwright.sync_api import FilePayload, Locator, Page, Route, expect
from test_page import Open, ask, box, opened, pytestmark  # noqa: F401 – skips as there

from assistant import pipeline, upkeep

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

PROFILE = """---
country: Mali
as_of: {year}
publisher: Observatory
---
# Profile of Mali

## National CIRT

Mali does not have a national CIRT.
"""
LAW = "# Law {} of Chad\n\nA law.\n"
QUESTION = "Does Mali have a national CIRT?"
UNREACHABLE = "No reply came back. Check that the server is running, then try again."
LOST = {"status": 500, "body": "Internal Server Error"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source and a broken one, in three builds; the oldest is of an encoder that is gone."""
    root = tmp_path_factory.mktemp("trouble")
    (root / "corpus/mali").mkdir(parents=True)
    (root / "corpus/broken.pdf").write_bytes(b"%PDF-1.4 no more")
    for year in (2012, 2013, 2014):
        (root / "corpus/mali/profile.md").write_text(PROFILE.format(year=year), "utf-8")
        pipeline.rebuild(root / "corpus", root / "index")
    oldest = upkeep.generations(root / "index")[-1].info.generation
    manifest = root / "index/generations" / oldest / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {"encoder": "another"}))
    return root


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with served(root / "corpus", root / "index") as address:
        yield address


def answering(page: Page, name: str, answer: dict[str, object] | None = None) -> None:
    """Have a function of the server answer so, or fail."""
    on_call(page, name, lambda route: route.fulfill(**({"json": answer} if answer else LOST)))


def on_call(page: Page, name: str, act: Callable[[Route], None]) -> None:
    def route(called: Route) -> None:
        is_it = json.loads(called.request.post_data or "{}").get("fn_name") == name
        act(called) if is_it else called.fallback()

    page.route(re.compile("component_server"), route)


@contextmanager
def aside(path: Path) -> Iterator[None]:
    """Have a file or folder away for a while: hidden ones are no part of a corpus."""
    place = path.rename(path.with_name(f".{path.name}"))
    try:
        yield
    finally:
        place.rename(path)


def sources(page: Page) -> None:
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources tbody tr")).to_have_count(2)


def removing(page: Page) -> Locator:
    """Be about to remove the source; returns the dialog."""
    page.locator("#sources .remove[data-path='mali/profile.md']").click()
    return page.get_by_role("dialog")


def test_a_removal_that_got_lost_is_told_in_its_dialog_and_not_in_the_table(opened: Open):
    page = opened()
    sources(page)
    answering(page, "remove_document")

    dialog = removing(page)
    dialog.get_by_role("button", name="Remove").click()

    expect(dialog.get_by_role("alert")).to_have_text(UNREACHABLE)
    expect(page.locator("#sources .state.refused")).to_have_text("Refused")
    dialog.get_by_role("button", name="Cancel").click()
    removing(page)
    expect(dialog.get_by_role("alert")).to_be_hidden()


def test_going_back_that_got_lost_is_told_in_its_dialog_and_not_in_the_list(opened: Open):
    page = opened()
    sources(page)
    page.get_by_role("button", name="Builds").click()
    unfit = page.locator("#builds .state.refused")
    expect(unfit).to_have_text("Cannot serve any more")
    answering(page, "roll_back")

    page.get_by_role("button", name="Let it serve again").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Let it serve again").click()

    expect(dialog.get_by_role("alert")).to_have_text(UNREACHABLE)
    expect(unfit).to_have_text("Cannot serve any more")


def test_builds_that_cannot_be_had_are_told_to_be_so(opened: Open):
    page = opened()
    answering(page, "kept")
    sources(page)

    page.get_by_role("button", name="Builds").click()

    expect(page.locator("#builds .none")).to_have_text(UNREACHABLE)
    expect(page.locator("#builds .list")).to_be_empty()


def test_a_file_that_got_lost_on_its_way_does_not_hold_up_the_next(opened: Open):
    page = opened()
    sources(page)
    calls: list[Route] = []

    def first_lost(route: Route) -> None:
        calls.append(route)
        route.fulfill(**LOST) if len(calls) == 1 else route.fallback()

    on_call(page, "understand", first_lost)
    files: list[FilePayload] = [
        {"name": f"{n}.md", "mimeType": "text/markdown", "buffer": LAW.format(n).encode()}
        for n in (1, 2)
    ]
    page.locator("#sources .add").click()
    page.locator("#adding input[type=file]").set_input_files(files)

    cards = page.locator("#adding .card")
    expect(cards.nth(1).get_by_label("Title")).to_have_value("Law 2 of Chad")
    expect(cards.nth(0).locator(".status")).to_have_text(UNREACHABLE)


def test_feedback_and_a_withdrawal_that_got_lost_are_told_to_be_so(opened: Open):
    page = opened()
    answer = ask(page, QUESTION)
    answering(page, "judge")
    answer.get_by_role("button", name="Right").click()
    answer.get_by_role("button", name="Send").click()
    expect(answer.locator(".told")).to_have_text("Could not be noted")

    answer.get_by_role("button", name="Sign off").click()
    expect(answer.locator(".told")).to_have_text("Signed.")
    answering(page, "withdraw")
    page.get_by_role("tab", name="Signed").click()
    page.get_by_label("Show those that hold, too").check()
    row = page.locator("#signed li")
    expect(row.locator(".state")).to_have_text("It still holds.")
    row.get_by_role("button", name="Withdraw").click()
    row.get_by_role("button", name="Withdraw for good?").click()
    expect(row.get_by_role("alert")).to_have_text(UNREACHABLE)


def test_a_paste_far_too_long_is_refused_in_words_of_the_pages_language(opened: Open):
    page = opened(locale="fr-FR")
    box(page).focus()
    page.keyboard.insert_text("CIRT " * 10_000)
    page.keyboard.press("Enter")

    status = page.locator(".turn.trouble .status")
    expect(status).to_have_text(
        re.compile(r"La question compte 20\s000 caractères ; 2\s000 au plus")
    )
    expect(status).not_to_have_attribute("lang", "en")
    page.get_by_role("button", name="English").click()
    expect(status).to_contain_text("The question has 20,000 characters")


def test_a_removal_that_is_refused_is_told_in_french_and_in_english_when_that_is_chosen(
    opened: Open, root: Path
):
    page = opened(locale="fr-FR")
    sources(page)
    dialog = removing(page)
    with aside(root / "corpus/mali/profile.md"):
        dialog.get_by_role("button", name="Retirer").click()

        refused = dialog.get_by_role("alert")
        expect(refused).to_contain_text(
            "document 'mali/profile.md'. Il a peut-être déjà été retiré"
        )
        page.evaluate("assistantPage.choose('en')")
        expect(refused).to_contain_text("It may have been removed already")


def test_words_that_have_no_french_are_marked_as_english(opened: Open):
    page = opened(locale="fr-FR")
    sources(page)
    answering(page, "remove_document", {"trouble": "a flood", "trouble_fr": None})
    dialog = removing(page)
    dialog.get_by_role("button", name="Retirer").click()
    expect(dialog.get_by_role("alert")).to_have_text("a flood")
    expect(dialog.get_by_role("alert")).to_have_attribute("lang", "en")

    page.unroute_all()
    answering(page, "remove_document")
    dialog.get_by_role("button", name="Retirer").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Aucune réponse n’est arrivée.")
    expect(dialog.get_by_role("alert")).not_to_have_attribute("lang", "en")


def test_an_address_inside_the_network_is_refused_without_an_option_that_the_page_lacks(
    opened: Open,
):
    page = opened(locale="fr-FR")
    sources(page)
    page.locator("#sources .add").click()
    page.locator("#adding [name=address]").fill("http://127.0.0.1:9/law")
    page.locator("#adding [name=address]").press("Enter")

    status = page.locator("#adding .card .status")
    expect(status).to_contain_text("rien n’est récupéré à une adresse interne au réseau")
    page.get_by_role("button", name="English").click()
    expect(status).to_contain_text("inside the network are not fetched from this page")


def test_why_the_index_cannot_be_rebuilt_is_told_in_french(opened: Open, root: Path):
    page = opened(locale="fr-FR")
    with aside(root / "corpus/mali"):
        expect(page.locator("#bar [data-state=changed]")).to_be_visible()
        page.get_by_role("button", name="Reconstruire").click()

        news = page.locator("#bar .news p")
        expect(news).to_contain_text(re.compile("Aucun document de .*corpus n’est lisible"))
    expect(page.locator("#bar [data-state=current]")).to_be_visible()


def test_that_the_corpus_is_gone_is_told_in_french_and_without_an_option(opened: Open, root: Path):
    page = opened(locale="fr-FR")
    news = page.locator("#bar .news p")
    with aside(root / "corpus"):
        expect(news).to_contain_text("corpus n’existe pas. Créez-le et mettez-y des documents")
        page.get_by_role("button", name="English").click()
        expect(news).to_have_text(f"The corpus {root / 'corpus'} does not exist. "
                                  "Create it and put documents into it")  # fmt: skip
    expect(page.locator("#bar [data-state=current]")).to_be_visible()


KEPT = """() => [assistantPage.store.list().map((each) => each.id),
    Object.keys(localStorage).filter((key) => key.startsWith("assistant-turn-")).length]"""


def test_a_question_too_large_to_be_kept_costs_no_other_conversation(opened: Open):
    page = opened()
    page.evaluate(
        """() => { for (let n = 0; n < 5; n++)
            assistantPage.store.keep(`c${n}`, `t${n}`, {question: "Q", html: "x".repeat(1e5)}); }"""
    )
    page.evaluate("assistantPage.store.keep('huge', 'paste', {question: 'x'.repeat(6e6)})")

    assert page.evaluate(KEPT) == [["c4", "c3", "c2", "c1", "c0"], 5]


def test_a_conversation_is_listed_by_at_most_200_characters_of_its_question(opened: Open):
    page = opened()
    page.evaluate("assistantPage.store.keep('c', 't', {question: 'x'.repeat(5000)})")

    assert page.evaluate("assistantPage.store.list()[0].title.length") == 200
    assert page.evaluate("assistantPage.store.turns('c')[0].question.length") == 5000


def test_a_turn_is_deleted_only_once_the_list_no_longer_names_it(opened: Open):
    page = opened()
    early = page.evaluate(
        """() => {
            const early = [];
            const remove = Storage.prototype.removeItem;
            Storage.prototype.removeItem = function (key) {
                if (this.getItem("assistant-conversations").includes(key.split("-").at(-1)))
                    early.push(key);
                remove.call(this, key);
            };
            for (let n = 10; n < 70; n++)
                assistantPage.store.keep(`c${n}`, `t${n}`, {question: "Q", html: "x".repeat(1e5)});
            assistantPage.store.remove("c69");
            return early; }"""
    )

    ids, turns = page.evaluate(KEPT)
    assert early == []
    assert 10 < len(ids) < 50
    assert turns == len(ids)
