"""A plan as it is asked, and its answer. Money is whole pence."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from marketplace.pooling.planning.employing.schemas import AgeBand, Employing, HolidayRule
from marketplace.pooling.planning.rates.schemas import Rates


class PriceBy(StrEnum):
    """What the price is for."""

    HOUR = "hour"
    """An hour of somebody, for the whole pool."""
    SESSION = "session"
    """One time, for the whole pool."""
    PLACE = "place"
    """One time, for each person."""
    EMPLOYED = "employed"
    """An hour's pay of a personal assistant whom the pool employs."""


class AbsentRule(StrEnum):
    """Who pays the share of somebody who does not come."""

    PAYS = "pays"
    """They do."""
    WITH_NOTICE_FREE = "with_notice_free"
    """The others do, if it was said in time."""
    POOL_PAYS = "pool_pays"
    """The others do, said in time or not."""


class CostCode(StrEnum):
    """A line of the cost."""

    PRICE = "price"
    PAY = "pay"
    HOLIDAY = "holiday"
    INSURANCE = "insurance"
    """Employer's National Insurance, after the allowance where it is claimed."""
    PENSION = "pension"
    TRAVEL = "travel"
    VENUE = "venue"
    OTHER = "other"
    COVER = "cover"
    """Insurance of the pool or the employer, a year."""
    PAYROLL = "payroll"


class Plan(Struct, frozen=True, kw_only=True):
    """What a pool wants to do. Costs are those of the whole pool, but for a price for each person."""

    price_by: PriceBy
    price_pence: int
    times_a_week: int
    weeks_a_year: int
    contributions_pence: tuple[int, ...]
    """What each person can put in, every week of the year; one each, 0 where it is not known yet."""
    minutes_a_time: int = 0
    """Counts where the price is for an hour, and for pay."""
    travel_pence: int = 0
    """Each time, as are venue and other."""
    venue_pence: int = 0
    other_pence: int = 0
    cover_pence: int = 0
    """Insurance, each year."""
    payroll_pence: int = 0
    """A payroll service, each year; for pay only."""
    absent_rule: AbsentRule = AbsentRule.PAYS
    age: AgeBand = AgeBand.FROM_22
    """Of the personal assistant, as are the next three."""
    holiday: HolidayRule = HolidayRule.WEEKS
    claims_allowance: bool = False
    joins_pension: bool = False
    """The personal assistant joins before it is due, or it is wished to count it."""
    starts_on: date | None = None
    """The day whose rates count; None is today."""

    @property
    def people(self) -> int:
        """How many they are."""
        return len(self.contributions_pence)


class CostLine(Struct, frozen=True):
    """One line of the cost, a year."""

    code: CostCode
    year_pence: int


class Share(Struct, frozen=True, kw_only=True):
    """An equal share among so many people, rounded up to the whole penny in each span of time."""

    people: int
    all_year_pence: int
    """What all of it costs a year for so many."""
    week_pence: int
    four_weeks_pence: int
    month_pence: int
    year_pence: int
    time_pence: int
    """For each time that the pool meets."""
    left_year_pence: int
    """What is left over after a year in which each paid the share of a week 52 times."""
    is_enough: bool
    """The least that anybody puts in is enough for it; never without contributions."""


class MemberShare(Struct, frozen=True, kw_only=True):
    """One person: what they put in a week, and what would be their share."""

    number: int
    puts_in_pence: int
    equal_pence: int
    by_means_pence: int
    """The cost shared in proportion to what each puts in."""
    equal_left_pence: int
    """What they put in less an equal share; below 0 it is too little."""


class Leaving(Struct, frozen=True, kw_only=True):
    """One person fewer."""

    share: Share
    more_week_pence: int
    """How much more an equal share is then."""
    short_week_pence: int
    """What is missing a week if the one who puts in most leaves; 0 where it is still enough."""


class Absence(Struct, frozen=True, kw_only=True):
    """One person does not come one time."""

    rule: AbsentRule
    share_pence: int
    """The share of that time."""
    others_more_pence: int
    """What each of the others pays more for it."""
    covered_times: int
    """How many such shares a year what is left over would pay for."""


class Totals(Struct, frozen=True, kw_only=True):
    """What it costs all together, rounded up to the whole penny in each span of time."""

    week_pence: int
    four_weeks_pence: int
    month_pence: int
    year_pence: int
    time_pence: int


class PlanAnswer(Struct, frozen=True, kw_only=True):
    """What it costs, and what becomes of it when something changes."""

    people: int
    lines: tuple[CostLine, ...]
    totals: Totals
    share: Share
    """Among the people of the plan."""
    shares: tuple[Share, ...]
    """Among 2 to 10; among the people of the plan, and from where it is enough, where that is more."""
    members: tuple[MemberShare, ...]
    has_contributions: bool
    put_in_week_pence: int
    left_year_pence: int
    """What they put in, in a year, less what it costs; below 0 it is too little."""
    short_week_pence: int
    """What is missing a week; 0 where it is enough."""
    break_even_people: int | None
    """From so many on, an equal share is no more than the least that anybody puts in; None: not up to 20."""
    weeks_bought: int
    """Weeks of the year that what they put in pays for, of those that the plan has."""
    leaving: Leaving
    absence: Absence
    employing: Employing | None


class Planned(Struct, frozen=True, kw_only=True):
    """A plan, its answer, and the rates it was worked out with."""

    plan: Plan
    answer: PlanAnswer
    rates: Rates
