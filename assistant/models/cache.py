"""The cache: one folder per model, which is whole or absent, whatever happens while it is made.

multilingual-e5-small-1571fc982750-2/
    model.safetensors, lower-int8.onnx …
    complete.json     sizes and digests of the others; written last
    cross-1a2b3c4d/   the cross-encoder of these adapters, made in the same way
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from assistant.errors import EncoderError
from assistant.models.sources import file_digest

CACHE_VARIABLE = "COUNTRY_ASSISTANT_CACHE"
MARKER = "complete.json"
_SPACE_NEEDED = "1 GB"


def cache_folder() -> Path:
    """Give the folder of all prepared models; it may not exist yet."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("country-status-assistant", appauthor=False))


def is_whole(folder: Path) -> bool:
    """Tell whether every file is there with its size; the digests are for a closer look."""
    try:
        files = json.loads((folder / MARKER).read_text(encoding="utf-8"))["files"]
        return all((folder / name).stat().st_size == about["size"] for name, about in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def make_once(target: Path, fill: Callable[[Path], None]) -> None:
    """Have ``fill`` write into the folder ``target`` unless it is whole. Raises EncoderError.

    Of several processes at once, one fills it and the others wait.
    """
    from filelock import FileLock

    if is_whole(target):
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # The system frees a killed process's lock; what it left behind is removed by the next.
        with FileLock(target.parent / f".{target.name}.lock"):
            if not is_whole(target):
                _fill_and_rename(target, fill)
    except OSError as error:
        raise EncoderError(
            f"The encoder cannot be written to {target.parent}: {error.strerror or error}. "
            f"Set {CACHE_VARIABLE} to a folder with {_SPACE_NEEDED} free."
        ) from error


def _fill_and_rename(target: Path, fill: Callable[[Path], None]) -> None:
    for leftover in target.parent.glob(f".{target.name}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    temporary = target.parent / f".{target.name}-{secrets.token_hex(4)}"
    temporary.mkdir()
    try:
        fill(temporary)
        _write_marker(temporary)
        if target.exists():
            shutil.rmtree(target)
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_marker(folder: Path) -> None:
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            path.chmod(0o644)  # some libraries write for the owner only
            name = path.relative_to(folder).as_posix()
            files[name] = {"size": path.stat().st_size, "sha256": file_digest(path)}
    (folder / MARKER).write_text(json.dumps({"files": files}, indent=2) + "\n", encoding="utf-8")
