"""Search engines behind one Protocol: documents and queries in, hits and counts out.

This package knows no table, no page and no account. `documents` says what is indexed, `query` what can be
asked, `engine` what an engine can do, `factory` which engine is used.
"""
