"""The door for who starts and changes pools. One function = one use case = one transaction.

No council reads in the trail that somebody wants support: entries of members have none.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOLS
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import service as listings
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.schemas import ListingCard
from marketplace.places.rules import snap_point
from marketplace.pooling import repository
from marketplace.pooling import rules as pools
from marketplace.pooling.letters import rules as letters
from marketplace.pooling.moving.service import note
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import CheckState, Invitee, MemberState, NewPool, Pool, PoolContent
from marketplace.pooling.writing import rules
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.schemas import Area
from marketplace.wanted.writing.service import find_area

_WORDS = ("title", "words", "place_words")


async def start_pool(new: NewPool, viewer: Viewer, gazetteer: PlaceFinder) -> UUID:
    """Start a pool of which the viewer is the lead and has the first place; return its id.

    Of `new.place` the district and a point are kept. The public sees nothing of it before a steward has.
    Those in `new.invite` are asked in by letter. Whoever presses the button twice has one pool.

    Raises:
        InvalidError: something is missing, or tells how to reach somebody; there are very many already.
        NotFoundError: the account was deleted meanwhile.
        TooManyError: the account started very many within a day.
    """
    account_id = parties.account_of(viewer)
    relation, problems = await parties.find_relation(new.acting_for, account_id)
    problems += rules.check_name(new.name.strip())
    content, area = await _check(new.content, new.place, gazetteer, new.area, problems=problems)
    await limits.check(POOLS, str(account_id))
    steward_council, pool_id, now = await responsible_council(area.council_code), uuid4(), clock.now()
    async with transaction():
        invited = await _hold_accounts(account_id, new.invite)
        if begun := await repository.find_begun(account_id, content, now - pools.PRESSED_AGAIN):
            return begun
        await check_room(account_id)
        await repository.add_pool(
            pool_id,
            content,
            area,
            new.plan,
            steward_council=steward_council,
            check_since=now,
            created_at=now,
            changed_at=now,
        )
        await repository.add_member(
            uuid4(),
            pool_id,
            account=account_id,
            name=new.name.strip(),
            acting_for=new.acting_for,
            relation=relation,
            state=MemberState.JOINING.value,
            is_lead=True,
            began_at=now,
            placed_at=now,
        )
        await audit.record("start", parties.RECORD_TYPE, pool_id, viewer.actor)
        pool = await parties.hold_pool(pool_id)
        await _invite(pool, invited)
        if content.listing_id is None:
            await note(pool, "nothing_there", whose=account_id)
    return pool_id


async def change_pool(
    pool_id: UUID,
    content: PoolContent,
    expected_version: int,
    viewer: Viewer,
    gazetteer: PlaceFinder,
    place: str = "",
) -> None:
    """Write anew what a pool is for. Empty `place`: where it was.

    When words change a steward looks again; until then the public sees what it saw.

    Raises:
        InvalidError: something is missing, or tells how to reach somebody; more places are taken.
        NotFoundError: the viewer has no place in it.
        ConflictError: it changed meanwhile, has ended, or the viewer does not lead.
    """
    kept = (await parties.get_part(pool_id, viewer)).pool
    content, area = await _check(content, place, gazetteer, kept.area, kept_listing=kept.content.listing_id)
    steward_council = await responsible_council(area.council_code)
    async with transaction():
        pool = (await parties.hold_led(pool_id, viewer)).pool
        if pool.version != expected_version:
            raise ConflictError(_("Another lead changed this while you were writing. Read theirs first."))
        if pool.ended_at is not None:
            raise ConflictError(_("This pool has ended. It cannot be changed any more."))
        taken = pools.count_places(await repository.list_members(pool_id))
        if content.places < taken:
            message = _("%(num)s places are taken already. Enter that many or more.", num=taken)
            raise InvalidError([Problem(field="places", message=message)])
        now = clock.now()
        values = (
            repository.content_columns(content) | _area_columns(area) | _check_columns(pool, content, now)
        )
        await repository.put_pool(
            pool_id, version=pool.version + 1, changed_at=now, steward_council=steward_council, **values
        )
        await audit.record("change", parties.RECORD_TYPE, pool_id, viewer.actor)


async def find_listing_area(listing_id: UUID, gazetteer: PlaceFinder) -> Area | None:
    """Where a listing is that people meet at, to about a kilometre; None where it comes to people."""
    card = (await listings.list_cards([listing_id])).get(listing_id)
    return _venue_area(card, gazetteer) if card else None


async def check_room(account_id: UUID) -> None:
    """Whether an account can come into one more pool; with the account held.

    Raises:
        InvalidError: it is in very many already.
    """
    if await repository.count_open(account_id) >= pools.MOST_POOLS:
        message = _("You have a part in %(num)s pools already. Leave one first.", num=pools.MOST_POOLS)
        raise InvalidError([Problem(field="name", message=message)])


async def _hold_accounts(own: UUID, invite: tuple[Invitee, ...]) -> list[Invitee]:
    """Hold all accounts that come in, always in the same order; those that are there still."""
    there = []
    for account_id in sorted({own, *(each.account_id for each in invite)}):
        if account_id == own:
            await parties.hold_account(own)
        elif await repository.hold_account(account_id):
            there.append(account_id)
    return [each for each in invite if each.account_id in there]


async def _invite(pool: Pool, invited: list[Invitee]) -> None:
    now = clock.now()
    for each in invited:
        await repository.add_member(
            uuid4(),
            pool.id,
            account=each.account_id,
            name=each.name,
            acting_for=each.acting_for,
            relation=each.relation,
            state=MemberState.INVITED.value,
            began_at=now,
        )
    members = await repository.list_members(pool.id)
    new = [member for member in members if member.state is MemberState.INVITED]
    await parties.tell(pool, new, letters.invited(pool.id))


async def _check(
    content: PoolContent,
    place: str,
    gazetteer: PlaceFinder,
    kept: Area | None,
    *,
    kept_listing: UUID | None = None,
    problems: Sequence[Problem] = (),
) -> tuple[PoolContent, Area]:
    """What can be kept of what was written; a listing that is gone may stay. Else InvalidError."""
    content = rules.tidy(content)
    known = {each: taxonomies.codes(each) for each in Taxonomy}
    found = [*problems, *rules.check_content(content, known)]
    card = None
    if content.listing_id is not None:
        card = (await listings.list_cards([content.listing_id])).get(content.listing_id)
        if card is None and content.listing_id != kept_listing:
            found.append(Problem(field="listing", message=_("This listing is not here any more.")))
    area = _area_of(place, gazetteer, kept, card)
    if area is None:
        message = _("Enter your postcode, or its first half, such as BA14.")
        found.append(Problem(field="place", message=message))
    if found or area is None:
        raise InvalidError(found)
    return content, area


def _area_of(place: str, gazetteer: PlaceFinder, kept: Area | None, card: ListingCard | None) -> Area | None:
    if place.strip():
        return find_area(place, gazetteer)
    return kept or (_venue_area(card, gazetteer) if card else None)


def _venue_area(card: ListingCard, gazetteer: PlaceFinder) -> Area | None:
    if not card.is_venue or card.latitude is None or card.longitude is None:
        return None
    point = snap_point(card.latitude, card.longitude)
    place = gazetteer.place_at(point.latitude, point.longitude)
    if place is None or place.district is None:
        return None
    return Area(
        outcode=place.district,
        council_code=place.council_code,
        nation_code=place.nation_code,
        latitude=point.latitude,
        longitude=point.longitude,
    )


def _area_columns(area: Area) -> dict[str, Any]:
    return {name: getattr(area, name) for name in Area.__struct_fields__}


def _check_columns(pool: Pool, content: PoolContent, now: object) -> dict[str, Any]:
    """What a steward has to look at: words as they are shown need nobody, other words need somebody."""
    if all(getattr(content, name) == getattr(pool.content, name) for name in _WORDS):
        return {}
    is_shown = pool.shown is not None and all(
        getattr(content, name) == getattr(pool.shown, name) for name in _WORDS
    )
    state = CheckState.FINE if is_shown else CheckState.WAITING
    return {"check_state": state.value, "check_since": now, "check_note": ""}
