"""Saved searches: what somebody looks for again and again, kept by name, to be told what is new.

A search is kept as the address of its page, with the first half of a postcode at most. It is nobody's
business but its owner's: the audit trail says nothing of it.
"""
