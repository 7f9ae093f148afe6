"""One source in every format: the same questions get the same outcomes and the same quotes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.pipeline import Assistant, rebuild
from tests import formats
from tests.formats import Fields, Heading, Items, Paragraph, Source, Table

SOURCE = Source(
    [
        Heading(1, "Country profile of Mali"),
        Paragraph("This profile was made up to compare formats. It states nothing about Mali."),
        Heading(2, "1 Cybersecurity"),
        Paragraph("Mali has 16 319 000 inhabitants, of whom 2.30% use the internet."),
        Heading(3, "1.1 Criminal legislation"),
        Paragraph("Mali has enacted a law on cybercrime, the Act of 12 May 2013."),
        Heading(3, "1.2 CIRT"),
        Paragraph("Mali does not have an officially recognised national CIRT."),
        Heading(3, "1.3 Strategy"),
        Paragraph(
            "Mali has no national cybersecurity strategy. The Ministry of Digital Economy is "
            "responsible for cybersecurity. Its office is in Bamako."
        ),
        Heading(3, "1.4 Certification"),
        Paragraph("It is unclear whether Mali has a certification scheme."),
        Heading(2, "2 Child protection"),
        Paragraph("Children are persons under 18 years. L’âge est fixé par « la loi »."),
        Heading(3, "2.1 Age of consent"),
        Paragraph("Not yet assessed."),
        Heading(3, "2.2 Laws"),
        Paragraph("Mali has the following laws on child protection:"),
        Items(
            [
                "Child Protection Code: of 2002",
                "Penal Code: Articles 264 and 271",
                "Law on trafficking in persons: passed in 2012",
            ]
        ),
        Heading(3, "2.3 Helpline"),
        Paragraph("Mali has a national child helpline."),
        Fields(
            [
                ("Helpline number", "116"),
                ("Contact person", "Awa Diarra"),
                ("Address", "—"),
                ("Police unit", "Yes, since 2008"),
            ]
        ),
        Heading(3, "2.4 Extradition"),
        Paragraph(
            "Extradition seems to require double criminality. Where an offence is punished with at "
            "least five years, double criminality is not required."
        ),
        Heading(2, "3 Treaties"),
        Table(
            [
                ("Treaty", "Status"),
                ("Budapest Convention", "Not ratified"),
                ("Malabo Convention", "Signed, not ratified"),
                ("Lanzarote Convention", "Not a party"),
                ("Optional Protocol on the sale of children", "Ratified in 2002"),
            ]
        ),
    ]
)

QUESTIONS = """
Does Mali have a national CIRT?
Le Mali a-t-il un CIRT national ?
Does Mali have a national cybersecurity strategy?
Le Mali dispose-t-il d'une stratégie nationale de cybersécurité ?
Has Mali enacted a law on cybercrime?
When was the law on cybercrime enacted?
What percentage of the population of Mali uses the internet?
Quel pourcentage de la population du Mali utilise internet ?
How many inhabitants does Mali have?
Combien le Mali compte-t-il d'habitants ?
Which ministry is responsible for cybersecurity in Mali?
Quel ministère est responsable de la cybersécurité ?
Where is the office of the Ministry of Digital Economy?
Does Mali have a certification scheme?
Le Mali a-t-il un système de certification ?
What is the age of consent in Mali?
Quel est l'âge du consentement au Mali ?
Until what age is a person a child?
Which laws on child protection does Mali have?
Does Mali have a Child Protection Code?
Which articles of the Penal Code apply?
When was the law on trafficking in persons passed?
Does Mali have a law on trafficking in persons?
Does Mali have a national child helpline?
Le Mali a-t-il une ligne d'assistance pour les enfants ?
What is the number of the helpline?
Quel est le numéro de la ligne d'assistance ?
Who is the contact person?
What is the address?
Is there a police unit?
Existe-t-il une unité de police ?
Does extradition require double criminality?
Is double criminality required for offences punished with five years?
Has Mali ratified the Budapest Convention?
Has Mali ratified the Malabo Convention?
Is Mali a party to the Lanzarote Convention?
Has Mali ratified the Optional Protocol on the sale of children?
What is the GDP of Mali?
Quelle est la superficie du Mali ?
Does Niger have a national CIRT?
""".strip().split("\n")

OTHERS = ("txt", "html", "pdf", "docx", "odt", "epub", "pptx")
Said = dict[str, tuple[str, str | None, list[str]]]
"""By question: outcome, verdict, quotes."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    root = tmp_path_factory.mktemp("formats")
    markdown = write(root / "md", "mali.md", formats.markdown(SOURCE))
    said = {"md": dict(ask(markdown))}
    for suffix in OTHERS:
        data = getattr(formats, suffix)(SOURCE)
        said[suffix] = dict(ask(write(root / suffix, f"mali.{suffix}", data)))
    return said


def write(folder: Path, name: str, data: bytes) -> Path:
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / name).write_bytes(data)
    rebuild(folder / "corpus", folder / "index")
    return folder


def ask(folder: Path) -> Iterator[tuple[str, tuple[str, str | None, list[str]]]]:
    assistant = Assistant.open(folder / "corpus", folder / "index")
    for question in QUESTIONS:
        answer = assistant.ask(question)
        quotes = [" ".join(citation.quote.split()) for citation in answer.citations]
        yield question, (answer.outcome, answer.verdict, quotes)


def test_there_are_forty_questions_and_most_are_answered(answers):
    outcomes = [outcome for outcome, _, _ in answers["md"].values()]

    assert len(QUESTIONS) == len(set(QUESTIONS)) == 40
    assert outcomes.count("answered") >= 20
    assert len(set(outcomes)) == 5


@pytest.mark.parametrize("suffix", OTHERS)
def test_the_same_questions_get_the_same_answers(answers, suffix):
    differing = {
        question: (said, answers[suffix][question])
        for question, said in answers["md"].items()
        if said != answers[suffix][question]
    }

    assert differing == {}
