"""Comparing two versions: which clauses differ, and in which words."""
