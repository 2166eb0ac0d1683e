"""Tiers: laws of how far a provider is in a council's own scheme."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.councils.schemas import CouncilSettings, Tier
from marketplace.listings.evidence.tiers.rules import count_references, highest_tier, missing_for, tier_of
from marketplace.listings.schemas import Check, ListingKind

TODAY = date(2026, 6, 1)
CODES = ["dbs", "identity", "insurance", "references", "first_aid", "safeguarding_training"]
codes = st.lists(st.sampled_from(CODES), unique=True)
tiers = st.lists(
    st.builds(
        Tier,
        code=st.uuids().map(str),
        name=st.just("A tier"),
        required_checks=codes.map(tuple),
        lowest_references=st.integers(0, 3),
    ),
    max_size=5,
    unique_by=lambda tier: tier.code,
)
PA = ListingKind.PERSONAL_ASSISTANT


def settings(*tiers, required=()):
    return CouncilSettings(
        code="E1", name="Council", tiers=tiers, required_checks={PA.value: tuple(required)}
    )


def check(kind, **changes):
    return Check(**{"kind": kind, "checked_on": TODAY - timedelta(days=9)} | changes)


REGISTERED = Tier(code="registered", name="Registered")
ACCREDITED = Tier(
    code="accredited", name="Accredited", required_checks=("dbs", "insurance"), lowest_references=2
)
SCHEME = settings(REGISTERED, ACCREDITED, required=("identity",))


def test_who_holds_what_is_needed_to_be_listed_is_registered():
    assert tier_of(PA, [check("identity")], SCHEME, TODAY) == REGISTERED
    assert tier_of(PA, [], SCHEME, TODAY) is None


def test_who_holds_all_is_accredited_until_a_check_runs_out():
    held = [check("identity"), check("dbs"), check("references", level="2")]
    insurance = check("insurance", expires_on=TODAY)
    assert tier_of(PA, [*held, insurance], SCHEME, TODAY) == ACCREDITED
    assert tier_of(PA, [*held, insurance], SCHEME, TODAY + timedelta(days=1)) == REGISTERED


def test_one_reference_is_fewer_than_two():
    held = [check("identity"), check("dbs"), check("insurance"), check("references", level="1")]
    assert tier_of(PA, held, SCHEME, TODAY) == REGISTERED


def test_council_without_tiers_has_none():
    assert tier_of(PA, [check("identity")], settings(), TODAY) is None


def test_what_is_missing_is_said_in_the_councils_order():
    assert missing_for(ACCREDITED, PA, [check("insurance")], SCHEME, TODAY) == ("identity", "dbs")


@given(tiers, codes, codes, st.integers(0, 4))
def test_reached_tier_needs_nothing_more_and_the_next_one_does(tiers, needed, held, references):
    reached = highest_tier(tiers, needed, held, references)
    position = tiers.index(reached) if reached else -1
    for tier in tiers[: position + 1]:
        assert set(tier.required_checks) | set(needed) <= set(held)
        assert references >= tier.lowest_references
    if position + 1 < len(tiers):
        following = tiers[position + 1]
        assert (
            not set(following.required_checks) | set(needed) <= set(held)
            or references < following.lowest_references
        )


@given(tiers, codes, codes, st.sampled_from(CODES), st.integers(0, 4))
def test_one_more_check_never_takes_a_tier_away(tiers, needed, held, more, references):
    def rank(held, references):
        reached = highest_tier(tiers, needed, held, references)
        return tiers.index(reached) + 1 if reached else 0

    assert rank(held, references) <= rank({*held, more}, references) <= rank({*held, more}, references + 1)


@given(tiers, codes)
def test_who_holds_everything_reaches_the_last_tier(tiers, needed):
    assert highest_tier(tiers, needed, set(CODES), 10) == (tiers[-1] if tiers else None)


@given(st.lists(st.sampled_from(["", "1", "2", "12", "two", "-3", "²"])))
def test_references_are_counted_whatever_the_level_says(levels):
    checks = [replace(check("references"), level=level) for level in levels]
    assert count_references(checks) >= (1 if levels else 0)
    assert count_references([]) == 0
