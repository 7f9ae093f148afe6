"""The page for those who cannot see or point, and against those who mean it ill."""

import os
import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CHROMIUM
from playwright.sync_api import Browser, Page, expect
from test_page import ENGLISH, FRENCH, ask, pytestmark  # noqa: F401 – skips as there

pytest_plugins = ["projects"]

if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("needs Chromium: apt-get install chromium", allow_module_level=True)


@pytest.fixture
def address(shipped) -> str:
    return shipped.address


def violations(page: Page) -> list[str]:
    """What axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_wrong_on_any_tab(
    browser: Browser, address: str, width: int, scheme: str
):
    locale, question = ("fr-FR", FRENCH) if scheme == "dark" else ("en-GB", ENGLISH)
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale=locale,
        reduced_motion="reduce",
    )
    page.goto(address)
    expect(page.locator("button.example").first).to_be_visible()
    found = {"start": violations(page)}

    answer = ask(page, question)
    ask(page, "Compare Mali and Niger on a national CIRT.")
    expect(page.locator(".suggestion").first).to_be_visible()
    answer.locator(".why summary").click()
    answer.locator("[data-kind=wrong]").click()
    found["answers"] = violations(page)
    word = page.evaluate("assistantPage.store.turns(assistantPage.store.list()[0].id)[0].word")
    answer.locator(".marker").first.click()
    expect(page.locator("#source mark").first).to_be_in_viewport()
    page.locator(".cite").click()
    found["source"] = violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    answer.locator(".sign").click()
    expect(answer.locator(".told")).not_to_be_empty()
    for number, tab in enumerate(("board", "sources", "signed", "history"), 1):
        page.get_by_role("tab").nth(number).click()
        if tab == "signed":
            page.locator("#signed .which input").check()
        filled = page.locator(f"#{tab} :is([role=gridcell], tr button, li button, li h3)")
        expect(filled.locator("visible=true").first).to_be_visible()
        found[tab] = violations(page)
    page.goto(f"{address}#answer={word}")
    page.reload()
    expect(page.locator(".kept")).to_be_visible()
    found["link"] = violations(page)
    page.close()

    assert found == {key: [] for key in found}


def test_while_a_source_is_on_its_way_what_stands_there_can_be_read(browser: Browser, address: str):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(address)
    first = page.locator(".source-empty .open").first
    expect(first).to_be_visible()
    page.route(re.compile("component_server"), lambda route: None)
    with page.expect_request(re.compile("component_server")):
        first.click()
    expect(page.locator(".source.loading [data-t='source.hint']")).to_be_visible()

    found = violations(page)

    page.close()
    assert found == []


SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll("body *")]
    .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth + 1
        && (each === document.documentElement
            || ["auto", "scroll"].includes(getComputedStyle(each).overflowX)))
    .map((each) => `${each.tagName}.${each.className}`)"""


@pytest.mark.parametrize(("locale", "question"), [("en-GB", ENGLISH), ("fr-FR", FRENCH)])
def test_with_letters_twice_as_large_nothing_scrolls_sideways_on_a_phone(
    browser: Browser, address: str, locale: str, question: str
):
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale=locale)
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    page.add_style_tag(content="html { font-size: 200%; }")
    ask(page, question)
    found = {"ask": page.evaluate(SIDEWAYS)}
    for number, tab in enumerate(("board", "sources", "signed", "history"), 1):
        page.get_by_role("tab").nth(number).click()
        expect(page.locator(f"#{tab} h2").first).to_be_visible()
        found[tab] = page.evaluate(SIDEWAYS)
    expect(page.get_by_role("tab")).to_have_count(5)
    log = page.locator(".log")
    page.get_by_role("tab").first.click()
    expect(log).to_be_visible()
    room = log.evaluate("each => each.clientHeight / innerHeight")
    page.close()

    assert found == {tab: [] for tab in found}
    assert room > 0.25


def test_the_policy_lets_no_script_run_that_is_not_the_pages_own(browser: Browser, address: str):
    page = browser.new_page()
    page.goto(address)
    expect(page.locator("#bar [data-state=current]")).to_be_visible()
    page.evaluate(
        """() => {
            window.refused = [];
            document.addEventListener("securitypolicyviolation",
                ({ effectiveDirective }) => refused.push(effectiveDirective));
            const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
            add("<img src=data:, onerror='window.hacked = 1'>");
            add("<a id=bait href='javascript:window.hacked = 2'>x</a>");
            add("<iframe src='https://evil.example/'></iframe>");
            add("<img src='https://evil.example/pixel.png'>");
            document.getElementById("bait").click();
            const script = document.createElement("script");
            script.textContent = "window.hacked = 3";
            document.body.append(script);
        }"""
    )

    page.wait_for_function("window.refused.length >= 5")
    refused = page.evaluate("window.refused")
    assert refused.count("script-src-elem") >= 2
    assert {"script-src-attr", "frame-src", "img-src"} <= set(refused)
    assert page.evaluate("typeof hacked") == "undefined"
    page.close()


@pytest.mark.parametrize("path", ["", "config", "gradio_api/info", "nothing-here"])
def test_every_response_carries_the_headers(address: str, path: str):
    try:
        response = urllib.request.urlopen(address + path)
    except urllib.error.HTTPError as error:
        response = error
    headers = {name.lower(): value for name, value in response.headers.items()}

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["frame-ancestors"] == policy["default-src"] == "'none'"
    assert "unsafe-inline" not in policy["script-src"]
    response.close()


def test_the_number_in_the_policy_is_another_each_time(address: str):
    numbers = set()
    for _ in range(3):
        with urllib.request.urlopen(address) as response:
            policy = response.headers["content-security-policy"]
            number = policy.split("'nonce-")[1].split("'")[0]
            assert f"<script nonce={number}>".encode() in response.read()
            numbers.add(number)
    assert len(numbers) == 3
