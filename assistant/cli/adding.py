"""``assistant add | import``: documents into the corpus."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.cli.building import brought_up
from assistant.cli.shared import LISTED, agreed, ask_for, counted
from assistant.errors import AssistantError, CorpusError
from assistant.render import inert
from assistant.types import Metadata, Skipped

if TYPE_CHECKING:
    from assistant.adding import Draft, Shelf, Source

_OPTIONS = {
    "countries": "--country",
    "as_of": "--as-of",
    "publisher": "--publisher",
    "url": "--url",
}
_QUESTIONS = {
    "countries": "Which country is it about (name or code; nothing: none in particular)?",
    "as_of": "Which date does it speak for (YYYY, YYYY-MM or YYYY-MM-DD; nothing: unknown)?",
    "publisher": "Who published it (nothing: unknown)?",
    "url": "Where is the original (https://…; nothing: unknown)?",
}
_TRIES = 3
_WHERE = "the options"


def add(args: argparse.Namespace) -> int:
    """Copy documents into the corpus, say what was understood of them, and index them."""
    from assistant import adding

    several = len(args.sources) > 1 or Path(args.sources[0]).is_dir()
    if several and (args.title or args.url):
        args.usage_error("--title and --url are of one document; several are to be added")
    given = _given(args)
    shelf = adding.Shelf(args.corpus)
    added = refused = 0
    for source in adding.sources(args.sources, args.corpus, adding.Limits(private=args.private)):
        try:
            added += _add(shelf, source, given, args, alone=not several)
        except (AssistantError, OSError) as error:
            _complain(source, error)
            refused += 1
    if added and not args.dry_run:
        brought_up(args)
    return 1 if refused else 0


def _given(args: argparse.Namespace) -> dict[str, object]:
    """Take what the options state, as front matter would hold it."""
    from assistant import adding

    given: dict[str, object] = {
        key: value
        for key in ("title", "publisher", "url", "as_of", "language")
        if (value := getattr(args, key))
    }
    if args.country is not None:
        given["countries"] = adding.codes(args.country)
    return adding.checked(given, _WHERE)


def import_documents(args: argparse.Namespace) -> int:
    """Write the World Factbook into the corpus, a document a country, and index it."""
    from assistant import adding, factbook

    named = {"countries": adding.codes(args.country or ())}
    codes = adding.checked(named, _WHERE)["countries"]
    if args.country and not codes:
        args.usage_error("--country names no country")
    shelf = adding.Shelf(args.corpus)
    written = same = refused = 0
    for source in factbook.sources(cast(list[str], codes), args.year):
        try:
            if isinstance(source, Skipped):
                raise CorpusError(source.reason)
            draft = shelf.draft(source, {})
            if draft.standing == "same":
                same += 1
                continue
            _put(shelf, draft, args)
            written += 1
            passages = counted(draft.passages, "passage")
            print(inert(f"{args.corpus / draft.document.path}: {passages}"), flush=True)
        except (AssistantError, OSError) as error:
            _complain(source, error)
            refused += 1
    print(f"{counted(written, 'document')} written, {same} there already")
    if written:
        brought_up(args)
    return 1 if refused else 0


def _complain(source: "Source | Skipped", error: Exception) -> None:
    origin = source.path if isinstance(source, Skipped) else source.origin
    why = getattr(error, "strerror", None) or str(error)
    said = why if why.startswith(origin) else f"{origin}: {why}"
    print(inert(f"assistant: {said}"), file=sys.stderr)


def _add(
    shelf: "Shelf",
    source: "Source | Skipped",
    given: dict[str, object],
    args: argparse.Namespace,
    *,
    alone: bool,
) -> bool:
    """Add one document; whether anything was, or with ``--dry-run`` would be, written."""
    if isinstance(source, Skipped):
        raise CorpusError(source.reason)
    draft = shelf.draft(source, given)
    if alone and _asks(args) and draft.standing != "same":
        draft = shelf.draft(source, given | _answers(draft))
    print(inert("\n".join(_understood(draft, args.corpus))), flush=True)
    if draft.standing == "same":
        return False
    if not args.dry_run:
        _put(shelf, draft, args)
    return True


def _put(shelf: "Shelf", draft: "Draft", args: argparse.Namespace) -> None:
    """Write a document; in another's place only where that is wanted."""
    if draft.standing == "other" and not args.replace:
        question = f"{args.corpus / draft.document.path} is another document. Replace it?"
        if not (_asks(args) and agreed(question)):
            raise CorpusError(
                f"another document is in the corpus as {draft.document.path}. "
                "Put this one in its place with --replace, or rename it"
            )
    shelf.put(draft)


def _asks(args: argparse.Namespace) -> bool:
    """Whether there is somebody to ask who wants to be."""
    return sys.stdin.isatty() and not args.yes and not args.dry_run


def _answers(draft: "Draft") -> dict[str, object]:
    """Ask for what is missing; an empty answer leaves it so."""
    from assistant import adding

    found: dict[str, object] = {}
    print(inert(f"{draft.document.metadata.title} ({draft.origin})"))
    for key in draft.missing:
        for _ in range(_TRIES):
            answer = ask_for(f"{_QUESTIONS[key]} ")
            if not answer:
                break
            try:
                stated: object = adding.codes([answer]) if key == "countries" else answer
                found |= adding.checked({key: stated}, _WHERE)
                break
            except CorpusError as error:
                print(inert(str(error).removeprefix(f"in {_WHERE}, ")))
    return found


def _understood(draft: "Draft", corpus: Path) -> list[str]:
    """Say what was understood of a document, and what is not known about it."""
    document = draft.document
    known = _known(document.metadata)
    head = f"{corpus / document.path}  (from {draft.origin})"
    if draft.standing == "same" and draft.twin != document.path:
        return [f"{draft.origin}: is in the corpus already, as {corpus / draft.twin}"]
    if draft.standing == "same":
        return [f"{draft.origin}: is in the corpus already, as {corpus / document.path}"]
    lines = [head, *(f"  {name:<10} {value}" for name, value in known if value)]
    pages = f", {counted(len(document.pages), 'page')}" if document.pages else ""
    lines.append(
        f"  {'found':<10} {counted(len(draft.headings), 'heading')}, "
        f"{counted(draft.tables, 'table')}, {counted(draft.passages, 'passage')}{pages}"
    )
    lines += [f"  {'remark':<10} {each}" for each in document.remarks[:LISTED]]
    if more := len(document.remarks) - LISTED:
        lines += [f"  {'remark':<10} and {more} more"] if more > 0 else []
    lines += [f"  {'unknown':<10} {key}; state it with {_OPTIONS[key]}" for key in draft.missing]
    return lines


def _known(about: Metadata) -> list[tuple[str, str | None]]:
    from assistant import countries

    named = [f"{countries.name(code, 'en')} ({code})" for code in about.countries]
    return [
        ("title", about.title),
        ("country", ", ".join(named)),
        ("publisher", about.publisher),
        ("as of", about.as_of),
        ("language", about.language),
        ("original", about.url),
        ("rights", about.rights),
    ]
