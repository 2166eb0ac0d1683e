"""What the pages of teams say, as pure functions."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _

LIST_PATH = "/practitioners/teams"
PATH = f"{LIST_PATH}/{{team_id:uuid}}"


def team_url(team_id: UUID, done: str = "") -> str:
    """The page of a team."""
    return f"{LIST_PATH}/{team_id}{f'?done={done}' if done else ''}"


def done_words(code: str) -> str:
    """What was done, by its code in the address."""
    return {
        "made": _("The team is made. Ask your colleagues to join."),
        "renamed": _("The team has its new name."),
        "invited": _("We have sent an email to this address."),
        "invite-ended": _("The invitation is taken back."),
        "removed": _("This person is no longer in the team."),
        "left": _("You are no longer in the team."),
        "joined": _("You are in the team now."),
    }.get(code, "")
