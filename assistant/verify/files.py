"""The files that citations name, each with its text and what it or a file beside it states.

A text or Markdown file in UTF-8 is its own text, and states what its front matter does. The text
of any other is the one that the index keeps; what is stated beside it comes before what the index
has recorded of the file itself.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import yaml

from assistant.errors import CorpusError, StoreError
from assistant.verify import beside, kept
from assistant.verify.shape import Failure, shown

_TEXTS = frozenset({".markdown", ".md", ".text", ".txt"})
"""Formats that may be their own text, and that hold front matter."""
_FRONT = re.compile(
    r"""\ufeff?---[ \t]*(?:\r\n|\r|\n)(?=["']?[\w-]+["']?[ \t]*:"""
    r"""|(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)){1,50}"""
    r"""["']?(?:country|countries|title|publisher|as_of|url|language)["']?[ \t]*:)"""
    r"""(.*?[\r\n])(?:---|\.\.\.)[ \t]*(?:[\r\n]|\Z)""",
    re.DOTALL,
)
_LONGEST_FRONT = 64 * 1024
_NULLS = ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it can be checked."""

    path: PurePosixPath
    text: str
    sha256: str
    """Of the file's bytes."""
    front: Mapping[str, object]
    """What the front matter states or a file beside: strings, and lists of strings."""
    body: int
    """Where the text proper starts, after the front matter."""
    pages: tuple[int, ...] = ()
    recorded: Mapping[str, object] = field(default_factory=dict)
    """What the index has recorded of a file that is no text."""

    def stated(self, key: str) -> str | None:
        """Give what is stated of the document, None where nothing is."""
        value = self.front[key] if key in self.front else self.recorded.get(key)
        return (" ".join(value.split()) if isinstance(value, str) else "") or None

    def page_at(self, place: int) -> int | None:
        """Give the number of the page that holds ``text[place]``, from 1; None without pages."""
        return max(1, bisect_right(self.pages, place)) if self.pages else None


def read(corpus: Path, index: Path, path: str) -> Source | Failure:
    """Read a document, or say what hinders it."""
    try:
        data = _bytes(corpus, path)
        return _source(corpus, index, PurePosixPath(path), data)
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or error
        return _missing("a document of the corpus", f"{shown(path)}: {told}")
    except StoreError as error:
        return _missing(f"the text of {shown(path)} in the index", str(error))
    except CorpusError as error:
        return _missing(f"what is said of {shown(path)} beside it", str(error))


def _missing(expected: str, found: str) -> Failure:
    return Failure("document", 0, expected, found)


def _bytes(corpus: Path, path: str) -> bytes:
    """Read a file of the corpus. Raises OSError, ValueError."""
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts or str(relative) != path:
        raise ValueError("a path that leads elsewhere")
    file = (corpus / relative).resolve()
    if not file.is_relative_to(corpus.resolve()):
        raise ValueError("a link that leads elsewhere")
    if not file.is_file():
        raise ValueError("no file is there")
    return file.read_bytes()


def _source(corpus: Path, index: Path, path: PurePosixPath, data: bytes) -> Source:
    sha256 = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() in _TEXTS:
        text = _utf8(data) or kept.read(index, str(path), sha256).text
        front = _FRONT.match(text, 0, _LONGEST_FRONT)
        fields = _fields(front.group(1) if front else "")
        return Source(path, text, sha256, fields, front.end() if front else 0)
    known = kept.read(index, str(path), sha256)
    stated = beside.fields(corpus, path)
    return Source(path, known.text, sha256, stated, known.body, known.pages, known.fields)


def _utf8(data: bytes) -> str:
    """Decode a text; "" where it is in another encoding, which only who indexed it can tell."""
    try:
        text = data.decode("utf-8")
    except ValueError:
        return ""
    return "" if "\0" in text else text


def _fields(front: str) -> Mapping[str, object]:
    try:
        # In Python rather than C: nesting then ends in an error, not in a crash.
        fields = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return {}
    if not isinstance(fields, dict):
        return {}
    return {
        key: None if str(value).strip().lower() in _NULLS else value
        for key, value in fields.items()
    }
