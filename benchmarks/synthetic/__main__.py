"""Write invented country profiles and questions: ``python -m benchmarks.synthetic OUT``.

OUT gets ``corpus/`` and ``questions.jsonl``, as ``benchmarks.quality`` reads them; gold spans are
offsets into the text that a document's reader gives. The same arguments give the same files.
"""

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.synthetic.facts import profile
from benchmarks.synthetic.layouts import LAYOUTS, write
from benchmarks.synthetic.questions import Asker, Record
from benchmarks.synthetic.wording import MOST, SPLITS, Language, countries


def main(argv: Sequence[str] | None = None) -> int:
    parser = _parser()
    args = parser.parse_args(argv)
    if not _may_be_replaced(args.out):
        parser.error(f"{args.out} holds other things; name a new folder or one of an earlier run")
    asked = generate(args)
    outcomes = Counter(record["outcome"] for record in asked)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(f"{args.out}: {args.countries} profiles, {len(asked)} questions ({told})")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="new, or of an earlier run")
    parser.add_argument("--countries", type=_how_many, default=30, metavar="N")
    parser.add_argument("--layout", choices=(*LAYOUTS, "mixed"), default="mixed")
    parser.add_argument("--split", choices=SPLITS, default="seen", help="wordings")
    parser.add_argument("--doc-language", choices=("en", "fr"), default="en")
    parser.add_argument("--question-language", choices=("en", "fr", "both"), default="both")
    parser.add_argument("--questions", type=int, metavar="N", help="a sample; default: all")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    return parser


def _how_many(value: str) -> int:
    if not 1 <= int(value) <= MOST:
        raise argparse.ArgumentTypeError(f"{value} is not in 1 to {MOST}")
    return int(value)


def _may_be_replaced(out: Path) -> bool:
    """Whether nothing is lost: the folder is new, empty, or was written by this program."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return True
    questions = out / "questions.jsonl"
    return questions.is_file() and questions.read_text("utf-8").startswith('{"id": "synthetic:')


def generate(args: argparse.Namespace) -> list[Record]:
    """Write the set and return its questions."""
    rng = Random(str(args.seed))
    every = countries(args.countries)
    covered = {country.code for country in rng.sample(every, args.countries)}
    languages: list[Language] = (
        ["en", "fr"] if args.question_language == "both" else [args.question_language]
    )
    for folder in ("corpus", "html"):
        shutil.rmtree(args.out / folder, ignore_errors=True)
    asked: list[Record] = []
    for number, country in enumerate(every):
        own = Random(f"{args.seed} {country.code}")  # so that one country changes no other
        asker = Asker(args.split, languages, own)
        if country.code not in covered:
            asked += asker.without_source(country)
            continue
        layout = LAYOUTS[number % len(LAYOUTS)] if args.layout == "mixed" else args.layout
        told = profile(country, layout, args.split, args.doc_language, own)
        written = write(told, args.doc_language)
        _save(args.out / "corpus" / written.path, written.source)
        asked += asker.about(told, written)
    if args.questions is not None:
        asked = rng.sample(asked, min(args.questions, len(asked)))
    _save(args.out / "questions.jsonl", "".join(_line(record) for record in asked))
    return asked


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
