"""The page over a database: what is asked, signed and told of there is in the database."""

from urllib.parse import urlsplit

import pytest
from browser import served
from playwright.sync_api import expect

from assistant import feedback, pipeline, signing
from assistant.store.location import location

SOURCE = """---
country: Mali
as_of: 2014
publisher: Observatory
---
# Profile of Mali

## National CIRT

Mali does not have a national CIRT.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mali.md").write_text(SOURCE, "utf-8")
    return tmp_path / "corpus"


def ask(page, question):
    page.locator(".composer textarea").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".answer")).to_be_visible()
    return turn


def test_two_pages_share_a_database(folder, database, browser):
    place = location(database)
    pipeline.rebuild(folder, place)
    with served(folder, database) as first, served(folder, database) as second:
        page = browser.new_page(locale="en-GB")
        page.goto(first)
        turn = ask(page, "Does Mali have a national CIRT?")
        expect(turn.locator(".answer")).to_contain_text("Mali does not have a national CIRT.")
        turn.get_by_role("button", name="Sign off").click()
        expect(turn.locator(".told")).to_have_text("Signed.")
        (signed,) = signing.read(place)
        assert signed.question == "Does Mali have a national CIRT?"

        page.goto(second)
        page.get_by_role("tab", name="Signed").click()
        expect(page.locator("#signed .sum")).to_have_text("0 of 1 no longer hold")
        page.get_by_role("tab", name="Board").click()
        expect(page.locator("#board")).to_contain_text("National CIRT")

        changed = SOURCE.replace("does not have a", "set up a")
        (folder / "mali.md").write_text(changed, "utf-8")
        pipeline.rebuild(folder, place)
        page.get_by_role("tab", name="Ask").click()
        turn = ask(page, "Does Mali have a national CIRT?")
        expect(turn.locator(".answer")).to_contain_text("Mali set up a national CIRT.")
        assert "postgres@" not in page.content()
        assert urlsplit(database).path.strip("/") not in page.content()
        page.close()
    assert list(feedback.read(place)) == []
