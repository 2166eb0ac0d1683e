"""Tables of agreements. Names of members are in none of them."""

from piccolo.columns import JSONB, UUID, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.pooling.tables import Pool, PoolMember


class PoolAgreement(Table, tablename="pool_agreement"):
    """A version. The database lets nobody change its terms or words once it was proposed."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False, index=True)
    number: Integer = Integer()
    version: Integer = Integer(default=1)
    state: Text = Text(default="writing")
    terms: JSONB = JSONB(default="{}")
    words: JSONB = JSONB(null=True, default=None)
    made_by: UUID = UUID(null=True, default=None)
    """The member; no foreign key, since nothing hangs on it."""
    created_at: Timestamptz = Timestamptz()
    changed_at: Timestamptz = Timestamptz()
    proposed_at: Timestamptz = Timestamptz(null=True, default=None)
    in_force_at: Timestamptz = Timestamptz(null=True, default=None)
    ended_at: Timestamptz = Timestamptz(null=True, default=None)


class AgreementConsent(Table, tablename="agreement_consent"):
    """That a member agreed to a version."""

    id: UUID = UUID(primary_key=True)
    agreement: ForeignKey[PoolAgreement] = ForeignKey(
        PoolAgreement, on_delete=OnDelete.cascade, null=False, index=True
    )
    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, index=True
    )
    agreed_at: Timestamptz = Timestamptz()
    acting_for: Boolean = Boolean(default=False)
    relation: Text = Text()


class MemberOutcome(Table, tablename="member_outcome"):
    """What a member's share is for in their own care plan: for the member alone."""

    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    version: Integer = Integer(default=1)
    words: Text = Text(secret=True)
    changed_at: Timestamptz = Timestamptz()


class CouncilSaid(Table, tablename="council_said"):
    """That a member's council said yes: for the member alone."""

    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    who: Text = Text(secret=True)
    said_on: Date = Date(default=None)
    recorded_at: Timestamptz = Timestamptz()
