"""Looking after the sources on the page: a real server, a real index, a real browser."""

# ruff: noqa: F811 – the fixture ``opened`` is taken in by its name

import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CHROMIUM, served
from playwright.sync_api import FilePayload, Locator, Page, expect
from test_page import Open, opened, pytestmark  # noqa: F401 – skips as there

pytest_plugins = ["projects"]

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)

LAW = """# Press law of Chad

## Scope <img src=x onerror=hacked=1>

The press law of Chad was adopted in 2010. <script>hacked=2</script> {{hacked=3}} ${hacked=4}

| Year | Laws |
|---|---|
| 2010 | 3 |
"""


@pytest.fixture(scope="module")
def root(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(built, tmp_path_factory.mktemp("sources"), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with served(root / "corpus", root / "index") as address:
        yield address


def sources(page: Page) -> None:
    page.get_by_role("tab", name="Sources").click()
    expect(page.locator("#sources tbody tr").first).to_be_visible()


def payload(name: str, data: str | bytes) -> FilePayload:
    content = data.encode() if isinstance(data, str) else data
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def choose(page: Page, *files: FilePayload) -> Locator:
    """Bring files by the button, and return the card of the last."""
    page.locator("#sources .add").click()
    page.locator("#adding input[type=file]").set_input_files(list(files))
    return page.locator("#adding .card").last


def drop(page: Page, name: str, text: str = "", size: int = 0) -> None:
    """Let a file go over the tab, as from a file manager; of a text, or so many zeros."""
    carried = page.evaluate_handle(
        """([name, text, size]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([text, new Uint8Array(size)], name));
            return carried;
        }""",
        [name, text, size],
    )
    for event in ("dragover", "drop"):
        page.dispatch_event("#tabs", event, {"dataTransfer": carried})


def told(page: Page) -> Locator:
    return page.locator("#bar .news")


def dismiss(page: Page) -> None:
    page.locator("#bar .dismiss").click()


def test_a_file_dropped_is_shown_as_understood_and_kept_when_confirmed(opened: Open, root: Path):
    page = opened()
    sources(page)

    drop(page, "../Press law\u202e.md", LAW)

    card = page.locator("#adding .card")
    expect(card.get_by_role("heading", name="../Press law\\u202e.md")).to_be_visible()
    expect(card.locator(".counts")).to_have_text("2 headings · 1 table · 1 passage")
    card.locator("summary", has_text="Headings").click()
    expect(card.locator("details li").last).to_have_text("Scope <img src=x onerror=hacked=1>")
    card.locator("summary", has_text="Text as understood").click()
    expect(card.locator(".extract")).to_contain_text("<script>hacked=2</script> {{hacked=3}}")
    expect(card.get_by_label("Title")).to_have_value("Press law of Chad")
    expect(card.get_by_label("Country")).to_have_value("Chad")
    expect(card.locator("[data-field=as_of] .hint")).to_contain_text("its quotes would be undated")
    expect(card.locator(".place")).to_have_text("Will be kept as chad/Press-law.md")
    assert not (root / "corpus" / "chad").exists()

    card.get_by_label("Publisher").fill("Ministry of Information")
    card.get_by_label("As of").fill("2010")
    card.get_by_role("button", name="Add to the sources").click()

    expect(card.locator(".status")).to_contain_text("Added as chad/Press-law.md")
    expect(told(page)).to_contain_text("1 added, 0 changed, 0 removed")
    assert (root / "corpus/chad/Press-law.md").read_text("utf-8").endswith(LAW)
    page.get_by_role("button", name="Back to the list").first.click()
    row = page.locator("#sources tr", has_text="Press law of Chad")
    expect(row).to_contain_text("Ministry of Information")
    expect(row.locator(".date")).to_have_text("2010")
    expect(row.locator(".state")).to_have_text("Current")
    assert page.evaluate("[1, 2, 3, 4].map((n) => window.hacked)") == [None] * 4
    row.get_by_role("button", name="Press law of Chad").click()
    expect(page.locator("#source .source-head")).to_contain_text("Press law of Chad")


def test_in_french_by_keyboard_another_document_is_replaced_only_when_that_is_said(
    opened: Open, root: Path
):
    page = opened(locale="fr-FR")
    (root / "corpus/senegal").mkdir()
    (root / "corpus/senegal/loi.md").write_text("# Loi du Sénégal\n\nLa loi date de 2001.\n")
    expect(page.locator("#bar")).to_contain_text("1 source modifiée")
    page.get_by_role("button", name="Reconstruire").press("Enter")
    expect(told(page)).to_contain_text("1 ajoutée")
    sources(page)
    page.locator("#sources .add").press("Enter")
    expect(page.get_by_role("button", name="Choisir des fichiers")).to_be_focused()

    text = "# Loi du Sénégal\n\nLa loi du Sénégal date de 2002, dit le journal officiel.\n"
    page.locator("#adding input[type=file]").set_input_files([payload("loi.md", text)])
    card = page.locator("#adding .card")
    expect(card.get_by_label("Pays")).to_have_value("Sénégal")
    expect(card.locator("[data-field=countries] .hint")).to_have_text(
        "Déduit du document. Corrigez si c’est faux."
    )
    card.get_by_label("En date du").fill("l’an dernier")
    card.get_by_label("En date du").press("Enter")
    expect(card.locator(".refused")).to_contain_text(
        "dans le formulaire, as_of: l’an dernier n’est pas une date. Écrivez AAAA"
    )
    card.get_by_label("En date du").fill("2002")
    card.get_by_label("En date du").press("Enter")
    expect(card.locator(".refused")).to_contain_text("Un autre document est gardé sous")
    assert "2001" in (root / "corpus/senegal/loi.md").read_text()

    card.get_by_label("Remplacer l’autre document gardé sous senegal/loi.md").press("Space")
    card.get_by_role("button", name="Ajouter aux sources").press("Enter")

    expect(card.locator(".status")).to_contain_text("Ajouté sous senegal/loi.md")
    expect(told(page)).to_contain_text("0 ajoutées, 1 modifiées, 0 retirées")
    assert "as_of: '2002'" in (root / "corpus/senegal/loi.md").read_text()
    expect(page.locator("#adding .back")).to_be_focused()


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30 << 20))
    return packed.getvalue()


def test_what_cannot_be_read_is_refused_with_its_reason_and_leaves_nothing(
    opened: Open, root: Path
):
    page = opened()
    sources(page)
    before = sorted((root / "corpus").rglob("*"))

    choose(
        page,
        payload("bomb.docx", bomb()),
        payload("cut.pdf", b"%PDF-1.7 and no more"),
        payload("program.exe", b"MZ"),
    )
    drop(page, "large.txt", size=21 * 1024 * 1024)

    cards = page.locator("#adding .card.trouble")
    expect(cards).to_have_count(4)
    for place, why in enumerate(("as in a bomb", "cut off", "no reader", "Larger than 20 MB")):
        expect(cards.nth(place).locator(".status")).to_contain_text(why)
        expect(cards.nth(place).locator("form")).to_be_hidden()
    page.get_by_label("Or a page or file on the web").fill("http://127.0.0.1:9/law")
    page.get_by_role("button", name="Fetch").click()
    expect(cards.last.locator(".status")).to_contain_text("an address that is not public")
    for _ in range(5):
        page.get_by_role("button", name="Discard").first.click()
    expect(page.locator("#adding .card")).to_have_count(0)
    assert sorted((root / "corpus").rglob("*")) == before


def test_several_are_added_at_once_and_one_is_removed_when_its_name_was_confirmed(
    opened: Open, root: Path
):
    page, other = opened(), opened(locale="fr-FR")
    sources(page)
    sources(other)
    names = ("Note on Niger", "Letter on Niger")
    choose(page, *(payload(f"{n[:4]}.md", f"# {n}\n\n{n}: a press law.\n") for n in names))
    page.get_by_role("button", name="Add all 2").click()
    expect(told(page)).to_contain_text("2 added, 0 changed, 0 removed")
    dismiss(page)
    page.locator("#adding .back").click()
    expect(other.locator("#sources tr", has_text="Letter on Niger")).to_be_visible()
    file = root / "corpus/niger/Note.md"

    row = page.locator("#sources tr", has_text="Note on Niger")
    row.get_by_role("button", name="Remove").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Remove niger/Note.md?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert file.exists()
    row.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()

    expect(told(page)).to_contain_text("0 added, 0 changed, 1 removed")
    expect(row).to_have_count(0)
    expect(other.locator("#sources tr", has_text="Note on Niger")).to_have_count(0)
    assert [each.name for each in file.parent.iterdir()] == ["Lett.md"]


def test_a_rebuild_shows_how_far_it_is_and_cancelled_leaves_the_index_that_served(
    opened: Open, root: Path
):
    page = opened()
    serving = (root / "index/current").read_text()
    folder = root / "corpus/chad/many"
    for number in range(1500):
        text = f"# Law {number} of Chad\n\nLaw {number} was adopted in {1600 + number}.\n"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"law-{number}.md").write_text(text)
    expect(page.locator("#bar")).to_contain_text("1,500 sources changed since")

    page.get_by_role("button", name="Rebuild index").click()
    expect(page.locator("#bar .facts")).to_contain_text(re.compile(r"\d+ / \d+"))
    page.locator("#bar").get_by_role("button", name="Cancel").press("Enter")

    expect(told(page)).to_contain_text("The index from before goes on serving.")
    expect(page.get_by_role("button", name="Rebuild index")).to_be_enabled()
    expect(page.locator("#bar .halt")).to_be_hidden()
    assert (root / "index/current").read_text() == serving
    assert all((each / "manifest.json").exists() for each in (root / "index/generations").iterdir())
    shutil.rmtree(folder)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()


def test_the_builds_tell_what_they_changed_and_an_older_one_serves_again(opened: Open, root: Path):
    page = opened()
    profile = root / "corpus/mali/ecpat-country-page.md"
    profile.write_text(profile.read_text("utf-8") + "\nA sentence more.\n", "utf-8")
    expect(page.locator("#bar")).to_contain_text("1 source changed since")
    page.get_by_role("button", name="Rebuild index").click()
    expect(told(page)).to_contain_text("1 changed")
    dismiss(page)
    sources(page)
    page.get_by_role("button", name="Builds").click()

    builds = page.locator("#builds .list > li")
    expect(builds.first).to_contain_text("Serves")
    expect(builds.first.locator(".changes")).to_have_text("Changedmali/ecpat-country-page.md")
    expect(builds.first).to_contain_text(re.compile(r"Passages: \d added, \d removed, \d+ kept"))
    serving = (root / "index/current").read_text()
    builds.nth(1).get_by_role("button", name="Let it serve again").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_contain_text("Go back to the build of")
    dialog.get_by_role("button", name="Let it serve again").click()

    expect(told(page)).to_have_text("An older build serves again.")
    expect(builds.nth(1).locator(".state")).to_have_text("Serves")
    expect(page.locator("#bar")).to_contain_text("1 source changed since")
    older = (root / "index/current").read_text()
    assert older < serving
    builds.first.get_by_role("button", name="Let it serve again").click()
    dialog.get_by_role("button", name="Let it serve again").click()
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    assert (root / "index/current").read_text() == serving


def test_the_list_is_sorted_by_the_heads_of_its_columns(opened: Open):
    page = opened()
    sources(page)
    head = page.get_by_role("columnheader", name="Passages")
    counts = page.locator("#sources td.number")
    rising = sorted(int(each) for each in counts.all_inner_texts())
    assert len(set(rising)) > 1

    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(counts).to_have_text([str(each) for each in rising])
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(counts).to_have_text([str(each) for each in reversed(rising)])
    page.get_by_role("searchbox").fill("à jour mali")
    expect(page.locator("#sources tbody tr")).to_have_count(2)


@pytest.mark.parametrize(
    ("width", "scheme", "locale"), [(1440, "light", "en-GB"), (390, "dark", "fr-FR")]
)
def test_axe_finds_nothing_wrong_in_any_view_and_nothing_is_too_wide(
    opened: Open, width: int, scheme: str, locale: str
):
    page = opened(width=width, locale=locale)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("(dark) => document.body.classList.toggle('dark', dark)", scheme == "dark")
    sources(page)
    found = {"list": violations(page)}
    page.locator("#sources .remove").first.click()
    found["remove"] = violations(page)
    page.keyboard.press("Escape")
    card = choose(page, payload("note.md", LAW), payload("cut.pdf", b"%PDF-1.7 no"))
    expect(card).to_have_class(re.compile("trouble"))
    page.locator("#adding summary").last.click()
    found["adding"] = violations(page)
    page.locator("#adding .back").click()
    page.locator("#sources .builds-open").click()
    expect(page.locator("#builds .list > li").first).to_be_visible()
    found["builds"] = violations(page)

    assert found == {view: [] for view in found}


def violations(page: Page) -> list[str]:
    """What axe-core finds, by rule and element; and what is wider than the window."""
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]] + (
        ["wider than the window"] if wide else []
    )


def test_readers_see_the_list_and_the_builds_and_can_change_neither(opened: Open, root: Path):
    with served(root / "corpus", root / "index", "--host", "0.0.0.0") as address:
        page = opened(address)
        expect(page.locator("html")).to_have_attribute("data-role", "reader")
        sources(page)
        expect(page.locator("#sources .open").first).to_be_visible()
        drop(page, "press.md", LAW)
        page.get_by_role("button", name="Builds").click()
        expect(page.locator("#builds .list > li").first).to_contain_text("passages")

        for name in ("Add sources", "Remove", "Rebuild index", "Let it serve again"):
            expect(page.get_by_role("button", name=name)).to_have_count(0)
        refused = page.evaluate(
            """async () => (await fetch("sources/upload?name=a.md", {
                method: "POST", body: "x", headers: {"Content-Type": "application/octet-stream"},
            })).status"""
        )
        assert refused == 403
