"""The words of the letters, as pure functions. No name, nothing of what people wrote."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter
from marketplace.pooling.letters.rules import MINE


def proposed(pool_id: UUID) -> Letter:
    """To all whom a version names, but for who proposed it."""
    return Letter(
        kind="agreement_proposed",
        subject=_("There is a new version of an agreement to read"),
        parts=(
            _("A lead of a pool that you are in has proposed a new version of its agreement."),
            _(
                "Take your time, and read it with somebody if you want. It can be read in easy words too, "
                "and you see what is different from before. Nothing changes until everybody has said yes."
            ),
            Action(_("Read it"), f"{MINE}/{pool_id}/agreement"),
        ),
    )


def in_force(pool_id: UUID) -> Letter:
    """To all whom it names."""
    return Letter(
        kind="agreement_in_force",
        subject=_("Everybody has agreed: your agreement is in force"),
        parts=(
            _("Everybody in a pool that you are in has agreed to the same version of its agreement."),
            _("It is in force from today. You can read and print it at any time."),
            Action(_("See the agreement"), f"{MINE}/{pool_id}/agreement"),
        ),
    )


def dropped(pool_id: UUID) -> Letter:
    """To all whom it names, when leads took a proposal back."""
    return Letter(
        kind="agreement_dropped",
        subject=_("You need not answer about an agreement any more"),
        parts=(
            _("A lead of a pool that you are in took back the version that you were asked to read."),
            _("What was agreed before stays as it was. If there is another version, we tell you."),
            Action(_("See the pool's agreement"), f"{MINE}/{pool_id}/agreement"),
        ),
    )


def told_council(council: str) -> Letter:
    """To the council's address, where it is told of pools. Nobody is in it, and no pool."""
    return Letter(
        kind="pool_for_council",
        subject=_("People in your area have put direct payments together"),
        parts=(
            _(
                "A pool in the area of %(council)s has an agreement to which all of its members said yes.",
                council=council,
            ),
            _(
                "You need not do anything. Each member tells their own worker, and can show their own part "
                "of the record: what they paid in, what it was spent on and what is left. This letter says "
                "no names, since the members are the ones to tell you."
            ),
            _("If you do not want these letters, change it in the settings of your council."),
            Action(_("Settings of your council"), "/administration/council"),
        ),
    )
