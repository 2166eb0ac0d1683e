"""The door of options packs. A pack of others is not there: NotFoundError, never told apart from none."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import current_language
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.links import service as links
from marketplace.listings import service as listings
from marketplace.shortlists import repository as shortlists
from marketplace.shortlists.packs import repository, rules
from marketplace.shortlists.packs.schemas import PACK, Pack, PackContent, PackReader

PER_PAGE = 20
RECORD_TYPE = "options_pack"
_DROPPED_AT_ONCE = 500
_CHANGED_AT_ONCE = 500
_WORKER = "worker"


async def make_pack(
    content: PackContent, reader: PackReader, *, council_code: str, team_id: UUID | None = None
) -> UUID:
    """Keep a new pack of a practitioner, for a council and a team of theirs, and return its id.

    Raises:
        NotFoundError: the council or the team is not theirs.
        InvalidError: something in it cannot be taken, or they have very many packs.
    """
    if council_code not in reader.councils or (team_id is not None and team_id not in reader.team_ids):
        raise _not_found()
    content = await _checked(content, ())
    now = clock.now()
    pack = Pack(
        id=uuid4(),
        version=1,
        council_code=council_code,
        team_id=team_id,
        made_by=reader.account_id,
        language=current_language(),
        content=content,
        created_at=now,
        changed_at=now,
        expires_at=now + rules.LASTS,
    )
    async with transaction():
        if not await shortlists.hold_account(reader.account_id):
            raise _not_found()
        if await repository.count_of_account(reader.account_id) >= rules.MOST_PACKS:
            message = _("You have %(num)s packs. Delete some that are not needed.", num=rules.MOST_PACKS)
            raise InvalidError([Problem(field="listing", message=message)])
        await repository.add(pack)
        await _record("create", pack, reader)
    return pack.id


async def get_pack(pack_id: UUID, reader: PackReader) -> Pack:
    """A pack of the practitioner or their team, also one that ran out.

    Raises:
        NotFoundError: there is none that they may open.
    """
    return _readable(await repository.find(pack_id), reader)


async def list_packs(reader: PackReader, page: int = 1) -> Page[Pack]:
    """Packs of the practitioner and their teams, the latest first."""
    items, total = await repository.list_readable(reader, PER_PAGE, (page - 1) * PER_PAGE)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def change_pack(pack_id: UUID, content: PackContent, expected_version: int, reader: PackReader) -> None:
    """Write a pack anew. Whoever has its link sees it so from then on.

    Raises:
        NotFoundError: there is none that they may open.
        InvalidError: something in it cannot be taken.
        ConflictError: somebody of the team changed it meanwhile.
    """
    async with transaction():
        pack = _readable(await repository.find(pack_id, lock=True), reader)
        if pack.version != expected_version:
            raise ConflictError(_("Somebody changed this pack meanwhile."))
        known = [item.listing_id for item in pack.content.items]
        await repository.put_content(pack_id, await _checked(content, known), clock.now())
        await _record("change", pack, reader)


async def add_listings(pack_id: UUID, listing_ids: Iterable[UUID], reader: PackReader) -> None:
    """Put more listings at the end of a pack. Adding one again changes nothing.

    Raises:
        NotFoundError: there is no such pack, or a listing is not public.
        InvalidError: there are too many.
    """
    async with transaction():
        pack = _readable(await repository.find(pack_id, lock=True), reader)
        items = rules.with_listings(pack.content.items, listing_ids)
        known = [item.listing_id for item in pack.content.items]
        content = await _checked(replace(pack.content, items=items), known)
        await repository.put_content(pack_id, content, clock.now())
        await _record("change", pack, reader)


async def renew_pack(pack_id: UUID, reader: PackReader) -> None:
    """Have a pack last as long again as a new one, also one that ran out. NotFoundError as `get_pack`."""
    async with transaction():
        pack = _readable(await repository.find(pack_id, lock=True), reader)
        await repository.put_expiry(pack_id, clock.now() + rules.LASTS)
        await _record("renew", pack, reader)


async def delete_pack(pack_id: UUID, reader: PackReader) -> None:
    """Delete a pack; its links stop working. NotFoundError as `get_pack`."""
    async with transaction():
        pack = _readable(await repository.find(pack_id, lock=True), reader)
        await _drop([pack_id])
        await _record("delete", pack, reader)


async def make_pack_link(pack_id: UUID, reader: PackReader) -> str:
    """Make a link for whoever the pack is for, and return its token; it cannot be read again.

    Links made before go on working, until the pack runs out or is deleted.

    Raises:
        NotFoundError: as `get_pack`.
        InvalidError: nothing is in the pack, or it ran out.
    """
    async with transaction():
        pack = _readable(await repository.find(pack_id, lock=True), reader)
        now = clock.now()
        if not pack.content.items:
            raise InvalidError([Problem(field="listing", message=_("Put a listing into the pack first."))])
        if pack.is_over(now):
            raise InvalidError([Problem(field="listing", message=_("This pack ran out. Renew it first."))])
        token = await links.make_link(PACK, record_id=pack_id, expires_at=now + rules.LINK_LASTS)
        await _record("make_link", pack, reader)
    return token


async def find_pack(token: str) -> Pack:
    """The pack behind a link, also one that ran out: the page says so.

    Raises:
        NotFoundError: the link is unknown or too old, or the pack was deleted; they are not told apart.
    """
    link = await links.find_link(token, PACK)
    pack = await repository.find(link.record_id) if link.record_id else None
    if pack is None:
        raise NotFoundError(_("This link does not work any more. Ask who gave it to you for a new one."))
    return pack


async def drop_old_packs() -> int:
    """Delete packs that ran out some time ago, and their links; return how many."""
    dropped = 0
    while True:
        async with transaction():
            over = await repository.list_over(clock.now() - rules.KEPT_AFTER, _DROPPED_AT_ONCE)
            await _drop(over)
        dropped += len(over)
        if len(over) < _DROPPED_AT_ONCE:
            return dropped


async def give_back_packs() -> int:
    """Give packs of teams of nobody back to who made them, and end those whose makers went too.

    Without that nobody could change what others read until it runs out. Returns how many.
    """
    async with transaction():
        now = clock.now()
        orphans = await repository.list_orphans(now, _CHANGED_AT_ONCE)
        councils = {orphan.id: orphan.council_code for orphan in orphans}
        given = [orphan.id for orphan in orphans if orphan.has_maker]
        ended = [orphan.id for orphan in orphans if not orphan.has_maker]
        if given:
            await repository.give_back(given)
        if ended:
            await repository.end(ended, now)
        await audit.record_many("give_back", RECORD_TYPE, _WORKER, given, councils=councils)
        await audit.record_many("end", RECORD_TYPE, _WORKER, ended, councils=councils)
    return len(orphans)


class PackHolder:
    """What this room keeps about an account: the packs that it made."""

    name = "options_packs"

    async def export(self, account_id: UUID) -> object:
        """Each pack with its words and listings."""
        return [
            {
                "created_at": pack.created_at,
                "expires_at": pack.expires_at,
                "for_a_team": pack.team_id is not None,
                "content": pack.content,
            }
            for pack in await repository.list_of_account(account_id)
        ]

    async def erase(self, account_id: UUID) -> None:
        """Delete packs of its own; those of a team stay with the team, without who made them.

        It holds the account from here on, so that no pack is made meanwhile; so it comes late.
        """
        await shortlists.hold_account(account_id, to_erase=True)
        packs = await repository.list_of_account(account_id)
        await _drop([pack.id for pack in packs if pack.team_id is None])
        await repository.forget_maker(account_id)


async def _drop(pack_ids: list[UUID]) -> None:
    if pack_ids:
        await links.end_links_to(PACK, pack_ids)
        await repository.drop(pack_ids)


async def _checked(content: PackContent, known: Iterable[UUID]) -> PackContent:
    """The content, where it can be taken; listings that are new to the pack have to be public."""
    if problems := list(rules.check_content(content)):
        raise InvalidError(problems)
    fresh = {item.listing_id for item in content.items} - set(known)
    if fresh and len(await listings.list_cards(sorted(fresh))) < len(fresh):
        raise NotFoundError(_("This listing is not here. It may have closed."))
    return content


async def _record(action: str, pack: Pack, reader: PackReader) -> None:
    """That it was done; what the pack says is not copied into the trail."""
    await audit.record(action, RECORD_TYPE, pack.id, reader.actor, council=pack.council_code)


def _readable(pack: Pack | None, reader: PackReader) -> Pack:
    if pack is None or not reader.may_read(pack):
        raise _not_found()
    return pack


def _not_found() -> NotFoundError:
    return NotFoundError(_("This pack is not here, or it is not yours."))
