"""Where passages, their vectors and their words live.

faiss         ``Index``: one generation, opened for questions; the passages' vectors
units         the vectors of the sentences, items and fields within passages
words         the passages' words, for BM25
passages      documents and passages, in SQLite
manifest      what a generation was made from, and the checksums of its files
generations   the index folder: generations, the pointer to the one that serves, the lock
writer        fills the folder of a new generation
"""
