"""What is left of a listing that was erased."""

from uuid import uuid4

import pytest
from msgspec.structs import replace

from marketplace.audit import service as audit
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.erasing import repository
from marketplace.listings.erasing.service import erase_listing_content, erase_organization
from marketplace.listings.history import service as history
from marketplace.listings.indexing import service as indexing
from marketplace.listings.media.service import put_trusted_media
from marketplace.listings.schemas import ListingStatus, Organization, Photo
from marketplace.listings.tables import Service
from tests.factories.listings import (
    ACTOR,
    FEW_PLACES,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    publish,
    suspend,
)
from tests.listings.engine import MemoryEngine

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
WORDS = "xylophone"
"""Stands in every text, so that it can be looked for everywhere."""


async def publish_with_words(make=make_activity, **values):
    draft = make(**values)
    named = make is make_personal_assistant
    return await publish(
        replace(
            draft,
            title=f"Club of {WORDS}s",
            summary=f"We play the {WORDS} on Mondays.",
            description=f"All about the {WORDS}.",
            easy_read=(f"The {WORDS} is fun.",),
            costs=tuple(replace(cost, description=WORDS) for cost in draft.costs),
            organization=draft.organization if named else Organization(id=uuid4(), name=f"{WORDS} Society"),
            photos=(Photo(media_hash=await put_trusted_media(PNG), alt=f"A {WORDS}"),),
        )
    )


async def everything(db):
    """All that the database holds, as text, but for what the search index waits for and pictures."""
    async with db.transaction() as current:
        tables = await current.connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'media'"
        )
        parts = [
            await current.connection.fetchval(f"SELECT string_agg(t::text, ' ') FROM {row[0]} AS t")
            for row in tables
        ]
    return " ".join(part for part in parts if part)


async def change_title(listing_id):
    stored = await listings.get_stored(listing_id)
    draft = replace(stored.draft, title=f"New {WORDS} club")
    await listings.update_listing(listing_id, draft, stored.version, gazetteer=FEW_PLACES, actor=ACTOR)


async def test_what_is_not_there_cannot_be_erased(db):
    with pytest.raises(NotFoundError):
        await erase_listing_content(uuid4(), actor=ACTOR)
    with pytest.raises(NotFoundError):
        await erase_organization(uuid4(), actor=ACTOR)


@pytest.mark.parametrize("make", [make_activity, make_personal_assistant, make_enterprise])
async def test_no_word_of_an_erased_organisation_is_left_anywhere(db, make):
    listing_id = await publish_with_words(make)
    await change_title(listing_id)
    organization = (await listings.get_stored(listing_id)).draft.organization
    assert WORDS in await everything(db)
    await erase_organization(organization.id, actor=ACTOR)
    text = await everything(db)
    assert WORDS not in text
    assert organization.name not in text
    for postcode in ("BA12 6AA", "SN12 6AD", "BA14 8EA"):
        assert postcode not in text


async def test_no_word_of_an_erased_listing_is_left_but_for_its_organisation(db):
    listing_id = await publish_with_words()
    await change_title(listing_id)
    organization = (await listings.get_stored(listing_id)).draft.organization
    await erase_listing_content(listing_id, actor=ACTOR)
    await listings.update_organization(replace(organization, name="Another name"), actor=ACTOR)
    await audit.erase_subject(organization.id, actor=ACTOR)
    await history.erase_versions([listing_id])
    assert WORDS not in await everything(db)


async def test_tombstone_is_withdrawn_and_says_that_it_was_erased(db):
    listing_id = await publish_with_words()
    await erase_listing_content(listing_id, actor="the owner")
    stored = await listings.get_stored(listing_id)
    assert (stored.status, stored.draft.title) == (ListingStatus.WITHDRAWN, repository.ERASED_WORDS)
    with pytest.raises(NotFoundError):
        await listings.get_listing(listing_id)
    with pytest.raises(ConflictError):
        await suspend(listing_id)
    last = (await audit.list_history("listing", listing_id))[-1]
    assert (last.action, last.actor, last.before, last.after) == ("erase", "the owner", None, None)


async def test_facts_of_changes_stay_and_what_changed_is_gone(db):
    listing_id = await publish_with_words()
    await change_title(listing_id)
    await erase_listing_content(listing_id, actor=ACTOR)
    entries = await audit.list_history("listing", listing_id)
    assert [entry.action for entry in entries] == ["create", "submit", "publish", "update", "erase"]
    assert all(entry.before is entry.after is None for entry in entries)


async def test_index_is_told_and_pictures_are_unlinked(db):
    engine = MemoryEngine()
    listing_id = await publish_with_words()
    picture = (await listings.get_listing(listing_id)).photos[0].media_hash
    await indexing.publish_changes(engine)
    await erase_listing_content(listing_id, actor=ACTOR)
    await indexing.publish_changes(engine)
    assert engine.documents == {}
    with pytest.raises(NotFoundError):
        await listings.get_media(picture)


async def test_erasing_twice_and_erasing_what_is_hidden_or_withdrawn_works(db):
    listing_id = await publish_with_words()
    await suspend(listing_id)
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    await erase_listing_content(listing_id, actor=ACTOR)
    await erase_listing_content(listing_id, actor=ACTOR)
    assert not (await listings.get_stored(listing_id)).is_hidden


async def test_another_organisation_is_left_alone(db):
    one, other = await publish_with_words(), await publish(make_enterprise())
    before = await listings.get_listing(other)
    await erase_organization((await listings.get_stored(one)).draft.organization.id, actor=ACTOR)
    assert await listings.get_listing(other) == before


def test_every_column_is_either_emptied_or_kept_on_purpose():
    written = {"version", "confirmed_on", "updated_at", "withdrawn_at", *repository._EMPTY}
    columns = {column._meta.name for column in Service._meta.columns}
    assert columns == written | repository.KEPT
    assert not written & repository.KEPT
