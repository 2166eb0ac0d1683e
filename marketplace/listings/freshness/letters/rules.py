"""What the letters say. One letter is about all listings of one person that came to a step at once."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from msgspec import Struct

from marketplace.kernel.i18n import current_language, ngettext
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.freshness.schemas import Stage
from marketplace.mail.schemas import Action, Letter, Part


class Line(Struct, frozen=True, kw_only=True):
    """A listing in a letter."""

    title: str
    token: str
    hidden_on: date


def letter_of(stage: Stage, lines: Sequence[Line], stop: str) -> Letter:
    """The letter of a step. `stop` is the token that stops reminders; letters of what happened have none."""
    return _WRITERS[stage](lines, f"/still-correct/stop/{stop}")


def _asked(lines: Sequence[Line], stop: str) -> Letter:
    return Letter(
        kind="confirm_reminder",
        subject=_("Is your listing still right?"),
        parts=(
            _("People rely on what your listing says. If all is as it was, one click is enough."),
            *_buttons(lines),
            _after(),
        ),
        unsubscribe_url=stop,
    )


def _asked_again(lines: Sequence[Line], stop: str) -> Letter:
    return Letter(
        kind="second_reminder",
        subject=_("Please tell us: is your listing still right?"),
        parts=(
            _("We asked some days ago and heard nothing. If all is as it was, one click is enough."),
            *_buttons(lines),
            _after(),
        ),
        unsubscribe_url=stop,
    )


def _lower(lines: Sequence[Line], _stop: str) -> Letter:
    return Letter(
        kind="ranked_lower",
        subject=_("Your listing is now shown further down"),
        parts=(
            _(
                "Nobody has told us that your listing is still right. It is shown below others from now "
                "on. One click puts it back."
            ),
            *_buttons(lines),
            _after(),
        ),
    )


def _warned(lines: Sequence[Line], _stop: str) -> Letter:
    return Letter(
        kind="hide_warning",
        subject=_("Your listing will be hidden soon"),
        parts=(
            _("Nobody has told us that your listing is still right. Soon nobody will see it."),
            *_buttons(lines, with_date=True),
            _after(),
        ),
    )


def _hidden(lines: Sequence[Line], _stop: str) -> Letter:
    return Letter(
        kind="not_confirmed",
        subject=_("Your listing is hidden now"),
        parts=(
            _(
                "Nobody has told us for a long time that your listing is still right, so people cannot see "
                "it any more. Nothing is lost. If it is right, one click shows it again."
            ),
            *_buttons(lines),
            _after(),
        ),
    )


_WRITERS = {
    Stage.ASKED: _asked,
    Stage.ASKED_AGAIN: _asked_again,
    Stage.LOWER: _lower,
    Stage.WARNED: _warned,
    Stage.HIDDEN: _hidden,
}


def away_warning(line: Line) -> Letter:
    """To a personal assistant who has not been here for long."""
    return Letter(
        kind="sign_in_warning",
        subject=_("Sign in, or your listing will be hidden"),
        parts=(
            _("You have not been here for a while, so we do not know whether you still look for work."),
            *_buttons([line], with_date=True),
            Action(label=_("Sign in"), url="/sign-in"),
        ),
    )


def away_hidden(line: Line) -> Letter:
    """To the same, later."""
    return Letter(
        kind="not_signed_in",
        subject=_("Your listing is hidden now"),
        parts=(
            _(
                "You have not been here for a long time, so people cannot see your listing any more. Nothing "
                "is lost: sign in, or use the button, and it is shown again."
            ),
            *_buttons([line]),
            Action(label=_("Sign in"), url="/sign-in"),
        ),
    )


def digest(asked: int, lower: int, hidden: int) -> Letter:
    """To a council's stewards, about listings that nobody looks after."""
    counts = (
        (
            asked,
            ngettext(
                "%(num)s listing is to be looked at: it was confirmed long ago.",
                "%(num)s listings are to be looked at: they were confirmed long ago.",
                asked,
            ),
        ),
        (
            lower,
            ngettext(
                "%(num)s listing is shown further down from today.",
                "%(num)s listings are shown further down from today.",
                lower,
            ),
        ),
        (
            hidden,
            ngettext(
                "%(num)s listing is hidden from today.", "%(num)s listings are hidden from today.", hidden
            ),
        ),
    )
    return Letter(
        kind="freshness_digest",
        subject=_("Listings that nobody looks after"),
        parts=(
            _("Nobody looks after these listings, so there is nobody else we could ask about them."),
            *(words for number, words in counts if number),
            _("Ask the provider, or look it up. Then say on the page of the listing that it is still right."),
            Action(label=_("See which"), url="/stewards/listings?state=to_confirm"),
        ),
    )


def _buttons(lines: Sequence[Line], *, with_date: bool = False) -> tuple[Part, ...]:
    parts: list[Part] = []
    for line in lines:
        day = format_date(line.hidden_on, "d MMMM y", locale=current_language().replace("-", "_"))
        said = _("%(title)s: hidden on %(date)s", title=line.title, date=day) if with_date else line.title
        parts += [said, Action(label=_("Yes, it is still right"), url=f"/still-correct/{line.token}")]
    return tuple(parts)


def _after() -> str:
    return _(
        "The button opens a page that shows your listing and asks once more. It works for two months and "
        "needs no password. To change something, sign in."
    )
