"""What goes in and out of agreements. Money is whole pence, days are whole days."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.councils.clauses.schemas import ClauseText
from marketplace.councils.schemas import CouncilPart
from marketplace.kernel.errors import ConflictError


class AgreementState(StrEnum):
    """Where a version is. The last two are final."""

    WRITING = "writing"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    """Was in force, until a newer version was."""
    DROPPED = "dropped"
    """Was proposed, and a newer version was before all had agreed."""


class Every(StrEnum):
    """How often a member pays in."""

    WEEK = "week"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"


class ShareRule(StrEnum):
    """How a cost is shared."""

    EQUAL = "equal"
    WEIGHT = "weight"
    FIXED = "fixed"
    """Each cost as the amounts say; what is over or under is shared equally."""
    SESSIONS = "sessions"
    """By how often each came."""


class AbsentRule(StrEnum):
    """Who pays the share of a member who does not come, where costs are shared by sessions or else."""

    PAYS = "pays"
    WITH_NOTICE_FREE = "with_notice_free"
    """Whoever said so in time does not pay; the others do."""
    POOL_PAYS = "pool_pays"


class HolderKind(StrEnum):
    """Who holds the pool's account."""

    MEMBER = "member"
    USER_LED_ORGANISATION = "user_led_organisation"
    INDIVIDUAL_SERVICE_FUND = "individual_service_fund"
    PROVIDER = "provider"


class EmployerKind(StrEnum):
    """Who employs the worker."""

    NONE = "none"
    """Nobody: whoever gives the support is self-employed or an organisation."""
    MEMBER = "member"
    ORGANISATION = "organisation"


class MemberTerm(Struct, frozen=True, kw_only=True):
    """What the terms say of one member."""

    member_id: UUID
    name: str = ""
    """As the member is called in the pool. It is never kept in a version."""
    contribution_pence: int = 0
    every: Every = Every.WEEK
    weight: int = 1
    """For shares by weight."""
    fixed_pence: int = 0
    """Of each cost, for shares by fixed amount."""


class Holder(Struct, frozen=True, kw_only=True):
    """Who holds the account."""

    kind: HolderKind = HolderKind.MEMBER
    name: str = ""
    """Of the organisation; empty for a member."""
    member_id: UUID | None = None


class Employer(Struct, frozen=True, kw_only=True):
    """Who employs the worker, and what they are insured by."""

    kind: EmployerKind = EmployerKind.NONE
    name: str = ""
    """Of the organisation; empty for a member."""
    member_id: UUID | None = None
    insurer: str = ""
    insured_until: date | None = None


class Terms(Struct, frozen=True, kw_only=True):
    """What leads write. Everything that an agreement says beside the words of its clauses."""

    purpose: str = ""
    """In the pool's own words."""
    activity: str = ""
    """What it pays for, as part of a sentence: "a Tuesday art group"."""
    days: str = ""
    place: str = ""
    members: tuple[MemberTerm, ...] = ()
    """In the order of joining."""
    lead_ids: tuple[UUID, ...] = ()
    holder: Holder = Holder()
    employer: Employer = Employer()
    share_rule: ShareRule = ShareRule.EQUAL
    absent_rule: AbsentRule = AbsentRule.PAYS
    absent_notice_hours: int = 48
    holiday: str = ""
    """Who comes while the worker is on holiday, in words."""
    sickness: str = ""
    joining: str = ""
    """What the pool adds to its clause, as for the next."""
    notice_weeks: int = 4
    disagreements: str = ""
    review_on: date | None = None


class FrozenWords(Struct, frozen=True, kw_only=True):
    """The words that a version has for good, whatever a council changes afterwards."""

    language: str
    clauses: tuple[ClauseText, ...]
    """In order, with the names of facts still in them."""
    facts: dict[str, str]
    """Facts by their names in the clauses: council, support, safeguarding, keep times; of a version that was
    proposed also those of its terms."""
    sentences: dict[str, tuple[str, ...]] = {}
    """What the terms say, by the code of the clause, with the id of a member in braces for the name. Empty
    while nothing was proposed: then the sentences are made anew."""
    council_is: CouncilPart
    council_has_own: bool = False
    """Some words are the council's own."""


class Agreement(Struct, frozen=True, kw_only=True):
    """One version, with the names of members as they are now."""

    id: UUID
    pool_id: UUID
    number: int
    version: int
    """Raised by each change while it is written."""
    state: AgreementState
    terms: Terms
    words: FrozenWords | None
    """None while it is written."""
    made_by: UUID | None
    """The member who proposed it, or began to write it."""
    changed_at: datetime
    proposed_on: date | None
    in_force_on: date | None
    ended_on: date | None
    """Since when it is replaced or dropped."""


class Consent(Struct, frozen=True, kw_only=True):
    """That a member agreed to a version."""

    member_id: UUID
    agreed_on: date
    acting_for: bool = False
    """A supporter said it for the member."""
    relation: str = ""


class Waiting(Struct, frozen=True, kw_only=True):
    """One whom a version names, and whether they have agreed."""

    member_id: UUID
    name: str
    consent: Consent | None
    is_gone: bool = False
    """Has no place any more: a version that names them comes into force no more."""


class CouncilSaid(Struct, frozen=True, kw_only=True):
    """That a member's council said yes. Known to the member alone."""

    who: str
    """Who said it, by what they are: "my social worker"."""
    said_on: date


class Outcome(Struct, frozen=True, kw_only=True):
    """What a member's share is for in their own care plan, in their words. Known to the member alone."""

    member_id: UUID
    words: str
    changed_at: datetime
    version: int


class AgreementView(Struct, frozen=True, kw_only=True):
    """A version as a member of its pool sees it."""

    agreement: Agreement
    waiting: tuple[Waiting, ...]
    own_consent: Consent | None
    names_viewer: bool
    """The version names the member as whom the viewer looks."""
    may_write: bool
    """The viewer leads the pool."""
    latest_number: int
    """Of the newest version that was proposed."""
    title: str
    """Of the pool."""
    own_name: str = ""
    """What the viewer's member is called."""
    is_acting: bool = False
    """The viewer acts for that member."""
    has_consented: bool = False
    """Somebody for whom the viewer speaks has agreed."""

    @property
    def may_agree(self) -> bool:
        """Whether it waits for this viewer."""
        is_open = self.agreement.state is AgreementState.PROPOSED
        return is_open and self.names_viewer and self.own_consent is None and not self.is_stale

    @property
    def is_stale(self) -> bool:
        """It names somebody who has no place any more, and so leads have to propose another."""
        return any(each.is_gone for each in self.waiting)


class AgreementItem(Struct, frozen=True, kw_only=True):
    """A version in the list of a pool's versions."""

    number: int
    state: AgreementState
    proposed_on: date
    in_force_on: date | None
    ended_on: date | None


class Overview(Struct, frozen=True, kw_only=True):
    """Where the agreement of a pool is, for one of its own."""

    in_force: AgreementView | None
    proposed: AgreementView | None
    writing: Agreement | None
    """For leads."""
    unnamed: tuple[str, ...]
    """Names of members with a place whom neither version names."""
    outcome: Outcome | None
    """None also where the viewer speaks for several, and the page does not say for whom."""
    may_write: bool
    is_member: bool
    speaks_for_several: bool = False


class NewerVersionError(ConflictError):
    """Somebody would agree to a version that is not the one that waits any more."""

    def __init__(self, message: str, newest: int | None) -> None:
        super().__init__(message)
        self.newest = newest
        """Number of the version that waits now, if any does."""


class TermsChangedError(ConflictError):
    """Another lead wrote terms meanwhile; `theirs` is how they are now."""

    def __init__(self, message: str, theirs: "Agreement") -> None:
        super().__init__(message)
        self.theirs = theirs
