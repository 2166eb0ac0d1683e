"""Choice in words. Pure."""

from collections.abc import Sequence

from marketplace.commissioners.gaps.choice.schemas import AreaRow, LanguageRow, Limit, PriceRow
from marketplace.commissioners.gaps.rules import kind_words, limit_words
from marketplace.gaps.need.schemas import LanguageFigure
from marketplace.gaps.reading.choice import rules
from marketplace.gaps.reading.choice.schemas import AreaChoice
from marketplace.gaps.reading.wording.rules import rounded
from marketplace.gaps.supply.schemas import SupplyListing
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import pounds, say_pence
from marketplace.listings.schemas import ListingKind

FEW_PEOPLE = 100
"""A language of fewer people is not said to lack options."""


def order_of(found: Sequence[AreaChoice]) -> list[int]:
    """Positions of the areas, those with the fewest kinds and then the fewest options first."""
    return sorted(range(len(found)), key=lambda at: (len(found[at].kinds), found[at].options, at))


def area_rows(
    found: Sequence[AreaChoice],
    names: Sequence[str],
    links: Sequence[str],
    kinds: Sequence[str],
    order: Sequence[int],
) -> list[AreaRow]:
    """Areas in words."""
    rows = []
    for at in order:
        counts = dict(found[at].kinds)
        rows.append(
            AreaRow(
                name=names[at],
                href=links[at],
                counts=(*(counts.get(kind, 0) for kind in kinds), found[at].evenings, found[at].weekends),
                limit=limit_words(found[at]) if found[at].options else _("Nothing reaches it."),
            )
        )
    return rows


def limits(found: Sequence[AreaChoice]) -> list[Limit]:
    """What limits choice, in how many areas; what holds nowhere is left out."""
    assistant = ListingKind.PERSONAL_ASSISTANT
    several = [
        (_("Nothing reaches the area"), [not each.options for each in found]),
        (_("A personal assistant is the only option"), [each.only_kind == assistant for each in found]),
        (
            _("There is one kind of option only, not personal assistants"),
            [each.only_kind not in {None, assistant} for each in found],
        ),
        (_("One provider has most of what is free"), [bool(each.main_provider) for each in found]),
        (_("Nothing in the evening"), [bool(each.options) and not each.evenings for each in found]),
        (_("Nothing at the weekend"), [bool(each.options) and not each.weekends for each in found]),
    ]
    return [Limit(words=words, areas=sum(holds)) for words, holds in several if any(holds)]


def language_rows(figures: Sequence[LanguageFigure], options: Sequence[SupplyListing]) -> list[LanguageRow]:
    """Languages of the census beside the options in them."""
    known = {figure.code: figure.people for figure in figures if figure.code}
    names = {figure.code: figure.name for figure in figures}
    return [
        LanguageRow(name=names[each.code], people=f"{rounded(each.people):,}", options=each.options)
        for each in rules.languages(known, options)
        if each.people >= FEW_PEOPLE
    ]


def price_rows(
    options: Sequence[SupplyListing], rate_pence: int | None, kinds: Sequence[str]
) -> list[PriceRow]:
    """Prices of an hour in words."""
    return [
        PriceRow(
            kind=kind_words(each.kind),
            options=each.options,
            lowest=say_pence(each.lowest),
            middle=say_pence(each.middle),
            highest=say_pence(each.highest),
            within="" if each.within_rate is None else _within(each.within_rate, each.options),
        )
        for each in rules.prices(options, rate_pence, kinds)
    ]


def _within(number: int, options: int) -> str:
    return _("%(number)s of %(options)s", number=number, options=options)


def rate_words(rate_pence: int | None) -> str:
    """The council's rate, or that it did not say it."""
    if rate_pence is None:
        return _("Your council has not said what it pays. Its administrators can, in its settings.")
    return _("Your council pays %(rate)s for an hour of a personal assistant.", rate=pounds(rate_pence))


def number_of_areas(number: int) -> str:
    """Such as "41 areas"."""
    return ngettext("%(num)s area", "%(num)s areas", number)
