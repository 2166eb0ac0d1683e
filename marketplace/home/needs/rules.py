"""What waits, in words and by urgency. Pure functions."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from babel.dates import format_date

from marketplace.home.schemas import Line
from marketplace.kernel.i18n import current_language, ngettext
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.needs import Need

URGENT = frozenset({"concerns_urgent", "contact_missing", "second_factor_to_set_up", "listing_hidden"})
"""Somebody may come to harm, or nobody finds them, until it is done."""

_Say = Callable[[int], str]

NEEDS: dict[str, tuple[str, _Say]] = {
    "second_factor_to_set_up": (
        "/account/second-factor",
        lambda _num: _("Set up a second step of signing in: until then you cannot do your council work"),
    ),
    "concerns_urgent": (
        "/stewards/concerns",
        lambda num: ngettext("A concern about safety is open", "%(num)s concerns about safety are open", num),
    ),
    "contact_missing": (
        "/administration",
        lambda num: ngettext(
            "Your council has no contact for safeguarding yet",
            "%(num)s of your councils have no contact for safeguarding yet",
            num,
        ),
    ),
    "listing_hidden": (
        "/provider",
        lambda num: ngettext(
            "Nobody can find one of your listings: say that it is still right",
            "Nobody can find %(num)s of your listings: say that they are still right",
            num,
        ),
    ),
    "referrals_overdue": (
        "/practitioners/referrals",
        lambda num: ngettext(
            "A provider has not answered a referral in time",
            "%(num)s referrals have had no answer in time",
            num,
        ),
    ),
    "referrals_to_answer": (
        "/provider/referrals",
        lambda num: ngettext(
            "A council asks whether you can help somebody",
            "A council asks whether you can help somebody: %(num)s times",
            num,
        ),
    ),
    "enquiries_to_answer": (
        "/provider/messages",
        lambda num: ngettext("Somebody waits for your answer", "%(num)s people wait for your answer", num),
    ),
    "enquiries_to_read": (
        "/messages",
        lambda num: ngettext(
            "You have a message to read", "You have messages to read in %(num)s conversations", num
        ),
    ),
    "pool_asks": (
        "/pools/mine",
        lambda num: ngettext(
            "Somebody asks to join a pool that you lead",
            "%(num)s people ask to join a pool that you lead",
            num,
        ),
    ),
    "pool_agreements": (
        "/pools/mine",
        lambda num: ngettext(
            "An agreement waits for your answer", "%(num)s agreements wait for your answer", num
        ),
    ),
    "pool_help": (
        "/pools/mine",
        lambda num: ngettext(
            "A pool of yours asks whether a support organisation may help it",
            "%(num)s pools of yours ask whether a support organisation may help them",
            num,
        ),
    ),
    "pool_help_wanted": (
        "/provider/pools",
        lambda num: ngettext(
            "A pool asks for your organisation's help", "%(num)s pools ask for your organisation's help", num
        ),
    ),
    "pool_invitations": (
        "/pools/mine",
        lambda num: ngettext("You are invited to a pool", "You are invited to %(num)s pools", num),
    ),
    "pool_matches": (
        "/pools/wishes",
        lambda num: ngettext(
            "Somebody near you wants the same as you", "%(num)s people near you want the same as you", num
        ),
    ),
    "pool_messages": (
        "/pools/mine",
        lambda num: ngettext(
            "There is a new message in a pool of yours",
            "There are new messages in %(num)s pools of yours",
            num,
        ),
    ),
    "pools_returned": (
        "/pools/mine",
        lambda num: ngettext(
            "The words of a pool that you lead need a change",
            "The words of %(num)s pools that you lead need a change",
            num,
        ),
    ),
    "adverts_returned": (
        "/wanted",
        lambda num: ngettext(
            "Your advert needs a change before it is shown",
            "%(num)s of your adverts need a change before they are shown",
            num,
        ),
    ),
    "listing_returned": (
        "/provider",
        lambda num: ngettext(
            "A steward asks you to change something before your page is shown",
            "A steward asks you to change something on %(num)s pages",
            num,
        ),
    ),
    "referrals_to_agree_again": (
        "/practitioners/referrals",
        lambda num: ngettext(
            "A referral waits: ask the person for their consent again",
            "%(num)s referrals wait: ask for consent again",
            num,
        ),
    ),
    "referrals_to_move_on": (
        "/practitioners/referrals",
        lambda num: ngettext(
            "A referral waits for you to move it on", "%(num)s referrals wait for you to move them on", num
        ),
    ),
    "concerns_open": (
        "/stewards/concerns",
        lambda num: ngettext("A concern is open", "%(num)s concerns are open", num),
    ),
    "listings_to_check": (
        "/stewards",
        lambda num: ngettext(
            "A listing or a change waits to be checked",
            "%(num)s listings and changes wait to be checked",
            num,
        ),
    ),
    "adverts_to_check": (
        "/stewards/wanted",
        lambda num: ngettext("An advert waits to be checked", "%(num)s adverts wait to be checked", num),
    ),
    "pools_to_check": (
        "/stewards/pools",
        lambda num: ngettext(
            "The words of a pool wait to be checked", "The words of %(num)s pools wait to be checked", num
        ),
    ),
    "evidence_to_check": (
        "/stewards/checks?show=sent",
        lambda num: ngettext(
            "A provider has sent evidence of a check", "%(num)s pieces of evidence wait to be checked", num
        ),
    ),
    "claims_to_decide": (
        "/stewards/claims",
        lambda num: ngettext(
            "Somebody says that a listing is theirs", "%(num)s people say that a listing is theirs", num
        ),
    ),
    "checks_running_out": (
        "/provider",
        lambda num: ngettext(
            "One of your checks runs out or has run out: send the new one",
            "%(num)s of your checks run out or have run out: send the new ones",
            num,
        ),
    ),
    "listing_to_confirm": (
        "/provider",
        lambda num: ngettext(
            "Is your page still right? Please say so",
            "Are %(num)s of your pages still right? Please say so",
            num,
        ),
    ),
    "capacity_to_confirm": (
        "/provider",
        lambda num: ngettext(
            "Say how much time or how many places you have free now",
            "Say what is free now on %(num)s of your pages",
            num,
        ),
    ),
    "adverts_matching": (
        "/provider/wanted?show=suit",
        lambda num: ngettext(
            "A new advert suits what you offer", "%(num)s new adverts suit what you offer", num
        ),
    ),
    "feedback_new": (
        "/provider/feedback",
        lambda num: ngettext(
            "Somebody told you how your help was", "%(num)s people told you how your help was", num
        ),
    ),
    "feedback_shared": (
        "/stewards/feedback",
        lambda num: ngettext(
            "Somebody shared with you how a provider's help was",
            "%(num)s people shared with you how a provider's help was",
            num,
        ),
    ),
    "feedback_answered": (
        "/feedback",
        lambda num: ngettext(
            "A provider has answered what you told them",
            "%(num)s providers have answered what you told them",
            num,
        ),
    ),
    "listing_unfinished": (
        "/provider",
        lambda num: ngettext(
            "You began to write something and have not handed it in",
            "You began to write %(num)s things and have not handed them in",
            num,
        ),
    ),
    "listing_to_start": (
        "/provider/start",
        lambda _num: _("List what you offer, so that people can find you. It takes about ten minutes"),
    ),
    "searches_unmet": (
        "/commissioners",
        lambda num: ngettext(
            "In one place people looked for support last month and found none",
            "In %(num)s places or kinds of support people looked last month and found nothing",
            num,
        ),
    ),
    "outcomes_unmet": (
        "/commissioners",
        lambda num: ngettext(
            "In one place people asked for support last month and were turned down",
            "In %(num)s places or kinds of support people asked last month and were turned down",
            num,
        ),
    ),
}
"""Each kind of what waits, the most urgent first: where it is done, and how it is said."""

_ORDER = {code: number for number, code in enumerate(NEEDS)}


def lines_of(needs: Iterable[Need], today: date, zone_date: Callable[[datetime], date]) -> tuple[Line, ...]:
    """What waits, the most urgent first."""
    return tuple(
        Line(
            words=NEEDS[need.code][1](need.count),
            url=NEEDS[need.code][0],
            since=since_words(zone_date(need.since), today) if need.since else "",
            is_urgent=need.code in URGENT,
        )
        for need in sorted(needs, key=lambda need: _ORDER[need.code])
    )


def since_words(day: date, today: date) -> str:
    """Since when something waits: "since today", "since 3 November"."""
    if day >= today:
        return _("since today")
    if day == today - timedelta(days=1):
        return _("since yesterday")
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    locale = current_language().replace("-", "_")
    return _("since %(day)s", day=format_date(day, pattern, locale=locale))
