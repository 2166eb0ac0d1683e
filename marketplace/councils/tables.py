"""Tables of the councils room."""

from piccolo.columns import JSONB, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Council(Table, tablename="council"):
    """A council that is in the system, or `national`."""

    code: Varchar = Varchar(length=9, primary_key=True, default=None)
    version: Integer = Integer(default=1)
    """Raised by each change: of two that change it at once the second is told."""
    settings: JSONB = JSONB(default={})
    """What it chose, by the names of `CouncilSettings`; what is not in it is the national default."""
    client_secret: Bytea = Bytea(null=True, default=None)
    """Of single sign-on; sealed with the secret key of the installation."""
    created_at: Timestamptz = Timestamptz()
    updated_at: Timestamptz = Timestamptz()


class CouncilLogo(Table, tablename="council_logo"):
    """A logo by the SHA-256 of its content, re-encoded when it came in. Kept when another takes its place."""

    hash: Text = Text(primary_key=True)
    content_type: Text = Text()
    content: Bytea = Bytea()
    created_at: Timestamptz = Timestamptz()
