"""A document that is a ZIP archive of XML parts: opened in memory, never unpacked to a disk.

Entities are neither declared nor resolved, nothing outside the archive is looked up.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from assistant.errors import CorpusError
from assistant.readers import archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_DAY = len("2014-08-12")
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"


class Package:
    """The parts of an archive by their names."""

    def __init__(self, data: bytes) -> None:
        """Raise CorpusError where the archive is damaged, encrypted or an attack."""
        if data.startswith(_OLD_OFFICE):
            raise CorpusError(
                "encrypted, or of the format of Office before 2007. Save it anew without a password"
            )
        archive.check(data)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = frozenset(self._zip.namelist())

    def bytes(self, name: str) -> bytes | None:
        """Read a part, None where there is none. Raises CorpusError where it is damaged."""
        if name not in self.names:
            return None
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise CorpusError(f"damaged: its part {name:.60} cannot be unpacked") from error

    def xml(self, name: str) -> "_Element | None":
        """Parse a part, None where there is none. Raises CorpusError where it is no XML."""
        data = self.bytes(name)
        return None if data is None else parse(data, name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Of a part, by id: the kind of a related part (last word of its type) and its name."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for each in root.iter(_RELATIONS) if root is not None else ():
            if each.get("TargetMode") != "External":
                kind = each.get("Type", "").rpartition("/")[2]
                found[each.get("Id", "")] = kind, resolve(folder, each.get("Target", ""))
        return found

    def related(self, name: str, kind: str) -> str | None:
        """Give the name of the first part of a kind that belongs to a part."""
        return next((to for each, to in self.relations(name).values() if each == kind), None)


def resolve(folder: str, target: str) -> str:
    """Give the name of a part that is named from another one in ``folder``."""
    path = unquote(target.partition("#")[0])
    joined = path[1:] if path.startswith("/") else posixpath.join(folder, path)
    return posixpath.normpath(joined)


def parse(data: bytes, name: str) -> "_Element":
    """Parse XML. Raises CorpusError naming the part where it is none or declares entities."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CorpusError(f"damaged: its part {name:.60} is no valid XML ({error})") from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise CorpusError("it declares XML entities, which can stand for gigabytes. Save it anew")
    return root


def children(node: "_Element") -> Iterator["_Element"]:
    """Yield the elements right in ``node``, without processing instructions."""
    return (child for child in node if isinstance(child.tag, str))


def office_properties(package: Package) -> dict[str, str | None]:
    """Give what an Office file says about itself, as ``properties.fields`` takes it."""
    core = package.xml(package.related("", "core-properties") or "docProps/core.xml")
    app = package.xml(package.related("", "extended-properties") or "docProps/app.xml")
    company = app.findtext(f"{_APP}Company") if app is not None else None
    if core is None:
        return {"publisher": company}
    return {
        "title": core.findtext(f"{_DC}title"),
        "publisher": company or core.findtext(f"{_DC}publisher") or core.findtext(f"{_DC}creator"),
        "date": _revised(core.findtext(f"{_DCTERMS}created"), core.findtext(f"{_DCTERMS}modified")),
        "language": core.findtext(f"{_DC}language"),
        "rights": core.findtext(f"{_DC}rights"),
    }


def _revised(created: str | None, modified: str | None) -> str | None:
    """Give the day of the last change, where that is a later one than the day of creation.

    Programs that write such files from a template leave its dates, or write those of the export.
    """
    first, last = (created or "").strip()[:_DAY], (modified or "").strip()[:_DAY]
    return last if first < last else None
