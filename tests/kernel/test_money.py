"""Money is read as people type it, and said so that it reads the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import pounds, read_pence, say_pence, typed_pounds

MINUS = "\N{MINUS SIGN}"
AMOUNTS = st.integers(0, 999_999_999_99)


@given(AMOUNTS, st.sampled_from([pounds, say_pence, typed_pounds]))
def test_what_is_said_reads_the_same_again(pence, say):
    assert read_pence(say(pence)) == pence


@given(AMOUNTS, st.sampled_from(["{}.{:02d}", "£{}.{:02d}", " £ {}.{:02d} ", "{:,}.{:02d}", "£{:,}.{:02d}"]))
def test_pounds_and_pence_are_whole_pence(pence, shape):
    assert read_pence(shape.format(*divmod(pence, 100))) == pence


@given(AMOUNTS)
def test_what_is_below_nothing_is_said_with_a_minus_and_never_read(pence):
    assert say_pence(-pence - 1) == f"{MINUS}{say_pence(pence + 1)}"
    assert pounds(-pence - 1) == f"{MINUS}{pounds(pence + 1)}"
    assert read_pence(say_pence(-pence - 1)) is read_pence(f"-{pounds(pence)}") is None


@given(st.text(max_size=12) | st.from_regex(r"[£ \d,.p-]{0,12}", fullmatch=True))
def test_whatever_is_typed_is_an_amount_or_none(text):
    pence = read_pence(text)
    assert pence is None or 0 <= pence <= 999_999_999_99


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£40", 40_00),
        ("40.00", 40_00),
        ("12.5", 12_50),
        ("1,250", 1_250_00),
        ("1,250.50", 1250_50),
        ("1 250.5", 1250_50),
        ("1\N{NO-BREAK SPACE}250", 1250_00),
        ("85p", 85),
        ("5 P", 5),
        ("£ 0.01", 1),
        ("£ 12", 12_00),
        ("007", 7_00),
        ("\uffe1\uff11\uff12\uff0e\uff15", 12_50),
        ("123,456,789", 123_456_789_00),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_people_type(text, pence):
    assert read_pence(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "£", "12.505", "-4", f"{MINUS}4", "12,50", "1,2500", "12 50", "1 2", "4.", ".50", "£85p",
        "850p", "1e3", "1.000.000", "££4", "4£", "$4", "٤٠", "5²", "1234567890", "about 40",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_could_mean_something_else_is_refused(text):
    assert read_pence(text) is None


@pytest.mark.parametrize(
    ("pence", "short", "long", "typed"),
    [
        (0, "£0", "£0.00", "0"),
        (7, "£0.07", "£0.07", "0.07"),
        (40_00, "£40", "£40.00", "40"),
        (12_50, "£12.50", "£12.50", "12.50"),
        (1_250_00, "£1,250", "£1,250.00", "1250"),
        (-3_07, f"{MINUS}£3.07", f"{MINUS}£3.07", None),
    ],
)
def test_how_it_is_said(pence, short, long, typed):
    assert (pounds(pence), say_pence(pence)) == (short, long)
    assert typed is None or typed_pounds(pence) == typed
    assert typed_pounds(None) == ""
