"""Markdown, kept character by character; its markup is read where passages are made."""

from assistant.readers import front_matter, text
from assistant.readers.content import Content


def read(data: bytes) -> Content:
    """Read Markdown with or without front matter."""
    decoded, remarks = text.decode(data)
    fields, body = front_matter.read(decoded, text.after_mark(decoded))
    return Content(decoded, "markdown", body, fields, remarks=remarks)
