"""Judged searches: a large corpus, what people of this field type, and what they should find in it.

| file | holds |
|---|---|
| `corpus` | 20,000 made-up listings and the planted ones, as the index takes them |
| `planted` | listings written by hand, in and around Melksham and a few other places |
"""
