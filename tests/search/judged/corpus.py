"""The listings that searches are judged on: 20,000 made-up ones all over England, and the planted ones.

They go the product's own way: a draft is checked and settled as loading does it, and `document_of` makes of
it what the index takes. Only the tables between the two are left out; tests/search/test_judged_corpus.py
holds that short cut to what PostgreSQL gives back.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache

from marketplace.kernel.clock import stopped_at
from marketplace.listings.indexing.rules import document_of
from marketplace.listings.indexing.schemas import IndexRow
from marketplace.listings.records.service import settle
from marketplace.listings.schemas import ListingDraft, ListingRecord
from marketplace.places.service import Gazetteer
from search.documents import SearchDocument
from seed.demo.generator import generate_listings
from tests.search.judged.planted import planted_listings

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MADE_UP = 20_000


def rows(gazetteer: Gazetteer, made_up: int = MADE_UP) -> tuple[IndexRow, ...]:
    """The facts of every listing: the made-up ones in their order, then the planted. Made once a session."""
    return _rows(gazetteer, made_up)


@cache
def _rows(gazetteer: Gazetteer, made_up: int) -> tuple[IndexRow, ...]:
    generated = generate_listings(made_up, gazetteer, today=TODAY)
    return (*settled(generated, gazetteer), *settled(planted_listings().values(), gazetteer))


def settled(drafts: Iterable[ListingDraft], gazetteer: Gazetteer) -> tuple[IndexRow, ...]:
    """Drafts as they would be read back from the tables, once they are published."""
    with stopped_at(NOON):
        return tuple(row_of(settle(draft, gazetteer)) for draft in drafts)


def documents(gazetteer: Gazetteer, made_up: int = MADE_UP) -> list[SearchDocument]:
    """What the index takes, in the order of `rows`."""
    return [document_of(row) for row in rows(gazetteer, made_up)]


def row_of(record: ListingRecord) -> IndexRow:
    """A settled listing as the index reads it from the tables, published and in its first version."""
    draft = record.draft
    venue, area, capacity = draft.venue, draft.area, draft.capacity
    return IndexRow(
        id=record.id,
        version=1,
        is_public=True,
        kind=draft.kind.value,
        title=draft.title,
        summary=draft.summary,
        description=draft.description,
        easy_read=list(draft.easy_read),
        provider=draft.organization.name,
        care_groups=list(draft.care_groups),
        support_types=list(draft.support_types),
        languages=list(draft.languages),
        cultures=list(draft.cultures),
        genders=list(draft.genders),
        transport=list(draft.transport),
        access=list(draft.access),
        funding=list(draft.funding),
        times=list(record.times),
        checks_held=list(record.checks_held),
        hours_per_week=capacity.hours_per_week if capacity else None,
        places=capacity.places if capacity else None,
        price_pence=record.price_pence,
        minimum_age=draft.minimum_age,
        maximum_age=draft.maximum_age,
        confirmed_on=draft.confirmed_on,
        is_lapsed=False,
        venue_name=venue.name if venue else None,
        town=venue.town if venue else None,
        is_venue=venue is not None,
        latitude=record.latitude,
        longitude=record.longitude,
        miles=area.miles if area else None,
        named=list(area.named) if area else None,
    )
