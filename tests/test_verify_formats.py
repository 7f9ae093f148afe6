"""Answers from files that are not text themselves hold, and what is done to them is named."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest
from pdfs import PageBreak, flowing, heading, text

from assistant import cli

NIGER = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Digital profile of Niger</title>"
    "<meta name='date' content='2019-03-04'><meta name='author' content='Office of Examples'>"
    "</head><body><h1>Digital profile of Niger</h1><h2>1 Internet</h2><p>Use grows quickly.</p>"
    "<h2>2 Response team</h2><p>Niger has a national computer incident response team (CIRT).</p>"
    "<h2>3 Strategy</h2><p>Niger adopted its strategy in 2022.</p></body></html>"
)
FIGURES = "Country,Indicator,Value\nTogo,Internet users,35%\nBenin,Internet users,34%\n"
BURKINA = (
    "Profil numérique du Burkina Faso\n\nDernière mise à jour : 5 juin 2018\n\n"
    "1.1 Équipe d’intervention\n\n"
    "Le Burkina Faso a créé une équipe nationale d’intervention (CIRT).\n"
)
BESIDE = {
    "mali/laws.docx.toml": (
        'title = "Laws of Mali"\npublisher = "Ministry of Examples"\nas_of = 2014-08-12\n'
        'countries = ["Mali"]\nrestated = true\n'
    ),
    "reports/chad.toml": (
        'title = "Report on Chad"\nurl = "https://example.org/chad.pdf"\nas_of = 2016\n'
        'country = "Chad"\n'
    ),
    "figures/sources.toml": '["users.csv"]\nas_of = "2021-06"\ncountries = ["Togo", "Benin"]\n',
}
QUESTIONS = {
    "niger.html": "Does Niger have a national CIRT?",
    "mali/laws.docx": "Does Mali have a national CIRT?",
    "reports/chad.pdf": "Does Chad have a national CIRT?",
    "figures/users.csv": "What is the value of internet users in Togo?",
    "burkina-faso/profil.txt": "Le Burkina Faso a-t-il un CIRT national ?",
}


def laws():
    import docx

    made = docx.Document()
    made.add_heading("Laws of Mali", 1)
    made.add_heading("1.1 Criminal legislation", 2)
    made.add_paragraph("Mali has enacted a law on cybercrime.")
    made.add_heading("1.2 Response team", 2)
    made.add_paragraph("Mali has no national computer incident response team (CIRT).")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def chad():
    return flowing(
        *(heading("Report on Chad"), heading("1. Courts", 2), text("Courts sit in every region.")),
        PageBreak(),
        heading("2. Response team", 2),
        text("Chad has no national computer incident response team (CIRT)."),
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A corpus with its index, and what was answered from it; not to be changed."""
    folder = tmp_path_factory.mktemp("formats")
    files = {
        "niger.html": NIGER.encode(),
        "mali/laws.docx": laws(),
        "reports/chad.pdf": chad(),
        "figures/users.csv": FIGURES.encode(),
        "burkina-faso/profil.txt": BURKINA.encode("cp1252"),
        **{path: toml.encode() for path, toml in BESIDE.items()},
    }
    for path, data in files.items():
        put(folder / "corpus" / path, data)
    asked = "\n".join(json.dumps({"question": question}) for question in QUESTIONS.values())
    put(folder / "questions.jsonl", asked.encode())
    with pytest.MonkeyPatch.context() as patch:
        printed = io.TextIOWrapper(io.BytesIO(), "utf-8")
        patch.setattr(sys, "stdout", printed)
        patch.chdir(folder)
        assert cli.main(["index"]) == 0
        start = printed.buffer.tell()
        assert cli.main(["ask", "--batch", "questions.jsonl"]) == 0
    (folder / "answers.jsonl").write_bytes(printed.buffer.getvalue()[start:])
    return folder


def put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


@pytest.fixture
def answers(built):
    """The answers by the document they quote, to be changed at will."""
    lines = (built / "answers.jsonl").read_text("utf-8").splitlines()
    return dict(zip(QUESTIONS, map(json.loads, lines), strict=True))


@pytest.fixture
def copy(built, tmp_path):
    """A copy of corpus and index, to be changed at will."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


@pytest.fixture
def verify(tmp_path, capsys):
    """Run the command on an answer; give its status and what it printed."""

    def run(answer, folder):
        file = tmp_path / "answer.json"
        file.write_text(json.dumps(answer), "utf-8")
        where = [f"--corpus={folder / 'corpus'}", f"--index={folder / 'index'}"]
        capsys.readouterr()
        status = cli.main(["verify", str(file), *where])
        return status, capsys.readouterr().out

    return run


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_right_answer_passes(built, answers, verify, path):
    [citation] = answers[path]["citations"]
    assert citation["document"] == path

    assert verify(answers[path], built) == (0, "verified: 1 quotes, 1 answers\n")


def test_the_answers_state_what_there_is_to_check(answers):
    cited = {path: answer["citations"][0] for path, answer in answers.items()}

    assert {path: each["as_of"] for path, each in cited.items()} == {
        "niger.html": "2019-03-04",
        "mali/laws.docx": "2014-08-12",
        "reports/chad.pdf": "2016",
        "figures/users.csv": "2021-06",
        "burkina-faso/profil.txt": "2018-06-05",
    }
    assert {path: each["page"] for path, each in cited.items() if each["page"]} == {
        "reports/chad.pdf": 2
    }
    assert [each["countries"] for each in cited.values()] == [
        *(["NER"], ["MLI"], ["TCD"], ["TGO"], ["BFA"])
    ]
    assert [len(each["section"]) for each in cited.values()] == [1, 1, 1, 1, 1]
    assert cited["reports/chad.pdf"]["url"] == "https://example.org/chad.pdf#page=2"
    assert cited["niger.html"]["publisher"] == "Office of Examples"
    assert cited["mali/laws.docx"]["restated"]


def another_quote(citation):
    citation["quote"] = citation["quote"][:-1] + "x"


def another_offset(citation):
    citation["start"] += 1
    citation["end"] += 1


def part_of_the_quote(citation):
    citation["start"] += 5
    citation["quote"] = citation["quote"][5:]


CHANGES = {
    "quote": [another_quote, another_offset, part_of_the_quote],
    "sha256": [lambda citation: citation.update(sha256="0" * 64)],
    "page": [lambda citation: citation.update(page=(citation["page"] or 0) + 1)],
    "as_of": [
        lambda citation: citation.update(as_of="2020-08-12"),
        lambda citation: citation.update(as_of=None),
    ],
    "countries": [
        lambda citation: citation.update(countries=["SEN"]),
        lambda citation: citation.update(countries=[]),
    ],
    "section": [lambda citation: citation.update(section=["Laws of nature"])],
    "title": [lambda citation: citation.update(title="Laws of nature")],
    "publisher": [lambda citation: citation.update(publisher="Somebody")],
    "url": [lambda citation: citation.update(url="https://example.org/chad.pdf")],
    "restated": [lambda citation: citation.update(restated=not citation["restated"])],
}


@pytest.mark.parametrize(("check", "change"), [(c, each) for c in CHANGES for each in CHANGES[c]])
@pytest.mark.parametrize("path", QUESTIONS)
def test_a_tampering_is_found_and_named(built, answers, verify, path, check, change):
    change(answers[path]["citations"][0])

    status, printed = verify(answers[path], built)

    assert status == 1
    assert f"{check}: expected " in printed


@pytest.mark.parametrize("path", [path for path in QUESTIONS if not path.endswith(".txt")])
def test_a_section_that_is_left_out_is_missed(built, answers, verify, path):
    answers[path]["citations"][0]["section"] = []

    assert "[1] section: expected " in verify(answers[path], built)[1]


@pytest.mark.parametrize(("page", "is_on_it"), [(1, True), (2, True), (3, False), (0, False)])
def test_a_quote_across_pages_is_on_each_of_them(built, answers, verify, page, is_on_it):
    citation = answers["reports/chad.pdf"]["citations"][0]
    citation["start"] -= len("Courts sit in every region.\n\n## 2. Response team\n\n")
    citation["page"] = page

    printed = verify(answers["reports/chad.pdf"], built)[1]

    assert 'quote: expected "Courts sit' in printed
    assert ("page: expected " not in printed) == is_on_it


# The index and the files


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_file_that_has_changed_since_it_was_indexed_is_named(copy, answers, verify, path):
    with (copy / "corpus" / path).open("ab") as file:
        file.write(b"\n")
    if path.endswith(".txt"):
        (copy / "corpus" / path).write_bytes((BURKINA + "é").encode("cp1252"))

    status, printed = verify(answers[path], copy)

    assert status == 1
    assert f'index is of another state of "{path}". Run: assistant index --corpus ' in printed


def test_an_answer_from_an_earlier_state_is_told_where_its_quote_stands_now(copy, answers, verify):
    page = NIGER.replace("quickly", "very quickly")
    (copy / "corpus" / "niger.html").write_bytes(page.encode())
    assert cli.main(["index", f"--corpus={copy / 'corpus'}", f"--index={copy / 'index'}"]) == 0

    status, printed = verify(answers["niger.html"], copy)

    moved = answers["niger.html"]["citations"][0]["start"] + len("very ")
    assert status == 1
    assert "[1] sha256: " in printed
    assert f"niger.html has changed since, and the quote stands at {moved}-" in printed


def test_without_an_index_the_command_that_builds_it_is_named(copy, answers, verify):
    shutil.rmtree(copy / "index")

    status, printed = verify(answers["mali/laws.docx"], copy)

    assert status == 1
    assert '[1] document: expected the text of "mali/laws.docx" in the index; found ' in printed
    assert f"Build it with: assistant index --corpus {copy / 'corpus'} --index " in printed


def test_a_file_that_was_never_indexed_is_named(copy, answers, verify):
    (copy / "corpus" / "new.html").write_bytes(NIGER.encode())
    answers["niger.html"]["citations"][0]["document"] = "new.html"

    assert 'index does not hold "new.html"' in verify(answers["niger.html"], copy)[1]


@pytest.mark.parametrize("pointer", [b"", b"../..", b"\xff", b"20000101T000000.000Z-00000000"])
def test_a_pointer_that_leads_nowhere_is_named(copy, answers, verify, pointer):
    (copy / "index" / "current").write_bytes(pointer)

    status, printed = verify(answers["niger.html"], copy)

    assert status == 1
    assert "[1] document: " in printed
    assert "cannot be read" in printed


def test_a_damaged_index_is_named(copy, answers, verify):
    [file] = copy.glob("index/generations/*/passages.sqlite")
    file.write_bytes(b"SQLite format 3\0" + bytes(2000))

    status, printed = verify(answers["niger.html"], copy)

    assert status == 1
    assert "passages.sqlite cannot be read" in printed


def test_the_index_is_only_read(copy, answers, verify):
    def state():
        return {file: file.stat().st_mtime_ns for file in (copy / "index").rglob("*")}

    before = state()
    for answer in answers.values():
        assert verify(answer, copy)[0] == 0

    assert state() == before


# What is said beside a file


@pytest.mark.parametrize(
    ("path", "sidecar", "old", "new", "check"),
    [
        ("mali/laws.docx", "mali/laws.docx.toml", "2014-08-12", "2015-08-12", "as_of"),
        ("mali/laws.docx", "mali/laws.docx.toml", "as_of = 2014-08-12", "", ""),
        ("mali/laws.docx", "mali/laws.docx.toml", '"Mali"', '"Niger"', "countries"),
        ("mali/laws.docx", "mali/laws.docx.toml", "Ministry", "Bureau", "publisher"),
        ("mali/laws.docx", "mali/laws.docx.toml", "true", "false", "restated"),
        ("reports/chad.pdf", "reports/chad.toml", "2016", "2017", "as_of"),
        ("reports/chad.pdf", "reports/chad.toml", '"Chad"', '"Mali"', "countries"),
        ("reports/chad.pdf", "reports/chad.toml", "Report on", "Survey of", "title"),
        ("reports/chad.pdf", "reports/chad.toml", "chad.pdf", "chad", "url"),
        ("figures/users.csv", "figures/sources.toml", "2021-06", "2021-07", "as_of"),
        ("figures/users.csv", "figures/sources.toml", '["Togo", "Benin"]', '"Benin"', "countries"),
    ],
)
def test_what_is_said_beside_a_file_now_is_what_counts(
    copy, answers, verify, path, sidecar, old, new, check
):
    assert old in BESIDE[sidecar]
    (copy / "corpus" / sidecar).write_text(BESIDE[sidecar].replace(old, new), "utf-8")

    status, printed = verify(answers[path], copy)

    assert (status, f"[1] {check}: " in printed) == ((1, True) if check else (0, False)), printed


def test_of_several_sidecars_the_nearest_has_the_last_word(copy, answers, verify):
    folder = copy / "corpus" / "mali"
    (folder / "sources.toml").write_text('["laws.docx"]\nas_of = 1999\npublisher = "A"\n', "utf-8")
    (folder / "laws.toml").write_text('as_of = 2000\nlanguage = "en"\n', "utf-8")
    assert verify(answers["mali/laws.docx"], copy)[0] == 0

    (folder / "laws.docx.toml").write_text('publisher = "Ministry of Examples"\n', "utf-8")
    assert (
        'as_of: expected 2000, or a date in the quote; found "2014'
        in (verify(answers["mali/laws.docx"], copy)[1])
    )


@pytest.mark.parametrize(
    "content",
    [
        b"as_of = ",
        b"title = '\xff'",
        b"a." * 5_000 + b"a = 1",
        b"a = " + b"[" * 50_000,
        b"#" * 300_000,
    ],
)
def test_a_sidecar_that_cannot_be_read_is_named(copy, answers, verify, content):
    (copy / "corpus" / "reports" / "chad.toml").write_bytes(content)

    status, printed = verify(answers["reports/chad.pdf"], copy)

    assert status == 1
    assert "[1] document: " in printed
    assert "reports/chad.toml " in printed


def test_a_sidecar_elsewhere_is_not_read(copy, answers, verify):
    sidecar = copy / "corpus" / "reports" / "chad.toml"
    sidecar.rename(copy / "chad.toml")
    sidecar.symlink_to(copy / "chad.toml")

    assert (
        "reports/chad.toml is a link that leads elsewhere"
        in (verify(answers["reports/chad.pdf"], copy)[1])
    )
