"""Clauses: the words of a pool's agreement that a council can put in its own, with the national ones.

What a rule of the agreement does (who pays what, what notice is) is said by the pool's own terms and by no
clause, so that other words never change what the record of money does.
"""
