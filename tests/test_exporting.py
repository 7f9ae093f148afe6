"""Conversations taken along as a document of Word; Markdown and HTML are read by test_page.py."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from assistant.app import exporting
from assistant.app.kept import pack, restored, unpack
from assistant.pipeline import Assistant, rebuild
from assistant.types import Answer

CORPUS = Path(__file__).parent.parent / "corpus"
ENGLISH = "Does Mali have a national CIRT?"
FRENCH = "Le Mali et le Niger ont-ils un CIRT national ?"
STATED = "No national computer incident response team (CIRT) is officially recognised in Mali."
ADDRESS = "https://www.itu.int/en/ITU-D/Cybersecurity/Pages/default.aspx"

HOSTILE = """---
title: "Chad <w:p/> \\u202e ={cmd} & co"
publisher: "<script>alert(1)</script>"
url: "https://a.example/?a=1&b=<w:t>"
countries: [TCD]
---

# Cyber \u05d0\u05d1 \ufffe

Chad has a CIRT <w:instrText>INCLUDEPICTURE "http://evil.example"</w:instrText> & \u202ediaper.

# \u0627\u0644\u0645\u0648\u0642\u0639

The site of Chad is javascript:alert(1).
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("exporting")
    (root / "corpus" / "chad").mkdir(parents=True)
    for source in CORPUS.glob("mali/*.md"):
        (root / "corpus" / source.name).write_bytes(source.read_bytes())
    (root / "corpus" / "chad" / "hostile.md").write_text(HOSTILE, "utf-8")
    rebuild(root / "corpus", root / "index")
    return Assistant.open(root / "corpus", root / "index")


def opened(*answers: Answer) -> "docx.document.Document":
    """The document that Word would open, of answers that a browser kept."""
    kept = [restored(unpack(pack(answer))) for answer in answers]
    return docx.Document(io.BytesIO(exporting.as_docx(kept, "en")))


def test_a_document_of_word_holds_the_questions_the_quotes_and_the_full_citations(
    asked: Assistant,
):
    english, french = asked.ask(ENGLISH), asked.ask(FRENCH)
    file = opened(english, french)
    lines = [paragraph.text for paragraph in file.paragraphs]

    headings = [each.text for each in file.paragraphs if each.style.name.startswith("Heading")]
    assert headings == ["Country status assistant", ENGLISH, FRENCH]
    assert {"No", f"Index {english.index.generation}, built {english.index.built}"} <= set(lines)
    (citation,) = english.citations
    source = next(line for line in lines if line.startswith("[1]"))
    for said in (STATED, "International Telecommunication Union (ITU)", "2014-08-12",
                 "1.2.1 CIRT", f"{citation.document}:{citation.start}-{citation.end}"):  # fmt: skip
        assert said in source, said
    assert "Aucune source ici ne couvre ce pays : Niger." in lines


def test_quotes_stand_in_it_word_for_word_and_are_set_apart(asked: Assistant):
    file = opened(asked.ask(ENGLISH))

    quotes = [run.text for each in file.paragraphs for run in each.runs if run.italic]

    assert quotes == [STATED]


def test_its_links_lead_to_the_originals_and_nowhere_else(asked: Assistant):
    file = opened(asked.ask(ENGLISH), asked.ask("Does Chad have a CIRT?"))

    links = [link.address for each in file.paragraphs for link in each.hyperlinks]

    assert links == [ADDRESS]
    outside = [each for each in file.part.rels.values() if each.is_external]
    assert [each.target_ref for each in outside] == [ADDRESS]


def test_hostile_text_is_shown_as_written_and_is_no_part_of_the_format(asked: Assistant):
    question = "Does Chad have a CIRT? <w:p>\u202e\x00\ufffe ]]> {{x}}"
    answer = asked.ask(question)
    assert answer.outcome == "answered"
    packed = exporting.as_docx([answer], "en")
    file = docx.Document(io.BytesIO(packed))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)

    assert '<w:instrText>INCLUDEPICTURE "http://evil.example"</w:instrText> & ' in text
    assert "<script>alert(1)</script>" in text
    assert "Does Chad have a CIRT? <w:p>" in text
    written = zipfile.ZipFile(io.BytesIO(packed)).read("word/document.xml").decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text + written)
    assert "<w:instrText" not in written
    assert "<script" not in written


def test_a_question_written_from_right_to_left_runs_so_and_others_do_not(asked: Assistant):
    arabic = "\u0647\u0644 CIRT Mali \u061f"
    file = opened(asked.ask(arabic), asked.ask(ENGLISH))

    turned = [each.text for each in file.paragraphs if each._p.xpath("./w:pPr/w:bidi")]

    assert turned == [arabic]


def test_the_file_names_its_title_and_language_and_no_author(asked: Assistant):
    properties = opened(asked.ask(ENGLISH)).core_properties

    assert (properties.author, properties.comments) == ("", "")
    assert (properties.title, properties.language) == ("Country status assistant", "en-GB")
