"""Answers signed on the page, and told of once a source has changed."""

import re

import pytest
from browser import served
from playwright.sync_api import expect

SOURCE = """---
country: Mali
as_of: 2014
publisher: Observatory
---
# Profile of Mali

## National CIRT

Mali does not have a national CIRT.

## Helpline

Mali has a national child helpline.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signed")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "mali.md").write_text(SOURCE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with served(folder / "corpus", folder / "index") as address:
        yield address


def ask(page, question: str) -> None:
    turns = page.locator(".turn").count()
    page.locator(".composer textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(turns + 1)
    expect(page.locator(".turn").nth(turns).locator(".answer")).to_be_visible()


def test_before_anything_is_signed_the_tab_tells_how_in_french(address, browser):
    page = browser.new_page(locale="fr-FR", viewport={"width": 390, "height": 800})
    page.goto(address)
    page.get_by_role("tab", name="Signées").click()
    expect(page.locator("#signed .none")).to_contain_text("Aucune réponse n’est encore signée")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    page.close()


def test_an_answer_is_signed_told_of_when_it_changes_and_withdrawn(address, folder, browser):
    page = browser.new_page(locale="en-GB")
    page.goto(address)
    for question in ("Does Mali have a national CIRT?", "Does Mali have a child helpline?"):
        ask(page, question)
        last = page.locator(".turn").last
        last.get_by_role("button", name="Sign off").click()
        expect(last.locator(".told")).to_have_text("Signed.")

    page.get_by_role("tab", name="Signed").click()
    signed = page.locator("#signed")
    expect(signed.locator(".sum")).to_have_text("0 of 2 no longer hold")
    expect(signed.locator("li:visible")).to_have_count(0)
    signed.get_by_label("Show those that hold, too").check()
    expect(signed.locator("li:visible")).to_have_count(2)
    expect(signed.locator("li .state").first).to_have_text("It still holds.")
    signed.get_by_label("Show those that hold, too").uncheck()

    changed = SOURCE.replace("does not have a", "set up a")
    (folder / "corpus" / "mali.md").write_text(changed, "utf-8")
    page.get_by_role("button", name=re.compile("Rebuild")).click()
    expect(signed.locator(".sum")).to_have_text("1 of 2 no longer hold")
    row = signed.locator("li:visible")
    expect(row).to_have_count(1)
    expect(row.locator(".question")).to_have_text("Does Mali have a national CIRT?")
    expect(row.locator("del").first).to_have_text("no")
    expect(row.locator("ins").last).to_have_text("Mali set up a national CIRT.")

    row.get_by_role("link", name="Open as signed").click()
    expect(page.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".kept")).to_be_visible()

    page.get_by_role("tab", name="Signed").click()
    row.get_by_role("button", name="Withdraw").click()
    row.get_by_role("button", name="Withdraw for good?").click()
    expect(signed.locator(".sum")).to_have_text("0 of 1 no longer hold")
    page.close()
