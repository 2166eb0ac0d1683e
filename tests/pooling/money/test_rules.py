"""Tax years, keep times, dues and the register: pure rules."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from marketplace.pooling.agreements.schemas import AbsentRule, Every
from marketplace.pooling.money import rules
from marketplace.pooling.money.dues.rules import days_due, list_dues, next_due, pay
from marketplace.pooling.money.dues.schemas import Due
from marketplace.pooling.money.sessions.rules import count_parts, count_sessions
from marketplace.pooling.money.sessions.schemas import Came, PoolSession, SessionFacts

MEMBERS = [UUID(int=number) for number in range(1, 6)]
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(days, st.integers(0, 6))
def test_what_is_kept_is_kept_for_so_many_whole_tax_years(day, years):
    last = rules.delete_on(day, years)
    assert (last.month, last.day) == (4, 6)
    assert timedelta(days=365 * years) < last - day <= timedelta(days=366 * (years + 1))
    assert day < rules.oldest_kept(last, years)
    assert day >= rules.oldest_kept(last - timedelta(days=1), years)
    year = rules.tax_year_of(rules.tax_year(day))
    assert year.since <= day <= year.until


def test_a_receipt_of_this_tax_year_goes_after_the_next():
    assert rules.delete_on(date(2026, 4, 5), 1) == date(2027, 4, 6)
    assert rules.delete_on(date(2026, 4, 6), 1) == date(2028, 4, 6)
    assert rules.delete_on(date(2026, 11, 22), 6) == date(2033, 4, 6)


@given(st.sampled_from(Every), days, st.integers(0, 900), st.integers(0, 900))
def test_dues_go_on_where_they_stopped_without_a_gap_or_a_double(every, first, before, after):
    stop, end = first + timedelta(days=before), first + timedelta(days=before + after)
    early = list(days_due(every, first, None, stop))
    late = list(days_due(every, first, early[-1], end))
    assert early + late == list(days_due(every, first, None, end))
    assert early[0] == first
    gaps = {(later - earlier).days for earlier, later in pairwise(early)}
    assert gaps <= {Every.WEEK: {7}, Every.FOUR_WEEKS: {28}, Every.MONTH: {28, 29, 30, 31}}[every]
    assert next_due(every, first, stop) > stop


def test_the_last_day_of_a_month_stays_the_last_day():
    found = list(days_due(Every.MONTH, date(2027, 12, 31), None, date(2028, 4, 30)))
    assert [(day.month, day.day) for day in found] == [(12, 31), (1, 31), (2, 29), (3, 31), (4, 30)]


@given(st.lists(st.tuples(days, st.integers(1, 100_00)), max_size=20), st.integers(-5_00, 2_000_00))
def test_what_is_paid_goes_to_the_oldest_due_first(drawn, paid):
    dues = [
        Due(id=UUID(int=number), member_id=MEMBERS[0], due_on=day, amount_pence=pence)
        for number, (day, pence) in enumerate(drawn)
    ]
    found = pay(dues, paid)
    total = sum(due.amount_pence for due in dues)
    assert sum(each.paid_pence for each in found) == min(max(paid, 0), total)
    assert [each.due.due_on for each in found] == sorted(due.due_on for due in dues)
    open_ = [bool(each.left_pence) for each in found]
    assert open_ == sorted(open_)
    (said,) = list_dues([MEMBERS[0]], dues, {MEMBERS[0]: paid}) or [None]
    if said is not None:
        assert said.left_pence - said.ahead_pence == total - max(paid, 0) or paid < 0


def session(number, *came):
    facts = SessionFacts(
        held_on=date(2026, 11, 1),
        came={member: said for member, said in zip(MEMBERS, came, strict=False) if said},
    )
    return PoolSession(id=UUID(int=number), pool_id=MEMBERS[0], version=1, facts=facts, changed_by=None)


came = st.sampled_from([*Came, None])
sessions = st.lists(st.tuples(came, came, came, came), min_size=1, max_size=8).map(
    lambda drawn: [session(number, Came.CAME, *each) for number, each in enumerate(drawn)]
)


@given(sessions, st.sampled_from(AbsentRule))
def test_each_session_counts_the_same_however_many_came(held, rule):
    parts = count_parts(held, rule, MEMBERS)
    total = sum(part.weight for part in parts)
    alone = {part.member_id: Fraction(0) for part in parts}
    for each in held:
        own = count_parts([each], rule, MEMBERS)
        for part in own:
            alone[part.member_id] += Fraction(part.weight, sum(one.weight for one in own))
    for part in parts:
        assert Fraction(part.weight, total) == alone[part.member_id] / len(held)


def test_who_pays_for_who_does_not_come_is_as_agreed():
    held = [session(1, Came.CAME, Came.ABSENT_WITH_NOTICE, Came.ABSENT)]

    def parts(rule):
        found = count_parts(held, rule, MEMBERS)
        total = sum(part.weight for part in found)
        return {MEMBERS.index(part.member_id): Fraction(part.weight, total) for part in found}

    third = Fraction(1, 3)
    assert parts(AbsentRule.PAYS) == {0: third, 1: third, 2: third}
    assert parts(AbsentRule.WITH_NOTICE_FREE) == {0: Fraction(1, 2), 2: Fraction(1, 2)}
    assert parts(AbsentRule.POOL_PAYS) == {0: third + Fraction(2, 9), 1: Fraction(2, 9), 2: Fraction(2, 9)}


def test_the_register_counts_how_often_each_came():
    held = [session(1, Came.CAME, Came.ABSENT), session(2, Came.CAME, None, Came.ABSENT_WITH_NOTICE)]
    found = [
        (MEMBERS.index(each.member_id), each.came, each.absent_with_notice, each.absent)
        for each in count_sessions(held, MEMBERS)
    ]
    assert found == [(0, 2, 0, 0), (1, 0, 0, 1), (2, 0, 1, 0)]
