"""Judged searches: a large corpus, what people of this field type, and what they should find in it.

`python -m tests.search.relevance` marks the engines; docs/reference/relevance.md says how it was judged.

| file | holds |
|---|---|
| `corpus` | 20,000 made-up listings and the planted ones, as the index takes them |
| `planted` | listings written by hand, in and around Melksham and a few other places |
| `queries/` | the searches, each with its rules |
| `judging` | the rules: how good a listing is for a search |
| `engines` | the engines, filled with the corpus |
| `scoring` | success@5 and NDCG@10 |
| `record` | the scores on record, and how the found ones differ |
"""
