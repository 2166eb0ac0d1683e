"""Figures worked out by hand, step by step in the comments, and at the edges of the law."""

from datetime import date

import pytest
from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError
from marketplace.pooling.planning.employing.schemas import AgeBand, HolidayRule, PensionDuty
from marketplace.pooling.planning.schemas import AbsentRule, CostCode, Plan, PriceBy
from marketplace.pooling.planning.service import work_out
from tests.pooling.planning.examples import ART_GROUP, NOVEMBER, OUTING, SIXTEEN_HOURS, TERM_TIME


def lines_of(plan):
    return {line.code: line.year_pence for line in work_out(plan).answer.lines}


def employing_of(plan):
    return work_out(plan).answer.employing


def test_three_neighbours_and_their_art_group():
    answer = work_out(ART_GROUP).answer
    # Pay 3 x 14 = 42 a week, 48 weeks: 2016. Holiday 5.6 x 42 = 235.20. Minibus 48 x 15, room 48 x 10.
    assert lines_of(ART_GROUP) == {
        CostCode.PAY: 2016_00,
        CostCode.HOLIDAY: 235_20,
        CostCode.TRAVEL: 720_00,
        CostCode.VENUE: 480_00,
        CostCode.COVER: 90_00,
        CostCode.PAYROLL: 120_00,
    }
    # 3661.20 / 52 = 70.407..., / 3 = 23.469...; 3 x 52 x 23.47 = 3661.32.
    assert answer.totals.year_pence == 3661_20
    assert answer.totals.week_pence == 70_41
    assert answer.totals.month_pence == 305_10
    assert answer.share.week_pence == 23_47
    assert answer.share.left_year_pence == 12
    # 3 x 40 x 52 = 6240.
    assert answer.left_year_pence == 2578_80
    # Two of them: 3661.20 / 104 = 35.203...
    assert answer.leaving.share.week_pence == 35_21
    assert answer.leaving.more_week_pence == 11_74
    assert answer.leaving.short_week_pence == 0
    # Somebody else comes for 48 + 5.6 - 52 weeks. 80 % of 42 is less than the sick pay of 2026-27.
    assert answer.employing.stand_in_tenths == 16
    assert answer.employing.sick_week_pence == 33_60


def test_sixteen_hours_bring_national_insurance_and_a_pension():
    # 16 x 13 = 208 a week: (208 - 96) x 15 % = 16.80; (208 - 120) x 3 % = 2.64; 55.6 paid weeks.
    assert lines_of(SIXTEEN_HOURS) == {
        CostCode.PAY: 10400_00,
        CostCode.HOLIDAY: 1164_80,
        CostCode.INSURANCE: 934_08,
        CostCode.PENSION: 146_79,
    }
    # 12645.67 / 208 = 60.796...; without National Insurance 11711.59 / 208 = 56.305...
    assert work_out(SIXTEEN_HOURS).answer.share.week_pence == 60_80
    claimed = work_out(replace(SIXTEEN_HOURS, claims_allowance=True)).answer
    assert claimed.share.week_pence == 56_31
    assert claimed.employing.allowance_pence == 934_08


def test_an_outing_with_a_price_for_each():
    answer = work_out(OUTING).answer
    # A place costs 12, the bus 30 for all: n people pay 40 x (12 n + 30) / (52 n) a week.
    assert [share.week_pence for share in answer.shares[:5]] == [20_77, 16_93, 15_00, 13_85, 13_08]
    assert answer.break_even_people == 4
    assert answer.short_week_pence == 5_77
    # Two pay 2160; the two who stay put in 2 x 15 x 52 = 1560: 600 / 52 = 11.538...
    assert answer.leaving.short_week_pence == 11_54
    # A year of w weeks costs 66 w; 3 x 15 x 52 = 2340 pays for 35.
    assert answer.weeks_bought == 35


def test_term_time_pays_holiday_with_the_hours():
    # 5 x 12.21 = 61.05 a week, 39 weeks; 12.07 % of 2380.95 is 287.380665.
    assert lines_of(TERM_TIME) == {CostCode.PAY: 2380_95, CostCode.HOLIDAY: 287_39}
    members = work_out(TERM_TIME).answer.members
    # 2668.34 / 52 = 51.314...: half of it, and in proportion 30 to 25.
    assert [member.equal_pence for member in members] == [25_66, 25_66]
    assert [member.by_means_pence for member in members] == [27_99, 23_33]
    assert [member.equal_left_pence for member in members] == [4_34, -66]


def test_who_does_not_come():
    plan = replace(OUTING, contributions_pence=(17_00, 17_00, 17_00))
    # A time costs 66, a share 22. The pool has 51 x 52 - 2640 = 12 left.
    assert work_out(plan).answer.absence.share_pence == 22_00
    free = work_out(replace(plan, absent_rule=AbsentRule.WITH_NOTICE_FREE)).answer.absence
    assert free.others_more_pence == 11_00
    pool = replace(plan, absent_rule=AbsentRule.POOL_PAYS)
    assert work_out(pool).answer.absence.covered_times == 0
    richer = replace(pool, contributions_pence=(18_00, 18_00, 18_00))
    assert work_out(richer).answer.absence.covered_times == 7


JOB = Plan(
    price_by=PriceBy.EMPLOYED,
    price_pence=12_71,
    minutes_a_time=60,
    times_a_week=1,
    weeks_a_year=46,
    contributions_pence=(0, 0),
    starts_on=NOVEMBER,
)


@pytest.mark.parametrize(
    ("age", "least"),
    [(AgeBand.FROM_22, 12_71), (AgeBand.AGED_21, 12_71), (AgeBand.FROM_18, 10_85), (AgeBand.UNDER_18, 8_00)],
)
def test_the_minimum_wage_itself_is_enough_and_a_penny_less_is_not(age, least):
    job = replace(JOB, age=age, price_pence=least)
    assert employing_of(job).is_paid_enough
    assert not employing_of(replace(job, price_pence=least - 1)).is_paid_enough


@pytest.mark.parametrize(
    ("day", "least"),
    [
        (date(2024, 4, 6), 11_44),
        (date(2025, 3, 31), 11_44),
        (date(2025, 4, 1), 12_21),
        (date(2026, 3, 31), 12_21),
        (date(2026, 4, 1), 12_71),
    ],
)
def test_the_minimum_wage_rises_on_the_first_of_april(day, least):
    assert employing_of(replace(JOB, starts_on=day)).least_rate_pence == least


# 96 a week is 12 an hour for 8 hours; 192 is 12 for 16; 120 is 12 for 10.
EDGE = replace(JOB, price_pence=12_00)


def test_national_insurance_begins_above_the_threshold():
    at = replace(EDGE, minutes_a_time=8 * 60)
    assert employing_of(at).insurance_year_pence == 0
    # One minute more is 20 pence a week: 51.6 weeks x 20 x 15 % = 154.8.
    assert employing_of(replace(at, minutes_a_time=8 * 60 + 1)).insurance_year_pence == 155


def test_for_somebody_under_21_national_insurance_begins_much_later():
    assert employing_of(replace(SIXTEEN_HOURS, age=AgeBand.FROM_18)).insurance_year_pence == 0
    assert employing_of(replace(SIXTEEN_HOURS, age=AgeBand.AGED_21)).insurance_year_pence == 934_08


def test_before_2025_national_insurance_began_at_175_a_week():
    earlier = employing_of(replace(SIXTEEN_HOURS, starts_on=date(2025, 4, 5)))
    # (208 - 175) x 13.8 % x 55.6 = 253.2024.
    assert earlier.insurance_year_pence == 253_21
    assert employing_of(replace(SIXTEEN_HOURS, starts_on=date(2025, 4, 6))).insurance_year_pence == 934_08


@pytest.mark.parametrize(
    ("minutes", "age", "duty"),
    [
        (10 * 60, AgeBand.FROM_22, PensionDuty.UNPAID_ON_REQUEST),
        (10 * 60 + 1, AgeBand.FROM_22, PensionDuty.ON_REQUEST),
        (16 * 60, AgeBand.FROM_22, PensionDuty.ON_REQUEST),
        (16 * 60 + 1, AgeBand.FROM_22, PensionDuty.DUE),
        (16 * 60 + 1, AgeBand.AGED_21, PensionDuty.ON_REQUEST),
    ],
)
def test_a_pension_is_due_above_the_trigger_from_22_on(minutes, age, duty):
    found = employing_of(replace(EDGE, minutes_a_time=minutes, age=age))
    assert found.pension_duty is duty
    assert (found.pension_year_pence > 0) == (duty is PensionDuty.DUE)


def test_a_pension_that_is_asked_for_is_counted():
    asked = employing_of(replace(EDGE, minutes_a_time=12 * 60, joins_pension=True))
    # (144 - 120) x 3 % x 51.6 = 37.152.
    assert asked.pension_year_pence == 37_16


def test_sick_pay_by_year():
    of = {
        year: employing_of(replace(SIXTEEN_HOURS, starts_on=date(year, 9, 1))) for year in (2024, 2025, 2026)
    }
    assert [(each.sick_week_pence, each.sick_waiting_days) for each in of.values()] == [
        (116_75, 3),
        (118_75, 3),
        (123_25, 0),
    ]
    # 8 hours at 12 are 96 a week: below the limit of 2025-26; 80 % of it from April 2026.
    assert employing_of(replace(EDGE, minutes_a_time=480, starts_on=date(2025, 9, 1))).sick_week_pence == 0
    assert employing_of(replace(EDGE, minutes_a_time=480)).sick_week_pence == 76_80


def test_holiday_that_is_paid_as_it_is_earned_raises_the_pay_of_a_week():
    job = employing_of(replace(SIXTEEN_HOURS, holiday=HolidayRule.ACCRUED))
    # 208 x 1.1207 = 233.1056.
    assert job.week_pay_pence == 233_11
    assert job.stand_in_tenths == 0


def test_a_price_for_an_hour_is_rounded_once_a_year():
    plan = replace(JOB, price_by=PriceBy.HOUR, price_pence=1_00, minutes_a_time=20, weeks_a_year=10)
    assert lines_of(plan) == {CostCode.PRICE: 3_34}


def test_without_a_day_the_rates_of_today_count():
    with clock.stopped_at(clock.now().replace(year=2025, month=9, day=1)):
        assert work_out(replace(JOB, starts_on=None)).rates.tax_year == "2025-26"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price_pence": 0}, "price_pence"),
        ({"price_pence": 10_000_01}, "price_pence"),
        ({"times_a_week": 0}, "times_a_week"),
        ({"times_a_week": 15}, "times_a_week"),
        ({"weeks_a_year": 53}, "weeks_a_year"),
        ({"minutes_a_time": 14}, "minutes_a_time"),
        ({"minutes_a_time": 24 * 60, "times_a_week": 8}, "minutes_a_time"),
        ({"contributions_pence": (1,)}, "contributions_pence"),
        ({"contributions_pence": (1,) * 21}, "contributions_pence"),
        ({"contributions_pence": (1, -1)}, "contributions_pence"),
        ({"travel_pence": -1}, "travel_pence"),
        ({"cover_pence": 100_000_01}, "cover_pence"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changes, field):
    with pytest.raises(InvalidError) as refused:
        work_out(replace(JOB, **changes))
    assert [problem.field for problem in refused.value.problems] == [field]
