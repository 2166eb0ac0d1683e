"""Saved searches: what is kept of a search, whose it is, and its pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.finder.keeping.rules import keep, name_of
from marketplace.finder.params.rules import parse_query
from marketplace.finder.params.schemas import SearchParams
from marketplace.finder.service import get_vocabulary
from marketplace.kernel.database import connection
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.places.schemas import PlaceKind
from marketplace.wanted.searches import rules, service
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM

QUERY = "near=SN12&support_type=swimming"


async def make_viewer(role="person"):
    return await viewer_of(await make_account(role))


async def save(viewer, name="Swimming", query=QUERY, *, wants_alerts=True):
    return await service.save_search(name, query, viewer, wants_alerts=wants_alerts)


async def rows(statement, *values):
    async with connection() as raw:
        return [dict(row) for row in await raw.fetch(statement, *values)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("SN12 6AD", "SN12"), ("sn126ad", "SN12"), ("SN12 6", "SN12"), ("SN12", "SN12"),
        ("Melksham, Wiltshire", "Melksham, Wiltshire"), ("10 High Street, SN12 6AD", "10 High Street, SN12"),
        ("art and B1 1AA pots", "art and B1 pots"), ("2 b", "2 b"), ("", ""),
    ],
)  # fmt: skip
def test_of_a_postcode_the_first_half_is_kept(typed, kept):
    assert rules.rough(typed) == kept


@given(st.from_regex(r"\A[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\Z"), st.text(max_size=20))
def test_no_whole_postcode_is_ever_kept(postcode, around):
    kept = rules.rough(f"{around} {postcode} {around}")
    assert postcode not in kept
    assert rules.rough(kept) == kept


@given(st.text(min_size=1, max_size=200))
def test_a_name_that_was_made_always_fits(name):
    assert len(rules.short_name(name)) <= rules.LONGEST_NAME


@pytest.mark.parametrize("kind", [PlaceKind.POSTCODE, PlaceKind.SECTOR, PlaceKind.POINT])
def test_an_exact_place_becomes_its_district(kind):
    place = replace(FEW_PLACES.find_place(MELKSHAM), kind=kind)
    kept = keep(SearchParams(q="swim", near="somewhere exact"), place, get_vocabulary())
    assert (kept.params.near, kept.is_rougher) == ("SN12", True)
    assert kept.query == "q=swim&near=SN12"


def test_an_address_that_only_a_geocoder_knows_is_not_kept():
    answer = replace(FEW_PLACES.find_place(MELKSHAM), kind=PlaceKind.TOWN, attribution="© a map")
    kept = keep(SearchParams(near="10 High Street, Melksham"), answer, get_vocabulary())
    assert kept.params.near == "SN12"


def test_how_a_page_is_shown_is_no_part_of_what_is_kept():
    asked = b"near=Melksham&language=somali&sort=price&page=3&per_page=50&view=map"
    params, problems = parse_query(asked, get_vocabulary(), form=True)
    assert not problems
    kept = keep(params, None, get_vocabulary())
    assert kept.query == "near=Melksham&language=somali"
    assert name_of(kept.params, get_vocabulary()) == "Somali · Melksham"


async def test_who_saves_a_search_finds_it_again(db):
    viewer = await make_viewer()
    search_id = await save(viewer)
    (found,) = (await service.list_searches(viewer)).items
    assert (found.id, found.name, found.query, found.wants_alerts) == (search_id, "Swimming", QUERY, True)


async def test_saving_the_same_again_only_renames_it(db):
    viewer = await make_viewer()
    first = await save(viewer)
    again = await save(viewer, "Pool", wants_alerts=False)
    (found,) = (await service.list_searches(viewer)).items
    assert first == again == found.id
    assert (found.name, found.wants_alerts) == ("Pool", False)


async def test_there_is_an_end_to_how_many_can_be_kept(db):
    viewer = await make_viewer()
    for number in range(rules.MOST_SEARCHES):
        await save(viewer, query=f"q=number{number}")
    with pytest.raises(InvalidError, match="Remove one first"):
        await save(viewer, query="q=one+more")
    assert (await service.list_searches(viewer)).total == rules.MOST_SEARCHES
    shown = [one.id for page in (1, 2) for one in (await service.list_searches(viewer, page)).items]
    assert len(set(shown)) == rules.MOST_SEARCHES


@pytest.mark.parametrize(
    ("name", "query"),
    [("", QUERY), ("x" * 61, QUERY), ("Name", ""), ("Name", "q=" + "x" * 2000)],
    ids=["no name", "long name", "asks for nothing", "too much"],
)
async def test_what_cannot_be_kept_is_refused(db, name, query):
    with pytest.raises(InvalidError):
        await save(await make_viewer(), name, query)


async def test_another_persons_search_is_not_there(db):
    search_id, stranger = await save(await make_viewer()), await make_viewer()
    with pytest.raises(NotFoundError):
        await service.get_search(search_id, stranger)
    with pytest.raises(NotFoundError):
        await service.change_search(search_id, "Mine", stranger, wants_alerts=False)
    with pytest.raises(NotFoundError):
        await service.drop_search(search_id, stranger)
    assert (await service.list_searches(stranger)).total == 0


async def test_a_removed_search_is_gone(db):
    viewer = await make_viewer()
    await service.drop_search(await save(viewer), viewer)
    assert await rows("SELECT * FROM saved_search") == []


async def test_the_trail_says_nothing_of_searches(db):
    viewer = await make_viewer()
    await service.drop_search(await save(viewer, "My secret"), viewer)
    said = await rows("SELECT * FROM audit_entry WHERE record_type = 'saved_search'")
    assert said == []
