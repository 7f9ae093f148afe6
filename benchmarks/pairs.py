"""Pairs of a question and a text, and what the text says to it, for ``benchmarks.cross_encoder``.

A question and a sentence that answers it are an example of what the answer is; the same question
and a sentence near by are one of none, and so are a sentence and a question that it just misses.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant import chunking, conversation, support
from assistant.chunking import units
from assistant.comparison import FEW, shown
from assistant.corpus import Corpus
from assistant.ledger import labels, posing
from assistant.models.cross_encoder import CLASSES
from assistant.types import Passage
from benchmarks import reports, samples, wordings
from benchmarks.built import assistant_on
from benchmarks.sets import load, part
from benchmarks.synthetic.facts import Fact, Profile, profile
from benchmarks.synthetic.layouts import LAYOUTS, Written, write
from benchmarks.synthetic.questions import Asker
from benchmarks.synthetic.wording import SPLITS, UNSEEN, Language, countries

SET_APART = (
    "dev-e", "dev-h", "dev-q", "facts-g", "facts-v", "more-ai", "more-i", "more-l", "more-u",
    "more-z", "misses-l", "misses-u", "misses-z", "seen-f", "seen-h", "fields-d",
)  # fmt: skip
VALUE_FORMS = {"en": "What does the source give for {}?", "fr": "Qu'indique la source pour {} ?"}
"""A heading below which a name or a figure stands, as a question."""
SCORED = ("facts-h",)
"""Only scored, as are ``held-*`` and what is not to be seen of ``wordings``."""

BESIDE, BESIDE_FIELDS, FAR = 2, 1, 0.5
"""Sentences of a question's own section, the same of fields, of which half are not answered at all,
and sentences of another section of the same report, that do not answer."""

HELD_BESIDE = 3

PROFILES = 7
"""Countries whose profiles are read, in either language, of each file of wordings for them."""
TOLD_APART = ({"child_helpline", "helpline_number"},)
"""Indicators that speak of each other: neither stands for what does not answer."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text, and what the text says to it, of ``CLASSES``."""

    question: str
    text: str
    label: str
    file: str


def seen() -> Iterator[Pair]:
    """Give what one may fit on of our own data, but for what is set apart."""
    for name, beside in (("dev", BESIDE), ("facts", BESIDE), ("fields", BESIDE_FIELDS)):
        for path in _reported(name):
            if path.stem not in (*SET_APART, *SCORED):
                yield from _of_report(path, beside, FAR)
    for path in _worded():
        if path.stem not in SET_APART:
            yield from _of_wordings(path, lambda item: item.is_seen)
    for split in SPLITS:
        if split not in (*SET_APART, UNSEEN):
            yield from _of_profiles(split)


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
                rest = [own[number] for number in _beside(section, gold)]
                near = sorted(rest, key=unlike)[: beside + (gold is None)]
                if other and draw.random() < far:
                    near.append(min(other, key=unlike))
                yield from (Pair(asked[language], each, "silent", path.stem) for each in near)


def _beside(section: reports.Section, gold: int | None) -> list[int]:
    """Give the sentences that do not answer; of a list that may be asked for whole, no entry."""
    told = section["sentences"]
    entries = [number for number, each in enumerate(told) if reports.is_entry(each)]
    is_whole = gold is not None and entries[:1] == [gold]
    return [n for n in range(len(told)) if n != gold and not (is_whole and n in entries)]


def _shown(section: reports.Section) -> list[str]:
    """Give of each sentence of a section what the cross-encoder is shown of its longest unit."""
    text, spans = reports.body(section), [(0, 0)]
    for sentence in section["sentences"]:
        start = text.index(sentence, spans[-1][1])
        spans.append((start, start + len(sentence)))
    passage = Passage("a.md", 0, len(text), text, (section["section"],), (), section["language"])
    found = units(passage)

    def shared(span: tuple[int, int]) -> Callable[[Any], int]:
        return lambda unit: min(unit.end, span[1]) - max(unit.start, span[0])

    return [shown(passage, max(found, key=shared(span))) for span in spans[1:]]


def _of_wordings(path: Path, chosen: Callable[[wordings.Item], bool]) -> Iterator[Pair]:
    """Take each question with its statement, and with one that does not answer it."""
    draw = Random(1)
    items = [each for each in wordings.read(path) if chosen(each) and each.said in CLASSES]
    for number, item in enumerate(items):
        own = f"{item.heading}. {item.key or item.statement}"
        asked = list(item.questions.values())
        if item.said != "silent":
            asked.append(_asked_by_ledger(item))
        for turn, question in enumerate(asked):
            other = items[(number + 1 + draw.randrange(3)) % len(items)].statement
            beside = item.near[turn % len(item.near)] if item.near else other
            yield Pair(question, own, item.said, path.stem)
            if item.said != "silent":
                yield Pair(question, f"{item.heading}. {beside}", "silent", path.stem)


def _of_profiles(split: str) -> Iterator[Pair]:
    """Take each fact of invented profiles, with questions on it in either language."""
    languages: tuple[Language, ...] = ("en", "fr")
    with tempfile.TemporaryDirectory() as folder:
        for number, country in enumerate(Random(split).sample(countries(), PROFILES)):
            for turn, language in enumerate(languages):
                draw = Random(f"{split} {country.code} {language}")
                layout = LAYOUTS[(number + turn) % len(LAYOUTS)]
                told = profile(country, layout, split, language, draw)
                written = write(told, language)
                Path(folder, written.path).write_bytes(written.source.encode())
                document = Corpus(Path(folder)).read(written.path)
                texts = list(_placed(written, chunking.split(document)))
                yield from _of_profile(told, texts, Asker(split, languages, draw), language)


def _placed(written: Written, passages: Sequence[Passage]) -> Iterator[tuple[str, bool, str]]:
    """Give of each unit the fact in whose section it stands, whether it states it, and itself."""
    for passage in passages:
        for unit in units(passage):
            for name, section in written.sections.items():
                if section.start <= unit.start and unit.end <= section.end:
                    own = written.statements.get(name)
                    is_stated = own is not None and unit.start < own.end and own.start < unit.end
                    yield name, is_stated, shown(passage, unit)


def _of_profile(
    told: Profile, texts: Sequence[tuple[str, bool, str]], asker: Asker, language: Language
) -> Iterator[Pair]:
    """Take each question with what states its fact, what stands beside it, and what is nearest."""
    for fact in told.facts:
        own = fact.indicator.id
        akin = next((each for each in TOLD_APART if own in each), {own})
        stated = [text for name, is_stated, text in texts if is_stated and name == own]
        beside = [text for name, is_stated, text in texts if not is_stated and name == own]
        others = [text for name, _, text in texts if name not in akin]
        asked = list(_asked_of(fact, told, asker))
        if stated and fact.status != "absent":
            heading = fact.indicator.forms[language]["label"]
            asked.append((_asked_by_label(heading, fact.status, stated[0], language), fact.status))
        for question, label in asked:
            yield from (Pair(question, text, label, asker.split) for text in stated)
            both = _words(question)
            near = max(others, key=lambda text: len(both & _words(text)))
            for text in (near, beside[0] if beside else asker.rng.choice(others)):
                yield Pair(question, text, "silent", asker.split)


def _asked_of(fact: Fact, told: Profile, asker: Asker) -> Iterator[tuple[str, str]]:
    """Give questions on a fact, and what its sentence says to them."""
    for about in asker.parts(fact):
        status = (fact.reservations or "silent") if about == "reservations" else fact.status
        language = asker.rng.choice(asker.languages)
        question = asker.question(told.country, fact.indicator, about, language)
        yield question, "silent" if status == "absent" else status


def _asked_by_ledger(item: wordings.Item) -> str:
    return _asked_by_label(item.heading, item.said, item.statement, item.language)


def _asked_by_label(heading: str, status: str, text: str, language: Language) -> str:
    """Put a heading as a question, as the ledger does of a status."""
    if status == "value":
        return VALUE_FORMS[language].format(labels.general(heading))
    return posing.question(heading, text, language).text


def _words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w+", text.lower()) if len(word) > 2}
