"""What the docs for offices and programs tell people to run, can be run."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from assistant import cli
from assistant.config import DEFAULTS

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "docs" / "office.md", ROOT / "docs" / "api.md"]
OFFICE = DOCS[0].read_text("utf-8")
COMMAND = re.compile(r"(?:^|`|bin/)(assistant [a-z][^`\n]*)", re.MULTILINE)


def commands():
    found = (match for doc in DOCS for match in COMMAND.findall(doc.read_text("utf-8")))
    # Words in capitals stand for something else, and an address may be any.
    return sorted({each.split(" &&")[0].split(" |")[0] for each in found if "…" not in each})


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_docs_is_one(command):
    args = cli.parser().parse_args(shlex.split(command)[1:])

    assert isinstance(args, argparse.Namespace)
    assert callable(args.run)


def test_the_docs_name_commands_of_every_kind():
    verbs = {command.split()[1] for command in commands()}

    assert {"serve", "users", "doctor", "rollback", "index"} <= verbs


def test_the_limits_are_those_of_the_configuration():
    assert f"{DEFAULTS.questions_per_minute} a minute from one address" in OFFICE
    assert f"{DEFAULTS.uploads_per_hour} an hour of one editor" in OFFICE
    assert f"{DEFAULTS.logins} in ten minutes" in OFFICE
    assert f"{DEFAULTS.request_bytes // 1024 // 1024} MiB" in OFFICE
    assert DEFAULTS.session_hours == 12
    assert "A session ends after twelve hours" in OFFICE
    api = DOCS[1].read_text("utf-8")
    assert f"{DEFAULTS.questions_per_minute} questions and searches are answered a minute" in api


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_file_that_the_docs_link_is_there(doc):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", doc.read_text("utf-8")):
        assert (doc.parent / target).is_file(), target


def test_the_unit_starts_the_program_that_it_installs():
    (unit,) = re.findall(r"```ini\n(.*?)```", OFFICE, re.DOTALL)
    started = re.search(r"^ExecStart=(\S+)", unit, re.MULTILINE).group(1)
    home = re.search(r"--home-dir (\S+)", OFFICE).group(1)

    assert started == f"{home}/program/.venv/bin/assistant"
    assert f"ReadWritePaths={home}\n" in unit


@pytest.mark.parametrize("words", ["https://status.example.org", "http://10.0.0.5:8080"])
def test_an_address_for_the_public_is_taken_without_its_slash(words):
    args = cli.parser().parse_args(["serve", "--public-url", f"{words}/"])

    assert args.public_url == words


@pytest.mark.parametrize(
    "words", ["status.example.org", "https://", "https://a.example/path", "//["]
)
def test_what_is_no_address_for_the_public_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit):
        cli.parser().parse_args(["serve", "--public-url", words])
    assert "--public-url" in capsys.readouterr().err


def test_a_login_that_nobody_could_pass_is_refused(tmp_path, capsys):
    words = ["serve", "--login", "--port", "7999", "--index", str(tmp_path)]

    assert cli.main(words) == 1
    assert "nobody could sign in: add somebody with assistant users add" in capsys.readouterr().err
