"""What anyone would write: sentence-transformers and FAISS; the nearest passage is the answer."""

from typing import Any

from passages import Passage, passages
from protocol import Engine, Place, Reply, serve


def load(place: Place) -> Engine:
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(place.model, device="cpu")
    found: list[Passage] = []
    index: list[Any] = []

    def encoded(texts: list[str], prompt: str) -> Any:
        return model.encode(texts, prompt=prompt, normalize_embeddings=True)

    def build(place: Place) -> None:
        found.extend(passages(place.corpus))
        vectors = encoded([each.searched for each in found], "passage: ")
        index.append(faiss.IndexFlatIP(vectors.shape[1]))
        index[0].add(vectors)
        faiss.write_index(index[0], str(place.work / "index.faiss"))

    def ask(question: str) -> Reply:
        scores, rows = index[0].search(encoded([question], "query: "), 1)
        best = found[int(rows[0][0])]
        return Reply(best.text, (best.document,), refused=False, score=float(scores[0][0]))

    return Engine(build, ask)


if __name__ == "__main__":
    serve(load)
