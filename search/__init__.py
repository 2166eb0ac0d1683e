"""Search engines behind one Protocol: documents and queries in, hits and counts out.

This package knows no table, no page and no account. `documents` says what is indexed, `query` what can be
asked, `engine` what an engine can do, `factory` which engine is used.

What all engines mean alike is shared: `text`, `wording`, `vocabulary` and `spelling` read a text, `sphere`
measures, `ranking` and `evidence` weigh what was found, `checks` and `versions` say what is taken.
"""
