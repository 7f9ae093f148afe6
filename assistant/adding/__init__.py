"""What a user brings → a document of the corpus with what is known about it.

In the order in which a file passes through them:

    sources    files, folders and web addresses → bytes with a name     (``sources``)
    fetch      a web address → bytes, within limits; nothing else fetches
    labels     what was stated about it, written into or beside it
    shelf      where in the corpus it goes, what is understood of it    (``Shelf``)
    files      into place and out of it, whole or not at all            (``remove``)
"""

from assistant.adding.fetch import Limits
from assistant.adding.files import remove
from assistant.adding.shelf import Draft, Shelf
from assistant.adding.sources import Source, sources

__all__ = ["Draft", "Limits", "Shelf", "Source", "remove", "sources"]
