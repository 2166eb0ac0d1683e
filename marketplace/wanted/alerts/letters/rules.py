"""The words of the letter. They say how much is new and not what: what somebody looks for is private."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.mail.schemas import Action, Letter, Part
from marketplace.wanted.alerts.schemas import AlertKind, News


def for_new(news: News, stop: str) -> Letter:
    """One letter about all that is new. `stop` is the token that ends such letters."""
    return Letter(
        kind="something_new",
        subject=_("There is something new for you"),
        parts=(
            *_parts(news),
            _("You get this email once a day at most, and only when there is something new."),
        ),
        unsubscribe_url=f"/alerts/stop/{stop}",
    )


def _parts(news: News) -> list[Part]:
    parts: list[Part] = []
    counts = news.counts
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
        parts += [words, Action(_("See who may suit you"), _advert_url(news))]
    if number := counts.get(AlertKind.SEARCH, 0):
        words = ngettext(
            "One new listing is in your saved searches.",
            "%(num)s new listings are in your saved searches.",
            number,
        )
        parts += [words, Action(_("See what is new"), _search_url(news))]
    return parts


def _advert_url(news: News) -> str:
    """Where what is new stands first: at the advert, or at the list of them when there are several."""
    only = _only(news, AlertKind.OWN_ADVERT)
    return f"/wanted/{only}/matches" if only else "/wanted"


def _search_url(news: News) -> str:
    only = _only(news, AlertKind.SEARCH)
    return f"/searches/{only}" if only else "/searches"


def _only(news: News, kind: AlertKind) -> UUID | None:
    subjects = news.subjects[kind]
    return next(iter(subjects)) if len(subjects) == 1 else None
