"""Untrusted bytes are read in a process that can be stopped, and that can do no harm."""

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.readers import archive, isolated
from assistant.readers.kinds import Kind
from tests import pdfs

ROOT = Path(__file__).parent.parent
PDF = pdfs.flowing(pdfs.heading("Mali"), pdfs.text(pdfs.LAWS))


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose ``assistant.readers.csv`` runs the Python that it is given as a document."""
    package = tmp_path / "code" / "assistant"
    package.mkdir(parents=True)
    for each in (ROOT / "assistant").iterdir():
        if each.name != "readers":
            (package / each.name).symlink_to(each)
    (package / "readers").mkdir()
    for each in (ROOT / "assistant" / "readers").iterdir():
        if each.stem != "csv":
            (package / "readers" / each.name).symlink_to(each)
    (package / "readers" / "csv.py").write_text(
        "from assistant.readers.content import Content\n"
        "def read(data):\n"
        "    found = {}\n"
        "    exec(data.decode(), found)\n"
        "    return Content(str(found.get('out', 'nothing')), 'text')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path / "code"))
    isolated.close()
    yield tmp_path
    isolated.close()


def run(code: str, seconds: float = isolated.SECONDS) -> str:
    return isolated.read(Kind.CSV, code.encode(), seconds).text


def refused(code: str, seconds: float = isolated.SECONDS) -> str:
    with pytest.raises(CorpusError) as error:
        run(code, seconds)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_one_process_reads_file_after_file(hostile):
    pids = {run("import os; out = os.getpid()") for _ in range(3)}

    assert len(pids) == 1
    assert pids != {str(os.getpid())}


def test_after_a_crash_or_a_hang_the_next_file_is_read(hostile):
    assert "crashed on it" in refused("import os; os._exit(3)")
    assert "crashed on it" in refused("import ctypes; ctypes.string_at(0)")
    assert run("out = 'fine'") == "fine"
    started = time.monotonic()
    assert refused("while True: pass", seconds=1) == (
        "it took longer than 1 seconds to read, so it was left. Split it"
    )
    assert time.monotonic() - started < 10
    assert run("out = 'fine'") == "fine"


def test_a_reader_that_fails_otherwise_is_told_as_a_reason(hostile):
    assert refused("1 / 0") == f"{isolated.UNFORESEEN} (ZeroDivisionError: division by zero)"
    assert refused("def f(): f()\nf()") == "nested too deep to be read"
    assert refused("import sys; sys.exit('a\\nb')").startswith("the program that reads it crashed")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_memory_is_limited(hostile):
    assert refused("out = len(bytearray(4 << 30))") == (
        "it needs more than 1536 MiB of memory to read. Split it"
    )


def test_what_is_printed_is_no_answer(hostile):
    assert run("import os; print('x'); os.write(1, b'x' * 99); out = 'fine'") == "fine"


def test_the_environment_is_not_told(hostile, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "s3cret")
    isolated.close()

    assert "s3cret" not in run("import os; out = dict(os.environ)")


def test_a_reader_cannot_write_connect_or_start_programs(hostile):
    target = hostile / "written"
    for code in (
        f"open({str(target)!r}, 'w')",
        f"import os; os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY)",
        f"import os; os.mkdir({str(target)!r})",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ):
        assert "PermissionError" in refused(code), code
    assert not target.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only there does the kernel help")
def test_native_code_cannot_either(hostile):
    """Landlock may be missing from the kernel; then nothing is claimed."""
    secret = hostile / "secret"
    secret.write_text("s3cret")
    libc = "import ctypes; libc = ctypes.CDLL(None); "
    if run(f"{libc} out = libc.syscall(444, None, 0, 1)").startswith("-"):
        pytest.skip("a kernel without Landlock")

    assert run(f"{libc} out = libc.open({str(secret).encode()!r}, 0)") == "-1"
    assert run(f"{libc} out = libc.creat({str(hostile / 'new').encode()!r}, 0o644)") == "-1"
    assert not (hostile / "new").exists()


def test_answers_are_checked_like_documents():
    for reply in (
        b"no JSON",
        b'{"refused": null}',
        b'{"refused": null, "text": "a", "markup": "text", "body": 5, "fields": {}, "pages": [],'
        b' "remarks": []}',
        b'{"refused": null, "text": "a", "markup": "text", "body": 0, "fields": {},'
        b' "pages": [1, 0], "remarks": []}',
    ):
        with pytest.raises(CorpusError, match=isolated.UNFORESEEN):
            isolated._content(reply)


def test_the_worker_imports_readers_and_nothing_heavy():
    code = (
        "import sys; import assistant.readers.worker; "
        "print([m for m in ('torch', 'faiss', 'gradio', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_the_worker_ends_with_its_parent():
    code = (
        "from assistant.readers import READERS, isolated\n"
        "try: READERS['.pdf'](b'no')\n"
        "except Exception: pass\n"
        "import os; print(isolated._desk.worker.process.pid, flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    pid = int(done.stdout)
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}/exe").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}/exe").exists()


def test_one_bad_file_keeps_no_other_from_being_read(tmp_path):
    (tmp_path / "fine.pdf").write_bytes(PDF)
    (tmp_path / "cut.pdf").write_bytes(PDF[:-600])
    (tmp_path / "secret.pdf").write_bytes(pdfs.encrypted())
    corpus = Corpus(tmp_path)

    assert list(corpus.scan().digests) == ["cut.pdf", "fine.pdf", "secret.pdf"]
    assert corpus.read("fine.pdf").text.startswith("# Mali\n")
    with pytest.raises(CorpusError, match=r"cut\.pdf: cut off: the end of the PDF is missing"):
        corpus.read("cut.pdf")
    with pytest.raises(CorpusError, match=r"secret\.pdf: encrypted"):
        corpus.read("secret.pdf")


def test_a_scan_reads_no_file_that_takes_time(tmp_path):
    (tmp_path / "a.pdf").write_bytes(PDF)
    isolated.close()

    assert list(Corpus(tmp_path).scan().digests) == ["a.pdf"]
    assert isolated._desk.worker is None


def zipped(parts: dict[str, bytes], **options: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """An archive whose directory states another size of its last part."""
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"a.xml": bytes(30 << 20)}), "unpacks to 1028 times its size, as in a bomb"),
        (lying(zipped({"a.bin": b"a"}), 1 << 30), "unpacks to 1074 MB; at most 268 MB are read"),
        (zipped({"../a.xml": b"<a/>"}), "a name that leads out of it"),
        (zipped({"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "declares XML entities"),
        (zipped({"a.xml": '<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16")}), "XML entities"),
        (zipped({"a.xml": b"<a/>" * 99})[:-30], "damaged or cut off"),
        (b"PK\x03\x04", "damaged or cut off"),
    ],
    # Ids of their own: an archive holds the second it was written at, and test processes must
    # collect the same names.
    ids=["bomb", "lying", "path", "entities", "entities in UTF-16", "cut off", "four bytes"],
)
def test_archives_that_are_attacks_are_refused(data, reason):
    with pytest.raises(CorpusError, match=reason):
        archive.check(data)


def test_an_archive_that_states_too_small_a_size_gives_no_more_than_that():
    data = lying(zipped({"a.xml": b"<a>" + bytes(1 << 20)}), 10)

    with pytest.raises(CorpusError, match="damaged or cut off"):
        archive.check(data)
