"""The words of the letters, as pure functions. Nothing of what people wrote is in them, and no name."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter


def asked(pool_id: UUID) -> Letter:
    """To leads: somebody would like to join."""
    return Letter(
        kind="pool_asked",
        subject=_("Somebody asks to join your pool"),
        parts=(
            _("Somebody would like to join a pool that you lead."),
            _("If you say that they are welcome, you see the names that you chose and can talk."),
            Action(_("Answer them"), _url(pool_id)),
        ),
    )


def welcomed(pool_id: UUID) -> Letter:
    """To who asked."""
    return Letter(
        kind="pool_welcomed",
        subject=_("You are welcome in a pool"),
        parts=(
            _("You asked to join a pool, and they would like you in."),
            _("You see each other's chosen names now, and can talk. Take a place when you are ready."),
            Action(_("See the pool"), _url(pool_id)),
        ),
    )


def refused(*, had_place: bool) -> Letter:
    """To who asked, was welcome, or had a place without an agreement."""
    words = (
        _("Your place in a pool was given back before you agreed to anything.")
        if had_place
        else _("You asked to join a pool. They cannot take you in.")
    )
    return Letter(
        kind="pool_refused",
        subject=_("About the pool that you asked to join"),
        parts=(
            words,
            _("Other pools may suit you, or you can start one yourself."),
            Action(_("See your pools"), MINE),
        ),
    )


def invited(pool_id: UUID) -> Letter:
    """To who wants the same, and said that the starter may know the name."""
    return Letter(
        kind="pool_invited",
        subject=_("You are invited to a pool"),
        parts=(
            _("Somebody who wants the same as you has started a pool and invites you."),
            Action(_("See it and answer"), _url(pool_id)),
        ),
    )


def placed(pool_id: UUID) -> Letter:
    """To leads: a place was taken."""
    return Letter(
        kind="pool_placed",
        subject=_("Somebody has taken a place in your pool"),
        parts=(
            _("A place in a pool that you lead is taken. The next agreement can name them."),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def came_by_link(pool_id: UUID) -> Letter:
    """To leads: somebody followed an invitation."""
    return Letter(
        kind="pool_came",
        subject=_("Somebody followed your invitation"),
        parts=(
            _("Somebody used an invitation to a pool that you lead. They have no place yet."),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def went(pool_id: UUID) -> Letter:
    """To leads: somebody leaves, has left, or gave a place back."""
    return Letter(
        kind="pool_went",
        subject=_("Somebody leaves your pool"),
        parts=(
            _("Somebody leaves a pool that you lead, or has left it."),
            Action(_("See what to do now"), _url(pool_id)),
        ),
    )


def stays(pool_id: UUID) -> Letter:
    """To leads: a notice was taken back, or that somebody left was a mistake."""
    return Letter(
        kind="pool_stays",
        subject=_("Somebody stays in your pool after all"),
        parts=(
            _("Somebody of whom we wrote that they leave a pool that you lead stays in it after all."),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def left() -> Letter:
    """To who leaves, on the last day or when somebody recorded it."""
    return Letter(
        kind="pool_left",
        subject=_("You have left a pool"),
        parts=(
            _("You are no longer in a pool. Your direct payment is for an arrangement of your own again."),
            _("Your last statement, and what you may still be owed, stay in your account."),
            Action(_("See your pools"), MINE),
        ),
    )


def nobody_acts(pool_id: UUID) -> Letter:
    """To leads: nobody acts for a member any more."""
    return Letter(
        kind="pool_nobody_acts",
        subject=_("Somebody in your pool may need a word from you"),
        parts=(
            _(
                "Whoever acted for a member of a pool that you lead does so no more. The member "
                "keeps the place."
            ),
            _(
                "Ask kindly how they would like to go on. If they answer for themselves now, or "
                "somebody else does"
                " it for them, hand on a link. If nobody can, the page of the pool says what to do."
            ),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def lead_now(pool_id: UUID) -> Letter:
    """To who leads from now on."""
    return Letter(
        kind="pool_lead",
        subject=_("You lead a pool now"),
        parts=(
            _("You lead a pool now: you answer who asks to join, and write its agreement with the others."),
            _("If you do not want to, somebody else can lead: the page says how."),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def ending(pool_id: UUID) -> Letter:
    """To all: the last day is set."""
    return Letter(
        kind="pool_ending",
        subject=_("A pool of yours will end"),
        parts=(
            _(
                "The last day of a pool that you are in is set. The page says which day, and "
                "what happens then."
            ),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def goes_on(pool_id: UUID) -> Letter:
    """To all: the last day was taken back."""
    return Letter(
        kind="pool_goes_on",
        subject=_("A pool of yours goes on after all"),
        parts=(
            _("A last day was set for a pool that you are in. It does not hold any more: the pool goes on."),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def ended() -> Letter:
    """To all who had a part."""
    return Letter(
        kind="pool_ended",
        subject=_("A pool of yours has ended"),
        parts=(
            _("A pool that you were in, or asked to join, has ended."),
            _("If you had a place, your last statement stays in your account."),
            Action(_("See your pools"), MINE),
        ),
    )


def help_asked(pool_id: UUID) -> Letter:
    """To members: an organisation would help, if everybody consents."""
    return Letter(
        kind="pool_help_asked",
        subject=_("May a support organisation help your pool?"),
        parts=(
            _("A lead of a pool that you are in would like a support organisation to help."),
            _("It helps only if everybody says yes. Whatever you say, your place is yours."),
            Action(_("Read what it could do, and answer"), f"{_url(pool_id)}/help"),
        ),
    )


MINE = "/pools/mine"


def _url(pool_id: UUID) -> str:
    return f"{MINE}/{pool_id}"
