"""``assistant ask | verify | source``: answers, and the texts that they quote."""

import argparse
import sys

from assistant.cli.shared import LISTED, opened, opened_file, with_options
from assistant.render import dumps, inert, text, to_json

_REFUSED = ("silent", "no_source")


def ask(args: argparse.Namespace) -> int:
    """Answer the question, or those of a file."""
    if bool(args.question) == bool(args.batch):
        args.usage_error("give either a QUESTION or --batch FILE")
    if args.batch:
        return _ask_batch(args)
    with opened(args) as assistant:
        answer = assistant.ask(" ".join(args.question))
    if args.json:
        print(dumps(to_json(answer, explain=args.explain), indent=2))
    else:
        print(text(answer, explain=args.explain))
    return 3 if answer.outcome in _REFUSED else 0


def _ask_batch(args: argparse.Namespace) -> int:
    from assistant.batch import answer_line

    lines = failed = 0
    with opened_file(args.batch) as batch, opened(args) as assistant:
        for line in batch:
            written, answered = answer_line(assistant, line, explain=args.explain)
            print(written, flush=True)
            lines += 1
            failed += not answered
    if failed:
        print(f"assistant: {failed} of {lines} lines could not be asked", file=sys.stderr)
    return 0


def verify(args: argparse.Namespace) -> int:
    """Check answers against their sources."""
    from assistant import verify

    answers = failed = quotes = 0
    with opened_file(args.answer) as file:
        for line, answer in verify.answers(file):
            failures = verify.check(answer, args.corpus, args.index)
            for failure in failures[:LISTED]:
                shown = str(failure)
                if failure.check == "document":
                    shown = with_options(shown, args)
                print(inert(f"line {line}: {shown}" if line else shown))
            answers += 1
            failed += bool(failures)
            quotes += 0 if failures else len(answer["citations"])
    if failed:
        print(f"assistant: {failed} of {answers} answers failed to verify", file=sys.stderr)
        return 1
    print(f"verified: {quotes} quotes, {answers} answers")
    return 0


def source(args: argparse.Namespace) -> int:
    """Print a document as it was indexed."""
    with opened(args, check=False) as assistant:
        document = assistant.source(args.document)
        source = document.text
        if args.passages:
            from assistant.marking import marked

            source = f"{marked(document, assistant.passages(args.document))}\n"
    sys.stdout.write(inert(source) if sys.stdout.isatty() else source)
    return 0
