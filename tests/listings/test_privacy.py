"""The private base of a provider: its postcode and point appear nowhere but with the owner."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from marketplace.audit import service as audit
from marketplace.kernel.database import DB
from marketplace.listings import service
from marketplace.listings.indexing import repository as indexing
from marketplace.listings.indexing.rules import document_of
from marketplace.listings.records.service import settle
from marketplace.listings.repository import _SELECT_CARDS, _SELECT_PUBLIC
from marketplace.listings.schemas import ServiceArea
from marketplace.places.schemas import Place, PlaceKind
from tests.factories.listings import (
    ACTOR,
    FEW_PLACES,
    MELKSHAM,
    MERE,
    make_personal_assistant,
    point_of,
    publish,
)

LATITUDE, LONGITUDE = point_of(MELKSHAM)


def assert_silent(value):
    said = msgspec.json.encode(value).decode()
    assert MELKSHAM not in said
    assert MELKSHAM.replace(" ", "") not in said
    assert str(LATITUDE) not in said
    assert str(LONGITUDE) not in said


async def test_base_is_in_no_card_listing_or_document(db):
    listing_id = await publish(make_personal_assistant())
    assert_silent(await service.list_cards([listing_id]))
    assert_silent(await service.get_listing(listing_id))
    row = (await indexing.read_rows([listing_id]))[listing_id]
    assert_silent(row)
    assert_silent(document_of(row))


async def test_base_is_in_no_audit_entry(db):
    draft = make_personal_assistant()
    listing_id = await publish(draft)
    moved = make_personal_assistant(
        organization=draft.organization, area=ServiceArea(base_postcode=MERE, miles=2.0)
    )
    await service.update_listing(listing_id, moved, 3, gazetteer=FEW_PLACES, actor=ACTOR)
    entries = await audit.list_history("listing", listing_id)
    assert len(entries) == 4
    assert_silent(entries)
    assert MERE not in msgspec.json.encode(entries).decode()


async def test_base_is_kept_for_the_owner(db):
    listing_id = await publish(make_personal_assistant())
    assert (await service.get_stored(listing_id)).draft.area.base_postcode == MELKSHAM


async def test_base_is_in_one_private_table_only(db):
    await publish(make_personal_assistant())
    tables = await DB._run_in_pool(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    connection = DB.current_transaction.get().connection
    holding = set()
    for table in (row["relname"] for row in tables):
        if await connection.fetchval(
            f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%' || $1 || '%'", MELKSHAM
        ):
            holding.add(table)
    assert holding == {"service_area_base"}


def test_no_public_query_reads_the_private_table():
    for query in (_SELECT_CARDS, _SELECT_PUBLIC, indexing._SELECT):
        assert "service_area_base" not in query


async def test_public_point_is_the_same_for_all_bases_of_a_cell(db):
    listing = await service.get_listing(await publish(make_personal_assistant()))
    assert (listing.latitude, listing.longitude) != (LATITUDE, LONGITUDE)
    assert listing.area.near == "SN12"


METRES_TO_DEGREES = 1 / 111_195


class OnePlace:
    """Knows one postcode; a metre from it the district and the council have other names."""

    def __init__(self, latitude, longitude):
        self.postcode = self._place(latitude, longitude, PlaceKind.POSTCODE)

    def find_place(self, _text):
        return self.postcode

    def place_at(self, latitude, longitude):
        return self._place(latitude, longitude, PlaceKind.POINT)

    def _place(self, latitude, longitude, kind):
        return Place(
            label=MELKSHAM,
            kind=kind,
            latitude=latitude,
            longitude=longitude,
            district=f"district at {latitude:.5f}, {longitude:.5f}",
            council_code=f"council at {latitude:.5f}, {longitude:.5f}",
        )


@given(
    latitude=st.floats(49.9, 60.8),
    longitude=st.floats(-8.1, 1.7),
    north=st.floats(-1, 1),
    east=st.floats(-1, 1),
)
def test_what_is_public_of_a_base_depends_on_its_cell_only(latitude, longitude, north, east):
    draft = make_personal_assistant()

    def public(at_latitude, at_longitude):
        record = settle(draft, OnePlace(at_latitude, at_longitude))
        return record.latitude, record.longitude, record.near, record.council_code

    centre = public(latitude, longitude)
    nearby = public(centre[0] + north * 400 * METRES_TO_DEGREES, centre[1] + east * 400 * METRES_TO_DEGREES)
    assert nearby == centre


def test_a_cell_on_a_border_says_one_district_and_one_council_of_all_its_bases(gazetteer):
    in_wiltshire, in_bath_and_north_east_somerset = "BA15 2LY", "BA2 7TT"
    first, second = (
        settle(make_personal_assistant(area=ServiceArea(base_postcode=postcode, miles=5.0)), gazetteer)
        for postcode in (in_wiltshire, in_bath_and_north_east_somerset)
    )
    assert first.draft.area.base_postcode != second.draft.area.base_postcode
    assert (first.latitude, first.longitude) == (second.latitude, second.longitude)
    assert (first.near, first.council_code) == (second.near, second.council_code)
