"""Erasing: takes what a listing or an organisation said out of the tables; that it was there stays.

A row that is left is a tombstone: withdrawn, of a kind and in a council, and nothing of a person.
"""
