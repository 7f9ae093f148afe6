"""Where passages, their vectors and their words live.

protocol      what the program asks of an open index; two kinds of store answer it
location      where an index is: a folder or a database
places        what can be done at such a place: open, list generations, roll back
postgres/     the store that machines share
index         ``Index``: one generation of a folder, opened for questions
fusion        its two searches, by vector and by words, as one
faiss         the passages' vectors
landmarks     of many vectors, those that stand for the others around them
units         the vectors of the sentences, items and fields within passages
words         the passages' words, for BM25
passages      documents and passages, in SQLite
schema        its tables
ledger        what passages say of indicators, in SQLite
manifest      what a generation was made from, and the checksums of its files
generations   the index folder: generations, the pointer to the one that serves, the lock
writer        fills the folder of a new generation
"""
