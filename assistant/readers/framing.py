"""What the two processes say to each other: a kind, then bytes, each after its length."""

from typing import IO

IDLE_SECONDS = 60
"""After which a worker that nobody asks anything ends."""

LARGEST_REPLY = 256 * 1024 * 1024
"""Bytes; the text of a file of 20 MB is smaller by far."""

_LENGTH = 8
"""Bytes, most significant first."""


def send(pipe: IO[bytes], *parts: bytes) -> None:
    """Write ``parts``."""
    for part in parts:
        pipe.write(len(part).to_bytes(_LENGTH, "big"))
        pipe.write(part)
    pipe.flush()


def receive(pipe: IO[bytes], limit: int) -> bytes | None:
    """Read one part; None at the end of the pipe, or where it would be longer than ``limit``."""
    head = pipe.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > limit:
        return None
    data = pipe.read(length)
    return data if len(data) == length else None
