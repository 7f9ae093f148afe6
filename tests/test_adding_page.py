"""Adding and removing sources through the functions behind the page, without a browser."""

import io
import tempfile
import zipfile
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import adding
from assistant.app import tray as trays
from assistant.app.access import NOBODY, Rules, Visitor
from assistant.app.adding import adding_view, remove
from assistant.app.builds import builds_view
from assistant.app.guard import Guard
from assistant.app.library import Library
from assistant.app.limits import Limits, rates
from assistant.app.sessions import Sessions
from assistant.app.tray import Tray
from assistant.app.uploads import UPLOAD, receive_files
from assistant.errors import CorpusError
from assistant.folder import LARGEST
from tests import samples

LAW = "# Press law of Chad\n\n## Scope\n\nThe press law was adopted in 2010.\n"
LABELLED = f"---\npublisher: Ministry\n---\n{LAW}"


def by(visitor):
    return SimpleNamespace(state=SimpleNamespace(visitor=visitor))


EDITOR = by(Visitor("editor", local=True))


@pytest.fixture
def desk(tmp_path):
    """The view over an empty corpus, with its tray."""
    (tmp_path / "corpus").mkdir()
    library, tray = Library(tmp_path / "corpus", tmp_path / "index", None), Tray()
    view = adding_view(library, tray)

    def bring(name, data):
        return tray.lay(adding.upload(name, data if isinstance(data, bytes) else data.encode()))

    return SimpleNamespace(
        view=view, tray=tray, bring=bring, corpus=library.corpus, library=library
    )


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_understood_is_shown_before_anything_is_written(desk):
    word = desk.bring("press.md", LABELLED)

    found = desk.view.understand({"word": word, "fields": {}, "language": "fr"}, EDITOR)

    assert found["fields"] == {
        "title": "Press law of Chad", "countries": "Tchad", "publisher": "Ministry",
        "as_of": "", "language": "en", "url": "",
    }  # fmt: skip
    assert (found["path"], found["standing"]) == ("chad/press.md", "new")
    assert found["fixed"] == ["publisher"]
    assert '"n": 2' in found["html"].replace("&quot;", '"')
    assert "Scope" in found["html"]
    assert tree(desk.corpus) == {}


def test_what_a_form_states_goes_into_the_document_and_its_text_stays(desk):
    word = desk.bring("press.md", LAW)
    fields = {"countries": "Mali, Tchad", "as_of": "2010", "publisher": "Ministry"}

    assert desk.view.add({"word": word, "fields": fields}, EDITOR) == {"path": "press.md"}

    (written,) = tree(desk.corpus).values()
    assert written.decode().endswith(LAW)
    assert "countries: [MLI, TCD]" in written.decode()
    assert "as_of: '2010'" in written.decode()
    assert desk.tray.look(word) is None


def test_none_states_that_a_document_is_about_no_country(desk):
    word = desk.bring("press.md", LAW)

    found = desk.view.understand({"word": word, "fields": {"countries": "aucun"}}, EDITOR)

    assert found["path"] == "press.md"
    assert found["fields"]["countries"] == ""


def test_a_table_gets_what_is_stated_beside_it(desk):
    word = desk.bring("treaties.csv", samples.table("csv"))

    desk.view.add({"word": word, "fields": {"countries": "Chad", "as_of": "2019"}}, EDITOR)

    assert tree(desk.corpus)["chad/treaties.csv"] == samples.table("csv")
    assert tree(desk.corpus)["chad/treaties.csv.toml"] == b'as_of = "2019"\ncountries = ["TCD"]\n'


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"as_of": "last year"}, "in the form, as_of: last year is no date"),
        ({"countries": "Atlantis"}, "in the form, countries: Atlantis is no country"),
        ({"url": "javascript:alert(1)"}, "in the form, url: javascript:alert(1) does not start"),
        ({"title": "a\u202eb"}, "holds control characters"),
        ({"publisher": "Another"}, "its front matter says publisher: Ministry, and not Another"),
    ],
)
def test_what_cannot_be_stated_is_refused_and_nothing_written(desk, fields, why):
    word = desk.bring("press.md", LABELLED)

    assert why in desk.view.understand({"word": word, "fields": fields}, EDITOR)["trouble"]
    assert why in desk.view.add({"word": word, "fields": fields}, EDITOR)["trouble"]
    assert tree(desk.corpus) == {}


def test_another_document_of_the_name_is_replaced_only_where_that_is_said(desk):
    desk.view.add({"word": desk.bring("press.md", LAW)}, EDITOR)
    word = desk.bring("press.md", LAW.replace("2010", "2011"))

    assert desk.view.understand({"word": word}, EDITOR)["standing"] == "other"
    assert desk.view.add({"word": word}, EDITOR) == {
        "trouble_key": "sources.taken", "values": {"path": "chad/press.md"},
    }  # fmt: skip
    assert "2010" in tree(desk.corpus)["chad/press.md"].decode()
    assert desk.view.add({"word": word, "replace": True}, EDITOR) == {"path": "chad/press.md"}
    assert "2011" in tree(desk.corpus)["chad/press.md"].decode()


def test_the_same_document_is_not_added_twice(desk):
    desk.view.add({"word": desk.bring("press.md", LAW)}, EDITOR)

    again = desk.view.add({"word": desk.bring("copy.md", LAW), "replace": True}, EDITOR)

    assert again == {"trouble_key": "sources.same", "values": {"path": "chad/press.md"}}
    assert list(tree(desk.corpus)) == ["chad/press.md"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/press.md", "chad/press.md"),
        ("..\\..\\windows\\press.md", "chad/press.md"),
        ("/press.md", "chad/press.md"),
        (".press.md", "chad/press.md"),
        ("\u202edm.sserp\u2066 a\x00b.md", "chad/dm.sserp-a-b.md"),
        ("con.md", "chad/con-document.md"),
        ("<img src=x onerror=alert(1)>.md", "chad/img-src-x-onerror-alert-1.md"),
        ("loi sur l’été.md", "chad/loi-sur-l-été.md"),
    ],
)
def test_a_hostile_name_leads_nowhere_but_into_the_countrys_folder(desk, name, path):
    assert desk.view.add({"word": desk.bring(name, LAW)}, EDITOR) == {"path": path}
    assert list(tree(desk.corpus)) == [path]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.exe", b"MZ", "no reader for files like this"),
        ("press.md.toml", b"a = 1", "no reader for files like this"),
        ("..", b"x", "no reader for files like this"),
        ("a.md", b"", "empty: zero bytes"),
        ("a.md", b" " * (LARGEST + 1), "larger than 21 MB. Split it"),
    ],
)
def test_what_is_no_document_does_not_reach_the_tray(name, data, why):
    with pytest.raises(CorpusError, match=why):
        adding.upload(name, data)


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("bomb.docx", bomb(), "as in a bomb"),
        ("cut.pdf", b"%PDF-1.7 and no more", "cut off"),
        ("text.md", b"\x00\x01\x02" * 99, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_nothing_stays_behind(
    desk, name, data, why, tmp_path, monkeypatch
):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    word = desk.bring(name, data)

    assert why in desk.view.understand({"word": word}, EDITOR)["trouble"]
    assert desk.view.add({"word": word}, EDITOR)["trouble"]
    desk.view.discard(word, EDITOR)

    assert tree(desk.corpus) == {}
    assert list((tmp_path / "temporary").iterdir()) == []
    assert desk.view.add({"word": word}, EDITOR) == {"trouble_key": "sources.expired"}


def test_an_address_of_this_network_is_not_fetched_and_a_path_is_no_address(desk):
    for address in ("http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://[::1]/"):
        assert "not public" in desk.view.fetch_page(address, EDITOR)["trouble"]
    for address in ("/etc/passwd", "file:///etc/passwd", "corpus"):
        assert "only http and https" in desk.view.fetch_page(address, EDITOR)["trouble"]


@pytest.mark.parametrize("visitor", [NOBODY, Visitor("reader"), Visitor("reader", "ann")])
def test_only_editors_add_remove_and_go_back(desk, visitor):
    word = desk.bring("press.md", LAW)
    request, refused = by(visitor), {"trouble_key": "access.editor", "values": {}}

    assert desk.view.understand({"word": word}, request) == refused
    assert desk.view.add({"word": word}, request) == refused
    assert desk.view.fetch_page("http://example.org/", request) == refused
    assert desk.view.discard(word, request) == refused
    assert builds_view(desk.library).roll_back("any", request) == refused
    assert tree(desk.corpus) == {}
    assert desk.tray.look(word)


def test_a_removed_document_takes_what_is_said_of_it_alone_along(desk):
    word = desk.bring("treaties.csv", samples.table("csv"))
    desk.view.add({"word": word, "fields": {"countries": "Chad"}}, EDITOR)

    gone = remove(desk.library, "chad/treaties.csv")

    assert gone == {"gone": ["chad/treaties.csv", "chad/treaties.csv.toml"]}
    assert tree(desk.corpus) == {}


@pytest.mark.parametrize("path", ["../secret.md", "/etc/passwd", "chad/none.md", ""])
def test_nothing_but_a_document_of_the_corpus_can_be_removed(desk, path):
    (desk.corpus.parent / "secret.md").write_text("x")

    with pytest.raises(CorpusError, match="holds no document"):
        remove(desk.library, path)

    assert (desk.corpus.parent / "secret.md").exists()


def test_the_tray_lets_the_oldest_go_where_there_is_too_much(monkeypatch):
    monkeypatch.setattr(trays, "_MOST_BYTES", 25)
    tray = Tray()
    first, second, third = (tray.lay(adding.upload(f"{n}.md", b"x" * 10)) for n in range(3))

    assert tray.look(first) is None
    assert tray.look(second).data == b"x" * 10
    assert tray.take(third) is True
    assert tray.take(third) is False


def test_the_tray_forgets_what_nobody_came_back_for(monkeypatch):
    tray = Tray()
    word = tray.lay(adding.upload("a.md", b"x"))
    now = trays.monotonic()
    monkeypatch.setattr(trays, "monotonic", lambda: now + 3 * 3600)

    tray.lay(adding.upload("b.md", b"x"))

    assert tray.look(word) is None


@pytest.fixture
def client(tmp_path):
    """Makes a client of a server that is bound to an address."""

    def at(host):
        application, tray = FastAPI(), Tray()
        receive_files(application, tray)
        application.add_middleware(
            Guard, rules=Rules(host), sessions=Sessions(tmp_path, 1), limits=Limits(rates())
        )
        return TestClient(application, base_url=f"http://{host}"), tray

    return at


BINARY = {"Content-Type": "application/octet-stream"}


def test_a_file_sent_is_held_under_a_word(client):
    sender, tray = client("127.0.0.1")

    answer = sender.post(f"{UPLOAD}?name=..%2Fpress.md", content=LAW, headers=BINARY)

    assert answer.status_code == 200
    held = tray.look(answer.json()["word"])
    assert (held.path.name, held.data) == ("press.md", LAW.encode())


def test_a_file_too_large_or_of_no_kind_is_refused_by_the_route(client):
    sender, _ = client("127.0.0.1")

    large = sender.post(f"{UPLOAD}?name=a.md", content=bytes(LARGEST + 1), headers=BINARY)
    program = sender.post(f"{UPLOAD}?name=a.exe", content=b"MZ", headers=BINARY)
    form = sender.post(f"{UPLOAD}?name=a.md", data={"a": "b"})

    assert large.status_code == 400
    assert large.json() == {
        "trouble": "larger than 21 MB. Split it", "trouble_fr": "plus de 21 Mo. Partagez-le"
    }  # fmt: skip
    assert program.json()["trouble"].startswith("no reader for files like this")
    assert form.json()["trouble"] == "An upload is sent as application/octet-stream."


def test_nobody_but_an_editor_sends_files_to_a_server_for_others(client):
    sender, tray = client("192.0.2.7")

    answer = sender.post(f"{UPLOAD}?name=press.md", content=LAW, headers=BINARY)

    assert answer.status_code == 403
    assert tray._held == {}
