"""A small area in words. Pure."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from marketplace.commissioners.gaps.area.schemas import GroupRow, ListingRow, Worked
from marketplace.commissioners.gaps.lines.rules import types_under
from marketplace.commissioners.gaps.rules import kind_words
from marketplace.gaps.need.schemas import NeedBasis
from marketplace.gaps.reading.choice.rules import serves
from marketplace.gaps.reading.drawing.rules import range_view, scale_of_access
from marketplace.gaps.reading.rules import how_sure, lack
from marketplace.gaps.reading.schemas import Area, GroupView, Picture
from marketplace.gaps.reading.showing.rules import heard_words
from marketplace.gaps.reading.showing.schemas import Signals
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.schemas import GapGroup, NeedSource, Unit
from marketplace.gaps.supply.schemas import CouncilSupply, SupplyListing
from marketplace.gaps.what_if.schemas import Contribution
from marketplace.kernel.i18n import gettext as _

IN_FULL = 0.995


class Reaching(Struct, frozen=True, kw_only=True):
    """A listing that reaches the area, and what it adds to its number, if anything."""

    listing: SupplyListing
    weight: float
    part: Contribution | None


def group_rows(picture: Picture, position: int, signals: Signals) -> list[GroupRow]:
    """A row for each care group, those with the greatest lack first."""
    area = picture.areas[position]
    order = sorted(picture.groups, key=lambda view: (-_lack(view, position), view.group))
    return [_row(view, position, area, signals) for view in order]


def _lack(view: GroupView, position: int) -> float:
    usual = view.usual.england
    return lack(view.reach[position].value, usual) * view.people[position] if usual is not None else -1.0


def _row(view: GroupView, position: int, area: Area, signals: Signals) -> GroupRow:
    reach, usual = view.reach[position], view.usual.england
    return GroupRow(
        group=view.group,
        people=wording.people_number(view.people[position], view.source),
        source=wording.source_words(view.source),
        reach=wording.reach_words(reach),
        range=range_view(reach, usual) if usual is not None else None,
        usual=wording.number(usual) if usual is not None else _("not known"),
        shade=scale_of_access((), usual).shade(reach.value) if usual else None,
        heard=tuple(heard_words(each) for each in signals.of(view.group, area.districts)),
    )


def reaching(
    supply: CouncilSupply,
    picture: Picture,
    area: Area,
    group: GapGroup,
    parts: Iterable[Contribution],
) -> list[Reaching]:
    """Listings for a care group that reach the area, those that add most first."""
    adds = {part.listing_id: part for part in parts}
    column = supply.weights[:, supply.area_codes.index(area.code)]
    types = types_under(picture.support_type)
    found = [
        Reaching(listing=listing, weight=float(column[row]), part=adds.get(listing.id))
        for row in column.nonzero()[0].tolist()
        if serves(listing := supply.listings[row], group, types)
    ]
    return sorted(found, key=lambda each: (-(each.part.amount if each.part else 0.0), each.listing.title))


def listing_rows(found: Sequence[Reaching], unit: Unit) -> list[ListingRow]:
    """Listings in words."""
    return [_listing_row(each, unit) for each in found]


def _listing_row(each: Reaching, unit: Unit) -> ListingRow:
    listing, part = each.listing, each.part
    return ListingRow(
        id=listing.id,
        title=listing.title,
        kind=kind_words(listing.kind),
        free=_free_words(listing, unit),
        counts=_("in full") if each.weight >= IN_FULL else f"{round(each.weight * 100)}%",
        shared=wording.people_number(part.people_in_reach, NeedSource.ESTIMATE) if part else "",
        adds=wording.number(part.amount) if part else "",
        as_of=wording.date_words(listing.capacity_as_of) if listing.capacity_as_of else "",
    )


def _free_words(listing: SupplyListing, unit: Unit) -> str:
    free = listing.hours if unit is Unit.HOURS else listing.places
    return _("not said") if free is None else wording.number(float(free))


def worked(
    picture: Picture,
    view: GroupView,
    position: int,
    basis: NeedBasis | None,
    found: Sequence[Reaching],
    region: str,
) -> Worked:
    """How the access of a care group in the area was worked out."""
    reach, usual = view.reach[position], view.usual
    return Worked(
        people=wording.people_words(view.people[position], view.source),
        basis=_basis_words(basis),
        is_spread=basis.is_spread if basis else False,
        listings=len(found),
        with_free=sum(each.part is not None for each in found),
        in_reach=wording.amount_words(picture.unit, view.in_reach[position]),
        reach=wording.amount_words(picture.unit, reach.value),
        sure=wording.sure_reason(reach, usual.england, how_sure(reach, usual.england))
        if usual.england is not None
        else "",
        compared=tuple(
            (place, wording.number(value))
            for place, value in (
                (_("This council"), usual.here),
                (_("Councils like it"), usual.alike),
                (region, usual.region),
                (_("England"), usual.england),
            )
            if value is not None
        ),
    )


def _basis_words(basis: NeedBasis | None) -> str:
    if basis is None:
        return ""
    return f"{basis.origin}, {basis.period}" if basis.period else basis.origin
