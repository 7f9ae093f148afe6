"""The write path: documents → a new generation of the index; only what changed is encoded.

texts      what is encoded of a passage, and by which words it is found
compare    the corpus against an index: what differs, and whether the index can be used
write      the build
ledger     its part that reads what passages say of indicators
shared     the same in a database, by any number of builders
"""

from assistant.indexer.compare import (
    changes,
    is_told_otherwise,
    ledger_of,
    refused,
    scan,
    since,
    staleness,
)
from assistant.indexer.texts import encoded_texts, index_text
from assistant.indexer.write import build

__all__ = [
    "build",
    "changes",
    "encoded_texts",
    "index_text",
    "is_told_otherwise",
    "ledger_of",
    "refused",
    "scan",
    "since",
    "staleness",
]
