"""Scores the project's own questions and lists every miss: ``python -m benchmarks.questions``.

The questions are those of ``tests/data``, asked of the shipped corpus and, where it is given, of
the two original pages (``--seeds``), whose wording differs. What counts as right is told in
``tests/data/README.md``.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.pipeline import Assistant
from assistant.types import Answer, Turn
from benchmarks import results
from benchmarks.built import assistant_on

DATA = Path(__file__).parent.parent / "tests" / "data"
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
Wording = Literal["shipped", "seed"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was answered wrongly, and in what."""

    id: str
    kind: str
    question: str
    wrong: tuple[str, ...]


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    corpora: dict[Wording, Path] = {"shipped": args.corpus}
    if args.seeds.is_dir():
        corpora["seed"] = args.seeds
    for wording, corpus in corpora.items():
        with assistant_on(corpus, f"questions-{wording}", args.index_dir, args.model) as opened:
            for path in sorted(DATA.glob("*.jsonl")):
                asked = list(_judged(opened[0], path, wording))
                _report(f"{path.stem} on {wording}", asked, args.out)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    parser.add_argument("--corpus", type=Path, metavar="DIR", default=Path("corpus"))
    parser.add_argument("--seeds", type=Path, metavar="DIR", default=SEEDS)
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument("--model", metavar="NAME_OR_FOLDER")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: results/COMMIT.json")
    return parser


def _judged(assistant: Assistant, path: Path, wording: Wording) -> Iterator[Miss]:
    """Yield every question of a file; ``wrong`` is empty where the answer is right."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        turns: list[Turn] = []
        for number, expected in enumerate(record.get("turns", [record]), start=1):
            answer = assistant.ask(expected["question"], tuple(turns))
            turns.append(Turn(expected["question"], answer.text))
            key = f"{record['id']}.{number}" if "turns" in record else record["id"]
            kind = expected.get("kind") or record.get("about", "")
            yield Miss(key, kind, expected["question"], wrong(answer, expected, wording))


def wrong(answer: Answer, expected: dict[str, Any], wording: Wording) -> tuple[str, ...]:
    """Return what differs from the expected answer, by the rules of ``tests/data/README.md``."""
    fields = ["outcome", "verdict"]
    fields += ["hedged"] if expected["outcome"] == "answered" else []
    found = [
        f"{field} {getattr(answer, field)}, not {expected[field]}"
        for field in fields
        if getattr(answer, field) != expected[field]
    ]
    document = expected["document"][wording]
    if document:
        found += _wrong_citation(answer, document, expected, wording)
    return tuple(found)


def _wrong_citation(
    answer: Answer, document: str, expected: dict[str, Any], wording: Wording
) -> list[str]:
    if not answer.citations:
        return ["nothing cited"]
    first = answer.citations[0]
    if first.document != document:
        return [f"cites {first.document}"]
    parts = expected["seed_quote_contains" if wording == "seed" else "quote_contains"]
    quotes = [_plain(citation.quote) for citation in answer.citations]
    if parts and not any(_plain(part) in quotes[0] for part in parts):
        return [f"quotes {first.quote[:120]!r}"]
    found = [
        f"no quote with {part!r}"
        for part in parts
        if not any(_plain(part) in quote for quote in quotes)
    ]
    context = _plain(" ".join((*first.section, first.quote)))
    if any(_plain(part) not in context for part in expected["context_contains"]):
        found.append(f"quotes from {' › '.join(first.section)!r}")
    if wording == "shipped" and expected.get("as_of", first.as_of) != first.as_of:
        found.append(f"as of {first.as_of}, not {expected['as_of']}")
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _report(name: str, asked: list[Miss], out: Path | None) -> None:
    misses = [miss for miss in asked if miss.wrong]
    print(f"{name}: {len(asked) - len(misses)} of {len(asked)} right")
    for miss in sorted(misses, key=lambda miss: (miss.kind, miss.id)):
        print(f"  {miss.id} [{miss.kind}] {miss.question}\n      " + "; ".join(miss.wrong))
    measured = {
        "command": results.command("benchmarks.questions"),
        "commit": results.commit(),
        "questions": len(asked),
        "right": len(asked) - len(misses),
        "misses by kind": dict(Counter(miss.kind for miss in misses)),
        "misses": [asdict(miss) for miss in misses],
    }
    results.save(name, measured, out)


if __name__ == "__main__":
    sys.exit(main())
