"""The index in PostgreSQL with pgvector, shared by any number of machines.

migrations    the tables, and how they come to be
connection    connections to one or several hosts; what is lost is repeated
trouble       what a server says → an error that says what to do
records       rows → documents and passages
search        both searches, fused, as one statement
index         ``PostgresIndex``: one generation, opened for questions
remembered    what a process keeps of it: words, and what is known of documents
generations   list the generations, roll back, remove what is too old
builder       documents that several builders read and write side by side
writing       what they read → rows
publishing    what makes a build serve, in one transaction
ledger        what the ledger of a generation rests on
feedback      what people say of answers
signed        answers that somebody stands by

Only this package imports psycopg and pgvector.
"""

from importlib.util import find_spec

from assistant.errors import DatabaseError

if not all(map(find_spec, ("psycopg", "psycopg_pool", "pgvector"))):
    raise DatabaseError(
        "An index in a database needs packages that are not installed. "
        "Install them with: pip install 'country-status-assistant[postgres]'"
    )
