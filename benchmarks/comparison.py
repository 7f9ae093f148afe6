"""Fits the models of ``assistant/comparison.json``: ``python -m benchmarks.comparison SET_DIR…``.

They settle how far to believe the cross-encoder, so they learn from questions that it had not seen:
reports, statements, synthetic profiles and the part of each set's dev half that
``benchmarks.pairs`` sets apart, the documents of ``profiles/dev`` and our everyday questions. Each
set counts the same, our questions and the profiles ``OWN`` times, questions that are just missed
``MISSED`` times. What was read is kept (``--cache``). Needs scikit-learn, which comes with
sentence-transformers.
"""

import argparse
import json
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from assistant import comparison, conversation, judge, support, verdicts
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.reading import Reading
from assistant.store.generations import write_atomically
from assistant.support import Trees
from benchmarks import documents, pairs, profiles, questions, reports, samples, wordings
from benchmarks.built import assistant_on, home
from benchmarks.fit import stored as trees_stored
from benchmarks.samples import Asked, Source
from benchmarks.scores import auroc
from benchmarks.sets import load, part
from benchmarks.synthetic.wording import SPLITS

FOLDS = 5
"""Confidence is learned from answers by models that had not seen the question."""

UNIT_C, VERDICT_C = 1.0, 0.3
"""Inverses of the lines' penalties."""
ANSWER = {
    "max_iter": 150,
    "learning_rate": 0.06,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 30,
    "l2_regularization": 1.0,
}
"""Of the trees, which see how the features go together."""

OWN = 3.0
"""Weight of our questions and of the profiles: plainly put, to be answered without fail."""
MISSED = 2.0
"""Weight of questions that a statement just misses: to be refused, however like it they are."""

PROFILES = {"countries": 30, "questions": 450, "seed": 3}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """The few pieces of evidence read for a question, and what is right."""

    question: Question
    read: tuple[Evidence, ...]
    gold: tuple[bool, ...]
    outcome: str | None
    verdict: str | None
    dated: dict[str, str | None]

    @property
    def status(self) -> str | None:
        """What a gold unit says to a yes/no question; None where that is not told."""
        open_ = self.outcome if self.outcome in verdicts.VERDICTS else None
        return open_ or self.verdict

    def is_right(self, best: Evidence, gold: bool) -> bool:
        """Whether an answer from ``best`` would be right."""
        alone = Reading(self.question, None, True, [], [best])
        part = judge.judge(alone, 1.0, 0.0, self.dated.get)
        asked = Asked(self.question.text, self.outcome, self.verdict, lambda _: gold)
        return gold and samples.is_right(part, asked)


@dataclass(frozen=True, slots=True)
class Group:
    """What was read for one set of questions."""

    name: str
    weight: float
    samples: Sequence[Sample]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET_DIR")
    parser.add_argument("--corpus", type=Path, metavar="DIR", default=Path("corpus"))
    parser.add_argument("--seeds", type=Path, metavar="DIR", default=questions.SEEDS)
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where what was read is kept")
    parser.add_argument("--out", type=Path, default=Path("assistant/comparison.json"))
    args = parser.parse_args(argv)
    groups = [
        Group(name, weight, [each for source in sources for each in _read(source, args)])
        for name, weight, sources in _sources(args)
    ]
    with threadpool_limits(1):
        fitted, reached = fit(groups)
    write_atomically(args.out, (json.dumps(fitted, separators=(",", ":")) + "\n").encode())
    print(reached)
    return 0


def _sources(args: argparse.Namespace) -> Iterator[tuple[str, float, list[Source]]]:
    """Give what is read: its name, its weight, and where it stands."""
    root = args.index_dir
    for folder in args.sets:
        source = samples.of_set(part(load(folder, "dev"), apart=True))
        yield source.name, 1.0, [source]
    for name in pairs.SET_APART:
        if name in SPLITS:
            folder = profiles.write(root, name, "mixed", **PROFILES)
            yield folder.name, OWN, [samples.of_set(load(folder))]
        elif (path := reports.DATA / f"{name}.jsonl").exists():
            yield name, 1.0, [samples.of_documents(reports.written(path, root))]
        else:
            path = wordings.DATA / f"{name}.jsonl"
            weight = MISSED if name.startswith("misses") else 1.0
            yield name, weight, list(samples.of_wordings(path, root))
    yield "wordings", 1.0, list(samples.of_wordings(wordings.DATA / "dev.jsonl", root))
    yield "documents", 1.0, [samples.of_documents(documents.DATA / "dev")]
    yield "questions-shipped", OWN, [samples.own(args.corpus, "shipped")]
    if args.seeds.is_dir():
        yield "questions-seed", OWN, [samples.own(args.seeds, "seed")]


def _read(source: Source, args: argparse.Namespace) -> list[Sample]:
    """Read the evidence for each question."""
    with assistant_on(source.corpus, source.index or source.name, args.index_dir) as (
        opened,
        report,
    ):
        key = samples.digest(
            [samples.code(), report.info.corpus, report.info.encoder, source.digest]
        )
        path = (
            args.cache or home(args.index_dir) / "samples"
        ) / f"read-{source.name}-{key[:16]}.pkl"
        if path.exists():
            kept: list[Sample] = pickle.loads(path.read_bytes())  # which we wrote
            return kept

        @cache
        def dated(document: str) -> str | None:
            return opened.source(document).metadata.as_of

        def rate(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
            return comparison.reread(question, support.rate(found), opened.compare) or []

        found = []
        for asked in samples.told(source):
            question = conversation.understand(asked.text)
            for read in opened.evidence(asked.text, rate=rate):
                dates = {each.document: dated(each.document) for each in read}
                gold = tuple(map(asked.is_gold, read))
                if read:
                    found.append(
                        Sample(question, tuple(read), gold, asked.outcome, asked.verdict, dates)
                    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, pickle.dumps(found))
    return found


def fit(groups: Sequence[Group]) -> tuple[dict[str, object], str]:
    """Fit the models; give them as they are stored, and how they do on what they had not seen."""
    found = [each for group in groups for each in group.samples]
    names = np.array([group.name for group in groups for _ in group.samples])
    weight = np.array([g.weight / len(g.samples) for g in groups for _ in g.samples])
    fold = np.arange(len(found)) % FOLDS
    rows = np.zeros((len(found), len(comparison.ANSWER_FEATURES)))
    right, before = np.zeros(len(found), bool), np.zeros(len(found), bool)
    for held in range(FOLDS):
        rest = [n for n in range(len(found)) if fold[n] != held]
        fitted = _made(*_first(found, weight, rest))
        for n in np.flatnonzero(fold == held).tolist():
            each = found[n]
            rated = comparison.settle(each.question, each.read, fitted)
            before[n] = _is_right(each, comparison.of_kind(each.question, each.read))
            if rated:
                rows[n] = comparison.answer_features(each.question, rated)
                right[n] = _is_right(each, rated)
    unseen = np.zeros(len(found))
    for held in range(FOLDS):
        rest = fold != held
        trees = _trees(rows[rest], right[rest], weight[rest])
        unseen[~rest] = trees.predict_proba(rows[~rest])[:, 1]
    unit, verdict = _first(found, weight, range(len(found)))
    stored = {
        "unit": _lines(comparison.UNIT_FEATURES, unit),
        "verdict": _lines(verdicts.FEATURES, verdict),
        "answer": trees_stored(_trees(rows, right, weight), comparison.ANSWER_FEATURES),
    }
    return stored, _reached(names, found, before, right, unseen)


def _made(unit: Sequence[Sequence[float]], verdict: Sequence[Sequence[float]]) -> comparison.Models:
    (rating,), lines = (tuple(map(verdicts.line, each)) for each in (unit, verdict))
    return comparison.Models(rating, lines, Trees(0.0, ()))


def _is_right(sample: Sample, rated: Sequence[Evidence]) -> bool:
    if not rated:
        return False
    units = [each.unit for each in sample.read]
    return sample.is_right(rated[0], sample.gold[units.index(rated[0].unit)])


def _first(
    found: Sequence[Sample], weight: Floats, places: Sequence[int]
) -> tuple[list[list[float]], list[list[float]]]:
    """Fit what rates units, and what reads verdicts."""
    units, gold, heavy = [], [], []
    said, statuses, heavy_said = [], [], []
    for n in places:
        each = found[n]
        is_read = comparison.reads_verdicts(each.question)
        for read, is_gold in zip(each.read, each.gold, strict=True):
            units.append(comparison.unit_features(each.question, read))
            gold.append(is_gold)
            heavy.append(weight[n] / len(each.read))
            if is_gold and is_read and each.status:
                said.append(comparison.verdict_features(read))
                statuses.append(verdicts.VERDICTS.index(each.status))  # type: ignore[arg-type]
                heavy_said.append(weight[n])
    unit = _line(np.array(units), np.array(gold), np.array(heavy), UNIT_C)
    sample_weight = np.array(heavy_said) / np.mean(heavy_said)
    model = LogisticRegression(C=VERDICT_C, max_iter=2000)
    model.fit(np.array(said), statuses, sample_weight=sample_weight)
    rows = np.hstack([model.intercept_[:, None], model.coef_])
    return [unit], rows.tolist()


def _trees(x: Floats, y: NDArray[np.bool_], weight: Floats) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(early_stopping=False, random_state=0, **ANSWER)
    return model.fit(x, y, sample_weight=weight / weight.mean())


def _lines(features: Sequence[str], lines: Sequence[Sequence[float]]) -> dict[str, object]:
    return {"features": list(features), "lines": [[round(v, 5) for v in line] for line in lines]}


def _line(x: Floats, y: Any, weight: Floats, c: float) -> list[float]:
    model = LogisticRegression(C=c, max_iter=2000)
    model.fit(x, y, sample_weight=weight / weight.mean())
    return [float(model.intercept_[0]), *model.coef_[0].tolist()]


def _reached(
    names: NDArray[np.str_],
    found: Sequence[Sample],
    before: NDArray[np.bool_],
    right: NDArray[np.bool_],
    unseen: Floats,
) -> str:
    """Tell by set what the best unit gives without the cross-encoder, and with it."""
    stated = np.array([any(each.gold) for each in found])
    lines = ["| set | questions | stated | right before | right | AUROC |", "|---" * 6 + "|"]
    for name in dict.fromkeys(names.tolist()):
        own = names == name
        told = own & stated
        area = auroc(unseen[own & right].tolist(), unseen[own & ~right].tolist()).value
        shares = [values[told].mean() if told.any() else None for values in (before, right)]
        cells = ["–" if value is None else f"{value:.3f}" for value in (*shares, area)]
        lines.append(f"| {name} | {own.sum()} | {told.sum()} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
