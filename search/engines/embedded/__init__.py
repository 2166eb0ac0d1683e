"""The default engine: a columnar index in memory-mapped files, read by any number of processes, written by one.

From the bottom up:

- `arrays`, `files`, `manifest`: small helpers on NumPy, files of columns, and the one file that says what is current.
- `sets`, `segment`, `build`, `assemble`, `merge`: a segment (documents as columns), made from documents or segments.
- `vocabulary`, `wording`, `matching`: the words of a query, and which documents hold them.
- `geo`, `choosing`, `counting`, `ordering`, `evidence`: the other parts of answering a query.
- `evaluate`, `suggest`: one query over all segments.
- `snapshot`, `writer`, `rebuild`: the index directory as readers and as the one writer see it.
- `engine`: the door.
"""
