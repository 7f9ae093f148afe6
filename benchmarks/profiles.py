"""Scores outcomes and verdicts on synthetic country profiles: ``python -m benchmarks.profiles``.

The profiles are made by ``benchmarks.synthetic`` from phrasings that nothing was tuned on, unless
``--split seen`` is asked for. A question is right when outcome and verdict are, and the first
citation overlaps the gold span where there is one.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

from benchmarks.asking import Suite, run
from benchmarks.built import home
from benchmarks.quality import suite_of
from benchmarks.scores import Judged
from benchmarks.sets import load
from benchmarks.synthetic import __main__ as synthetic
from benchmarks.synthetic.wording import SPLITS, UNSEEN

COUNTRIES = 53
"""Over 1,000 questions then have an answer; those easily taken for one another, but for ten."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiles", description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default=UNSEEN)
    parser.add_argument("--layout", default="mixed")
    parser.add_argument("--countries", type=int, default=COUNTRIES, metavar="N")
    parser.add_argument("--questions", type=int, metavar="N", help="a sample; default: all")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--misses", action="store_true", help="list every miss; but of unseen ones")
    args = parser.parse_args(argv)
    if args.misses and args.split == UNSEEN:
        parser.error("the unseen phrasings are only scored; list misses with --split seen-a")
    folder = write(
        args.index_dir, args.split, args.layout, args.countries, args.questions, args.seed
    )
    judged = run(suite(folder, args.split), args.index_dir).judged
    print(_table(judged))
    if args.misses:
        print("\n".join(_miss(each) for each in judged if not each.right))
    return 0


def write(
    root: Path | None,
    split: str,
    layout: str,
    countries: int = COUNTRIES,
    questions: int | None = None,
    seed: int = 1,
) -> Path:
    """Write a set among the indexes, whose place is kept between runs; give its folder."""
    out = home(root) / "profiles" / f"{split}-{layout}-{countries}-{seed}"
    words = [str(out), "--split", split, "--layout", layout]
    words += ["--countries", str(countries), "--seed", str(seed)]
    words += [] if questions is None else ["--questions", str(questions)]
    with redirect_stdout(sys.stderr):
        synthetic.main(words)
    return out


def suite(folder: Path, split: str, limit: int | None = None) -> Suite:
    """Turn a written set into questions to ask."""
    asked = suite_of(load(folder, "all", limit), split)
    name = f"profiles, {split} phrasings"
    return replace(asked, name=name, index=folder.name, is_open=split != UNSEEN)


def _miss(judged: Judged) -> str:
    told = "; ".join(f"{each.kind}: {each.told}" for each in judged.wrong)
    return f"{judged.question} ({judged.confidence:.2f})\n    {told}"


def _table(judged: Sequence[Judged]) -> str:
    rows = [("all", judged)]
    rows += [(name, [j for j in judged if j.language == name]) for name in ("en", "fr")]
    rows += [(name, [j for j in judged if j.outcome == name]) for name in _outcomes(judged)]
    lines = ["| questions | n | right | flipped | other country |", "|---|---|---|---|---|"]
    for name, some in rows:
        share = sum(j.right for j in some) / max(len(some), 1)
        flipped, foreign = sum(bool(j.flipped) for j in some), sum(bool(j.foreign) for j in some)
        lines.append(f"| {name} | {len(some)} | {share:.3f} | {flipped} | {foreign} |")
    return "\n".join(lines)


def _outcomes(judged: Sequence[Judged]) -> list[str]:
    counted = Counter(each.outcome for each in judged if each.outcome)
    return [outcome for outcome, _ in counted.most_common()]


if __name__ == "__main__":
    sys.exit(main())
