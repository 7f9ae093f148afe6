"""Why a file could not be read, in the page's two languages."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from assistant.app import reasons
from assistant.app.reasons import french, told
from assistant.corpus import Corpus
from assistant.errors import CorpusError

PACKAGE = Path(reasons.__file__).parents[1]
TABLE = tomllib.loads((PACKAGE / "app" / "reasons.toml").read_text("utf-8"))["reasons"]
BLANKS = re.compile(r"\{\d?\}")


def template(node: ast.expr) -> str | None:
    """The words of a literal, with {} for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
        return "".join(map(str, parts))
    return str(node.value) if isinstance(node, ast.Constant) else None


def raised(path: Path) -> list[str]:
    """What a module says in the CorpusErrors that it raises."""
    calls = (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if is_refusal(each))
    return [words for call in calls if (words := template(call.args[0]))]


def is_refusal(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CorpusError"


@pytest.mark.parametrize(
    "path",
    [*sorted((PACKAGE / "readers").rglob("*.py")), PACKAGE / "sidecar.py"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_whatever_a_reader_refuses_is_told_in_french_too(path: Path):
    assert [words for words in raised(path) if french(words.replace("{}", "1")) is None] == []


def test_each_way_has_its_french_with_the_same_places():
    for each in TABLE:
        places = each["en"].count("{}")
        assert sorted(BLANKS.findall(each["fr"])) == [f"{{{n + 1}}}" for n in range(places)], each
        filled = each["en"].replace("{}", "7")
        assert french(filled) == BLANKS.sub("7", each["fr"]), each


def test_nothing_is_kept_that_no_part_of_the_program_says():
    found = (*(PACKAGE / "readers").rglob("*.py"), *(PACKAGE / "adding").glob("*.py"),
             PACKAGE / "corpus.py", PACKAGE / "folder.py", PACKAGE / "metadata.py",
             PACKAGE / "sidecar.py", PACKAGE / "app" / "adding.py")  # fmt: skip
    trees = [ast.parse(path.read_text("utf-8")) for path in found]
    said = "\n".join(
        words
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and (words := template(node))
    )
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
