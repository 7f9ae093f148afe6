"""``assistant index | serve | status``: the index against its corpus, and the page over both."""

import argparse
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.shared import command, counted, explained, listed, opened, with_options
from assistant.errors import EmptyCorpusError, MissingIndexError, ServeError, StaleIndexError
from assistant.render import inert
from assistant.types import BuildReport, Changes, PassageCounts, Skipped

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def index(args: argparse.Namespace) -> int:
    """Bring the index up to date, once or on every change; or say what that would do."""
    if args.dry_run:
        return _dry_run(args)
    print(_told(_rebuild(args), args.index), flush=True)
    if args.watch:
        from assistant import pipeline

        pipeline.load(args.model)  # now, so that the first change does not wait for it
        print(f"Watching {inert(str(args.corpus))} (Ctrl+C stops it)", flush=True)
        _follow(args, None)
    return 0


def serve(args: argparse.Namespace) -> int:
    """Bring the index up to date and serve the page."""
    from assistant import app

    # Before the index is built, which may take long.
    app.check_address(args.host, args.port)
    _check_users(args)
    if args.mcp:
        app.check_tools()
    print(_brought_up(args), flush=True)
    announce = partial(print, flush=True)
    with _following(args):
        app.serve(
            args.corpus,
            args.index,
            args.model,
            args.host,
            args.port,
            login=args.login,
            public_url=args.public_url,
            mcp=args.mcp,
            announce=announce,
        )
    return 0


def _brought_up(args: argparse.Namespace) -> str:
    """Build what is to be served; there may be nothing yet, neither documents nor index."""
    from assistant import upkeep

    try:
        return _told(_rebuild(args), args.index)
    except EmptyCorpusError as error:
        try:
            upkeep.generations(args.index)
        except MissingIndexError:
            return inert(f"{error}\nThe page is served without: sources can be added there, too.")
        raise


def _check_users(args: argparse.Namespace) -> None:
    """Refuse a page that nobody could sign in to; tell of one that nobody could edit."""
    from assistant import users
    from assistant.app.access import Rules

    roles = {user.role for user in users.read(args.index).values()}
    adding = command("users add NAME --role editor", args)
    if args.login and not roles:
        raise ServeError(f"With --login nobody could sign in: add somebody with {adding}")
    if not Rules(args.host, args.login, args.public_url).local and "editor" not in roles:
        print(inert(f"Nobody may change sources and index. Add an editor with: {adding}"))


def status(args: argparse.Namespace) -> int:
    """Say what the index holds and how the corpus differs."""
    with opened(args, check=False) as assistant:
        found = assistant.status()
        told = _told_of(assistant) if isinstance(args.index, Path) else ""
    changes = found.changes
    lines = [f"corpus      {args.corpus}", f"index       {args.index}"]
    if found.info:
        lines += [
            f"built       {found.info.built}, {_age(found.info.built)} ago",
            f"generation  {found.info.generation}, {_size(args.index):.1f} MB",
            f"encoder     {found.info.encoder}",
            f"documents   {found.info.documents}",
            f"current     {len(changes.unchanged)}",
            f"passages    {found.info.passages}",
            *([f"ledger      {told}"] if told else []),
        ]
    lines += listed("new", changes.added)
    lines += listed("changed", changes.changed)
    lines += listed("removed", changes.removed)
    lines += listed("skipped", [f"{skip.path}: {skip.reason}" for skip in found.skipped])
    if changes:
        lines.append(f"Bring it up to date with: {command('index', args)}")
    else:
        lines.append("The index is current.")
    print(inert("\n".join(lines)))
    return 0


def _told_of(assistant: "Assistant") -> str:
    """Count what the ledger holds."""
    try:
        ledger = assistant.ledger()
    except StaleIndexError:
        return "of another version of this program"
    alone = f", {len(ledger.unaligned)} of them not aligned" if ledger.unaligned else ""
    return f"{len(ledger.cells)} cells, {len(ledger.indicators)} indicators{alone}"


def _age(built: str) -> str:
    """Say how long ago that was, in the largest unit of which there is at least one."""
    seconds = int((datetime.now(UTC) - datetime.fromisoformat(built)).total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return counted(seconds // length, unit)
    return counted(max(seconds, 0), "second")


def _size(index: Path) -> float:
    """Give the megabytes of the generation that serves."""
    from assistant import upkeep

    return sum(each.size for each in upkeep.generations(index) if each.current) / 1e6


def _rebuild(args: argparse.Namespace) -> BuildReport:
    from assistant import pipeline
    from assistant.progress import shown

    with shown(sys.stderr) as progress:
        return pipeline.rebuild(args.corpus, args.index, args.model, progress)


def brought_up(args: argparse.Namespace) -> None:
    """Index what was added or removed, unless that was not wanted yet."""
    if args.no_index:
        print(inert(f"Not indexed yet. Run: {command('index', args)}"))
    else:
        print(_told(_rebuild(args), args.index), flush=True)


def _dry_run(args: argparse.Namespace) -> int:
    from assistant import upkeep

    plan = upkeep.plan(args.corpus, args.index, args.model)
    if plan.anew:
        lines = [with_options(f"Every document would be read: {plan.anew}.", args)]
    elif plan.writes:
        lines = [f"{args.index} would be brought up to date:"]
    else:
        lines = [f"{args.index} is current; nothing would be written."]
    lines += _counted(plan.passages) if plan.writes else []
    lines += _differences(plan.changes, plan.skipped, plan.duplicates)
    print(inert("\n".join(lines)))
    return 0


@contextmanager
def _following(args: argparse.Namespace) -> Iterator[None]:
    """With ``--watch``, follow the corpus in the background until the block ends."""
    if not args.watch:
        yield
        return
    stop = threading.Event()
    follower = threading.Thread(target=_follow_beside, args=(args, stop), daemon=True)
    follower.start()
    try:
        yield
    finally:
        stop.set()
        follower.join(timeout=1)  # a build under way is dropped: what it wrote does not serve


def _follow_beside(args: argparse.Namespace, stop: threading.Event) -> None:
    try:
        _follow(args, stop)
    except Exception as error:
        trouble = f"assistant: {args.corpus} is no longer watched: {explained(error, args)}"
        print(inert(trouble), file=sys.stderr, flush=True)


def _follow(args: argparse.Namespace, stop: threading.Event | None) -> None:
    """Rebuild whenever the corpus changes; tell what goes wrong, and wait for the next change."""
    from assistant import pipeline, watching

    told = ""
    for _ in watching.changes(args.corpus, stop):
        try:
            report = pipeline.rebuild(args.corpus, args.index, args.model)
        except Exception as error:
            trouble = explained(error, args)
            if trouble != told:
                print(f"assistant: {trouble}", file=sys.stderr, flush=True)
            told = trouble
        else:
            told = ""
            if report.written:
                print(_told(report, args.index), flush=True)


def _told(report: BuildReport, index: Path) -> str:
    size = f"{report.info.documents} documents, {report.info.passages} passages"
    if report.written:
        lines = [f"{index}: {size}; {report.encoded} encoded in {report.seconds:.1f} s."]
        lines += _counted(report.passages)
    else:
        lines = [f"{index} is current: {size}, built {report.info.built}."]
    lines += _differences(report.changes, report.skipped, report.duplicates)
    return inert("\n".join(lines))


def _counted(passages: PassageCounts) -> list[str]:
    counts = f"{passages.added} added, {passages.removed} removed, {passages.kept} kept"
    return listed("passages", [counts])


def _differences(
    changes: Changes, skipped: Sequence[Skipped], duplicates: Sequence[tuple[str, str]]
) -> list[str]:
    return [
        *listed("added", changes.added),
        *listed("changed", changes.changed),
        *listed("removed", changes.removed),
        *listed("skipped", [f"{skip.path}: {skip.reason}" for skip in skipped]),
        *listed("left out", [f"{path}: the same bytes as {kept}" for path, kept in duplicates]),
    ]
