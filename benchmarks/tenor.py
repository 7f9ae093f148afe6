"""Fits the model of ``assistant/tenor.json``: ``python -m benchmarks.tenor [SET_DIR …]``.

On what one may look at of ``tests/data``: of the wordings ``dev.jsonl``, what is seen of
``more-*.jsonl``, ``frames.toml`` and ``phrasings.toml``; the quotes of ``profiles/dev`` and
``reports/dev-*``; but for what ``benchmarks.pairs`` sets apart. Sentences drawn from the shipped
corpus and from evaluation sets show it ordinary text, which leaves nothing open. What it reaches is
told by file, each time by a model that had seen nothing of that file: on the ids that nothing is
fitted on, if there are any. Needs scikit-learn, which comes with sentence-transformers. The same
files give the same model.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from assistant import encoder, polarity, tenor
from assistant.chunking import Unit, split, units
from assistant.conversation import understand
from assistant.corpus import Corpus
from assistant.indexer.texts import index_text
from assistant.stance import value
from assistant.store.generations import write_atomically
from assistant.types import Passage
from benchmarks import documents, reports, wordings
from benchmarks.pairs import SET_APART
from benchmarks.questions import DATA

WORDINGS = DATA / "wordings"

TITLES = {
    "en": ("Country profile of {}", "{}: national report", "Review of {}", "Status sheet {}"),
    "fr": ("Profil du pays : {}", "{} : rapport national", "Examen : {}", "Fiche {}"),
}
"""A unit's vector is made with where it stands, so it is to be seen under titles of many kinds."""

VECTOR, GRAMS, C = 8.0, 3.0, 0.5
"""How much vectors and n-grams count beside each other, and the inverse of the penalty."""

OF_DOCUMENT, OF_FOLDER = 40, 450
"""Ordinary sentences of a document, and of a folder, at most."""

FEWEST, MOST = 3, 3_500
"""Sentences that an n-gram must stand in, and n-grams that are kept."""

STEP = 0.02
"""Unit of the weights of n-grams as stored."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A statement under its heading, and what it says of the matter."""

    source: str
    is_seen: bool
    """May be fitted on."""
    language: str
    title: str
    heading: str
    unit: Unit
    status: str


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tenor", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET_DIR")
    parser.add_argument("--corpus", type=Path, metavar="DIR", default=Path("corpus"))
    parser.add_argument("--unscored", action="store_true", help="fit only")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where reports are written")
    parser.add_argument("--out", type=Path, default=Path("assistant/tenor.json"), metavar="FILE")
    args = parser.parse_args(argv)
    found = [*_of_wordings(), *_of_frames(), *_of_phrasings(), *_of_documents()]
    for folder in [args.corpus, *(each / "corpus" for each in args.sets)]:
        found += _ordinary(folder)
    found += _of_reports(args.index_dir)
    print(f"encoding {len(found)} statements", file=sys.stderr)
    vectors = encoder.load().encode_documents(list(map(_text, found))).astype(np.float64)
    with threadpool_limits(1):
        if not args.unscored:
            print(_reached(found, vectors))
        seen = [place for place, each in enumerate(found) if each.is_seen]
        fitted = _stored(*_fit([found[place] for place in seen], vectors[seen]))
    written = json.dumps(fitted, separators=(",", ":"), ensure_ascii=False)
    write_atomically(args.out, f"{written}\n".encode())
    print(f"{args.out}: fitted on {len(seen)} statements, {args.out.stat().st_size:,} bytes")
    return 0


def _of_wordings() -> Iterator[Example]:
    """Read the statements worded one by one, as far as they are a single sentence or field."""
    for path in [WORDINGS / "dev.jsonl", *sorted(WORDINGS.glob("more-*.jsonl"))]:
        is_apart = path.stem in SET_APART
        for item in wordings.read(path):
            status = "states" if item.said in ("silent", "value") else item.said
            told = _units(item.key or item.statement, item.heading, item.language)
            asks = {understand(each).kind for each in item.questions.values()}
            if len(told) == 1 and (asks == {"yes_no"} or status != "states"):
                title = _title(item.statement, item.language, item.country)
                is_seen = item.is_seen and not is_apart
                yield Example(
                    path.stem, is_seen, item.language, title, item.heading, told[0], status
                )


def _of_frames() -> Iterator[Example]:
    """Write each wording of ``frames.toml`` out, with two of its family's matters."""
    table = tomllib.loads((WORDINGS / "frames.toml").read_text("utf-8"))
    for language, families in table.items():
        names = {"en": ("Mali", "Kenya", "Peru"), "fr": ("Le Bénin", "Le Pérou", "Le Kenya")}
        for name, family in families.items():
            slots = (families["thing"] if name == "any" else family)["slots"]
            for status in tenor.CLASSES:
                for place, wording in enumerate(family.get(status, ())):
                    for turn in range(2):
                        country = names[language][(place + turn) % 3]
                        matter = {**slots[(place + 3 * turn) % len(slots)], "c": country}
                        filled = wording.format_map(_capitals(matter))
                        title = _title(filled, language, country)
                        heading = matter["thing"].capitalize()
                        (unit, *_) = _units(filled, heading, language)
                        yield Example("frames", True, language, title, heading, unit, status)


def _of_phrasings() -> Iterator[Example]:
    """Write each wording of ``phrasings.toml`` out once."""
    from tests.phrasings import cases

    for language in ("en", "fr"):
        known = set()
        for case in cases(language, language):
            if (case.wording, case.expected) not in known:
                known.add((case.wording, case.expected))
                title = _title(case.text, language, "Mali")
                (unit, *_) = _units(case.text, case.label, language)
                yield Example("phrasings", True, language, title, case.label, unit, case.expected)


def _of_documents() -> Iterator[Example]:
    """Take the units that hold a gold quote."""
    folder = documents.DATA / "dev"
    asked = [each for each in documents.read(folder) if each.quote]
    for path, unit, passage, title in _read_all(folder):
        said = " ".join(unit.text.split())
        for each in asked:
            if each.document == path and " ".join(each.quote.split()) in said:
                status = each.verdict or each.outcome
                status = status if status in tenor.CLASSES else "states"
                yield _example("documents", passage, unit, title, status)


def _of_reports(root: Path | None) -> Iterator[Example]:
    """Take the units that hold, or are a good part of, a gold quote."""
    for path in sorted(reports.DATA.glob("dev-*.jsonl")):
        folder = reports.written(path, root)
        told: dict[tuple[str, str], str] = {}
        for each in documents.read(folder):
            if each.quote:
                status = each.verdict or each.outcome
                status = status if status in tenor.CLASSES else "states"
                told[each.document, " ".join(each.quote.split())] = status
        for document, unit, passage, title in _read_all(folder):
            said = " ".join(unit.text.split())
            for (own, quote), status in told.items():
                if own == document and (quote in said or (len(said) > _PART and said in quote)):
                    found = _example(f"reports-{path.stem}", passage, unit, title, status)
                    yield replace(found, is_seen=path.stem not in SET_APART)
                    break


_PART = 25
"""Characters of a part of a quote that tells by itself."""


def _ordinary(folder: Path) -> list[Example]:
    """Draw units of a folder in which the rules find nothing open, a few of a document."""
    found: dict[str, list[tuple[bytes, Example]]] = {}
    for path, unit, passage, title in _read_all(folder):
        stated = polarity.read(value(unit))
        if len(stated.words) < 2 or stated.open:
            continue
        denied = [word.denied and not word.phrasal for word in stated.words]
        status = "no" if sum(denied) * 2 > len(denied) else "states"
        example = _example("ordinary", passage, unit, title, status)
        found.setdefault(path, []).append((sha256(unit.text.encode()).digest(), example))
    few = [sorted(each, key=itemgetter(0))[:OF_DOCUMENT] for each in found.values()]
    drawn = sorted((pair for each in few for pair in each), key=itemgetter(0))
    return [example for _, example in drawn[:OF_FOLDER]]


def _read_all(folder: Path) -> Iterator[tuple[str, Unit, Passage, str]]:
    corpus = Corpus(folder)
    for path in corpus.files():
        if path.endswith(("questions.jsonl", "README.md", ".toml")):
            continue
        document = corpus.read(path)
        for passage in split(document):
            for unit in units(passage):
                yield path, unit, passage, document.metadata.title


def _example(source: str, passage: Passage, unit: Unit, title: str, status: str) -> Example:
    heading = passage.section[-1] if passage.section else ""
    return Example(source, True, passage.language, title, heading, unit, status)


def _capitals(slots: dict[str, str]) -> dict[str, str]:
    """Add what begins a sentence: {The} beside {the}."""
    return {**{k.capitalize(): v[0].upper() + v[1:] for k, v in slots.items()}, **slots}


def _units(text: str, heading: str, language: str) -> tuple[Unit, ...]:
    return units(Passage("a.md", 0, len(text), text, (heading,), (), language))


def _title(text: str, language: str, country: str) -> str:
    titles = TITLES[language]
    return titles[sha256(text.encode()).digest()[0] % len(titles)].format(country)


def _text(each: Example) -> str:
    """Give what the index encodes of a unit."""
    text = each.unit.text
    place = Passage("a.md", 0, len(text), text, (each.heading,) * bool(each.heading))
    return index_text(place, each.title)


def _fit(found: Sequence[Example], vectors: Floats) -> tuple[LogisticRegression, Any, Floats]:
    """Fit on every example twice, with its vector and without; give what turns it into a row."""
    mean = vectors.mean(0)
    names = DictVectorizer()
    grams = names.fit_transform([_grams(each) for each in found])
    names.restrict(np.flatnonzero(np.asarray((grams != 0).sum(0)).ravel() >= FEWEST), indices=True)
    x = _rows(found, vectors - mean, names)
    y = [each.status for each in found] * 2
    first = LogisticRegression(C=C, max_iter=500).fit(x, y)
    before = x.shape[1] - len(names.feature_names_)
    heavy = np.abs(first.coef_[:, before:]).max(0).argsort(kind="stable")[::-1][:MOST]
    names.restrict(np.sort(heavy), indices=True)
    x = _rows(found, vectors - mean, names)
    return LogisticRegression(C=C, max_iter=500).fit(x, y), names, mean


def _rows(found: Sequence[Example], centred: Floats, names: Any) -> csr_matrix:
    """Give the rows with vectors, then those without."""
    shapes = [list(_shape(each).values()) for each in found]
    grams = names.transform([_grams(each) for each in found]) * GRAMS
    with_vector = hstack(
        [csr_matrix(centred * VECTOR), csr_matrix([[*s, 0.0] for s in shapes]), grams]
    )
    alone = hstack([csr_matrix(centred.shape), csr_matrix([[*s, 1.0] for s in shapes]), grams])
    return vstack([with_vector, alone]).tocsr()


def _grams(each: Example) -> dict[str, float]:
    return dict(tenor.grams(value(each.unit), each.language))


def _shape(each: Example) -> dict[str, float]:
    said = value(each.unit)
    return dict(tenor.shape(said, each.language, labelled=bool(each.unit.label)))


def _reached(found: Sequence[Example], vectors: Floats) -> str:
    """Tell how well each file is read by a model that was fitted on the others."""
    lines = ["| file | read | n | right | " + " | ".join(tenor.CLASSES) + " |"]
    lines.append("|---" * (4 + len(tenor.CLASSES)) + "|")
    for source in sorted({each.source for each in found}):
        own = [each.source == source for each in found]
        rest = [n for n, each in enumerate(found) if each.is_seen and not own[n]]
        held = [n for n, each in enumerate(found) if own[n] and not each.is_seen]
        held = held or np.flatnonzero(own).tolist()
        model, names, mean = _fit([found[n] for n in rest], vectors[rest])
        asked = [found[n] for n in held]
        guessed = model.predict(_rows(asked, vectors[held] - mean, names))
        gold = np.array([each.status for each in asked])
        for way, said in (("with vector", guessed[: len(gold)]), ("alone", guessed[len(gold) :])):
            shares = [_share(said[gold == name] == name) for name in tenor.CLASSES]
            right = _share(said == gold)
            lines.append(f"| {source} | {way} | {len(gold)} | {right} | {' | '.join(shares)} |")
    return "\n".join(lines)


def _share(right: NDArray[np.bool_]) -> str:
    return f"{right.mean():.3f}" if right.size else "–"


def _stored(model: LogisticRegression, names: Any, mean: Floats) -> dict[str, object]:
    """Give the model as ``assistant.tenor`` reads it; the mean goes into the heights."""
    if tuple(model.classes_) != tenor.CLASSES:
        raise ValueError(f"classes {model.classes_} instead of {tenor.CLASSES}")
    wide = len(mean)
    directions = model.coef_[:, :wide] * VECTOR
    shape = model.coef_[:, wide : wide + len(tenor.SHAPE)].T.copy()
    shape[-1] += directions @ mean  # which the heights lack where there is no vector
    steps = np.rint(model.coef_[:, wide + len(tenor.SHAPE) :] * GRAMS / STEP).astype(int).T
    return {
        "encoder": encoder.identity().partition("+")[0],
        "directions": [[float(f"{n:.4g}") for n in row] for row in directions],
        "heights": [round(float(n), 4) for n in model.intercept_ - directions @ mean],
        "shape": [[round(float(n), 4) for n in row] for row in shape],
        "unit": STEP,
        "grams": {
            gram: row.tolist()
            for gram, row in zip(names.feature_names_, steps, strict=True)
            if row.any()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
