"""Documents into the corpus and out of it: ``assistant add``, ``remove`` and ``list``."""

import io
import json
import os
import pty
import re
import subprocess
import sys
import tomllib
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onepage import pdf
from webserver import GUIDE, PACKED, serving

from assistant import cli, countries
from assistant.adding import Limits, files, labels, page
from assistant.adding.shelf import folder_of, safe
from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.folder import LARGEST
from assistant.marking import marked
from assistant.types import Document, Metadata, Passage

pytest_plugins = ["projects"]

ROOT = Path(__file__).parent.parent
PRESS = "# Press law of Chad\n\nThe press law of Chad was adopted in 2010.\n"
REPORT = pdf("Chad has no national CIRT.", "The government plans one for next year.")


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(*words):
    return cli.main(["add", "--no-index", *map(str, words)])


def test_a_text_gets_front_matter_above_it_and_is_otherwise_as_it_was(here, capsys):
    source = write(here / "press.md", PRESS)

    status = add(
        source, "--country", "Chad", "--as-of", "2010", "--publisher", 'Ministry: "Press"',
        "--url", "https://example.org/a", "--title", "Press law", "--language", "en",
    )  # fmt: skip

    assert status == 0
    (path,) = tree(here / "corpus")
    assert path == "chad/press.md"
    assert (here / "corpus" / path).read_text("utf-8").endswith("---\n\n" + PRESS)
    found = Corpus(here / "corpus").read(path).metadata
    assert (found.title, found.publisher) == ("Press law", 'Ministry: "Press"')
    assert (found.url, found.as_of) == ("https://example.org/a", "2010")
    assert (found.language, found.countries) == ("en", ("TCD",))
    printed = capsys.readouterr().out
    assert "country    Chad (TCD)" in printed
    assert "1 heading, 0 tables, 1 passage" in printed
    assert source.read_text("utf-8") == PRESS


def test_a_format_without_front_matter_gets_a_sidecar_and_stays_byte_for_byte(here, capsys):
    write(here / "report.pdf", REPORT)

    assert add("report.pdf", "--country", "TCD", "--as-of", "2014-08") == 0

    written = tree(here / "corpus")
    assert written["chad/report.pdf"] == REPORT
    sidecar = tomllib.loads(written["chad/report.pdf.toml"].decode("utf-8"))
    assert sidecar == {"as_of": "2014-08", "countries": ["TCD"]}
    assert Corpus(here / "corpus").read("chad/report.pdf").metadata.as_of == "2014-08"
    assert "unknown    publisher; state it with --publisher" in capsys.readouterr().out


def test_what_nothing_states_is_neither_asked_for_nor_made_up_without_a_terminal(here, capsys):
    write(here / "press.md", PRESS)

    assert add("press.md") == 0

    assert tree(here / "corpus") == {"chad/press.md": PRESS.encode()}
    printed = capsys.readouterr().out
    assert re.findall(r"unknown +(\w+)", printed) == ["as_of", "publisher", "url"]


def test_front_matter_that_is_there_is_added_to_and_never_contradicted(here, capsys):
    before = "---\r\ntitle: Press law\r\ncountry: Chad\r\n---\r\n"
    write(here / "press.md", before + PRESS)

    assert add("press.md", "--as-of", "2011", "--country", "TCD") == 0
    expected = "---\r\ntitle: Press law\r\ncountry: Chad\r\nas_of: '2011'\r\n---\r\n" + PRESS
    assert tree(here / "corpus") == {"chad/press.md": expected.encode()}

    assert add("press.md", "--title", "Another") == 1
    assert "its front matter says title: Press law, and not Another" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_text_that_is_not_utf_8_gets_front_matter_in_its_own_encoding(here, encoding):
    text = "# Loi sur la presse\n\nLe décret a été signé à l’été, dit le ministère.\n" * 3
    write(here / "loi.md", text.encode(encoding))

    assert add("loi.md", "--country", "Chad", "--publisher", "Ministère") == 0

    data = (here / "corpus/chad/loi.md").read_bytes()
    assert data.decode(encoding).endswith(text)
    found = Corpus(here / "corpus").read("chad/loi.md")
    assert found.metadata.publisher == "Ministère"
    assert found.text[found.body :].lstrip("\n") == text


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(max_examples=150, deadline=None)
@given(
    text=TEXTS,
    mark=st.sampled_from(["", "\ufeff"]),
    front=st.sampled_from(["", "---\nrights: ours\n---\n", "---\r\nnote: |\r\n  a\r\n---\r\n"]),
    fields=st.dictionaries(
        st.sampled_from(["title", "publisher", "as_of"]),
        TEXTS.filter(lambda value: value.strip().lower() not in ("", "~", "null")),
    ),
)
def test_labelling_a_text_changes_nothing_but_its_front_matter(text, mark, front, fields):
    data = f"{mark}{front}{text}".encode()
    path = Path("a.md")
    try:
        before = labels.own(path, data)
        labelled, sidecar = labels.labelled(path, data, fields, {})
    except CorpusError as error:
        # A text of control characters, or one that begins with something like front matter.
        assert "control" in str(error) or "---" in text  # noqa: PT017
        return

    assert sidecar == b""
    assert labelled.decode().endswith(text)
    assert labels.own(path, labelled) == {**fields, **before}


def test_a_folder_is_added_with_its_folders_and_what_is_no_document_is_told(here, capsys):
    write(here / "new/treaties/guide.txt", "A guide.\n\nThe treaty opens on 3 May 2001.\n")
    write(here / "new/tchad/2010/press.md", "# Press law\n\nIt was adopted by the assembly.\n")
    write(here / "new/Loi n° 5 (final) é.md", PRESS)
    write(here / "new/broken.md", b"\0\1\2")
    write(here / "new/program.exe", b"MZ")
    os.mkfifo(here / "new/pipe.md")
    (here / "new/secret.md").symlink_to("/etc/hostname")

    assert add("new") == 1

    assert list(tree(here / "corpus")) == [
        "chad/2010/press.md", "chad/Loi-n-5-final-é.md", "treaties/guide.txt",
    ]  # fmt: skip
    errors = capsys.readouterr().err
    assert "new/program.exe: no reader for files like this" in errors
    assert "new/pipe.md: not a regular file" in errors
    assert "new/secret.md: a link to a file outside" in errors
    assert "new/broken.md: " in errors


def test_a_sidecar_beside_what_is_added_comes_along_and_options_go_before_it(here):
    write(here / "in/report.pdf", REPORT)
    write(here / "in/sources.toml", '["report.pdf"]\npublisher = "ITU"\nas_of = 2013\n')

    assert add("in/report.pdf", "--country", "Chad", "--as-of", "2014") == 0

    found = Corpus(here / "corpus").read("chad/report.pdf").metadata
    assert (found.publisher, found.as_of) == ("ITU", "2014")


def test_the_folder_of_the_country_that_is_there_is_used_and_a_flat_corpus_stays_flat(here):
    write(here / "corpus/Tchad/a.md", "# A\n\nThere is a law on this in Chad.\n")
    write(here / "press.md", PRESS)
    write(here / "flat/notes.md", "# Notes\n\nSomething was noted on this day.\n")

    assert add("press.md") == 0
    assert add("press.md", "--corpus", "flat") == 0

    assert (here / "corpus/Tchad/press.md").is_file()
    assert (here / "flat/press.md").is_file()


def test_the_same_bytes_again_are_told_and_others_of_that_name_need_leave(here, capsys):
    write(here / "report.pdf", REPORT)
    assert add("report.pdf", "--country", "Chad") == 0
    before = tree(here / "corpus")

    assert add("report.pdf", "--country", "Chad") == 0
    assert "is in the corpus already, as corpus/chad/report.pdf" in capsys.readouterr().out
    write(here / "copy.pdf", REPORT)
    assert add("copy.pdf") == 0
    assert "copy.pdf: is in the corpus already, as corpus/chad/" in capsys.readouterr().out
    assert add("report.pdf", "--country", "Chad", "--as-of", "2014") == 1
    write(here / "report.pdf", pdf("Chad has a national CIRT now."))
    assert add("report.pdf", "--country", "Chad") == 1
    assert "Put this one in its place with --replace" in capsys.readouterr().err
    assert tree(here / "corpus") == before

    assert add("report.pdf", "--country", "Chad", "--replace") == 0
    after = tree(here / "corpus")
    assert after["chad/report.pdf"] == (here / "report.pdf").read_bytes()
    assert after.keys() == before.keys()


def test_metadata_for_a_text_that_is_there_without_any_is_not_lost_silently(here, capsys):
    write(here / "press.md", PRESS)
    assert add("press.md") == 0

    assert add("press.md", "--as-of", "2010") == 1
    assert add("press.md", "--as-of", "2010", "--replace") == 0

    assert Corpus(here / "corpus").read("chad/press.md").metadata.as_of == "2010"


def test_nothing_is_written_by_a_dry_run(here, capsys):
    write(here / "press.md", PRESS)

    assert add("press.md", "--dry-run") == 0

    assert "1 passage" in capsys.readouterr().out
    assert not (here / "corpus").exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--country", "Narnia"], "in the options, countries: Narnia is no country"),
        (["--as-of", "soon"], "in the options, as_of: soon is no date"),
        (["--url", "javascript:alert(1)"], "in the options, url: javascript:alert(1) does not"),
        (["--language", "klingon"], "in the options, language: klingon is no language code"),
        (["--title", "a\x1b[31mb"], "title: 'a\\\\x1b[31mb' holds control characters"),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_anything_is_written(
    here, capsys, options, expected
):
    write(here / "press.md", PRESS)

    assert add("press.md", *options) == 1

    assert expected.replace("\\\\", "\\") in capsys.readouterr().err
    assert not (here / "corpus").exists()


def test_no_country_in_particular_can_be_stated(here):
    write(here / "press.md", PRESS)

    assert add("press.md", "--country", "none") == 0

    assert Corpus(here / "corpus").read("press.md").metadata.countries == ()


def test_a_title_or_address_is_not_given_to_several_documents(here, capsys):
    write(here / "a.md", PRESS)

    with pytest.raises(SystemExit) as stop:
        add("a.md", "b.md", "--title", "Both")

    assert stop.value.code == 2
    assert not (here / "corpus").exists()


def test_what_is_in_the_corpus_is_not_added_to_it(here, capsys):
    write(here / "corpus/chad/press.md", PRESS)

    assert add("corpus/chad/press.md") == 1
    assert add("corpus") == 1
    assert add("nowhere.md") == 1

    errors = capsys.readouterr().err
    assert errors.count("is in corpus already. Index it with: assistant index") == 2
    assert "nowhere.md: No such file" in errors


def test_a_link_that_leads_out_of_the_corpus_is_not_written_through(here, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(here / "corpus/mali/a.md", "# Mali\n\nThere is a law on this.\n")
    (here / "corpus/chad").symlink_to(outside)
    write(here / "press.md", PRESS)

    assert add("press.md") == 1

    assert tree(outside) == {}


def test_a_disk_that_fails_leaves_neither_document_nor_sidecar(here, monkeypatch, capsys):
    write(here / "report.pdf", REPORT)
    real, calls = Path.replace, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)

    assert add("report.pdf", "--country", "Chad") == 1

    assert "No space left on device" in capsys.readouterr().err
    assert len(calls) == 2
    assert tree(here / "corpus") == {}


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_a_name_is_safe_on_any_system_and_stays_so(name):
    found = safe(name)

    assert re.fullmatch(r"[\w.-]+", found)
    assert found[0] not in ".-"
    assert len(found.encode("utf-8", "ignore")) < 255 - len("..toml.partial")
    assert found.partition(".")[0].lower() not in ("con", "nul", "aux", "prn", "com1")


def test_every_country_has_a_folder_that_leads_back_to_it():
    folders = {code: folder_of(code) for code in countries.codes() if countries.is_country(code)}

    assert folders["CIV"] == "cote-d-ivoire"
    assert folders["BFA"] == "burkina-faso"
    assert len(set(folders.values())) == len(folders)
    assert all(countries.resolve(folder) == code for code, folder in folders.items())


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.mark.parametrize(
    ("page", "suffix"),
    [("guide.md", ".md"), ("guide", ".md"), ("data.md", ".md"), ("untyped.md", ".md")],
)
def test_a_page_is_added_under_its_address_with_the_day_it_was_fetched(here, server, page, suffix):
    url = f"{server.url}/{page}"

    assert add(f"{url}#part", "--allow-private", "--country", "none") == 0

    (path,) = tree(here / "corpus")
    assert path == f"127.0.0.1-{page.removesuffix('.md')}{suffix}"
    text = (here / "corpus" / path).read_text("utf-8")
    assert text.endswith(GUIDE)
    assert re.search(r"^retrieved: '\d{4}-\d\d-\d\d'$", text, re.MULTILINE)
    assert Corpus(here / "corpus").read(path).metadata.url == url


def test_a_web_page_is_kept_as_it_came_with_a_sidecar_that_says_where_from(here, server, capsys):
    url = f"{server.url}/law.php?id=3"

    assert add(url, "--allow-private", "--as-of", "2010") == 0

    written = tree(here / "corpus")
    assert list(written) == [
        "chad/127.0.0.1-law.php-id-3.html",
        "chad/127.0.0.1-law.php-id-3.html.toml",
    ]
    assert b"<script>" in written["chad/127.0.0.1-law.php-id-3.html"]
    sidecar = tomllib.loads(written["chad/127.0.0.1-law.php-id-3.html.toml"].decode())
    assert (sidecar["url"], sidecar["as_of"]) == (url, "2010")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", sidecar["retrieved"])
    printed = capsys.readouterr().out
    assert "title      Press law of Chad" in printed
    assert "1 heading, 1 table" in printed


def test_a_text_in_another_encoding_is_kept_in_utf_8(here, server):
    assert add(f"{server.url}/accents", "--allow-private") == 0

    ((path, data),) = tree(here / "corpus").items()
    assert path == "127.0.0.1-accents.txt"
    assert data.decode("utf-8").endswith("Le décret est signé.\n")


@pytest.mark.parametrize("charset", ["bz2", "bz2_codec", "hex", "zip", "utf-7", "idna", "nonsense"])
def test_a_page_whose_charset_unpacks_is_read_as_plain_text(server, charset):
    tracemalloc.start()
    try:
        found = page(f"{server.url}/packed?{charset}", Limits(private=True))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found.data == PACKED
    assert peak < 20_000_000


def test_a_charset_that_is_no_text_s_changes_nothing(server):
    found = page(f"{server.url}/shifted?utf-7", Limits(private=True))

    assert found.data == b"C+AGE-D\n"


def test_an_address_that_leads_nowhere_leaves_the_others_of_the_command(here, server, capsys):
    words = (f"{server.url}/to-nowhere", f"{server.url}/guide.md")

    assert add(*words, "--allow-private", "--country", "none") == 1

    assert "/to-nowhere: redirected to no web address (" in capsys.readouterr().err
    assert list(tree(here / "corpus")) == ["127.0.0.1-guide.md"]


def test_a_page_with_front_matter_of_its_own_keeps_it(here, server):
    assert add(f"{server.url}/labelled.md", "--allow-private") == 0

    ((path, data),) = tree(here / "corpus").items()
    assert data.startswith(b"---\nlayout: page\nas_of: '2001'\nurl: ")
    assert Corpus(here / "corpus").read(path).metadata.as_of == "2001"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("picture", "is image/png, for which there is no reader"),
        ("data", "is application/octet-stream, for which there is no reader"),
        ("fake.md", "NUL"),
        ("nothing", "answered 404"),
    ],
)
def test_a_page_that_is_no_document_is_refused(here, server, capsys, page, expected):
    assert add(f"{server.url}/{page}", "--allow-private") == 1

    assert expected in capsys.readouterr().err
    assert tree(here) == {}


def test_addresses_are_refused_unless_public_and_of_the_web(here, server, capsys):
    before = len(server.asked)

    assert add(f"{server.url}/guide.md", "file:///etc/hostname") == 1

    errors = capsys.readouterr().err
    assert f"assistant: {server.url}/guide.md: 127.0.0.1 is at 127.0.0.1, an address" in errors
    assert "file:///etc/hostname: only http and https addresses are fetched" in errors
    assert len(server.asked) == before
    assert tree(here) == {}


def test_a_document_that_is_added_is_answered_from_and_one_removed_is_not(copy, capsys):
    write(copy / "in/report.pdf", REPORT)
    assert cli.main(["ask", "Does Chad have a national CIRT?"]) == 3

    assert cli.main(["add", "in/report.pdf", "--country", "Chad", "--as-of", "2014"]) == 0
    capsys.readouterr()
    assert cli.main(["ask", "Does Chad have a national CIRT?"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("No.")
    assert "as of 2014: “Chad has no national CIRT.”" in printed

    assert cli.main(["remove", "corpus/chad/report.pdf", "--yes"]) == 0
    printed = capsys.readouterr().out
    assert "deleted corpus/chad/report.pdf\ndeleted corpus/chad/report.pdf.toml" in printed
    assert not (copy / "corpus/chad").exists()
    assert cli.main(["ask", "Does Chad have a national CIRT?"]) == 3


def test_sidecars_go_with_their_last_document(here):
    for name in ("a.pdf", "b.pdf", "b.html"):
        write(here / "corpus" / name, REPORT)
    for name in ("a.toml", "a.pdf.toml", "b.toml"):
        write(here / "corpus" / name, "title = 'T'\n")
    write(here / "corpus/a.md", "# A\n\nA text of the same name, with front matter of its own.\n")

    gone = files.remove(here / "corpus", ["a.pdf", "b.pdf"])

    assert [path.name for path in gone] == ["a.pdf", "b.pdf", "a.pdf.toml", "a.toml"]
    assert list(tree(here / "corpus")) == ["a.md", "b.html", "b.toml"]


@pytest.mark.parametrize("path", ["mali/sources.csv", "indicators.csv"])
def test_a_sidecar_of_a_folder_or_of_the_corpus_stays_when_its_namesake_is_removed(here, path):
    write(here / "corpus" / path, "Name,Laws\nMali,12\n")
    shared = write((here / "corpus" / path).with_suffix(".toml"), "['a.pdf']\ntitle = 'T'\n")

    assert files.remove(here / "corpus", [path]) == (here / "corpus" / path,)

    assert shared.exists()


def test_a_file_that_cannot_be_a_document_is_removed_under_the_name_it_is_listed_by(here):
    outside, corpus = write(here / "outside.md", PRESS), here / "corpus"
    for name in ("empty.csv", "a/picture.png", "unused.toml", "a/line\u0001feed.md", b"\xff.md"):
        write(corpus / os.fsdecode(name), b"" if name == "empty.csv" else "x")
    write(corpus / "empty.csv.toml", "title = 'T'\n")
    write(corpus / "large.pdf", b"")
    os.truncate(corpus / "large.pdf", LARGEST + 1)
    write(corpus / "kept.md", PRESS)
    (corpus / "out.md").symlink_to(outside)
    (corpus / "folder").symlink_to(corpus / "a")
    left_out = []
    Corpus(corpus).files(left_out)

    gone = files.remove(corpus, [each.path for each in left_out])

    assert len(gone) == 9
    assert list(tree(here)) == ["corpus/kept.md", "outside.md"]
    assert [each.name for each in corpus.iterdir()] == ["kept.md"]


def test_of_two_names_that_are_listed_as_one_the_document_is_removed(here):
    corpus = here / "corpus"
    write(corpus / "a\\u0001.md", PRESS)
    other = write(corpus / "a\u0001.md", PRESS)

    assert files.remove(corpus, ["a\\u0001.md"]) == (corpus / "a\\u0001.md",)

    assert other.exists()


def test_what_is_no_file_and_what_is_hidden_is_not_removed(here):
    corpus = here / "corpus"
    hidden = write(corpus / ".notes.md", PRESS)
    os.mkfifo(corpus / "pipe.md")

    for name in ("pipe.md", ".notes.md"):
        with pytest.raises(CorpusError, match="holds no document"):
            files.remove(corpus, [name])

    assert hidden.exists()


def test_where_no_document_is_to_be_removed_the_message_tells_no_folder_of_the_server(here):
    write(here / "corpus/a.md", PRESS)

    with pytest.raises(CorpusError) as refused:
        files.remove(here / "corpus", ["none.md"])

    assert str(refused.value) == (
        "The corpus holds no document 'none.md'. List them: assistant list"
    )


@pytest.mark.parametrize("name", ["../outside.md", "/etc/hostname", "README.md", "a.toml", "b.md"])
def test_nothing_but_a_document_of_the_corpus_is_removed_and_then_nothing_at_all(
    here, capsys, name
):
    write(here / "outside.md", PRESS)
    write(here / "corpus/a.md", PRESS)
    write(here / "corpus/README.md", "How to add a source.\n")
    before = tree(here)

    assert cli.main(["remove", "--yes", "--no-index", "a.md", name]) == 1

    assert "holds no document" in capsys.readouterr().err
    assert tree(here) == before


def test_remove_is_refused_where_nobody_can_be_asked(here, capsys, monkeypatch):
    write(here / "corpus/a.md", PRESS)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    with pytest.raises(SystemExit) as stop:
        cli.main(["remove", "--no-index", "a.md"])

    assert stop.value.code == 2
    assert (here / "corpus/a.md").is_file()


def on_a_terminal(folder, answers, *words):
    """Run a command with a terminal that types ``answers``, a line each; what it shows."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "assistant", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    running = subprocess.Popen(
        command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder,
        env=environment,
    )  # fmt: skip
    os.close(slave)
    os.write(master, "".join(f"{answer}\n" for answer in answers).encode())
    shown = running.communicate(timeout=60)[0].decode("utf-8")
    os.close(master)
    return running.returncode, shown


def test_on_a_terminal_what_is_missing_is_asked_for_until_it_is_understood(here):
    write(here / "notes.md", "# Notes\n\nThe law was adopted by the assembly.\n")

    status, shown = on_a_terminal(
        here, ["Narnia", "Chad", "2010", "", ""], "add", "notes.md", "--no-index"
    )

    assert status == 0
    assert "countries: Narnia is no country" in shown
    assert shown.count("Which country is it about") == 2
    found = Corpus(here / "corpus").read("chad/notes.md").metadata
    assert (found.countries, found.as_of, found.publisher) == (("TCD",), "2010", None)


@pytest.mark.parametrize(("answer", "is_done"), [("y", True), ("", False)])
def test_on_a_terminal_what_cannot_be_undone_is_asked_about(here, answer, is_done):
    old = "# Press law of Chad\n\nAn older text of the law.\n"
    write(here / "corpus/chad/press.md", old)
    write(here / "press.md", PRESS)

    _, shown = on_a_terminal(here, ["", "", "", answer], "add", "press.md", "--no-index")
    assert "corpus/chad/press.md is another document. Replace it? [y/N]" in shown
    text = (here / "corpus/chad/press.md").read_text("utf-8")
    assert text == (PRESS if is_done else old)

    status, shown = on_a_terminal(here, [answer], "remove", "chad/press.md", "--no-index")
    assert "Delete 1 document? [y/N]" in shown
    assert status == (0 if is_done else 1)
    assert (here / "corpus/chad/press.md").exists() is not is_done


def listed(capsys):
    capsys.readouterr()
    assert cli.main(["list", "--json"]) == 0
    return {each["document"]: each for each in json.loads(capsys.readouterr().out)}


def test_list_says_how_each_document_stands_against_the_index(copy, capsys):
    corpus = copy / "corpus"
    assert {each["state"] for each in listed(capsys).values()} == {"current"}

    write(corpus / "new.md", PRESS)
    write(corpus / "twin.md", PRESS)
    write(corpus / "broken.md", b"\0\1\2")
    (corpus / "mali/ecpat-country-page.md").unlink()
    with (corpus / "mali/itu-cyberwellness-profile.md").open("a") as file:
        file.write("\nMali has a law.\n")

    found = listed(capsys)
    assert {path: each["state"] for path, each in found.items()} == {
        "broken.md": "refused",
        "mali/ecpat-country-page.md": "removed",
        "mali/itu-cyberwellness-profile.md": "changed",
        "new.md": "new",
        "twin.md": "duplicate",
    }
    assert "NUL" in found["broken.md"]["reason"]
    assert found["twin.md"]["reason"] == "new.md"
    itu = found["mali/itu-cyberwellness-profile.md"]
    assert (itu["countries"], itu["as_of"], itu["language"]) == (["MLI"], "2014-08-12", "en")
    assert itu["passages"] > 10
    assert cli.main(["list"]) == 0
    heads, *rows = capsys.readouterr().out.splitlines()
    assert heads.split()[:3] == ["document", "title", "country"]
    assert len(rows) == len(found)


def test_list_works_before_there_is_an_index(here, capsys):
    write(here / "corpus/a.md", PRESS)

    assert listed(capsys)["a.md"]["state"] == "new"


def test_what_could_not_be_read_and_the_page_are_shown_with_the_passages():
    text = "Chad has a law.\n\nNiger has none.\n"
    about = Metadata("Laws")
    document = Document("a.pdf", text, "0", about, pages=(0, 17), remarks=("Page 3 is a picture.",))
    passages = [
        Passage("a.pdf", start, end, text[start:end], ("Laws",), page=page)
        for page, (start, end) in enumerate([(0, 15), (17, 32)], 1)
    ]

    assert marked(document, passages).splitlines() == [
        "[remark] Page 3 is a picture.",
        "",
        "[passage 1] Laws · page 1 · 0-15",
        "⟦Chad has a law.⟧",
        "",
        "[passage 2] Laws · page 2 · 17-32",
        "⟦Niger has none.⟧",
    ]


def test_source_marks_the_passages_and_the_units_that_are_quoted(project, capsys):
    document = "mali/itu-cyberwellness-profile.md"
    assert cli.main(["source", document]) == 0
    plain = capsys.readouterr().out

    assert cli.main(["source", document, "--passages"]) == 0

    marked = capsys.readouterr().out
    quote = "No national computer incident response team (CIRT) is officially recognised in Mali."
    assert f"⟦{quote}⟧" in marked
    heads = re.findall(r"^\[passage \d+\] (.*) · (\d+)-(\d+)$", marked, re.MULTILINE)
    section, start, end = next(each for each in heads if each[0].endswith("1.2.1 CIRT"))
    assert "1.2 Technical measures" in section
    assert quote in plain[int(start) : int(end)]
    assert re.search(r"^~ #+ 1\.2\.1 CIRT$", marked, re.MULTILINE)
