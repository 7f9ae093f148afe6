"""Reports written section by section, as folders of documents with questions.

A line of a file in ``tests/data/reports`` is a section, its sentences and the questions on them;
``tests/data/README.md`` describes it, ``benchmarks.documents`` asks them. Sections of one country,
language and title that follow each other are a report; those of a file whose titles all differ are
joined by country and language.
"""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.built import home

DATA = Path(__file__).parent.parent / "tests" / "data" / "reports"
"""``dev-*`` may be looked at and fitted on; ``held-*`` is only scored."""
_CELL, _ENTRY = " | ", "- "
_REVIEW = {"en": "Country review: {}", "fr": "Examen du pays : {}"}

Section = dict[str, Any]


def written(path: Path, root: Path | None) -> Path:
    """Write a file's reports and ``questions.jsonl`` among the indexes; give their folder."""
    folder = home(root) / "reports" / path.stem
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    questions: list[dict[str, object]] = []
    for number, report in enumerate(_reports(path)):
        name = f"{_plain(report[0]['country'])}-{report[0]['language']}-{number}.md"
        folder.joinpath(name).write_bytes(_text(report, is_listed=number % 3 == 1).encode())
        questions += [each for section in report for each in _questions(section, name)]
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in questions)
    folder.joinpath("questions.jsonl").write_bytes(lines.encode())
    return folder


def read(path: Path) -> list[Section]:
    """Read the sections of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _reports(path: Path) -> Iterator[list[Section]]:
    sections = read(path)
    own = {(each["country"], each["language"], each["title"]) for each in sections}
    if len(own) == len(sections):
        for each in sections:
            each["title"] = _REVIEW[each["language"]].format(each["country"])
        sections.sort(key=_report)
    for _, together in groupby(sections, key=_report):
        yield list(together)


def _report(section: Section) -> tuple[str, str, str]:
    return section["country"], section["language"], section["title"]


def about(section: Section) -> tuple[str, str]:
    """Give a section's country and language."""
    return section["country"], section["language"]


def _text(report: Sequence[Section], *, is_listed: bool) -> str:
    """Write a report, its sentences as a list or as paragraphs."""
    title = json.dumps(report[0]["title"], ensure_ascii=False)
    text = f"---\ntitle: {title}\nlanguage: {report[0]['language']}\n---\n"
    for section in report:
        text += f"\n## {section['section']}\n\n{body(section, is_listed=is_listed)}\n"
    return text


def body(section: Section, *, is_listed: bool = False) -> str:
    """Write the sentences of a section as a list, a paragraph, or fields, entries and rows."""
    told = section["sentences"]
    if not section.get("lines"):
        return "\n".join(f"- {each}" for each in told) if is_listed else " ".join(told)
    if all(_CELL in each for each in told):
        width = max(each.count(_CELL) for each in told) + 1
        head = ["|" + "  |" * width, "|" + "---|" * width]
        return "\n".join([*head, *(f"| {each} |" for each in told)])
    return "\n".join(told)


def _questions(section: Section, document: str) -> Iterator[dict[str, object]]:
    for number, asked in enumerate(section["questions"], start=1):
        status = asked["status"]
        is_answered = status in ("yes", "no", "value")
        gold = asked["gold"]
        for language in ("en", "fr"):
            yield {
                "id": f"{section['id']}-{number}-{language}",
                "document": document,
                "country": section["country"],
                "language": language,
                "question": asked[language],
                "outcome": "answered" if is_answered else status,
                "verdict": status if status in ("yes", "no") else None,
                "quote": "" if gold is None else _bare(section["sentences"][gold]),
            }


def is_entry(sentence: str) -> bool:
    """Whether a sentence is written as an entry of a list."""
    return sentence.startswith(_ENTRY)


def _bare(entry: str) -> str:
    return entry.removeprefix(_ENTRY)


def _plain(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")
