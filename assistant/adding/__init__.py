"""What a user brings → a document of the corpus with what is known about it.

In the order in which a file passes through them:

    sources    files, folders and web addresses → bytes with a name     (``sources``, ``page``,
               what is sent by a browser too                             ``upload``)
    fetch      a web address → bytes, within limits; nothing else fetches
    stated     what a person says about it → fields                     (``codes``, ``checked``)
    labels     what was stated about it, written into or beside it
    shelf      where in the corpus it goes, what is understood of it    (``Shelf``)
    files      into place and out of it, whole or not at all            (``remove``)
"""

from assistant.adding.fetch import Limits
from assistant.adding.files import remove
from assistant.adding.shelf import Draft, Shelf
from assistant.adding.sources import Source, page, sources, upload
from assistant.adding.stated import checked, codes

__all__ = [
    "Draft",
    "Limits",
    "Shelf",
    "Source",
    "checked",
    "codes",
    "page",
    "remove",
    "sources",
    "upload",
]
