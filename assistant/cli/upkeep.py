"""``assistant generations | rollback | doctor``: looking after an index."""

import argparse
import sys
from itertools import groupby
from operator import attrgetter

from assistant.cli.shared import LISTED, command, with_options
from assistant.render import inert
from assistant.types import IndexInfo


def generations(args: argparse.Namespace) -> int:
    """List what could serve."""
    from assistant import upkeep

    found = upkeep.generations(args.index)
    wide = max((len(each.info.generation) for each in found), default=0)
    lines = [f"{'generation':<{wide}}  {'built':<25}  documents  passages        size"]
    for each in found:
        info, size = each.info, f"{each.size / 1e6:.1f} MB"
        lines.append(
            f"{info.generation:<{wide}}  {info.built:<25}  {info.documents:>9}  "
            f"{info.passages:>8}  {size:>10}{'  serves' if each.current else ''}"
        )
    print(inert("\n".join(lines)))
    return 0


def rollback(args: argparse.Namespace) -> int:
    """Let an older generation serve."""
    from assistant import upkeep

    done = upkeep.rollback(args.corpus, args.index, args.generation, args.model)
    if done.before == done.info.generation:
        lines = [f"{_described(done.info)} serves already."]
    else:
        lines = [f"{_described(done.info)} serves now."]
        if done.before:
            back = command(f"rollback {done.before}", args)
            lines.append(f"The one that served before serves again with: {back}")
    if done.unfit:
        lines.append(
            f"Questions are refused as things are: {done.unfit}. "
            f"Undo that, or build the index from them: {command('index', args)}"
        )
    print(inert("\n".join(lines)))
    return 0


def _described(info: IndexInfo) -> str:
    size = f"{info.documents} documents, {info.passages} passages"
    return f"{info.generation} ({size}, built {info.built})"


def doctor(args: argparse.Namespace) -> int:
    """Check everything, and say what is wrong and what to run."""
    from assistant import upkeep
    from assistant.progress import shown

    with shown(sys.stderr) as progress:
        checkup = upkeep.check(args.corpus, args.index, args.model, progress)
    for remedy, group in groupby(checkup.findings, attrgetter("remedy")):
        lines = [each.what for each in group]
        more = [f"and {len(lines) - LISTED} more"] if len(lines) > LISTED else []
        fix = [f"  → {remedy}"] if remedy else []
        print(inert(with_options("\n".join([*lines[:LISTED], *more, *fix]), args)))
    for what in checkup.unchecked:
        print(inert(f"Not checked: {what}"))
    if checkup.findings:
        return 1
    print("all is well")
    return 0
