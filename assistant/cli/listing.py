"""``assistant list | remove``: the documents of the corpus, and out of it."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.building import brought_up
from assistant.cli.shared import agreed, counted
from assistant.render import dumps, inert

if TYPE_CHECKING:
    from assistant.inventory import Entry

_HEADS = ("document", "title", "country", "publisher", "as of", "lang", "passages", "state")
_WIDTHS = (48, 40, 11, 28, 10, 4, 8, 0)
"""Columns on a terminal; elsewhere nothing is cut."""


def remove(args: argparse.Namespace) -> int:
    """Delete documents with their sidecars, and bring the index up to date."""
    from assistant import adding

    paths = [_within(args.corpus, each) for each in args.documents]
    if not args.yes:
        if not sys.stdin.isatty():
            args.usage_error("nobody can be asked whether to delete; say so with --yes")
        listed = "\n".join(f"  {args.corpus / path}" for path in paths)
        if not agreed(f"{listed}\nDelete {counted(len(paths), 'document')}?"):
            print("Nothing was deleted.")
            return 1
    for file in adding.remove(args.corpus, paths):
        print(inert(f"deleted {file}"))
    brought_up(args)
    return 0


def _within(corpus: Path, document: str) -> str:
    """Take a path below the corpus, or the one that a shell completes, with the corpus in it."""
    path = Path(document)
    if (corpus / path).exists() or not path.is_relative_to(corpus):
        return path.as_posix()
    return path.relative_to(corpus).as_posix()


def list_documents(args: argparse.Namespace) -> int:
    """List the documents of the corpus and the index."""
    from assistant import inventory

    found = inventory.entries(args.corpus, args.index)
    if args.json:
        print(dumps([_shape(each) for each in found], indent=2))
        return 0
    rows = [_HEADS, *(_row(each) for each in found)]
    print(inert(_table(rows)))
    return 0


def _row(entry: "Entry") -> tuple[str, ...]:
    state = f"{entry.state}: {entry.reason}" if entry.reason else entry.state
    if entry.record is None:
        return (entry.path, "", "", "", "", "", "", state)
    about = entry.record.metadata
    return (
        entry.path,
        about.title,
        " ".join(about.countries),
        about.publisher or "",
        about.as_of or "",
        about.language,
        str(entry.record.passages),
        state,
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    if sys.stdout.isatty():
        rows = [[_cut(c, w) for c, w in zip(row, _WIDTHS, strict=True)] for row in rows]
    wide = [max(len(row[i]) for row in rows) for i in range(len(_HEADS))]
    lines = ("  ".join(f"{c:<{w}}" for c, w in zip(row, wide, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _cut(cell: str, width: int) -> str:
    return cell if not width or len(cell) <= width else f"{cell[: width - 1]}…"


def _shape(entry: "Entry") -> dict[str, object]:
    about = entry.record.metadata if entry.record else None
    return {
        "document": entry.path,
        "state": entry.state,
        "reason": entry.reason or None,
        "title": about.title if about else None,
        "countries": list(about.countries) if about else None,
        "publisher": about.publisher if about else None,
        "url": about.url if about else None,
        "as_of": about.as_of if about else None,
        "language": about.language if about else None,
        "passages": entry.record.passages if entry.record else None,
    }
