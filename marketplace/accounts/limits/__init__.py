"""How often something may be tried, and by whom, so that nobody can lock somebody else out.

What is counted is counted by the client's address, by that and the account's address together, or by a known
device; never by the account's address alone, which a stranger could use up. Decision record 0012.
"""
