"""Prices, distances, dates, free time and the names of filters, in the reader's language."""

from collections.abc import Iterable
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

from marketplace.kernel.i18n import current_language, ngettext
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.listings.schemas import Capacity, CostOption, CostUnit
from marketplace.taxonomies.schemas import Taxonomy

ENGLAND = "E92000001"
_SHORT = 0.25
_LONG = 10.0


def N_(message: str) -> str:  # noqa: N802 - the name by which Babel finds words that are translated later
    """Mark words for translation without translating them yet."""
    return message


_LEGENDS = {
    Taxonomy.KIND: N_("Kind of support"),
    Taxonomy.CARE_GROUP: N_("Who it is for"),
    Taxonomy.SUPPORT_TYPE: N_("Help with"),
    Taxonomy.LANGUAGE: N_("Languages"),
    Taxonomy.CULTURE: N_("Culture and faith"),
    Taxonomy.GENDER: N_("Gender of the worker"),
    Taxonomy.TRANSPORT: N_("Driving and transport"),
    Taxonomy.ACCESS: N_("Access to the venue"),
    Taxonomy.DAY: N_("Day"),
    Taxonomy.TIME: N_("Time of day"),
    Taxonomy.FUNDING: N_("Ways to pay"),
    Taxonomy.CHECK: N_("Checks"),
    Taxonomy.POOL: N_("Pools"),
}
_NATIONS = {
    ENGLAND: N_("England"),
    "W92000004": N_("Wales"),
    "S92000003": N_("Scotland"),
    "N92000002": N_("Northern Ireland"),
}
_PRICES = {
    CostUnit.HOUR: N_("%(price)s an hour"),
    CostUnit.SESSION: N_("%(price)s a session"),
    CostUnit.DAY: N_("%(price)s a day"),
    CostUnit.NIGHT: N_("%(price)s a night"),
    CostUnit.WEEK: N_("%(price)s a week"),
    CostUnit.TRIP: N_("%(price)s a trip"),
}


def legend(taxonomy: Taxonomy) -> str:
    """The name of a filter."""
    return _(_LEGENDS[taxonomy])


def nation(code: str | None) -> str | None:
    """The name of a nation of the United Kingdom, by its code."""
    name = _NATIONS.get(code or "")
    return _(name) if name else None


def listed(words: Iterable[str], style: str = "standard") -> str:
    """Several words as one: "a, b and c" (style "or": "a, b or c")."""
    chosen: list[str] = list(words)
    if style == "or":
        return format_list(chosen, style="or", locale=_locale()).replace(", or ", " or ")
    return format_list(chosen, style="standard", locale=_locale())


def day_of_year(day: date) -> str:
    """A date as people write it: "3 November 2026"."""
    return format_date(day, "d MMMM y", locale=_locale())


def _locale() -> Locale:
    language = current_language()
    if language == "en":
        language = "en-GB"
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def price_words(cost: CostOption) -> str:
    """One price: "£14.50 an hour", "from £12 to £18 a session", "Free"."""
    last = cost.amount_pence if cost.amount_to_pence is None else cost.amount_to_pence
    if cost.unit is CostUnit.FREE or last == 0:
        return _("Free")
    price = pounds(cost.amount_pence)
    if last != cost.amount_pence:
        price = _("from %(low)s to %(high)s", low=price, high=pounds(last))
    return _(_PRICES[cost.unit], price=price)


def miles_words(miles: float) -> str:
    """A distance: "less than ¼ mile", "1 mile", "2.1 miles", "12 miles"."""
    if miles < _SHORT:
        return _("less than ¼ mile")
    number = round(miles, 1) if miles < _LONG else round(miles)
    return ngettext("%(miles)s mile", "%(miles)s miles", 1 if number == 1 else 2, miles=f"{number:g}")


def rough_miles_words(miles: float) -> str:
    """A distance to a point that is known to a kilometre only: "less than a mile", "3 miles"."""
    number = round(miles)
    if number < 1:
        return _("less than a mile")
    return ngettext("%(num)s mile", "%(num)s miles", number)


def radius_words(miles: float) -> str:
    """A distance that was chosen: "¼ mile", "½ mile", "1 mile", "10 miles"."""
    if miles < 1:
        text = {0.25: "¼", 0.5: "½", 0.75: "¾"}.get(miles, f"{miles:g}")
        return _("%(miles)s mile", miles=text)
    return ngettext("%(miles)s mile", "%(miles)s miles", 1 if miles == 1 else 2, miles=f"{miles:g}")


def availability_words(capacity: Capacity | None) -> str:
    """What is free now, and since when that is known; "" when nothing is said."""
    if capacity is None:
        return ""
    if capacity.free_now <= 0:
        return _("Full at the moment")
    parts: list[str] = []
    if capacity.hours_per_week:
        text = f"{capacity.hours_per_week:g}"
        parts.append(
            ngettext("%(hours)s hour a week", "%(hours)s hours a week", 1 if text == "1" else 2, hours=text)
        )
    if capacity.places:
        parts.append(ngettext("%(num)s place", "%(num)s places", capacity.places))
    return _("%(what)s free (as of %(date)s)", what=listed(parts), date=day_of_year(capacity.as_of))
