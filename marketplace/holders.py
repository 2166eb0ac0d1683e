"""Each room that keeps something about an account, put together for pages and for the worker."""

from marketplace.accounts.holding.service import SignInHolder
from marketplace.accounts.schemas import DataHolders
from marketplace.audit.service import AuditHolder
from marketplace.concerns.holding.service import ConcernHolder
from marketplace.enquiries.holding.service import EnquiryHolder
from marketplace.feedback.holding.service import FeedbackHolder
from marketplace.links.service import LinkHolder
from marketplace.listings.capacity.service import CapacityHolder
from marketplace.listings.evidence.service import EvidenceHolder
from marketplace.listings.freshness.service import FreshnessHolder
from marketplace.listings.imports.kept.service import ImportHolder
from marketplace.listings.organizations.leaving.service import OrganizationHolder
from marketplace.listings.reviewing.service import LookHolder
from marketplace.mail.service import LetterHolder
from marketplace.pooling.agreements.holding.service import AgreementHolder, OrphanHolder
from marketplace.pooling.desk.holding.service import DeskHolder
from marketplace.pooling.holding.service import PoolHolder
from marketplace.pooling.meeting.holding.service import MeetingHolder
from marketplace.pooling.money.holding.service import MoneyHolder
from marketplace.pooling.statements.holding.service import StatementHolder
from marketplace.referrals.holding.service import ReferralHolder
from marketplace.shortlists.packs.service import PackHolder
from marketplace.shortlists.service import ShortlistHolder
from marketplace.wanted.alerts.service import AlertHolder
from marketplace.wanted.holding.service import AdvertHolder
from marketplace.wanted.searches.service import SearchHolder

DATA_HOLDERS = DataHolders(
    (
        SignInHolder(),
        EnquiryHolder(),
        FeedbackHolder(),
        AdvertHolder(),
        OrganizationHolder(),
        EvidenceHolder(),
        CapacityHolder(),
        FreshnessHolder(),
        LookHolder(),
        ImportHolder(),
        ConcernHolder(),
        ReferralHolder(),
        SearchHolder(),
        AgreementHolder(),
        StatementHolder(),
        MeetingHolder(),
        DeskHolder(),
        MoneyHolder(),
        PoolHolder(),
        OrphanHolder(),
        LinkHolder(),
        LetterHolder(),
        AuditHolder(),
        PackHolder(),
        ShortlistHolder(),
        AlertHolder(),
    )
)
"""Each room that keeps something about an account, so that all of it can be handed over or erased.

Letters come after those who may still write one. The last but one holds the account until it is gone.
"""
