"""Scores the list of signed answers that no longer hold: those that were edited, and no others.

``python -m benchmarks.drift``: signs answers over the shipped corpus, edits a copy of it at random,
rebuilds after each edit and lists what differs. Half of the edits change a quote: a figure, a word,
a denial, the whole statement. The other half only lay the text out otherwise.
"""

import argparse
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant import drift, signing
from assistant.pipeline import Assistant, rebuild
from assistant.render import to_json

CORPUS = Path(__file__).parent.parent / "corpus"
QUESTIONS = Path(__file__).parent.parent / "tests" / "data" / "questions_shipped.jsonl"

Edit = Callable[[str, Random], str]


def _figure(quote: str, rng: Random) -> str:
    digits = [m.start() for m in re.finditer(r"\d", quote)]
    if not digits:
        return _word(quote, rng)
    at = rng.choice(digits)
    return f"{quote[:at]}{(int(quote[at]) + rng.randint(1, 9)) % 10}{quote[at + 1 :]}"


def _word(quote: str, rng: Random) -> str:
    words = list(re.finditer(r"[^\W\d_]{3,}", quote))
    if not words:
        return _gone(quote, rng)
    word = rng.choice(words)
    return f"{quote[: word.start()]}something{quote[word.end() :]}"


def _denial(quote: str, rng: Random) -> str:
    if re.search(r"\b(?:not|no)\b", quote, re.IGNORECASE):
        return re.sub(r"\b(?:not|no)\b ?", "", quote, count=1, flags=re.IGNORECASE)
    return _word(quote, rng)


def _gone(quote: str, rng: Random) -> str:
    return ""


CHANGES: tuple[Edit, ...] = (_figure, _word, _denial, _gone)


def _wrap(text: str, rng: Random) -> str:
    """Break lines within sentences."""
    # Not in headings, rows or fields, whose line says what they are.
    prose = re.finditer(r"(?m)^[A-Z][^:|\n]{80,}$", text)
    blanks = [
        line.start() + m.start()
        for line in prose
        for m in re.finditer(r"(?<=[a-z,]) (?=[a-z])", line.group())
    ]
    for at in rng.sample(blanks, min(10, len(blanks))):
        text = f"{text[:at]}\n{text[at + 1 :]}"
    return text


def _unwrap(text: str, rng: Random) -> str:
    return re.sub(r"(?<=[a-z,])\n(?=[a-z])", " ", text)


def _blank_lines(text: str, rng: Random) -> str:
    return text.replace("\n\n", "\n" * rng.randint(3, 5))


def _bullets(text: str, rng: Random) -> str:
    return re.sub(r"(?m)^[-*] ", rng.choice(["* ", "-   ", "+ "]), text)


def _emphasis(text: str, rng: Random) -> str:
    words = list(re.finditer(r"(?m)(?<=^)[A-Z][a-z]{3,}(?= [a-z])", text))
    for word in sorted(rng.sample(words, min(5, len(words))), key=lambda m: -m.start()):
        text = f"{text[: word.start()]}**{word.group()}**{text[word.end() :]}"
    return text


def _trailing(text: str, rng: Random) -> str:
    return re.sub(r"(?m)(?<=\S)$", " " * rng.randint(1, 3), text)


LAYOUTS: tuple[Edit, ...] = (_wrap, _unwrap, _blank_lines, _bullets, _emphasis, _trailing)


@dataclass(frozen=True, slots=True)
class Tried:
    """What one edit led to."""

    kind: str
    edited: frozenset[str]
    """IDs of the signed answers that quote what was edited."""
    listed: frozenset[str]
    outcomes: frozenset[str]
    """Of those listed, the ones whose outcome differs."""


def tried(root: Path, number: int, rng: Random) -> Iterator[Tried]:
    """Yield what each of so many edits led to, half of each sort."""
    corpus, index = root / "corpus", root / "index"
    answers = signing.read(index)
    cited = [c for each in answers for c in each.answer["citations"]]
    for i in range(number):
        if i % 2:
            path, edit = corpus / rng.choice(cited)["document"], rng.choice(LAYOUTS)
            before, edited = path.read_text("utf-8"), frozenset[str]()
            head = before.index("\n---", 3) + 4 if before.startswith("---") else 0
            after = before[:head] + edit(before[head:], rng)
        else:
            citation, edit = rng.choice(cited), rng.choice(CHANGES)
            path, start, end = corpus / citation["document"], citation["start"], citation["end"]
            before = path.read_text("utf-8")
            changed = edit(before[start:end], rng)
            after = before[:start] + changed + before[end:]
            edited = frozenset(
                each.id
                for each in answers
                for c in each.answer["citations"]
                if c["document"] == citation["document"] and c["start"] < end and start < c["end"]
                if drift.essence(changed) != drift.essence(before[start:end])
            )
        path.write_text(after, "utf-8")
        rebuild(corpus, index)
        yield _compared(edit.__name__.strip("_"), edited, corpus, index)
        path.write_text(before, "utf-8")


def _compared(kind: str, edited: frozenset[str], corpus: Path, index: Path) -> Tried:
    assistant = Assistant.open(corpus, index)
    found = {each.id: drift.differences(assistant, each) for each in signing.read(index)}
    assistant.close()
    listed = frozenset(number for number, differences in found.items() if differences)
    outcomes = frozenset(n for n in listed if any(d.kind == "outcome" for d in found[n]))
    return Tried(kind, edited, listed, outcomes)


def signed(root: Path, answers: int) -> int:
    """Build an index over a copy of the corpus, and sign answers; give how many."""
    shutil.copytree(CORPUS, root / "corpus")
    rebuild(root / "corpus", root / "index")
    assistant = Assistant.open(root / "corpus", root / "index")
    for line in QUESTIONS.read_text("utf-8").splitlines()[:answers]:
        answer = assistant.ask(json.loads(line)["question"])
        if answer.citations:
            signing.sign(root / "index", to_json(answer), "2026-01-01T00:00:00+00:00")
    assistant.close()
    return len(signing.read(root / "index"))


def main() -> None:
    """Edit, list, print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--answers", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(f"{signed(root, args.answers)} signed answers, {args.edits} edits", flush=True)
        found = list(tried(root, args.edits, Random(args.seed)))
    quoted = [each for each in found if each.edited]
    laid = [each for each in found if not each.edited]
    affected = sum(len(each.edited) for each in quoted)
    missed = sum(len(each.edited - each.listed) for each in quoted)
    beside = sum(len(each.listed - each.edited - each.outcomes) for each in quoted)
    false = sum(len(each.listed) for each in laid)
    print(f"edits of quotes        {len(quoted)}, {affected} answers quote what was edited")
    print(f"  listed               {affected - missed} of {affected}")
    print(f"  others, without a different outcome  {beside}")
    print(f"edits of layout        {len(laid)}")
    print(f"  listed, falsely      {false}")
    for each in found:
        if each.edited - each.listed or (not each.edited and each.listed):
            print(
                f"    {each.kind}: missed {sorted(each.edited - each.listed)}, "
                f"listed {sorted(each.listed)}"
            )


if __name__ == "__main__":
    main()
