"""The ledger's part of a build: statements of new documents are read, labels aligned anew."""

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.encoder import Encoder, comparing
from assistant.ledger import assemble, extract
from assistant.ledger.named import Named
from assistant.store import ledger as stored
from assistant.store import passages
from assistant.store.ledger import LedgerWriter

Floats = NDArray[np.float32]


def write(
    folder: Path,
    previous: Path | None,
    taken_over: Collection[str],
    named: Sequence[Named],
    encoder: Callable[[], Encoder],
    progress: Callable[[int, int], None],
) -> None:
    """Write the ledger of the passages in ``folder``.

    ``previous``: the ledger of the generation before, if its vectors are of the same encoder;
    ``taken_over``: the documents whose statements it has, as the same code read them. The encoder
    is loaded only for sentences that it is to read, and for labels whose vectors are not known.
    ``progress``: how many of how many documents are read.
    """
    compare = comparing(encoder)
    table = passages.PassageTable(folder / passages.NAME)
    with closing(table), closing(LedgerWriter(folder / stored.NAME, previous)) as writer:
        kept = frozenset(taken_over) if previous else frozenset()
        writer.keep(kept)
        first, records = 0, {record.path: record for record in table.records()}
        for done, record in enumerate(records.values()):
            progress(done, len(records))
            rows = range(first, first + record.passages)
            first = rows.stop
            document = None if record.path in kept else table.document(record.path)
            if document is not None:
                writer.add(extract.statements(document, table.read(rows), compare))
        vectors: dict[str, Floats] = {}

        def encoded(labels: Sequence[str]) -> Floats:
            vectors.update(writer.known(set(labels)))
            if missing := [each for each in dict.fromkeys(labels) if each not in vectors]:
                fresh = encoder().encode_queries(missing).astype("<f2").astype(np.float32)
                vectors.update(zip(missing, fresh, strict=True))
            return np.stack([vectors[each] for each in labels])

        arranged = assemble.arrange(writer.statements(), records, named, encoded)
        writer.finish(arranged.indicators, arranged.cells, arranged.of, vectors)
