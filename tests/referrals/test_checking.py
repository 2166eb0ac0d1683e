"""What a practitioner writes says what a provider needs and nothing that tells who the person is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.referrals.checking import rules
from marketplace.referrals.schemas import GivenBy, GivenHow, NewConsent, ShareWith
from tests.factories.referrals import make_need

TODAY = date(2026, 11, 22)
KNOWN = {
    "support_type": frozenset({"shopping", "swimming"}),
    "care_group": frozenset({"older_people"}),
    "day": frozenset({"tue", "fri"}),
    "language": frozenset({"english"}),
}
FINE = [
    "LAS-20417",
    "20417",
    "12345678",
    "CM/2026/17",
    "p.4411",
    "AIS_99",
    "1",
    "9434765918",
    "LAS-9434765919",
]


def wrong(reference):
    return [problem.message for problem in rules.check_reference(reference)]


@pytest.mark.parametrize("reference", FINE)
def test_a_reference_of_the_council_is_taken(reference):
    assert wrong(reference) == []


@pytest.mark.parametrize("reference", ["Edith", "edith-smith", "EDITH SMITH", "Ó Briain", "A.B."])
def test_what_looks_like_a_name_is_refused_kindly(reference):
    assert wrong(reference) == [
        "This looks like a name. Enter a reference with a number in it, such as LAS-20417."
    ]


@pytest.mark.parametrize(
    "reference", ["9434765919", "943 476 5919", "943-476-5919", "NHS 9434765919", "nhsno:943.476.5919"]
)
def test_an_nhs_number_is_refused_with_a_way_to_write_what_is_none(reference):
    (message,) = wrong(reference)
    assert "NHS number" in message
    said = message.rsplit(" ", 1)[1].rstrip(".")
    assert said == "LAS-9434765919"
    assert wrong(said) == []


@pytest.mark.parametrize("reference", ["22111943", "22-11-1943", "22/11/1943"])
def test_what_looks_like_a_date_of_birth_is_refused(reference):
    assert "date of birth" in wrong(reference)[0]


@pytest.mark.parametrize(
    "reference",
    [
        "QQ 12 34 56 C",
        "qq123456c",
        "07700 900123",
        "+44 7700 900123",
        "01225704512",
        "a@b1",
        "1 2",
        "1<script>",
    ],
)  # fmt: skip
def test_other_numbers_that_tell_who_somebody_is_are_refused(reference):
    assert len(wrong(reference)) == 1


def test_a_reference_that_is_missing_or_long_is_said():
    assert "Enter your own reference" in wrong("")[0]
    assert "30" in wrong("1" * 31)[0]


@given(st.text(max_size=60))
def test_any_text_at_all_is_taken_or_refused_with_words(text):
    problems = list(rules.check_reference(text))
    assert len(problems) <= 1
    assert all(problem.message for problem in problems)
    if not problems:
        assert any(sign.isdigit() for sign in text)
        assert text.isascii()


@given(st.integers(0, 999_999_999))
def test_the_check_digit_of_an_nhs_number_is_one_digit_at_most(number):
    text = f"{number:09}"
    assert sum(rules.is_nhs_number(f"{text}{digit}") for digit in range(10)) <= 1


def test_known_nhs_numbers():
    assert rules.is_nhs_number("943 476 5919")
    assert rules.is_nhs_number("4010232137")
    assert not rules.is_nhs_number("9434765918")
    assert not rules.is_nhs_number("0000000000")


def problems_of(**changes):
    return {problem.field for problem in rules.check_new(make_need(**changes), KNOWN)}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"support_types": ()}, {"support_types"}),
        ({"support_types": ("flying",)}, {"support_types"}),
        ({"care_group": "kings"}, {"care_group"}),
        ({"days": ("someday",)}, {"days"}),
        ({"languages": ("klingon",)}, {"languages"}),
        ({"hours_per_week": 0}, {"hours_per_week"}),
        ({"hours_per_week": 169}, {"hours_per_week"}),
        ({"hours_per_week": float("nan")}, {"hours_per_week"}),
        ({"hours_per_week": None}, set()),
        ({"words": "x" * 2_001}, {"words"}),
        ({"words": "Ring 01225 704 512"}, {"words"}),
        ({"words": "edith@example.org"}, {"words"}),
        ({"words": "NHS number 943 476 5919"}, {"words"}),
        ({"words": "Lives at BA14 8AA near the park"}, {"words"}),
        ({"words": "Born 22/11/1943"}, {"words"}),
        ({"words": "Tuesdays 10-12, up to £15.50 an hour, 2 miles, size 42, room 101"}, set()),
    ],
)
def test_a_need_is_checked_field_by_field(changes, fields):
    assert problems_of(**changes) == fields


def consent(**changes):
    values = {
        "given_by": GivenBy.PERSON,
        "how": GivenHow.PHONE,
        "given_on": TODAY,
        "share_with": ShareWith.NAMED,
    }
    return NewConsent(**values | changes)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"given_on": TODAY - rules.OLDEST_CONSENT}, []),
        ({"given_on": TODAY - rules.OLDEST_CONSENT - timedelta(days=1)}, ["given_on"]),
        ({"given_on": TODAY + timedelta(days=1)}, ["given_on"]),
        ({"given_on": date(1, 1, 1)}, ["given_on"]),
        ({"first_name": "Mary Ann"}, []),
        ({"first_name": "Anne-Marie O'Hara"}, []),
        ({"first_name": "Mary Ann Smith"}, ["first_name"]),
        ({"first_name": "edith@example.org"}, ["first_name"]),
        ({"first_name": "Edith 1943"}, ["first_name"]),
        ({"first_name": "x" * 41}, ["first_name"]),
        ({"first_name": "likes"}, ["first_name"]),
        ({"first_name": "(.*"}, []),
        ({"contact_way": "x" * 301}, ["contact_way"]),
    ],
)
def test_a_consent_is_checked(changes, fields):
    found = rules.check_consent(consent(**changes), "Likes gardens.", TODAY)
    assert [problem.field for problem in found] == fields
