"""What was tried how often. UNLOGGED: forgotten when the server crashes, and as quick as memory."""

from piccolo.columns import Bytea, Integer, Timestamptz
from piccolo.table import Table


class RateLimit(Table, tablename="rate_limit"):
    """One thing that one client, account or device may not do without end."""

    key: Bytea = Bytea(primary_key=True, default=None)
    """Hashed with the installation's secret: neither addresses nor networks can be read from it."""
    tries: Integer = Integer(default=1)
    free_at: Timestamptz = Timestamptz(default=None)
    """For a limit: when all that was counted has run out. For attempts: when the next one may be made."""
    expires_at: Timestamptz = Timestamptz(default=None, index=True)
    """When the row says nothing any more."""
