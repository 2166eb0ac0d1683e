"""The engine for those who run a search server: Meilisearch, asked over HTTP.

It means the same as the embedded engine. The server is not left to guess what a text means: the text is read
with the code that both engines share, and what was read is compiled into filters. The server's own ranking
only chooses candidates when more is found than is looked at; their order is again made by shared code.

From the bottom up:

- `connection`, `tasks`: requests, and waiting for what they set going.
- `cells`: the earth in cells of several levels, so that "covers this point" can be a filter.
- `layout`, `settings`, `documents`, `notes`: what stands in the two indexes.
- `filters`, `searches`: how it is asked for.
- `knowledge`: what a process must know of the index to read a text: state, thesaurus, vocabulary.
- `reaching`, `meaning`, `asking`, `ranking`, `searching`, `suggest`: the steps of an answer.
- `accepting`, `writing`, `writer`, `copying`, `rebuild`: changes, a fresh index in its place.
- `keys`: API keys with the least rights.
- `engine`: the door.
"""
