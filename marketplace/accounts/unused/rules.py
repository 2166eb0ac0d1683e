"""When an account that nobody uses is warned and deleted, as pure functions, and what the letters say."""

from datetime import date, timedelta
from enum import StrEnum

from babel.dates import format_date

from marketplace.accounts.unused.schemas import Notice, Warned
from marketplace.kernel.i18n import current_language
from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter, LetterFate, LetterStatus

WARN_BEFORE = {Warned.FIRST: timedelta(days=30), Warned.LAST: timedelta(days=7)}
"""So long before the day of deleting each letter leaves, and so long its reader has at the least."""
MOST_REFUSED = 3
"""An address whose server refused so many letters of a step takes none: that they were written must do."""


class Step(StrEnum):
    """What is to be done."""

    WARN_FIRST = "warn first"
    WARN_LAST = "warn last"
    DELETE = "delete"

    @property
    def letter(self) -> Warned:
        """The letter that it writes."""
        return Warned.FIRST if self is Step.WARN_FIRST else Warned.LAST


def is_unused(last_used_on: date, today: date, kept: timedelta) -> bool:
    """Whether an account is to be warned, or to be deleted if it was."""
    return today >= last_used_on + kept - WARN_BEFORE[Warned.FIRST]


def next_step(
    notice: Notice, fate: LetterFate | None, ended_on: date | None, due_on: date, today: date
) -> Step | None:
    """What comes after a letter; None while its reader still has time.

    Days count from when the letter left, which is `ended_on`: one that waits for a server warns nobody. A
    letter that no server took is written again, with all its days.
    """
    if fate is not None and fate.status is LetterStatus.WAITING:
        return None
    has_left = fate is not None and fate.status is not LetterStatus.DEAD
    if not has_left and notice.refused < MOST_REFUSED:
        return Step.WARN_FIRST if notice.warned is Warned.FIRST else Step.WARN_LAST
    days, last_days = WARN_BEFORE[notice.warned], WARN_BEFORE[Warned.LAST]
    until = max(notice.delete_on, due_on, ended_on + days if ended_on else due_on)
    if notice.warned is Warned.FIRST:
        return Step.WARN_LAST if today >= until - last_days else None
    return Step.DELETE if today >= until else None


def refused_so_far(notice: Notice | None, step: Step, fate: LetterFate | None) -> int:
    """How many letters of this step no server took, when one more is written."""
    if notice is None or notice.warned is not step.letter:
        return 0
    return notice.refused + (fate is not None and fate.status is LetterStatus.DEAD)


def delete_on(letter: Warned, due_on: date, today: date) -> date:
    """The day that a letter names: when it is due, or later, so that all its days are given."""
    return max(due_on, today + WARN_BEFORE[letter])


def warning(letter: Warned, last_used_on: date, day: date) -> Letter:
    """To somebody who was not here for long."""
    began = (
        _("Nobody has used your account since %(date)s. We do not keep accounts that nobody uses.",
          date=_day(last_used_on))
        if letter is Warned.FIRST
        else _("We wrote to you some weeks ago. Nobody has used your account since %(date)s.",
               date=_day(last_used_on))
    )  # fmt: skip
    return Letter(
        kind="account_unused",
        subject=_("Sign in to keep your account")
        if letter is Warned.FIRST
        else _("Last reminder: sign in to keep your account"),
        parts=(
            began,
            _("If you want to keep your account, sign in before %(date)s. That is all.", date=_day(day)),
            Action(_("Sign in"), "/sign-in"),
            _("If you do not know your password any more, you can choose a new one on that page."),
            _(
                "If you do nothing, we delete your account on %(date)s, with all that is in it. Listings "
                "that only you look after are taken down then.",
                date=_day(day),
            ),
        ),
    )


def farewell() -> Letter:
    """To somebody whose account was deleted since nobody used it."""
    return Letter(
        kind="account_deleted",
        subject=_("Your account was deleted"),
        parts=(
            _(
                "Nobody had used your account for a long time, and we wrote to you twice. So we deleted it, "
                "with what we kept about you in it."
            ),
            _("You need do nothing. If you need an account again, you can make a new one at any time."),
            _("This email is the last. We delete your email address 30 days after it."),
        ),
    )


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale=current_language().replace("-", "_"))
