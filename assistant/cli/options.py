"""What can be asked of the command line: a subparser for each command."""

import argparse
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from assistant import __version__
from assistant.cli import (
    adding,
    asking,
    building,
    feedback,
    ledger,
    listing,
    signing,
    upkeep,
    users,
)
from assistant.config import DEFAULTS
from assistant.store.location import location

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parser() -> argparse.ArgumentParser:
    """Return the parser, with a subparser for each command."""
    root = argparse.ArgumentParser(
        prog="assistant",
        description="Cited answers about a country's laws, institutions, treaties and figures.",
    )
    root.add_argument("--version", action="version", version=f"assistant {__version__}")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    sources = _source_options()
    indexed = _index_options(sources)
    shared = _shared_options(indexed)

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
        "verify", parents=[indexed], help="check an answer against its sources and nothing else"
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
    serve.add_argument("--mcp", action="store_true", help="serve tools for other assistants, too")
    serve.add_argument("--login", action="store_true", help="reading takes signing in, too")
    serve.add_argument(
        "--public-url",
        metavar="URL",
        type=_url,
        help="where people find the page behind a proxy: https://status.example.org",
    )
    serve.set_defaults(run=building.serve)

    source = commands.add_parser(
        "source", parents=[shared], help="print a document's text as indexed"
    )
    source.add_argument("document", metavar="DOC", help="path relative to the corpus folder")
    source.add_argument(
        "--passages",
        action="store_true",
        help="mark the passages, with section, page and offsets, and the units that are quoted",
    )
    source.set_defaults(run=asking.source)

    status = commands.add_parser(
        "status", parents=[shared], help="say what the index holds and what has changed since"
    )
    status.set_defaults(run=building.status)
    _add_documents(commands, shared)
    _add_upkeep(commands, shared)
    feedback.add_parser(commands, shared)
    ledger.add_parser(commands, shared)
    signing.add_parser(commands, indexed, shared)
    users.add_parser(commands, indexed)
    return root


def _add_documents(commands: _Commands, shared: argparse.ArgumentParser) -> None:
    written = _writing_options(shared)
    add = commands.add_parser(
        "add", parents=[written], help="copy files or web pages into the corpus, and index them"
    )
    add.add_argument(
        "sources", nargs="+", metavar="FILE|FOLDER|URL", help="a URL is fetched now, and only now"
    )
    add.add_argument(
        "--country",
        action="append",
        metavar="NAME_OR_CODE",
        help="whom it is about; may be repeated; none: no country in particular",
    )
    add.add_argument("--as-of", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD it speaks for")
    add.add_argument("--publisher", metavar="NAME", help="who published it")
    add.add_argument("--url", metavar="ADDRESS", help="where the original is")
    add.add_argument("--title", metavar="WORDS", help="its title, if the text's own is not right")
    add.add_argument("--language", metavar="CODE", help="en or fr, if not told from the text")
    add.add_argument(
        "--allow-private",
        action="store_true",
        dest="private",
        help="fetch from private and local addresses too",
    )
    add.add_argument(
        "--dry-run", action="store_true", help="say what would be understood; write nothing"
    )
    add.set_defaults(run=adding.add, usage_error=add.error)

    imported = commands.add_parser(
        "import", parents=[written], help="write a published collection into the corpus; index it"
    )
    imported.add_argument("collection", choices=["factbook"], help="the World Factbook")
    imported.add_argument(
        "--country", action="append", metavar="NAME_OR_CODE", help="may be repeated; default: all"
    )
    imported.add_argument(
        "--year", type=int, metavar="YEAR", help="leave out values dated before this year"
    )
    imported.set_defaults(run=adding.import_documents, dry_run=False, usage_error=imported.error)
    _add_listing(commands, shared)


def _add_listing(commands: _Commands, shared: argparse.ArgumentParser) -> None:
    listed = commands.add_parser(
        "list", parents=[shared], help="list the documents and how they stand against the index"
    )
    listed.add_argument("--json", action="store_true", help="print the list as JSON")
    listed.set_defaults(run=listing.list_documents)

    remove = commands.add_parser(
        "remove", parents=[shared], help="delete documents from the corpus and the index"
    )
    remove.add_argument(
        "documents", nargs="+", metavar="DOC", help="path relative to the corpus folder"
    )
    remove.add_argument("--yes", action="store_true", help="do not ask")
    remove.add_argument("--no-index", action="store_true", help="do not index now")
    remove.set_defaults(run=listing.remove, usage_error=remove.error)


def _writing_options(shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
    written = argparse.ArgumentParser(add_help=False, parents=[shared])
    written.add_argument("--replace", action="store_true", help="in place of a file of that name")
    written.add_argument("--yes", action="store_true", help="ask nothing")
    written.add_argument("--no-index", action="store_true", help="do not index now")
    return written


def _add_upkeep(commands: _Commands, shared: argparse.ArgumentParser) -> None:
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


def _index_options(sources: argparse.ArgumentParser) -> argparse.ArgumentParser:
    indexed = argparse.ArgumentParser(add_help=False, parents=[sources])
    indexed.add_argument(
        "--index",
        type=location,
        metavar="DIR",
        default=DEFAULTS.index,
        help="folder of the built index, or postgresql://… of a shared one; default: %(default)s",
    )
    return indexed


def _shared_options(indexed: argparse.ArgumentParser) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, parents=[indexed])
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


def _url(value: str) -> str:
    """Return an address without its closing slash."""
    parts = urlsplit(value.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise argparse.ArgumentTypeError(f"{value!r} is not like https://status.example.org")
    return value.rstrip("/")
