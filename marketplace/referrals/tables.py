"""Tables of the referrals room. Private: of the team and the provider, and deleted in time."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from marketplace.referrals.teams.tables import Team


class Referral(Table, tablename="referral"):
    """What a practitioner asks for, for one person."""

    id: UUID = UUID(primary_key=True)
    version: Integer = Integer(default=1)
    council_code: Text = Text(index=True)
    team: ForeignKey[Team] = ForeignKey(Team, on_delete=OnDelete.restrict, null=True, index=True)
    created_by: UUID = UUID(default=None, index=True)
    reference: Text = Text()
    """The council's own; no name. Empty once the person no longer agrees."""
    first_name: Text = Text()
    contact_way: Text = Text()
    support_types: Array = Array(base_column=Text())
    care_group: Text = Text()
    outcode: Text = Text()
    """Postcode district; nothing nearer is kept."""
    hours_per_week: DoublePrecision = DoublePrecision(null=True, default=None)
    days: Array = Array(base_column=Text())
    languages: Array = Array(base_column=Text())
    words: Text = Text()
    mode: Text = Text(default="in_order")
    answer_within_days: Integer = Integer(default=5)
    status: Text = Text(default="draft")
    outcome: Text = Text(null=True, default=None)
    created_at: Timestamptz = Timestamptz()
    moved_at: Timestamptz = Timestamptz()
    """When it last took a step."""
    sent_at: Timestamptz = Timestamptz(null=True, default=None)
    accepted_at: Timestamptz = Timestamptz(null=True, default=None)
    started_at: Timestamptz = Timestamptz(null=True, default=None)
    ended_at: Timestamptz = Timestamptz(null=True, default=None)
    consent_withdrawn_at: Timestamptz = Timestamptz(null=True, default=None)
    warned_at: Timestamptz = Timestamptz(null=True, default=None)


class ReferralConsent(Table, tablename="referral_consent"):
    """What was agreed, by whom and how: one row for each time that somebody was asked."""

    id: UUID = UUID(primary_key=True)
    referral: ForeignKey[Referral] = ForeignKey(Referral, on_delete=OnDelete.cascade, null=False, index=True)
    given_by: Text = Text()
    how: Text = Text()
    given_on: Date = Date()
    share_with: Text = Text()
    shares_first_name: Boolean = Boolean(default=False)
    shares_contact: Boolean = Boolean(default=False)
    recorded_by: UUID = UUID(default=None)
    recorded_at: Timestamptz = Timestamptz()
    withdrawn_at: Timestamptz = Timestamptz(null=True, default=None)


class ReferralOffer(Table, tablename="referral_offer"):
    """One provider who is, or is to be, asked."""

    id: UUID = UUID(primary_key=True)
    version: Integer = Integer(default=1)
    referral: ForeignKey[Referral] = ForeignKey(Referral, on_delete=OnDelete.cascade, null=False, index=True)
    listing: UUID = UUID(default=None, index=True)
    """No foreign key: that it was asked outlives the listing."""
    organization: UUID = UUID(default=None, index=True)
    position: Integer = Integer(default=1)
    status: Text = Text(default="waiting")
    reason: Text = Text(null=True, default=None)
    words: Text = Text()
    sent_at: Timestamptz = Timestamptz(null=True, default=None)
    seen_at: Timestamptz = Timestamptz(null=True, default=None)
    answered_at: Timestamptz = Timestamptz(null=True, default=None)
    answered_by: UUID = UUID(null=True, default=None)
    taken_on_at: Timestamptz = Timestamptz(null=True, default=None)
    """When the provider last said yes. It stays when it gives it back: it knows who the person is."""
    told_at: Timestamptz = Timestamptz(null=True, default=None)
    """When the team was told that it is late, or that nobody is there any more."""


class ReferralReach(Table, tablename="referral_reach"):
    """A consent covers a provider. In the database each pair is there once."""

    id: UUID = UUID(primary_key=True)
    consent: ForeignKey[ReferralConsent] = ForeignKey(
        ReferralConsent, on_delete=OnDelete.cascade, null=False, index=True
    )
    offer: ForeignKey[ReferralOffer] = ForeignKey(
        ReferralOffer, on_delete=OnDelete.cascade, null=False, index=True
    )
    asked_at: Timestamptz = Timestamptz(null=True, default=None)
    """When the provider was last asked with this consent."""
