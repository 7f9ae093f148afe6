"""Document → Passages: verbatim spans along headings, lists, fields and tables.

In the order in which a text passes through them:

    lines       a text's lines with their offsets, and what a line looks like
    blocks      lines → headings, paragraphs, list items, table rows, code
    outline     the headings of texts that mark them by layout alone
    passages    blocks under their headings → passages                    (``split``)
    units       a passage → the sentences, items, fields, rows to quote   (``units``)
    sentence    where sentences begin and end                             (``sentences``)
"""

from assistant.chunking.passages import split
from assistant.chunking.sentence import sentences
from assistant.chunking.units import Unit, units

CHUNKING = "1"
"""Raised whenever ``split`` may give other passages; an index of another version is rebuilt."""

__all__ = ["CHUNKING", "Unit", "sentences", "split", "units"]
