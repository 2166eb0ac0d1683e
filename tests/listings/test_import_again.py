"""A spreadsheet that is loaded again, changed, or twice at the same moment: nothing is listed twice."""

import asyncio

import pytest

from marketplace.listings import service as listings
from marketplace.listings.schemas import ListingStatus
from tests.factories.listings import ACTOR, MELKSHAM, TROWBRIDGE
from tests.listings.test_import import ASSISTANT, GROUP, published, read, write_csv

BASE = "Base postcode (never shown)"
PLACE = "Postcode of the place"


async def test_file_read_a_second_time_adds_nothing_and_says_so_row_by_row(db, tmp_path):
    path = write_csv(tmp_path / "ours.csv", GROUP, ASSISTANT)
    assert (await read(path)).listings == 2
    report = await read(path)
    assert (report.rows, report.listings, report.problems) == (2, 0, ())
    assert [(row.row, row.message) for row in report.passed_over] == [
        (2, "already listed as “Tuesday art group” by Trowbridge Makers"),
        (3, "already listed as “Swimming and getting out” by Amina K."),
    ]
    assert report.passed_over_total == 2
    found = await published()
    assert {row.listing_id for row in report.passed_over} == {listing.id for listing in found.values()}
    assert (await listings.count_listings()).total == 2


async def test_dry_run_says_what_is_listed_already(db, tmp_path):
    await read(write_csv(tmp_path / "first.csv", GROUP))
    report = await read(write_csv(tmp_path / "second.csv", GROUP, ASSISTANT), dry_run=True)
    assert (report.listings, [row.row for row in report.passed_over]) == (1, [2])
    assert (await listings.count_listings()).total == 1


async def test_list_that_has_grown_adds_what_is_new_to_the_same_organization(db, tmp_path):
    await read(write_csv(tmp_path / "first.csv", GROUP))
    report = await read(write_csv(tmp_path / "second.csv", GROUP, GROUP | {"Title": "Thursday art group"}))
    assert (report.listings, report.passed_over_total) == (1, 1)
    found = await published()
    assert len(found) == 2
    assert len({listing.organization.id for listing in found.values()}) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"Provider": "  trowbridge   MAKERS "},
        {"Title": "TUESDAY  art group"},
        {PLACE: TROWBRIDGE},
        {"Price": "£9 a session", "Summary": "Other words, of the same group."},
    ],
)
async def test_small_differences_do_not_make_another_listing(db, tmp_path, changes):
    await read(write_csv(tmp_path / "first.csv", GROUP))
    report = await read(write_csv(tmp_path / "second.csv", GROUP | changes))
    assert (report.listings, report.passed_over_total) == (0, 1)
    assert (await published())["Tuesday art group"].costs[0].amount_pence == 800


async def test_club_that_meets_in_two_places_has_two_listings_and_it_is_said(db, tmp_path):
    elsewhere = GROUP | {PLACE: MELKSHAM, "Town of the place": "Melksham"}
    report = await read(write_csv(tmp_path / "first.csv", GROUP, elsewhere))
    assert (report.listings, report.notes) == (2, ())
    mere = GROUP | {PLACE: "BA12 6AA", "Town of the place": "Mere"}
    report = await read(write_csv(tmp_path / "second.csv", GROUP, mere))
    assert (report.listings, report.passed_over_total) == (1, 1)
    assert report.notes == ("The provider of row 3 has a listing with this title at another place too.",)


async def test_personal_assistants_are_the_same_only_from_the_same_base(db, tmp_path):
    elsewhere = ASSISTANT | {BASE: TROWBRIDGE}
    assert (await read(write_csv(tmp_path / "first.csv", ASSISTANT, elsewhere))).listings == 2
    spaceless = ASSISTANT | {BASE: MELKSHAM.lower().replace(" ", "")}
    third = ASSISTANT | {BASE: "BA12 6AA"}
    report = await read(write_csv(tmp_path / "second.csv", spaceless, third))
    assert ([row.row for row in report.passed_over], report.listings, report.notes) == ([2], 1, ())


async def test_what_was_taken_down_is_not_put_back_by_an_old_list(db, tmp_path):
    path = write_csv(tmp_path / "ours.csv", GROUP)
    await read(path)
    (listing,) = (await published()).values()
    await listings.withdraw_listing(listing.id, actor=ACTOR)
    report = await read(path)
    assert (report.listings, report.passed_over[0].status) == (0, ListingStatus.WITHDRAWN)
    assert report.passed_over[0].message == (
        "was listed as “Tuesday art group” by Trowbridge Makers and taken down, so it is not listed again"
    )


async def test_same_list_twice_in_the_same_moment_is_listed_once(committed_db, tmp_path):
    rows = [GROUP | {"Title": f"Group number {number}"} for number in range(40)]
    path = write_csv(tmp_path / "ours.csv", *rows)
    reports = await asyncio.gather(*(read(path) for _ in range(3)))
    assert sorted(report.listings for report in reports) == [0, 0, 40]
    assert sorted(report.passed_over_total for report in reports) == [0, 40, 40]
    assert (await listings.count_listings()).total == 40


async def test_dry_run_does_not_wait_for_an_import_that_is_under_way(committed_db, tmp_path):
    from marketplace.kernel.database import transaction
    from marketplace.listings.imports.duplicates import repository

    path = write_csv(tmp_path / "ours.csv", GROUP)
    async with transaction():
        await repository.take_turn()
        dry = await asyncio.wait_for(_apart(read(path, dry_run=True)), 5)
        assert dry.listings == 1
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(_apart(read(path)), 0.5)
    assert (await listings.count_listings()).total == 0
    assert (await read(path)).listings == 1


async def _apart(work):
    """Run something as another process would: outside of the transaction of this test."""
    from contextvars import Context

    return await asyncio.create_task(work, context=Context())
