"""How far a listing is in its council's own scheme, in words."""

from datetime import timedelta

from msgspec.structs import replace

from marketplace.councils.schemas import CouncilSettings, Tier
from marketplace.finder.service import get_vocabulary
from marketplace.kernel import clock
from marketplace.listings.schemas import Check
from marketplace.stewards.diffs.rules import Speech
from marketplace.stewards.tiers.rules import check_lines, tiers_of
from tests.factories.listings import make_activity

TODAY = clock.today()
INSURED = Check(kind="insurance", checked_on=TODAY, checked_by="Wiltshire")
KNOWN = Check(kind="identity", checked_on=TODAY)
ASKED = Check(kind="references", level="2", checked_on=TODAY)
SETTINGS = CouncilSettings(
    code="E06000054",
    name="Wiltshire",
    required_checks={"community_activity": ("insurance",)},
    tiers=(
        Tier(code="registered", name="Registered"),
        Tier(code="accredited", name="Accredited", required_checks=("identity",), lowest_references=2),
    ),
)


def tiers(*checks):
    return tiers_of(make_activity(checks=checks), SETTINGS, get_vocabulary(), TODAY)


def test_listing_without_checks_needs_those_of_the_first_step():
    found = tiers()
    assert (found.reached, found.next, found.missing) == (None, "Registered", ("Public liability insurance",))


def test_step_that_is_reached_says_what_the_next_one_needs():
    found = tiers(INSURED)
    assert (found.reached, found.next) == ("Registered", "Accredited")
    assert found.missing == ("Identity seen", "References taken up: 0 of 2")
    one = replace(ASKED, level="1")
    assert tiers(INSURED, KNOWN, one).missing == ("References taken up: 1 of 2",)


def test_last_step_needs_nothing_more():
    found = tiers(INSURED, KNOWN, ASKED)
    assert (found.reached, found.next, found.missing) == ("Accredited", None, ())


def test_council_without_a_scheme_has_no_steps():
    settings = replace(SETTINGS, tiers=())
    found = tiers_of(make_activity(), settings, get_vocabulary(), TODAY)
    assert (found.reached, found.next, found.missing) == (None, None, ())


def test_check_that_ran_out_is_told_and_does_not_count():
    old = Check(kind="insurance", checked_on=TODAY - timedelta(days=9), expires_on=TODAY - timedelta(days=1))
    draft = make_activity(checks=(old, KNOWN))
    lines = check_lines(draft, Speech(get_vocabulary(), str), TODAY)
    assert [line.is_in_date for line in lines] == [False, True]
    assert lines[0].words.startswith("Public liability insurance, checked on ")
    assert tiers(old).reached is None
