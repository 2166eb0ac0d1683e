"""The words of the letters, as pure functions. Nothing of what people wrote is in them, and no name."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter


def asked(pool_id: UUID) -> Letter:
    """To leads: somebody would like to join."""
    return _letter(
        "pool_asked",
        _("Somebody asks to join your pool"),
        _("Somebody would like to join a pool that you lead."),
        _("If you say that they are welcome, you see the names that you chose and can talk."),
        Action(_("Answer them"), _url(pool_id)),
    )


def welcomed(pool_id: UUID) -> Letter:
    """To who asked."""
    return _letter(
        "pool_welcomed",
        _("You are welcome in a pool"),
        _("You asked to join a pool, and they would like you in."),
        _("You see each other's chosen names now, and can talk. Take a place when you are ready."),
        Action(_("See the pool"), _url(pool_id)),
    )


def refused(*, had_place: bool) -> Letter:
    """To who asked, was welcome, or had a place without an agreement."""
    words = (
        _("Your place in a pool was given back before you agreed to anything.")
        if had_place
        else _("You asked to join a pool. They cannot take you in.")
    )
    return _letter(
        "pool_refused",
        _("About the pool that you asked to join"),
        words,
        _("Other pools may suit you, or you can start one yourself."),
        Action(_("See your pools"), MINE),
    )


def invited(pool_id: UUID) -> Letter:
    """To who wants the same, and said that the starter may know the name."""
    return _letter(
        "pool_invited",
        _("You are invited to a pool"),
        _("Somebody who wants the same as you has started a pool and invites you."),
        Action(_("See it and answer"), _url(pool_id)),
    )


def placed(pool_id: UUID) -> Letter:
    """To leads: a place was taken."""
    return _letter(
        "pool_placed",
        _("Somebody has taken a place in your pool"),
        _("A place in a pool that you lead is taken. The next agreement can name them."),
        Action(_("See your pool"), _url(pool_id)),
    )


def came_by_link(pool_id: UUID) -> Letter:
    """To leads: somebody followed an invitation."""
    return _letter(
        "pool_came",
        _("Somebody followed your invitation"),
        _("Somebody used an invitation to a pool that you lead. They have no place yet."),
        Action(_("See your pool"), _url(pool_id)),
    )


def went(pool_id: UUID) -> Letter:
    """To leads: somebody leaves, has left, or gave a place back."""
    return _letter(
        "pool_went",
        _("Somebody leaves your pool"),
        _("Somebody leaves a pool that you lead, or has left it."),
        Action(_("See what to do now"), _url(pool_id)),
    )


def stays(pool_id: UUID) -> Letter:
    """To leads: a notice was taken back."""
    return _letter(
        "pool_stays",
        _("Somebody stays in your pool after all"),
        _("Somebody who wanted to leave a pool that you lead has changed their mind, and stays."),
        Action(_("See your pool"), _url(pool_id)),
    )


def left() -> Letter:
    """To who leaves, on the last day or when somebody recorded it."""
    return _letter(
        "pool_left",
        _("You have left a pool"),
        _("You are no longer in a pool. Your direct payment is for an arrangement of your own again."),
        _("Your last statement, and what you may still be owed, stay in your account."),
        Action(_("See your pools"), MINE),
    )


def lead_now(pool_id: UUID) -> Letter:
    """To who leads from now on."""
    return _letter(
        "pool_lead",
        _("You lead a pool now"),
        _("You lead a pool now: you answer who asks to join, and write its agreement with the others."),
        _("If you do not want to, somebody else can lead: the page says how."),
        Action(_("See your pool"), _url(pool_id)),
    )


def ending(pool_id: UUID) -> Letter:
    """To all: the last day is set."""
    return _letter(
        "pool_ending",
        _("A pool of yours will end"),
        _("The last day of a pool that you are in is set. The page says which day, and what happens then."),
        Action(_("See your pool"), _url(pool_id)),
    )


def goes_on(pool_id: UUID) -> Letter:
    """To all: the last day was taken back."""
    return _letter(
        "pool_goes_on",
        _("A pool of yours goes on after all"),
        _("A last day was set for a pool that you are in. It does not hold any more: the pool goes on."),
        Action(_("See your pool"), _url(pool_id)),
    )


def ended() -> Letter:
    """To all who had a part."""
    return _letter(
        "pool_ended",
        _("A pool of yours has ended"),
        _("A pool that you were in, or asked to join, has ended."),
        _("If you had a place, your last statement stays in your account."),
        Action(_("See your pools"), MINE),
    )


def help_asked(pool_id: UUID) -> Letter:
    """To members: an organisation would help, if everybody consents."""
    return _letter(
        "pool_help_asked",
        _("May a support organisation help your pool?"),
        _("A lead of a pool that you are in would like a support organisation to help."),
        _("It helps only if everybody says yes. Whatever you say, your place is yours."),
        Action(_("Read what it could do, and answer"), f"{_url(pool_id)}/help"),
    )


MINE = "/pools/mine"


def _letter(kind: str, subject: str, *parts: str | Action) -> Letter:
    return Letter(kind=kind, subject=subject, parts=parts)


def _url(pool_id: UUID) -> str:
    return f"{MINE}/{pool_id}"
