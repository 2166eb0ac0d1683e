"""The words of the letter. They say how much is new and not what: what somebody looks for is private."""

from collections.abc import Mapping

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.mail.schemas import Action, Letter, Part
from marketplace.wanted.alerts.schemas import AlertKind


def for_new(counts: Mapping[AlertKind, int], stop: str) -> Letter:
    """One letter about all that is new. `stop` is the token that ends such letters."""
    return Letter(
        kind="something_new",
        subject=_("There is something new for you"),
        parts=(
            *_parts(counts),
            _("You get this email once a day at most, and only when there is something new."),
        ),
        unsubscribe_url=f"/alerts/stop/{stop}",
    )


def _parts(counts: Mapping[AlertKind, int]) -> list[Part]:
    parts: list[Part] = []
    if number := counts.get(AlertKind.ADVERT, 0):
        words = ngettext(
            "Somebody near you looks for support that you offer.",
            "%(num)s people near you look for support that you offer.",
            number,
        )
        parts += [words, Action(_("See who looks for you"), "/provider/wanted?show=suit")]
    if number := counts.get(AlertKind.OWN_ADVERT, 0):
        words = ngettext(
            "Somebody new may suit what you look for.",
            "%(num)s new listings may suit what you look for.",
            number,
        )
        parts += [words, Action(_("See who may suit you"), "/wanted")]
    if number := counts.get(AlertKind.SEARCH, 0):
        words = ngettext(
            "One new listing is in your saved searches.",
            "%(num)s new listings are in your saved searches.",
            number,
        )
        parts += [words, Action(_("See what is new"), "/searches")]
    return parts
