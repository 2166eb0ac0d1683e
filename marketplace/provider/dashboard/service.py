"""Collects what the first page shows, in a fixed small number of statements."""

from collections.abc import Sequence

from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import list_council_settings
from marketplace.gaps.unmet import service as unmet
from marketplace.kernel import clock
from marketplace.kernel.paging import Page
from marketplace.listings.editing.keeping import service as keeping
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims.service import list_claims_of
from marketplace.listings.schemas import StoredListing
from marketplace.places.service import Gazetteer
from marketplace.provider.dashboard import rules
from marketplace.provider.dashboard.schemas import Home


async def get_home(
    viewer: Viewer, page: int, begun_page: int = 1, gazetteer: Gazetteer | None = None
) -> Home:
    """Listings, what is under way, organisations and claims of the viewer, and what is missing near them.

    `page` is that of the listings, `begun_page` that of the new ones. Without a gazetteer nothing is said of
    what is missing.
    """
    account_id = organizations.account_of(viewer)
    memberships = await organizations.list_organizations_of(account_id)
    ids = [membership.organization.id for membership in memberships]
    found = await keeping.list_own_listings(ids, page)
    begun = await keeping.list_begun(ids, begun_page)
    changes = await keeping.list_changes([stored.id for stored in found.items])
    settings = await list_council_settings({stored.council_code for stored in found.items})
    people = await keeping.count_people(ids)
    today = clock.today()
    cards = tuple(
        rules.card_of(stored, changes.get(stored.id), settings[stored.council_code], today)
        for stored in found.items
    )
    return Home(
        cards=Page(items=cards, total=found.total, page=found.page, per_page=found.per_page),
        begun=Page(
            items=tuple(rules.begun_of(request) for request in begun.items),
            total=begun.total,
            page=begun.page,
            per_page=begun.per_page,
        ),
        organizations=tuple(
            (membership, people.get(membership.organization.id, 0)) for membership in memberships
        ),
        claims=tuple((claim, rules.state_of_claim(claim)) for claim in await list_claims_of(account_id)),
        has_several=len(memberships) > 1,
        looked_for=await _looked_for(found.items, gazetteer),
    )


async def _looked_for(own: Sequence[StoredListing], gazetteer: Gazetteer | None) -> tuple[str, ...]:
    """What people looked for and did not find where these listings reach."""
    if gazetteer is None:
        return ()
    reaches = [
        rules.reach_of(stored.draft, gazetteer.find_place(rules.starts_at(stored.draft))) for stored in own
    ]
    return tuple(rules.looked_for_words(each) for each in await unmet.near_reaches(reaches, gazetteer))
