"""The parts of a market position statement. Pure."""

from collections import Counter
from collections.abc import Iterator

from marketplace.gaps.need.schemas import NeedBasis
from marketplace.gaps.reading.choice import rules as choice
from marketplace.gaps.reading.drawing.rules import hundredths
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import NeedSource, Unit
from marketplace.gaps.supply.schemas import SupplyListing
from marketplace.gaps.taking.rules import total_people, total_words
from marketplace.gaps.taking.schemas import Market
from marketplace.gaps.taking.statement.parts.gaps.rules import gap_blocks
from marketplace.gaps.taking.statement.parts.words.rules import contact_words, own_blocks
from marketplace.gaps.taking.statement.schemas import Block, Column, MapDrawing, Part, PartCode, Table
from marketplace.gaps.words.rules import points
from marketplace.gaps.words.schemas import MarketWords
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds, say_pence
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

FEW_SPEAKERS = 100
"""A language of fewer people is left out."""
MOST_LANGUAGES = 10


def quality(market: Market, words: MarketWords) -> Part:
    """What is on record of those who offer support, and how the council sees to it."""
    found = market.quality
    facts = [
        (_("Said to be right in the last %(days)s days", days=found.confirmed_days), found.confirmed),
        (_("Registered with the Care Quality Commission"), found.registered),
        *((taxonomies.label(Taxonomy.CHECK, code), number) for code, number in found.checks),
    ]
    blocks = [*own_blocks(words.quality)]
    if found.listings:
        table = Table(
            caption=_("What is on record of %(num)s options", num=found.listings),
            columns=(Column(title=_("On record and in date")), Column(title=_("Options"), is_number=True)),
            rows=tuple((name, f"{number:,}") for name, number in facts),
            bars=tuple(hundredths(number, found.listings) for _name, number in facts),
            source=_supply_source(market),
        )
        note = _("Not every kind of option needs every check. Without a check nothing is said against it.")
        blocks.append(Block(table=table, words=note))
    to_write = "" if words.quality else _("How your council sees to quality.")
    return Part(code=PartCode.QUALITY, title=_("Quality"), blocks=tuple(blocks), to_write=to_write)


def supply(market: Market) -> Part:
    """What there is: kinds of options, what they have free, when, at what price."""
    if not market.supply:
        words = _("No option that is on this website reaches people here yet.")
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
        source=f"{_supply_source(market)} {shared}",
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
        source=f"{_supply_source(market)}{paid}",
    )


def _supply_source(market: Market) -> str:
    return _("Source: public listings on this website, %(day)s.", day=wording.day_words(market.made_at))


def demand(market: Market) -> Part:
    """Who needs support: people by care group, facts of the council, languages."""
    blocks = []
    if market.hours.groups:
        blocks.append(Block(table=_people_table(market)))
    if facts := _facts_table(market):
        blocks.append(Block(table=facts))
    if spoken := _languages_table(market):
        blocks.append(Block(table=spoken))
    return Part(code=PartCode.DEMAND, title=_("Demand"), blocks=tuple(blocks))


def _people_table(market: Market) -> Table:
    views = market.hours.groups
    totals = [total_people(view) for view in views]
    most = max(total.people for total in totals)
    return Table(
        caption=_("People by care group"),
        columns=(
            Column(title=_("Care group")),
            Column(title=_("People")),
            Column(title=_("How it is known")),
        ),
        rows=tuple(
            (group_words(view.group), total_words(total, view.source), basis_words(market.bases[view.group]))
            for view, total in zip(views, totals, strict=True)
        ),
        bars=tuple(hundredths(total.people, most) for total in totals),
        source=_(
            "One person can be in several care groups: they are never added up. "
            "An estimate is people of each age, times how common it is at that age."
        ),
    )


def basis_words(basis: NeedBasis) -> str:
    """Where people of a care group are from: "Estimate: Census 2021 (ONS), 21 March 2021"."""
    kind = _("Count") if basis.source is NeedSource.COUNCIL else _("Estimate")
    period = f", {basis.period}" if basis.period else ""
    return f"{kind}: {basis.origin}{period}"


def _facts_table(market: Market) -> Table | None:
    names = {
        "population": _("People who live here"),
        "disabled": _("Disabled people"),
        "unpaid_carers": _("Unpaid carers"),
        "long_term_support_18_64": _("With long-term support from the council, 18 to 64"),
        "long_term_support_65_plus": _("With long-term support from the council, 65 and over"),
        "direct_payments_18_64": _("With a direct payment, 18 to 64"),
        "direct_payments_65_plus": _("With a direct payment, 65 and over"),
    }
    known = [(words, market.figures[name]) for name, words in names.items() if name in market.figures]
    if not known:
        return None
    return Table(
        caption=_("The council's area in numbers"),
        columns=(
            Column(title=_("Who")),
            Column(title=_("People"), is_number=True),
            Column(title=_("Source and date")),
        ),
        rows=tuple(
            (words, f"{round(figure.value):,}", f"{figure.source}, {figure.period}")
            for words, figure in known
        ),
        source=_("Each row names its source."),
    )


def _languages_table(market: Market) -> Table | None:
    people = {each.code: each.people for each in market.languages if each.code}
    names = {each.code: each.name for each in market.languages}
    found = [each for each in choice.languages(people, market.supply) if each.people >= FEW_SPEAKERS]
    if not found:
        return None
    return Table(
        caption=_("Main languages other than English, and options in them"),
        columns=(
            Column(title=_("Language")),
            Column(title=_("People, about"), is_number=True),
            Column(title=_("Options"), is_number=True),
        ),
        rows=tuple(
            (names[each.code], f"{wording.rounded(each.people):,}", str(each.options))
            for each in found[:MOST_LANGUAGES]
        ),
        source=_(
            "Source: Census 2021 (ONS), 21 March 2021; public listings on this website, %(day)s.",
            day=wording.day_words(market.made_at),
        ),
    )


def gaps(market: Market, drawing: MapDrawing | None) -> Part:
    """What is missing: for whom, where, and what people looked for."""
    return Part(code=PartCode.GAPS, title=_("Gaps"), blocks=tuple(gap_blocks(market, drawing)))


def ambitions(words: MarketWords) -> Part:
    """What the council wants, in its own words."""
    blocks = [*own_blocks(words.ambitions)]
    if found := points(words.looking_for):
        blocks.append(Block(heading=_("We are looking for"), points=found, is_own=True))
    missing = [
        name
        for name, text in (
            (_("what you want to reach"), words.ambitions),
            (_("what you are looking for"), words.looking_for),
        )
        if not text
    ]
    to_write = _("Your ambitions: %(missing)s.", missing=wording.join_words(missing)) if missing else ""
    return Part(code=PartCode.AMBITIONS, title=_("Ambitions"), blocks=tuple(blocks), to_write=to_write)


def working_with_us(market: Market, words: MarketWords, address: str) -> Part:
    """How to begin, whom to ask."""
    blocks = [*own_blocks(words.working_with_us)]
    if said := contact_words(words):
        blocks.append(Block(heading=_("Whom to ask"), points=said, is_own=True))
    support = market.support
    steps = (
        _("See what is missing, and where: %(url)s", url=f"{address}/market/{market.council.code}"),
        _(
            "Put what you offer on this website. It is free, and the council checks it: %(url)s",
            url=f"{address}/provider",
        ),
        _(
            "If two or more of you give personal care, you must register with the Care Quality Commission "
            "first. Somebody whom one person employs need not."
        ),
        _("Say each month what you have free. Pages and statements count what is free, not who is there."),
    )
    blocks.append(Block(heading=_("How to start something"), points=steps))
    who = (
        support.name
        if not support.phone
        else _("%(name)s, %(phone)s", name=support.name, phone=support.phone)
    )
    blocks.append(
        Block(
            words=_(
                "Who helps people with direct payments here: %(who)s (%(source)s, %(day)s).",
                who=who,
                source=support.source,
                day=wording.date_words(support.as_of),
            )
        )
    )
    to_write = "" if words.working_with_us else _("How providers work with your council.")
    title = _("How to work with us")
    return Part(code=PartCode.WORKING_WITH_US, title=title, blocks=tuple(blocks), to_write=to_write)


def method(market: Market, url: str) -> Part:
    """How numbers come about, what they cannot tell, and their sources."""
    words = _(
        "Gaps are found by the enhanced two-step floating catchment area (Luo and Qi, 2009): what is free is "
        "shared among the people whom it reaches, and each small area adds up the shares that reach it. "
        "Distances are as the crow flies. It is worked out again with half the distances and with half as "
        "much again: “sure” is what stays too little each time."
    )
    limits = (
        _("Estimates use national rates. They say who may need support, not who asks for it."),
        _("Only support on this website counts, and only what its providers say is free."),
        _("Numbers of people under 5, and whatever would give them away, are withheld."),
        _("“Usual” is what half of England has at most. It is no aim: there can be too little everywhere."),
    )
    table = Table(
        caption=_("Sources"),
        columns=(Column(title=_("What")), Column(title=_("Source")), Column(title=_("Of when"))),
        rows=tuple(source_rows(market)),
        source=_("How each number is worked out, with formulas: %(url)s", url=url),
    )
    blocks = (
        Block(words=words),
        Block(heading=_("What the numbers cannot tell"), points=limits),
        Block(table=table),
    )
    return Part(code=PartCode.METHOD, title=_("Method and sources"), blocks=blocks)


def source_rows(market: Market) -> Iterator[tuple[str, str, str]]:
    """Each source: what it is for, whose it is, of when."""
    by_origin = Counter((basis.origin, basis.period) for basis in market.bases.values())
    for origin, period in by_origin:
        groups = [
            group_words(group)
            for group, basis in market.bases.items()
            if (basis.origin, basis.period) == (origin, period)
        ]
        yield _("People: %(groups)s", groups=wording.join_words(groups)), origin, period
    rates = sorted({(rate.source, rate.year) for basis in market.bases.values() for rate in basis.rates})
    for source, year in rates:
        yield _("How common it is"), source, str(year)
    figures = sorted({(figure.source, figure.period) for figure in market.figures.values()})
    for source, period in figures:
        yield _("The council's area in numbers"), source, period
    if market.area_set:
        yield _("Small areas"), market.area_set.source, market.area_set.period
    when = wording.day_words(market.made_at)
    yield _("What there is, prices, times, checks"), _("Public listings on this website"), when
    if market.run:
        computed = market.run.computed_at
        yield (
            _("What is free for each 100 people"),
            _("Worked out from the above"),
            _("%(day)s, %(time)s", day=wording.day_words(computed), time=wording.time_words(computed)),
        )
    if market.heard.months:
        yield (
            _("What people looked for"),
            _("Searches, questions, referrals, adverts and pools on this website"),
            wording.span_words(market.heard.months),
        )
