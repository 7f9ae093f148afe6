"""HTML: a page's content without what stands around it.

    tree      bytes → a tree of nodes, as browsers build it
    pruning   which part of the page is its content
    head      what the page says about itself
    blocks    content → headings, paragraphs, lists, labels and values (``inline``, ``labels``)
    tables    tables of data, and those that only lay out

Nothing is run, fetched or expanded: scripts, styles, frames and images are left out unread.
"""

from assistant.readers.content import Content
from assistant.readers.html import blocks, head, pruning
from assistant.readers.html.tree import parse
from assistant.readers.writing import Writer


def read(data: bytes) -> Content:
    """Read a page. Raises CorpusError for one that is nested or large as only an attack is."""
    root = parse(data)
    writer = Writer()
    blocks.write(writer, pruning.content(root))
    text, _ = writer.text()
    return Content(text, "markdown", fields=head.fields(root, text))


def read_into(writer: Writer, data: bytes) -> None:
    """Write all that a page says to ``writer``: nothing stands around the chapter of a book."""
    blocks.write(writer, pruning.visible(parse(data)))
