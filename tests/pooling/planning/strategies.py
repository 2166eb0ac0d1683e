"""Plans of every kind, within the bounds that `check_plan` has."""

from datetime import date

from hypothesis import strategies as st

from marketplace.pooling.planning.checking.rules import BY_THE_HOUR
from marketplace.pooling.planning.employing.schemas import AgeBand, HolidayRule
from marketplace.pooling.planning.rates.repository import list_rates
from marketplace.pooling.planning.rates.rules import rates_on
from marketplace.pooling.planning.schemas import AbsentRule, Plan, PriceBy

DAYS = st.sampled_from([date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 1), date(2031, 6, 1)])
AMOUNTS = st.integers(0, 200_00)


def rates_of(plan):
    return rates_on(list_rates(), plan.starts_on)


@st.composite
def plans(draw, way=None):
    way = way or draw(st.sampled_from(PriceBy))
    return Plan(
        price_by=way,
        price_pence=draw(st.integers(1, 300_00)),
        minutes_a_time=draw(st.integers(15, 720)) if way in BY_THE_HOUR else 0,
        times_a_week=draw(st.integers(1, 14)),
        weeks_a_year=draw(st.integers(1, 52)),
        contributions_pence=tuple(draw(st.lists(AMOUNTS, min_size=2, max_size=20))),
        travel_pence=draw(AMOUNTS),
        venue_pence=draw(AMOUNTS),
        other_pence=draw(AMOUNTS),
        cover_pence=draw(AMOUNTS),
        payroll_pence=draw(AMOUNTS) if way is PriceBy.EMPLOYED else 0,
        absent_rule=draw(st.sampled_from(AbsentRule)),
        age=draw(st.sampled_from(AgeBand)),
        holiday=draw(st.sampled_from(HolidayRule)),
        claims_allowance=draw(st.booleans()),
        joins_pension=draw(st.booleans()),
        starts_on=draw(DAYS),
    )
