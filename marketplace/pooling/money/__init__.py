"""Money: the record of what a pool has, owes and spent, and of what each member has in it.

No money moves here. The record is a ledger of entries that add up and are only ever added: what was wrong is
taken out by an entry of its own, and entered again.
"""
