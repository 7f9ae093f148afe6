"""The sets as gold that any system's answer can be held against: texts, documents, refusals.

Systems chunk and cite in their own ways, so nothing here goes by offsets.
"""

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.profiles import write
from benchmarks.sets import half

ROOT = Path(__file__).parent.parent.parent
REFUSED = ("silent", "no_source")
CHARACTERS = 200_000
"""Of a set's corpus at most: encoding it three times is most of a run."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A question and what a right answer shows."""

    id: str
    question: str
    answerable: bool
    documents: frozenset[str]
    """Where the answer stands."""
    any_of: tuple[str, ...]
    """One of these texts is shown, if there are any."""
    all_of: tuple[str, ...] = ()
    """Each of these is shown; they may be parts of words."""
    verdict: str | None = None
    own: frozenset[str] | None = None
    """Documents of the countries it names; None: it names none, or the set knows none."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Questions on a corpus of Markdown or text files."""

    name: str
    corpus: Path
    language: str
    """Of the corpus."""
    golds: tuple[Gold, ...]


def shipped(work: Path) -> Suite:
    """Give the project's own 120 questions on the corpus it ships."""
    corpus = _clean(ROOT / "corpus", work / "sets" / "shipped")
    files = frozenset(p.relative_to(corpus).as_posix() for p in corpus.rglob("*") if p.is_file())
    paths = [ROOT / "tests" / "data" / f"questions_{name}.jsonl" for name in ("shipped", "new")]
    golds = tuple(_own_gold(each, files) for path in paths for each in _records(path))
    return Suite("shipped corpus", corpus, "en", golds)


def _own_gold(record: dict[str, Any], files: frozenset[str]) -> Gold:
    document = record["document"]["shipped"]
    countries = record["countries"]
    own = (files if "MLI" in countries else frozenset[str]()) if countries else None
    return Gold(
        record["id"],
        record["question"],
        record["outcome"] not in REFUSED,
        frozenset([document] if document else []),
        (),
        tuple(record["quote_contains"]),
        record["verdict"],
        own,
    )


def profiles(work: Path, countries: int, limit: int) -> Suite:
    """Write synthetic profiles in phrasings that nothing was tuned on."""
    folder = write(work / "sets", "unseen", "markdown", countries, limit)
    corpus = folder / "corpus"
    records = list(_records(folder / "questions.jsonl"))
    files = _files_of_countries(records)
    golds = tuple(_gold(each, corpus, files.get(each["country"], frozenset())) for each in records)
    return Suite(f"{countries} countries", corpus, "en", golds)


def _files_of_countries(records: Sequence[dict[str, Any]]) -> dict[str, frozenset[str]]:
    files: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        files[record["country"]] |= {span["file"] for span in record["gold_passages"]}
    return {country: frozenset(found) for country, found in files.items()}


def sample(folder: Path, work: Path, limit: int) -> Suite:
    """Draw documents of a set, and of its test half ``limit`` questions on them."""
    records = list(_records(folder / "questions.jsonl"))
    kept = _drawn(folder / "corpus")
    topics: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        topics[record["category"]] |= {span["file"] for span in record["gold_passages"]}
    asked = [
        record
        for record in sorted(records, key=lambda record: _digest(record["id"]))
        if half(record["id"]) == "test"
        and _files(record["gold_passages"]) <= kept
        and (record["answerable"] or topics[record["category"]] <= kept)
    ]
    corpus = _clean(folder / "corpus", work / "sets" / folder.name, kept)
    golds = tuple(_gold(record, corpus) for record in asked[:limit])
    return Suite(folder.name, corpus, records[0]["lang"], golds)


def _drawn(corpus: Path) -> frozenset[str]:
    """Draw documents until they are long enough; the same ones every time."""
    kept: set[str] = set()
    length = 0
    for path in sorted(corpus.rglob("*"), key=lambda path: _digest(path.name)):
        if path.is_file() and length < CHARACTERS:
            kept.add(path.relative_to(corpus).as_posix())
            length += len(path.read_text("utf-8"))
    return frozenset(kept)


def _gold(record: dict[str, Any], corpus: Path, own: frozenset[str] | None = None) -> Gold:
    spans = record["gold_spans"]
    return Gold(
        record["id"],
        record["question"],
        record["answerable"],
        _files(spans),
        tuple(_text(corpus / span["file"], span["start"], span["end"]) for span in spans),
        verdict="no" if record.get("polarity") == "negative" else record.get("verdict"),
        own=own,
    )


def _files(spans: Sequence[dict[str, Any]]) -> frozenset[str]:
    return frozenset(span["file"] for span in spans)


def _text(path: Path, start: int, end: int) -> str:
    return path.read_bytes().decode("utf-8")[start:end]


def _clean(source: Path, target: Path, kept: frozenset[str] | None = None) -> Path:
    """Copy the documents alone: no README, nothing that only one system can read."""
    shutil.rmtree(target, ignore_errors=True)
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.suffix not in (".md", ".txt") or path.stem == "README":
            continue
        if kept is None or name in kept:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target / name)
    return target


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
