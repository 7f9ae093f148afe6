"""What is said of a document in TOML files beside it, the last of which has the last word.

sources.toml    a table for each file of its folder, ["NAME.EXT"]
NAME.toml
NAME.EXT.toml
"""

import datetime
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from assistant.errors import CorpusError

_LARGEST = 256 * 1024
"""Bytes."""
_MOST_DOTS = 100
"""On a line; the parser's memory grows with the square of those in a key."""


def fields(corpus: Path, document: PurePosixPath) -> Mapping[str, object]:
    """Give what is said of a document, as strings and lists of strings.

    Raises CorpusError naming the file that cannot be read.
    """
    of_folder = _table(corpus, document.with_name("sources.toml")).get(document.name, {})
    if not isinstance(of_folder, dict):
        raise CorpusError(f"sources.toml has no table for {document.name}")
    found = dict(of_folder)
    for name in (f"{document.stem}.toml", f"{document.name}.toml"):
        found |= _table(corpus, document.with_name(name))
    return {key: _plain(value) for key, value in found.items()}


def _table(corpus: Path, path: PurePosixPath) -> Mapping[str, object]:
    """Parse a file; {} where there is none."""
    try:
        file = (corpus / path).resolve()
        if not file.is_relative_to(corpus.resolve()):
            raise CorpusError(f"{path} is a link that leads elsewhere")
        if not file.exists():
            return {}
        if not file.is_file() or file.stat().st_size > _LARGEST:
            raise CorpusError(f"{path} is no file, or one of more than {_LARGEST // 1024} KiB")
        text = file.read_bytes().decode("utf-8")
        if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
            raise CorpusError(f"{path} has a line of more than {_MOST_DOTS} dots")
        return tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise CorpusError(f"{path} cannot be read ({error})") from error


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date | int):
        return str(value)
    return value
