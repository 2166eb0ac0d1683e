"""What stewards do. Another council's advert is not there. Of two at once the second is told."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import find_address
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.wanted import repository
from marketplace.wanted.acting import service as acting
from marketplace.wanted.checking import repository as queue
from marketplace.wanted.checking import rules
from marketplace.wanted.ending.service import note as note_end
from marketplace.wanted.letters import rules as letters
from marketplace.wanted.rules import SHOWN_FOR, is_still_waiting
from marketplace.wanted.schemas import Advert, AdvertCheck, AdvertStatus, CheckItem, RejectReason
from marketplace.wanted.writing.service import RECORD_TYPE, not_found

PER_PAGE = 20
_LOOKED_AT = frozenset({AdvertStatus.SUBMITTED, AdvertStatus.PUBLISHED})


async def list_queue(viewer: Viewer, page: int = 1) -> Page[CheckItem]:
    """Adverts that wait for the viewer's councils, handed in or reported, oldest first."""
    offset = (page - 1) * PER_PAGE
    items, total = await queue.list_queue(viewer.councils(Role.STEWARD), limit=PER_PAGE, offset=offset)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def list_published(viewer: Viewer, page: int = 1) -> Page[CheckItem]:
    """Adverts that are shown in the areas of the viewer's councils, the newest first."""
    offset = (page - 1) * PER_PAGE
    items, total = await queue.list_published(viewer.councils(Role.STEWARD), limit=PER_PAGE, offset=offset)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def get_check(advert_id: UUID, viewer: Viewer) -> AdvertCheck:
    """An advert that was handed in, or is shown, in the area of one of the viewer's councils.

    Raises:
        NotFoundError: there is none, it is neither, or another council looks at it.
    """
    advert = _for_steward(await repository.find(advert_id), viewer)
    if advert.status not in _LOOKED_AT:
        raise not_found()
    return AdvertCheck(
        advert=advert,
        shown=await repository.find(advert.replaces) if advert.replaces else None,
        rejected_before=await queue.count_rejected(advert.account_id),
        is_own=advert.account_id == viewer.account_id,
    )


async def approve(advert_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Show it to providers; a change takes the place of what was shown. Either way for the whole time anew.

    One that is shown already stays so, and what was reported of it is settled.

    Raises:
        NotFoundError: there is none, or another council looks at it.
        ConflictError: it was changed, taken back or decided meanwhile; or it is the viewer's own; or its
            owner does not act any more for whom it is for.
    """
    async with transaction():
        # The published one first, as its owner does who takes it down.
        replaces = await _replaced_by(advert_id)
        shown = await repository.find(replaces, lock=True) if replaces else None
        advert, now = await _hold(advert_id, expected_version, viewer), clock.now()
        if advert.status is AdvertStatus.PUBLISHED:
            await _put(advert, now)
            await audit.record("keep", RECORD_TYPE, advert_id, viewer.actor, council=advert.steward_council)
            return
        if await acting.find_name(advert) is None:
            raise ConflictError(_("Its owner does not act any more for whom it is for. It cannot be shown."))
        if shown is not None:
            await repository.drop(advert.id)
            await _publish(shown, advert, now)
        else:
            await _publish(advert, advert, now)
        shown_id = shown.id if shown else advert.id
        await audit.record("publish", RECORD_TYPE, shown_id, viewer.actor, council=advert.steward_council)
        await _tell(advert, letters.published(shown_id, is_change=shown is not None))


async def ask_for_changes(advert_id: UUID, expected_version: int, note: str, viewer: Viewer) -> None:
    """Give it back to its owner, who reads the note. One that is shown is out of sight until it is approved.

    Raises:
        InvalidError: there is no note, or too long a one.
        NotFoundError, ConflictError: as `approve`.
    """
    if problems := list(rules.check_note(note)):
        raise InvalidError(problems)
    async with transaction():
        advert, now = await _hold(advert_id, expected_version, viewer), clock.now()
        await repository.drop_change_of(advert_id)
        await _put(advert, now, status=AdvertStatus.RETURNED.value, note=note)
        await audit.record("return", RECORD_TYPE, advert_id, viewer.actor, council=advert.steward_council)
        await _tell(advert, letters.returned(advert_id))


async def reject(
    advert_id: UUID, expected_version: int, reason: RejectReason | None, note: str, viewer: Viewer
) -> None:
    """Say no for good, also to one that is shown; its owner reads why. What a change is of stays as it was.

    Raises:
        InvalidError: no reason, or no words where they are needed.
        NotFoundError, ConflictError: as `approve`.
    """
    problems = list(rules.check_rejection(reason, note))
    if problems or reason is None:
        raise InvalidError(problems)
    async with transaction():
        advert, now = await _hold(advert_id, expected_version, viewer), clock.now()
        if is_still_waiting(advert):
            await note_end(advert, AdvertStatus.WITHDRAWN.value, AdvertStatus.REJECTED.value, now)
        await repository.drop_change_of(advert_id)
        await _put(
            advert,
            now,
            status=AdvertStatus.REJECTED.value,
            reason=reason.value,
            note=rules.rejection_note(reason, note),
            ended_at=now,
        )
        await audit.record("reject", RECORD_TYPE, advert_id, viewer.actor, council=advert.steward_council)
        await _tell(advert, letters.rejected(advert.replaces or advert_id, is_change=bool(advert.replaces)))


async def _put(advert: Advert, now: datetime, **columns: object) -> None:
    """Write what a steward decided; what was reported is settled by that."""
    await repository.put(
        advert.id, version=advert.version + 1, changed_at=now, reported_at=None, reported_for=None, **columns
    )


async def _publish(shown: Advert, approved: Advert, now: datetime) -> None:
    await repository.put_wish(
        shown.id,
        approved.wish,
        approved.area,
        steward_council=approved.steward_council,
        status=AdvertStatus.PUBLISHED.value,
        version=shown.version + 1,
        risks=list(approved.risks),
        note="",
        changed_at=now,
        published_at=shown.published_at or now,
        renewed_at=now,
        expires_at=now + SHOWN_FOR,
        reminded_at=None,
    )


async def _replaced_by(advert_id: UUID) -> UUID | None:
    advert = await repository.find(advert_id)
    return advert.replaces if advert else None


async def _hold(advert_id: UUID, expected_version: int, viewer: Viewer) -> Advert:
    """An advert as it was seen, held until the transaction ends."""
    advert = _for_steward(await repository.find(advert_id, lock=True), viewer)
    if advert.account_id == viewer.account_id:
        raise ConflictError(_("This is your own. A colleague has to look at it."))
    if advert.version != expected_version or advert.status not in _LOOKED_AT:
        raise ConflictError(
            _("Somebody decided this, or its owner took it back, while you were at it. Look at it again.")
        )
    return advert


def _for_steward(advert: Advert | None, viewer: Viewer) -> Advert:
    if advert is None or not viewer.may(Role.STEWARD, advert.steward_council):
        raise not_found()
    return advert


async def _tell(advert: Advert, letter: Letter) -> None:
    address = await find_address(advert.account_id)
    if address:
        own = replace(letter, council_code=advert.steward_council)
        await mail.queue_letter(address, own, account_id=advert.account_id)
