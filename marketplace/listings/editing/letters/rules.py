"""Words of the letter after handing in."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter


def handed_in(title: str, request_id: UUID, *, is_new: bool) -> Letter:
    """To all who look after it: it waits for a steward."""
    said = (
        _("This new listing was handed in: %(title)s.", title=title)
        if is_new
        else _("Changes to this listing were handed in: %(title)s.", title=title)
    )
    return Letter(
        kind="change_submitted",
        subject=_("A steward will look at what you handed in"),
        parts=(
            said,
            _(
                "A steward looks at the oldest first. You need do nothing now: we write to you when it is "
                "decided. Until then you can take it back and change something."
            ),
            Action(label=_("See it"), url=f"/provider/requests/{request_id}"),
        ),
    )
