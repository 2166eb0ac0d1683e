"""What may stand in an outcome and in what a council said, as pure functions."""

from collections.abc import Iterator
from datetime import date

from marketplace.councils.schemas import CouncilPart
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.schemas import CouncilSaid

FEWEST_LETTERS, MOST_LETTERS = 5, 1_000
MOST_WHO = 100


def check_outcome(words: str) -> Iterator[Problem]:
    """What is wrong with a member's words about what their share is for."""
    if len(words) < FEWEST_LETTERS:
        message = _("Say in a few words of your own what this is for in your life.")
        yield Problem(field="outcome", message=message)
    elif len(words) > MOST_LETTERS:
        yield Problem(field="outcome", message=_("Write at most %(num)s letters.", num=f"{MOST_LETTERS:,}"))


def check_said(council_is: CouncilPart, said: CouncilSaid | None, today: date) -> Iterator[Problem]:
    """What is wrong with what a member says of their council's answer."""
    if said is None:
        if council_is is CouncilPart.ASKED:
            message = _("Say who at your council said yes. If nobody has been asked yet, ask first.")
            yield Problem(field="council_who", message=message)
        return
    if not said.who:
        yield Problem(field="council_who", message=_("Say who said yes: for example, my social worker."))
    elif len(said.who) > MOST_WHO:
        yield Problem(field="council_who", message=_("Write at most %(num)s letters.", num=MOST_WHO))
    if said.said_on > today:
        yield Problem(field="council_on", message=_("This day is still to come."))
