"""``assistant ledger``: every indicator of every country, each with its quote."""

import argparse
import sys
from typing import TYPE_CHECKING, TypeAlias

from assistant.cli.shared import opened
from assistant.render import inert

if TYPE_CHECKING:
    from assistant.ledger import Ledger

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_parser(commands: _Commands, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    told = commands.add_parser(
        "ledger", parents=[shared], help="tell the status of every indicator of every country"
    )
    told.add_argument(
        "--country", action="append", default=[], metavar="NAME_OR_CODE", help="may be repeated"
    )
    told.add_argument(
        "--indicator", action="append", default=[], metavar="NAME", help="may be repeated"
    )
    told.add_argument(
        "--format",
        choices=("table", "csv", "xlsx", "json"),
        default="table",
        help="xlsx is written to standard output: redirect it; default: %(default)s",
    )
    told.set_defaults(run=ledger, usage_error=told.error)


def ledger(args: argparse.Namespace) -> int:
    """Print the ledger, or a part of it."""
    from assistant.ledger import export

    if args.format == "xlsx" and sys.stdout.isatty():
        args.usage_error("a workbook is no text: redirect it, as in … --format xlsx > ledger.xlsx")
    with opened(args) as assistant:
        found = export.chosen(assistant.ledger(), args.country, args.indicator)
    _write(found, args.format)
    return 0


def _write(found: "Ledger", form: str) -> None:
    from assistant.ledger import export

    if form == "xlsx":
        sys.stdout.buffer.write(export.as_xlsx(found))
    elif form == "csv":
        print(export.as_csv(found), end="")
    elif form == "json":
        print(export.dumps(found))
    else:
        print(inert(export.as_text(found)))
