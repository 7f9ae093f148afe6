"""Where an index is: a folder, or a PostgreSQL database that several machines share."""

import os
import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, unquote, urlencode

if TYPE_CHECKING:
    from assistant.store.postgres.records import Kept

_SCHEME = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_SECRETS = ("password", "sslpassword", "oauth_client_secret")
_HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Database:
    """A database by its URL, which is never shown: ``str`` leaves the password out.

    As a path it is a folder of this machine for what a page keeps beside its index, such as its
    users; the index itself and what people say of answers are in the database.
    """

    url: str = field(repr=False)

    def __str__(self) -> str:
        """Give the URL without passwords; it works where libpq finds those by itself."""
        scheme, user, _, rest, options = self._parts()
        shown = [(name, value) for name, value in options if name not in _SECRETS]
        whom = f"{user}@" if user else ""
        return f"{scheme}{whom}{rest}" + (f"?{urlencode(shown)}" if shown else "")

    def __fspath__(self) -> str:
        """Give the folder of this machine that goes with the database."""
        from platformdirs import user_data_path

        name = sha256(str(self).encode()).hexdigest()[:16]
        return str(user_data_path("country-status-assistant", appauthor=False) / name)

    def __truediv__(self, name: str) -> Path:
        """Give a file of that folder."""
        return Path(os.fspath(self)) / name

    def mkdir(self, mode: int = 0o777, *, parents: bool = False, exist_ok: bool = False) -> None:
        """Make that folder, as ``Path.mkdir`` does."""
        Path(os.fspath(self)).mkdir(mode, parents=parents, exist_ok=exist_ok)

    def kept(self, document: str) -> "Kept | None":
        """Read what the generation that serves keeps of a document. Raises StoreError."""
        from assistant.store.postgres.records import kept

        return kept(self, document)

    def without_secrets(self, message: str) -> str:
        """Take every password of the URL out of a message."""
        _, _, password, _, options = self._parts()
        secrets = {password, *(value for name, value in options if name in _SECRETS)}
        for secret in sorted({*secrets, *map(unquote, secrets)} - {""}, key=len, reverse=True):
            message = message.replace(secret, _HIDDEN)
        return message

    def _parts(self) -> tuple[str, str, str, str, list[tuple[str, str]]]:
        """Part the URL: scheme, user, password, hosts and database, options."""
        scheme = _SCHEME.match(self.url)
        start = scheme.end() if scheme else 0
        # The last @, also of a URL in which one stands where it should not: better too much hidden.
        whom, _, rest = self.url[start:].rpartition("@")
        user, _, password = whom.partition(":")
        address, _, options = rest.partition("?")
        return self.url[:start], user, password, address, parse_qsl(options)


Location: TypeAlias = Path | Database


def location(value: str) -> Location:
    """Read what ``--index`` takes."""
    return Database(value) if _SCHEME.match(value) else Path(value)
