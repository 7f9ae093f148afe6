"""The README is true: its commands exist, run, and print what it says they print.

``python tests/test_docs.py`` runs its sessions again and writes their output into it.
"""

import argparse
import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from assistant import cli

pytest_plugins = ["projects"]

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def commands():
    subparsers = next(
        action for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    return subparsers.choices


def run(command):
    """Run a command of the README in this process; return what it prints."""
    words = shlex.split(command)
    assert words[0] == "assistant", command
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        status = cli.main(words[1:])
    assert status in (0, 3), command
    return printed.getvalue()


def session(text):
    """Return (command, what the README says it prints) pairs of a console block."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)[1:]
    return [
        (command, said.strip("\n")) for command, said in zip(parts[::2], parts[1::2], strict=True)
    ]


def replayed(text):
    return "\n\n".join(f"$ {command}\n{run(command).rstrip()}" for command, _ in session(text))


@pytest.mark.parametrize("name", commands())
def test_every_command_is_documented(name):
    assert f"`assistant {name}" in README.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "option"),
    [
        (name, option)
        for name, parser in commands().items()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
    ],
)
def test_every_option_is_documented(name, option):
    assert re.search(rf"`{option}\b", README.read_text("utf-8")), f"assistant {name} {option}"


def test_no_command_is_documented_that_does_not_exist():
    named = set(re.findall(r"`assistant ([a-z]+)", README.read_text("utf-8")))

    assert named == set(commands())


def test_the_session_prints_what_the_readme_says(project):
    blocks = SESSION.findall(README.read_text("utf-8"))
    assert blocks

    for command, said in [pair for block in blocks for pair in session(block)]:
        assert run(command).rstrip() == said, f"{command}: run make readme"


def test_the_python_example_runs(project, capsys):
    blocks = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)

    exec(blocks[0], {})

    assert "no" in capsys.readouterr().out


def test_a_citation_is_found_by_the_lookup_that_the_readme_gives(project):
    from assistant.pipeline import Assistant

    assistant = Assistant.open()
    citation = assistant.ask("Does Mali have a national CIRT?").citations[0]
    assistant.close()

    with open(project / "corpus" / citation.document, newline="", encoding="utf-8") as file:  # noqa: PTH123
        assert file.read()[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README.read_text("utf-8")))
def test_every_file_that_the_readme_links_is_there(target):
    assert (ROOT / target).is_file()


def test_every_file_that_the_readme_names_is_there():
    named = re.findall(r"`(?:assistant/)?([a-z_/]+(?:\.py|/))`", README.read_text("utf-8"))
    missing = [
        name
        for name in named
        if not (ROOT / "assistant" / name).exists() and not (ROOT / name).exists()
    ]

    assert "support.py" in named
    assert missing == []


def test_every_make_target_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text("utf-8")

    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split()
    assert "run" in targets
    for target in targets:
        assert re.search(rf"^# make {target} ", makefile, re.MULTILINE), target


def rewrite():
    readme = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder, "corpus"))
        os.chdir(folder)
        run("assistant index")
        readme = SESSION.sub(lambda found: replayed(found.group()) + "\n", readme)
        os.chdir(ROOT)
    README.write_text(readme, "utf-8")


if __name__ == "__main__":
    sys.exit(rewrite())
