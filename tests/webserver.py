"""A web server of this machine, for tests of fetching."""

import bz2
import gzip
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GUIDE = "# Guide to treaties\n\nThe treaty opens for signature on 3 May 2001.\n"
PACKED = bz2.compress(b"x" * 100_000_000)


class Pages(BaseHTTPRequestHandler):
    """What each address answers; ``asked`` of the server keeps the requests."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("?")[0].replace("-", "_").replace(".", "_")
        getattr(self, name, self.missing)()

    def answer(self, media_type, data, status=200, **headers):
        self.send_response(status)
        if media_type:
            self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", headers.pop("length", len(data)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def missing(self):
        self.answer("text/plain", b"no such page", status=404)

    def guide_md(self):
        self.answer("text/plain; charset=utf-8", GUIDE.encode())

    def guide(self):
        self.answer("text/markdown", GUIDE.encode())

    def law_php(self):
        page = (
            "<html><head><title>Press law of Chad</title><script>alert(1)</script></head>"
            "<body><h1>Press law of Chad</h1><p>The press law was adopted in 2010.</p>"
            "<table><tr><th>Year<th>Laws</tr><tr><td>2010<td>3</tr></table></body></html>"
        )
        self.answer("text/html; charset=utf-8", page.encode())

    def data_md(self):
        self.answer("application/octet-stream", GUIDE.encode())

    def untyped_md(self):
        self.answer("", GUIDE.encode())

    def accents(self):
        self.answer("text/plain; charset=iso-8859-1", "Le décret est signé.\n".encode("latin1"))

    def packed(self):
        self.answer(f"text/plain; charset={self.path.partition('?')[2]}", PACKED)

    def shifted(self):
        self.answer(f"text/plain; charset={self.path.partition('?')[2]}", b"C+AGE-D\n")

    def labelled_md(self):
        self.answer("text/markdown", f"---\nlayout: page\nas_of: '2001'\n---\n\n{GUIDE}".encode())

    def picture(self):
        self.answer("image/png", b"\x89PNG")

    def data(self):
        self.answer("application/octet-stream", b"\x00\x01")

    def fake_md(self):
        self.answer("text/markdown", b"\0\1\2")

    def zipped(self):
        self.answer("text/plain", gzip.compress(GUIDE.encode()), Content_Encoding="gzip")

    def cut_off(self):
        self.answer("text/plain", b"The first half", length=4000)
        self.close_connection = True

    def announced_large(self):
        self.answer("text/plain", b"x", length=10**12)
        self.close_connection = True

    def endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Connection", "close")
        self.end_headers()
        while not self.server.stopping.is_set():
            self.wfile.write(b"More and more. " * 5000)

    def slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.drip(b"x")

    def slow_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Padding: ")
        self.drip(b"x")

    def drip(self, piece):
        while not self.server.stopping.wait(0.02):
            self.wfile.write(piece)
            self.wfile.flush()

    def moved(self):
        self.answer("text/plain", b"", status=302, Location="/guide.md")

    def round_and_round(self):
        self.answer("text/plain", b"", status=301, Location="/round-and-round")

    def elsewhere(self):
        where = self.headers["Host"].replace("127.0.0.1", "127.0.0.2")
        self.answer("text/plain", b"", status=307, Location=f"http://{where}/guide.md")

    def to_a_file(self):
        self.answer("text/plain", b"", status=302, Location="file:///etc/hostname")

    def to_nowhere(self):
        self.answer("text/plain", b"", status=302, Location="http://[oops/")

    def to_the_cloud(self):
        self.answer(
            "text/plain", b"", status=302, Location="http://169.254.169.254/latest/meta-data"
        )

    def unencrypted(self):
        self.answer("text/plain", b"", status=302, Location="http://localhost/guide.md")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that hangs up is what is tested."""


@contextmanager
def serving(context=None, host="127.0.0.1"):
    """Serve until the block ends; yields the server, whose ``url`` is its address."""
    server = _Server((host, 0), Pages)
    server.asked, server.stopping = [], threading.Event()
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.url = f"{'https' if context else 'http'}://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
