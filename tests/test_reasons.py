"""Why something could not be done, in the page's two languages."""

import ast
import errno
import os
import re
import tomllib
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant import adding
from assistant.adding import Limits
from assistant.app import reasons
from assistant.app.access import NOBODY, Visitor
from assistant.app.bar import _rebuilt
from assistant.app.editing import trouble
from assistant.app.library import Library
from assistant.app.reasons import english, french, told
from assistant.app.signed import signed_tab
from assistant.corpus import Corpus
from assistant.errors import CorpusError, FetchError

PACKAGE = Path(reasons.__file__).parents[1]
TABLE = tomllib.loads((PACKAGE / "app" / "reasons.toml").read_text("utf-8"))["reasons"]
BLANKS = re.compile(r"\{\d?\}")
SYSTEM = (
    *(f"{{}}: {os.strerror(number)}" for number in errno.errorcode),
    *(status.phrase for status in HTTPStatus),
    "Name or service not known", "Temporary failure in name resolution",
    "No address associated with hostname",
)  # fmt: skip
"""What neither this program says nor a document."""


def template(node: ast.expr) -> str | None:
    """The words of a literal, with {} for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
        return "".join(map(str, parts))
    return str(node.value) if isinstance(node, ast.Constant) else None


def raised(path: Path) -> list[str]:
    """What a module says, in words of its own, in the errors that it raises on sources."""
    calls = (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if is_refusal(each))
    said = (template(call.args[0]) for call in calls)
    return [words for words in said if words and re.search(r"\w", BLANKS.sub("", words))]


def is_refusal(node: ast.AST) -> bool:
    named = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
    return named in ("CorpusError", "FetchError")


@pytest.mark.parametrize(
    "path",
    [
        *sorted((PACKAGE / "readers").rglob("*.py")),
        *sorted((PACKAGE / "adding").glob("*.py")),
        PACKAGE / "sidecar.py",
    ],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_whatever_is_refused_of_a_source_is_told_in_french_too(path: Path):
    assert [words for words in raised(path) if french(words.replace("{}", "1")) is None] == []


def test_each_way_has_its_french_with_the_same_places():
    for each in TABLE:
        places = each["en"].count("{}")
        assert sorted(BLANKS.findall(each["fr"])) == [f"{{{n + 1}}}" for n in range(places)], each
        filled = each["en"].replace("{}", "7")
        assert french(filled) == BLANKS.sub("7", each["fr"]), each
        page = each.get("page", each["en"])
        assert set(BLANKS.findall(page)) <= {"{}", *(f"{{{n + 1}}}" for n in range(places))}, each
        assert english(filled) == BLANKS.sub("7", page), each


def test_nothing_is_kept_that_no_part_of_the_program_says():
    found = (*(PACKAGE / "readers").rglob("*.py"), *(PACKAGE / "adding").glob("*.py"),
             PACKAGE / "corpus.py", PACKAGE / "folder.py", PACKAGE / "metadata.py",
             PACKAGE / "sidecar.py", PACKAGE / "app" / "adding.py", PACKAGE / "answering.py",
             PACKAGE / "signing.py", PACKAGE / "indexer" / "write.py",
             PACKAGE / "store" / "generations.py")  # fmt: skip
    trees = [ast.parse(path.read_text("utf-8")) for path in found]
    own = (
        words
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and (words := template(node))
    )
    said = "\n".join((*own, *SYSTEM))
    for each in TABLE:
        # Some are put together of phrases.
        pieces = re.split(r"\{\}|, |\. | \(", each["en"])
        assert all(words.strip() in said for words in pieces), each


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.md", b"\0\1\2", "contient des caractères NUL : ce n’est pas un texte. "),
        ("a.md", b"---\nas_of: soon\n---\n\nText.\n",
         "dans l’en-tête, as_of: soon n’est pas une date. Écrivez AAAA, "),
        ("a.pdf", b"%PDF-1.4 no more", "incomplet : la fin du PDF manque. "),
        ("a.pdf", b"no PDF at all", "ce n’est pas un PDF : il ne commence pas par %PDF"),
        ("a.docx", b"PK\3\4 no more", "endommagé ou incomplet : l’archive ZIP est illisible ("),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_in_words_that_have_french(tmp_path, name, data, said):
    corpus = Corpus(tmp_path)
    (tmp_path / name).write_bytes(data)

    with pytest.raises(CorpusError) as refused:
        corpus.read(name)

    assert (french(corpus.reason(name, refused.value)) or "").startswith(said)


def test_what_is_filled_in_stays_as_it_was_and_does_nothing():
    reason = "damaged: its part <b onmouseover=x>{1}\u202e is no valid XML (line 1)"

    assert told(reason, "li") == (
        '<li class="reason" dir="auto" data-en="damaged: its part &lt;b onmouseover=x&gt;{1}\\u202e'
        ' is no valid XML (line 1)" data-fr="endommagé : son élément &lt;b onmouseover=x&gt;{1}'
        '\\u202e n’est pas du XML valable (line 1)">damaged: its part &lt;b onmouseover=x&gt;{1}'
        "\\u202e is no valid XML (line 1)</li>"
    )


def test_what_nobody_translated_is_marked_as_english():
    assert french("a flood") is None
    assert told("a flood") == '<span class="reason" dir="auto" lang="en">a flood</span>'
    assert french("in " * 5_000) is None


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("https://a.example/law?of=Mali: answered 404 NOT FOUND",
         "https://a.example/law?of=Mali : le serveur a répondu 404 page introuvable"),
        ("https://a.example/law: not there after 60 seconds",
         "https://a.example/law : rien n’est arrivé en 60 secondes"),
        ("https://a.example/x: no such host a.example (Name or service not known)",
         "https://a.example/x : l’hôte a.example est introuvable (nom inconnu)"),
        ("https://a.example/x is of no stated type, for which there is no reader",
         "https://a.example/x est de type non indiqué, pour lequel il n’y a pas de lecteur"),
        ("The question has 12,345,678 characters; at most 2,000 are read. Ask it in fewer words.",
         "La question compte 12\u202f345\u202f678 caractères ; 2\u202f000 au plus sont lus. "
         "Posez-la en moins de mots."),
    ],
)  # fmt: skip
def test_what_goes_wrong_on_the_web_and_in_a_question_has_french(reason, said):
    assert french(reason) == said


def test_the_page_advises_no_option_of_the_command_line_which_still_does():
    with pytest.raises(FetchError) as refused:
        adding.page("http://127.0.0.1:9/law", Limits())

    assert str(refused.value).endswith("If you trust it: --allow-private")
    assert trouble(refused.value) == {
        "trouble": "http://127.0.0.1:9/law: 127.0.0.1 is at 127.0.0.1, an address that is not "
        "public. Addresses inside the network are not fetched from this page",
        "trouble_fr": "http://127.0.0.1:9/law : 127.0.0.1 est à 127.0.0.1, une adresse qui n’est "
        "pas publique. Depuis cette page, rien n’est récupéré à une adresse interne au réseau",
    }


def by(visitor):
    return SimpleNamespace(state=SimpleNamespace(visitor=visitor))


EDITOR = by(Visitor("editor", local=True))


def test_withdrawing_and_rebuilding_are_refused_by_a_string_of_the_page(tmp_path):
    library = Library(tmp_path / "corpus", tmp_path / "index", None)

    refused = {"trouble_key": "access.editor", "values": {}}
    assert signed_tab(library).withdraw("0123456789ab", by(NOBODY)) == refused
    assert list(_rebuilt(library, by(NOBODY))) == [{"kind": "trouble", **refused}]


def test_withdrawing_and_rebuilding_say_in_french_why_they_cannot_be_done(tmp_path):
    (tmp_path / "corpus").mkdir()
    library = Library(tmp_path / "corpus", tmp_path / "index", None)

    assert signed_tab(library).withdraw("0123456789ab", EDITOR) == {
        "trouble": "No signed answer has the ID '0123456789ab'. It may have been withdrawn already",
        "trouble_fr": "Aucune réponse signée n’a l’identifiant '0123456789ab'. "
        "Elle a peut-être déjà été retirée",
    }
    *_, refused = _rebuilt(library, EDITOR)
    assert refused["trouble_fr"].startswith(f"Le corpus {tmp_path / 'corpus'} ne contient aucun")
    assert refused["trouble"].endswith("or add them in the tab “Sources”")
