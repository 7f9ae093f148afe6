"""``assistant sign | diff``: answers that somebody stands by, and what became of them."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.cli.shared import counted, opened, opened_file
from assistant.render import dumps, inert

if TYPE_CHECKING:
    from assistant.drift import Difference
    from assistant.signing import Signed


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    indexed: argparse.ArgumentParser,
    shared: argparse.ArgumentParser,
) -> None:
    """Add the commands ``sign`` and ``diff``."""
    sign_parser = commands.add_parser(
        "sign", parents=[indexed], help="keep an answer that you stand by; it is verified first"
    )
    sign_parser.add_argument("answer", metavar="FILE", help="what ask --json printed; - is stdin")
    sign_parser.add_argument("--by", default="", metavar="NAME", help="who stands by it")
    sign_parser.add_argument("--note", default="", metavar="TEXT", help="what it is for")
    sign_parser.set_defaults(run=sign)

    diff_parser = commands.add_parser(
        "diff", parents=[shared], help="list the signed answers whose quotes or outcome changed"
    )
    form = diff_parser.add_mutually_exclusive_group()
    form.add_argument("--all", action="store_true", help="list those that still hold, too")
    form.add_argument("--json", action="store_true", help="one answer a line, with what differs")
    form.add_argument("--withdraw", metavar="ID", help="forget a signed answer")
    diff_parser.set_defaults(run=diff)


def sign(args: argparse.Namespace) -> int:
    """Verify the answers of a file, and keep those that hold."""
    from assistant import signing, verify

    signed = failed = 0
    with opened_file(args.answer) as file:
        for line, answer in verify.answers(file):
            failures = verify.check(answer, args.corpus, args.index)
            where = f"line {line}: " if line else ""
            for failure in failures[:5]:
                print(inert(f"{where}{failure}"))
            if failures:
                failed += 1
                continue
            kept = signing.sign(args.index, answer, now(), args.by, args.note)
            print(inert(f"{kept.id}  {kept.question}"))
            signed += 1
    if failed:
        print(f"assistant: {counted(failed, 'answer')} not signed: not borne out", file=sys.stderr)
    return 1 if failed or not signed else 0


def now() -> str:
    """Give the time, UTC, in ISO 8601."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def diff(args: argparse.Namespace) -> int:
    """Ask every signed question again, and list what differs."""
    from assistant import drift, signing

    if args.withdraw is not None:
        signing.withdraw(args.index, args.withdraw)
        print(f"withdrawn: {args.withdraw}")
        return 0
    answers = signing.read(args.index)
    if not answers:
        print(inert(f"No answer has been signed: {args.index}. Sign one: assistant sign FILE"))
        return 0
    differing = 0
    with opened(args) as assistant:
        for each in answers:
            found = drift.differences(assistant, each)
            differing += bool(found)
            if args.json and found:
                print(dumps({**asdict(each), "differences": [asdict(one) for one in found]}))
            elif not args.json and (found or args.all):
                print(inert("\n".join(_told(each, found))))
    if not args.json:
        still = counted(len(answers) - differing, "signed answer")
        print(f"{still} unchanged; {differing} with differences")
    return 1 if differing else 0


def _told(signed: "Signed", found: "Sequence[Difference]") -> list[str]:
    by = f" by {signed.by}" if signed.by else ""
    lines = [f"{signed.id}  {signed.question}  (signed {signed.at[:10]}{by})"]
    for each in found:
        where = f"[{each.marker}] " if each.marker else ""
        lines.append(f"  {each.kind:<8} {where}{_line(each.before)}")
        if each.now:
            lines.append(f"       now  {_line(each.now)}")
    return lines


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else f"{flat[:199]}…"
