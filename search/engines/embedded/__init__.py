"""The default engine: a columnar index in memory-mapped files, read by many processes, written by one.

From the bottom up:

- `arrays`, `files`, `manifest`: helpers on NumPy, files of columns, and the file that says what is current.
- `sets`, `geo`, `segment`: documents as columns, and what can be asked of them.
- `build`, `assemble`, `merge`: a segment made from documents, or from segments.
- `matching`: which documents hold the words of a query.
- `reaching`, `choosing`, `counting`, `evidence`, `ordering`: the steps of answering a query, in this order.
- `evaluate`, `suggest`: one query over all segments.
- `snapshot`, `changes`, `writer`, `rebuild`: the index directory as readers and as the one writer see it.
- `engine`: the door.
"""
