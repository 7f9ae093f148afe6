"""A web address → its bytes; the only module that opens a connection.

Only on the user's explicit command, and only to public addresses: each host, that of a redirect
too, is resolved once, every address found is checked, and one of those checked is connected to, so
that no second look-up can lead elsewhere. Proxies are not used.
"""

import io
import ipaddress
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Literal, cast
from urllib.parse import quote, urljoin, urlsplit

from assistant import __version__
from assistant.errors import FetchError
from assistant.folder import LARGEST

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._?"
_CHUNK = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may take."""

    size: int = LARGEST
    """Bytes."""
    seconds: float = 60.0
    """For all redirects together; looking up a host's name counts, but is not cut short."""
    redirects: int = 5
    private: bool = False
    """Whether private, loopback, link-local and reserved addresses may be connected to."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered in the end."""

    url: str
    """After all redirects."""
    media_type: str
    """In lower case; "" where the server names none."""
    charset: str
    """As the server names it; "" where it names none."""
    data: bytes


@dataclass(frozen=True, slots=True)
class _Target:
    url: str
    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str


def fetch(url: str, limits: Limits) -> Fetched:
    """Fetch ``url``. Raises FetchError saying which address and why not."""
    deadline = monotonic() + limits.seconds
    target = _parsed(url)
    for _ in range(limits.redirects + 1):
        try:
            with _answered(target, limits, deadline) as response:
                moved = response.getheader("Location", "")
                if response.status not in _REDIRECTS or not moved:
                    return _read(target, response, limits)
        except TimeoutError as error:
            raise FetchError(f"{url}: not there after {limits.seconds:g} seconds") from error
        except (OSError, HTTPException) as error:
            raise FetchError(f"{target.url}: {_told(error)}") from error
        target = _redirected(target, moved)
    raise FetchError(f"{url}: redirected more than {limits.redirects} times")


def _parsed(url: str) -> _Target:
    if any(character <= " " or character == "\x7f" for character in url):
        raise FetchError(f"{url!r} is no web address: it holds a space or control character")
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError as error:
        raise FetchError(f"{url} is no web address ({error})") from error
    if parts.scheme not in _PORTS:
        raise FetchError(
            f"{url}: only http and https addresses are fetched. Of a file, give the path"
        )
    if not host or parts.username is not None or parts.password is not None:
        problem = "holds a user name or password" if host else "names no host"
        raise FetchError(f"{parts.scheme} address {problem}. Write https://HOST/PATH")
    path = quote(parts.path or "/", _SAFE) + (
        f"?{quote(parts.query, _SAFE)}" if parts.query else ""
    )
    scheme = cast(Literal["http", "https"], parts.scheme)
    return _Target(url, scheme, host, port or _PORTS[scheme], path)


def _redirected(target: _Target, location: str) -> _Target:
    try:
        address = urljoin(target.url, location)
    except ValueError as error:
        raise FetchError(f"{target.url}: redirected to no web address ({error})") from error
    moved = _parsed(address)
    if target.scheme == "https" and moved.scheme == "http":
        raise FetchError(f"{target.url}: redirected to {moved.url}, which is not encrypted")
    return moved


@contextmanager
def _answered(target: _Target, limits: Limits, deadline: float) -> Iterator[HTTPResponse]:
    """Send the request to an address that was checked, and read the answer's head."""
    with _connected(target, _addresses(target, limits), deadline) as connection:
        connection.settimeout(_left(deadline))
        with _secured(connection, target) as stream:
            stream.settimeout(_left(deadline))
            stream.sendall(_request(target))
            response = HTTPResponse(cast(socket.socket, _Timed(stream, deadline)), method="GET")
            try:
                response.begin()
                yield response
            finally:
                response.close()


def _connected(target: _Target, addresses: Iterable[str], deadline: float) -> socket.socket:
    """Connect to the first of these addresses that can be reached."""
    failure = OSError("it has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, target.port), _left(deadline))
        except OSError as error:
            failure = error
    raise failure


def _addresses(target: _Target, limits: Limits) -> list[str]:
    """Resolve the host and check every address that it has."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{target.url}: no such host {target.host} ({_told(error)})") from error
    addresses = [str(each[4][0]) for each in found]
    for each in addresses:
        if not limits.private and not _is_public(ipaddress.ip_address(each.partition("%")[0])):
            raise FetchError(
                f"{target.url}: {target.host} is at {each}, an address that is not public. "
                "If you trust it: --allow-private"
            )
    return addresses


def _is_public(address: _Address) -> bool:
    """Whether an address, and the one that it may embed, is one of the public network."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or [None, None])[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(address.packed[-4:])
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast


@contextmanager
def _secured(connection: socket.socket, target: _Target) -> Iterator[socket.socket]:
    if target.scheme == "http":
        yield connection
        return
    context = ssl.create_default_context()
    with context.wrap_socket(connection, server_hostname=target.host) as secured:
        yield secured


def _request(target: _Target) -> bytes:
    host = f"[{target.host}]" if ":" in target.host else target.host
    named = host if target.port == _PORTS[target.scheme] else f"{host}:{target.port}"
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {named}",
        f"User-Agent: country-status-assistant/{__version__}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


def _read(target: _Target, response: HTTPResponse, limits: Limits) -> Fetched:
    if response.status != 200:
        raise FetchError(f"{target.url}: answered {response.status} {response.reason}")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise FetchError(f"{target.url}: sent compressed, which was not asked for")
    announced, data = response.length, bytearray()
    if announced is not None and announced > limits.size:
        raise _too_large(target, limits)
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > limits.size:
            raise _too_large(target, limits)
    if announced is not None and len(data) < announced:
        raise FetchError(f"{target.url}: broke off after {len(data):,} of {announced:,} bytes")
    stated = response.headers
    media_type = stated.get_content_type() if "Content-Type" in stated else ""
    return Fetched(target.url, media_type, stated.get_content_charset() or "", bytes(data))


def _too_large(target: _Target, limits: Limits) -> FetchError:
    return FetchError(f"{target.url}: larger than {limits.size / 1e6:.0f} MB")


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _told(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


class _Timed:
    """A connection as HTTPResponse reads it: every read within what is left of the time."""

    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Open the reading end."""
        return io.BufferedReader(_TimedReads(self._stream, self._deadline))


class _TimedReads(io.RawIOBase):
    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._stream.settimeout(_left(self._deadline))
        return self._stream.recv_into(buffer)
