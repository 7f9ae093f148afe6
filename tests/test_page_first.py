"""The page before there is anything to ask: somebody's first minutes with it."""

# ruff: noqa: F811 – the fixture ``opened`` is taken in by its name

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, free_port, served
from playwright.sync_api import expect
from test_page import Open, ask, box, opened, pytestmark  # noqa: F401 – skips as there
from test_page_sources import drop, told

from assistant import cli

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

pytest_plugins = ["projects"]

PROFILE = "# Profile of Chad\n\n## National CIRT\n\nChad has no national CIRT.\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("first")


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with served(root / "corpus", root / "index") as address:
        yield address


def test_without_a_source_the_page_tells_how_to_add_one_in_french_too(opened: Open):
    page = opened(width=390, locale="fr-FR", state="empty")

    expect(page.locator("#bar")).to_contain_text("Aucune source pour l’instant")
    box(page).fill("Le Tchad a-t-il un CIRT national ?")
    box(page).press("Enter")
    expect(page.locator(".turn.trouble")).to_contain_text("Ajoutez-en une dans l’onglet")
    page.get_by_role("tab").nth(1).click()
    expect(page.locator("#board")).to_contain_text("Aucune source ne parle encore d’un pays.")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources .none")).to_contain_text("Aucune source. Déposez des fichiers")


def test_the_first_document_dropped_can_be_asked_once_it_is_confirmed(opened: Open, root: Path):
    page = opened(state="empty")
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources .none")).to_contain_text("No source yet. Drop files here")

    drop(page, "profile.md", PROFILE)
    card = page.locator("#adding .card")
    expect(card.get_by_label("Country")).to_have_value("Chad")
    card.get_by_role("button", name="Add to the sources").click()

    expect(told(page)).to_contain_text("1 added, 0 changed, 0 removed")
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    assert (root / "corpus" / "chad" / "profile.md").is_file()
    page.get_by_role("tab", name="Ask").click()
    answer = ask(page, "Does Chad have a national CIRT?")
    expect(answer.locator(".outcome")).to_have_text("No")
    page.get_by_role("tab").nth(1).click()
    expect(page.locator("#board .lattice")).to_contain_text("Chad")


def test_an_emptied_corpus_is_not_served_from_the_index_of_what_it_held(
    copy: Path, capsys: pytest.CaptureFixture[str]
):
    shutil.rmtree(copy / "corpus" / "mali")

    assert cli.main(["serve", "--port", str(free_port())]) == 1

    assert "The corpus corpus holds no document." in capsys.readouterr().err
