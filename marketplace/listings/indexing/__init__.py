"""Indexing: keeps a search index in step with the public listings.

A change leaves the listing's id and version in the dirty set, in its own transaction. One publisher at a time
reads the set, reads the rows as they are *now*, hands documents or deletions to the engine, and takes out of
the set what has not changed again meanwhile.
"""
