"""First terms out of a pool, and the facts that a version keeps for good, as pure functions."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from marketplace.councils.clauses.rules import chosen_clauses
from marketplace.councils.schemas import CouncilSettings, SafeguardingContact
from marketplace.kernel.i18n import current_language, ngettext
from marketplace.kernel.i18n import gettext as _
from marketplace.places.schemas import DirectPaymentSupport
from marketplace.pooling.agreements.schemas import FrozenWords, MemberTerm, Terms
from marketplace.pooling.schemas import Member, Pool

FIRST_REVIEW_AFTER = timedelta(days=182)


def first_terms(pool: Pool, members: Iterable[Member], labels: Mapping[str, str], today: date) -> Terms:
    """What a pool already says of itself. `labels` says its days and times: "tue.afternoon"."""
    content = pool.content
    terms = (
        MemberTerm(member_id=member.id, contribution_pence=content.weekly_cost_pence or 0)
        for member in members
    )
    return Terms(
        activity=content.title,
        purpose=content.words,
        days=", ".join(labels[time] for time in content.times if time in labels),
        place=content.place_words,
        members=tuple(terms),
        review_on=today + FIRST_REVIEW_AFTER,
    )


def freeze_words(
    settings: CouncilSettings, support: DirectPaymentSupport, safeguarding: SafeguardingContact
) -> FrozenWords:
    """The words of each clause as they are now, and the facts that are not of the terms."""
    pooling = settings.pooling
    return FrozenWords(
        language=current_language(),
        clauses=chosen_clauses(pooling.clauses),
        facts={
            "council": _("our council") if not settings.is_in_system else _council_name(settings),
            "support": _contact(support.name, support.phone or "", support.url or ""),
            "safeguarding": _contact(safeguarding.name, safeguarding.phone, safeguarding.url),
            "statements_kept": _more_years(pooling.statements_kept_years),
            "receipts_kept": _more_years(pooling.receipts_kept_years),
        },
        council_is=pooling.council_is,
        council_has_own=bool(pooling.clauses),
    )


def _more_years(number: int) -> str:
    return ngettext("%(num)s more year", "%(num)s more years", number)


def _council_name(settings: CouncilSettings) -> str:
    return _("%(name)s council", name=settings.name)


def _contact(name: str, phone: str, url: str) -> str:
    """Somebody with how to reach them, within a sentence."""
    ways = ", ".join(way for way in (phone, url.removeprefix("https://")) if way)
    return f"{name} ({ways})" if ways else name
