"""Suggestions: what goes on from what is being typed: kinds of help, people, languages, listings, places."""
