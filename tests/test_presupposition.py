"""Denials that take for granted the thing that a question asks for."""

import pytest

from assistant import indexer
from assistant.corpus import Corpus
from assistant.matching import asked_words
from assistant.pipeline import Assistant
from assistant.presupposition import is_presupposed
from assistant.question import alone

AUTHORITY = "Does Togo have a data protection authority?"
AUTORITE = "Le Togo a-t-il une autorité de protection des données ?"


def presupposed(question, text, language):
    asked = alone(question)
    return is_presupposed(asked, text, asked_words(asked, lambda stem: 1.0, [language]), language)


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        (AUTHORITY, "The data protection authority of Togo has no office in Kara.", "en"),
        (AUTHORITY, "The data protection authority does not publish its decisions.", "en"),
        (AUTHORITY, "The data protection authority has not published a report.", "en"),
        (AUTHORITY, "The data protection authority lacks investigators.", "en"),
        ("Is there a helpline in Togo?", "The helpline 1011 is not free of charge.", "en"),
        (AUTORITE, "L'autorité de protection des données n'a pas de bureau à Kara.", "fr"),
        (AUTORITE, "L'autorité de protection des données ne publie pas de rapport.", "fr"),
        ("Existe-t-il une ligne d'écoute ?", "La ligne d'écoute n'est pas gratuite.", "fr"),
        (AUTORITE, "The data protection authority has no office in Kara.", "en"),
    ],
)
def test_what_is_denied_something_is_there(question, text, language):
    assert presupposed(question, text, language)


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        (AUTHORITY, "Togo has no data protection authority.", "en"),
        (AUTHORITY, "The data protection authority has not been set up.", "en"),
        (AUTHORITY, "The data protection authority does not exist.", "en"),
        (AUTHORITY, "The data protection authority is not operational.", "en"),
        (AUTHORITY, "The planned data protection authority has no budget.", "en"),
        (AUTHORITY, "The plan for a data protection authority has no budget.", "en"),
        (AUTHORITY, "The data protection authority was dissolved and has no successor.", "en"),
        (AUTHORITY, "The ministry has no office in Kara.", "en"),
        ("Does the authority publish reports?", "The authority has no office in Kara.", "en"),
        ("Is there a free helpline in Togo?", "The helpline 1011 is not free of charge.", "en"),
        ("Do the islands have midwives?", "The islands have no ambulance.", "en"),
        ("Has Togo ratified the convention?", "The convention does not bind Togo.", "en"),
        (AUTHORITY, "No data protection authority and none of its offices was met.", "en"),
        (AUTHORITY, "The data protection authority announced twice has no budget.", "en"),
        (AUTORITE, "L'autorité de protection des données n'a pas été créée.", "fr"),
        (AUTORITE, "L'autorité de protection des données n'a jamais été rédigée.", "fr"),
        ("L'autorité a-t-elle un bureau ?", "L'autorité demeure sans bureau.", "fr"),
        (AUTORITE, "L'autorité de protection des données n'a pas survécu à la réforme.", "fr"),
        (AUTORITE, "Le projet d'autorité de protection des données n'a pas de budget.", "fr"),
        ("L'autorité est-elle saisie ?", "L'autorité n'est pas gratuite.", "fr"),
    ],
)
def test_what_is_denied_itself_or_asked_for_besides_is_not_taken_for_granted(
    question, text, language
):
    assert not presupposed(question, text, language)


TOLD = """\
---
title: Togo
---

## Data protection authority

The data protection authority of Togo has no office in Kara.

## Children

The helpline 1011 is not free of charge. Togo has no ombudsman for children.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory, encoder):
    root = tmp_path_factory.mktemp("taken")
    (root / "corpus").mkdir()
    (root / "corpus" / "togo.md").write_text(TOLD, "utf-8")
    indexer.build(Corpus(root / "corpus"), root / "index", encoder, identity=encoder.name)
    return Assistant.open(root / "corpus", root / "index")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        (AUTHORITY, "yes"),
        (AUTORITE, "yes"),
        ("Does the data protection authority of Togo have an office in Kara?", "no"),
        ("Is there a helpline in Togo?", "yes"),
        ("Is the helpline of Togo free of charge?", "no"),
        ("Does Togo have an ombudsman for children?", "no"),
    ],
)
def test_a_denial_of_something_else_is_no_denial_of_the_thing(opened, question, verdict):
    answer = opened.ask(question)

    assert (answer.outcome, answer.verdict) == ("answered", verdict), answer.text


def test_the_ledger_does_not_deny_what_a_denial_takes_for_granted(opened):
    told = [cell for cell in opened.ledger().cells if "office in Kara" in cell.quote]

    assert [cell.status for cell in told] == ["yes"]
