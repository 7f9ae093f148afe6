"""Answers that are signed, and what is told of them once their sources change."""

import json
import shutil

import pytest

from assistant import cli, drift, render, signing
from assistant.pipeline import Assistant, rebuild
from assistant.types import Turn

SOURCE = """---
country: Mali
as_of: 2014-08-12
publisher: Observatory
---
# Profile of Mali

## National CIRT

Mali does not have an officially recognised national CIRT.

## Age of consent

Not yet assessed.

## Age of marriage

Not yet assessed.

## Treaties

- Mali ratified the Convention on the Rights of the Child in 1990.
- Mali signed the Budapest Convention but did not ratify it.

## Internet users

Internet users, percentage of population: 2.30%
"""
QUESTIONS = (
    "Does Mali have a national CIRT?",
    "What is the age of consent in Mali?",
    "Has Mali ratified the Convention on the Rights of the Child?",
    "What percentage of the population of Mali uses the internet?",
)


@pytest.fixture(scope="module")
def signed_off(tmp_path_factory):
    """A folder with a corpus, its index, and four signed answers; not to be changed."""
    root = tmp_path_factory.mktemp("signed")
    (root / "corpus").mkdir()
    (root / "corpus" / "mali.md").write_text(SOURCE, "utf-8")
    rebuild(root / "corpus", root / "index")
    assistant = Assistant.open(root / "corpus", root / "index")
    for question in QUESTIONS:
        signing.sign(
            root / "index", render.to_json(assistant.ask(question)), "2026-01-02T03:04:05+00:00"
        )
    assistant.close()
    return root


@pytest.fixture
def folder(signed_off, tmp_path):
    """A copy, to be changed at will."""
    shutil.copytree(signed_off, tmp_path, dirs_exist_ok=True)
    return tmp_path


def differing(folder, text: str) -> dict[str, list[tuple[str, str]]]:
    """Rewrite the source, rebuild, and tell by question what differs."""
    (folder / "corpus" / "mali.md").write_text(text, "utf-8")
    rebuild(folder / "corpus", folder / "index")
    assistant = Assistant.open(folder / "corpus", folder / "index")
    found = {
        each.question: [(one.kind, one.now) for one in drift.differences(assistant, each)]
        for each in signing.read(folder / "index")
    }
    assistant.close()
    assert set(found) == set(QUESTIONS)
    return {question: differences for question, differences in found.items() if differences}


def test_nothing_differs_as_long_as_nothing_changes(folder):
    assert differing(folder, SOURCE) == {}


def test_layout_and_white_space_are_no_difference(folder):
    relaid = (
        SOURCE.replace("an officially recognised", "an officially\nrecognised")
        .replace("- Mali", "*  Mali")
        .replace("in 1990", "in **1990**")
        .replace("\n\n## ", "\n\n\n\n## ")
        .replace("## National CIRT", "## National CIRT ##")
    )

    assert differing(folder, relaid) == {}


def test_a_statement_turned_round_differs_in_quote_and_outcome(folder):
    found = differing(folder, SOURCE.replace("does not have an", "has an"))

    assert found == {
        QUESTIONS[0]: [
            ("outcome", "yes"),
            ("changed", "Mali has an officially recognised national CIRT."),
        ]
    }


def test_a_figure_that_changes_is_told_with_the_new_one(folder):
    found = differing(folder, SOURCE.replace("2.30%", "35%"))

    assert found == {QUESTIONS[3]: [("changed", "Internet users, percentage of population: 35%")]}


@pytest.mark.parametrize(
    ("was", "now"),
    [("116", "116 111"), ("2", "2.5 million"), ("2", "25%"), ("2", "2 %"), ("no", "not assessed")],
)
def test_a_value_that_only_grows_at_its_end_is_a_change(tmp_path, was, now):
    source = f"---\ncountry: Mali\nas_of: 2014\n---\n\nHelpline phone number: {was}\n"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mali.md").write_text(source, "utf-8")
    rebuild(tmp_path / "corpus", tmp_path / "index")
    assistant = Assistant.open(tmp_path / "corpus", tmp_path / "index")
    answer = assistant.ask("What is the helpline phone number of Mali?")
    assert answer.citations[0].quote == f"Helpline phone number: {was}"
    signing.sign(tmp_path / "index", render.to_json(answer), "2026-01-02T03:04:05+00:00")
    (tmp_path / "corpus" / "mali.md").write_text(
        source.replace(f": {was}\n", f": {now}\n"), "utf-8"
    )
    rebuild(tmp_path / "corpus", tmp_path / "index")
    assistant.reload()

    (signed,) = signing.read(tmp_path / "index")
    found = [(each.kind, each.now) for each in drift.differences(assistant, signed)]

    assistant.close()
    assert ("changed", f"Helpline phone number: {now}") in found


def test_a_short_quote_that_still_stands_elsewhere_is_missed_in_its_own_section(folder):
    found = differing(folder, SOURCE.replace("Not yet assessed.", "It is 16 years.", 1))

    assert list(found) == [QUESTIONS[1]]
    assert ("outcome", "answered") in found[QUESTIONS[1]]


def test_a_quote_that_is_deleted_has_vanished(folder):
    line = "- Mali ratified the Convention on the Rights of the Child in 1990.\n"

    found = differing(folder, SOURCE.replace(line, ""))

    assert list(found) == [QUESTIONS[2]]
    assert {"outcome"} < {kind for kind, _ in found[QUESTIONS[2]]}


def test_what_changes_elsewhere_in_the_document_is_no_difference(folder):
    assert (
        differing(folder, SOURCE.replace("signed the Budapest", "signed in 2001 the Budapest"))
        == {}
    )


def test_signing_the_same_twice_keeps_one(folder):
    first = signing.read(folder / "index")[0]

    again = signing.sign(folder / "index", first.answer, "2026-02-02T00:00:00+00:00", by="A. B.")

    assert again.id == first.id
    assert len(signing.read(folder / "index")) == len(QUESTIONS)


def test_a_follow_up_is_asked_again_with_what_came_before_it(folder):
    before = (Turn("Does Mali have a national CIRT?"),)
    assistant = Assistant.open(folder / "corpus", folder / "index")
    answer = assistant.ask("And what percentage of its population uses the internet?", before)
    kept = signing.sign(
        folder / "index", render.to_json(answer), "2026-01-02T00:00:00+00:00", history=before
    )

    assert drift.differences(assistant, kept) == []
    assert kept in signing.read(folder / "index")
    assistant.close()


def run(folder, *words: str) -> int:
    options = ["--corpus", str(folder / "corpus"), "--index", str(folder / "index")]
    return cli.main([*words, *options])


def test_the_commands_sign_what_holds_and_list_what_no_longer_does(folder, capsys):
    assert run(folder, "ask", "--json", "Has Mali ratified the Budapest Convention?") == 0
    answer = folder / "answer.json"
    answer.write_text(capsys.readouterr().out, "utf-8")

    assert run(folder, "sign", str(answer), "--by", "A. B.") == 0
    assert run(folder, "diff") == 0
    assert "5 signed answers unchanged; 0 with differences" in capsys.readouterr().out

    changed = SOURCE.replace("but did not ratify it", "and ratified it in 2020")
    (folder / "corpus" / "mali.md").write_text(changed, "utf-8")
    assert run(folder, "index") == 0
    assert run(folder, "diff") == 1
    shown = capsys.readouterr().out
    assert "Has Mali ratified the Budapest Convention?  (signed " in shown
    assert "by A. B.)" in shown
    assert "outcome  no\n       now  yes" in shown


def test_an_answer_that_does_not_hold_is_not_signed(folder, capsys):
    about = {each.question: each.answer for each in signing.read(folder / "index")}
    forged = json.loads(render.dumps(about[QUESTIONS[0]]).replace("does not have", "lacks"))
    (folder / "forged.json").write_text(render.dumps(forged), "utf-8")

    assert run(folder, "sign", str(folder / "forged.json")) == 1
    assert "quote" in capsys.readouterr().out
    assert len(signing.read(folder / "index")) == len(QUESTIONS)


def test_a_signed_answer_can_be_withdrawn_and_no_other_file_with_it(folder, capsys):
    first = signing.read(folder / "index")[0]

    assert run(folder, "diff", "--withdraw", first.id) == 0
    assert run(folder, "diff", "--withdraw", "../../corpus/mali") == 1
    assert len(signing.read(folder / "index")) == len(QUESTIONS) - 1
    assert (folder / "corpus" / "mali.md").exists()
