"""What is stated about a document, written into its front matter or, failing that, beside it.

The text itself stays as it is, byte for byte.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath

import yaml

from assistant import countries, sidecar
from assistant.errors import CorpusError
from assistant.readers import encodings, front_matter
from assistant.readers import text as text_reader

Fields = Mapping[str, object]

_ORDER = ("title", "publisher", "url", "as_of", "language", "countries", "rights", "retrieved")

_EMPTY = ("", None)


def own(path: PurePosixPath, data: bytes) -> Fields:
    """Give what the document's own front matter states. Raises CorpusError as its reader does."""
    if path.suffix.lower() not in sidecar.FRONT_MATTER:
        return {}
    text = _decoded(data)
    return front_matter.read(text, _start(text))[0]


def labelled(path: PurePosixPath, data: bytes, known: Fields, given: Fields) -> tuple[bytes, bytes]:
    """Give the document's bytes and its sidecar's, b"" where it needs none.

    ``known`` fills in what the document does not state; ``given`` must not contradict it, else
    CorpusError is raised.
    """
    if path.suffix.lower() not in sidecar.FRONT_MATTER:
        fields = _sorted({**known, **given})
        return data, sidecar.written(fields) if fields else b""
    stated = own(path, data)
    for key, value in given.items():
        said = stated.get(key, stated.get("country") if key == "countries" else None)
        if said is not None and _plain(key, said) != _plain(key, value):
            raise CorpusError(
                f"its front matter says {key}: {said}, and not {value}. Change it there"
            )
    said_keys = {key for key, value in stated.items() if value is not None}
    said_keys |= {"countries"} if "country" in said_keys else set()
    stateable = {key: each for key, each in {**known, **given}.items() if each not in _EMPTY}
    fields = {key: each for key, each in stateable.items() if key not in said_keys}
    return (_inserted(data, _sorted(fields)) if fields else data), b""


def _inserted(data: bytes, fields: Fields) -> bytes:
    """Write fields into the front matter, which is made if there is none."""
    text = _decoded(data)
    start = _start(text)
    before, body = front_matter.read(text, start)
    newline = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    lines = "".join(_yaml(key, value) for key, value in fields.items()).replace("\n", newline)
    if body > start:
        closing = text[:body].rstrip("\r\n")
        at = max(closing.rfind("\n"), closing.rfind("\r")) + 1
        new = f"{text[:at]}{lines}{text[at:]}"
    else:
        new = f"{text[:start]}---{newline}{lines}---{newline}{newline}{text[start:]}"
    after, stop = front_matter.read(new, start)
    if after != {**before, **fields} or not new[stop:].endswith(text[body:]):
        raise CorpusError(
            "its front matter cannot be added to. Write into it: " + "; ".join(fields)
        )
    return _encoded(new, data)


def _yaml(key: str, value: object) -> str:
    style = None if isinstance(value, list) else False  # a list on the line of its key
    printable = str(value).isprintable()  # else escaped: YAML takes U+0085 for a line's end
    dumped = yaml.safe_dump(
        {key: value}, allow_unicode=printable, width=1_000_000, default_flow_style=style
    )
    return str(dumped)


def _plain(key: str, value: object) -> object:
    """Reduce a value to what it means, to compare two spellings of it."""
    if key != "countries":
        return value
    several = value if isinstance(value, list) else str(value).split(",")
    return sorted(str(countries.resolve(str(each).strip())) for each in several)


def _sorted(fields: Fields) -> dict[str, object]:
    known = {key: fields[key] for key in _ORDER if key in fields}
    return {**known, **fields}


def _encoded(text: str, like: bytes) -> bytes:
    """Encode a text as the bytes that it was made from are. Raises CorpusError if it cannot be."""
    before, encoding = encodings.decode(like)
    if _decoded(like) == before and encoding != "utf-8":
        with suppress(UnicodeEncodeError):
            mark = like[: len(like) - len(before.encode(encoding))]
            written = mark + text.encode(encoding)
            if _decoded(written) == text:
                return written
        raise CorpusError(
            f"in {encoding}, in which that cannot be written into it. Convert it first: "
            f"iconv -f {encoding} -t utf-8 FILE > NEW"
        )
    return text.encode("utf-8")


def _decoded(data: bytes) -> str:
    return text_reader.decode(data)[0]


def _start(text: str) -> int:
    return 1 if text.startswith("\ufeff") else 0
