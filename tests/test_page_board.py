"""The board as people meet it: a real server, a ledger of small profiles, a real browser."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CHROMIUM, served
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium: apt-get install chromium"
)

HEAD = """---
title: "{country}: digital profile {year}"
publisher: Office of Digital Affairs
as_of: "{year}"
language: en
countries: [{code}]
---

# {country}: digital profile {year}

## Legal measures

### Criminal legislation on computer misuse

{law}

## Technical measures

### National CIRT

{cirt}

### Cyber drills

{drills}

## Figures

- Population: {people}
- Internet users: {users}
"""
PROFILES = (
    {
        "country": "Mali",
        "code": "MLI",
        "year": "2014",
        "law": "Mali has no specific criminal legislation on computer misuse.",
        "cirt": "Mali has no officially recognised national CIRT.",
        "drills": "Not assessed.",
        "people": "16 319 000 (2013)",
        "users": "2.3 % (2013)",
    },
    {
        "country": "Mali",
        "code": "MLI",
        "year": "2025",
        "law": "Mali has adopted criminal legislation on computer misuse.",
        "cirt": "Mali has an officially recognised national CIRT.",
        "drills": "Not assessed.",
        "people": "24 479 000 (2025)",
        "users": "35.2 % (2025)",
    },
    {
        "country": "Niger",
        "code": "NER",
        "year": "2024",
        "law": "Niger has adopted criminal legislation on computer misuse.",
        "cirt": "Niger has no officially recognised national CIRT.",
        "drills": "Not assessed.",
        "people": "27 032 000 (2024)",
        "users": "23.2 % (2023)",
    },
    {
        "country": "Chad",
        "code": "TCD",
        "year": "2016",
        "law": "It is unclear whether Chad has criminal legislation on computer misuse.",
        "cirt": "Chad has an officially recognised national CIRT.",
        "drills": "Chad holds cyber drills every year.",
        "people": "14 561 000 (2016)",
        "users": "5.0 % (2016)",
    },
)
HOSTILE = """---
title: "Togo <img src=x onerror='hacked=1'>"
publisher: "<script>hacked=2</script> Office"
as_of: "2024"
countries: [TGO]
---

# Togo

## Law <b onmouseover=hacked=3> \u202eraey

Togo has a law on <img src=x onerror=hacked=4> since 2020 ${hacked=5} {{hacked=6}}.

- Seat <svg onload=hacked=7>: <script>hacked=8</script> Lomé
"""


def write_corpus(folder: Path) -> Path:
    """Write the profiles, and one that would like to run."""
    folder.mkdir(parents=True)
    for each in PROFILES:
        name = f"{each['country'].lower()}-{each['year']}.md"
        (folder / name).write_text(HEAD.format(**each), "utf-8")
    (folder / "togo.md").write_text(HOSTILE, "utf-8")
    return folder


Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("board")
    with served(write_corpus(root / "corpus"), root / "index") as address:
        yield address


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the board; afterwards no script error or dialog may have been."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_board(width: int = 1440, **options: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.accept()))
        page.goto(address)
        expect(page.locator("#bar [data-state=current]")).to_be_visible()
        page.get_by_role("tab").nth(1).click()
        expect(page.locator(".lattice .rows .row, .slips button").first).to_be_visible()
        return page

    yield open_board
    for context in contexts:
        context.close()
    assert wrong == []


def texts(found: Locator) -> list[str]:
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def countries(page: Page) -> list[str]:
    return texts(page.locator(".lattice .rows .name"))


def headings(page: Page) -> list[str]:
    return texts(page.locator(".lattice .head .what"))


def cell(page: Page, country: str, indicator: str) -> Locator:
    """The cell of a country's row and an indicator's column."""
    column = headings(page).index(indicator)
    return page.get_by_role("row").filter(has_text=country).locator(f"[data-column='{column}']")


def test_each_cell_tells_its_status_in_words_its_date_its_age_and_its_conflicts(opened: Open):
    page = opened()

    assert countries(page) == ["Chad", "Mali", "Niger", "Togo"]
    assert len(headings(page)) == 5
    law, cirt = "Criminal legislation on computer misuse", "National CIRT"
    expect(cell(page, "Chad", law)).to_contain_text("Unclear")
    expect(cell(page, "Chad", law).get_by_title("Old evidence")).to_be_visible()
    expect(cell(page, "Mali", cirt)).to_contain_text("Yes")
    expect(cell(page, "Mali", cirt)).to_contain_text("2025")
    expect(cell(page, "Mali", cirt).get_by_title("Changed over time")).to_be_visible()
    expect(cell(page, "Mali", cirt).get_by_title("2 statements")).to_have_text("+1")
    expect(cell(page, "Niger", cirt)).to_contain_text("No")
    expect(cell(page, "Niger", "Cyber drills")).to_contain_text("Not assessed")
    expect(cell(page, "Niger", "Population")).to_contain_text("27 032 000")
    expect(cell(page, "Togo", cirt)).to_have_text("No source says")
    expect(page.locator(".lattice .rows .status:not(.value) > .icon")).to_have_count(14)


def test_filters_leave_the_countries_indicators_and_cells_that_pass(opened: Open):
    page = opened()
    chips = page.locator(".chips")
    expect(chips.get_by_role("button", name="Not assessed")).to_have_text("Not assessed2")

    chips.get_by_role("button", name="Not assessed").click()
    assert (countries(page), headings(page)) == (["Mali", "Niger"], ["Cyber drills"])
    chips.get_by_role("button", name="No source says").click()
    assert countries(page) == ["Mali", "Niger", "Togo"]
    expect(cell(page, "Mali", "Population")).to_have_text("Filtered out")
    page.get_by_role("button", name="Clear filters").click()
    assert len(countries(page)) == 4

    page.get_by_label("Search countries").fill("cirt tchad")
    assert (countries(page), headings(page)) == (["Chad"], ["National CIRT"])
    page.get_by_label("Search countries").fill("27 032")
    assert (countries(page), headings(page)) == (["Niger"], ["Population"])
    page.get_by_label("Search countries").fill("no such thing")
    expect(page.get_by_text("Nothing passes these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()

    page.get_by_label("As of").select_option("2025")
    assert countries(page) == ["Mali"]
    page.get_by_label("As of").select_option("")
    chips.get_by_role("button", name="Old evidence").click()
    assert countries(page) == ["Chad"]
    chips.get_by_role("button", name="Old evidence").click()
    chips.get_by_role("button", name="Conflicts").click()
    assert countries(page) == ["Mali"]
    chips.get_by_role("button", name="Conflicts").click()

    page.get_by_label("Add a country").press_sequentially("Niger")
    assert countries(page) == ["Niger"]
    page.get_by_label("Add a country").press_sequentially("ma")
    page.keyboard.press("Enter")
    assert countries(page) == ["Mali", "Niger"]
    page.get_by_title("Leave out Niger").click()
    assert countries(page) == ["Mali"]


def test_a_group_is_filtered_and_labels_that_stand_alone_are_listed(opened: Open):
    page = opened()

    page.get_by_label("Group").select_option("Figures")
    assert headings(page) == ["Population", "Internet users"]
    page.get_by_label("Group").select_option("All groups")
    page.get_by_label(re.compile("With 2 labels")).check()

    assert len(headings(page)) == 7
    assert texts(page.locator(".lattice .head .group"))[-2:] == ["Stands alone"] * 2


def test_a_cell_opens_its_evidence_newest_first_and_in_the_source(opened: Open):
    page = opened()
    expect(page.locator("#right")).to_be_hidden()

    cell(page, "Mali", "National CIRT").click()

    slip = page.locator(".slip")
    expect(slip.get_by_role("heading")).to_have_text("Mali National CIRT")
    expect(slip).to_contain_text("Changed over time")
    quotes = [PROFILES[1]["cirt"], PROFILES[0]["cirt"]]
    assert texts(slip.locator("blockquote")) == quotes
    expect(page.locator("#source mark")).to_have_text(quotes[0])
    expect(slip.locator(".from").first).to_have_attribute("aria-current", "true")
    slip.locator(".from").nth(1).click()
    expect(page.locator("#source mark")).to_have_text(quotes[1])
    expect(page.locator("#source h2")).to_have_text("Mali: digital profile 2014")
    page.locator("#source").get_by_role("button", name="Close the source").click()
    expect(page.locator("#right")).to_be_hidden()
    cell(page, "Togo", "Population").click()
    expect(slip).to_contain_text("No source in the index says anything of this.")


def test_the_table_is_walked_and_opened_by_keyboard(opened: Open):
    page = opened()
    page.locator(".lattice [tabindex='0']").focus()

    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("aria-colindex", "3")
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_have_text(PROFILES[1]["cirt"])
    page.keyboard.press("Escape")
    expect(page.locator(".slip")).to_be_hidden()
    expect(page.locator("#right")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#right")).to_be_hidden()
    expect(focused).to_have_attribute("aria-colindex", "3")

    page.keyboard.press("Control+End")
    expect(focused).to_have_attribute("data-row", "3")
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(focused).to_have_attribute("aria-sort", "ascending")
    assert countries(page) == ["Chad", "Mali", "Niger", "Togo"]
    page.keyboard.press("Enter")
    expect(focused).to_have_attribute("aria-sort", "descending")
    assert countries(page) == ["Niger", "Mali", "Chad", "Togo"]


def test_a_country_is_read_as_a_profile_with_quotes_dates_and_what_nobody_says(opened: Open):
    page = opened()

    page.locator(".lattice .rows .name").filter(has_text="Mali").click()

    dossier = page.locator(".dossier")
    expect(dossier.get_by_role("heading", name="Mali")).to_be_focused()
    groups = texts(dossier.get_by_role("heading", level=3))
    assert groups == ["Legal measures", "Technical measures", "Figures"]
    article = dossier.locator("article").filter(has_text="Internet users").last
    assert texts(article.locator(".amount")) == ["35.2 %", "2.3 %"]
    assert texts(article.locator(".when")) == ["as of 2025", "as of 2013"]
    expect(article.locator("ol")).to_have_class(re.compile("timeline"))
    article.locator(".from").nth(1).click()
    expect(page.locator("#source mark")).to_contain_text("2.3 %")

    dossier.get_by_label("Country", exact=True).select_option("Togo")
    expect(dossier.get_by_role("heading", name="Togo")).to_be_visible()
    expect(dossier.locator(".unsaid")).to_contain_text("National CIRT")
    dossier.get_by_role("button", name="Back to the board").click()
    expect(page.locator(".lattice")).to_be_visible()


def saved(page: Page, form: str) -> bytes:
    with page.expect_download() as download:
        page.locator(".overview, .dossier").get_by_role("button", name=form).locator(
            "visible=true"
        ).click()
    assert download.value.suggested_filename == f"ledger.{form.lower()}"
    return Path(download.value.path()).read_bytes()


def test_what_is_shown_is_saved_as_csv_xlsx_and_json_with_its_quotes(opened: Open):
    page = opened()
    page.get_by_label("Search countries").fill("mali cirt")
    assert headings(page) == ["National CIRT"]
    quotes = [PROFILES[1]["cirt"], PROFILES[0]["cirt"]]

    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV").decode("utf-8-sig"))))
    assert [(row["as_of"], row["quote"]) for row in rows] == list(
        zip(("2025", "2014"), quotes, strict=True)
    )
    cells = json.loads(saved(page, "JSON"))["cells"]
    assert [each["document"] for each in cells] == ["mali-2025.md", "mali-2014.md"]
    sheet = load_workbook(io.BytesIO(saved(page, "XLSX")))["Ledger"]
    assert sheet.max_row == 3

    page.locator(".lattice .rows .name").first.click()
    expect(page.locator(".dossier h2")).to_be_visible()
    cells = json.loads(saved(page, "JSON"))["cells"]
    assert {each["country"] for each in cells} == {"MLI"}
    assert len(cells) == 10


def test_a_narrow_screen_shows_one_country_or_one_indicator_at_a_time(opened: Open):
    page = opened(width=390, locale="fr-FR")
    slips = page.locator(".slips button")

    page.get_by_label("Affiché", exact=True).select_option("Mali")
    expect(slips).to_have_count(5)
    slips.filter(has_text="National CIRT").click()
    expect(page.locator(".slip blockquote").first).to_have_text(PROFILES[1]["cirt"])
    expect(page.locator(".slip")).to_contain_text("A changé avec le temps")
    page.locator(".slip .from").nth(1).click()
    expect(page.locator("#source mark")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.locator(".slip .close").click()
    page.get_by_role("button", name="Par indicateur").click()
    page.get_by_label("Affiché", exact=True).select_option("National CIRT")
    assert texts(slips.locator(".what")) == ["Mali", "Niger", "Tchad", "Togo"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_labels_and_quotes_that_would_like_to_run_are_only_shown(opened: Open):
    page = opened()
    page.get_by_label(re.compile("With 2 labels")).check()
    expect(page.locator(".lattice .head")).to_contain_text("Seat <svg onload=hacked=7>")
    expect(page.locator(".lattice .head")).to_contain_text("\\u202e")

    cell(page, "Togo", "Seat <svg onload=hacked=7>").click()
    expect(page.locator(".slip blockquote")).to_contain_text("<script>hacked=8</script> Lomé")
    page.locator(".lattice .rows .name").filter(has_text="Togo").click()
    expect(page.locator(".dossier")).to_contain_text("<img src=x onerror=hacked=4>")
    expect(page.locator(".dossier")).to_contain_text("${hacked=5} {{hacked=6}}")

    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator(".board :is(img, script)").count() == 0


@pytest.mark.parametrize(
    ("width", "scheme", "locale"), [(1440, "light", "fr"), (390, "dark", "en")]
)
def test_axe_finds_nothing_wrong_on_the_board(opened: Open, width: int, scheme: str, locale: str):
    page = opened(width, color_scheme=scheme, locale=locale, reduced_motion="reduce")
    found = {"board": violations(page)}
    if width > 860:
        page.locator(".lattice .rows [data-row='1'][data-column='1']").click()
    else:
        page.locator(".filters summary").click()
        page.locator("[name=lens]").select_option("MLI")
        page.locator(".slips button").nth(1).click()
    expect(page.locator(".slip .pieces")).to_be_visible()
    found["evidence"] = violations(page)
    page.locator(".slip .profile").click()
    expect(page.locator(".dossier h2")).to_be_visible()
    found["profile"] = violations(page)

    assert found == {key: [] for key in found}


def violations(page: Page) -> list[str]:
    """What axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]
