"""What there is: kinds of options, what they have free, when, at what price. Pure."""

from marketplace.gaps.reading.choice import rules as choice
from marketplace.gaps.reading.drawing.rules import hundredths
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.schemas import Unit
from marketplace.gaps.supply.schemas import SupplyListing
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.parts.sources.rules import supply_source
from marketplace.gaps.taking.statement.schemas import Block, Column, Part, PartCode, Table
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds, say_pence
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


def supply(market: Market) -> Part:
    """What there is: kinds of options, what they have free, when, at what price."""
    if not market.supply:
        words = (
            _("No option that is on this website reaches people here yet.")
            if market.hours.areas
            else _("What reaches people here has not been worked out yet.")
        )
        return Part(code=PartCode.SUPPLY, title=_("Supply"), blocks=(Block(words=words),))
    blocks = [Block(table=_kinds_table(market))]
    said = [option for option in market.supply if choice.is_evening(option) or choice.is_weekend(option)]
    blocks.append(
        Block(
            words=_(
                "%(evenings)s of %(all)s options say that they are there in an evening, %(weekends)s at a "
                "weekend.",
                evenings=sum(map(choice.is_evening, said)),
                weekends=sum(map(choice.is_weekend, said)),
                all=len(market.supply),
            )
        )
    )
    if prices := _prices_table(market):
        blocks.append(Block(table=prices))
    return Part(code=PartCode.SUPPLY, title=_("Supply"), blocks=tuple(blocks))


def _kinds_table(market: Market) -> Table:
    rows = [
        (kind, [option for option in market.supply if option.kind == kind.code])
        for kind in taxonomies.terms(Taxonomy.KIND)
    ]
    most = max(len(options) for _kind, options in rows)
    shared = _("Some of them reach other places too, and share what is free.")
    return Table(
        caption=_("Options that reach people in %(council)s", council=market.council.name),
        columns=(
            Column(title=_("Kind of option")),
            Column(title=_("Options"), is_number=True),
            Column(title=_("Free hours a week"), is_number=True),
            Column(title=_("Free places"), is_number=True),
            Column(title=_("Do not say what is free"), is_number=True),
        ),
        rows=tuple(
            (
                kind.label,
                f"{len(options):,}",
                wording.number(sum(choice.free_of(option, Unit.HOURS) for option in options)),
                wording.number(sum(choice.free_of(option, Unit.PLACES) for option in options)),
                f"{sum(map(_says_nothing, options)):,}",
            )
            for kind, options in rows
        ),
        bars=tuple(hundredths(len(options), most) for _kind, options in rows),
        source=f"{supply_source(market)} {shared}",
    )


def _says_nothing(option: SupplyListing) -> bool:
    return option.hours is None and option.places is None


def _prices_table(market: Market) -> Table | None:
    kinds = [term.code for term in taxonomies.terms(Taxonomy.KIND)]
    found = choice.prices(market.supply, market.rate_pence, kinds)
    if not found:
        return None
    rate = market.rate_pence
    columns = [
        Column(title=_("Kind of option")),
        Column(title=_("With a price"), is_number=True),
        Column(title=_("Lowest"), is_number=True),
        Column(title=_("Middle"), is_number=True),
        Column(title=_("Highest"), is_number=True),
    ]
    if rate is not None:
        columns.append(Column(title=_("At %(rate)s or less", rate=pounds(rate)), is_number=True))
    rows = []
    for price in found:
        row = [taxonomies.label(Taxonomy.KIND, price.kind), str(price.options)]
        row += [say_pence(each) for each in (price.lowest, price.middle, price.highest)]
        rows.append((*row, *(() if price.within_rate is None else (str(price.within_rate),))))
    paid = (
        ""
        if rate is None
        else " " + _("The council pays %(rate)s for an hour of a personal assistant.", rate=pounds(rate))
    )
    return Table(
        caption=_("What an hour costs"),
        columns=tuple(columns),
        rows=tuple(rows),
        source=f"{supply_source(market)}{paid}",
    )
