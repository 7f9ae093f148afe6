"""docs/sources.md is true: its commands parse, its links lead somewhere, its limits are ours."""

import re
import shlex
from pathlib import Path

import pytest

from assistant import cli
from assistant.app.strings import STRINGS
from assistant.folder import LARGEST
from assistant.readers import READERS
from assistant.readers.isolated import OCR_SECONDS, SECONDS
from assistant.store.generations import KEPT

DOCS = Path(__file__).parent.parent / "docs"
GUIDE = (DOCS / "sources.md").read_text("utf-8")


@pytest.mark.parametrize("command", re.findall(r"^assistant (.*)$", GUIDE, re.MULTILINE))
def test_every_command_of_the_guide_is_one(command):
    assert cli.parser().parse_args(shlex.split(command)).run


def test_every_format_that_is_read_is_told():
    assert set(re.findall(r"`(\.\w+)`", GUIDE)) == set(READERS)


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", GUIDE))
def test_every_file_that_the_guide_links_is_there(target):
    assert (DOCS / target).is_file()


def test_its_numbers_are_those_of_the_program():
    assert LARGEST == 20 * 1024 * 1024
    assert "A file may have 20 MiB." in GUIDE
    assert (SECONDS, OCR_SECONDS) == (2 * 60, 15 * 60)
    assert "two minutes (fifteen where" in " ".join(GUIDE.split())
    assert KEPT == 3
    assert "lists the last three" in GUIDE


def test_the_words_on_buttons_and_in_the_table_are_those_of_the_page():
    said = set(re.findall(r"\*\*([^*]+)\*\*", GUIDE))
    tables = GUIDE[: GUIDE.index("## On the command line")]
    said |= set(re.findall(r"^ *\| ([A-Z][a-z A-Z]+?) \|", tables, re.MULTILINE))

    assert {"Rebuild index", "Same as", "Publisher"} <= said
    assert said - {words.en for words in STRINGS.values()} == set()
