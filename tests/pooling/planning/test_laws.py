"""Laws of the planner, whatever is planned."""

import json
from fractions import Fraction

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.pooling.planning.checking.rules import check_plan
from marketplace.pooling.planning.employing.rules import (
    insurance_from,
    insurance_of_week,
    pension_duty,
    pension_of_week,
    sick_pay_of_week,
)
from marketplace.pooling.planning.employing.schemas import AgeBand, PensionDuty
from marketplace.pooling.planning.rules import (
    LEAST_PEOPLE,
    MOST_PEOPLE,
    contributions_of,
    cost_of_year,
    plan,
    times_a_year,
)
from marketplace.pooling.planning.schemas import AbsentRule, PriceBy
from marketplace.pooling.planning.service import from_json, to_json
from marketplace.pooling.rules import FEWEST_PLACES, MOST_PLACES
from tests.pooling.planning.strategies import AMOUNTS, DAYS, plans, rates_of

PAY = st.builds(Fraction, st.integers(0, 3_000_00), st.integers(1, 60))
EMPLOYED = plans(PriceBy.EMPLOYED)


def answer_of(asked):
    return plan(asked, rates_of(asked))


@given(plans())
def test_what_the_strategy_makes_can_be_planned(asked):
    assert not [each for each in check_plan(asked) if "more hours" not in each.message]


def test_as_many_can_be_planned_for_as_a_pool_has_places():
    assert (LEAST_PEOPLE, MOST_PEOPLE) == (FEWEST_PLACES, MOST_PLACES)


@given(plans())
def test_the_lines_add_up_to_the_whole(asked):
    answer = answer_of(asked)
    assert sum(line.year_pence for line in answer.lines) == answer.totals.year_pence
    assert all(line.year_pence > 0 for line in answer.lines)


@given(plans())
def test_shares_are_never_short_and_never_a_penny_too_much(asked):
    times = times_a_year(asked)
    for share in answer_of(asked).shares:
        for each, spans in (
            (share.week_pence, 52),
            (share.four_weeks_pence, 13),
            (share.month_pence, 12),
            (share.year_pence, 1),
            (share.time_pence, times),
        ):
            paid = each * spans * share.people
            assert share.all_year_pence <= paid < share.all_year_pence + spans * share.people
        assert share.left_year_pence == share.week_pence * 52 * share.people - share.all_year_pence


@given(plans())
def test_one_more_person_never_makes_a_share_dearer(asked):
    weeks = [share.week_pence for share in answer_of(asked).shares]
    assert weeks == sorted(weeks, reverse=True)


@given(
    plans(),
    st.sampled_from(
        [
            "price_pence",
            "minutes_a_time",
            "weeks_a_year",
            "travel_pence",
            "venue_pence",
            "other_pence",
            "cover_pence",
        ]
    ),
    st.integers(1, 500),
)
def test_more_of_anything_never_costs_less(asked, field, more):
    dearer = replace(asked, **{field: getattr(asked, field) + more})
    rates = rates_of(asked)
    assert cost_of_year(dearer, asked.people, rates) >= cost_of_year(asked, asked.people, rates)


@given(plans(), st.randoms(use_true_random=False))
def test_who_is_named_first_does_not_matter(asked, random):
    mixed = list(asked.contributions_pence)
    random.shuffle(mixed)
    here, there = answer_of(asked), answer_of(replace(asked, contributions_pence=tuple(mixed)))
    assert replace(here, members=()) == replace(there, members=())
    assert sorted(m.by_means_pence for m in here.members) == sorted(m.by_means_pence for m in there.members)


@given(plans())
def test_break_even_is_the_least_number_that_is_enough(asked):
    answer = answer_of(asked)
    least, rates = min(asked.contributions_pence), rates_of(asked)
    enough = [
        people
        for people in range(2, 21)
        if answer.has_contributions and cost_of_year(asked, people, rates) <= least * 52 * people
    ]
    assert answer.break_even_people == min(enough, default=None)
    assert enough == list(range(answer.break_even_people, 21)) if enough else answer.break_even_people is None


@given(plans())
def test_shares_are_compared_for_two_to_ten_for_the_people_of_the_plan_and_from_where_it_is_enough(asked):
    answer = answer_of(asked)
    compared = [share.people for share in answer.shares]
    assert compared == sorted({*range(2, 11), answer.people, answer.break_even_people or 2})
    assert answer.share in answer.shares


@given(plans())
def test_what_is_left_or_missing_is_said_to_the_penny(asked):
    answer = answer_of(asked)
    put_in = 52 * sum(asked.contributions_pence)
    assert put_in == answer.totals.year_pence + answer.left_year_pence
    assert (answer.short_week_pence > 0) == (answer.left_year_pence < 0)
    assert put_in + 52 * answer.short_week_pence >= answer.totals.year_pence


@given(plans())
def test_the_weeks_that_money_buys_are_all_it_buys(asked):
    answer, rates = answer_of(asked), rates_of(asked)
    put_in = 52 * sum(asked.contributions_pence)
    weeks = answer.weeks_bought
    if weeks:
        assert cost_of_year(replace(asked, weeks_a_year=weeks), asked.people, rates) <= put_in
    if weeks < asked.weeks_a_year:
        assert cost_of_year(replace(asked, weeks_a_year=weeks + 1), asked.people, rates) > put_in


@given(plans())
def test_shares_by_means_cover_the_cost_and_take_nobody_beyond_what_they_put_in(asked):
    answer = answer_of(asked)
    assume(answer.has_contributions)
    together = sum(member.by_means_pence for member in answer.members)
    assert 52 * together >= answer.totals.year_pence
    assert 52 * (together - len(answer.members)) < answer.totals.year_pence
    if answer.left_year_pence >= 0:
        assert all(member.by_means_pence <= member.puts_in_pence for member in answer.members)


@given(plans())
def test_after_one_leaves_it_is_the_plan_of_those_who_stay(asked):
    assume(asked.people > 2)
    stay = tuple(sorted(asked.contributions_pence))[:-1]
    left, after = answer_of(asked).leaving, answer_of(replace(asked, contributions_pence=stay))
    assert left.share.week_pence == after.share.week_pence
    assert left.short_week_pence == after.short_week_pence


@given(plans())
def test_an_absent_share_is_paid_by_who_the_rule_says(asked):
    absence = answer_of(asked).absence
    left = max(0, answer_of(asked).left_year_pence)
    if absence.rule is AbsentRule.PAYS:
        assert absence.others_more_pence == absence.covered_times == 0
    else:
        others = asked.people - 1
        assert absence.share_pence <= absence.others_more_pence * others < absence.share_pence + others
        assert absence.covered_times * absence.share_pence <= left
        assert (absence.covered_times + 1) * absence.share_pence > left


@given(PAY, PAY, st.sampled_from(AgeBand), EMPLOYED)
def test_national_insurance_is_nothing_up_to_the_threshold_and_then_the_rate(low, more, age, asked):
    rates = rates_of(asked)
    threshold, rate = insurance_from(age, rates), Fraction(rates.insurance_rate, 10_000)
    below = min(low, Fraction(threshold))
    assert insurance_of_week(below, age, rates) == 0
    assert insurance_of_week(threshold + more, age, rates) == more * rate
    assert insurance_of_week(low + more, age, rates) - insurance_of_week(low, age, rates) <= more * rate


@given(EMPLOYED)
def test_the_allowance_takes_off_what_it_says_and_no_more(asked):
    with_it = answer_of(replace(asked, claims_allowance=True)).employing
    without = answer_of(replace(asked, claims_allowance=False)).employing
    assert without.insurance_due_pence == without.insurance_year_pence == with_it.insurance_year_pence
    assert with_it.insurance_due_pence == max(
        0, with_it.insurance_year_pence - rates_of(asked).allowance_year
    )
    assert with_it.insurance_due_pence + with_it.allowance_pence == with_it.insurance_year_pence


@given(PAY, DAYS, EMPLOYED)
def test_a_pension_takes_its_part_of_the_band_and_never_more(pay, day, asked):
    rates = rates_of(asked)
    paid_in = pension_of_week(pay, rates)
    band = rates.pension_to_week - rates.pension_from_week
    assert 0 <= paid_in <= Fraction(rates.pension_rate, 10_000) * band
    assert (paid_in > 0) == (pay > rates.pension_from_week)
    due = pension_duty(pay, AgeBand.FROM_22, rates) is PensionDuty.DUE
    assert due == (pay > rates.pension_trigger_week)
    assert pension_duty(pay, AgeBand.AGED_21, rates) is not PensionDuty.DUE


@given(PAY, EMPLOYED)
def test_sick_pay_is_never_more_than_a_week_of_the_rate_or_than_the_pay(pay, asked):
    rates = rates_of(asked)
    assert 0 <= sick_pay_of_week(pay, rates) <= min(rates.sick_week, pay)


@given(plans())
def test_no_figure_is_a_float(asked):
    def figures(value):
        if isinstance(value, dict):
            return [figure for each in value.values() for figure in figures(each)]
        if isinstance(value, list | tuple):
            return [figure for each in value for figure in figures(each)]
        return [value]

    assert not [each for each in figures(msgspec.to_builtins(answer_of(asked))) if isinstance(each, float)]


@given(plans())
def test_a_plan_that_is_kept_is_the_same_plan(asked):
    assert from_json(json.loads(json.dumps(to_json(asked)))) == asked


@given(AMOUNTS, st.lists(st.none() | AMOUNTS, max_size=10), st.integers(2, 10))
def test_everybody_puts_in_their_own_amount_or_the_usual_one(usual, own, people):
    amounts = contributions_of(usual, own, people)
    assert len(amounts) == people
    for number, amount in enumerate(amounts):
        named = own[number] if number < len(own) else None
        assert amount == (usual if named is None else named)
