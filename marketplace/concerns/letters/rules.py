"""The words of the letters, as pure functions."""

from uuid import UUID

from marketplace.concerns.schemas import Outcome
from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Facts, Letter

_KIND_FOR_COUNCIL = "concern_for_council"


def for_contact(title: str, listing_id: UUID | None, token: str) -> Letter:
    """To the council's safeguarding contact, at once. The token opens this one concern, without account.

    `listing_id` is None where it is about a pool of people.
    """
    page = () if listing_id is None else (Action(_("See the listing"), f"/listings/{listing_id}"),)
    return Letter(
        kind=_KIND_FOR_COUNCIL,
        subject=_("Somebody is worried about a person's safety: please read this now"),
        parts=(
            _(
                "Somebody used this website to tell us that they are worried about a person's safety. It is "
                "about what is named here. What they wrote is behind the button, not in this letter."
            ),
            Facts(((_("About"), title),)),
            Action(_("Read the concern"), f"/concerns/{token}"),
            *page,
            _(
                "The button works for 30 days, for everybody who has this email: do not pass it on outside "
                "your team. Nobody whom it is about has been told, or will be."
            ),
        ),
    )


def for_stewards(listing_title: str, concern_id: UUID) -> Letter:
    """To stewards, so that they can take the listing out of sight."""
    return Letter(
        kind=_KIND_FOR_COUNCIL,
        subject=_("Somebody is worried about a person's safety: please look at a listing now"),
        parts=(
            _(
                "Somebody told us that they are worried about a person's safety. Please read it now, and "
                "decide whether the listing must go out of sight. Do not tell the provider."
            ),
            Facts(((_("Listing"), listing_title),)),
            Action(_("Read the concern"), f"/stewards/concerns/{concern_id}"),
        ),
    )


def for_administrators(listing_title: str, concern_id: UUID, *, has_contact: bool) -> Letter:
    """To administrators: nobody opened an urgent concern, or there is nobody to write to."""
    why = (
        _("We wrote to your safeguarding contact, and nobody has opened it yet.")
        if has_contact
        else _("Your council has given no email address for safeguarding, so we write to you.")
    )
    return Letter(
        kind=_KIND_FOR_COUNCIL,
        subject=_("Nobody has opened a concern about a person's safety yet")
        if has_contact
        else _("Somebody is worried about a person's safety: please read this now"),
        parts=(
            _("Somebody told us that they are worried about a person's safety."),
            why,
            Facts(((_("Listing"), listing_title),)),
            Action(_("Read the concern"), f"/stewards/concerns/{concern_id}"),
            Action(_("Check your safeguarding contact"), "/administration/council"),
        ),
    )


def for_reporter() -> Letter:
    """To whoever reported something and left an address."""
    return Letter(
        kind="concern_received",
        subject=_("We have got what you told us"),
        parts=(
            _("Thank you for telling us. People who look after this website will read it."),
            _("If somebody is in danger now, do not wait for us: ring 999."),
            _("We do not tell the person or organisation who told us."),
        ),
    )


def for_reporter_decided(outcome: Outcome) -> Letter:
    """To the same person, after it was decided."""
    said = {
        Outcome.MENDED: _("We have looked at what you told us, and it has been put right."),
        Outcome.SUSPENDED: _("We have looked at what you told us, and the page is not shown any more."),
        Outcome.NO_ACTION: _("We have looked at what you told us. We did not need to change the page."),
        Outcome.PASSED_ON: _("We have looked at what you told us, and passed it on to those who can help."),
    }
    return Letter(
        kind="concern_decided",
        subject=_("We have looked at what you told us"),
        parts=(
            said[outcome],
            _("If something is still wrong, tell us again on the page of the listing."),
            _("If somebody is in danger now, ring 999."),
        ),
    )


def for_provider(listing_title: str, listing_id: UUID) -> Letter:
    """To the provider, at once, when a page may be out of date. Says nothing of who, or what was written."""
    return Letter(
        kind="concern_told",
        subject=_("Is your page still right? Somebody thinks that it may not be"),
        parts=(
            _(
                "Somebody told us that something on your page may be out of date. Please look at it, and "
                "mend what is not right any more."
            ),
            Facts(((_("Listing"), listing_title),)),
            Action(_("See your page"), f"/listings/{listing_id}"),
            Action(_("Change your page"), "/provider"),
        ),
    )


def for_provider_decided(listing_title: str, listing_id: UUID, words: str) -> Letter:
    """To the provider, when a steward has something to say about a decision."""
    return Letter(
        kind="concern_told",
        subject=_("The people who look after this website write about your page"),
        parts=(
            _("Somebody told us about something on your page. We have looked at it, and say:"),
            words,
            Facts(((_("Listing"), listing_title),)),
            Action(_("See your page"), f"/listings/{listing_id}"),
        ),
    )
