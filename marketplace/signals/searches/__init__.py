"""Searches: gathered in each web process as they come, written in batches of a few seconds, without persons.

A page of results asks the database nothing for it. Words: the *asker* is a browser or an account; it never
leaves the memory but as part of a hash whose key is thrown away with the month.
"""
