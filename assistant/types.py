"""The records that flow through the pipeline, and nothing else does.

    Document → Passage → Hit → Citation → Answer

All are frozen. Offsets are in code points into ``Document.text``; dates are ISO 8601 and may
be partial (``2014``, ``2014-08``); countries are ISO 3166-1 alpha-3 codes.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answered", "not_assessed", "unclear", "silent", "no_source"]
Verdict = Literal["yes", "no"]
Language = Literal["en", "fr"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document, from its front matter or, failing that, from itself."""

    title: str
    publisher: str | None = None
    url: str | None = None
    as_of: str | None = None
    """The date the source speaks for, not the day it was added."""
    language: str = "en"
    """Language of the text, ISO 639-1."""
    countries: tuple[str, ...] = ()
    """Whom the document speaks of; empty: of no country in particular, so of any."""
    rights: str | None = None
    restated: bool = False
    """The text is our own wording of the original, not the original's."""


@dataclass(frozen=True, slots=True)
class Document:
    """One source text. For a text or Markdown file, ``text`` is the file itself, decoded."""

    path: str
    """Relative to the corpus folder, with forward slashes."""
    text: str
    sha256: str
    """Of the file's bytes."""
    metadata: Metadata
    body: int = 0
    """Where the text proper starts, after the front matter."""
    markup: Literal["markdown", "text"] = "text"
    """How the structure of ``text`` is written; chunking goes by it."""
    pages: tuple[int, ...] = ()
    """Where each page starts in ``text``, ascending; empty where the format has no pages."""
    remarks: tuple[str, ...] = ()
    """What could not be read, for people: a page that is a picture, a table that was cut."""
    state: str = ""
    """What changes whenever the document or what a sidecar says of it does: ``sha256``, and
    behind a plus sign the digest of the sidecar's fields if there is one."""

    def page_at(self, place: int) -> int | None:
        """Give the number, from 1, of the page that holds ``text[place]``; None without pages."""
        return max(1, bisect_right(self.pages, place)) if self.pages else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim span of a document: ``document.text[start:end] == text``."""

    document: str
    """``Document.path``."""
    start: int
    end: int
    text: str
    section: tuple[str, ...]
    """Headings above the passage, outermost first; never part of ``text``."""
    countries: tuple[str, ...] = ()
    """Whom the passage speaks of; empty: of no country in particular."""
    language: str = "en"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    rank: int
    """1 for the best."""
    score: float
    """Fused score in [0, 1]; comparable within one question only."""
    similarity: float
    """Cosine of question and passage, in [-1, 1]."""
    row: int
    """The passage's number in the index generation that was searched."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The evidence for one sentence of an answer: ``document.text[start:end] == quote``."""

    marker: int
    """1-based, as in the answer's text: ``[1]``."""
    document: str
    sha256: str
    title: str
    publisher: str | None
    url: str | None
    as_of: str | None
    """The date the statement speaks for; a date in the statement beats the document's."""
    page: int | None
    section: tuple[str, ...]
    quote: str
    start: int
    end: int
    countries: tuple[str, ...] = ()
    restated: bool = False


def below_title(section: tuple[str, ...], title: str) -> tuple[str, ...]:
    """Give a section path without the heading that is the document's title."""
    return section[1:] if section[:1] == (title,) else section


@dataclass(frozen=True, slots=True)
class Conflict:
    """Citations that disagree, newest first, by their markers."""

    markers: tuple[int, ...]
    kind: Literal["change", "disagreement"]
    """``change``: the dates differ, so it may be a development; ``disagreement``: they do not."""


@dataclass(frozen=True, slots=True)
class CountryAnswer:
    """The part of an answer that concerns one country, where a question names several."""

    country: str
    outcome: Outcome
    verdict: Verdict | None
    hedged: bool
    as_of: str | None
    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Which index gave an answer."""

    generation: str
    encoder: str
    corpus: str
    """Digest over the documents' paths and contents."""
    built: str
    """UTC, ISO 8601."""
    documents: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit of evidence that was weighed, for ``--explain``."""

    document: str
    start: int
    end: int
    text: str
    score: float
    """Support for being what was asked, in [0, 1]."""
    stance: str
    """``yes``, ``no``, ``not_assessed``, ``unclear``, ``empty`` or ``states``."""
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Evidence, arranged. Nothing in ``text`` is stated that no citation states."""

    question: str
    language: Language
    countries: tuple[str, ...]
    outcome: Outcome
    verdict: Verdict | None
    hedged: bool
    confidence: float
    """Probability in [0, 1] that the best evidence states what was asked, so that an answer is
    right. Below the threshold the outcome is ``silent``, or ``no_source`` where no source covers
    the country; 0 where nothing was read."""
    as_of: str | None
    text: str
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    passages: tuple[Hit, ...]
    """The hits considered, best first, also for a refusal."""
    index: IndexInfo
    elapsed_ms: tuple[tuple[str, float], ...]
    """Milliseconds by stage, ``total`` among them."""
    by_country: tuple[CountryAnswer, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    """Why the outcome is what it is, for ``--explain``; in English."""
    summary: str = ""
    """Of countries that are counted: how many, which, and the others; the text begins with it."""
    is_whole: bool = True
    """False of an answer that is still growing by facts or countries."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation, with the text of its answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come: ``done`` of ``total`` in ``stage``; total 0 if unknown."""

    stage: Literal["model", "read", "split", "encode", "write"]
    done: int
    total: int


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of the corpus that was not indexed, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The corpus against an index, as document paths, each sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class PassageCounts:
    """An index's passages against those before, by section and text, in whatever document.

    A passage that was reworded counts as one removed and one added.
    """

    added: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    info: IndexInfo
    changes: Changes
    passages: PassageCounts
    skipped: tuple[Skipped, ...]
    duplicates: tuple[tuple[str, str], ...]
    """Files left out because another holds the same bytes: (left out, indexed)."""
    encoded: int
    """Passages that went through the encoder; the others' vectors were known."""
    seconds: float
    written: bool
    """False where the index was already current."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the index knows it."""

    path: str
    sha256: str
    metadata: Metadata
    passages: int


@dataclass(frozen=True, slots=True)
class Status:
    """The index against its corpus, for the page and ``assistant status``."""

    info: IndexInfo | None
    """None where there is no index yet."""
    changes: Changes
    skipped: tuple[Skipped, ...]
    documents: tuple[DocumentRecord, ...]
    duplicates: tuple[tuple[str, str], ...] = ()
    """Files left out because another holds the same bytes: (left out, indexed)."""
