"""A steward's spreadsheet: looked at first, brought in as chosen, and taken back as a whole."""

import pytest

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.history.service import list_versions
from marketplace.listings.imports.carrying import service as carrying
from marketplace.listings.imports.choosing import service as choosing
from marketplace.listings.imports.kept import repository as kept
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.imports.kept.schemas import Choice, ImportStatus, Outcome, RowState, Show
from marketplace.listings.imports.nearness.schemas import Why
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.schemas import ListingStatus
from marketplace.stewards.imports.rules import outcome_words, status_words, why_words
from tests.factories.accounts import ACTOR, make_account
from tests.factories.listings import (
    EXETER,
    FEW_PLACES,
    MELKSHAM,
    MERE,
    make_activity,
    make_organization,
    make_personal_assistant,
    publish,
)
from tests.imports.conftest import ASSISTANT, GROUP, send, steward_of


async def rows_of(import_id, viewer, show=Show.ALL):
    found = await imports.get_import(import_id, viewer)
    return (await imports.list_rows(found, show, 1, 0)).items


async def run(import_id, viewer):
    found = await imports.get_import(import_id, viewer)
    return await carrying.start_import(import_id, found.version, viewer, gazetteer=FEW_PLACES)


async def undo(import_id, viewer):
    found = await imports.get_import(import_id, viewer)
    return await carrying.start_undo(import_id, found.version, viewer, gazetteer=FEW_PLACES)


async def choose(import_id, viewer, choices):
    found = await imports.get_import(import_id, viewer)
    await choosing.choose(import_id, choices, found.version, viewer)


async def test_sending_a_spreadsheet_lists_nothing(steward):
    before = await listings.count_listings()
    import_id = await send(steward, GROUP, ASSISTANT)
    assert await listings.count_listings() == before
    counts = await imports.count_rows(import_id)
    assert (counts.total, counts.new, counts.problems, counts.elsewhere) == (2, 2, 0, 0)


async def test_what_is_brought_in_is_public_and_claimable_and_on_record(steward):
    import_id = await send(steward, GROUP, ASSISTANT)
    assert await run(import_id, steward) is ImportStatus.IMPORTED
    rows = await rows_of(import_id, steward)
    assert [row.outcome for row in rows] == [Outcome.ADDED, Outcome.ADDED]
    stored = await listings.get_stored(rows[0].listing)
    assert stored.status is ListingStatus.PUBLISHED
    assert await members.list_members(stored.draft.organization.id) == []
    entry = (await audit.list_history("listing_import", import_id))[-1]
    assert (entry.action, entry.actor, entry.after["added"]) == ("import", steward.actor, 2)
    assert entry.council == "E06000054"


async def test_what_rows_say_is_forgotten_once_they_are_in(steward):
    import_id = await send(steward, ASSISTANT, {**GROUP, "Price": "dear"})
    await run(import_id, steward)
    rows = await rows_of(import_id, steward)
    assert {row.title for row in rows} == {""}
    assert await kept.list_waiting(import_id) == []
    assert [problem.place for problem in await imports.list_problems(import_id, steward)] != []


async def test_a_row_with_a_problem_says_which_cell_and_stays_out(steward):
    import_id = await send(steward, GROUP, {**GROUP, "Title": "Thursday walks", "Price": "dear"})
    (row,) = await rows_of(import_id, steward, Show.PROBLEMS)
    assert (row.number, row.problems[0].heading, row.problems[0].value) == (3, "Price", "dear")
    await run(import_id, steward)
    outcomes = [row.outcome for row in await rows_of(import_id, steward)]
    assert outcomes == [Outcome.ADDED, Outcome.PROBLEM]


async def test_a_row_of_another_council_is_told_and_left_out(steward):
    await steward_of("E10000008")
    elsewhere = {**GROUP, "Postcode of the place": EXETER, "Town of the place": "Exeter"}
    import_id = await send(steward, elsewhere, GROUP)
    rows = await rows_of(import_id, steward)
    assert [row.state for row in rows] == [RowState.ELSEWHERE, RowState.READY]
    assert "Wiltshire" in rows[0].problems[0].message
    await run(import_id, steward)
    assert [row.outcome for row in await rows_of(import_id, steward)] == [Outcome.ELSEWHERE, Outcome.ADDED]


async def test_a_listing_of_another_council_is_never_named_as_alike(steward):
    other = await steward_of("E10000008")
    place = {**GROUP, "Postcode of the place": EXETER, "Town of the place": "Exeter"}
    await run(await send(other, place, council="E10000008"), other)
    (row,) = await rows_of(await send(steward, GROUP), steward)
    assert row.alike == ()
    (row,) = await rows_of(await send(steward, place), steward)
    assert (row.state, row.alike) == (RowState.ELSEWHERE, ())


async def test_a_private_base_on_record_tells_nothing(steward):
    """Two rows that differ in their base alone get the same answer, whichever base is on record."""
    await publish(make_personal_assistant(title="Swimming and getting out"))
    found = []
    for base in (MELKSHAM, MERE):
        (row,) = await rows_of(
            await send(steward, {**ASSISTANT, "Base postcode (never shown)": base}), steward
        )
        found.append([(each.why, each.score) for each in row.alike])
    assert found[0] == found[1] != []


async def test_the_same_listing_is_found_and_left_out_unless_somebody_says_otherwise(steward):
    listing_id = await publish(make_activity())
    import_id = await send(steward, GROUP)
    (row,) = await rows_of(import_id, steward)
    assert [(each.listing, each.why) for each in row.alike] == [(listing_id, Why.SAME)]
    assert row.choice is Choice.LEAVE
    with pytest.raises(ConflictError):
        await run(import_id, steward)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Title": "Art group on Tuesdays"}, Why.PLACE),
        ({"Postcode of the place": MELKSHAM, "Provider": "The Trowbridge Makers"}, Why.NAME),
        (
            {"Postcode of the place": MELKSHAM, "Provider": "Else", "Website": "http://www.makers.example/"},
            Why.WEBSITE,
        ),
        ({"Title": "Bowls for beginners"}, None),
    ],
)
async def test_near_ones_are_found(steward, changes, why):
    organization = make_organization("Trowbridge Makers", website="https://makers.example")
    await publish(make_activity(organization=organization))
    (row,) = await rows_of(await send(steward, {**GROUP, **changes}), steward)
    assert [each.why for each in row.alike] == ([why] if why else [])


async def test_rows_that_are_alike_in_the_file_are_named(steward):
    twice = {**GROUP, "Title": "tuesday ART group"}
    near = {**GROUP, "Title": "Thursday art group"}
    import_id = await send(steward, GROUP, twice, near)
    rows = await rows_of(import_id, steward)
    assert [row.choice for row in rows] == [Choice.NEW, Choice.LEAVE, Choice.NEW]
    assert rows[1].alike[0].row == 2
    assert rows[1].alike[0].why is Why.SAME
    assert {each.row for each in rows[2].alike} == {2, 3}


async def test_assistants_who_share_a_first_name_are_not_the_same_in_a_file(steward):
    other = {**ASSISTANT, "Base postcode (never shown)": MERE}
    rows = await rows_of(await send(steward, ASSISTANT, other), steward)
    assert [row.choice for row in rows] == [Choice.NEW, Choice.NEW]


async def test_merging_fills_what_is_empty_and_undoing_empties_it_again(steward):
    listing_id = await publish(make_activity(schedule=(), funding=()))
    before = await listings.get_stored(listing_id)
    import_id = await send(
        steward, {**GROUP, "Summary": "Other words than those.", "Funding taken": "Direct payment"}
    )
    await choose(import_id, steward, {2: str(listing_id)})
    await run(import_id, steward)
    merged = (await listings.get_stored(listing_id)).draft
    assert (merged.schedule[0].day, merged.funding) == ("tue", ("direct_payment",))
    assert merged.summary == before.draft.summary
    assert (await list_versions(listing_id)).total == 1
    await undo(import_id, steward)
    after = await listings.get_stored(listing_id)
    assert after.draft == before.draft
    assert after.status is ListingStatus.PUBLISHED


async def test_undoing_a_merge_leaves_the_private_base(steward):
    listing_id = await publish(make_personal_assistant(title="Swimming and getting out", languages=()))
    import_id = await send(steward, {**ASSISTANT, "Languages": "Polish", "Base postcode (never shown)": MERE})
    await choose(import_id, steward, {2: str(listing_id)})
    await run(import_id, steward)
    merged = (await listings.get_stored(listing_id)).draft
    assert (merged.languages, merged.area.base_postcode) == (("polish",), MELKSHAM)
    await undo(import_id, steward)
    after = (await listings.get_stored(listing_id)).draft
    assert (after.languages, after.area.base_postcode) == ((), MELKSHAM)


async def test_undoing_takes_down_what_was_added(steward):
    import_id = await send(steward, GROUP, ASSISTANT)
    await run(import_id, steward)
    assert await undo(import_id, steward) is ImportStatus.UNDONE
    for row in await rows_of(import_id, steward):
        assert row.undone == "undone"
        assert (await listings.get_stored(row.listing)).status is ListingStatus.WITHDRAWN
    assert (await audit.list_history("listing_import", import_id))[-1].action == "undo_import"
    with pytest.raises(ConflictError):
        await undo(import_id, steward)


async def test_after_undoing_the_mended_file_can_be_brought_in(steward):
    import_id = await send(steward, GROUP)
    await run(import_id, steward)
    await undo(import_id, steward)
    (row,) = await rows_of(await send(steward, GROUP), steward)
    assert (row.alike, row.choice) == ((), Choice.NEW)


async def test_undoing_leaves_what_somebody_changed_or_took_on(steward):
    other = {**GROUP, "Title": "Bowls for beginners"}
    third = {**GROUP, "Provider": "Melksham Movers", "Title": "Dancing for all"}
    import_id = await send(steward, GROUP, other, third)
    await run(import_id, steward)
    first, second, last = await rows_of(import_id, steward)
    await listings.confirm_listing(first.listing, actor=ACTOR)
    organization = (await listings.get_stored(last.listing)).draft.organization.id
    account = await make_account("provider")
    await members.add_member(organization, account.id, MemberRole.OWNER, clock.now())
    await undo(import_id, steward)
    assert [row.undone for row in await rows_of(import_id, steward)] == ["left", "undone", "left"]
    assert (await listings.get_stored(first.listing)).status is ListingStatus.PUBLISHED
    assert (await listings.get_stored(second.listing)).status is ListingStatus.WITHDRAWN
    assert (await listings.get_stored(last.listing)).status is ListingStatus.PUBLISHED


async def test_what_was_listed_meanwhile_is_not_listed_twice(steward):
    first, second = await send(steward, GROUP), await send(steward, GROUP)
    await run(first, steward)
    await run(second, steward)
    assert [row.outcome for row in await rows_of(second, steward)] == [Outcome.LISTED]


async def test_two_rows_are_not_merged_into_one_listing(steward):
    listing_id = await publish(make_activity(schedule=(), funding=()))
    import_id = await send(steward, GROUP, {**GROUP, "Funding taken": "Direct payment"})
    await choose(import_id, steward, {2: str(listing_id), 3: str(listing_id)})
    await run(import_id, steward)
    assert [row.outcome for row in await rows_of(import_id, steward)] == [Outcome.MERGED, Outcome.TWICE]


async def test_a_target_that_was_taken_down_meanwhile_is_left(steward):
    listing_id = await publish(make_activity(schedule=()))
    import_id = await send(steward, GROUP)
    await choose(import_id, steward, {2: str(listing_id)})
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    await run(import_id, steward)
    assert [row.outcome for row in await rows_of(import_id, steward)] == [Outcome.GONE]


async def test_only_what_a_row_offers_can_be_chosen(steward):
    stranger = await publish(make_personal_assistant())
    listing_id = await publish(make_activity())
    import_id = await send(steward, GROUP)
    await choose(import_id, steward, {2: str(stranger), 99: "new"})
    assert [row.choice for row in await rows_of(import_id, steward)] == [Choice.LEAVE]
    await choose(import_id, steward, {2: str(listing_id)})
    assert [row.target for row in await rows_of(import_id, steward)] == [listing_id]


async def test_the_same_is_chosen_for_all_alike(steward):
    await publish(make_activity(schedule=()))
    import_id = await send(steward, GROUP, {**GROUP, "Provider": "Others", "Title": "Walks"})
    found = await imports.get_import(import_id, steward)
    await choosing.choose_for_alike(import_id, Why.SAME, Choice.MERGE, found.version, steward)
    assert [row.choice for row in await rows_of(import_id, steward)] == [Choice.MERGE, Choice.NEW]


async def test_choices_made_on_an_old_page_are_refused(steward):
    import_id = await send(steward, GROUP)
    found = await imports.get_import(import_id, steward)
    await choosing.choose(import_id, {2: "leave"}, found.version, steward)
    with pytest.raises(ConflictError):
        await choosing.choose(import_id, {2: "new"}, found.version, steward)
    with pytest.raises(ConflictError):
        await carrying.start_import(import_id, found.version, steward, gazetteer=FEW_PLACES)


async def test_other_rows_of_a_provider_join_the_organisation_of_a_merged_listing(steward):
    listing_id = await publish(make_activity(schedule=()))
    import_id = await send(steward, GROUP, {**GROUP, "Title": "Bowls for beginners"})
    await choose(import_id, steward, {2: str(listing_id)})
    await run(import_id, steward)
    _merged, added = await rows_of(import_id, steward)
    organizations = {
        (await listings.get_stored(id_)).draft.organization.id for id_ in (listing_id, added.listing)
    }
    assert len(organizations) == 1


async def test_another_councils_steward_finds_nothing(steward):
    import_id = await send(steward, GROUP)
    stranger = await steward_of("E06000023")
    with pytest.raises(NotFoundError):
        await imports.get_import(import_id, stranger)
    with pytest.raises(NotFoundError):
        await send(stranger, GROUP)
    for act in (carrying.start_import, carrying.start_undo):
        with pytest.raises(NotFoundError):
            await act(import_id, 1, stranger, gazetteer=FEW_PLACES)


async def test_a_file_that_cannot_be_read_is_a_problem_of_the_file(steward):
    with pytest.raises(InvalidError) as refused:
        await imports.add_import(b"\0", "x.xlsx", "E06000054", steward, gazetteer=FEW_PLACES)
    assert [problem.field for problem in refused.value.problems] == ["file"]


async def test_old_rows_are_forgotten(steward, monkeypatch):
    import_id = await send(steward, GROUP)
    assert await imports.drop_old_rows() == 0
    later = clock.now() + imports.rules.KEPT_FOR * 1.1
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await imports.drop_old_rows() == 1
    assert await imports.drop_old_rows() == 0
    assert await kept.list_waiting(import_id) == []
    with pytest.raises(ConflictError):
        await run(import_id, steward)


async def test_a_steward_merges_nothing_into_a_listing_of_their_own(steward):
    listing_id = await publish(make_activity(schedule=()))
    before = (await listings.get_stored(listing_id)).draft
    await members.add_member(before.organization.id, steward.account_id, MemberRole.OWNER, clock.now())
    import_id = await send(steward, GROUP)
    await choose(import_id, steward, {2: str(listing_id)})
    await run(import_id, steward)
    assert [row.outcome for row in await rows_of(import_id, steward)] == [Outcome.OWN]
    assert (await listings.get_stored(listing_id)).draft == before


async def test_every_outcome_has_words():
    assert len({outcome_words(outcome) for outcome in Outcome}) == len(Outcome)
    assert all(status_words(status) for status in ImportStatus)
    assert all(why_words(why) for why in Why)
