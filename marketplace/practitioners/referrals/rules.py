"""What the pages of referrals say, as pure functions."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.practitioners.rules import day_words
from marketplace.referrals import rules
from marketplace.referrals.schemas import (
    CaseloadFilter,
    CaseloadItem,
    Consent,
    OfferStatus,
    Referral,
    ReferralStatus,
    ReferralView,
)
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

LIST_PATH = "/practitioners/referrals"
PATH = f"{LIST_PATH}/{{referral_id:uuid}}"

Row = tuple[str, str]

_COLOURS: Mapping[ReferralStatus, str] = {
    ReferralStatus.DRAFT: "grey",
    ReferralStatus.OPEN: "blue",
    ReferralStatus.ACCEPTED: "green",
    ReferralStatus.STARTED: "green",
    ReferralStatus.ENDED: "grey",
    ReferralStatus.WITHDRAWN: "grey",
}
_OFFER_COLOURS: Mapping[OfferStatus, str] = {
    OfferStatus.SENT: "blue",
    OfferStatus.SEEN: "blue",
    OfferStatus.ACCEPTED: "green",
    OfferStatus.DECLINED: "orange",
}


def referral_url(referral_id: UUID, part: str = "") -> str:
    """The page of a referral, or of something that can be done with it."""
    return f"{LIST_PATH}/{referral_id}{f'/{part}' if part else ''}"


def read_filter(params: Mapping[str, str]) -> CaseloadFilter:
    """A part of the caseload, out of the address; what is not understood is passed over."""
    status, support = params.get("status", ""), params.get("support", "")
    return CaseloadFilter(
        status=ReferralStatus(status) if status in set(ReferralStatus) else None,
        only_overdue=params.get("only") == "late",
        only_mine=params.get("only") == "mine",
        team_id=_id(params.get("team", "")),
        support_type=support if support in taxonomies.codes(Taxonomy.SUPPORT_TYPE) else "",
        like=_id(params.get("like", "")),
    )


def filter_query(wanted: CaseloadFilter) -> str:
    """The same as it stands in the address: codes and ids only."""
    values = {
        "status": wanted.status.value if wanted.status else "",
        "only": "late" if wanted.only_overdue else "mine" if wanted.only_mine else "",
        "team": str(wanted.team_id) if wanted.team_id else "",
        "support": wanted.support_type,
        "like": str(wanted.like) if wanted.like else "",
    }
    return urlencode({name: value for name, value in values.items() if value})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def labels(taxonomy: Taxonomy, codes: tuple[str, ...]) -> str:
    """Codes in words, one after the other."""
    return ", ".join(taxonomies.label(taxonomy, code) for code in codes)


def status_tag(status: ReferralStatus, *, is_asked: bool = True) -> tuple[str, str]:
    """Where a referral is: words and colour. `is_asked`: somebody may answer an open one."""
    if status is ReferralStatus.OPEN and not is_asked:
        return _("Nobody is asked"), "orange"
    return rules.status_words(status), _COLOURS[status]


def offer_tag(status: OfferStatus) -> tuple[str, str]:
    """Where a provider is with it: words and colour."""
    return rules.offer_words(status), _OFFER_COLOURS.get(status, "grey")


def item_words(item: CaseloadItem) -> str:
    """How far a referral in the list is."""
    if item.status is ReferralStatus.OPEN:
        parts = [
            ngettext("%(num)s may answer", "%(num)s may answer", item.asked),
            ngettext("%(num)s said no", "%(num)s said no", item.declined) if item.declined else "",
            ngettext("%(num)s more to ask", "%(num)s more to ask", item.waiting) if item.waiting else "",
            _("ask for consent again") if item.needs_consent else "",
        ]
        return " · ".join(part for part in parts if part)
    return rules.outcome_words(item.outcome) if item.outcome else ""


def need_rows(referral: Referral) -> list[Row]:
    """What is needed, as every provider reads it who is asked; and how the team knows it."""
    hours = f"{referral.hours_per_week:g}" if referral.hours_per_week is not None else _("Not said")
    rows = [
        (_("Your reference"), referral.reference or _("Deleted, since consent was withdrawn")),
        (_("Support"), labels(Taxonomy.SUPPORT_TYPE, referral.support_types)),
        (_("For"), labels(Taxonomy.CARE_GROUP, (referral.care_group,))),
        (_("Where"), referral.outcode),
    ]
    if referral.consent_withdrawn_at is not None:
        return rows
    rows += [
        (_("Hours a week"), hours),
        (_("Days"), labels(Taxonomy.DAY, referral.days) or _("Any")),
        (_("Languages"), labels(Taxonomy.LANGUAGE, referral.languages) or _("Any")),
    ]
    return [*rows, (_("In your words"), referral.words)] if referral.words else rows


def shared_rows(referral: Referral) -> list[Row]:
    """What only the provider sees who takes it on."""
    nothing = _("Not shared")
    return [
        (_("First name"), referral.first_name or nothing),
        (_("How to reach them"), referral.contact_way or nothing),
    ]


def consent_rows(consent: Consent, view: ReferralView, day_of: Callable[[datetime], date]) -> list[Row]:
    """What was agreed, in words, and for which providers; `day_of` is the day of a moment by the clock."""
    shared = [
        _("what is needed"),
        *([_("first name")] if consent.shares_first_name else []),
        *([_("how to reach them")] if consent.shares_contact else []),
    ]
    rows = [
        (_("Who agreed"), rules.given_by_words(consent.given_by)),
        (_("How"), rules.given_how_words(consent.how)),
        (_("When"), day_words(consent.given_on)),
        (_("What may be shared"), ", ".join(shared)),
        (_("With whom"), rules.share_with_words(consent.share_with)),
        (_("For these providers"), "; ".join(_covered_words(consent, view, day_of)) or _("None")),
        (_("Recorded by"), view.names[consent.recorded_by]),
    ]
    if consent.withdrawn_at is not None:
        rows.append((_("Withdrawn"), day_words(day_of(consent.withdrawn_at))))
    return rows


def _covered_words(consent: Consent, view: ReferralView, day_of: Callable[[datetime], date]) -> Iterator[str]:
    """Each provider whom a consent covers, and when it was asked with it."""
    titles = {offer.id: offer.listing_title for offer in view.offers}
    for covered in consent.covers:
        name = titles[covered.offer_id] or _("A listing that was erased")
        if covered.asked_at is None:
            yield _("%(name)s (not asked with it)", name=name)
        else:
            yield _("%(name)s (asked on %(day)s)", name=name, day=day_words(day_of(covered.asked_at)))


def done_words(code: str) -> str:
    """What was done, by its code in the address."""
    return {
        "sent": _("It is sent. We write to you when a provider answers."),
        "added": _("They are asked, or will be when it is their turn."),
        "next": _("The next provider is asked now."),
        "agreed-again": _("Consent is recorded. Who waits is asked when it is their turn."),
        "stopped": _("This provider is asked no longer."),
        "started": _("Noted: the support has started."),
        "ended": _("Noted: it is over."),
        "taken-back": _("It is open again. The provider was told."),
        "handed-over": _("Your team can see it now."),
        "withdrawn": _("Everything that tells of the person is deleted. The providers were told."),
        "discarded": _("It is deleted."),
        "kept": _("It is kept. Nobody has been asked yet."),
    }.get(code, "")
