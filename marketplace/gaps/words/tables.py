"""Table of the words of councils."""

from piccolo.columns import JSONB, Integer, Timestamptz, Varchar
from piccolo.table import Table


class MarketText(Table, tablename="market_text"):
    """What a council says of its market."""

    council_code: Varchar = Varchar(length=9, primary_key=True, default=None)
    version: Integer = Integer(default=0)
    """Raised by each change: of two that change it at once the second is told."""
    draft: JSONB = JSONB(default={})
    """What is worked on, by the names of `MarketWords`."""
    published: JSONB = JSONB(null=True, default=None)
    """What everybody reads; null for nothing."""
    published_at: Timestamptz = Timestamptz(null=True, default=None)
    changed_at: Timestamptz = Timestamptz()
