"""Whatever stops a build, or goes on beside it, the last good generation serves.

``ASSISTANT_KILLS=200`` kills a build at so many points instead of 12.
"""

import builtins
import errno
import io
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.errors import (
    StoreError,
)
from assistant.store import generations
from assistant.store.index import Index
from tests.builds import (
    ENVIRONMENT,
    MALI,
    assert_as_from_scratch,
    passages_of,
    put,
)

KILLS = int(os.environ.get("ASSISTANT_KILLS", "12"))


def test_a_second_build_says_so_or_waits_and_finds_it_done(build):
    reports = []
    with generations.lock(build.index):
        with pytest.raises(StoreError, match="Another build is writing"):
            build(wait=False)
        second = threading.Thread(target=lambda: reports.append(build()))
        second.start()
        second.join(0.3)
        assert second.is_alive()
    second.join()

    assert [report.written for report in reports] == [True]


def test_of_many_builds_at_once_one_writes(build):
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(build())) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(report.written for report in reports) == [False, False, False, True]
    assert len({report.info.generation for report in reports}) == 1
    assert len(generations.names(build.index)) == 1


def test_readers_never_see_two_states_mixed_while_builds_go_on(build, folder):
    """Every document names the same year; a reader that sees two years sees a mixture."""

    def put_year(year):
        for name in ("a", "b", "c"):
            put(folder, f"{name}.md", f"# {name}\n\nReport {name} of {year}.\n")

    put_year(1990)
    build()
    at_first = Index.open(build.index)
    seen, errors, done = set(), [], threading.Event()

    def read():
        while not done.is_set():
            try:
                index = Index.open(build.index)
                texts = [passages_of(index, f"{name}.md")[0].text for name in "abc"]
                years = {text[-5:-1] for text in texts}
                rows, _ = index.search_words([years.copy().pop()], 9)
                seen.add((len(years), len(rows)))
                index.close()
            except Exception as error:
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    for year in range(1991, 1997):
        put_year(year)
        build()
    done.set()
    for each in readers:
        each.join()

    assert errors == []
    assert seen == {(1, 3)}
    assert passages_of(at_first, "a.md")[0].text == "Report a of 1990."


# What an operating system can refuse: each call that writes, syncs or renames, in turn.


def _spoil(monkeypatch, name, root, fail_at):
    """Let the call of ``name`` below ``root`` number ``fail_at`` fail; counts the calls.

    ``name`` is one of ``os``, or "create": a file opened to be written.
    """
    real, calls = io.open if name == "create" else getattr(os, name), []

    def call(first, *arguments, **options):
        path = str(Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else first)
        mode = options.get("mode", arguments[0] if arguments else "r")
        if name == "create" and not set(mode) & set("wxa+"):
            return real(first, *arguments, **options)
        if path.startswith(str(root)) or options.get("dir_fd"):
            calls.append(path)
            if len(calls) - 1 == fail_at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        return real(first, *arguments, **options)

    if name == "create":
        monkeypatch.setattr(io, "open", call)  # which pathlib calls
        monkeypatch.setattr(builtins, "open", call)
    else:
        monkeypatch.setattr(os, name, call)
    return calls


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks /proc what is being synced")
@pytest.mark.parametrize(
    "name", ["create", "fsync", "replace", "mkdir", "link", "unlink", "rmdir", "open"]
)
def test_whatever_call_fails_the_last_good_generation_serves(build, folder, name, monkeypatch):
    for year in (2013, 2014, 2015):  # so that there is an old one to remove
        put(folder, "mali/profile.md", MALI.format(year=year))
        served = build()

    def attempt(fail_at):
        """Build with a fault; gives the report, None if there is none, and the calls."""
        # A text moved up a line changes every row, without an encoder.
        put(folder, "mali/profile.md", MALI.format(year=2015) + "\n" * (fail_at + 3))
        with monkeypatch.context() as spoilt:
            calls = _spoil(spoilt, name, build.index, fail_at)
            try:
                return build(), calls
            except StoreError as error:
                assert "No space left" in str(error)  # noqa: PT017
                return None, calls

    served, calls = attempt(-1)
    assert served.written
    assert calls
    for fail_at in range(len(calls)):
        report, calls = attempt(fail_at)
        index = Index.open(build.index)
        index.check()
        if report:  # it could be done without
            assert index.info == report.info
        elif index.info != served.info:  # the pointer had been moved
            assert (name, Path(calls[fail_at]).name) in {("fsync", "index"), ("open", "index")}
        assert index.manifest.passages == 4
        served = build()
        expected = sha256((folder / "mali/profile.md").read_bytes()).hexdigest()
        assert Index.open(build.index).manifest.documents["mali/profile.md"] == expected
    attempt(-1)
    assert len(generations.names(build.index)) == 3


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks /proc what is being synced")
def test_all_of_a_generation_is_on_the_disk_before_the_pointer_moves(build, monkeypatch):
    """After a power cut the order on the disk is the order of these calls."""
    done, fsync, replace = [], os.fsync, os.replace

    def synced(handle):
        done.append(Path(f"/proc/self/fd/{handle}").readlink())
        fsync(handle)

    def replaced(old, new):
        done.append(f"{Path(new).name} replaced")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    report = build()

    home = generations.folder(build.index, report.info.generation)
    before = done[: done.index("current replaced")]
    manifest_at = before.index("manifest.json replaced")
    files = {path for path in home.rglob("*") if path.name != "manifest.json"}
    assert len(files) > 10
    assert files | {home} <= set(before[:manifest_at])
    assert home / "manifest.json.partial" in before[:manifest_at]
    assert {home, home.parent} <= set(before[manifest_at:])
    assert build.index / "current.partial" in before
    assert done[done.index("current replaced") + 1] == build.index


# A build in a process of its own, that is killed, or may write so much or nothing.


class Driver:
    """Builds in processes of their own, one after the other."""

    def __init__(self, process):
        self._process = process

    def build(self, corpus, index, how="", at=0):
        """Build as ``build_process`` says; gives the status, seconds, result and lines run."""
        self._process.stdin.write(json.dumps([str(corpus), str(index), how, at]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@pytest.fixture
def vectors(build, folder, remembering, tmp_path):
    """The vectors of every state of ``MALI``, in a file: they are the real encoder's."""
    for year in range(2013, 2020):
        put(folder, "mali/profile.md", MALI.format(year=year))
        build(tmp_path / "elsewhere")
    put(folder, "mali/profile.md", MALI.format(year=2013))
    file = tmp_path / "vectors.pickle"
    file.write_bytes(pickle.dumps(remembering.known))
    return file


@pytest.fixture
def driver(folder, vectors, remembering, tmp_path):
    script = Path(__file__).with_name("build_process.py")
    command = [sys.executable, script, vectors, remembering.name, folder, tmp_path / "warm"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        yield Driver(process)
        process.stdin.close()


def test_a_build_killed_at_any_point_leaves_a_whole_index(build, folder, driver, encoder, tmp_path):
    build()
    question = encoder.encode_queries(["When was a bill tabled in Mali?"])[0]
    put(folder, "mali/profile.md", MALI.format(year=2014))
    shutil.copytree(build.index, tmp_path / "whole")
    _, seconds, result, lines = driver.build(folder, tmp_path / "whole", "line", -1)
    assert result == "built"
    points = random.Random(4)
    served, outcomes = 2013, []
    for kill in range(KILLS):
        year = 2014 + (kill % 6)
        put(folder, "mali/profile.md", MALI.format(year=year))
        if kill % 2:
            status, *_ = driver.build(folder, build.index, "line", points.randint(1, lines))
        else:
            status, *_ = driver.build(folder, build.index, "time", points.uniform(0, seconds))
        index = Index.open(build.index)
        index.check()
        (row,), _ = index.search_vectors(question, 1)
        (passage,) = index.passages([row])
        states = [when for when in (served, year) if f"tabled in {when}." in passage.text]
        assert states, passage
        document = MALI.format(year=states[0]).encode()
        assert index.manifest.documents["mali/profile.md"] == sha256(document).hexdigest()
        served = states[0]
        outcomes.append((status, served == year))
        index.close()

    assert sum(status == 9 for status, _ in outcomes) > KILLS // 3
    assert any(not moved for _, moved in outcomes)
    put(folder, "mali/profile.md", MALI.format(year=2030))
    assert build().written  # which clears away what those that were killed left
    assert len(list((build.index / "generations").iterdir())) <= 3
    assert_as_from_scratch(build, tmp_path)


_NAMESPACE = ["unshare", "-rm"]
"""Runs what follows with mounts of its own, as an ordinary user may on most Linux systems."""


def _may_mount():
    with suppress(OSError):
        mount = ["mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()]
        return subprocess.run([*_NAMESPACE, *mount], capture_output=True).returncode == 0
    return False


@pytest.mark.skipif(not _may_mount(), reason="a disk of its own takes a Linux that lets one mount")
def test_whichever_write_finds_the_disk_full_the_last_good_generation_serves(
    folder, vectors, remembering, tmp_path
):
    """The first write that needs a page more than there is fails, then the second, and so on."""
    (tmp_path / "disk").mkdir()
    script = Path(__file__).with_name("full_disk.py")
    command = [sys.executable, script, vectors, remembering.name, folder, tmp_path / "disk"]

    done = subprocess.run([*_NAMESPACE, *command], capture_output=True, text=True, env=ENVIRONMENT)

    *failed, last = map(json.loads, done.stdout.splitlines())
    assert last == ["built", []], done.stderr
    assert len(failed) > 10
    assert [wrong for _, wrong in failed] == [[]] * len(failed)
    assert all("could not be written" in said and "Make room" in said for said, _ in failed)


def test_a_build_that_may_write_only_so_many_bytes_leaves_a_whole_index(build, folder, driver):
    """A limit on file size fails the very write that exceeds it, as a full disk does."""
    first = build()
    put(folder, "mali/profile.md", MALI.format(year=2014))
    sizes = sorted(
        path.stat().st_size for path in Index.open(build.index).folder.rglob("*") if path.is_file()
    )

    for limit in sorted({0, 1, *(size - 1 for size in sizes)}):
        status, _, result, _ = driver.build(folder, build.index, "bytes", limit)
        assert (status, "could not be written" in result) == (0, True), (limit, result)
        assert "assistant index" in result
        Index.open(build.index).check()
        assert Index.open(build.index).info == first.info
        assert len(list((build.index / "generations").iterdir())) == 1

    assert driver.build(folder, build.index, "bytes", 10 * sizes[-1])[2] == "built"


def test_an_index_folder_that_may_not_be_written_serves_and_says_so(folder, driver):
    with tempfile.TemporaryDirectory() as open_to_all:
        root = Path(open_to_all)
        root.chmod(0o755)
        corpus, index = root / "corpus", root / "index"
        shutil.copytree(folder, corpus)
        assert driver.build(corpus, index)[2] == "built"
        first = Index.open(index).info
        if os.getuid():
            index.chmod(0o555)

        unchanged = driver.build(corpus, index, "nobody")
        put(corpus, "mali/profile.md", MALI.format(year=2014))
        changed = driver.build(corpus, index, "nobody")

        index.chmod(0o755)
        assert unchanged[2] == "built"
        assert "could not be written" in changed[2]
        assert "Permission denied" in changed[2]
        assert Index.open(index).info == first
