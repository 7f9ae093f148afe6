"""groundrag without a language model: vectors by hashing, or those of a model it is handed.

The models it would fetch (FastEmbed vectors, a cross-encoder) come from a hub that is out of reach
here, so it ranks by words (``rerank.backend: lexical``), as its documentation says it does offline.
Chunks as in the configuration that its repository recommends.
"""

from collections.abc import Sequence
from typing import Any

from protocol import BELOW_ANY, Engine, Place, Reply, serve

SETTINGS = (
    "ingest.parser=native",
    "ingest.extensions=[.md,.txt]",
    "chunking.strategy=parent_child",
    "chunking.chunk_size=150",
    "chunking.chunk_overlap=30",
    "embeddings.backend=hash",
    "rerank.backend=lexical",
    "llm.backend=none",
    "translation.enabled=false",
    "logging.level=ERROR",
)


class SentenceTransformers:
    """What groundrag calls an ``Embedder``, over a sentence-transformers folder."""

    def __init__(self, folder: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(folder, device="cpu")
        self.name = "sentence-transformers"
        self.dim = int(self.embed(["one"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Any:
        """Give unit vectors, float32[n, dim]."""
        return self._model.encode(list(texts), normalize_embeddings=True)

    def embed_query(self, text: str) -> Any:
        """Give a unit vector, float32[dim]."""
        return self.embed([text])[0]


def load(place: Place) -> Engine:
    import logging

    from groundrag.config import load_settings
    from groundrag.pipeline import RAGPipeline

    logging.disable(logging.INFO)
    settings = load_settings(overrides=[*SETTINGS, f"paths.index_dir={place.work / 'index'}"])
    embedder = SentenceTransformers(place.model) if place.model else None
    pipeline = RAGPipeline(settings, embedder=embedder)
    threshold = settings.rerank.min_score["lexical"]

    def build(place: Place) -> None:
        report = pipeline.ingest([place.corpus])
        if report.failed:
            raise RuntimeError(f"not read: {report.failed}")

    def ask(question: str) -> Reply:
        answer = pipeline.answer(question)
        score = max((c.rerank_score or 0.0 for c in answer.candidates), default=0.0)
        documents = tuple(citation.source for citation in answer.citations)
        return Reply(answer.answer, documents, not answer.found, score)

    def anyway(question: str) -> Reply:
        settings.rerank.min_score["lexical"] = BELOW_ANY
        try:
            return ask(question)
        finally:
            settings.rerank.min_score["lexical"] = threshold

    return Engine(build, ask, anyway)


if __name__ == "__main__":
    serve(load)
