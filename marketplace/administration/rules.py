"""Who may see which council's pages of administration."""

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _


def councils_of(viewer: Viewer) -> tuple[str, ...]:
    """Codes of the councils that the viewer administers, in order."""
    return viewer.councils(Role.ADMINISTRATOR)


def check_administers(viewer: Viewer, council_code: str) -> None:
    """NotFoundError unless the viewer administers the council: as if it were not there."""
    if not viewer.may(Role.ADMINISTRATOR, council_code):
        raise NotFoundError(_("This page is not here."))
