"""Bytes → text, in whatever encoding: by byte order mark, by what is declared, by detection."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WEB = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""What browsers take these names for."""
_CANDIDATES = [
    *("cp1252", "iso8859_15", "mac_roman", "cp1250", "iso8859_2", "cp1251", "koi8_r", "cp1253"),
    *("cp1254", "cp1255", "cp1256", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp850"),
]
_NO_ENCODINGS = frozenset(
    {
        "idna",
        "punycode",
        "utf-7",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "mbcs",
        "oem",
    }
)
_SAMPLE = 200_000
"""Bytes from which the encoding is told."""
_UNUSED = re.compile(b"[\x81\x8d\x8f\x90\x9d]")
_FRENCH = re.compile("[àâçéèêëîïôùûüœæÀÂÇÉÈÊËÎÏÔÙÛÜŒÆñáíóúäöÄÖß°«»’‘“”–—… \u00a0]")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and the name of its encoding; a byte order mark is left out, nothing is ever refused.

    ``declared``: what the document or its sender says; believed where it is so.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    for stated in (_wide(data), known(declared), "utf-8"):
        text = _strictly(data, stated) if stated else None
        if stated and text is not None:
            return text, stated
    detected = detect(data) or "cp1252"
    return data.decode(detected, "replace"), detected


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark by the zero bytes of its ASCII characters."""
    sample = data[:4096] if len(data) % 2 == 0 else b""
    for name, zeros, others in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        if zeros and zeros.count(0) > 0.5 * len(zeros) and 0 not in others:
            return name
    return None


def known(name: str | None) -> str | None:
    """Give the codec of a declared encoding, None for one that is unknown or no text's."""
    if not name or len(name) > 40:
        return None
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True)
    if not is_text or info.name in _NO_ENCODINGS:
        return None
    return _WEB.get(info.name, info.name)


def detect(data: bytes) -> str | None:
    """Tell the encoding of bytes that are no UTF-8; None where they fit none."""
    sample = data[:_SAMPLE]
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), _wide(data))
    if marked:
        return marked
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_CANDIDATES, threshold=0.4).best()
    return known(best.encoding) if best else None


def _is_western(sample: bytes) -> bool:
    """Whether nearly all characters above ASCII are those of western Europe in Windows-1252.

    Detection by statistics takes a short French text for Central European or Turkish as often as
    not, and these are the accents that matter most here.
    """
    if _UNUSED.search(sample):
        return False
    text = sample.decode("cp1252", "replace")
    foreign = [char for char in text if char > "\x7f"]
    expected = sum(_FRENCH.match(char) is not None for char in foreign)
    return expected >= 0.9 * len(foreign) and len(foreign) < 0.25 * len(text)


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None
