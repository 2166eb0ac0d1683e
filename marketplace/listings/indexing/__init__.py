"""Indexing: keeps search indexes in step with the public listings, and with what other sources hold.

A change leaves the listing's id and version in the dirty set of every index, in its own transaction. For each
index one publisher at a time reads its set, reads the rows as they are *now*, hands documents or deletions to
the engine, and takes out of the set what has not changed again meanwhile. An index that is away, or refuses a
listing, holds up no other.
"""
