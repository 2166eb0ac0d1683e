"""The words of the letters, as pure functions. Everything else is behind the button and a sign-in."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.rules import unlinked
from marketplace.mail.schemas import Action, Letter

TEAM_PATH = "/practitioners/referrals"
PROVIDER_PATH = "/provider/referrals"


def asked(offer_id: UUID) -> Letter:
    """To a provider who may answer now."""
    return Letter(
        kind="referral_asked",
        subject=_("Can you help somebody? A council team asks you"),
        parts=(
            _(
                "A team of a council asks if you can help somebody. Behind the button is what is needed. "
                "Please answer there, also if you cannot: then others can be asked."
            ),
            Action(_("Read and answer"), f"{PROVIDER_PATH}/{offer_id}"),
        ),
    )


def taken(offer_id: UUID) -> Letter:
    """To a provider who might have answered, when another was quicker."""
    return Letter(
        kind="referral_over",
        subject=_("Somebody has been found: you need not answer any more"),
        parts=(
            _(
                "A team of a council asked if you can help somebody. Another provider has taken it on. "
                "You need not do anything. Thank you for being there."
            ),
            Action(_("See your referrals"), f"{PROVIDER_PATH}/{offer_id}"),
        ),
    )


def withdrawn(offer_id: UUID, *, had_it: bool) -> Letter:
    """To a provider who is not asked any more, or does not have it any more."""
    words = (
        _(
            "A referral that you took on was taken back. What it said of the person is gone from this "
            "website. Please delete what you noted of them, unless the law asks you to keep it."
        )
        if had_it
        else _("A team of a council asked if you can help somebody. They need no answer any more.")
    )
    return Letter(
        kind="referral_over",
        subject=_("A referral was taken back"),
        parts=(words, Action(_("See your referrals"), f"{PROVIDER_PATH}/{offer_id}")),
    )


def ended(offer_id: UUID) -> Letter:
    """To the provider who took it on, when the team notes that it is over."""
    return Letter(
        kind="referral_over",
        subject=_("A referral is over"),
        parts=(
            _(
                "The team of the council noted that a referral which you took on is over. If that is news "
                "to you, please talk to them."
            ),
            Action(_("See your referrals"), f"{PROVIDER_PATH}/{offer_id}"),
        ),
    )


def answered(referral_id: UUID, *, is_stuck: bool, needs_consent: bool) -> Letter:
    """To the practitioner, after a provider answered."""
    words = _("A provider answered. Please look at what it says.")
    if needs_consent:
        words = _(
            "A provider answered, and the next one is not asked: the person agreed more than six months "
            "ago. Please ask for their consent again."
        )
    elif is_stuck:
        words = _("A provider answered, and nobody is asked now. Please look who else could be.")
    return Letter(
        kind="referral_answered",
        subject=_("You have an answer to a referral"),
        parts=(words, Action(_("See the referral"), f"{TEAM_PATH}/{referral_id}")),
    )


def noted_over(referral_id: UUID) -> Letter:
    """To the practitioner, when the provider notes that the support is over."""
    return Letter(
        kind="referral_answered",
        subject=_("A provider says that a referral is over"),
        parts=(
            _(
                "The provider who took on a referral noted that it is over, and how it ended. If that is "
                "news to you, please talk to them."
            ),
            Action(_("See the referral"), f"{TEAM_PATH}/{referral_id}"),
        ),
    )


def overdue(referral_id: UUID) -> Letter:
    """To the practitioner, when a provider has not answered in time."""
    return Letter(
        kind="referral_overdue",
        subject=_("A provider has not answered a referral in time"),
        parts=(
            _("A provider whom you asked has not answered yet. You can wait, or ask the next one now."),
            Action(_("See the referral"), f"{TEAM_PATH}/{referral_id}"),
        ),
    )


def gone(referral_id: UUID) -> Letter:
    """To the practitioner, when a provider can no longer answer, or help."""
    return Letter(
        kind="referral_answered",
        subject=_("A provider of a referral is no longer here"),
        parts=(
            _(
                "A provider whom you asked is no longer on this website, or its page was taken out of sight. "
                "Please look what to do now."
            ),
            Action(_("See the referral"), f"{TEAM_PATH}/{referral_id}"),
        ),
    )


def forgotten(referral_id: UUID, deleted_on: str) -> Letter:
    """To the practitioner, before a referral with which nothing happens is deleted."""
    return Letter(
        kind="referral_forgotten",
        subject=_("A referral will be deleted soon, since nothing happens with it"),
        parts=(
            _(
                "Nothing has happened with one of your referrals for almost a year. We will delete it on "
                "%(day)s, with all that it says. If you still need it, say what came of it.",
                day=deleted_on,
            ),
            Action(_("See the referral"), f"{TEAM_PATH}/{referral_id}"),
        ),
    )


def of_nobody(team_id: UUID, name: str) -> Letter:
    """To the council's administrators, when a team has nobody any more. What it has, they are not told."""
    return Letter(
        kind="team_empty",
        subject=_("Nobody is in one of your council's teams any more"),
        parts=(
            _(
                "The last practitioner of the team %(team)s works there no more. If the team has "
                "referrals, nobody reads them now. Please ask other practitioners to join it.",
                team=unlinked(name),
            ),
            Action(_("See the team"), f"/practitioners/teams/{team_id}"),
        ),
    )


def joined(team_id: UUID, name: str, who: str, *, is_asked_by_member: bool, is_asked_by_self: bool) -> Letter:
    """To all who are in a team, when somebody joins it: they read from now on what it has."""
    asked = _("An administrator of the council asked them to.")
    if is_asked_by_self:
        asked = _("They are an administrator of the council, and asked themself to.")
    elif is_asked_by_member:
        asked = _("Somebody of the team asked them to.")
    return Letter(
        kind="team_joined",
        subject=_("Somebody joined a team"),
        parts=(
            _(
                "%(who)s joined the team %(team)s, and can read its referrals and options packs now.",
                who=unlinked(who),
                team=unlinked(name),
            ),
            asked,
            _("If you did not expect this, ask them why. Anybody in the team can take somebody out of it."),
            Action(_("See who is in the team"), f"/practitioners/teams/{team_id}"),
        ),
    )


def removed() -> Letter:
    """To a practitioner whom another took out of a team."""
    return Letter(
        kind="team_changed",
        subject=_("You are no longer in a team"),
        parts=(
            _("Somebody took you out of a team. You can no longer see its referrals."),
            Action(_("See your teams"), "/practitioners/teams"),
        ),
    )
