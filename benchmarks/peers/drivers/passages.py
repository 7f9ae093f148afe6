"""Documents and passages for peers that leave reading to the user, done as a careful one would.

A passage is a run of paragraphs under one heading, up to 900 characters; it is searched together
with the document's title and the headings above it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LONGEST = 900
"""Characters; about 200 tokens, well inside the 512 that the model reads."""
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý0-9«\"(])")


@dataclass(frozen=True)
class Text:
    """A document without its front matter."""

    path: str
    title: str
    body: str


@dataclass(frozen=True)
class Passage:
    """What is found and shown."""

    document: str
    headings: str
    text: str

    @property
    def searched(self) -> str:
        """What is encoded."""
        return f"{self.headings}\n{self.text}"


def texts(corpus: Path) -> Iterator[Text]:
    """Read the Markdown and text files, but for READMEs."""
    for path in sorted(corpus.rglob("*")):
        if path.suffix in (".md", ".txt") and path.stem.lower() != "readme":
            title, body = _without_front_matter(path.read_text("utf-8"))
            named = title or _first_heading(body) or path.stem.replace("_", " ")
            yield Text(path.relative_to(corpus).as_posix(), named, body)


def passages(corpus: Path) -> list[Passage]:
    return [passage for text in texts(corpus) for passage in _passages(text)]


def _without_front_matter(text: str) -> tuple[str, str]:
    if not text.startswith("---\n"):
        return "", text
    head, _, body = text[4:].partition("\n---\n")
    titles = [
        line[6:].strip().strip('"') for line in head.splitlines() if line.startswith("title:")
    ]
    return (titles[0] if titles else ""), body


def _first_heading(body: str) -> str:
    found = _HEADING.match(body.lstrip())
    return found[2].strip() if found else ""


def _passages(text: Text) -> Iterator[Passage]:
    path: list[str] = []
    held: list[str] = []
    for block in _blocks(text.body):
        heading = _HEADING.fullmatch(block)
        if heading:
            yield from _closed(text, path, held)
            held = []
            level = len(heading[1])
            above = [*path, *[""] * level][: level - 1]
            path = [*above, heading[2].strip()]
            continue
        if held and len("\n".join(held)) + len(block) > LONGEST:
            yield from _closed(text, path, held)
            held = []
        held.append(block)
    yield from _closed(text, path, held)


def _closed(text: Text, path: list[str], held: list[str]) -> Iterator[Passage]:
    if held:
        headings = " > ".join(dict.fromkeys([text.title, *filter(None, path)]))
        yield Passage(text.path, headings, "\n".join(held))


def _blocks(body: str) -> Iterator[str]:
    """Yield headings and paragraphs; a paragraph that is too long, by sentences."""
    for paragraph in re.split(r"\n\s*\n|\n(?=#{1,6} )|(?<=\n)(?=#{1,6} )", body):
        lines = paragraph.strip().splitlines()
        while lines and _HEADING.fullmatch(lines[0].strip()):
            yield lines.pop(0).strip()
        whole = "\n".join(lines).strip()
        if len(whole) <= LONGEST:
            if whole:
                yield whole
        else:
            yield from _split(whole)


def _split(paragraph: str) -> Iterator[str]:
    held = ""
    for sentence in _SENTENCE_END.split(paragraph):
        if held and len(held) + len(sentence) > LONGEST:
            yield held
            held = ""
        held = f"{held} {sentence}".strip()
    yield held
