"""What stands where something was erased."""

from marketplace.kernel.i18n import gettext as _

ERASED_WORDS = "\N{EN DASH}"
"""Stands where a title or name was."""


def shown_title(title: str) -> str:
    """The title of a listing for who works here; of one that was erased, that it was."""
    return _("A listing that was erased") if title == ERASED_WORDS else title
