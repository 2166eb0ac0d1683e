"""A pack in words, as pure functions."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from marketplace.finder.addresses.rules import listing_url
from marketplace.finder.cards.rules import check_labels
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.schemas import ListingWords
from marketplace.finder.words.rules import day_of_year, listed
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.schemas import Listing, ListingKind
from marketplace.places.schemas import DirectPaymentSupport
from marketplace.shortlists.packs.printing.schemas import (
    PackChoice,
    PackFact,
    PackHelp,
    PackLine,
    PackWords,
)
from marketplace.shortlists.packs.schemas import PackItem, PackKind

_KIND_SYMBOLS: Mapping[ListingKind, str] = {
    ListingKind.PERSONAL_ASSISTANT: "person",
    ListingKind.MICRO_ENTERPRISE: "people",
    ListingKind.CO_OPERATIVE: "people",
    ListingKind.COMMUNITY_ACTIVITY: "happy",
    ListingKind.SUPPORT_ORGANIZATION: "help",
}
_MOST_VALUES = 8
_EASY_FACTS = frozenset({"place", "money", "calendar", "safe"})
"""Symbols of the facts that easy read tells: the others are on the listing's page."""


def make_choice(
    item: PackItem, listing: Listing, words: ListingWords, vocabulary: Vocabulary, kind: PackKind
) -> PackChoice:
    """One listing of a pack in words."""
    name = listing.organization.name
    facts = [_short(fact) for fact in _facts(listing, words, vocabulary) if fact.values]
    if kind is PackKind.EASY_READ:
        facts = [_one_line(fact) for fact in facts if fact.symbol in _EASY_FACTS]
    return PackChoice(
        listing_id=item.listing_id,
        title=listing.title,
        kind=words.kind,
        offered_by="" if name == listing.title else name,
        summary=listing.summary,
        reasons=item.reasons,
        easy=tuple(_easy_lines(listing, words)),
        facts=tuple(facts),
        source=_("These facts are from its page. %(confirmed)s.", confirmed=words.confirmed),
        path=listing_url(item.listing_id),
    )


def _easy_lines(listing: Listing, words: ListingWords) -> Iterator[PackLine]:
    """The provider's own easy words, or else what it is and its summary."""
    if words.easy_read:
        for line in words.easy_read:
            yield PackLine(text=line.text, symbol=line.picture)
        return
    yield PackLine(text=words.kind, symbol=_KIND_SYMBOLS[listing.kind])
    yield PackLine(text=listing.summary)


def _facts(listing: Listing, words: ListingWords, vocabulary: Vocabulary) -> Iterator[PackFact]:
    days = tuple(f"{row.day}: {', '.join(row.times)}" for row in words.week)
    yield PackFact(label=_("Where"), values=words.where, symbol="place")
    yield PackFact(label=_("Price"), values=words.prices or (_("Ask about the price"),), symbol="money")
    yield PackFact(label=_("Days and times"), values=days, symbol="calendar")
    yield PackFact(label=_("Free now"), values=_some(words.availability), symbol="clock")
    yield PackFact(label=_("Help with"), values=_some(listed(words.support_types)), symbol="help")
    yield PackFact(
        label=_("Who it is for"),
        values=(*_some(listed(words.care_groups)), *_some(words.ages)),
        symbol="people",
    )
    yield PackFact(label=_("Languages"), values=_some(listed(words.languages)), symbol="talking")
    yield PackFact(
        label=_("Checks"),
        values=check_labels(listing, vocabulary) or (_("None on record. Ask to see them"),),
        symbol="safe",
    )


def _short(fact: PackFact) -> PackFact:
    """A pack is for choosing: what goes on for long is on the listing's page."""
    if len(fact.values) <= _MOST_VALUES:
        return fact
    return replace(fact, values=(*fact.values[:_MOST_VALUES], _("There is more on its page.")))


def _one_line(fact: PackFact) -> PackFact:
    """Checks in one line: seven with the same symbol are no easier to read."""
    return replace(fact, values=(listed(fact.values),)) if fact.symbol == "safe" else fact


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def title() -> str:
    """What every pack is called."""
    return _("Options for you")


def made_words(made_on: date, council: str, ends_on: date, today: date) -> str:
    """When a pack was made, by whom, how old its facts are, and until when it can be read."""
    return _(
        "Put together on %(made)s by somebody who works for %(council)s. The facts are as they were on "
        "%(today)s. On the web it can be read until %(ends)s.",
        made=day_of_year(made_on),
        council=council,
        today=day_of_year(today),
        ends=day_of_year(ends_on),
    )


def gone_words(number: int) -> str:
    """What is said of listings that are not public any more; "" when there are none."""
    if not number:
        return ""
    return ngettext(
        "One option is not shown any more. It may have closed, or it may come back.",
        "%(num)s options are not shown any more. They may have closed, or they may come back.",
        number,
    )


def help_words(support: DirectPaymentSupport, council: str) -> PackHelp:
    """Who helps with direct payments, and where this is known from."""
    return PackHelp(
        heading=_("Help with direct payments in %(council)s", council=council),
        name=support.name,
        description=support.description,
        phone=support.phone or "",
        url=support.url or "",
        source=_(
            "From: %(source)s, %(day)s.", source=support.source.rstrip("."), day=day_of_year(support.as_of)
        ),
    )


def next_steps(support: DirectPaymentSupport) -> tuple[PackLine, ...]:
    """How to ask, and how to say no."""
    asking = [
        PackLine(text=_("You can write to any of them: open its page and press “Ask”."), symbol="writing")
    ]
    if support.phone:
        words = _("You can ring %(name)s: %(phone)s.", name=support.name, phone=support.phone)
        asking.append(PackLine(text=words, symbol="phone"))
    return (
        *asking,
        PackLine(text=_("You can ask the person who gave you this pack."), symbol="talking"),
        PackLine(text=_("You choose. You can say no to one of these, or to all of them."), symbol="no"),
        PackLine(text=_("Nobody in this pack knows about you until you get in touch."), symbol="safe"),
    )


def words() -> PackWords:
    """Headings and labels."""
    return PackWords(
        reasons=_("Why it could suit you"),
        facts=_("At a glance"),
        offered_by=_("Offered by {}"),
        page=_("See its page"),
        page_of=_("Page {} of {}"),
        scan=_("Scan the square with a phone, or type this address:"),
        code_of=_("QR code of the page of {}"),
        code_of_pack=_("QR code of this pack on the web"),
        missing=_("An empty box stands for letters that could not be printed. The web page has them."),
        phone=_("Phone: {}"),
    )
