"""What is said of a document in a file beside it."""

import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onepage import pdf

from assistant import pipeline, sidecar
from assistant.corpus import Corpus
from assistant.errors import CorpusError
from assistant.folder import INDICATORS
from assistant.store.index import Index

CHAD = pdf("Chad has no national CIRT.", "The government plans one for next year.")


def write(root: Path, path: str, content: str | bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one PDF and one Markdown file, of which nothing is known."""
    write(tmp_path, "laws/report.pdf", CHAD)
    write(tmp_path, "other.md", "# Guide\n\nThe treaty opens for signature in May.\n")
    return tmp_path


def about(corpus):
    return Corpus(corpus).read("laws/report.pdf").metadata


def reason(corpus, path="laws/report.pdf"):
    return {skip.path: skip.reason for skip in Corpus(corpus).scan().skipped}.get(path)


@pytest.mark.parametrize("name", ["report.pdf.toml", "report.toml"])
def test_a_sidecar_states_what_its_document_cannot_hold(corpus, name):
    write(
        corpus,
        f"laws/{name}",
        'title = "CIRT report"\npublisher = "ITU"\nurl = "https://itu.int/x"\n'
        'as_of = 2014-08-12\nlanguage = "en"\ncountries = ["Chad"]\nrestated = true\n',
    )

    found = about(corpus)

    assert (found.title, found.publisher, found.url) == ("CIRT report", "ITU", "https://itu.int/x")
    assert (found.as_of, found.countries, found.restated) == ("2014-08-12", ("TCD",), True)
    assert list(Corpus(corpus).scan().digests) == ["laws/report.pdf", "other.md"]
    assert Corpus(corpus).scan().skipped == ()


def test_a_folder_s_sidecar_has_a_table_for_each_file(corpus):
    write(corpus, "laws/second.pdf", pdf("Mali has a national CIRT since last year."))
    write(
        corpus,
        "laws/sources.toml",
        '["report.pdf"]\nas_of = 2014\n\n["second.pdf"]\nas_of = "2015-03"\n',
    )

    assert about(corpus).as_of == "2014"
    assert Corpus(corpus).read("laws/second.pdf").metadata.as_of == "2015-03"
    assert Corpus(corpus).scan().skipped == ()


@pytest.mark.parametrize("path", ["laws/sources.csv", "sources.csv"])
def test_a_document_named_sources_is_described_by_its_folder_s_sidecar(corpus, path):
    write(corpus, path, "Name,Laws\nChad,12\n")
    sidecar = str(Path(path).with_suffix(".toml"))
    write(corpus, sidecar, '["sources.csv"]\nas_of = 2014\ntitle = "Laws"\n')

    found = Corpus(corpus).read(path).metadata

    assert (found.title, found.as_of) == ("Laws", "2014")
    assert Corpus(corpus).scan().skipped == ()


def test_a_document_named_indicators_is_not_described_by_the_corpus_s_indicators(corpus):
    write(corpus, "indicators.csv", "Name,Laws\nChad,12\n")
    write(corpus, INDICATORS, '[cirt]\nen = "National CIRT"\n')
    write(corpus, "laws/indicators.csv", "Name,Laws\nChad,13\n")
    write(corpus, "laws/indicators.toml", 'title = "Indicators"\n')

    assert reason(corpus, "indicators.csv") is None
    assert Corpus(corpus).read("indicators.csv").metadata.as_of is None
    assert Corpus(corpus).read("laws/indicators.csv").metadata.title == "Indicators"


def test_the_sidecar_that_is_nearest_to_the_file_has_the_last_word_key_by_key(corpus):
    write(corpus, "laws/sources.toml", '["report.pdf"]\ntitle="a"\npublisher="a"\nrights="a"\n')
    write(corpus, "laws/report.toml", 'title="b"\npublisher="b"\n')
    write(corpus, "laws/report.pdf.toml", 'title="c"\n')

    found = about(corpus)

    assert (found.title, found.publisher, found.rights) == ("c", "b", "a")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("report.toml", "title = ", "report.toml is not valid: "),
        ("report.toml", b"title = '\xff'", "report.toml is not valid: "),
        ("report.toml", "a." * 100_000 + "a = 1", "report.toml is not valid: a line has more than"),
        ("report.toml", "a = '''\nb'''", "it holds a string of several lines"),
        ("report.toml", "as_of = 0x" + "f" * 9000, "in report.toml, as_of is neither"),
        ("report.toml", "as_of = 'soon'", "in report.toml, as_of: soon is no date. "),
        ("report.pdf.toml", "countries = ['Narnia']", "in report.pdf.toml, countries: Narnia "),
        ("report.toml", "title = 1.5", "in report.toml, title is neither a text nor "),
        ("report.toml", "countries = [1]", "in report.toml, countries is neither a text nor "),
        ("report.toml", "retrieved = 'x'", "in report.toml, retrieved: x is no date. "),
        ("report.toml", "a = " + "[" * 50_000, "report.toml is "),
        ("report.toml", "# " + "x" * 300_000, "report.toml is larger than 256 KiB"),
        ("sources.toml", "title = 'x'", 'sources.toml: title stands in no table such as ["NAME'),
        ("sources.toml", "[report.pdf]\nas_of = 2014", 'marks because of its dot: ["report.pdf"]'),
        ("sources.toml", "['a/b.pdf']\nas_of = 2014", "which is in another folder"),
        ("sources.toml", "['report.pdf']\nas_of = 'x'", "in sources.toml, report.pdf, as_of: x "),
    ],
)
def test_a_document_with_a_malformed_sidecar_is_left_out_and_says_why(
    corpus, name, content, expected
):
    write(corpus, f"laws/{name}", content)

    assert expected in reason(corpus)
    assert list(Corpus(corpus).scan().digests) == ["other.md"]
    with pytest.raises(CorpusError, match=r"laws/report\.pdf: "):
        Corpus(corpus).read("laws/report.pdf")


def test_a_sidecar_out_of_the_corpus_or_that_is_a_folder_is_not_followed(corpus, tmp_path_factory):
    outside = write(tmp_path_factory.mktemp("outside"), "x.toml", "title = 'Secret'\n")
    link = corpus / "laws" / "report.toml"
    link.symlink_to(outside)
    assert "report.toml is a link to a file outside the corpus" in reason(corpus)

    link.unlink()
    link.mkdir()
    assert "report.toml is not a regular file" in reason(corpus)


def test_a_sidecar_that_describes_nothing_is_told(corpus):
    write(corpus, "other.toml", "title = 'x'\n")
    write(corpus, "alone.toml", "title = 'x'\n")
    write(corpus, "sources.toml", "['other.md']\ntitle = 'x'\n")
    write(corpus, "laws/sources.toml", "['reprot.pdf']\ntitle = 'x'\n")

    skipped = {skip.path: skip.reason for skip in Corpus(corpus).scan().skipped}

    assert skipped["other.toml"].startswith("other.md holds its own front matter")
    assert skipped["alone.toml"] == "there is no document beside it that it could describe"
    assert skipped["sources.toml"].startswith("it describes other.md, which holds its own front")
    assert skipped["laws/sources.toml"] == "it describes reprot.pdf, which is not beside it"
    assert Corpus(corpus).read("other.md").metadata.title == "Guide"


def test_a_changed_sidecar_is_a_changed_document_and_a_changed_comment_is_not(corpus):
    states = [Corpus(corpus).scan().digests["laws/report.pdf"]]
    for content in ("title = 'a'", "title = 'a'  # for now", "title = 'b'"):
        write(corpus, "laws/report.toml", content)
        states.append(Corpus(corpus).scan(Corpus(corpus).scan().stats).digests["laws/report.pdf"])
    document = Corpus(corpus).read("laws/report.pdf")

    plain, first, commented, second = states
    assert plain == document.sha256 == hashlib.sha256(CHAD).hexdigest()
    assert first == commented
    assert len({plain, first, second}) == 3
    assert document.state == second


def test_an_index_follows_sidecars_and_cites_the_document_s_own_hash(tmp_path):
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write(corpus, "report.pdf", CHAD)
    write(corpus, "report.toml", "countries = ['TCD']\nas_of = 2013\n")
    pipeline.rebuild(corpus, index)
    write(corpus, "report.toml", "countries = ['TCD']\nas_of = 2014\n")
    report = pipeline.rebuild(corpus, index)

    assert report.changes.changed == ("report.pdf",)
    assert report.encoded == 0  # no passage says otherwise than before
    assert not pipeline.rebuild(corpus, index).written
    opened = Index.open(index)
    assert opened.problems() == ()
    assert opened.records["report.pdf"].metadata.as_of == "2014"
    opened.close()
    assistant = pipeline.Assistant.open(corpus, index)
    citation = assistant.ask("Does Chad have a national CIRT?").citations[0]
    assistant.close()
    assert citation.as_of == "2014"
    assert citation.sha256 == hashlib.sha256(CHAD).hexdigest()


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "publisher", "rights", "countries"]),
        st.text(st.characters(exclude_categories=["Cs"]))
        | st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
    )
)
def test_what_is_written_into_a_sidecar_is_what_is_read_from_it(fields):
    assert tomllib.loads(sidecar.written(fields).decode("utf-8")) == fields
