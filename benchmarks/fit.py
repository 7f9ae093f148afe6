"""Fits the models of ``assistant/support.json``: ``python -m benchmarks.fit SET_DIR[=WEIGHT]…``.

Of a set only the dev half is looked at; of synthetic sets, only those of the "seen" split are to
be given. The questions of ``tests/data/questions_shipped.jsonl`` count as two sets, on the shipped
corpus and on the originals where they are at hand. Each set counts 1 unless a weight says
otherwise, whatever its size. Needs scikit-learn, which comes with sentence-transformers.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant import support
from assistant.evidence import FEATURES, Evidence
from benchmarks import questions, sets
from benchmarks.built import assistant_on

FOLDS = 3
"""The second model learns from ratings of units that the first had not seen."""

RISING = frozenset(
    [
        *("unit_cosine", "in_unit", "in_unit_or_path", "in_value", "head_in_unit", "head_met"),
        *("right_type", "in_label", "label_asked", "elliptic_in_path", "unit_logit", "lead"),
    ]
)
FALLING = frozenset(["missing_in_passage", "missing_in_unit", "strays", "aside"])

UNIT = {"max_depth": 4, "max_iter": 100, "min_samples_leaf": 30, "l2_regularization": 5.0}
ANSWER = {"max_depth": 3, "max_iter": 60, "min_samples_leaf": 20, "l2_regularization": 10.0}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """The evidence read for one question about one country."""

    features: Floats
    """float[units, features]"""
    gold: NDArray[np.bool_]
    """Which units overlap a gold span."""
    terms: int
    weight: float


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit", description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="SET_DIR[=WEIGHT]")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--out", type=Path, default=Path("assistant/support.json"), metavar="FILE")
    args = parser.parse_args(argv)
    samples = [each for text in args.sets for each in read(text, args.index_dir)]
    samples += [each for wording in ("shipped", "seed") for each in own(wording, args.index_dir)]
    args.out.write_text(json.dumps(fit(samples), separators=(",", ":")) + "\n", "utf-8")
    print(f"{args.out}: fitted on {len(samples)} questions of {len(args.sets)} sets")
    return 0


def read(text: str, index_dir: Path | None) -> list[Sample]:
    """Read the evidence for the dev questions of a set, given as ``FOLDER[=WEIGHT]``."""
    folder, _, weight = text.partition("=")
    chosen = sets.load(Path(folder), "dev")
    with assistant_on(chosen.corpus, chosen.name, index_dir, None) as (opened, _report):
        found = [
            _sample(evidence, [_is_in_span(each, question) for each in evidence])
            for question in chosen.questions
            for evidence in opened.evidence(question.text)
            if evidence
        ]
    return _weighed(found, float(weight or 1))


def own(wording: questions.Wording, index_dir: Path | None) -> list[Sample]:
    """Read the evidence for the project's everyday questions."""
    corpus = {"shipped": Path("corpus"), "seed": questions.SEEDS}[wording]
    if not corpus.is_dir():
        return []
    lines = (questions.DATA / "questions_shipped.jsonl").read_text("utf-8").splitlines()
    with assistant_on(corpus, f"questions-{wording}", index_dir, None) as (opened, _report):
        found = [
            _sample(evidence, [_is_wanted(each, asked, wording) for each in evidence])
            for asked in map(json.loads, lines)
            for evidence in opened.evidence(asked["question"])
            if evidence
        ]
    return _weighed(found, 1)


def _weighed(found: Sequence[Sample], weight: float) -> list[Sample]:
    return [replace(each, weight=weight / len(found)) for each in found]


def _is_in_span(each: Evidence, question: sets.Question) -> bool:
    unit = each.unit
    return any(span.overlaps(each.document, unit.start, unit.end) for span in question.spans)


def _is_wanted(each: Evidence, asked: dict[str, Any], wording: questions.Wording) -> bool:
    """Whether a unit is what the question's gold describes (``tests/data/README.md``)."""
    prefix = "" if wording == "shipped" else "seed_"
    wanted = [_plain(text) for text in asked[f"{prefix}quote_contains"]]
    said = _plain(each.unit.text)
    context = _plain(" ".join([*each.hit.passage.section, each.unit.text]))
    return (
        asked["outcome"] not in ("silent", "no_source")
        and each.document == asked["document"][wording]
        and (not wanted or any(text in said for text in wanted))
        and all(_plain(text) in context for text in asked["context_contains"])
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _sample(evidence: Sequence[Evidence], gold: Sequence[bool]) -> Sample:
    features = np.array([each.features for each in evidence])
    return Sample(features, np.array(gold), len(evidence[0].asked), 1.0)


def fit(samples: Sequence[Sample]) -> dict[str, object]:
    """Fit both models and give them as they are stored."""
    folds = [list(samples[fold::FOLDS]) for fold in range(FOLDS)]
    x, y, weight = [], [], []
    for fold, left_out in enumerate(folds):
        others = [each for other, part in enumerate(folds) if other != fold for each in part]
        unit = _fit_units(others)
        for each in left_out:
            row, right = _answer_row(unit, each)
            x.append(row)
            y.append(right)
            weight.append(each.weight)
    answer = _fit(np.array(x), np.array(y), np.array(weight), support.ANSWER_FEATURES, ANSWER)
    return {
        "unit": _stored(_fit_units(samples), FEATURES),
        "answer": _stored(answer, support.ANSWER_FEATURES),
    }


def _fit_units(samples: Sequence[Sample]) -> HistGradientBoostingClassifier:
    weight = np.concatenate([np.full(len(s.gold), s.weight / len(s.gold)) for s in samples])
    x = np.concatenate([each.features for each in samples])
    y = np.concatenate([each.gold for each in samples])
    return _fit(x, y, weight, FEATURES, UNIT)


def _fit(
    x: Floats, y: NDArray[np.bool_], weight: Floats, names: Sequence[str], settings: dict[str, Any]
) -> HistGradientBoostingClassifier:
    signs = [int(name in RISING) - int(name in FALLING) for name in names]
    model = HistGradientBoostingClassifier(
        learning_rate=0.08, monotonic_cst=signs, early_stopping=False, random_state=0, **settings
    )
    return model.fit(x, y, sample_weight=weight / weight.mean())


def _answer_row(unit: HistGradientBoostingClassifier, sample: Sample) -> tuple[list[float], bool]:
    logits = unit.decision_function(sample.features)
    order = np.argsort(-logits, kind="stable")
    row = support.answer_features(
        sample.features[order].tolist(), logits[order].tolist(), sample.terms
    )
    return list(row), bool(sample.gold[order[0]])


def _stored(model: HistGradientBoostingClassifier, names: Sequence[str]) -> dict[str, object]:
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
