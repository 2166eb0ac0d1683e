"""What the address of a page asks for, the addresses of pages, and the rows of choices. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from marketplace.gaps.reading.choice.schemas import AreaChoice
from marketplace.gaps.reading.schemas import Filters, Show
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import GapGroup, NeedSource, Unit
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import ListingKind
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

Choice = tuple[str, str, bool]
"""Code, words, whether it is chosen."""


def read_filters(query: Mapping[str, str]) -> Filters:
    """What is asked for. NotFoundError for what there is not, so that nobody is told wrong numbers."""
    try:
        return Filters(
            group=GapGroup(query["group"]) if query.get("group") else None,
            unit=Unit(query.get("unit") or Unit.HOURS),
            support_type=_support_type(query.get("type", "")),
            show=Show(query.get("show") or Show.ACCESS),
            source=NeedSource(query["source"]) if query.get("source") else None,
            month=_month(query.get("month", "")),
        )
    except ValueError:
        raise NotFoundError(_("This page is not here.")) from None


def _support_type(code: str) -> str:
    if code and code not in {term.code for term in taxonomies.headings(Taxonomy.SUPPORT_TYPE)}:
        raise ValueError(code)
    return code


def _month(text: str) -> date | None:
    if not text:
        return None
    if len(text) != len("2026-10"):
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")


def query_of(filters: Filters, **changes: Any) -> str:
    """The end of an address: "?group=dementia&unit=places"; "" where nothing was chosen.

    `changes` are more parts, by the names of addresses; an empty one takes a part away.
    """
    parts = {
        "group": filters.group or "",
        "unit": "" if filters.unit is Unit.HOURS else filters.unit,
        "type": filters.support_type,
        "show": "" if filters.show is Show.ACCESS else filters.show,
        "source": filters.source or "",
        "month": f"{filters.month:%Y-%m}" if filters.month else "",
    } | {name: str(value) for name, value in changes.items()}
    asked = {name: value for name, value in parts.items() if value}
    return f"?{urlencode(asked)}" if asked else ""


def group_choices(filters: Filters) -> list[Choice]:
    """Care groups to choose from."""
    every = [("", _("All care groups"), filters.group is None)]
    return every + [(group.value, group_words(group), group is filters.group) for group in GapGroup]


def unit_choices(filters: Filters) -> list[Choice]:
    """Hours or places."""
    return [(unit.value, wording.unit_words(unit), unit is filters.unit) for unit in Unit]


def type_choices(filters: Filters) -> list[Choice]:
    """Kinds of support, by their headings."""
    every = [("", _("Every kind of support"), not filters.support_type)]
    headings = taxonomies.headings(Taxonomy.SUPPORT_TYPE)
    return every + [(term.code, term.label, term.code == filters.support_type) for term in headings]


def show_choices(filters: Filters) -> list[Choice]:
    """What the map shows."""
    return [(show.value, wording.show_words(show), show is filters.show) for show in Show]


def source_choices(filters: Filters) -> list[Choice]:
    """How the number of people is known."""
    every = [("", _("Counts and estimates"), filters.source is None)]
    return every + [
        (source.value, wording.source_filter_words(source), source is filters.source) for source in NeedSource
    ]


def month_choices(filters: Filters, months: Sequence[date]) -> list[Choice]:
    """Now, and the ends of months that were kept."""
    now = [("", _("Now"), filters.month is None)]
    return now + [
        (f"{month:%Y-%m}", _("End of %(month)s", month=wording.month_words(month)), month == filters.month)
        for month in months
    ]


def filter_words(filters: Filters) -> str:
    """What is chosen, in one line."""
    group = group_words(filters.group) if filters.group else _("All care groups")
    kind = (
        taxonomies.label(Taxonomy.SUPPORT_TYPE, filters.support_type)
        if filters.support_type
        else _("every kind of support")
    )
    parts = [group, kind, wording.unit_words(filters.unit).lower()]
    if filters.source:
        parts.append(wording.source_filter_words(filters.source).lower())
    if filters.month:
        parts.append(_("end of %(month)s", month=wording.month_words(filters.month)))
    return " · ".join(parts)


def heat_legend(filters: Filters) -> list[tuple[int, str]]:
    """What the shades of a heat table mean, whose columns have scales of their own."""
    if filters.show is Show.ACCESS:
        words = (
            _("nothing"),
            _("under half of what half of England has"),
            _("up to what half of England has"),
            _("up to twice that"),
            _("more"),
        )
        return list(zip((4, 3, 2, 1, 0), words, strict=True))
    if filters.show is Show.SUPPLY:
        return [(4, _("nothing")), (3, _("least")), (0, _("most"))]
    return [(4, _("most")), (0, _("least"))]


def kind_words(kind: str) -> str:
    """A kind of option."""
    return taxonomies.label(Taxonomy.KIND, kind)


def limit_words(choice: AreaChoice) -> str:
    """What limits choice; "" where nothing does, or where there is nothing to choose from."""
    if choice.only_kind == ListingKind.PERSONAL_ASSISTANT:
        return _("The only option is a personal assistant.")
    if choice.only_kind:
        return _("The only kind of option: %(kind)s.", kind=kind_words(choice.only_kind).lower())
    if choice.main_provider:
        return _("One provider has %(share)s%% of what is free.", share=choice.main_share)
    return ""
