"""Finding: pools that the public may see and that have places free, for search and for pages of anybody.

What the index sees of a pool has a version of its own, `pool.index_version`. Triggers raise it and mark the
pool for every index, in the transaction of the change, whoever makes it. The index knows neither members nor
the listing that a pool uses: who is a member is nobody's business, and the listing is read with the card.
"""
