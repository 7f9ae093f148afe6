"""The page behind a login, in a real browser and for real clients."""

import asyncio
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import httpx
import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CHROMIUM, served
from gradio_client import Client as GradioClient
from gradio_client.exceptions import AuthenticationError
from mcp import Client as McpClient
from mcp.client.streamable_http import streamable_http_client
from playwright.sync_api import expect

from assistant import users

pytest_plugins = ["projects"]
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="needs Chromium: apt-get install chromium"
)

WORDS = "three blind white mice"
QUESTION = "Does Mali have a national CIRT?"
REFUSED = (
    "Seuls les éditeurs peuvent modifier les sources et l’index. Connectez-vous comme éditeur."
)


@pytest.fixture(scope="module")
def index(built, tmp_path_factory):
    index = tmp_path_factory.mktemp("access") / "index"
    shutil.copytree(built / "index", index)
    users.add(index, "ada", WORDS, "editor")
    users.add(index, "ben", WORDS, "reader")
    users.add(index, "eve", WORDS, "reader")
    return index


@pytest.fixture(scope="module")
def address(built, index):
    with served(built / "corpus", index, "--login", "--mcp") as address:
        yield address


@pytest.fixture
def opened(browser, address):
    """Opens the page, in a browser of its own; nothing may be refused by its policy."""
    contexts, wrong = [], []

    def open_page(at=address, **options):
        context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce"} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda message: "Security Policy" in message.text and wrong.append(message.text),
        )
        page.goto(at)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def enter(page, name, password=WORDS):
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def test_an_editor_signs_in_asks_and_signs_out(opened, address):
    page = opened(address + "#kept")
    expect(page).to_have_url(address + "login#kept")
    expect(page.get_by_role("heading")).to_have_text("Sign in")

    enter(page, "ada", "not the password")
    expect(page.get_by_role("alert")).to_have_text("Name and password do not go together.")
    expect(page.locator("[name=username]")).to_have_value("ada")
    expect(page.locator("[name=password]")).to_be_focused()
    enter(page, "ada")

    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    expect(page).to_have_url(address + "#kept")
    expect(page.locator(".visitor")).to_contain_text("ada")
    expect(page.get_by_role("button", name="Rebuild")).to_be_visible()
    page.fill("textarea[name=question]", QUESTION)
    page.press("textarea[name=question]", "Enter")
    expect(page.locator(".outcome").first).to_have_text("No")
    expect(page.locator("#source mark").first).to_be_in_viewport()
    page.get_by_role("button", name="Sign out").click()
    # By its name: the page that is left has several headings, of which none would be waited for.
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(address)
    expect(page).to_have_url(address + "login")


def test_who_could_not_be_signed_out_is_told_to_be_signed_in_still(opened, address):
    page = opened()
    enter(page, "ben")
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    page.route("**/logout", lambda route: route.abort())

    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".visitor")).to_contain_text("ben")

    page.unroute("**/logout")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_reader_sees_no_way_to_rebuild_and_is_refused_who_finds_one(opened):
    page = opened(locale="fr-FR", viewport={"width": 390, "height": 800})
    expect(page.get_by_role("heading")).to_have_text("Connexion")
    enter(page, "ben")

    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    expect(page.locator(".visitor")).to_contain_text("ben")
    expect(page.locator(".rebuild")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("document.querySelector('.rebuild').click()")
    expect(page.get_by_role("alert")).to_contain_text(REFUSED)


def test_a_reader_who_is_removed_is_sent_to_sign_in(opened, address, index):
    page = opened()
    enter(page, "eve")
    expect(page.locator("#bar [data-state=current]")).to_be_visible()

    users.remove(index, "eve")

    expect(page).to_have_url(address + "login")
    expect(page.get_by_role("heading")).to_have_text("Sign in")


def test_signing_in_works_by_keyboard_and_without_scripts(opened, address):
    page = opened(java_script_enabled=False)
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type("ben")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(address)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_wrong_with_the_sign_in_page(opened, width, scheme):
    page = opened(viewport={"width": width, "height": 800}, color_scheme=scheme)

    assert violations(page) == []
    enter(page, "ada", "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Le nom et le mot de passe ne vont pas ensemble."
    )
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_on_another_site_leads_to_the_page_though_the_cookie_stays_behind_at_first(
    opened, address
):
    page = opened()
    enter(page, "ada")
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    other = f'<a href="{address}#there">status</a>'
    page.route(
        "http://other.example/", lambda route: route.fulfill(body=other, content_type="text/html")
    )

    page.goto("http://other.example/")
    page.get_by_role("link").click()
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    expect(page).to_have_url(address + "#there")


def test_programs_sign_in_with_their_real_clients(address):
    client = GradioClient(address, auth=("ben", WORDS), verbose=False)
    assert client.predict(QUESTION, api_name="/ask")["verdict"] == "no"
    client.close()
    with pytest.raises(AuthenticationError):
        GradioClient(address, auth=("ben", "not the password"), verbose=False)

    async def asked(auth):
        async with httpx2.AsyncClient(auth=auth) as http:
            transport = streamable_http_client(f"{address}mcp", http_client=http)
            async with McpClient(transport) as client:
                return await client.call_tool("ask", {"question": QUESTION})

    # The browser's loop runs in this thread.
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(lambda: asyncio.run(asked(httpx2.BasicAuth("ben", WORDS))))
        told = work.result(timeout=60)
    assert told.structured_content["verdict"] == "no"
    for path in ("", "config", "gradio_api/info", "mcp"):
        assert httpx.get(address + path).status_code == 401
        assert httpx.get(address + path, auth=("ben", "wrong")).status_code in (401, 429)


def test_what_is_refused_carries_the_headers_too(address):
    for response in (httpx.get(address), httpx.get(address + "login")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "server" not in response.headers
    assert re.search("no-store", httpx.get(address + "login").headers["cache-control"])
