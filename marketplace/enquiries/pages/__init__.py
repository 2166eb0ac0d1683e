"""Pages: what the pages of both sides of a conversation have in common: forms, words, and how they answer.

The routes are those of the surfaces, `people.conversations` and `provider.conversations`.
"""
