"""Pages: what the pages of both sides of a conversation have in common: forms, words, and how they answer.

The surfaces, `people.conversations` and `provider.conversations`, hang the routes in.
"""
