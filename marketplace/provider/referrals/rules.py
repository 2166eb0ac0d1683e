"""What the pages of a provider's referrals say, as pure functions."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from marketplace.councils.service import council_name
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals.answering.schemas import OfferFilter, OfferItem, OfferView
from marketplace.referrals.rules import reason_words
from marketplace.referrals.schemas import ASKED, FINAL, OfferStatus, ReferralStatus
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

LIST_PATH = "/provider/referrals"
PATH = f"{LIST_PATH}/{{offer_id:uuid}}"

Row = tuple[str, str]


def offer_url(offer_id: UUID) -> str:
    """The page of one referral."""
    return f"{LIST_PATH}/{offer_id}"


def read_filter(params: Mapping[str, str]) -> OfferFilter:
    """Which part of the list is wanted, out of the address; what is not understood is passed over."""
    shown = params.get("show", "")
    try:
        listing_id = UUID(params.get("listing", ""))
    except ValueError:
        listing_id = None
    return OfferFilter(
        only_open=shown == "open",
        only_own=shown == "own",
        only_over=shown == "over",
        listing_id=listing_id,
    )


def filter_query(wanted: OfferFilter) -> str:
    """The same as it stands in the address."""
    values = {"show": shown_of(wanted), "listing": str(wanted.listing_id) if wanted.listing_id else ""}
    return urlencode({name: value for name, value in values.items() if value})


def shown_of(wanted: OfferFilter) -> str:
    """The code of the part that is shown; empty for all."""
    parts = (("open", wanted.only_open), ("own", wanted.only_own), ("over", wanted.only_over))
    return next((code for code, is_wanted in parts if is_wanted), "")


def parts() -> list[Row]:
    """The parts of the list to choose from."""
    return [
        ("", _("All")),
        ("open", _("To answer")),
        ("own", _("Those that you said yes to")),
        ("over", _("Over")),
    ]


def tag_of(one: OfferItem | OfferView) -> tuple[str, str]:
    """Where it is for the provider: words and colour."""
    if one.status in ASKED:
        return _("To answer"), "blue"
    if one.status is not OfferStatus.ACCEPTED:
        return {
            OfferStatus.DECLINED: _("You said no"),
            OfferStatus.TAKEN: _("Another was quicker"),
        }.get(one.status, _("No longer asked")), "grey"
    if one.referral_status in FINAL:
        return _("Over"), "grey"
    has_started = one.referral_status is ReferralStatus.STARTED
    return _("Started") if has_started else _("You said yes"), "green"


def heading(view: OfferView) -> str:
    """What the page of one referral is about."""
    if view.is_open:
        return _("Can you help?")
    if view.is_own:
        return _("You help with this") if view.has_started else _("You said yes")
    return _("A referral that is over")


def may_refuse(view: OfferView) -> bool:
    """Whether the provider may say no, or give it back."""
    return view.is_open or (view.is_own and not view.has_started)


def over_words(view: OfferView) -> str:
    """Why there is nothing to do any more, and what of it was deleted."""
    if view.is_consent_withdrawn:
        return _(
            "The person no longer agrees that you know of them. What the referral said of them is deleted "
            "here. Please delete what you noted, unless the law asks you to keep it."
        )
    if view.status is OfferStatus.WITHDRAWN and view.had_it:
        return _(
            "The team took it back. Please delete what you noted of the person, unless the law asks you "
            "to keep it."
        )
    if view.status is OfferStatus.DECLINED and view.had_it:
        return _(
            "You gave it back: others can be asked now. Please delete what you noted of the person, unless "
            "the law asks you to keep it."
        )
    return {
        OfferStatus.ACCEPTED: _("It is over. What it said of the person is not shown any more."),
        OfferStatus.DECLINED: _("You said no. Thank you for the answer: others can be asked now."),
        OfferStatus.TAKEN: _(
            "Another provider was quicker this time. You need not do anything. Thank you for being there."
        ),
    }.get(view.status, _("The team needs no answer any more. You need not do anything."))


def need_rows(view: OfferView) -> list[Row]:
    """What is needed."""
    hours = f"{view.hours_per_week:g}" if view.hours_per_week is not None else _("Not said")
    rows = [
        (_("Support"), labels(Taxonomy.SUPPORT_TYPE, view.support_types)),
        (_("For"), labels(Taxonomy.CARE_GROUP, (view.care_group,))),
        (_("Where"), view.outcode),
        (_("Hours a week"), hours),
        (_("Days"), labels(Taxonomy.DAY, view.days) or _("Any")),
        (_("Languages"), labels(Taxonomy.LANGUAGE, view.languages) or _("Any")),
        (_("Asked by"), _("a team of the council, %(council)s", council=council_name(view.council_code))),
    ]
    return [*rows, (_("More about it"), view.words)] if view.words else rows


def person_rows(view: OfferView) -> list[Row]:
    """Who the person is and how to reach them, as far as they agreed, and whom to ask else."""
    nothing = _("They did not agree to share it. Talk to the practitioner.")
    people = "; ".join(f"{each.name}, {each.address}" for each in view.practitioners)
    team = [(_("Team"), view.team_name)] if view.team_name else []
    return [
        (_("First name"), view.first_name or nothing),
        (_("How to reach them"), view.contact_way or nothing),
        (_("Practitioner"), people or _("Nobody who knows of it works there now. Ask the council.")),
        *team,
        (_("Their reference"), view.reference),
    ]


def past_rows(view: OfferView, asked: str) -> list[Row]:
    """What is left of one that is over; `asked` says when."""
    rows = [(_("Support"), labels(Taxonomy.SUPPORT_TYPE, view.support_types))]
    rows.append((_("You were asked"), asked))
    if view.reason is not None:
        rows.append((_("Your reason"), reason_words(view.reason)))
    if view.own_words:
        rows.append((_("You wrote"), view.own_words))
    return rows


def labels(taxonomy: Taxonomy, codes: tuple[str, ...]) -> str:
    """Codes in words, one after the other."""
    return ", ".join(taxonomies.label(taxonomy, code) for code in codes)


def support_words(codes: tuple[str, ...]) -> str:
    """Kinds of support in words."""
    return labels(Taxonomy.SUPPORT_TYPE, codes)


def done_words(code: str) -> str:
    """What was done, by its code in the address."""
    return {
        "accepted": _("Thank you. The team knows that you said yes, and nobody else is asked now."),
        "declined": _("Thank you for the answer. The team can ask others now."),
        "given-back": _(
            "The team knows that it does not work, and can ask others. Please delete what you noted of the "
            "person, unless the law asks you to keep it."
        ),
        "started": _("Noted: the support has started."),
        "ended": _("Noted: it is over. The team is told."),
    }.get(code, "")
