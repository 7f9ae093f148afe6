"""cairn-assistant: words only, standard library only.

It reads flat folders of Markdown with front matter of its own, so the corpus is copied into that
form.
"""

from dataclasses import replace
from pathlib import Path

from passages import texts
from protocol import BELOW_ANY, Engine, Place, Reply, serve


def load(place: Place) -> Engine:
    from cairn.config import Config
    from cairn.engine import ask as answered
    from cairn.index import Index, build_and_write, read_index

    copy, index = place.work / "corpus", place.work / "index.json"
    config = Config(corpus_path=str(copy), index_path=str(index), default_lang=place.language)
    lenient = replace(config, threshold=BELOW_ANY)
    paths: dict[str, str] = {}
    opened: list[Index] = []

    def build(place: Place) -> None:
        paths.update(_copy(place, copy))
        build_and_write(copy, index)
        opened.append(read_index(index, copy))

    def ask(question: str, settings: Config = config) -> Reply:
        result = answered(question, opened[0], settings)
        tried = [c.score for a in result.attempts for c in a.trace.candidates]
        documents = tuple(paths[s.source_id.partition("#")[0]] for s in result.answer.sources)
        refused = result.answer.kind == "refusal"
        return Reply(result.answer.text, documents, refused, max(tried, default=0.0))

    return Engine(build, ask, lambda question: ask(question, lenient))


def _copy(place: Place, copy: Path) -> dict[str, str]:
    """Write the documents as it wants them; give each one's path by its new id."""
    copy.mkdir(parents=True)
    paths = {}
    for number, text in enumerate(texts(place.corpus), start=1):
        key = f"d{number}"
        head = f"---\nid: {key}\ntitle: {text.title}\nlang: {place.language}\n---\n"
        (copy / f"{key}.md").write_text(head + text.body, "utf-8")
        paths[key] = text.path
    return paths


if __name__ == "__main__":
    serve(load)
