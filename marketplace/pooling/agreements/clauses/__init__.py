"""Clauses: an agreement in plain English, put together from its terms and the words that it has for good."""
