"""``assistant feedback``: what people said of answers, and questions for benchmarks/ from it."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.render import dumps, inert

if TYPE_CHECKING:
    from assistant.feedback import Feedback


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command ``feedback``."""
    parser = commands.add_parser(
        "feedback", parents=[shared], help="list what people said of answers, or export it"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one entry a line, as it was stored")
    form.add_argument(
        "--export",
        metavar="FILE",
        help="write the questions known to be answered rightly, as benchmarks/ reads them; "
        "- is stdout",
    )
    parser.set_defaults(run=feedback)


def feedback(args: argparse.Namespace) -> int:
    """List the feedback, newest last, or export it as judgments."""
    from assistant import feedback as store

    entries = list(store.read(args.index))
    if args.export:
        return _export(entries, args)
    for entry in entries:
        print(dumps(asdict(entry)) if args.json else _told(entry))
    if not entries and not args.json:
        print(f"Nobody has said anything of an answer yet: {inert(str(args.index))}")
    return 0


def _export(entries: "Sequence[Feedback]", args: argparse.Namespace) -> int:
    from assistant import feedback as store

    known, unknown = store.judgments(entries, args.corpus)
    lines = "".join(f"{dumps(each)}\n" for each in known)
    if args.export == "-":
        sys.stdout.write(lines)
    else:
        _write(Path(args.export), lines)
    left = f"; {unknown} left out: not known to be right, or of a source that has changed"
    print(f"{len(known)} questions{left if unknown else ''}", file=sys.stderr)
    return 0


def _write(path: Path, text: str) -> None:
    from assistant.store.generations import write_atomically

    write_atomically(path, text.encode())


def _told(entry: "Feedback") -> str:
    answer = entry.answer
    said = answer.get("verdict") or answer["outcome"]
    lines = [f"{entry.at[:19]}  {entry.kind:<7}  {answer['question']} → {said}"]
    lines += [
        f"  [{each.get('marker')}] {each.get('document')}:{each.get('start')}-{each.get('end')}"
        for each in answer["citations"]
        if isinstance(each, dict)
    ]
    if entry.note:
        lines.append(f"  {' '.join(entry.note.split())}")
    return inert("\n".join(lines))
