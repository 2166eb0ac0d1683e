"""Statements: what a council asks of one member of a pool, and the record of a whole pool for who runs it.

One struct says what is in a statement, one says it in words; pages, PDF and CSV are made from these. Nothing
of another member is in a member's statement. A member shares it with their council worker, for a while, and
the worker has two answers.
"""
