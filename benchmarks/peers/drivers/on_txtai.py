"""txtai: hybrid search, vectors and BM25 at equal weights; its best passage is the answer."""

from passages import Passage, passages
from protocol import Engine, Place, Reply, serve


def load(place: Place) -> Engine:
    from txtai import Embeddings

    embeddings = Embeddings(
        path=place.model,
        instructions={"query": "query: ", "data": "passage: "},
        hybrid=True,
        content=True,
        gpu=False,
    )
    found: list[Passage] = []

    def build(place: Place) -> None:
        found.extend(passages(place.corpus))
        embeddings.index((number, each.searched, None) for number, each in enumerate(found))
        embeddings.save(str(place.work / "index"))

    def ask(question: str) -> Reply:
        hits = embeddings.search(question, 1)
        if not hits:
            return Reply("", (), refused=True, score=0.0)
        best = found[int(hits[0]["id"])]
        return Reply(best.text, (best.document,), refused=False, score=float(hits[0]["score"]))

    return Engine(build, ask)


if __name__ == "__main__":
    serve(load)
