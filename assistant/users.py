"""Who may sign in to the page: names, roles and hashed passwords, in a file beside the index.

    index/users.toml    a table a user: role, password, added; only its owner can read it

A password is kept as scrypt(N=2^15, r=8, p=3) over 16 random bytes and itself (RFC 7914): 32 MiB
and a tenth of a second a guess, by OWASP's cheat sheet as strong as 128 MiB at p=1, which many
who sign in at once would not leave a small server. The parameters stand in each hash, so those
of tomorrow do not lock out the users of today.
"""

import hashlib
import hmac
import os
import re
import secrets
import tomllib
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from assistant.errors import AccessError
from assistant.store.generations import sync

if TYPE_CHECKING:
    from filelock import FileLock

Role = Literal["reader", "editor"]
"""A reader may ask and read; an editor may also change sources and index."""

ROLES: tuple[Role, ...] = get_args(Role)
NAME = "users.toml"
SHORTEST = 12
"""Characters of a password: with sign-in attempts limited, more than can be guessed, and no rules
about digits and signs, which make people write them down."""
_LONGEST = 1_000
_N, _R, _P = 2**15, 8, 3
_NAMES = re.compile(r"[\w.@+-]{1,64}")
_HEADER = "# Who may sign in to the page. Written by `assistant users`; see docs/office.md.\n"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    name: str
    role: Role
    password: str
    """``scrypt$N$r$p$salt$hash``, the last two in Base64."""
    added: str
    """UTC, ISO 8601."""


def normal(name: str) -> str:
    """Return a name as it is kept: case and the way an accent is typed do not matter."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def read(index: Path) -> dict[str, User]:
    """Return the users by name; none where there is no file. Raises ``AccessError``."""
    path = index / NAME
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        return {name: _user(name, table) for name, table in tables.items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise AccessError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise AccessError(
            f"{path} is damaged: {error}. Nobody can sign in until it is mended, or removed and "
            "written anew with: assistant users add NAME"
        ) from error


def add(index: Path, name: str, password: str, role: Role, *, replace: bool = False) -> User:
    """Let somebody sign in. Raises ``AccessError``; for a known name unless ``replace``."""
    name = check_name(index, name, replace=replace)
    check_strength(password)
    added = datetime.now(UTC).isoformat(timespec="seconds")
    user = User(name, role, hashed(password), added)
    with _changing(index):
        check_name(index, name, replace=replace)
        _write(index, {**read(index), name: user})
    return user


def remove(index: Path, name: str) -> None:
    """Let somebody sign in no more. Raises ``AccessError`` for an unknown name."""
    name = normal(name)
    with _changing(index):
        users = read(index)
        if name not in users:
            known = ", ".join(sorted(users)) or "none"
            raise AccessError(f"There is no user {name[:64]!r}. Known users: {known}.")
        _write(index, {known: user for known, user in users.items() if known != name})


def check_name(index: Path, name: str, *, replace: bool = False) -> str:
    """Return a new user's name as it is kept; raises ``AccessError`` where it cannot be that."""
    name = normal(name)
    if not _NAMES.fullmatch(name):
        raise AccessError(
            f"{name[:64]!r} cannot be a user's name: "
            "1 to 64 letters, digits and . _ @ + - are allowed."
        )
    if not replace and name in read(index):
        raise AccessError(
            f"There is a user {name} already. For a new password or role, add --replace to the "
            "command."
        )
    return name


def check_strength(password: str) -> None:
    """Raise ``AccessError`` for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise AccessError(
            f"The password has {len(password)} characters; {SHORTEST} to {_LONGEST:,} are needed. "
            "A few words in a row are easy to remember."
        )


def hashed(password: str) -> str:
    """Return a password as it is kept, with fresh salt."""
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, _N, _R, _P)
    return "$".join(("scrypt", str(_N), str(_R), str(_P), *map(_written, (salt, digest))))


def matches(user: User | None, password: str) -> bool:
    """Tell whether this is the user's password; takes as long for a user that does not exist."""
    kept = user.password if user else _DECOY
    _, n, r, p, salt, digest = kept.split("$")
    found = _scrypt(password[:_LONGEST], b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, b64decode(digest)) and user is not None


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    # OpenSSL counts 128 r (N + p) bytes and a little more, and allows 32 MiB unless told.
    return hashlib.scrypt(typed, salt=salt, n=n, r=r, p=p, maxmem=256 * r * (n + p), dklen=32)


def _written(data: bytes) -> str:
    return b64encode(data).decode()


_DECOY = "$".join(("scrypt", str(_N), str(_R), str(_P), *map(_written, (bytes(16), bytes(32)))))


def _user(name: str, table: Mapping[str, str]) -> User:
    user = User(name, _role(table["role"]), table["password"], str(table["added"]))
    scheme, n, r, p, *rest = user.password.split("$")
    if scheme != "scrypt" or len(rest) != 2 or not int(n) * int(r) * int(p):
        raise ValueError(f"the password of {name} is not as this program writes it")
    return user


def _role(word: str) -> Role:
    found = next((role for role in ROLES if role == word), None)
    if found is None:
        raise ValueError(f"there is no role {word!r}, but {' and '.join(ROLES)}")
    return found


def _changing(index: Path) -> "FileLock":
    """Be the only one who writes, until the block ends."""
    from filelock import FileLock

    try:
        index.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AccessError(
            f"{index} cannot be written: {error.strerror}. Check its rights."
        ) from error
    return FileLock(index / ".users.lock")


def _write(index: Path, users: Mapping[str, User]) -> None:
    tables = [
        f'[{_quoted(user.name)}]\nrole = "{user.role}"\n'
        f'password = "{user.password}"\nadded = "{user.added}"\n'
        for user in users.values()
    ]
    path = index / NAME
    partial = path.with_name(f"{NAME}.partial")
    try:
        # Not before the rights are right does a password go in.
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            partial.chmod(0o600)
            file.write("\n".join([_HEADER, *tables]).encode())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync(index)
    except OSError as error:
        raise AccessError(
            f"{path} cannot be written: {error.strerror}. Check its folder."
        ) from error


def _quoted(name: str) -> str:
    """Write a name as a key of TOML; ``add`` lets none through that would need escapes."""
    return f'"{name}"'
