"""The door for who an advert is for. Others read that it is for somebody else, and not for whom."""

from collections.abc import Iterable
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_acting_for
from marketplace.accounts.supporting.schemas import Supported
from marketplace.kernel.errors import InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.wanted.schemas import Advert, Wish


async def list_supported(viewer: Viewer) -> list[Supported]:
    """Those for whom the viewer acts now, the latest first."""
    if viewer.account_id is None:
        return []
    return [each for each in await list_acting_for(viewer.account_id) if each.ended_at is None]


async def list_named(adverts: Iterable[Advert], viewer: Viewer) -> dict[UUID, Supported]:
    """Whom adverts of the viewer's are for, by advert; those for the viewer are not in it.

    Nor is one whose owner ceased to act so long ago that it is forgotten. No statement when all are the
    viewer's own.
    """
    meant = {advert.id: advert.wish.acting_for for advert in adverts if advert.wish.acting_for}
    if not meant or viewer.account_id is None:
        return {}
    known = {each.id: each for each in await list_acting_for(viewer.account_id)}
    return {advert_id: known[who] for advert_id, who in meant.items() if who in known}


async def with_relation(wish: Wish, account_id: UUID) -> tuple[Wish, list[Problem]]:
    """The wish with what its owner is to whom it is for; a problem when they do not act for them."""
    if wish.acting_for is None:
        return replace(wish, relation=""), []
    supported = await _find(wish.acting_for, account_id)
    if supported is None:
        message = _("Choose who it is for. You do not act for this person any more.")
        return wish, [Problem(field="acting_for", message=message)]
    return replace(wish, relation=supported.relation.value), []


async def find_name(advert: Advert) -> str | None:
    """What its owner calls whom an advert is for, "" for themselves; None when they act for them no more."""
    if advert.wish.acting_for is None:
        return ""
    supported = await _find(advert.wish.acting_for, advert.account_id)
    return supported.person_name if supported else None


async def check_acting(advert: Advert) -> str:
    """What its owner calls whom an advert is for, "" for themselves.

    Raises:
        InvalidError: they do not act for them any more.
    """
    name = await find_name(advert)
    if name is None:
        message = _("You do not act for this person any more. Change who the advert is for, or delete it.")
        raise InvalidError([Problem(field="", message=message)])
    return name


async def _find(acting_for: UUID, account_id: UUID) -> Supported | None:
    current = (each for each in await list_acting_for(account_id) if each.ended_at is None)
    return next((each for each in current if each.id == acting_for), None)
