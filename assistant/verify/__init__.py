"""An answer as JSON → what in it the corpus does not bear out, by none of the code that made it.

shape.py     JSON with every key, each of its kind
files.py     what a citation's file says: its text, front matter, what is said of it beside it
sources.py   each citation against that: quote, hash, date, section, page, countries, title …
words.py     the words around the quotes against ``frames.toml`` and the rest of the answer

Whether a quote answers the question is left to the reader: no question is read here.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from assistant.types import Citation, Conflict, CountryAnswer
from assistant.verify import sources, words
from assistant.verify.shape import ANSWER, CITATION, CONFLICT, PART, Failure, answers, misshapen

__all__ = ["ANSWER", "Failure", "answers", "check", "misshapen"]


def check(answer: object, corpus: Path, index: Path) -> tuple[Failure, ...]:
    """Find what does not hold in an answer, one of ``answers``; nothing if all does.

    ``index`` is read only for files that are not text themselves, as PDF, or not in UTF-8.
    Raises CorpusError where ``corpus`` is no folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"{corpus} is no folder. Name the folder of the sources: --corpus DIR")
    if isinstance(answer, Failure):
        return (answer,)
    wrong = tuple(misshapen(answer, ANSWER))
    return wrong or tuple(_failures(answer, corpus, index))  # type: ignore[arg-type]


def _failures(answer: dict[str, Any], corpus: Path, index: Path) -> Iterator[Failure]:
    citations = [Citation(**_frozen(each, CITATION)) for each in answer["citations"]]
    yield from sources.compare(citations, corpus, index)
    whole = {**answer, "country": "", "markers": [each.marker for each in citations]}
    parts = [CountryAnswer(**_frozen(each, PART)) for each in answer["by_country"] or [whole]]
    conflicts = [Conflict(**_frozen(each, CONFLICT)) for each in answer["conflicts"]]
    yield from words.compare(answer, parts, citations, conflicts)


def _frozen(value: Mapping[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value[key]) if isinstance(value[key], list) else value[key] for key in shape}
