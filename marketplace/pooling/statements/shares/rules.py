"""Decisions about shared statements, as pure functions."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from marketplace.councils.schemas import PackPart, PoolSettings
from marketplace.kernel.errors import NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.statements.periods.rules import is_allowed
from marketplace.pooling.statements.schemas import Statement
from marketplace.pooling.statements.shares.schemas import Answer, NewShare, Offer

LASTS = timedelta(days=30)
KEPT_AFTER = timedelta(days=30)
"""So long one is kept that ended without an answer."""
MOST_OPEN = 20
"""Of one member."""
MOVES: Mapping[Answer | None, frozenset[Answer]] = {
    None: frozenset(Answer),
    Answer.LET_US_TALK: frozenset({Answer.LOOKS_FINE}),
    Answer.LOOKS_FINE: frozenset(),
}
"""After a talk it can look fine; the database refuses any other step."""


def can_answer(now: Answer | None, then: Answer) -> bool:
    """Whether an answer can come after another."""
    return then in MOVES[now]


def offer_of(code: str, name: str, settings: PoolSettings) -> Offer:
    """What a council can be shown."""
    return Offer(
        council_code=code, name=name, parts=settings.sees, takes_letters=bool(settings.contact_email)
    )


def check_new(new: NewShare, offer: Offer | None, open_shares: int, today: date) -> list[Problem]:
    """All that is wrong with what somebody would share, by field."""
    problems = []
    if offer is None:
        problems.append(Problem(field="council", message=_("Choose your council.")))
    elif not new.parts or not set(new.parts) <= set(offer.parts):
        problems.append(Problem(field="parts", message=_("Choose what they may see.")))
    if offer is not None and new.by_letter and not offer.takes_letters:
        message = _("This council gave no address. Choose to give the link to your worker yourself.")
        problems.append(Problem(field="how", message=message))
    if not is_allowed(new.period, today):
        problems.append(Problem(field="parts", message=_("Choose the days again.")))
    if open_shares >= MOST_OPEN:
        message = _("You show %(num)s statements now. Take one back first.", num=open_shares)
        problems.append(Problem(field="parts", message=message))
    return problems


def seen_parts(allowed: Collection[PackPart], settings: PoolSettings) -> tuple[PackPart, ...]:
    """What is seen: what the member allowed, as far as the council looks at it today."""
    return tuple(part for part in settings.sees if part in allowed)


def has_newer(statement: Statement, answered_at: datetime | None) -> bool:
    """Whether something was recorded after the answer."""
    last = statement.last_recorded_at
    return answered_at is not None and last is not None and last > answered_at


def part_words(part: PackPart) -> str:
    """What a part is called for the member."""
    return {
        PackPart.AGREEMENT: _("What you agreed: the agreement, as far as it is about you"),
        PackPart.OUTCOMES: _("What it is for in your own care plan, in your words"),
        PackPart.CONTRIBUTIONS: _("What you paid in and got back"),
        PackPart.SPENDING: _("Your share of each cost"),
        PackPart.SESSIONS: _("When you came"),
        PackPart.BALANCE: _("What you have in the pool"),
        PackPart.RECEIPTS: _("Which receipts there are, not the receipts themselves"),
    }[part]


def answer_words(answer: Answer | None) -> str:
    """An answer as it is said."""
    return {
        Answer.LOOKS_FINE: _("Looks fine"),
        Answer.LET_US_TALK: _("Let us talk"),
        None: _("No answer yet"),
    }[answer]


def not_found() -> NotFoundError:
    """The same for what is another's, what has ended and what does not exist."""
    return NotFoundError(_("This statement is not here. It may have been taken back, or its time is over."))
