"""The words of the letters, as pure functions."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter


def for_provider(feedback_id: UUID) -> Letter:
    """To the people of an organisation: somebody told them how their help was."""
    return Letter(
        kind="feedback_received",
        subject=_("Somebody told you how your help was"),
        parts=(
            _("Somebody whom you help has told you what is good, or what could be better. Only you see it."),
            Action(_("Read it"), f"/provider/feedback/{feedback_id}"),
            _("You can thank them, and answer once."),
        ),
    )


def for_person(feedback_id: UUID) -> Letter:
    """To whoever told them: they answered."""
    return Letter(
        kind="feedback_answered",
        subject=_("A provider has answered what you told them"),
        parts=(
            _("You told a provider how their help was. They have answered."),
            Action(_("Read the answer"), f"/feedback/{feedback_id}"),
        ),
    )
