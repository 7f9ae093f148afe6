"""Every error that a user can meet. Each says what was wrong, which value, and what to do next.

AssistantError
├── CorpusError          a corpus folder or document cannot be read
│   └── EmptyCorpusError     there is no document in it yet
├── FetchError           a web address cannot be fetched
├── EncoderError         the encoder's files are missing, damaged or of an unknown kind
├── StoreError           the index cannot be read or written
│   ├── MissingIndexError    there is none yet
│   ├── StaleIndexError      built from another corpus, encoder or version
│   │   └── PrunedIndexError     the generation that was open is no longer kept
│   ├── DamagedIndexError    half-written or altered
│   └── DatabaseError        the database cannot be reached, or refuses
│       └── LostServerError      it went away meanwhile
├── QuestionError        the question cannot be asked
├── AccessError          who asks may not do it, or not so often; or the users cannot be kept
└── ServeError           the page cannot be served
"""


class AssistantError(Exception):
    """Base of all errors with a message fit for the user."""


class CorpusError(AssistantError):
    """A corpus folder or document cannot be read."""


class EmptyCorpusError(CorpusError):
    """The corpus folder is not there yet, or holds no document that can be read."""


class FetchError(AssistantError):
    """A web address cannot be fetched."""


class EncoderError(AssistantError):
    """The encoder's files are missing, damaged or of an unknown kind."""


class StoreError(AssistantError):
    """The index cannot be read or written."""


class MissingIndexError(StoreError):
    """There is no index yet."""


class StaleIndexError(StoreError):
    """The index was built from another corpus, by another encoder or version."""


class PrunedIndexError(StaleIndexError):
    """The generation that was open is no longer kept; a newer one serves."""


class DamagedIndexError(StoreError):
    """The index is half-written or was altered."""


class DatabaseError(StoreError):
    """The database cannot be reached, or does not let the program work."""


class LostServerError(DatabaseError):
    """The server went away while it was worked with."""


class QuestionError(AssistantError):
    """The question cannot be asked."""


class AccessError(AssistantError):
    """Who asks may not do it, or not so often; or the users cannot be read or written."""


class ServeError(AssistantError):
    """The page cannot be served."""
