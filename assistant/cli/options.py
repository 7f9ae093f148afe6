"""What can be asked of the command line: a subparser for each command."""

import argparse
from pathlib import Path

from assistant import __version__
from assistant.cli import asking, building, upkeep
from assistant.config import DEFAULTS


def parser() -> argparse.ArgumentParser:
    """Return the parser, with a subparser for each command."""
    root = argparse.ArgumentParser(
        prog="assistant",
        description="Cited answers about a country's laws, institutions, treaties and figures.",
    )
    root.add_argument("--version", action="version", version=f"assistant {__version__}")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    sources = _source_options()
    shared = _shared_options(sources)

    index = commands.add_parser(
        "index", parents=[shared], help="build or update the index; say what it did"
    )
    once = index.add_mutually_exclusive_group()
    once.add_argument(
        "--dry-run", action="store_true", help="say what would be done; write nothing"
    )
    once.add_argument("--watch", action="store_true", help="go on, and rebuild on every change")
    index.set_defaults(run=building.index)

    ask = commands.add_parser("ask", parents=[shared], help="answer a question with quotes")
    ask.add_argument("question", nargs="*", metavar="QUESTION", help="in English or French")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument(
        "--batch",
        metavar="FILE",
        help='answer one {"id", "question", "history"?} a line, one JSON answer a line; - is stdin',
    )
    ask.add_argument(
        "--explain", action="store_true", help="add the candidates weighed and the reason"
    )
    ask.set_defaults(run=asking.ask, usage_error=ask.error)

    verify = commands.add_parser(
        "verify", parents=[sources], help="check an answer against its sources and nothing else"
    )
    verify.add_argument(
        "answer", metavar="FILE", help="what ask --json printed, with --batch or not; - is stdin"
    )
    verify.set_defaults(run=asking.verify)

    serve = commands.add_parser(
        "serve", parents=[shared], help="serve the page; build the index first if need be"
    )
    serve.add_argument("--host", default=DEFAULTS.host, help="default: %(default)s")
    serve.add_argument("--port", type=_port, default=DEFAULTS.port, help="default: %(default)s")
    serve.add_argument("--watch", action="store_true", help="rebuild whenever a source changes")
    serve.set_defaults(run=building.serve)

    source = commands.add_parser(
        "source", parents=[shared], help="print a document's text as indexed"
    )
    source.add_argument("document", metavar="DOC", help="path relative to the corpus folder")
    source.set_defaults(run=asking.source)

    status = commands.add_parser(
        "status", parents=[shared], help="say what the index holds and what has changed since"
    )
    status.set_defaults(run=building.status)
    _add_upkeep(commands, shared)
    return root


def _add_upkeep(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    generations = commands.add_parser(
        "generations", parents=[shared], help="list the builds that are kept, and which one serves"
    )
    generations.set_defaults(run=upkeep.generations)

    rollback = commands.add_parser("rollback", parents=[shared], help="let an older build serve")
    rollback.add_argument(
        "generation", nargs="?", metavar="GENERATION", help="default: the one before"
    )
    rollback.set_defaults(run=upkeep.rollback)

    doctor = commands.add_parser(
        "doctor", parents=[shared], help="check index and corpus; say what is wrong and what to run"
    )
    doctor.set_defaults(run=upkeep.doctor)


def _source_options() -> argparse.ArgumentParser:
    sources = argparse.ArgumentParser(add_help=False)
    sources.add_argument(
        "--corpus",
        type=Path,
        metavar="DIR",
        default=DEFAULTS.corpus,
        help="folder of source documents; default: %(default)s",
    )
    sources.add_argument("--debug", action="store_true", help="show a traceback on an error")
    return sources


def _shared_options(sources: argparse.ArgumentParser) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, parents=[sources])
    shared.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        default=DEFAULTS.index,
        help="folder of the built index; default: %(default)s",
    )
    shared.add_argument(
        "--model",
        metavar="NAME_OR_FOLDER",
        default=DEFAULTS.model,
        help="any sentence-transformers model; default: the one in the package",
    )
    return shared


def _port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise argparse.ArgumentTypeError(f"{value!r} is not a port from 1 to 65535")
    return int(value)
