"""Agreements: what the members of a pool agree with each other, in versions.

Words: leads write *terms*; proposing them freezes them, with the words of each clause, as a version with a
number. A version is *in force* exactly when every member it names has agreed to that number; until then the
one before stays in force. Names of members are not in a version: they are read with it, so that a name goes
everywhere when an account is erased.
"""
