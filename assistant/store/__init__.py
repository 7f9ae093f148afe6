"""Where passages, their vectors and their words live.

index         ``Index``: one generation, opened for questions
faiss         the passages' vectors
landmarks     of many vectors, those that stand for the others around them
units         the vectors of the sentences, items and fields within passages
words         the passages' words, for BM25
passages      documents and passages, in SQLite
schema        its tables
manifest      what a generation was made from, and the checksums of its files
generations   the index folder: generations, the pointer to the one that serves, the lock
writer        fills the folder of a new generation
"""
