"""Parties: who somebody is in a pool, the lock of a pool, and whom to write to."""
