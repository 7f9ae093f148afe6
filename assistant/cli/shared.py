"""What the commands have in common: the index they open, and how they word things."""

import argparse
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assistant.config import DEFAULTS
from assistant.errors import AssistantError, StoreError
from assistant.render import inert

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

LISTED = 20
"""Lines of one kind that are printed; of more, the number."""


@contextmanager
def opened(args: argparse.Namespace, *, check: bool = True) -> Iterator["Assistant"]:
    """Open the index that the options name; with ``check``, refuse one that is out of date."""
    from assistant.pipeline import Assistant

    assistant = Assistant.open(args.corpus, args.index, args.model, check=check)
    try:
        yield assistant
    finally:
        assistant.close()


@contextmanager
def opened_file(name: str) -> Iterator[BinaryIO]:
    """Open a file to read its bytes; "-" is standard input."""
    if name == "-":
        if sys.stdin is None:
            raise AssistantError("Standard input is closed. Name a file, or pipe one into this")
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


def command(words: str, args: argparse.Namespace) -> str:
    """Return the command line of ``words`` for the same corpus, index and model."""
    options = []
    for option in ("corpus", "index", "model"):
        value = getattr(args, option, getattr(DEFAULTS, option))
        if value != getattr(DEFAULTS, option):
            options += [f"--{option}", str(value)]
    return shlex.join(["assistant", *words.split(), *options])


def with_options(message: str, args: argparse.Namespace) -> str:
    """Complete the command in a message of the stages, which do not know the options in use."""
    return message.replace("assistant index", command("index", args))


def listed(what: str, items: Sequence[str]) -> list[str]:
    """Return a line for each item, as far as it is worth reading."""
    lines = [f"  {what:<9} {item}" for item in items[:LISTED]]
    if len(items) > LISTED:
        lines.append(f"  {what:<9} and {len(items) - LISTED} more")
    return lines


def ask_for(prompt: str) -> str:
    """Ask on the terminal; "" at the end of its input."""
    print(inert(prompt), end="", flush=True)
    return sys.stdin.readline().strip()


def agreed(question: str) -> bool:
    """Ask whether to do something that cannot be undone; anything but a yes is a no."""
    return ask_for(f"{question} [y/N] ").lower() in ("y", "yes", "o", "oui")


def counted(number: int, what: str) -> str:
    """Return "1 page", "2 pages"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def explained(error: Exception, args: argparse.Namespace) -> str:
    """Word an error for the user, in one line for a defect of the program."""
    if isinstance(error, StoreError):
        return inert(with_options(str(error), args))
    if isinstance(error, AssistantError):
        return inert(str(error))
    if isinstance(error, OSError) and error.strerror:
        return inert(f"{error.filename or 'input or output'}: {error.strerror}")
    return inert(
        f"unexpected {type(error).__name__}: {error}. This is a defect of the program. "
        "Run the command again with --debug and report what it prints."
    )
