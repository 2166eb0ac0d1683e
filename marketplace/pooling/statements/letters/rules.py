"""The words of the letters, as pure functions. No name, no days, no sums."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter
from marketplace.pooling.letters.rules import MINE
from marketplace.pooling.statements.shares.schemas import Answer

OPEN = "/practitioners/pools/open"
"""Where links to shared statements lead."""


def shared(token: str) -> Letter:
    """To the address that a council gave for pools."""
    return Letter(
        kind="pool_statement_shared",
        subject=_("Somebody in a pool shows you their statement"),
        parts=(
            _("Somebody who puts their direct payment together with others shows you their statement."),
            _(
                "Pass this letter on to whoever works with them. The first of your practitioners who opens "
                "the link can read it, and nobody else. It works for 30 days."
            ),
            Action(_("Look at it"), f"{OPEN}/{token}"),
            _("You need not do anything more than say “looks fine” or “let us talk”."),
        ),
    )


def answered(pool_id: UUID, answer: Answer) -> Letter:
    """To the member."""
    if answer is Answer.LOOKS_FINE:
        return Letter(
            kind="pool_statement_fine",
            subject=_("Your council has looked at what you showed them"),
            parts=(
                _("Your council has looked at a statement that you showed them, and says: it looks fine."),
                _("There is nothing that you need to do."),
                Action(_("See your statements"), f"{MINE}/{pool_id}/statements"),
            ),
        )
    return Letter(
        kind="pool_statement_talk",
        subject=_("Your council has looked at what you showed them"),
        parts=(
            _("Your council has looked at a statement that you showed them, and says: let us talk."),
            _(
                "This does not mean that anything is wrong. They may only want to understand something. "
                "You can have somebody with you, and you can get in touch yourself: the page says how."
            ),
            Action(_("See how to reach them"), f"{MINE}/{pool_id}/statements"),
        ),
    )
