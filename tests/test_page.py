"""The page as people meet it: a real server, a real index, a real browser."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, served
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from assistant import feedback, upkeep
from assistant.app import kept

# Under CI a missing browser fails.
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium: apt-get install chromium"
)

pytest_plugins = ["projects"]

CORPUS = Path(__file__).parent.parent / "corpus"
PROFILE = "mali/itu-cyberwellness-profile.md"
ENGLISH = "Does Mali have a national CIRT?"
FRENCH = "Le Mali a-t-il un CIRT national ?"
STATED = "No national computer incident response team (CIRT) is officially recognised in Mali."

HOSTILE = """---
title: "Chad <img src=x onerror='hacked=1'>"
publisher: "<script>hacked=2</script> Office"
as_of: "2024"
countries: [TCD]
---

# Cyber security <svg onload=hacked=4>

Chad has had a national CIRT since 2020 <img src=x onerror=hacked=5> ${hacked=6} {{hacked=7}}.

<script>hacked=8</script> Press [here](javascript:hacked=9) or <a href="javascript:hacked=10">.

| Law <b onmouseover=hacked=11> | \u202eraey |
|---|---|
| `</td></table><script>hacked=12</script>` | 2019 |

- [1] <iframe srcdoc="<script>parent.hacked=13</script>"></iframe> <style>* {display: none}</style>
"""

REFUSED = """---
title: Chad
url: "javascript:hacked=14"
---

Nothing.
"""

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def root(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped corpus, with a hostile document about Chad in it, and the index without."""
    root = tmp_path_factory.mktemp("page")
    shutil.copytree(built, root, dirs_exist_ok=True)
    (root / "corpus" / "chad").mkdir()
    (root / "corpus" / "chad" / "hostile.md").write_text(HOSTILE, "utf-8")
    (root / "corpus" / "chad" / "refused.md").write_text(REFUSED, "utf-8")
    return root


@pytest.fixture(scope="session")
def address(root: Path) -> Iterator[str]:
    """Where that is served."""
    with served(root / "corpus", root / "index") as address:
        yield address


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page; afterwards no script error, dialog or request elsewhere may have been."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(
        at: str = address,
        width: int = 1440,
        height: int = 900,
        locale: str = "en-GB",
        state: str = "current",
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_forbidden(message.text, wrong))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on(
            "dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.accept())
        )
        page.on("request", lambda request: _note_foreign(request.url, at.split("#")[0], wrong))
        page.goto(at)
        expect(page.locator(f"#bar [data-state={state}]")).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def _note_foreign(url: str, home: str, wrong: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        wrong.append(f"request: {url}")


def _note_forbidden(said: str, wrong: list[str]) -> None:
    if "Content Security Policy" in said or "js_on_load" in said:
        wrong.append(f"console: {said}")


def box(page: Page) -> Locator:
    return page.locator("textarea[name=question]")


def ask(page: Page, question: str) -> Locator:
    """Ask by keyboard, and return the answer."""
    turns = page.locator(".turn")
    before = turns.count()
    box(page).fill(question)
    box(page).press("Enter")
    answer = turns.nth(before).locator(".answer")
    expect(answer).to_be_visible()
    return answer


def expect_marked(page: Page, text: str):
    expect(page.locator("#source mark")).to_have_text([text])


def expect_marked_from(page: Page, excerpt: str):
    """Expect the mark to begin with an excerpt's first words."""
    begins = r"\W+".join(map(re.escape, re.findall(r"\w+", excerpt)[:5]))
    expect(page.locator("#source mark").first).to_have_text(re.compile(rf"^\W*{begins}\b"))


def test_a_question_in_english_is_answered_with_its_quote_marker_publisher_and_date(opened: Open):
    page = opened()

    answer = ask(page, ENGLISH)

    expect(answer.locator(".outcome")).to_have_text("No")
    expect(answer.locator(".outcome svg")).to_be_visible()
    expect(answer.locator("blockquote").first).to_have_text(STATED)
    expect(answer.locator("figcaption").first).to_contain_text("International Telecommunication")
    expect(answer.locator("figcaption").first).to_contain_text("as of 12 August 2014")
    expect(answer.locator("figcaption").first).to_contain_text("Old evidence")
    expect(answer.get_by_role("button", name="Open source 1:")).to_have_text("[1]")


def test_a_question_in_french_is_answered_in_french_with_the_quote_as_it_stands(opened: Open):
    answer = ask(opened(), FRENCH)

    expect(answer.locator(".said")).to_have_attribute("lang", "fr")
    expect(answer.locator(".outcome")).to_have_text("Non")
    expect(answer.locator("blockquote").first).to_have_text(STATED)
    expect(answer.locator("figcaption").first).to_contain_text("au 12 août 2014")
    expect(answer.get_by_role("button", name="Ouvrir la source 1 :")).to_be_visible()


def test_a_country_without_a_source_is_named_as_such(opened: Open):
    page = opened()

    expect(ask(page, "Does Niger have a national CIRT?").locator(".outcome")).to_have_text(
        "No source for this country"
    )
    expect(ask(page, "Le Niger a-t-il un CIRT national ?").locator(".outcome")).to_have_text(
        "Aucune source pour ce pays"
    )


def test_an_answer_without_a_source_leaves_no_earlier_quote_beside_it(opened: Open):
    page = opened()
    earlier = ask(page, ENGLISH)
    expect(page.locator("#source mark").first).to_be_in_viewport()

    ask(page, "Does Niger have a national CIRT?")

    expect(page.locator("#source mark")).to_have_count(0)
    expect(page.locator("#source")).to_contain_text("Each marker in an answer opens the source")
    earlier.locator(".marker").first.click()
    expect(page.locator("#source mark").first).to_be_in_viewport()


def test_a_marker_shows_the_sentence_highlighted_in_its_whole_source(opened: Open):
    page = opened()
    answer = ask(page, ENGLISH)
    expect(page.locator("#source mark").first).to_be_in_viewport()  # where the answer scrolls it
    page.locator("#source .source-scroll").evaluate("pane => { pane.scrollTop = 0; }")
    expect(page.locator("#source mark").first).not_to_be_in_viewport()

    answer.locator(".marker").first.click()

    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect_marked(page, STATED)
    head = page.locator("#source .source-head")
    expect(head.get_by_role("heading")).to_have_text("Cyberwellness profile: Mali")
    expect(head).to_contain_text("International Telecommunication Union (ITU)")
    expect(head).to_contain_text("as of 12 August 2014")
    expect(head).to_contain_text("Old evidence")
    expect(head).to_contain_text("Restated in our own words")
    expect(head.locator(".path")).to_have_text(re.compile("Technical measures.*CIRT"))
    original = head.get_by_role("link", name="Original")
    expect(original).to_have_attribute("href", re.compile(r"^https://www\.itu\.int/"))
    expect(original).to_have_attribute("rel", "noopener noreferrer")
    expect(original).to_have_attribute("target", "_blank")


def test_a_citation_is_copied_in_four_forms_by_mouse_and_keyboard(opened: Open):
    page = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, ENGLISH).locator(".marker").first.click()
    cite = page.get_by_role("button", name="Copy citation")
    copied = {}
    for form in ("Plain text", "Markdown", "BibTeX", "CSL-JSON"):
        cite.focus()
        page.keyboard.press("Enter")
        expect(cite).to_have_attribute("aria-expanded", "true")
        page.get_by_role("button", name=form).press("Enter")
        expect(page.locator("#source .copied")).to_have_text("Copied")
        expect(cite).to_be_focused()
        copied[form] = page.evaluate("navigator.clipboard.readText()")
    span = re.compile(r"mali/itu-cyberwellness-profile\.md:\d+-\d+")
    assert copied["Plain text"].startswith(f"“{STATED}” International Telecommunication Union")
    assert span.search(copied["Plain text"])
    assert copied["Markdown"].startswith("> No national computer")
    assert copied["BibTeX"].startswith("@misc{")
    (item,) = json.loads(copied["CSL-JSON"])
    assert item["custom"]["quote"] == STATED
    text = (CORPUS / PROFILE).read_text("utf-8")
    assert text[item["custom"]["start"] : item["custom"]["end"]] == STATED

    cite.click()
    page.keyboard.press("Escape")
    expect(cite).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#source mark").first).to_be_in_viewport()


def test_the_link_to_the_original_leads_to_the_sentence_or_the_page(edited, opened: Open):
    for name, url in (("a", "https://a.example/report"), ("b", "https://a.example/report.PDF")):
        words = f"---\ntitle: Report {name}\nurl: {url}\n---\n\nTogo has a law on {name}-tests.\n"
        (edited.corpus / f"{name}.md").write_text(words, "utf-8")
    edited.rebuild()
    page = opened(edited.address)
    ask(page, "Does Togo have a law on a-tests?").locator(".marker").first.click()
    original = page.get_by_role("link", name="Original")
    expect(original).to_have_attribute(
        "href", "https://a.example/report#:~:text=Togo%20has%20a%20law%20on%20a%2Dtests."
    )

    # Pages come with the formats that have them; the script is told of one here.
    page.evaluate(
        """assistantPage.tell("source", {at: 0, targets: [
            {document: "b.md", sha256: "", section: [], page: 7, marker: 1, quote: "Togo"}]})"""
    )
    expect(original).to_have_attribute("href", "https://a.example/report.PDF#page=7")
    expect(page.locator("#source .path")).to_have_text("page 7")


def test_the_citations_of_an_answer_are_walked_along_with_previous_and_next(opened: Open):
    page = opened()
    answer = ask(page, f"{ENGLISH} Does Mali have a national strategy?")
    expect(answer.locator(".marker")).to_have_count(2)
    place, mark = page.locator("#source .place"), page.locator("#source mark").first
    expect(place).to_have_text("Citation 1 of 2")
    expect(mark).to_have_text(STATED)

    page.get_by_role("button", name="Next citation").press("Enter")

    expect(place).to_have_text("Citation 2 of 2")
    expect(mark).to_have_text(re.compile("^No national strategy"))
    expect(mark).to_be_in_viewport()
    expect(answer.locator(".marker").nth(1)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Next citation")).to_be_disabled()
    page.get_by_role("button", name="Previous citation").click()
    expect(mark).to_have_text(STATED)


def test_markers_of_several_answers_switch_between_their_sources(opened: Open):
    page = opened()
    first, second = ask(page, ENGLISH), ask(page, "What is the age of consent in Mali?")
    expect(second.locator(".outcome")).to_have_text("Not assessed")
    expect(page.locator("#source h2")).to_have_text("Mali: ECPAT country page")

    first.locator(".marker").first.click()
    expect(page.locator("#source h2")).to_have_text("Cyberwellness profile: Mali")
    expect(first.locator(".marker").first).to_have_attribute("aria-current", "true")
    expect_marked(page, STATED)

    second.locator(".marker").first.click()
    expect(page.locator("#source h2")).to_have_text("Mali: ECPAT country page")
    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect(page.locator("#source mark").first).to_contain_text("ssessed")


def test_a_passage_considered_opens_where_it_stands(opened: Open):
    page = opened()
    answer = ask(page, "What is the gross domestic product of Mali?")

    answer.locator("summary").click()
    passage = answer.locator(".found button").nth(1)
    excerpt = passage.locator(".excerpt").inner_text()
    passage.click()

    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect_marked_from(page, excerpt)


def test_why_shows_the_reason_the_statements_weighed_and_the_passages_in_the_pages_language(
    opened: Open,
):
    page = opened()
    answer = ask(page, ENGLISH)
    answer.get_by_text("Why this answer").click()
    why = answer.locator(".why")

    expect(why).to_contain_text(re.compile(r"asked: 0\.\d+\. An answer takes at least 0\.\d"))
    best = why.locator(".weighed button").first
    expect(best).to_contain_text(STATED)
    expect(best.locator(".stance")).to_have_text("says no")
    expect(best.locator(".where")).to_have_text("1.2.1 CIRT")
    scores = why.locator(".weighed .number").all_inner_texts()
    assert scores == sorted(scores, reverse=True)
    assert all(re.fullmatch(r"[01]\.\d\d", score) for score in scores)
    expect(why.locator(".found button")).to_have_count(10)

    page.get_by_role("button", name="Français").click()
    expect(why.locator("summary")).to_have_text("Pourquoi cette réponse")
    expect(best.locator(".stance")).to_have_text("dit non")
    expect(best.locator(".number")).to_have_text(re.compile(r"^[01],\d\d$"))

    second = why.locator(".weighed button").nth(1)
    excerpt = second.locator(".excerpt").inner_text()
    second.click()
    expect(second).to_have_attribute("aria-current", "true")
    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect_marked_from(page, excerpt)


def test_why_says_that_no_document_covers_a_country(opened: Open):
    answer = ask(opened(locale="fr-FR"), "Le Niger a-t-il un CIRT national ?")

    answer.locator(".why summary").click()

    expect(answer.locator(".why")).to_contain_text("Aucun document de l’index ne couvre ce pays.")


def test_the_source_shows_every_word_of_the_document(opened: Open):
    page = opened()
    page.get_by_role("tab", name="Sources").click()

    page.get_by_role("button", name="Cyberwellness profile: Mali").last.click()

    shown = page.locator("#source .doc-body")
    expect(shown).to_be_visible()
    text = (CORPUS / PROFILE).read_text("utf-8").split("---\n", 2)[2]
    words = re.findall(r"\w+", text)
    assert re.findall(r"\w+", shown.evaluate("body => body.textContent")) == words


def test_examples_in_both_languages_can_be_pressed(opened: Open):
    page = opened()
    expect(page.locator("button.example[lang=fr]").first).to_be_visible()

    page.get_by_role("button", name=ENGLISH).click()

    expect(page.locator(".question")).to_contain_text(ENGLISH)
    expect(page.locator(".answer .outcome")).to_have_text("No")


def test_a_follow_up_is_read_in_the_light_of_the_turn_before(opened: Open):
    page = opened()
    alone = ask(page, "Is there a national strategy?")
    expect(alone.locator(".outcome")).not_to_have_text("No source for this country")
    ask(page, "Does Niger have a national CIRT?")

    follow_up = ask(page, "And a national strategy?")

    expect(follow_up.locator(".outcome")).to_have_text("No source for this country")
    expect(follow_up).to_contain_text("Niger")


def test_an_edited_sentence_shows_as_a_change_and_answers_after_the_rebuild(edited, opened: Open):
    profile = edited.corpus / PROFILE
    new = "Mali has an officially recognised national CIRT, which opened in 2025."
    page = opened(edited.address)
    before = ask(page, ENGLISH)
    expect(before.locator("blockquote").first).to_have_text(STATED)

    profile.write_text(profile.read_text("utf-8").replace(STATED, new), "utf-8")
    expect(page.locator("#bar")).to_contain_text("1 source changed since")
    stale = before.get_by_text("A source cited here has changed since.")
    expect(stale).to_be_visible()
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("tr", has_text="Cyberwellness")).to_contain_text("Changed")
    page.get_by_role("button", name="Rebuild index").click()
    expect(page.locator("#bar .news")).to_contain_text("1 changed")
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    expect(page.locator("tr", has_text="Cyberwellness")).to_contain_text("Current")

    page.get_by_role("tab", name="Ask").click()
    after = ask(page, ENGLISH)
    expect(after.locator(".outcome")).to_have_text("Yes")
    expect(after.locator("blockquote").first).to_have_text(new)
    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect_marked(page, new)

    expect(after.locator(".stale")).to_have_count(0)
    expect(stale).to_be_visible()
    # The earlier answer still shows what it cited; a page that no longer has it says so.
    before.locator(".marker").first.click()
    expect(page.locator("#source mark").first).to_have_text(STATED)


def test_a_page_that_is_open_takes_up_an_index_built_elsewhere(edited, opened: Open):
    page = opened(edited.address)
    expect(page.locator("#bar")).to_contain_text("2 sources")

    (edited.corpus / "chad.md").write_text("# Chad\n\nChad has a CIRT.\n", "utf-8")
    expect(page.locator("#bar")).to_contain_text("1 source changed since")
    edited.rebuild()

    expect(page.locator("#bar .news")).to_contain_text("A new index is in use")
    expect(page.locator("#bar")).to_contain_text("3 sources")
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    expect(ask(page, "Does Chad have a CIRT?").locator(".outcome")).to_have_text("Yes")


def test_a_build_that_the_page_cannot_use_is_told_of_and_the_one_before_answers(
    edited, opened: Open
):
    older = edited.rebuild().info.generation
    (edited.corpus / "chad.md").write_text("# Chad\n\nChad has a CIRT.\n", "utf-8")
    newer = edited.rebuild().info.generation
    manifest = edited.index / "generations" / older / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {"encoder": "another"}))
    page = opened(edited.address)

    upkeep.rollback(edited.corpus, edited.index, older)

    expect(page.locator("#bar .facts")).to_contain_text("An earlier build answers3 sources")
    expect(page.locator("#bar .news")).to_contain_text(f"assistant rollback {newer}")
    expect(ask(page, "Does Chad have a CIRT?").locator(".outcome")).to_have_text("Yes")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("#bar .facts")).to_contain_text("Une version antérieure répond")
    upkeep.rollback(edited.corpus, edited.index, newer)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()


def test_the_index_is_in_sight_and_an_idle_rebuild_says_that_nothing_changed(opened: Open):
    page = opened()
    expect(page.locator("#bar")).to_contain_text(re.compile(r"3 sources · \d+ passages · built \d"))

    page.get_by_role("button", name="Rebuild index").click()

    expect(page.locator("#bar .news")).to_have_text("The index was already up to date.")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#bar .news")).to_be_hidden()


def test_a_hostile_question_is_shown_as_typed_and_does_nothing(opened: Open):
    page = opened()
    question = (
        "<img src=x onerror='hacked=1'> **Mali** ${hacked=2} {{hacked=3}} `hacked=4` [1] CIRT?"
    )

    answer = ask(page, question)

    expect(page.locator(".question .words")).to_have_text(question)
    assert page.locator("#ask").locator("img, script, strong, code").count() == 0
    expect(answer).to_be_visible()
    assert page.evaluate("typeof hacked") == "undefined"


def test_a_hostile_document_is_shown_as_written_and_does_nothing(opened: Open):
    page = opened()
    answer = ask(page, "Does Chad have a national CIRT?")
    answer.locator(".why summary").click()
    why = answer.locator(".weighed").get_by_text("since 2020 <img src=x onerror=hacked=5>")
    expect(why.first).to_be_visible()
    expect(page.locator(".also img, .also svg, .also script")).to_have_count(0)
    page.get_by_role("tab", name="Sources").click()

    page.locator("#sources button.open", has_text="Chad").click()

    source = page.locator("#source")
    expect(source.locator("h2")).to_have_text("Chad <img src=x onerror='hacked=1'>")
    expect(source).to_contain_text("<script>hacked=2</script> Office")
    expect(source).to_contain_text("since 2020 <img src=x onerror=hacked=5> ${hacked=6}")
    expect(source).to_contain_text("<script>hacked=8</script> Press here or")
    expect(source.locator("td").first).to_have_text("</td></table><script>hacked=12</script>")
    expect(source.locator(".control").first).to_have_attribute("data-code", "U+202E")
    assert (
        page.locator("main")
        .locator("img:not(.sheet > img), script, iframe, style, [onload], [onerror]")
        .count()
        == 0
    )
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.evaluate("typeof hacked") == "undefined"


def test_everything_can_be_done_by_keyboard(opened: Open):
    page = opened(width=390, height=844)
    _press_until(page, "Tab", "element => element.name === 'question'")
    page.keyboard.type(ENGLISH)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()

    _press_until(page, "Shift+Tab", "element => element.matches('.marker')")
    page.keyboard.press("Enter")

    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect(page.get_by_role("button", name="Close the source")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#source mark").first).not_to_be_in_viewport()
    expect(page.locator(".marker").first).to_be_focused()


def _press_until(page: Page, key: str, reached: str) -> None:
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate(f"({reached})(document.activeElement)"):
            return
    raise AssertionError(f"{key} never came to where {reached}")


def test_on_a_narrow_screen_the_source_opens_over_the_chat(opened: Open):
    page = opened(width=390, height=844)
    answer = ask(page, ENGLISH)
    expect(page.locator("#source .source-bar")).not_to_be_in_viewport()

    answer.locator(".marker").first.click()

    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect(page.get_by_role("dialog", name="Source")).to_be_visible()
    expect(page.get_by_role("link", name="Original")).to_be_in_viewport()
    page.get_by_role("button", name="Close the source").click()
    expect(page.locator("#source .source-bar")).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_screen_in_either_language(opened: Open, width: int):
    for locale in ("en-GB", "fr-FR"):
        page = opened(width=width, locale=locale)
        ask(page, "x" * 300 + " CIRT Mali")
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_page_speaks_the_browsers_language_and_the_readers_choice_is_kept(opened: Open):
    page = opened(locale="fr-FR")
    expect(page.get_by_role("tab", name="Questions")).to_be_visible()
    expect(page.get_by_role("button", name="Reconstruire l’index")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("tab", name="Ask")).to_be_visible()
    expect(page.get_by_role("button", name="Rebuild index")).to_be_visible()
    expect(box(page)).to_have_attribute("placeholder", "Ask in English or French…")

    page.reload()
    expect(page.get_by_role("tab", name="Ask")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_sources_are_listed_with_their_facts_and_can_be_filtered(opened: Open):
    page = opened()
    page.get_by_role("tab", name="Sources").click()
    row = page.locator("tr", has_text="Cyberwellness profile")
    expect(row).to_contain_text("Mali")
    expect(row).to_contain_text("International Telecommunication Union (ITU)")
    expect(row).to_contain_text("12 August 2014")
    expect(row).to_contain_text("Current")

    page.get_by_role("searchbox").fill("chad")

    expect(page.locator("#sources tbody tr")).to_have_count(2)
    refused = page.locator("#sources tbody tr", has_text="chad/refused.md")
    expect(refused).to_contain_text("Refused")
    expect(refused).to_contain_text("in the front matter, url: javascript:hacked=14 does not start")
    page.get_by_role("button", name="Français").click()
    expect(refused).to_contain_text("dans l’en-tête, url: javascript:hacked=14 ne commence pas par")


def test_a_question_that_cannot_be_asked_is_refused_in_plain_words(opened: Open):
    page = opened()
    box(page).fill("CIRT " * 2000)
    box(page).press("Enter")

    trouble = page.locator(".turn.trouble")
    expect(trouble).to_contain_text(re.compile(r"10[,.]?000 characters"))
    expect(trouble).not_to_contain_text("Traceback")
    expect(ask(page, ENGLISH).locator(".outcome")).to_have_text("No")


def test_a_question_can_be_stopped_and_the_box_stays_free(opened: Open):
    page = opened()
    page.route("**/queue/join*", lambda route: None)
    box(page).fill(ENGLISH)
    box(page).press("Enter")
    expect(page.locator(".turn .status")).to_have_text("Reading the sources…")
    box(page).fill("What is the age of consent in Mali?")

    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".turn .status")).to_have_text("Stopped.")
    expect(box(page)).to_have_value("What is the age of consent in Mali?")
    page.unroute("**/queue/join*")
    box(page).press("Enter")
    expect(page.locator(".answer .outcome")).to_have_text("Not assessed")


def test_an_answer_that_comes_after_its_question_was_told_lost_is_still_shown(opened: Open):
    page = opened()
    held: list[Route] = []
    page.route("**/queue/join*", lambda route: held.append(route))
    with page.expect_request("**/queue/join*"):
        box(page).fill(ENGLISH)
        box(page).press("Enter")
    page.evaluate("window.assistantPage.tell('failed')")
    expect(page.locator(".turn .status")).to_contain_text("No answer came back")

    held.pop().continue_()

    expect(page.locator(".answer .outcome")).to_have_text("No")
    expect(page.locator(".turn.trouble, .turn .status")).to_have_count(0)
    page.reload()
    expect(page.locator(".answer .outcome")).to_have_text("No")


@pytest.mark.parametrize(("locale", "question"), [("en-GB", ENGLISH), ("fr-FR", FRENCH)])
def test_what_the_source_also_speaks_of_is_offered_and_has_an_answer(
    opened: Open, locale: str, question: str
):
    page = opened(locale=locale)
    ask(page, question)
    offered = page.locator(".suggestion")
    expect(offered.first).to_be_visible()
    subject = offered.first.inner_text()
    assert subject in (CORPUS / PROFILE).read_text("utf-8")
    assert subject != "CIRT"

    offered.first.click()

    second = page.locator(".turn").nth(1)
    expect(second.locator(".answer .evidence .section").first).to_contain_text(subject)
    expect(page.locator(".turn").first.locator(".suggestion")).to_have_count(0)
    expect(offered.first).to_be_visible()
    assert subject not in offered.all_inner_texts()


def test_a_lost_connection_loses_nothing_of_the_conversation(opened: Open):
    page = opened()
    ask(page, ENGLISH)
    page.route("**/queue/join*", lambda route: route.abort())
    box(page).fill("What is the age of consent in Mali?")
    box(page).press("Enter")

    # Gradio loads the page anew once the server can be reached again.
    expect(page.locator(".turn.trouble")).to_contain_text("No answer came back")
    expect(page.locator(".turn").first.locator(".answer .outcome")).to_have_text("No")
    page.locator(".marker").first.click()
    expect(page.locator("#source mark").first).to_be_in_viewport()

    page.unroute("**/queue/join*")
    expect(ask(page, FRENCH).locator(".outcome")).to_have_text("Non")


def test_a_conversation_is_there_after_a_reload_and_in_the_history_after_a_new_one(opened: Open):
    page = opened()
    ask(page, ENGLISH)
    page.reload()
    expect(page.locator(".turn .answer .outcome")).to_have_text("No")
    ask(page, "And a national strategy?")

    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name=ENGLISH)).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)

    ask(page, FRENCH)
    page.get_by_role("tab", name="History").click()
    rows = page.locator("#history li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(FRENCH)
    expect(rows.nth(1)).to_contain_text("2 questions")
    rows.nth(1).get_by_role("button", name=ENGLISH).click()

    expect(page.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".turn")).to_have_count(2)
    page.locator(".marker").first.click()
    expect(page.locator("#source mark").first).to_be_in_viewport()
    expect_marked(page, STATED)
    expect(page.locator(".turn").nth(1).locator(".answer")).to_be_visible()


def test_a_conversation_is_deleted_by_a_second_press(opened: Open):
    page = opened()
    ask(page, ENGLISH)
    page.get_by_role("tab", name="History").click()
    rows = page.locator("#history li")

    rows.get_by_role("button", name="Delete").click()
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="Delete for good?").click()

    expect(rows).to_have_count(0)
    expect(page.locator("#history")).to_contain_text("None yet.")
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator(".turn")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => /turn/.test(key))") == []


def test_a_full_storage_costs_the_oldest_conversations_only(opened: Open):
    page = opened()
    page.evaluate(
        """() => { for (let n = 0; n < 60; n++) {
            const turn = {question: `Q${n}`, html: "x".repeat(2e5)};
            assistantPage.store.keep(`c${n}`, `t${n}`, turn); } }"""
    )
    kept = page.evaluate("assistantPage.store.list().map(each => each.id)")

    assert kept[0] == "c59"
    assert kept == [f"c{n}" for n in range(59, 59 - len(kept), -1)]
    assert 10 < len(kept) < 50
    turns = page.evaluate("Object.keys(localStorage).filter(key => /turn-/.test(key)).length")
    assert turns == len(kept)


@pytest.mark.parametrize(("form", "kind"), [("Markdown", "md"), ("HTML", "html")])
def test_a_conversation_is_taken_along_with_full_citations(opened: Open, form: str, kind: str):
    page = opened()
    ask(page, ENGLISH)
    ask(page, "Le Niger a-t-il un CIRT national ?")
    page.get_by_role("tab", name="History").click()

    with page.expect_download() as waiting:
        page.locator("#history li").get_by_role("button", name=form).click()

    assert waiting.value.suggested_filename == f"conversation.{kind}"
    text = Path(waiting.value.path()).read_text("utf-8").replace("\\", "")
    for said in (ENGLISH, STATED, "International Telecommunication Union (ITU)", "2014-08-12",
                 "1.2.1 CIRT", "Aucune source pour ce pays"):  # fmt: skip
        assert said in text, said
    assert "https://www.itu.int/en/ITU-D/Cybersecurity/Pages/default.aspx" in text
    assert re.search(r"mali/itu-cyberwellness-profile\.md:\d+-\d+", text)
    assert re.search(r"Index \d{8}T", text)


def test_a_link_to_an_answer_says_later_whether_its_quotes_still_stand(edited, opened: Open):
    profile = edited.corpus / PROFILE
    page = opened(edited.address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, ENGLISH)
    answer.get_by_role("button", name="Copy link").click()
    expect(answer.locator(".told")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")

    later = opened(link)
    expect(later.locator(".turn .question")).to_contain_text(ENGLISH)
    expect(later.locator(".turn .outcome")).to_have_text("No")
    expect(later.locator(".kept.well")).to_contain_text("[1] The quote still stands.")
    later.locator(".marker").first.click()
    expect_marked(later, STATED)

    text = profile.read_text("utf-8")
    profile.write_text(text + "\nMore.\n", "utf-8")
    later.reload()
    expect(later.locator(".kept.well")).to_contain_text("still stands where it did")
    profile.write_text(text.replace("## Background", "## The background"), "utf-8")
    later.reload()
    expect(later.locator(".kept.well")).to_contain_text("still stands, elsewhere in it")
    profile.write_text(text.replace(STATED, "Mali has a CIRT."), "utf-8")
    later.reload()
    expect(later.locator(".kept.ill")).to_contain_text("no longer stands in its source")
    profile.unlink()
    later.reload()
    expect(later.locator(".kept.ill")).to_contain_text("Its source is no longer there.")


def test_a_link_that_was_made_up_is_found_out_and_one_cut_short_is_said_to_be(
    opened: Open, address: str
):
    from gradio_client import Client

    client = Client(address, verbose=False)
    true = client.predict(ENGLISH, api_name="/ask")
    client.close()
    (citation,) = true["citations"]
    lie = "Mali has a <img src=x onerror=hacked=1> CIRT."
    made_up = true | {
        "verdict": "yes",
        "text": f"Yes.\nITU, as of 2014-08-12: “{lie}” [1]",
        "citations": [citation | {"quote": lie}],
    }

    page = opened(f"{address}#answer={kept.pack(kept.restored(made_up))}")
    expect(page.locator(".kept.ill")).to_contain_text("this is not what the sources gave")
    expect(page.locator(".kept.ill")).to_contain_text("no longer stands in its source")
    assert page.locator("#ask img").count() == 0
    assert page.evaluate("typeof hacked") == "undefined"

    page = opened(f"{address}#answer={kept.pack(kept.restored(made_up))[:-9]}")
    expect(page.locator(".turn.trouble")).to_contain_text("This link is damaged.")


def test_what_people_say_of_an_answer_is_stored_beside_the_index(opened: Open, root: Path):
    page = opened()
    answer = ask(page, ENGLISH)
    answer.get_by_role("button", name="Wrong").click()
    expect(answer.locator("textarea")).to_be_focused()
    page.keyboard.type("The team opened in 2025. <b>\u202e")
    answer.get_by_role("button", name="Send").click()
    expect(answer.locator(".told")).to_have_text("Noted, thank you.")
    expect(answer.locator("form")).to_be_hidden()
    answer.get_by_role("button", name="Right").press("Enter")
    answer.get_by_role("button", name="Send").click()
    expect(answer.locator("form")).to_be_hidden()

    first, second = feedback.read(root / "index")
    assert (first.kind, first.note) == ("wrong", "The team opened in 2025. <b>\u202e")
    assert (second.kind, second.note) == ("right", "The team opened in 2025. <b>\u202e")
    assert first.answer["citations"][0]["quote"] == STATED


def test_two_people_asking_at_once_each_get_their_own_answer(opened: Open):
    first, second = opened(), opened()
    for page, question in ((first, ENGLISH), (second, "What is the age of consent in Mali?")):
        box(page).fill(question)
    box(first).press("Enter")
    box(second).press("Enter")

    expect(first.locator(".answer .outcome")).to_have_text("No")
    expect(second.locator(".answer .outcome")).to_have_text("Not assessed")


def test_programs_ask_through_the_named_endpoint_and_see_no_other(address: str):
    from gradio_client import Client

    client = Client(address, verbose=False)
    answer = client.predict(ENGLISH, api_name="/ask")

    assert (answer["outcome"], answer["verdict"]) == ("answered", "no")
    assert answer["citations"][0]["quote"] == STATED
    endpoints = client.view_api(print_info=False, return_format="dict")
    assert list(endpoints["named_endpoints"]) == ["/ask", "/search", "/sources"]
    with pytest.raises(Exception, match=r"The question .* holds no words"):
        client.predict("?!", api_name="/ask")
    client.close()
