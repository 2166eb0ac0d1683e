"""What stands in the tables of numbers. Pure.

Names of columns are plain words with units. Nothing of a single listing is in them: a file is kept for years,
and listings of people who offer support go when these ask for it.
"""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from marketplace.gaps.reading.choice import rules as choice
from marketplace.gaps.reading.rules import rank
from marketplace.gaps.reading.schemas import GroupView, Picture
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import NeedSource, Unit
from marketplace.gaps.taking.rules import file_value, told_people, told_reach, told_supply
from marketplace.gaps.taking.schemas import Exports, Market
from marketplace.gaps.taking.sheets.schemas import Cell, Sheet, SheetName
from marketplace.gaps.taking.statement.parts.gaps.rules import kind_words
from marketplace.gaps.taking.statement.parts.sources.rules import source_rows
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

Row = tuple[Cell, ...]
_LONDON = ZoneInfo("Europe/London")


def make_sheet(exports: Exports, name: SheetName) -> Sheet:
    """One table."""
    return _MAKERS[name](exports)


def list_sheets(exports: Exports) -> tuple[Sheet, ...]:
    """All tables."""
    return tuple(make_sheet(exports, name) for name in SheetName)


def sheet_title(name: SheetName) -> str:
    """What a table is called."""
    return {
        SheetName.ACCESS: _("Need and access by area"),
        SheetName.GAPS: _("Gaps, ranked"),
        SheetName.SUPPLY: _("What there is"),
        SheetName.UNMET: _("What people looked for"),
        SheetName.LANGUAGES: _("Languages"),
        SheetName.SOURCES: _("Sources"),
    }[name]


def sheet_about(name: SheetName) -> str:
    """What a row of it is."""
    return {
        SheetName.ACCESS: _(
            "A row for each small area, care group and unit: people, what is free in reach, and what is free "
            "for each 100 people, with the least and most it may be. Areas are in the GeoJSON by their code."
        ),
        SheetName.GAPS: _(
            "A row for each care group of a small area that has less than half of England's people have, "
            "those that most people feel most first."
        ),
        SheetName.SUPPLY: _(
            "A row for each kind of option: how many reach people here, what they have free, when, at what "
            "price. No single listing."
        ),
        SheetName.UNMET: _(
            "A row for each month, place and kind of support or care group that 5 people or more looked for "
            "and did not find. The two are two countings of the same people: do not add them up."
        ),
        SheetName.LANGUAGES: _("A row for each main language other than English of 100 people or more."),
        SheetName.SOURCES: _("Where each number is from, and of when."),
    }[name]


def _sheet(name: SheetName, columns: tuple[str, ...], rows: Iterator[Row], widths: tuple[int, ...]) -> Sheet:
    return Sheet(
        name=name,
        title=sheet_title(name),
        about=sheet_about(name),
        columns=columns,
        rows=tuple(rows),
        widths=widths,
    )


def known_words(view: GroupView, at: int) -> str:
    """How the people of an area are known, or why they are not told."""
    if told_people(view, at) is None:
        return _("fewer than 5") if view.source is NeedSource.ESTIMATE else _("fewer than 5: withheld")
    return wording.source_words(view.source)


def _access(exports: Exports) -> Sheet:
    columns = (
        _("Area code"), _("Area"), _("Postcode districts"), _("Care group"), _("People"),
        _("How people are known"), _("Unit"), _("Free in reach"), _("Free for each 100 people"),
        _("At the least"), _("At the most"), _("Half of England has at most"), _("Worked out at"),
    )  # fmt: skip
    rows = (row for picture in exports.market.pictures.values() for row in _access_rows(picture))
    widths = (18, 28, 20, 24, 9, 22, 20, 12, 14, 10, 10, 14, 18)
    return _sheet(SheetName.ACCESS, columns, rows, widths)


def _access_rows(picture: Picture) -> Iterator[Row]:
    computed = picture.computed_at.astimezone(_LONDON).replace(tzinfo=None) if picture.computed_at else None
    for view in picture.groups:
        usual = view.usual.england
        for at, area in enumerate(picture.areas):
            people = told_people(view, at)
            found = told_reach(view, at) if computed else None
            yield (
                area.code,
                area.name,
                " ".join(area.districts),
                group_words(view.group),
                people,
                known_words(view, at),
                wording.unit_words(picture.unit),
                told_supply(view, at) if computed else None,
                found.value if found else None,
                found.low if found else None,
                found.high if found else None,
                file_value(usual) if usual is not None else None,
                computed,
            )


def _gaps(exports: Exports) -> Sheet:
    columns = (
        _("Unit"), _("Place in the list"), _("Care group"), _("Area code"), _("Area"), _("People"),
        _("How people are known"), _("Free for each 100 people"), _("At the least"), _("At the most"),
        _("Half of England has at most"), _("How sure"), _("In words"),
    )  # fmt: skip
    rows = (row for picture in exports.market.pictures.values() for row in _gap_rows(picture))
    widths = (20, 8, 24, 18, 28, 9, 22, 14, 10, 10, 14, 34, 80)
    return _sheet(SheetName.GAPS, columns, rows, widths)


def _gap_rows(picture: Picture) -> Iterator[Row]:
    for number, gap in enumerate(rank(picture), 1):
        view = picture.view(gap.group)
        at = picture.position(gap.area.code)
        yield (
            wording.unit_words(picture.unit),
            number,
            group_words(gap.group),
            gap.area.code,
            gap.area.name,
            told_people(view, at) if view and at is not None else None,
            wording.source_words(gap.source),
            file_value(gap.reach.value),
            file_value(gap.reach.low),
            file_value(gap.reach.high),
            file_value(gap.usual),
            wording.sure_words(gap),
            wording.gap_words(gap, picture.unit),
        )


def _supply(exports: Exports) -> Sheet:
    columns = (
        _("Kind of option"), _("Options"), _("Free hours a week"), _("Free places"),
        _("Do not say what is free"), _("In an evening"), _("At a weekend"), _("With a price of an hour"),
        _("Lowest price (£)"), _("Middle price (£)"), _("Highest price (£)"), _("On"),
    )  # fmt: skip
    widths = (26, 9, 12, 12, 14, 12, 12, 14, 12, 12, 12, 12)
    return _sheet(SheetName.SUPPLY, columns, _supply_rows(exports.market), widths)


def _supply_rows(market: Market) -> Iterator[Row]:
    kinds = taxonomies.terms(Taxonomy.KIND)
    prices = {each.kind: each for each in choice.prices(market.supply, None, [kind.code for kind in kinds])}
    for kind in kinds:
        options = [option for option in market.supply if option.kind == kind.code]
        price = prices.get(kind.code)
        pounds = (price.lowest / 100, price.middle / 100, price.highest / 100) if price else (None,) * 3
        yield (
            kind.label,
            len(options),
            file_value(sum(choice.free_of(option, Unit.HOURS) for option in options)),
            file_value(sum(choice.free_of(option, Unit.PLACES) for option in options)),
            sum(option.hours is None and option.places is None for option in options),
            sum(map(choice.is_evening, options)),
            sum(map(choice.is_weekend, options)),
            price.options if price else 0,
            *pounds,
            market.made_at.astimezone(_LONDON).date(),
        )


def _unmet(exports: Exports) -> Sheet:
    columns = (
        _("Month"), _("What came of asking"), _("Counted by"), _("What"), _("Place"), _("People (5 or more)"),
    )  # fmt: skip
    widths = (12, 28, 18, 34, 26, 12)
    return _sheet(SheetName.UNMET, columns, _unmet_rows(exports), widths)


def _unmet_rows(exports: Exports) -> Iterator[Row]:
    rest = _("Other places in %(council)s", council=exports.market.council.name)
    for cell in exports.cells:
        what = (
            group_words(cell.group)
            if cell.group
            else taxonomies.label(Taxonomy.SUPPORT_TYPE, cell.support_type)
        )
        yield (
            cell.month,
            kind_words(cell.kind),
            _("Care group") if cell.group else _("Kind of support"),
            what,
            rest if cell.is_rest else cell.outcode or _("No place given"),
            cell.people,
        )


def _languages(exports: Exports) -> Sheet:
    columns = (_("Language"), _("People, about"), _("Options in it"), _("Census"))
    market = exports.market
    people = {each.code: each.people for each in market.languages if each.code}
    names = {each.code: each.name for each in market.languages}
    found = choice.languages(people, market.supply)
    rows: Iterator[Row] = (
        (names[each.code], wording.rounded(each.people), each.options, "Census 2021 (ONS), 21 March 2021")
        for each in found
        if each.people >= wording.HUNDRED
    )
    return _sheet(SheetName.LANGUAGES, columns, rows, (26, 12, 12, 34))


def _sources(exports: Exports) -> Sheet:
    columns = (_("What"), _("Source"), _("Of when"))
    return _sheet(SheetName.SOURCES, columns, iter(source_rows(exports.market)), (50, 70, 30))


_MAKERS: dict[SheetName, Callable[[Exports], Sheet]] = {
    SheetName.ACCESS: _access,
    SheetName.GAPS: _gaps,
    SheetName.SUPPLY: _supply,
    SheetName.UNMET: _unmet,
    SheetName.LANGUAGES: _languages,
    SheetName.SOURCES: _sources,
}
