"""Fits the models of ``assistant/support.json``: ``python -m benchmarks.fit SET_DIR[=WEIGHT]…``.

Of a set only the dev half is looked at. Synthetic profiles in seen phrasings, which it writes
itself, and the questions of ``tests/data/questions_shipped.jsonl``, on the shipped corpus and on
the originals where they are at hand, come with it. ``--reports``, ``--wordings`` and
``--documents`` name more of ``tests/data``; with ``--cut`` the last two are read twice: as they
are, and with what answers cut out (``benchmarks.cut``), to be refused. Each set counts by its
weight, whatever its size. What was read is kept (``--cache``), so that a run that was interrupted
goes on where it stopped. Needs scikit-learn, which comes with sentence-transformers.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from assistant import support
from assistant.evidence import FEATURES
from assistant.store.generations import write_atomically
from benchmarks import profiles, questions, reports, samples
from benchmarks.samples import Floats, Sample, Source
from benchmarks.scores import auroc, bins_of, calibration_error
from benchmarks.sets import load

FOLDS = 5
"""The second model learns from ratings of units that the first had not seen, and its calibration
from answers that it had not seen."""

LAYOUTS = ("markdown", "text", "pages", "mixed")
PROFILES = {"countries": 30, "questions": 500, "seed": 3}
AGAIN = 0.5
"""Weight of each layout of the profiles, and of each wording of our questions: they are alike."""

ANSWERED = 0.3
"""Confidence from which calibration is told: ``Config.threshold``."""

RISING = frozenset(
    [
        *("unit_cosine", "in_unit", "in_unit_or_path", "in_value", "head_in_unit", "head_met"),
        *("right_type", "in_label", "label_asked", "elliptic_in_path", "unit_logit", "lead"),
        *("light_met", "cosine_lead", "words_lead"),
    ]
)
FALLING = frozenset(["missing_in_passage", "missing_in_unit", "strays", "aside", "names_missing"])

UNIT = {"max_depth": 4, "max_iter": 100, "min_samples_leaf": 30, "l2_regularization": 5.0}
ANSWER = {"max_depth": 3, "max_iter": 60, "min_samples_leaf": 20, "l2_regularization": 10.0}

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Group:
    """What was read for one set of questions."""

    name: str
    kind: str
    """Groups of one kind calibrate as one, so that no kind of source outweighs the others."""
    weight: float
    """Of the whole group, for the trees."""
    samples: Sequence[Sample]


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    groups = [
        Group(name, kind, weight, [each for source in sources for each in _read(source, args)])
        for name, kind, weight, sources in _sources(args)
    ]
    # One thread: the same sums in the same order everywhere, and no waiting on a busy machine.
    with threadpool_limits(1):
        fitted, reached = fit(groups)
    write_atomically(args.out, (json.dumps(fitted, separators=(",", ":")) + "\n").encode())
    print(reached)
    count = sum(len(group.samples) for group in groups)
    print(f"{args.out}: fitted on {count} questions of {len(groups)} sets")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit", description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="SET_DIR[=WEIGHT]")
    parser.add_argument("--corpus", type=Path, metavar="DIR", default=Path("corpus"))
    parser.add_argument("--seeds", type=Path, metavar="DIR", default=questions.SEEDS)
    for name, what in (("reports", "FILE"), ("wordings", "FILE"), ("documents", "FOLDER")):
        parser.add_argument(f"--{name}", nargs="*", metavar=f"{what}[=WEIGHT]", default=[])
    parser.add_argument("--cut", action="store_true", help="read the last two once more, cut")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where what was read is kept")
    parser.add_argument("--out", type=Path, default=Path("assistant/support.json"), metavar="FILE")
    return parser


def _read(source: Source, args: argparse.Namespace) -> list[Sample]:
    return samples.read(source, args.index_dir, args.cache)


def _sources(args: argparse.Namespace) -> Iterator[tuple[str, str, float, list[Source]]]:
    """Give what is read: its name, its kind, its weight, and where it stands."""
    for folder, weight in map(_weighed, args.sets):
        source = samples.of_set(load(folder, "dev"))
        yield source.name, source.name, weight, [source]
    for layout in LAYOUTS:
        source = samples.of_set(load(profiles.write(args.index_dir, "seen", layout, **PROFILES)))
        yield source.name, "profiles", AGAIN, [source]
    yield "questions-shipped", "questions", AGAIN, [samples.own(args.corpus, "shipped")]
    if args.seeds.is_dir():
        yield "questions-seed", "questions", AGAIN, [samples.own(args.seeds, "seed")]
    for path, weight in map(_weighed, args.reports):
        source = samples.of_documents(reports.written(path, args.index_dir))
        yield source.name, "documents", weight, [source]
    for path, weight in map(_weighed, args.wordings):
        sources = list(samples.of_wordings(path, args.index_dir))
        yield f"wordings-{path.stem}", "wordings", weight, sources
        if args.cut:
            cut = list(samples.of_cut_wordings(path, args.index_dir))
            yield f"wordings-{path.stem}-cut", "wordings", weight, cut
    for folder, weight in map(_weighed, args.documents):
        source = samples.of_documents(folder)
        yield source.name, "documents", weight, [source]
        if args.cut:
            cut = list(samples.of_cut_documents(folder, args.index_dir))
            yield f"{source.name}-cut", "documents", weight, cut


def _weighed(text: str) -> tuple[Path, float]:
    path, _, weight = text.partition("=")
    return Path(path), float(weight or 1)


def fit(groups: Sequence[Group]) -> tuple[dict[str, object], str]:
    """Fit the models; give them as they are stored, and how they do on what they had not seen."""
    found = [each for group in groups for each in group.samples]
    names = np.array([group.name for group in groups for _ in group.samples])
    weight = np.array([g.weight / len(g.samples) for g in groups for _ in g.samples])
    alike = Counter(group.kind for group in groups for _ in group.samples)
    even = np.array([1 / alike[group.kind] for group in groups for _ in group.samples])
    fold = np.arange(len(found)) % FOLDS
    x, kinds, y = _answer_rows(found, weight, fold)
    logits, unseen = np.zeros(len(found)), np.zeros(len(found))
    for rest, held in _folds(fold):
        model = _fit(x[rest], y[rest], weight[rest], support.ANSWER_FEATURES, ANSWER)
        logits[held] = model.decision_function(x[held])
    line = _line_terms(logits, kinds)
    for rest, held in _folds(fold):
        unseen[held] = _fit_line(line[rest], y[rest], even[rest]).predict_proba(line[held])[:, 1]
    models = {
        "unit": stored(_fit_units(found, weight), FEATURES),
        "answer": stored(
            _fit(x, y, weight, support.ANSWER_FEATURES, ANSWER), support.ANSWER_FEATURES
        ),
        "calibration": _stored_line(_fit_line(line, y, even)),
    }
    return models, _reached(names, found, y, unseen)


def _folds(fold: NDArray[np.int_]) -> Iterator[tuple[Places, Places]]:
    """Give, for each fold, where the others lie and where it lies."""
    for held in range(FOLDS):
        yield np.flatnonzero(fold != held), np.flatnonzero(fold == held)


def _answer_rows(
    found: Sequence[Sample], weight: Floats, fold: NDArray[np.int_]
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Give what the second model sees, the kind of source, and whether the answer is right.

    The answer is the best unit, by a model of units that had not seen the question.
    """
    rows: dict[int, tuple[float, ...]] = {}
    kinds: dict[int, tuple[float, ...]] = {}
    right = np.zeros(len(found), bool)
    for number, (rest, held) in enumerate(_folds(fold), start=1):
        print(f"rating units: fold {number} of {FOLDS}", file=sys.stderr)
        unit = _fit_units([found[place] for place in rest], weight[rest])
        for place in held.tolist():
            each = found[place]
            logits = unit.decision_function(each.features)
            order = np.argsort(-logits, kind="stable")
            table = each.features[order].tolist()
            rows[place] = support.answer_features(table, logits[order].tolist(), each.terms)
            kinds[place] = support.kind(table, str(each.languages[order[0]]))
            right[place] = each.right[order[0]]
    places = range(len(found))
    return np.array([rows[at] for at in places]), np.array([kinds[at] for at in places]), right


def _line_terms(logits: Floats, kinds: Floats) -> Floats:
    """Give what ``support.Calibration`` is linear in: the logit, the kinds, their products."""
    logit = logits[:, None]
    return np.hstack([logit, kinds, logit * kinds])


def _fit_line(x: Floats, y: NDArray[np.bool_], weight: Floats) -> LogisticRegression:
    return LogisticRegression(C=10, max_iter=1000).fit(x, y, sample_weight=weight / weight.mean())


def _stored_line(model: LogisticRegression) -> dict[str, object]:
    slope, *rest = (round(float(value), 5) for value in model.coef_[0])
    many = len(support.KINDS)
    return {
        "features": list(support.KINDS),
        "height": round(float(model.intercept_[0]), 5),
        "slope": slope,
        "heights": rest[:many],
        "slopes": rest[many:],
    }


def _reached(
    names: NDArray[np.str_], found: Sequence[Sample], right: NDArray[np.bool_], unseen: Floats
) -> str:
    """Tell, by set, how well confidence is calibrated and tells what can be answered."""
    stated = np.array([bool(each.gold.any()) for each in found])
    lines = ["| set | n | AUROC of a gold unit read | ECE from 0.3 up | confidence | right |"]
    lines.append("|---" * 6 + "|")
    for name in dict.fromkeys(names.tolist()):
        own = names == name
        told = own & (unseen >= ANSWERED)
        area = auroc(unseen[own & stated].tolist(), unseen[own & ~stated].tolist()).value
        error = calibration_error(bins_of(unseen[told].tolist(), right[told].tolist())).value
        shown = ["–" if value is None else f"{value:.3f}" for value in (area, error)]
        means = [f"{values[told].mean():.3f}" for values in (unseen, right) if told.any()]
        lines.append(f"| {' | '.join([name, str(own.sum()), *shown, *means])} |")
    return "\n".join(lines)


def _fit_units(found: Sequence[Sample], weight: Floats) -> HistGradientBoostingClassifier:
    each_unit = [np.full(len(s.gold), w / len(s.gold)) for s, w in zip(found, weight, strict=True)]
    x = np.concatenate([each.features for each in found])
    y = np.concatenate([each.gold for each in found])
    return _fit(x, y, np.concatenate(each_unit), FEATURES, UNIT)


def _fit(
    x: Floats, y: NDArray[np.bool_], weight: Floats, names: Sequence[str], settings: dict[str, Any]
) -> HistGradientBoostingClassifier:
    signs = [int(name in RISING) - int(name in FALLING) for name in names]
    model = HistGradientBoostingClassifier(
        learning_rate=0.08, monotonic_cst=signs, early_stopping=False, random_state=0, **settings
    )
    return model.fit(x, y, sample_weight=weight / weight.mean())


def stored(model: HistGradientBoostingClassifier, names: Sequence[str]) -> dict[str, object]:
    """Give trees as ``support.trees`` takes them."""
    trees = [[_node(node) for node in tree.nodes] for (tree,) in model._predictors]
    bias = float(np.ravel(model._baseline_prediction)[0])
    return {"features": list(names), "bias": round(bias, 5), "trees": trees}


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [-1, round(float(node["value"]), 5), 0, 0]
    threshold = float(node["num_threshold"])
    return [int(node["feature_idx"]), round(threshold, 6), int(node["left"]), int(node["right"])]


if __name__ == "__main__":
    sys.exit(main())
