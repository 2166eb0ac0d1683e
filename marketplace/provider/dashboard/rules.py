"""How listings, requests and claims are, in words."""

from collections.abc import Iterable
from datetime import date, timedelta

from marketplace.councils.schemas import CouncilSettings
from marketplace.finder.words.rules import availability_words, day_of_year
from marketplace.gaps.reading.wording.rules import month_words
from marketplace.gaps.unmet.schemas import LookedFor, Reach
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.schemas import ChangeRequest, RequestStatus
from marketplace.listings.organizations.schemas import Claim, ClaimStatus
from marketplace.listings.schemas import (
    HiddenReason,
    ListingDraft,
    ListingStatus,
    ServiceArea,
    StoredListing,
)
from marketplace.places.schemas import Place, PlaceAnswer
from marketplace.provider.dashboard.schemas import Begun, Card, State
from marketplace.provider.steps.rules import request_url
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

COME_MILES = 5.0
"""So far people are taken to come to a place."""
MOST_PLACES = 4
"""So many postcode areas are named."""


def card_of(
    stored: StoredListing, request: ChangeRequest | None, settings: CouncilSettings, today: date
) -> Card:
    """A listing with how it is."""
    draft = stored.draft
    confirmed_on = draft.confirmed_on or today
    is_published = stored.status is ListingStatus.PUBLISHED
    due_on = confirmed_on + timedelta(days=settings.confirm_every_days)
    return Card(
        id=stored.id,
        title=draft.title,
        provider=draft.organization.name,
        states=tuple(_states(stored)),
        is_public=is_published and not stored.is_hidden,
        is_paused=HiddenReason.PAUSED in stored.hidden_for,
        is_due=is_published and today >= due_on,
        confirmed=_("You last said that it is right on %(date)s.", date=day_of_year(confirmed_on)),
        free=availability_words(draft.capacity),
        change=state_of_request(request) if request else None,
        change_url=request_url(request.id) if request else "",
    )


def begun_of(request: ChangeRequest) -> Begun:
    """A new listing that is under way."""
    return Begun(
        url=request_url(request.id),
        title=request.title or _("A new listing without a title yet"),
        provider=request.organization.name,
        state=state_of_request(request),
        note=request.note if request.status is RequestStatus.WRITING else "",
    )


def starts_at(draft: ListingDraft) -> str:
    """The postcode that somebody sets out from, or where people come to; "" where there is none."""
    if draft.venue:
        return draft.venue.postcode
    return (draft.area and draft.area.base_postcode) or ""


def reach_of(draft: ListingDraft, place: PlaceAnswer) -> Reach:
    """Where a listing goes, or where people come to it from."""
    area = draft.area or ServiceArea()
    miles = max(area.miles, COME_MILES) if draft.venue else area.miles
    if not isinstance(place, Place):
        return Reach(named=frozenset(area.named))
    return Reach(latitude=place.latitude, longitude=place.longitude, miles=miles, named=frozenset(area.named))


def looked_for_words(each: LookedFor) -> str:
    """Such as "Swimming: at least 12 times since August 2026 (BA12, SN12)"."""
    where = list(each.outcodes[:MOST_PLACES])
    if len(each.outcodes) > MOST_PLACES:
        where.append(_("and others"))
    return _(
        "%(what)s: at least %(times)s times since %(since)s (%(where)s)",
        what=taxonomies.label(Taxonomy.SUPPORT_TYPE, each.support_type),
        times=each.at_least,
        since=month_words(each.months[0]),
        where=", ".join(where),
    )


def state_of_request(request: ChangeRequest) -> State:
    """How a request is."""
    if request.status is RequestStatus.SUBMITTED:
        return State(words=_("Being checked"), colour="blue", why=_("A steward of the council looks at it."))
    if request.status is RequestStatus.REJECTED:
        return State(words=_("Not accepted"), colour="red", why=_("Open it to read why."))
    if request.note:
        return State(words=_("To change"), colour="red", why=_("The steward asks you to change something."))
    return State(words=_("Being written"), colour="grey", why=_("Nobody else sees it yet."))


def state_of_claim(claim: Claim) -> State:
    """How a claim is."""
    return {
        ClaimStatus.OPEN: State(words=_("Being checked"), colour="blue"),
        ClaimStatus.ACCEPTED: State(words=_("Agreed"), colour="green"),
        ClaimStatus.REFUSED: State(words=_("Not agreed"), colour="red"),
        ClaimStatus.ENDED: State(words=_("Taken back"), colour="grey"),
    }[claim.status]


def done_words(code: str) -> str:
    """What the page says was done, by a code that stands in its address."""
    return {
        "discarded": _("It is thrown away."),
        "confirmed": _("Thank you. It says now that you checked it today."),
        "paused": _("It is paused: nobody finds it until you show it again."),
        "shown": _("It is shown again."),
        "withdrawn": _("It is taken down."),
        "joined": _("You are in: you can now look after these listings."),
        "left": _("You no longer look after that organisation."),
        "claimed": _("Thank you. A steward of the council looks at it and writes to you."),
        "claim-ended": _("You took it back."),
        "free": _("Thank you. What is free is shown now."),
    }.get(code, "")


def _states(stored: StoredListing) -> Iterable[State]:
    if stored.status is not ListingStatus.PUBLISHED:
        yield State(words=_("Not public yet"), colour="grey")
        return
    if not stored.hidden_for:
        yield State(words=_("Public"), colour="green")
    why = {
        HiddenReason.SUSPENDED: (
            _("Suspended"),
            _("The council has taken it out of sight while it looks at something. It wrote to you."),
        ),
        HiddenReason.NOT_CONFIRMED: (
            _("Hidden"),
            _("Nobody has said for long that it is still right. Say so, and it is shown again."),
        ),
        HiddenReason.NOT_SIGNED_IN: (
            _("Hidden"),
            _("You had not been here for long. Say that it is still right, and it is shown again."),
        ),
        HiddenReason.PAUSED: (_("Paused"), _("You have paused it: nobody finds it.")),
    }
    for reason in HiddenReason:
        if reason in stored.hidden_for:
            words, sentence = why[reason]
            yield State(words=words, colour="red", why=sentence)
