"""The ledger's part of a build in a database: as ``indexer.ledger`` does it in a folder."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.encoder import Encoder, comparing
from assistant.ledger import assemble, extract
from assistant.ledger.named import Named

if TYPE_CHECKING:
    from assistant.store.postgres.ledger import LedgerDraft

Floats = NDArray[np.float32]


def write(
    draft: "LedgerDraft", named: Sequence[Named], identity: str, encoder: Callable[[], Encoder]
) -> None:
    """Write the ledger of the documents of a generation.

    What this code has not read yet of documents that stay is read now. The encoder, whose name is
    ``identity``, is loaded only for sentences that it is to read, and for labels whose vectors are
    not known.
    """
    compare = comparing(encoder)
    for version, document, passages in draft.untold():
        draft.add(version, extract.statements(document, passages, compare))

    def encoded(labels: Sequence[str]) -> Floats:
        vectors = draft.known(identity, labels)
        if missing := [each for each in dict.fromkeys(labels) if each not in vectors]:
            fresh = encoder().encode_queries(missing).astype("<f2").astype(np.float32)
            learnt = dict(zip(missing, fresh, strict=True))
            draft.learn(identity, learnt)
            vectors |= learnt
        return np.stack([vectors[each] for each in labels])

    arranged = assemble.arrange(draft.statements(), draft.records(), named, encoded)
    draft.finish(arranged.indicators, arranged.cells, arranged.of)
