"""Which systems are compared, at which versions, and how each is set up."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DRIVERS = Path(__file__).parent / "drivers"
OURS = "this project"
_TORCH = "torch==2.13.0"
"""Pinned first: the version whose build for plain processors this project pins, too."""
_SENTENCE_TRANSFORMERS = "sentence-transformers==6.2.0"


@dataclass(frozen=True, slots=True)
class Peer:
    """A system, how it is installed, and what a reader must know of its settings."""

    name: str
    environment: str
    """Peers of the same name share one."""
    requirements: tuple[str, ...]
    """Installed one after the other; ``.`` is this project."""
    driver: str
    settings: str
    model: Literal["", "e5", "minilm"] = ""
    """The sentence-transformers folder it is handed, prepared by this project's set-up."""


PEERS = (
    Peer(OURS, "ours", (_TORCH, "."), "on_assistant.py", "as installed: e5, int8"),
    Peer(
        "cairn-assistant",
        "cairn",
        ("cairn-assistant==0.3.0",),
        "on_cairn.py",
        "defaults: words only, threshold 0.165, one passage",
    ),
    Peer(
        "groundrag, hashing",
        "groundrag",
        (_TORCH, _SENTENCE_TRANSFORMERS, "groundrag==0.3.0"),
        "on_groundrag.py",
        "parent-child chunks of 150, hashed vectors + BM25, lexical reranker, threshold 0.3",
    ),
    Peer(
        "groundrag, MiniLM",
        "groundrag",
        (_TORCH, _SENTENCE_TRANSFORMERS, "groundrag==0.3.0"),
        "on_groundrag.py",
        "the same with vectors of all-MiniLM-L6-v2",
        "minilm",
    ),
    Peer(
        "txtai",
        "txtai",
        (_TORCH, "txtai==9.14.0"),
        "on_txtai.py",
        "hybrid 1 : 1, e5 in float32 with its prompts, passages under their headings, the best one",
        "e5",
    ),
    Peer(
        "sentence-transformers + FAISS",
        "script",
        (_TORCH, _SENTENCE_TRANSFORMERS, "faiss-cpu==1.15.1"),
        "on_script.py",
        "e5 in float32 with its prompts, exact search, passages under their headings, the best one",
        "e5",
    ),
)
