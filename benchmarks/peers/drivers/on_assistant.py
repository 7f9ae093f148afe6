"""The project itself, through the same door as the others."""

from pathlib import Path

from protocol import Engine, Place, Reply, serve

REFUSED = ("silent", "no_source")


def load(place: Place) -> Engine:
    from assistant import pipeline

    pipeline.load(place.model or None)
    opened: list[pipeline.Assistant] = []

    def build(place: Place) -> None:
        index = Path(place.work) / "index"
        pipeline.rebuild(place.corpus, index, place.model or None)
        opened.append(pipeline.Assistant.open(place.corpus, index, place.model or None))

    def ask(question: str) -> Reply:
        answer = opened[0].ask(question)
        quotes = "\n".join(citation.quote for citation in answer.citations)
        documents = tuple(citation.document for citation in answer.citations)
        refused = answer.outcome in REFUSED
        text = f"{answer.text}\n{quotes}"
        return Reply(text, documents, refused, verdict=answer.verdict)

    return Engine(build, ask)


if __name__ == "__main__":
    serve(load)
