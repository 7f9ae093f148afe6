"""The command line: ``assistant index | ask | add | verify | serve | source | …``.

options    the parser, with a subparser for each command
asking     ask, verify, source
adding     add, import
listing    list, remove
building   index, serve, status
ledger     ledger
upkeep     generations, rollback, doctor
feedback   feedback
signing    sign, diff
users      users
shared     what the commands have in common

Exit status: 0 done, or answered; 3 the sources are silent, or none covers the country;
1 an error, with a line that says what to do, an answer that fails to verify, or an index that is
not well; 2 wrong usage; 130 stopped by the user.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from assistant.cli.options import parser
from assistant.cli.shared import explained

__all__ = ["main", "parser"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; wrong usage raises ``SystemExit(2)``."""
    args: argparse.Namespace = parser().parse_args(argv)
    _prepare_streams()
    try:
        status: int = args.run(args)
        if sys.stdout is not None:  # closed by whoever started this
            sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has gone. Python flushes stdout once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if args.debug:
            raise
        print(f"assistant: {explained(error, args)}", file=sys.stderr)
        return 1
    return status


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # JSON and sources are UTF-8 with the newlines they have, on any system.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
