"""What makes a ZIP archive dangerous to open, found before anything opens it."""

import io
import re
import zipfile
import zlib

from assistant.errors import CorpusError

LARGEST = 256 * 1024 * 1024
"""Bytes of all parts together, unpacked; Python's zipfile stops a part at its declared size."""

_MOST_PARTS = 20_000
_STEEPEST = 200
"""Times that a part over ``_SMALL`` may be larger than it is packed; XML packs to about a tenth."""
_SMALL = 8 * 1024 * 1024
_ENCRYPTED = 0x1
_MARKUP = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".svg")
_TOP = 64 * 1024
"""Bytes in which a part declares its entities: nothing but white space and comments precedes."""
_UNREADABLE = (NotImplementedError, OSError, EOFError, ValueError)
_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")


def check(data: bytes) -> None:
    """Raise CorpusError where an archive is damaged, encrypted or made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, *_UNREADABLE) as error:
        raise CorpusError(f"damaged or cut off: no ZIP archive can be read ({error})") from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS:
        raise CorpusError(f"an archive of {len(parts)} parts; at most {_MOST_PARTS} are read")
    size = sum(part.file_size for part in parts)
    if size > LARGEST:
        raise CorpusError(
            f"it unpacks to {size / 1e6:.0f} MB; at most {LARGEST / 1e6:.0f} MB are read. Split it"
        )
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _STEEPEST * part.compress_size:
            times = part.file_size / max(1, part.compress_size)
            raise CorpusError(f"a part of it unpacks to {times:.0f} times its size, as in a bomb")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise CorpusError("encrypted. Save it without a password")
    if ".." in part.filename.replace("\\", "/").split("/") or part.filename.startswith("/"):
        raise CorpusError("a part of it has a name that leads out of it, as in an attack")
    if not part.filename.lower().endswith(_MARKUP):
        return
    with archive.open(part) as file:
        if _ENTITY.search(file.read(_TOP)):
            raise CorpusError(
                "it declares XML entities, which can stand for gigabytes. Save it anew"
            )
