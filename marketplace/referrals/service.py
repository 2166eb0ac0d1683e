"""The door of the referrals room for practitioners. One function = one use case = one transaction.

Another team's referral is not there: NotFoundError. A form holds for the version that was seen: when a
provider or a colleague was quicker, ConflictError. `sending` asks providers, `answering` is their side.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import list_names
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.needs import Need
from marketplace.kernel.paging import Page
from marketplace.places.schemas import Place, PlaceKind
from marketplace.places.service import Gazetteer
from marketplace.referrals import repository, rules
from marketplace.referrals.agreeing import repository as agreeing
from marketplace.referrals.checking import rules as checking
from marketplace.referrals.letters import rules as letters
from marketplace.referrals.moving import repository as offers
from marketplace.referrals.moving import rules as moving
from marketplace.referrals.moving.schemas import Held
from marketplace.referrals.moving.service import (
    RECORD_TYPE,
    account_of,
    hold_own,
    not_found,
    state_of,
    take_step,
    tell_accepted,
    tell_who_had_it,
)
from marketplace.referrals.schemas import (
    CaseloadFilter,
    CaseloadItem,
    NewReferral,
    Outcome,
    ReferralStatus,
    ReferralView,
)
from marketplace.referrals.teams import repository as teams
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

PER_PAGE = 25
_POSTCODES = frozenset({PlaceKind.POSTCODE, PlaceKind.SECTOR, PlaceKind.DISTRICT})
MOST_DRAFTS = 50
"""Of one practitioner, begun and never sent."""
PRESSED_AGAIN = timedelta(minutes=1)
"""The same words once more within this time are the same button, pressed a second time."""


async def start_referral(new: NewReferral, viewer: Viewer, gazetteer: Gazetteer) -> UUID:
    """Begin a referral that nobody else but the team sees; return its id.

    Of `new.place` the district is kept and nothing else. Whoever presses the button twice has one referral.

    Raises:
        InvalidError: something is missing, or tells who the person is.
        NotFoundError: the viewer is no practitioner of this council.
    """
    account_id, outcode = account_of(viewer), _check_new(new, viewer, gazetteer)
    referral_id, now = uuid4(), clock.now()
    columns = {"council_code": new.council_code, **_columns(new, outcode)}
    async with transaction():
        await _check_team(new, viewer)
        await repository.take_turn(account_id)
        if begun := await repository.find_draft(account_id, now - PRESSED_AGAIN, **columns):
            return begun
        if await repository.count_mine(account_id) >= MOST_DRAFTS:
            message = _(
                "You have %(num)s referrals that were never sent. Delete some first.", num=MOST_DRAFTS
            )
            raise InvalidError([Problem(field="reference", message=message)])
        await repository.add(referral_id, now, created_by=account_id, **columns)
        await audit.record("begin", RECORD_TYPE, referral_id, viewer.actor)
    return referral_id


async def change_referral(
    referral_id: UUID, new: NewReferral, expected_version: int, viewer: Viewer, gazetteer: Gazetteer
) -> None:
    """Write a draft anew; the council stays. What was sent cannot be changed: providers decide by it.

    Raises:
        InvalidError: something is missing, or tells who the person is.
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or was sent.
    """
    outcode = _check_new(new, viewer, gazetteer)
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        _require_draft(held)
        if new.council_code != held.referral.council_code:
            raise not_found()
        await _check_team(new, viewer)
        await repository.put(
            referral_id,
            version=held.referral.version + 1,
            moved_at=clock.now(),
            **_columns(new, outcode),
        )
        await audit.record("change", RECORD_TYPE, referral_id, viewer.actor)


async def discard_draft(referral_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Delete a referral that was never sent."""
    async with transaction():
        _require_draft(await hold_own(referral_id, viewer, expected_version))
        await repository.drop([referral_id])
        await audit.record("discard", RECORD_TYPE, referral_id, viewer.actor)


async def get_referral(referral_id: UUID, viewer: Viewer) -> ReferralView:
    """A referral of the viewer's team, or of the viewer alone.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    referral = await repository.find_readable(
        referral_id, viewer.councils(Role.PRACTITIONER), account_of(viewer)
    )
    if referral is None:
        raise not_found()
    own_offers = tuple(await offers.list_of(referral_id))
    consents = tuple(await agreeing.list_of(referral_id))
    team = await teams.find(referral.team_id) if referral.team_id else None
    settings = await councils.get_council_settings(referral.council_code)
    now = clock.now()
    due = {offer.id: rules.answer_by(offer, referral.answer_within_days) for offer in own_offers}
    return ReferralView(
        referral=referral,
        offers=own_offers,
        consents=consents,
        overdue=frozenset(offer.id for offer in rules.overdue(own_offers, referral.answer_within_days, now)),
        lapsed=rules.lapsed(referral, own_offers, clock.today()),
        answer_by={offer_id: at for offer_id, at in due.items() if at is not None},
        team_name=team.name if team else "",
        deleted_on=rules.deleted_on(referral, settings.referrals_kept_days),
        names=await list_names({referral.created_by, *(consent.recorded_by for consent in consents)}),
    )


async def list_caseload(viewer: Viewer, wanted: CaseloadFilter, page: int = 1) -> Page[CaseloadItem]:
    """Referrals of the viewer and their teams: those that need something first, then who waits longest."""
    items, total = await repository.list_caseload(
        viewer.councils(Role.PRACTITIONER),
        account_of(viewer),
        wanted,
        clock.now(),
        clock.today() - checking.OLDEST_CONSENT,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def find_by_reference(reference: str, viewer: Viewer) -> UUID | None:
    """The latest referral with this reference that the viewer may read; None when there is none."""
    councils_of_viewer = viewer.councils(Role.PRACTITIONER)
    if not reference:
        return None
    return await repository.find_by_reference(reference, councils_of_viewer, account_of(viewer))


async def start_support(referral_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Note that the support has begun."""
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        await take_step(held, moving.start(state_of(held)), "start", viewer.actor)


async def end_support(referral_id: UUID, outcome: Outcome, expected_version: int, viewer: Viewer) -> None:
    """End a referral, wherever it is; `moving.rules.OUTCOMES` says how it may end from there.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or cannot end like that.
    """
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        after = moving.end(state_of(held), outcome)
        await take_step(held, after, "end", viewer.actor, outcome=outcome)
        await tell_accepted(after.offers, held, letters.ended)


async def take_provider_back(referral_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Take it back from the provider who said yes, before it started: it is open again."""
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        await take_step(held, moving.release(state_of(held)), "take_back", viewer.actor)


async def withdraw_consent(referral_id: UUID, viewer: Viewer) -> None:
    """The person no longer agrees: erase what tells of them, and tell every provider who knew.

    It needs no version: whatever happened meanwhile, it holds. Of a draft nothing is left; of what was over
    the outcome stays. The statistics were kept without the person all along.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it was withdrawn already.
    """
    async with transaction():
        held = await hold_own(referral_id, viewer)
        if held.referral.status is ReferralStatus.DRAFT:
            await repository.drop([referral_id])
            await audit.record("discard", RECORD_TYPE, referral_id, viewer.actor)
            return
        if held.referral.consent_withdrawn_at is not None:
            raise ConflictError(_("Consent was withdrawn already. Nothing of the person is left here."))
        await erase_person(held, viewer.actor)


async def erase_person(held: Held, actor: str) -> None:
    """End a referral that was sent, with nothing left in it of the person; inside a transaction."""
    now, after = clock.now(), moving.withdraw(state_of(held))
    await tell_who_had_it(held, after)
    await take_step(
        held,
        after,
        "withdraw_consent",
        actor,
        columns={
            "reference": "",
            "first_name": "",
            "contact_way": "",
            "words": "",
            "hours_per_week": None,
            "days": [],
            "languages": [],
            "consent_withdrawn_at": now,
        },
    )
    await offers.forget_words(held.referral.id)
    await agreeing.end(held.referral.id, now)


async def hand_over(referral_id: UUID, team_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Give a referral to a team of the viewer's, whose members read it from now on.

    Raises:
        NotFoundError: the referral or the team is not the viewer's.
        ConflictError: it changed meanwhile.
    """
    async with transaction():
        held = await hold_own(referral_id, viewer, expected_version)
        if team_id not in await _own_teams(held.referral.council_code, viewer):
            raise NotFoundError(_("This team is not here, or you are not in it."))
        await repository.put(referral_id, version=held.referral.version + 1, team=team_id)
        await audit.record("hand_over", RECORD_TYPE, referral_id, viewer.actor)


async def list_needs(viewer: Viewer) -> list[Need]:
    """What waits for the viewer, as a practitioner and as one of a provider's people. One statement."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    now = clock.now()
    return await repository.list_needs(
        viewer.account_id,
        viewer.councils(Role.PRACTITIONER),
        now,
        start_before=now - rules.START_WITHIN,
        warned_before=now - rules.WARNED_BEFORE - timedelta(days=1),
        agreed_since=clock.today() - checking.OLDEST_CONSENT,
    )


def find_outcode(text: str, gazetteer: Gazetteer) -> str | None:
    """The district of a postcode or district that was typed; None when it is neither."""
    place = gazetteer.find_place(text) if text else None
    return place.district if isinstance(place, Place) and place.kind in _POSTCODES else None


def _check_new(new: NewReferral, viewer: Viewer, gazetteer: Gazetteer) -> str:
    """The district of a need that can be kept. InvalidError with every problem."""
    if not viewer.may(Role.PRACTITIONER, new.council_code):
        raise NotFoundError(_("You do not make referrals for this council."))
    known = {
        name: taxonomies.codes(taxonomy)
        for name, taxonomy in (
            ("support_type", Taxonomy.SUPPORT_TYPE),
            ("care_group", Taxonomy.CARE_GROUP),
            ("day", Taxonomy.DAY),
            ("language", Taxonomy.LANGUAGE),
        )
    }
    problems = list(checking.check_new(new, known))
    outcode = find_outcode(new.place, gazetteer)
    if outcode is None:
        message = _("Enter the first part of the postcode, such as BA14.")
        problems.append(Problem(field="place", message=message))
    if problems or outcode is None:
        raise InvalidError(problems)
    return outcode


def _columns(new: NewReferral, outcode: str) -> dict[str, object]:
    return {
        "team": new.team_id,
        "reference": new.reference,
        "support_types": list(new.support_types),
        "care_group": new.care_group,
        "outcode": outcode,
        "hours_per_week": new.hours_per_week,
        "days": list(new.days),
        "languages": list(new.languages),
        "words": new.words,
    }


async def _check_team(new: NewReferral, viewer: Viewer) -> None:
    """InvalidError when the viewer is not in the team, or it is another council's."""
    if new.team_id is not None and new.team_id not in await _own_teams(new.council_code, viewer):
        message = _("Choose a team of this council that you are in.")
        raise InvalidError([Problem(field="team", message=message)])


async def _own_teams(council_code: str, viewer: Viewer) -> set[UUID]:
    return {team.id for team in await teams.list_of(account_of(viewer), [council_code])}


def _require_draft(held: Held) -> None:
    if held.referral.status is not ReferralStatus.DRAFT:
        raise ConflictError(_("It has been sent: providers decide by it, so it cannot be changed any more."))
