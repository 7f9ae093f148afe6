"""What stands before the page: who asks, from where, how often, and how much."""

import base64
import re
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant import users
from assistant.app import guard, kept
from assistant.app.access import (
    NOBODY,
    RefusedError,
    Rules,
    Visitor,
    is_loopback,
    require_editor,
    require_reader,
    take_note,
    take_turn,
    visitor_of,
)
from assistant.app.ask import _judged
from assistant.app.guard import COOKIE, Guard
from assistant.app.limits import Limits, Rate
from assistant.app.login import Entrance
from assistant.app.sessions import Sessions
from assistant.app.uploads import UPLOAD
from assistant.config import DEFAULTS
from assistant.types import Answer, IndexInfo

WORDS = "three blind white mice"
OPEN = Rules("192.0.2.1")
LOGIN = Rules("192.0.2.1", login=True)
PROXIED = Rules(public_url="https://status.example.org")
HOST = "http://192.0.2.1:7860"
RATES = {"ask": Rate(3, 60), "note": Rate(2, 3600), "upload": Rate(2, 3600), "login": Rate(3, 600)}

ANSWER = Answer(
    "Who?", "en", (), "no_source", None, False, 0.0, None, "No source.", (), (), (),
    IndexInfo("g", "e", "c", "2026"), (),
)  # fmt: skip


class Clock:
    """A time that a test moves on."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("users")
    users.add(folder, "ada", WORDS, "editor")
    users.add(folder, "ben", WORDS, "reader")
    return folder


async def echo(request: Request):
    """Stands for the page: tells who asks, and what came with it."""
    visitor = visitor_of(request)
    body = await request.body()
    told = {"role": visitor.role, "name": visitor.name, "address": visitor.address}
    if take := {"/ask": take_turn, "/note": take_note}.get(request.url.path):
        try:
            take(request)
        except RefusedError as refusal:
            told["refused"] = refusal.key, refusal.values["n"]
    return JSONResponse({**told, "length": len(body)})


def opened(index, rules, base=HOST, clock=None, **options):
    clock = clock or Clock()
    sessions, limits = Sessions(index, 12, clock), Limits(RATES, clock)
    routes = Entrance(rules, sessions, limits, 12).routes()
    methods = ["GET", "POST"]
    application = Starlette(routes=[*routes, Route("/{path:path}", echo, methods=methods)])
    application.add_middleware(Guard, rules=rules, sessions=sessions, limits=limits)
    return TestClient(application, base_url=base, follow_redirects=False, **options)


def sign_in(client, name="ada", password=WORDS):
    return client.post("/login", data={"username": name, "password": password})


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("example.org", False)],
)  # fmt: skip
def test_only_addresses_of_this_very_machine_are_loopback(host, loopback):
    assert is_loopback(host) is loopback
    assert Rules(host).local is loopback


def test_behind_a_proxy_or_a_login_nothing_is_local():
    assert not PROXIED.local
    assert not Rules(login=True).local
    assert not Rules("127.0.0.1", public_url="http://a.example").local


def test_who_came_past_no_guard_may_do_nothing():
    request = Request({"type": "http", "headers": []})

    assert visitor_of(request) is visitor_of(None) is NOBODY
    for check in (require_reader, require_editor, take_turn):
        with pytest.raises(RefusedError):
            check(request)


def test_on_loopback_everything_is_allowed_to_everybody(index):
    client = opened(index, Rules(), "http://127.0.0.1:7860")

    assert client.get("/").json()["role"] == "editor"
    for _ in range(9):
        assert "refused" not in client.post("/ask").json()


def test_elsewhere_reading_is_open_and_editing_takes_an_editor(index):
    client = opened(index, OPEN)

    assert client.get("/").json()["role"] == "reader"
    assert client.post(UPLOAD).status_code == 403
    sign_in(client, "ben")
    assert client.get("/").json() == {
        "role": "reader", "name": "ben", "address": "testclient", "length": 0,
    }  # fmt: skip
    assert client.post(UPLOAD).status_code == 403
    sign_in(client)
    assert client.get("/").json()["role"] == "editor"
    assert client.post(UPLOAD, content=b"x" * 10).json()["length"] == 10


def test_with_a_login_nothing_is_told_to_whoever_has_not_signed_in(index):
    client = opened(index, LOGIN)

    for path in ("/", "/config", "/gradio_api/info", "/gradio_api/queue/join", "/assets/x.js"):
        assert client.get(path).status_code == client.post(path).status_code == 401
    browser = client.get("/", headers={"Accept": "text/html"})
    assert (browser.status_code, browser.headers["location"]) == (303, "/login")
    assert client.get("/static/fonts/x.woff2").status_code == 200
    assert client.get("/login").status_code == 200
    assert sign_in(client).json() == {"success": True}
    assert client.get("/").json()["name"] == "ada"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(index):
    plain = sign_in(opened(index, LOGIN)).headers["set-cookie"]
    secure = sign_in(opened(index, PROXIED, "https://status.example.org")).headers["set-cookie"]

    value = re.match(rf"{COOKIE}=([\w-]+);", plain).group(1)
    assert len(base64.urlsafe_b64decode(value + "=")) == 32
    assert value not in secure
    for cookie in (plain, secure):
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert f"Max-Age={12 * 3600}" in cookie
    assert "Secure" in secure
    assert "Secure" not in plain


def test_signing_out_ends_the_session_on_the_server_too(index):
    client = opened(index, LOGIN)
    sign_in(client)
    kept = client.cookies[COOKIE]

    assert client.post("/logout").status_code == 200
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, kept)
    assert client.get("/").status_code == 401


def test_a_session_ends_after_half_a_day(index):
    clock = Clock()
    client = opened(index, LOGIN, clock=clock)
    sign_in(client)
    kept = client.cookies[COOKIE]

    def status():
        return client.get("/", headers={"Cookie": f"{COOKIE}={kept}"}).status_code

    clock.now = 12 * 3600 - 1
    assert status() == 200
    clock.now = 12 * 3600 + 1
    assert status() == 401


def test_a_new_role_counts_at_once_and_a_new_password_ends_the_sessions_of_the_old(tmp_path):
    users.add(tmp_path, "eve", WORDS, "reader")
    client = opened(tmp_path, LOGIN)
    sign_in(client, "eve")
    path = tmp_path / users.NAME

    path.write_text(path.read_text().replace("reader", "editor"))
    assert client.get("/").json()["role"] == "editor"
    users.add(tmp_path, "eve", WORDS + "!", "editor", replace=True)
    assert client.get("/").status_code == 401


def test_a_user_who_is_removed_is_out_at_once_and_a_damaged_file_lets_nobody_in(tmp_path):
    users.add(tmp_path, "eve", WORDS, "editor")
    client = opened(tmp_path, LOGIN)
    sign_in(client, "eve")
    assert client.get("/").status_code == 200

    (tmp_path / users.NAME).write_text("[eve")
    assert client.get("/").status_code == 401
    users_file = tmp_path / users.NAME
    users_file.unlink()
    users.add(tmp_path, "eve", WORDS, "editor")
    users.remove(tmp_path, "eve")
    assert client.get("/").status_code == 401
    assert sign_in(client, "eve").status_code == 401


def test_attempts_to_sign_in_are_limited_but_not_those_that_succeed(index):
    clock = Clock()
    client = opened(index, LOGIN, clock=clock)

    for _ in range(4):
        assert sign_in(client).status_code == 200
    for _ in range(3):
        assert sign_in(client, "ada", "wrong").status_code == 401
    refused = sign_in(client)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "200"
    assert refused.json() == {"detail": "Too many attempts from here. Try again in 200 seconds."}
    clock.now += 200
    assert sign_in(client).status_code == 200


def test_a_program_sends_its_password_with_each_request(index, monkeypatch):
    client = opened(index, LOGIN)
    assert client.get("/", auth=("ADA", WORDS)).json()["name"] == "ada"

    # From now on nothing slow is computed for it.
    monkeypatch.setattr(users, "matches", lambda *_: pytest.fail("hashed again"))
    assert client.get("/", auth=("ada", WORDS)).json()["role"] == "editor"
    monkeypatch.undo()
    refused = client.get("/", auth=("ada", "wrong"))
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize("header", ["Basic", "Basic ???", "Basic //79", "Basic YWRh"])
def test_garbage_for_credentials_is_refused(index, header):
    client = opened(index, OPEN)

    assert client.get("/", headers={"Authorization": header}).status_code == 401


def test_a_wrong_cookie_is_nobody(index):
    client = opened(index, OPEN)

    for cookie in ("x", "", "\\udcff", "x" * 5000):
        answer = client.get("/", headers={"Cookie": f"{COOKIE}={cookie}"}).json()
        assert (answer["role"], answer["name"]) == ("reader", None)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", ""]
)
def test_on_loopback_another_name_is_not_answered_to(index, host):
    client = opened(index, Rules(), "http://127.0.0.1:7860")

    refused = client.get("/", headers={"Host": host})
    assert refused.status_code == 421
    assert "--public-url" in refused.json()["detail"]


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:9000", "[::1]:7860", "LOCALHOST"])
def test_on_loopback_its_own_names_are_answered_to(index, host):
    client = opened(index, Rules(), "http://127.0.0.1:7860")

    assert client.get("/", headers={"Host": host}).status_code == 200


def test_behind_a_proxy_its_name_is_answered_to(index):
    client = opened(index, PROXIED, "http://127.0.0.1:7860")

    own = {"Host": "status.example.org", "Origin": "https://status.example.org"}
    assert client.post("/ask", headers=own).status_code == 200
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    foreign = {**own, "Origin": "https://evil.example"}
    assert client.post("/ask", headers=foreign).status_code == 403


FOREIGN = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://192.0.2.1:9999"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_another_sites_page_asks_is_refused(index, headers, method):
    client = opened(index, OPEN)

    refused = client.request(method, "/ask", headers=headers)
    assert refused.status_code == 403
    assert "Another site" in refused.json()["detail"]


def test_a_link_from_another_site_may_be_followed_but_its_form_not_be_sent(index):
    client = opened(index, OPEN)
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert client.get("/", headers=link).status_code == 200
    assert client.post("/login", headers=link, data={"username": "ada"}).status_code == 403


def test_the_page_itself_and_programs_are_answered(index):
    client = opened(index, OPEN)
    for headers in (
        {},
        {"Origin": HOST, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    ):
        assert client.post("/ask", headers=headers).status_code == 200


@pytest.mark.parametrize("path", guard._CLOSED)
def test_routes_that_the_page_has_no_use_for_are_closed(index, path):
    client = opened(index, Rules(), "http://127.0.0.1:7860")

    assert client.get(path + "x").status_code == client.post(path).status_code == 404


def test_a_request_that_is_too_long_is_not_read(index, monkeypatch):
    client = opened(index, OPEN)
    most = DEFAULTS.request_bytes

    assert client.post("/ask", content=b"x" * most).json()["length"] == most
    assert client.post("/ask", content=b"x" * (most + 1)).status_code == 413
    pieces = (b"x" * 1024 * 1024 for _ in range(20))
    refused = client.post("/ask", content=pieces, headers={"Accept-Language": "fr-CA,en"})
    assert refused.status_code == 413
    assert refused.json()["detail"] == f"La requête dépasse {most} octets."


def test_questions_are_limited_by_address_and_signed_in_by_user(index):
    clock = Clock()
    client = opened(index, OPEN, clock=clock)

    answers = [client.post("/ask").json() for _ in range(5)]
    assert [each.get("refused") for each in answers] == [None] * 3 + [["access.ask", 20]] * 2
    sign_in(client, "ben")
    assert "refused" not in client.post("/ask").json()
    clock.now = 20
    client.cookies.clear()
    assert "refused" not in client.post("/ask").json()
    assert "refused" in client.post("/ask").json()


def test_feedback_is_limited_beside_questions(index):
    client = opened(index, OPEN)

    answers = [client.post("/note").json() for _ in range(4)]
    assert [each.get("refused") for each in answers] == [None] * 2 + [["access.note", 1800]] * 2
    assert "refused" not in client.post("/ask").json()


def test_the_page_keeps_no_feedback_beyond_the_limit_and_says_when_it_will():
    visitor = Visitor("reader", address="192.0.2.7")
    limits = Limits(RATES, Clock())
    request = SimpleNamespace(state=SimpleNamespace(visitor=visitor, limits=limits))
    stored = []
    library = SimpleNamespace(note=lambda *given: stored.append(given))
    judged = {"kind": "wrong", "note": "Since 2025.", "word": kept.pack(ANSWER)}

    told = [_judged(library, judged, request) for _ in range(3)]

    assert [each["key"] for each in told] == ["tools.thanks", "tools.thanks", "access.note"]
    assert told[2]["values"] == {"n": 1800}
    assert [(*given[:2], given[2]["question"]) for given in stored] == [
        ("wrong", "Since 2025.", ANSWER.question)
    ] * 2


def test_uploads_are_limited(index):
    client = opened(index, OPEN)
    sign_in(client)

    statuses = [client.post(UPLOAD).status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]


@pytest.mark.parametrize(
    ("address", "counted"),
    [("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"),
     ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")],
)  # fmt: skip
def test_an_address_counts_as_the_one_who_has_it(index, address, counted):
    client = opened(index, OPEN, client=(address, 1234))

    assert client.get("/").json()["address"] == counted


def test_a_bucket_fills_again_evenly_and_never_over():
    clock = Clock()
    limits = Limits(RATES, clock)

    assert [limits.take("ask", "a") for _ in range(4)] == [0, 0, 0, 20]
    assert limits.take("ask", "b") == 0
    clock.now = 19.5
    assert limits.take("ask", "a") == 1
    clock.now = 20
    assert limits.take("ask", "a") == 0
    clock.now = 10_000
    assert [limits.take("ask", "a") for _ in range(4)] == [0, 0, 0, 20]


def test_no_more_buckets_are_kept_than_memory_allows(monkeypatch):
    monkeypatch.setattr("assistant.app.limits._BUCKETS", 100)
    limits = Limits(RATES, Clock())
    for _ in range(3):
        limits.take("ask", "guilty")

    for number in range(300):
        limits.take("ask", f"address {number}")
        limits.take("ask", "guilty")

    assert len(limits._buckets) <= 100
    assert limits.take("ask", "guilty") > 0


def test_the_sign_in_page_speaks_the_browsers_language_and_shows_nothing_it_was_sent(index):
    client = opened(index, LOGIN)
    page = client.get("/login", headers={"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.8"})
    assert '<html lang="fr">' in page.text
    assert "Mot de passe" in page.text

    hostile = '"><script>alert(1)</script>'
    refused = client.post(
        "/login", data={"username": hostile, "password": "x"}, headers={"Accept": "text/html"}
    )
    assert refused.status_code == 401
    assert "Name and password do not go together." in refused.text
    assert hostile not in refused.text
    assert "&lt;script&gt;alert(1)" in refused.text


def test_the_sign_in_page_runs_its_own_script_only(index):
    page = opened(index, LOGIN).get("/login")
    policy = dict(
        part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";")
    )

    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert re.fullmatch(r"'sha256-[\w+/=]+'", policy["script-src"])
    assert re.fullmatch(r"'sha256-[\w+/=]+'", policy["style-src"])


def test_a_browser_that_came_by_another_sites_link_asks_again_with_its_cookie(index):
    client = opened(index, LOGIN)
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert '<html lang="en" data-again>' in client.get("/login", headers=link).text
    assert "data-again>" not in client.get("/login").text


def test_a_visitor_is_counted_by_name_where_there_is_one():
    assert Visitor("reader", "ada", "203.0.113.9").key == "user ada"
    assert Visitor("reader", None, "203.0.113.9").key == "address 203.0.113.9"
