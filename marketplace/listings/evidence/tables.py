"""What providers claim, the files that show it, and what stewards said of it. Nothing of this is public."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from marketplace.listings.tables import Organization


class CheckClaim(Table, tablename="check_claim"):
    """An organisation says that something was checked: insurance, a DBS certificate, training.

    In the database an organisation has at most one that waits for each kind and level, and at most one that
    is accepted.
    """

    id: UUID = UUID(primary_key=True)
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, index=True
    )
    kind: Text = Text()
    """Code of the taxonomy CHECK."""
    level: Text = Text()
    """Of a DBS check: basic, standard, enhanced or enhanced_barred; else empty."""
    checked_on: Date = Date(null=True, default=None)
    """The date on the certificate, policy or registration."""
    expires_on: Date = Date(null=True, default=None)
    amount_pence: BigInt = BigInt(null=True, default=None)
    """What an insurance covers."""
    reference: Text = Text()
    """Number of the policy, certificate or registration."""
    number: Integer = Integer(null=True, default=None)
    """How many references there are."""
    words: Text = Text()
    """What the provider says of it: who gave the training, who can be asked."""
    council_code: Text = Text()
    """Whose stewards decide: the responsible council when it was made."""
    status: Text = Text(default="waiting")
    """`waiting`, `accepted`, `refused`, `replaced` (by a newer one) or `ended` (taken back)."""
    version: Integer = Integer(default=1)
    created_by: UUID = UUID(default=None)
    created_at: Timestamptz = Timestamptz()
    updated_at: Timestamptz = Timestamptz()
    decided_by: UUID = UUID(null=True, default=None)
    decided_at: Timestamptz = Timestamptz(null=True, default=None)
    seen_on: Date = Date(null=True, default=None)
    """When the steward saw it."""
    note: Text = Text()
    """The steward's words to the provider."""
    is_sent: Boolean = Boolean(default=True)
    """The provider sent it in, or a steward put it on record; else it was only said in a listing."""
    said: JSONB = JSONB(null=True, default=None)
    """The facts as they were last said in a listing: a decision may correct the columns. None: in none."""
    said_in: Array = Array(base_column=UUID())
    """Ids of the listings that say it; a new one has no row yet."""


class EvidenceFile(Table, tablename="evidence_file"):
    """A file that shows what a claim says. Read by the organisation's people and the stewards who decide."""

    id: UUID = UUID(primary_key=True)
    claim: ForeignKey[CheckClaim] = ForeignKey(CheckClaim, on_delete=OnDelete.cascade, null=False, index=True)
    content_type: Text = Text()
    content: Bytea = Bytea()
    size_bytes: BigInt = BigInt()
    uploaded_at: Timestamptz = Timestamptz()
    delete_on: Date = Date(null=True, default=None)
    """Set when the claim is decided or ends; the file is deleted on this day."""


class CheckNotice(Table, tablename="check_notice"):
    """An organisation was told that a check runs out, or has. In the database each is there once."""

    id: BigSerial = BigSerial(primary_key=True)
    organization: ForeignKey[Organization] = ForeignKey(Organization, on_delete=OnDelete.cascade, null=False)
    kind: Text = Text()
    expires_on: Date = Date()
    stage: Text = Text()
    """`soon` or `over`."""
    told_at: Timestamptz = Timestamptz()
