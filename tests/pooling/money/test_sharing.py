"""The laws of sharing: to the penny, frozen, fair in the long run."""

from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.sharing.rules import share, share_back, split
from marketplace.pooling.money.sharing.schemas import MICRO, Left, Part

MEMBERS = tuple(UUID(int=number) for number in range(1, 13))
rules = st.sampled_from(ShareRule)
amounts = st.integers(1, 5_000_00)


@st.composite
def weights(draw, least=0):
    drawn = draw(st.lists(st.integers(least, 60), min_size=1, max_size=10))
    return drawn if any(drawn) else [*drawn[:-1], 1]


def parts_of(numbers, members=MEMBERS):
    return [Part(member_id=member, weight=number) for member, number in zip(members, numbers, strict=False)]


def add(carried, shares):
    for each in shares:
        carried[each.member_id] = (
            carried.get(each.member_id, 0) + each.exact_micropence - each.amount_pence * MICRO
        )


@given(amounts, rules, weights(), st.dictionaries(st.sampled_from(MEMBERS), st.integers(-MICRO, MICRO)))
def test_shares_add_up_and_nobody_without_a_part_pays(amount, rule, numbers, carried):
    shares = share(amount, rule, parts_of(numbers), carried)
    assert sum(each.amount_pence for each in shares) == amount
    assert sum(each.exact_micropence for each in shares) == amount * MICRO
    assert all(each.amount_pence >= 0 for each in shares)
    without = {MEMBERS[index] for index, number in enumerate(numbers) if not number}
    assert without.isdisjoint(each.member_id for each in shares)
    order = [MEMBERS.index(each.member_id) for each in shares]
    assert order == sorted(order)


@given(amounts, st.sampled_from(sorted(set(ShareRule) - {ShareRule.FIXED})), weights())
def test_without_a_past_each_is_charged_within_a_penny_of_the_exact_share(amount, rule, numbers):
    total = sum(numbers) if rule is not ShareRule.EQUAL else sum(1 for number in numbers if number)
    for each in share(amount, rule, parts_of(numbers)):
        exact = Fraction(amount * each.weight, total)
        assert abs(each.amount_pence - exact) < 1
        assert abs(each.exact_micropence - exact * MICRO) < 1


@given(
    st.integers(2, 8).flatmap(
        lambda members: st.lists(
            st.tuples(
                st.integers(members * 60, 40_000),
                st.sampled_from([ShareRule.EQUAL, ShareRule.WEIGHT, ShareRule.SESSIONS]),
                st.lists(st.integers(1, 60), min_size=members, max_size=members),
            ),
            max_size=60,
        )
    )
)
def test_nobody_is_ever_a_whole_penny_away_while_the_same_members_share(entries):
    carried = {}
    for amount, rule, numbers in entries:
        add(carried, share(amount, rule, parts_of(numbers), carried))
        assert sum(carried.values()) == 0
        assert all(abs(behind) < MICRO for behind in carried.values())


@given(st.lists(st.tuples(amounts, rules, weights()), max_size=60))
def test_whoever_shares_what_nobody_is_pence_away(entries):
    carried = {}
    for amount, rule, numbers in entries:
        add(carried, share(amount, rule, parts_of(numbers), carried))
    assert all(abs(behind) < len(MEMBERS) * MICRO for behind in carried.values())


@given(st.integers(2, 10), st.integers(1, 400))
def test_with_equal_shares_the_odd_penny_goes_to_each_in_turn(members, rounds):
    carried, odd = {}, []
    for _round in range(rounds):
        shares = share(members * 10 + 1, ShareRule.EQUAL, parts_of([1] * members), carried)
        add(carried, shares)
        odd += [MEMBERS.index(each.member_id) for each in shares if each.amount_pence == 11]
    assert odd == [number % members for number in range(rounds)]


def test_a_hundred_pounds_over_three_is_never_ninety_nine_pounds_and_ninety_nine_pence():
    shares = share(100_00, ShareRule.EQUAL, parts_of([1, 1, 1]))
    assert [each.amount_pence for each in shares] == [33_34, 33_33, 33_33]


@given(weights(least=1), st.dictionaries(st.sampled_from(MEMBERS), st.integers(-MICRO, MICRO)))
def test_fixed_amounts_that_make_up_the_whole_are_charged_as_they_were_agreed(numbers, carried):
    shares = share(sum(numbers), ShareRule.FIXED, parts_of(numbers), carried)
    assert [each.amount_pence for each in shares] == numbers


@given(weights(least=1), st.integers(1, 9_000))
def test_what_is_over_fixed_amounts_is_shared_equally(numbers, over):
    shares = share(sum(numbers) + over, ShareRule.FIXED, parts_of(numbers))
    for each, number in zip(shares, numbers, strict=True):
        assert abs(each.amount_pence - number - Fraction(over, len(numbers))) < 1


def test_what_is_under_fixed_amounts_never_leaves_anybody_less_than_nothing():
    shares = share(90, ShareRule.FIXED, parts_of([10, 50, 60]))
    assert [each.amount_pence for each in shares] == [40, 50]
    shares = share(12, ShareRule.FIXED, parts_of([10, 50, 60]))
    assert [each.amount_pence for each in shares] == [1, 5, 6]


@given(amounts, rules, weights(), st.lists(st.integers(1, 9_000), max_size=12), st.booleans())
def test_what_is_given_back_in_several_parts_is_no_more_than_what_each_bore(
    amount, rule, numbers, gifts, goes_on
):
    shares, carried = share(amount, rule, parts_of(numbers)), {}
    left = [
        Left(member_id=each.member_id, amount_pence=each.amount_pence, exact_micropence=each.exact_micropence)
        for each in shares
    ]
    for gift in [*gifts, *([amount] if goes_on else [])]:
        total = sum(each.amount_pence for each in left)
        if not total:
            break
        given_back = {each.member_id: each for each in share_back(min(gift, total), left, carried)}
        assert sum(each.amount_pence for each in given_back.values()) == min(gift, total)
        left = [
            Left(
                member_id=each.member_id,
                amount_pence=each.amount_pence - given_back[each.member_id].amount_pence,
                exact_micropence=each.exact_micropence - given_back[each.member_id].exact_micropence,
            )
            if each.member_id in given_back
            else each
            for each in left
        ]
        assert all(each.amount_pence >= 0 and each.exact_micropence >= 0 for each in left)
    if goes_on:
        assert all(each.amount_pence == each.exact_micropence == 0 for each in left)


@given(st.integers(0, 10**14), weights())
def test_a_split_adds_up_and_is_within_one_of_the_proportion(total, numbers):
    given_ = split(total, numbers)
    assert sum(given_) == total
    for part, number in zip(given_, numbers, strict=True):
        assert abs(part - Fraction(total * number, sum(numbers))) < 1


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_not_shared(amount):
    with pytest.raises(ValueError, match="above 0"):
        share(amount, ShareRule.EQUAL, parts_of([1]))
    with pytest.raises(ValueError, match="above 0"):
        share_back(amount, [Left(member_id=MEMBERS[0], amount_pence=5, exact_micropence=5 * MICRO)])


def test_an_amount_without_anybody_is_not_shared():
    with pytest.raises(ValueError, match="part of somebody"):
        share(5, ShareRule.SESSIONS, parts_of([0, 0]))
    with pytest.raises(ValueError, match="not more"):
        share_back(6, [Left(member_id=MEMBERS[0], amount_pence=5, exact_micropence=5 * MICRO)])
