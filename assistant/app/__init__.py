"""The page, served on this machine: ``serve``. A file per part, built with Gradio."""

import errno
import os
import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ServeError

if TYPE_CHECKING:
    from fastapi import FastAPI

# The page asks nothing of the network, and reports to nobody.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def serve(
    corpus: Path,
    index: Path,
    model: str | None = None,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    login: bool = False,
    public_url: str | None = None,
    mcp: bool = False,
    open_browser: bool = False,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve the page until interrupted; the address is announced once it can be opened.

    Port 0 takes any free one. With ``login``, reading takes signing in too; ``public_url`` is
    where people find the page behind a proxy; with ``mcp``, other assistants find tools. Raises
    ``ServeError`` where nothing can be served at the address.
    """
    with _listening(host, port) as listener:
        # Not before the address is sure: Gradio takes seconds to import.
        from assistant.app.access import Rules
        from assistant.app.library import Library
        from assistant.app.page import application

        rules = Rules(host, login, public_url)
        app = application(Library(corpus, index, model), rules, mcp=mcp)
        listener.listen()
        address = _address(listener)
        announce(f"The page is at {address} (Ctrl+C stops it)")
        if mcp:
            announce(f"MCP is at {public_url or address.rstrip('/')}/mcp")
        if open_browser:
            import webbrowser

            webbrowser.open(address)
        _run(app, listener, behind_proxy=public_url is not None)


def check_address(host: str, port: int) -> None:
    """Raise ``ServeError`` where nothing can be served at the address."""
    _listening(host, port).close()


def check_tools() -> None:
    """Raise ``ServeError`` where the package for ``mcp`` is missing."""
    if find_spec("mcp") is None:
        raise ServeError("--mcp needs the package mcp: pip install -e '.[mcp]'")


def _run(app: "FastAPI", listener: socket.socket, *, behind_proxy: bool) -> None:
    # Not Gradio's own launch(): that asks the page for itself over HTTP first, and gives up where
    # a proxy is set or the machine is busy.
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_graceful_shutdown=1,
        # Who asks stands in X-Forwarded-For, which anybody can write where there is no proxy.
        proxy_headers=behind_proxy,
        server_header=False,
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        return


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServeError(_refusal(host, port, error)) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise ServeError(_refusal(host, port, error)) from error
    return listener


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return f"Port {port} is in use. Choose another: assistant serve --port {other}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs special rights. Choose another: assistant serve --port 7860"
    return (
        f"The page cannot be served at {host}:{port}: {error.strerror}. "
        "Choose an address of this machine: assistant serve --host 127.0.0.1"
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    # Every address of this machine: one of them is as good as another for its own browser.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 – read, not bound
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
