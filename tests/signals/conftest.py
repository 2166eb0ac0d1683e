"""What the tests of signals share."""

import asyncpg
import pytest


@pytest.fixture
def count_statements(monkeypatch):
    """Count what is sent to the database; the answer is a list that grows."""
    sent = []
    for name in ("fetch", "fetchrow", "fetchval", "execute", "executemany", "copy_records_to_table"):
        plain = getattr(asyncpg.Connection, name)

        def counted(self, query, *args, _plain=plain, **kwargs):
            sent.append(query)
            return _plain(self, query, *args, **kwargs)

        monkeypatch.setattr(asyncpg.Connection, name, counted)
    return sent
