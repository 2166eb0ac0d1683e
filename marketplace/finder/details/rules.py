"""Everything that a listing says, in words."""

from datetime import time

from marketplace.finder.cards.rules import AreaNames, area_words
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.schemas import CheckWords, DayTimes, EasyLine, ListingWords
from marketplace.finder.words.rules import availability_words, day_of_year, price_words
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import Check, CqcStatus, Listing, Schedule, Venue
from marketplace.listings.symbols.rules import with_symbols
from marketplace.taxonomies.schemas import Taxonomy

_ALL_AREAS = 30
_NOON = 12


def listing_words(listing: Listing, vocabulary: Vocabulary, area_names: AreaNames) -> ListingWords:
    """Put a whole listing in words; a part that says nothing is empty."""
    labels = vocabulary.labels
    return ListingWords(
        kind=vocabulary.label(Taxonomy.KIND, listing.kind.value),
        where=_where(listing, area_names),
        prices=tuple(
            f"{price_words(cost)} ({cost.description})" if cost.description else price_words(cost)
            for cost in listing.costs
        ),
        availability=availability_words(listing.capacity),
        has_room=None if listing.capacity is None else listing.capacity.free_now > 0,
        week=_week(listing, vocabulary),
        support_types=labels(Taxonomy.SUPPORT_TYPE, listing.support_types),
        care_groups=labels(Taxonomy.CARE_GROUP, listing.care_groups),
        languages=labels(Taxonomy.LANGUAGE, listing.languages),
        cultures=labels(Taxonomy.CULTURE, listing.cultures),
        genders=labels(Taxonomy.GENDER, listing.genders),
        transport=labels(Taxonomy.TRANSPORT, listing.transport),
        access=labels(Taxonomy.ACCESS, listing.access),
        funding=labels(Taxonomy.FUNDING, listing.funding),
        checks=tuple(_check_words(check, vocabulary) for check in listing.checks),
        cqc=_cqc_words(listing),
        ages=ages_words(listing.minimum_age, listing.maximum_age),
        confirmed=_("Details confirmed on %(date)s", date=day_of_year(listing.confirmed_on)),
        easy_read=tuple(
            EasyLine(text=text, picture=picture)
            for text, picture in with_symbols(listing.easy_read, listing.easy_read_pictures)
        ),
    )


def _where(listing: Listing, area_names: AreaNames) -> tuple[str, ...]:
    lines = [_address(listing.venue)] if listing.venue else []
    if listing.area:
        lines += area_words(listing.area, area_names, _ALL_AREAS)
    return tuple(lines)


def _address(venue: Venue) -> str:
    parts = [part for part in (venue.name, venue.address, venue.town) if part]
    return f"{', '.join(dict.fromkeys(parts))} {venue.postcode}"


def _week(listing: Listing, vocabulary: Vocabulary) -> tuple[DayTimes, ...]:
    """The days in the order of the week: by the clock where hours are given, else by parts of the day."""
    by_day: dict[str, list[str]] = {}
    for day, part in listing.times:
        by_day.setdefault(day, []).append(vocabulary.label(Taxonomy.TIME, part))
    clocked: dict[str, list[str]] = {}
    for entry in sorted(listing.schedule, key=lambda entry: (entry.day, entry.opens_at)):
        clocked.setdefault(entry.day, []).append(_hours(entry))
    by_day |= clocked
    return tuple(
        DayTimes(day=term.label, times=tuple(dict.fromkeys(by_day[term.code])))
        for term in vocabulary.terms.get(Taxonomy.DAY, ())
        if term.code in by_day
    )


def _hours(entry: Schedule) -> str:
    return _("%(start)s to %(end)s", start=clock_words(entry.opens_at), end=clock_words(entry.closes_at))


def clock_words(moment: time) -> str:
    """A time of day: "10am", "12.30pm", "midnight", "midday"."""
    if (moment.hour, moment.minute) in {(0, 0), (_NOON, 0)}:
        return _("midday") if moment.hour else _("midnight")
    hour = (moment.hour - 1) % _NOON + 1
    minutes = f".{moment.minute:02}" if moment.minute else ""
    if moment.hour < _NOON:
        return _("%(time)sam", time=f"{hour}{minutes}")
    return _("%(time)spm", time=f"{hour}{minutes}")


def _check_words(check: Check, vocabulary: Vocabulary) -> CheckWords:
    label = vocabulary.label(Taxonomy.CHECK, check.kind)
    details = [_("checked on %(date)s", date=day_of_year(check.checked_on))]
    if check.checked_by:
        details.append(_("by %(who)s", who=check.checked_by))
    if check.expires_on:
        details.append(_("until %(date)s", date=day_of_year(check.expires_on)))
    return CheckWords(label=f"{label} ({check.level})" if check.level else label, details=tuple(details))


def _cqc_words(listing: Listing) -> str:
    if listing.cqc_status is CqcStatus.REGISTERED:
        return _("Registered with the Care Quality Commission")
    if listing.cqc_status is CqcStatus.EXEMPT:
        return _("Gives personal care and need not register with the Care Quality Commission")
    return _("Gives no personal care, so need not register with the Care Quality Commission")


def ages_words(minimum: int | None, maximum: int | None) -> str:
    """Whom it is for by age: "18 and over", "From 11 to 25", "Up to 17"; "" for all ages."""
    if minimum and maximum is not None:
        return _("From %(low)s to %(high)s years old", low=minimum, high=maximum)
    if minimum:
        return _("%(age)s and over", age=minimum)
    return _("Up to %(age)s years old", age=maximum) if maximum is not None else ""
