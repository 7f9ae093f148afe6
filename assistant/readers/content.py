"""What every reader gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file, and what the file says about itself."""

    text: str
    markup: Literal["markdown", "text"]
    body: int = 0
    """Where the text proper starts, after the front matter."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """Of the front matter, as written: strings, and lists of strings."""
    pages: tuple[int, ...] = ()
    """Where each page starts in ``text``, ascending; empty where the format has no pages."""
    remarks: tuple[str, ...] = ()
    """What could not be read, for people: a page that is a picture, a table that was cut."""
