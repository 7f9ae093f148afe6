"""EPUB: the chapters of a book in the order in which one reads them, each through ``html``."""

import posixpath
from typing import TYPE_CHECKING

from assistant.errors import CorpusError
from assistant.readers import html, properties
from assistant.readers.content import Content
from assistant.readers.package import Package, resolve
from assistant.readers.writing import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(data: bytes) -> Content:
    """Read a book. Raises CorpusError where it is none, damaged or locked."""
    package = Package(data)
    if "META-INF/rights.xml" in package.names:
        raise CorpusError("locked by digital rights management. Add a copy without it")
    name, root = _opened(package)
    writer = Writer()
    for part in _spine(root, posixpath.dirname(name)):
        page = package.bytes(part)
        if page is not None:
            html.read_into(writer, page)
            writer.rule()
    text, _ = writer.text()
    return Content(text, "markdown", fields=_fields(root, text))


def _opened(package: Package) -> tuple[str, "_Element"]:
    """Give the name and root of the part that lists the others."""
    container = package.xml("META-INF/container.xml")
    files = container.iter(f"{_CONTAINER}rootfile") if container is not None else ()
    name = next((file.get("full-path", "") for file in files), "")
    root = package.xml(name)
    if root is None:
        raise CorpusError("no EPUB book: it does not say what is in it. Remove it from the corpus")
    return name, root


def _spine(root: "_Element", folder: str) -> list[str]:
    """Give the names of the chapters; what is not read in order is left out."""
    listed = {
        item.get("id", ""): resolve(folder, item.get("href", ""))
        for item in root.iter(f"{_OPF}item")
        if item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split()
    }
    read = [
        item.get("idref", "") for item in root.iter(f"{_OPF}itemref") if item.get("linear") != "no"
    ]
    return [listed[name] for name in dict.fromkeys(read) if name in listed]


def _fields(root: "_Element", text: str) -> dict[str, object]:
    def said(name: str) -> str | None:
        return next((node.text for node in root.iter(f"{_DC}{name}") if node.text), None)

    return properties.fields(
        text,
        title=said("title"),
        publisher=said("publisher") or said("creator"),
        date=said("date"),
        language=said("language"),
        rights=said("rights"),
    )
