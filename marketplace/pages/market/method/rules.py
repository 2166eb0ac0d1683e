"""Numbers of the method in words, taken from where they are used. Pure."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from marketplace.councils.schemas import TravelMode
from marketplace.gaps.need.schemas import Rate
from marketplace.gaps.reading.choice.rules import MOST_OF_IT
from marketplace.gaps.reading.likeness.rules import HOW_MANY
from marketplace.gaps.reading.rules import FEWEST_PEOPLE, LEAST_SHARE
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.supply.rules import NEAREST_MILES, bands_of
from marketplace.kernel.i18n import gettext as _
from marketplace.pages.market.method.schemas import GroupRates, MethodPage, RateRow, ReachRow
from marketplace.signals.rules import FEWEST_TOLD


def method_page(rates: Iterable[Rate], months_heard: int, months_kept: int) -> MethodPage:
    """All numbers of the page."""
    return MethodPage(
        rates=tuple(_groups(list(rates))),
        weights=tuple(f"{band.weight:g}" for band in bands_of(TravelMode.BUS)),
        reaches=tuple(_reach(mode) for mode in TravelMode),
        nearest_miles=f"{NEAREST_MILES:g}",
        fewest_told=FEWEST_TOLD,
        fewest_people=round(FEWEST_PEOPLE),
        district_share=round(LEAST_SHARE * 100),
        months_heard=months_heard,
        months_kept=months_kept,
        councils_alike=HOW_MANY,
        most_of_it=round(MOST_OF_IT * 100),
    )


def _reach(mode: TravelMode) -> ReachRow:
    titles = {
        TravelMode.WALKING: _("On foot"), TravelMode.BUS: _("By bus"), TravelMode.CAR: _("By car"),
    }  # fmt: skip
    return ReachRow(title=titles[mode], miles=tuple(f"{band.cost:g}" for band in bands_of(mode)))


def _groups(rates: Sequence[Rate]) -> Iterable[GroupRates]:
    for group in GapGroup:
        own = [rate for rate in rates if rate.group is group and rate.is_used]
        if own:
            yield GroupRates(title=group_words(group), rows=tuple(_rows(own)))


def _rows(rates: Sequence[Rate]) -> Iterable[RateRow]:
    """One row for each run of ages that have the same rate from the same source."""
    for _same, found in groupby(
        rates, lambda each: (each.measure, each.rate, each.source, each.year, each.how)
    ):
        several = list(found)
        first, last = several[0], several[-1]
        yield RateRow(
            what=first.measure.replace("_", " "),
            ages=join_ages(first.ages, last.ages),
            rate=rate_words(first.rate),
            source=f"{first.source}, {first.year}",
            how=first.how,
        )


def join_ages(first: str, last: str) -> str:
    """From the first to the last of several bands: "18 to 64" of "18-24" and "55-64", "65 and over"."""
    begin = first.rstrip("+").split("-")[0]
    if not begin.isdigit():
        return first
    if last.endswith("+"):
        return _("%(age)s and over", age=begin)
    return _("%(first)s to %(last)s", first=begin, last=last.rpartition("-")[2])


def rate_words(rate: float) -> str:
    """Per cent, as exact as the source is: "2.75%", "0.03%"; everybody for what was counted itself."""
    return _("all of them") if rate == 1 else f"{rate * 100:.4g}%"
