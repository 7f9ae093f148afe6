"""Pairs of a question and a text, and what the text says to it, for ``benchmarks.cross_encoder``.

A question and a sentence that answers it are an example of what the answer is; the same question
and a sentence near by are one of none, and so are a sentence and a question that it just misses.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant import conversation, support
from assistant.chunking import units
from assistant.comparison import FEW, shown
from assistant.ledger import labels, posing
from assistant.models.cross_encoder import CLASSES
from assistant.types import Passage
from benchmarks import reports, samples, wordings
from benchmarks.built import assistant_on
from benchmarks.sets import load, part

SET_APART = (
    "dev-e", "dev-h", "facts-g", "facts-v", "more-i", "more-l", "more-u", "misses-l", "misses-u",
)  # fmt: skip
VALUE_FORMS = {"en": "What does the source give for {}?", "fr": "Qu'indique la source pour {} ?"}
"""A heading below which a name or a figure stands, as a question."""
SCORED = ("facts-h",)
"""Only scored, as are ``held-*`` and what is not to be seen of ``wordings``."""

BESIDE, FAR = 2, 0.5
"""Sentences of a question's own section, and of another of the same report, that do not answer."""

HELD_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text, and what the text says to it, of ``CLASSES``."""

    question: str
    text: str
    label: str
    file: str


def seen() -> Iterator[Pair]:
    """Give what one may fit on of our own data, but for what is set apart."""
    for path in _reported("dev", "facts"):
        if path.stem not in (*SET_APART, *SCORED):
            yield from _of_report(path, BESIDE, FAR)
    for path in _worded():
        if path.stem not in SET_APART:
            yield from _of_wordings(path, lambda item: item.is_seen)


def held() -> Iterator[Pair]:
    """Give what is only scored."""
    for path in [*_reported("held"), *(reports.DATA / f"{name}.jsonl" for name in SCORED)]:
        yield from _of_report(path, HELD_BESIDE, 0.0)
    for path in _worded():
        yield from _of_wordings(path, lambda item: not item.is_seen)


def _reported(*names: str) -> list[Path]:
    return [path for name in names for path in sorted(reports.DATA.glob(f"{name}-*.jsonl"))]


def _worded() -> list[Path]:
    return [path for name in ("more", "misses") for path in sorted(wordings.DATA.glob(f"{name}-*"))]


def of_set(folder: Path, root: Path | None) -> Iterator[Pair]:
    """Take each question of half of a set's dev half, with what is rated best for it."""
    source = samples.of_set(part(load(folder, "dev"), apart=False))
    with assistant_on(source.corpus, source.name, root) as (opened, _):
        for asked in samples.told(source):
            is_yes_no = conversation.understand(asked.text).kind == "yes_no"
            label = asked.verdict if is_yes_no else "value"  # not told of most: left out
            for found in opened.evidence(asked.text, rate=lambda _, found: support.rate(found)):
                for each in found[:FEW]:
                    said = label if asked.is_gold(each) else "silent"
                    if said:
                        text = shown(each.hit.passage, each.unit)
                        yield Pair(asked.text, text, said, source.name)


def _of_report(path: Path, beside: int, far: float) -> Iterator[Pair]:
    """Take each question with what answers it, and with what is most like it but does not."""
    draw = Random(0)
    sections = reports.read(path)
    texts = [_shown(section) for section in sections]
    for place, (section, own) in enumerate(zip(sections, texts, strict=True)):
        other = [
            text
            for number, each in enumerate(sections)
            if number != place and reports.about(each) == reports.about(section)
            for text in texts[number]
        ]
        for asked in section["questions"]:
            gold, both = asked["gold"], _words(f"{asked['en']} {asked['fr']}")

            def unlike(text: str, both: set[str] = both) -> float:
                return -len(both & _words(text)) - draw.random()

            for language in ("en", "fr"):
                if gold is not None:
                    yield Pair(asked[language], own[gold], asked["status"], path.stem)
                rest = [text for number, text in enumerate(own) if number != gold]
                near = sorted(rest, key=unlike)[: beside + (gold is None)]
                if other and draw.random() < far:
                    near.append(min(other, key=unlike))
                yield from (Pair(asked[language], each, "silent", path.stem) for each in near)


def _shown(section: reports.Section) -> list[str]:
    """Give of each sentence of a section what the cross-encoder is shown of its longest unit."""
    text, spans = "", []
    for sentence in section["sentences"]:
        spans.append((len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    passage = Passage("a.md", 0, len(text), text, (section["section"],), (), section["language"])
    found = units(passage)

    def shared(span: tuple[int, int]) -> Callable[[Any], int]:
        return lambda unit: min(unit.end, span[1]) - max(unit.start, span[0])

    return [shown(passage, max(found, key=shared(span))) for span in spans]


def _of_wordings(path: Path, chosen: Callable[[wordings.Item], bool]) -> Iterator[Pair]:
    """Take each question with its statement, and with one that does not answer it."""
    draw = Random(1)
    items = [each for each in wordings.read(path) if chosen(each) and each.status in CLASSES]
    for number, item in enumerate(items):
        own = f"{item.heading}. {item.key or item.statement}"
        asked = list(item.questions.values())
        if item.status != "silent":
            asked.append(_asked_by_ledger(item))
        for turn, question in enumerate(asked):
            other = items[(number + 1 + draw.randrange(3)) % len(items)].statement
            beside = item.near[turn % len(item.near)] if item.near else other
            yield Pair(question, own, item.status, path.stem)
            if item.status != "silent":
                yield Pair(question, f"{item.heading}. {beside}", "silent", path.stem)


def _asked_by_ledger(item: wordings.Item) -> str:
    """Put the heading as a question, as the ledger does of a status."""
    if item.status == "value":
        return VALUE_FORMS[item.language].format(labels.general(item.heading))
    return posing.question(item.heading, item.statement, item.language).text


def _words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w+", text.lower()) if len(word) > 2}
