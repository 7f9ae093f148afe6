"""What a person states about a document, in words → fields, as front matter would hold them."""

from collections.abc import Iterable, Mapping

from assistant import countries, metadata
from assistant.errors import CorpusError

NONE = frozenset({"none", "aucun"})
"""Instead of a country: the document is about none in particular."""


def codes(names: Iterable[str]) -> list[str]:
    """Give the countries named, several in one text apart by commas; what is none, as it stands.

    [] where the only word is one of ``NONE``.
    """
    several = [name.strip() for each in names for name in _split(each) if name.strip()]
    return [countries.resolve(name) or name for name in several if name.lower() not in NONE]


def checked(fields: Mapping[str, object], where: str) -> dict[str, object]:
    """Give the fields if a document may state them; ``where`` names their place in the message.

    Raises CorpusError.
    """
    metadata.check(fields, where)
    for key, value in fields.items():
        if not "".join(value if isinstance(value, list) else str(value)).isprintable():
            raise CorpusError(f"in {where}, {key}: {value!r} holds control characters")
    return dict(fields)


def _split(name: str) -> list[str]:
    """Part "Mali, Chad" but not "Korea, North"."""
    return [name] if countries.resolve(name) else name.split(",")
