"""The door for who reads: what waits, what is in force, and older versions that name the reader."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.pooling.agreements import repository
from marketplace.pooling.agreements.agreeing.rules import named
from marketplace.pooling.agreements.outcomes import repository as outcomes
from marketplace.pooling.agreements.schemas import (
    Agreement,
    AgreementItem,
    AgreementState,
    AgreementView,
    Consent,
    Overview,
    Terms,
    Waiting,
)
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import knows_some_name, name_of
from marketplace.pooling.schemas import HAS_PLACE, Member, MemberState, Part

PER_PAGE = 20
_OWN = HAS_PLACE | {MemberState.LEFT}
_NOW = (AgreementState.WRITING, AgreementState.PROPOSED, AgreementState.IN_FORCE)


async def get_overview(pool_id: UUID, viewer: Viewer) -> Overview:
    """Where the agreement of a pool is.

    Raises:
        NotFoundError: the viewer has no place in the pool.
    """
    part = await parties.get_part(pool_id, viewer)
    members, names = await _members(pool_id, part)
    found = await repository.find_in_states(pool_id, names, *_NOW)
    consents = await repository.list_consents(*(each.id for each in found.values()))
    views = {
        state: _view(agreement, consents[agreement.id], members, part, latest=_latest(found))
        for state, agreement in found.items()
        if state is not AgreementState.WRITING
    }
    newest = found.get(AgreementState.PROPOSED) or found.get(AgreementState.IN_FORCE)
    known = named(newest.terms) if newest else frozenset()
    one = part.member if part.is_said or len(part.members) == 1 else None
    unnamed = tuple(name_of(each) for each in members if each.has_place and each.id not in known)
    return Overview(
        in_force=views.get(AgreementState.IN_FORCE),
        proposed=views.get(AgreementState.PROPOSED),
        writing=found.get(AgreementState.WRITING) if part.may_write else None,
        unnamed=unnamed if newest else (),
        outcome=await outcomes.find_outcome(one.id) if one else None,
        may_write=part.may_write,
        is_member=bool(part.members),
        speaks_for_several=len(part.members) > 1,
    )


async def find_version(pool_id: UUID, number: int, viewer: Viewer) -> AgreementView:
    """One version that was proposed.

    Raises:
        NotFoundError: there is none that the viewer may see.
    """
    return (await list_views(pool_id, (number,), viewer))[number]


async def list_views(pool_id: UUID, numbers: Sequence[int], viewer: Viewer) -> dict[int, AgreementView]:
    """Several versions by their numbers; errors as `find_version` when one is missing."""
    part = await parties.get_part(pool_id, viewer, _OWN)
    members, names = await _members(pool_id, part)
    found = await repository.list_numbers(pool_id, names, *numbers)
    if any(not _may_see(found.get(number), part) for number in numbers):
        raise NotFoundError(_("This version is not here."))
    consents = await repository.list_consents(*(each.id for each in found.values()))
    latest = await repository.find_latest(pool_id)
    return {
        number: _view(each, consents[each.id], members, part, latest=latest) for number, each in found.items()
    }


async def list_versions(pool_id: UUID, viewer: Viewer, page: int = 1) -> Page[AgreementItem]:
    """Versions that were proposed and that the viewer may see, the newest first. Errors as `get_overview`."""
    part = await parties.get_part(pool_id, viewer)
    items, total = await repository.list_versions(pool_id, part.own_ids, PER_PAGE, (page - 1) * PER_PAGE)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def current_terms(pool_id: UUID) -> Terms | None:
    """The terms in force, whoever asks; None when nothing is in force. For other rooms of pooling."""
    found = await current_agreement(pool_id)
    return found.terms if found else None


async def current_agreement(pool_id: UUID) -> Agreement | None:
    """The version in force, whoever asks, with names; for other rooms of pooling."""
    _all, names = await _members(pool_id)
    found = await repository.find_in_states(pool_id, names, AgreementState.IN_FORCE)
    return found.get(AgreementState.IN_FORCE)


async def list_waiting(pool_id: UUID) -> tuple[Waiting, ...]:
    """Who has and has not agreed to the version that waits, whoever asks; empty when none waits."""
    members, names = await _members(pool_id)
    found = await repository.find_in_states(pool_id, names, AgreementState.PROPOSED)
    agreement = found.get(AgreementState.PROPOSED)
    if agreement is None:
        return ()
    return _waiting(agreement, (await repository.list_consents(agreement.id))[agreement.id], members)


async def _members(pool_id: UUID, part: Part | None = None) -> tuple[list[Member], dict[UUID, str]]:
    """Everybody who has or had a part, and their names as far as the reader may know them."""
    members = await parties.list_members(pool_id)
    own = part.members if part else ()
    return members, {
        member.id: name_of(member) for member in members if not own or knows_some_name(own, member)
    }


def _may_see(agreement: Agreement | None, part: Part) -> bool:
    """Older versions are for those whom they name: they say who was there before, and what each paid."""
    if agreement is None or agreement.state is AgreementState.WRITING:
        return False
    if not part.members or part.own_ids & named(agreement.terms):
        return True
    has_place = any(member.has_place for member in part.members)
    return has_place and agreement.state in {AgreementState.PROPOSED, AgreementState.IN_FORCE}


def _latest(found: dict[AgreementState, Agreement]) -> int:
    return max(
        (each.number for state, each in found.items() if state is not AgreementState.WRITING), default=0
    )


def _view(
    agreement: Agreement, consents: dict[UUID, Consent], members: list[Member], part: Part, *, latest: int
) -> AgreementView:
    own = _who_is_asked(agreement, consents, part)
    return AgreementView(
        agreement=agreement,
        waiting=_waiting(agreement, consents, members),
        own_consent=consents.get(own.id) if own else None,
        has_consented=not part.own_ids.isdisjoint(consents),
        names_viewer=own is not None and own.has_place and own.id in named(agreement.terms),
        may_write=part.may_write,
        latest_number=latest,
        title=part.pool.content.title,
        own_name=name_of(own) if own else "",
        is_acting=own is not None and own.acting_for is not None,
    )


def _who_is_asked(agreement: Agreement, consents: dict[UUID, Consent], part: Part) -> Member | None:
    """For whom the viewer looks: of several the first whose yes is still to come."""
    if part.is_said:
        return part.member
    waiting = (each for each in part.members if each.has_place and each.id not in consents)
    return next((each for each in waiting if each.id in named(agreement.terms)), part.member)


def _waiting(
    agreement: Agreement, consents: dict[UUID, Consent], members: list[Member]
) -> tuple[Waiting, ...]:
    staying = {member.id for member in members if member.has_place}
    return tuple(
        Waiting(
            member_id=term.member_id,
            name=term.name or _("A former member"),
            consent=consents.get(term.member_id),
            is_gone=term.member_id not in staying,
        )
        for term in agreement.terms.members
    )
