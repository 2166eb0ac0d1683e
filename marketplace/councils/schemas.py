"""What goes in and out of the councils room: everything that a council can choose, with national defaults."""

from enum import StrEnum

from msgspec import Struct, field

NATIONAL = "national"
"""Stands for every place whose own council is not in the system."""


class SafeguardingContact(Struct, frozen=True, kw_only=True):
    """Whom to tell when somebody may be unsafe. For everybody; `email` gets each such concern at once."""

    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""
    """When the phone is answered, and whom to ring outside these hours, in words."""
    is_national_default: bool = False
    """The council gave none: the words say to ring the council."""


class Tier(Struct, frozen=True, kw_only=True):
    """A step of a council's own scheme. Tiers are in order; one that is reached has those before it too."""

    code: str
    name: str
    required_checks: tuple[str, ...] = ()
    """Codes of the taxonomy CHECK, on top of those that the kind of support needs to be listed."""
    lowest_references: int = 0
    """How many references a steward must have taken up."""


class Looks(Struct, frozen=True, kw_only=True):
    """How a council's own site looks. Empty = as the environment says, else as we made it."""

    site_name: str = ""
    tagline: str = ""
    colour: str = ""
    """Main colour, "#1f5147"; readable on white."""
    accent: str = ""
    logo: str = ""
    """Name of a picture kept in this room: the SHA-256 of its content."""


class SingleSignOn(Struct, frozen=True, kw_only=True):
    """Where a council's staff sign in. The secret is not in it: `service.get_client_secret`."""

    issuer: str = ""
    """Address of the OpenID provider, https except on this very machine."""
    client_id: str = ""
    has_secret: bool = False
    domains: tuple[str, ...] = ()
    """Only email addresses of these domains may come in by it: "wiltshire.gov.uk", each in small letters."""
    asks_second_factor: bool = False
    """The council says that its service asks each of its staff for a second factor: we do not ask again."""
    default_role: str = ""
    """What somebody of these domains becomes who was not invited: "practitioner" or "commissioner". Without
    one only the invited come in, and a steward or an administrator is always invited."""

    @property
    def is_on(self) -> bool:
        """Staff can sign in by it."""
        return bool(self.issuer and self.client_id and self.has_secret and self.domains)


def _required_checks() -> dict[str, tuple[str, ...]]:
    return {
        "personal_assistant": ("dbs", "identity", "right_to_work", "references"),
        "micro_enterprise": ("dbs", "insurance", "safeguarding_training"),
        "co_operative": ("dbs", "insurance", "safeguarding_training"),
        "community_activity": ("insurance",),
        "support_organization": ("insurance", "data_protection"),
    }


_TIERS = (
    Tier(code="registered", name="Registered"),
    Tier(
        code="accredited",
        name="Accredited",
        required_checks=(
            "dbs",
            "identity",
            "references",
            "insurance",
            "safeguarding_training",
            "code_of_conduct",
        ),
        lowest_references=2,
    ),
)


class CouncilPart(StrEnum):
    """What a council has to do with an agreement of a pool in its area."""

    NOTHING = "nothing"
    TOLD = "told"
    """Members tell it; it gets a letter that there is a pool, without names, where it gave an address."""
    ASKED = "asked"
    """Each member says that their council said yes, before they agree."""


class PackPart(StrEnum):
    """A part of what a member of a pool can show their council worker of their own record."""

    AGREEMENT = "agreement"
    OUTCOMES = "outcomes"
    CONTRIBUTIONS = "contributions"
    SPENDING = "spending"
    SESSIONS = "sessions"
    BALANCE = "balance"
    RECEIPTS = "receipts"


class PoolSettings(Struct, frozen=True, kw_only=True):
    """What a council says about pools: people who put direct payments together. Years are whole years."""

    clauses: dict[str, str] = field(default_factory=dict)
    """The council's words in place of national ones, by the codes of `councils.clauses`."""
    council_is: CouncilPart = CouncilPart.TOLD
    contact_email: str = ""
    """Where letters about pools go, and packs that a member shares with nobody by name; "" for nowhere."""
    sees: tuple[PackPart, ...] = tuple(part for part in PackPart if part is not PackPart.RECEIPTS)
    """What a member can show to a worker of the council: the member may show less, and never more."""
    statements_kept_years: int = 6
    """The record of money is kept for its year and this many years after it."""
    receipts_kept_years: int = 1
    """Receipts and invoices likewise."""


class TravelMode(StrEnum):
    """How people of a council are taken to get to a place, where access to support is worked out."""

    WALKING = "walking"
    BUS = "bus"
    CAR = "car"


class CouncilSettings(Struct, frozen=True, kw_only=True):
    """Everything that a council chose, and the national defaults for what it did not. Days are whole days."""

    code: str
    name: str
    """As the public says it: "Wiltshire"."""
    version: int = 0
    """Raised by each change; 0 = this council is not in the system, and these are the national defaults."""

    looks: Looks = field(default_factory=Looks)
    words: dict[str, str] = field(default_factory=dict)
    """Plain text in place of built-in words of pages, by the names of `kernel.web.theme.WORDS`."""
    safeguarding: SafeguardingContact = field(default_factory=SafeguardingContact)
    escalate_after_hours: int = 4
    """A safeguarding concern that nobody opened by then goes to the administrators too."""

    confirm_every_days: int = 91
    """A listing is asked whether it is still right this long after it was confirmed."""
    rank_lower_after_days: int = 14
    """Counted from the day when confirming was due: from then on it stands below confirmed ones."""
    hide_after_days: int = 42
    """Counted likewise: from then on it is hidden."""
    sign_in_every_days: int = 120
    """A personal assistant who neither signed in nor confirmed for so long is hidden."""
    ask_capacity_every_days: int = 28
    """People of a listing that says what is free are asked this often whether it still is."""
    warn_days: int = 14
    """This long before anything is hidden or a check runs out, the provider is told."""

    required_checks: dict[str, tuple[str, ...]] = field(default_factory=_required_checks)
    """Kind of support (taxonomy KIND) -> checks (taxonomy CHECK) that it needs to be listed."""
    tiers: tuple[Tier, ...] = _TIERS
    micro_enterprise_size: float = 5.0
    """Most full-time equivalents of a micro-enterprise, whole or half."""
    languages: tuple[str, ...] = ("english",)
    """Codes of the taxonomy LANGUAGE that people of the area use most; they come first where one chooses."""

    single_sign_on: SingleSignOn = field(default_factory=SingleSignOn)

    pooling: PoolSettings = field(default_factory=PoolSettings)

    keeps_signals: bool = True
    """Whether it is counted, without persons, what people of the area look for and what comes of asking."""
    signals_kept_months: int = 24
    """Whole calendar months, beside the one under way."""

    rate_pence_per_hour: int | None = None
    """What a direct payment of the council pays for an hour of a personal assistant, in whole pence; prices
    are compared with it. None = the council does not say."""
    travel_mode: TravelMode = TravelMode.BUS

    concerns_kept_days: int = 730
    """A concern is deleted this long after it was closed."""
    enquiries_kept_days: int = 365
    """A conversation between a person and a provider is deleted this long after its last message."""
    evidence_kept_days: int = 365
    """A file of evidence is deleted this long after it was decided on; of a DBS check, 183 days at most."""
    referrals_kept_days: int = 183
    """A referral is deleted this long after it ended."""
    drafts_kept_days: int = 365
    """What a provider began and never handed in is deleted this long after it was last touched."""

    accounts_kept_days: int = 730
    """An account that nobody uses is deleted after so long. Accounts are of no council: the number of
    `NATIONAL` holds everywhere."""

    @property
    def is_in_system(self) -> bool:
        """It has settings of its own."""
        return self.version > 0


class CouncilName(Struct, frozen=True, kw_only=True):
    """A council that is in the system."""

    code: str
    name: str


class Logo(Struct, frozen=True, kw_only=True):
    """A picture as it is sent."""

    content: bytes
    content_type: str
