"""What a page says about itself in its head → fields."""

from collections.abc import Iterator

from assistant.readers import properties
from assistant.readers.html.tree import Node

_TITLE = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_PUBLISHER = ("dc.publisher", "dcterms.publisher", "publisher", "citation_publisher")
_AUTHOR = ("og:site_name", "author", "dc.creator", "dcterms.creator", "article:publisher")
_DATE = (
    *("article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified"),
    *("last-modified", "revised", "date", "dc.date", "dcterms.date", "dcterms.issued"),
    *("article:published_time", "citation_publication_date", "datepublished", "pubdate"),
)
_RIGHTS = ("dc.rights", "dcterms.rights", "rights", "dcterms.license", "copyright")
_LANGUAGE = ("content-language", "dc.language", "dcterms.language", "og:locale")
_SEPARATORS = (" | ", " – ", " — ", " - ", " :: ", " » ", " · ")


def fields(root: Node, text: str) -> dict[str, object]:
    """Fields of a page whose content is ``text``."""
    said = dict(reversed(list(_metas(root))))
    url = next(
        (node.get("href") for node in root.find("link") if node.get("rel") == "canonical"), ""
    )
    publisher = _first(said, _PUBLISHER) or _first(said, _AUTHOR)
    return properties.fields(
        text,
        title=_first(said, _TITLE) or _title(root, said.get("og:site_name", "")),
        publisher=None if publisher.startswith("http") else publisher,
        date=_first(said, _DATE),
        language=root.get("lang") or root.get("xml:lang") or _first(said, _LANGUAGE),
        url=url or said.get("og:url"),
        rights=_first(said, _RIGHTS),
    )


def _metas(root: Node) -> Iterator[tuple[str, str]]:
    for node in root.find("meta"):
        name = node.get("property") or node.get("name") or node.get("http-equiv")
        words = " ".join(node.get("content").split())
        if name and words:
            yield name.strip().lower(), words


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if name in said), "")


def _title(root: Node, site: str) -> str:
    """Give the title without the name of the site, if it stands apart at its end."""
    head = next(root.find("head"), root)
    title = next((node.words() for node in head.find("title")), "")
    heading = next((node.words() for node in root.find("h1")), "")
    for separator in _SEPARATORS:
        before, _, after = title.rpartition(separator)
        if before and (after == site or before == heading):
            return before
    return title
