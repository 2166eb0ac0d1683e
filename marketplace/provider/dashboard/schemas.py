"""What the provider's first page shows."""

from uuid import UUID

from msgspec import Struct

from marketplace.kernel.paging import Page
from marketplace.listings.organizations.schemas import Claim, Membership


class State(Struct, frozen=True, kw_only=True):
    """How something is, in a word or two, and the colour of its tag."""

    words: str
    colour: str
    why: str = ""
    """A sentence that says more."""


class Card(Struct, frozen=True, kw_only=True):
    """A listing of the provider's."""

    id: UUID
    title: str
    provider: str
    states: tuple[State, ...]
    is_public: bool
    is_paused: bool
    is_due: bool
    """It is time to say that all is still right."""
    confirmed: str
    free: str
    change: State | None
    """How changes to it are that are under way."""
    change_url: str


class Begun(Struct, frozen=True, kw_only=True):
    """A new listing that is being written or checked."""

    url: str
    title: str
    provider: str
    state: State
    note: str


class Home(Struct, frozen=True, kw_only=True):
    """Everything on the page."""

    cards: Page[Card]
    begun: Page[Begun]
    organizations: tuple[tuple[Membership, int], ...]
    """Each with how many people look after it."""
    claims: tuple[tuple[Claim, State], ...]
    has_several: bool
    """There are several organisations, so that each listing says whose it is."""
    looked_for: tuple[str, ...] = ()
    """What people near these listings looked for and did not find, in words."""
