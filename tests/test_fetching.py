"""A web address → its bytes: what is fetched, and what is refused."""

import shutil
import socket
import ssl
import subprocess
import time

import pytest
from webserver import GUIDE, serving

from assistant.adding import fetch as fetching
from assistant.adding.fetch import Limits, fetch
from assistant.errors import FetchError

PRIVATE = Limits(private=True, seconds=20)


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture
def public(monkeypatch):
    """Takes 127.0.0.1 for a public address, as no test can have one; all others as they are."""
    real = fetching._is_public
    monkeypatch.setattr(
        fetching, "_is_public", lambda address: str(address) == "127.0.0.1" or real(address)
    )


def test_a_page_is_fetched_with_its_type_and_encoding(server):
    found = fetch(f"{server.url}/guide.md", PRIVATE)

    assert (found.media_type, found.charset) == ("text/plain", "utf-8")
    assert found.data.decode() == GUIDE
    path, headers = server.asked[-1]
    assert path == "/guide.md"
    assert headers["Host"] == server.url.removeprefix("http://")
    assert headers["User-Agent"].startswith("country-status-assistant/")


def test_an_address_is_asked_for_as_any_browser_writes_it(server):
    with pytest.raises(FetchError, match="404"):
        fetch(f"{server.url}/a/é?q=ü&x=1%20#part", PRIVATE)

    assert server.asked[-1][0] == "/a/%C3%A9?q=%C3%BC&x=1%20"


def test_a_redirect_is_followed_and_the_last_address_given(server):
    assert fetch(f"{server.url}/moved", PRIVATE).url == f"{server.url}/guide.md"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("nothing", "answered 404"),
        ("round-and-round", "redirected more than 5 times"),
        ("to-nowhere", r"/to-nowhere: redirected to no web address \("),
        ("to-a-file", "only http and https addresses are fetched"),
        ("zipped", "sent compressed"),
        ("cut-off", "broke off after 14 of 4,000 bytes"),
        ("announced-large", "larger than 21 MB"),
        ("endless", "larger than 21 MB"),
    ],
)
def test_what_does_not_arrive_whole_or_in_bounds_is_refused(server, path, expected):
    with pytest.raises(FetchError, match=expected):
        fetch(f"{server.url}/{path}", PRIVATE)


@pytest.mark.parametrize("path", ["slow", "slow-head"])
def test_a_server_that_sends_drop_by_drop_is_left_when_the_time_is_up(server, path):
    started = time.monotonic()

    with pytest.raises(FetchError, match=r"not there after 0\.5 seconds"):
        fetch(f"{server.url}/{path}", Limits(private=True, seconds=0.5))

    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "gopher://example.org/",
        "http://",
        "http:///path",
        "https://user:word@example.org/",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "http://example.org/\r\nX: y",
        "http://[::1",
        "http://" + "a" * 300 + ".org/",
    ],
)
def test_what_is_no_web_address_is_not_connected_to(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", None)
    monkeypatch.setattr(socket, "getaddrinfo", None)

    with pytest.raises(FetchError):
        fetch(url, PRIVATE)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fc00::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[2002:7f00:1::]",
        "[64:ff9b::7f00:1]",
        "[2001:db8::1]",
    ],
)
def test_addresses_that_are_not_public_are_refused_however_they_are_written(host, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", None)

    with pytest.raises(FetchError, match=r"not public.*--allow-private|no such host"):
        fetch(f"http://{host}/", Limits())


@pytest.mark.parametrize("path", ["elsewhere", "to-the-cloud"])
def test_a_redirect_to_an_address_that_is_not_public_is_refused(server, public, path):
    before = len(server.asked)

    with pytest.raises(FetchError, match="an address that is not public"):
        fetch(f"{server.url}/{path}", Limits())

    assert len(server.asked) == before + 1


def test_a_host_that_has_a_private_address_among_public_ones_is_refused(monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
        for address in ("8.8.8.8", "192.168.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", None)

    with pytest.raises(FetchError, match=r"two\.test is at 192\.168\.0\.1"):
        fetch("http://two.test/", Limits())


def test_the_address_that_was_checked_is_the_one_connected_to(server, public, monkeypatch):
    """A name server that answers otherwise the second time leads nowhere else."""
    real, asked = socket.getaddrinfo, []

    def rebinding(host, *more, **options):
        if host != "rebinding.test":
            return real(host, *more, **options)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    port = server.server_port

    found = fetch(f"http://rebinding.test:{port}/guide.md", Limits())

    assert found.data.decode() == GUIDE
    assert len(asked) == 1
    assert server.asked[-1][1]["Host"] == f"rebinding.test:{port}"


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """An encrypted server on "localhost" and the certificate that vouches for it."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context, "localhost") as running:
        yield running, certificate


def test_an_encrypted_page_is_fetched_where_a_known_authority_vouches_for_it(secure, monkeypatch):
    server, certificate = secure
    with pytest.raises(FetchError, match="certificate"):
        fetch(f"{server.url}/guide.md", PRIVATE)

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    assert fetch(f"{server.url}/guide.md", PRIVATE).data.decode() == GUIDE
    with pytest.raises(FetchError, match="which is not encrypted"):
        fetch(f"{server.url}/unencrypted", PRIVATE)


def test_a_certificate_of_another_host_is_refused(secure, monkeypatch):
    server, certificate = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with pytest.raises(FetchError, match="certificate"):
        fetch(f"https://127.0.0.1:{server.server_port}/guide.md", PRIVATE)


def test_a_host_that_nobody_answers_at_is_said_to_be_so():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(FetchError, match="refused"):
            fetch(f"http://127.0.0.1:{port}/", PRIVATE)
