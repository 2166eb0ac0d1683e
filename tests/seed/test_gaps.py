"""What is missing on purpose is missing, and is there elsewhere."""

from pathlib import Path

import pytest

from marketplace.listings.schemas import ListingKind
from marketplace.places.service import get_council
from seed.demo.gaps import GAPS, NIGHT_SUPPORT, SIGNED

CORNWALL, BRISTOL, NORFOLK, LEEDS, WIGAN = "E06000052", "E06000023", "E10000020", "E08000035", "E08000010"
LINCOLNSHIRE, SLOUGH, READING, RUTLAND = "E10000019", "E06000039", "E06000038", "E06000017"
HULL, MEDWAY, KENT, DEVON, MILTON_KEYNES = "E06000010", "E06000035", "E10000016", "E10000008", "E06000042"
DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "demonstration-data.md"


def share(drafts, holds):
    return sum(map(bool, map(holds, drafts))) / len(drafts)


def activities(drafts):
    return [draft for draft in drafts if draft.kind is ListingKind.COMMUNITY_ACTIVITY]


def by_night(draft):
    return NIGHT_SUPPORT.intersection(draft.support_types)


def in_the_evening(draft):
    return any(entry.opens_at.hour >= 17 for entry in draft.schedule)


def at_the_weekend(draft):
    return any(entry.day in {"sat", "sun"} for entry in draft.schedule)


@pytest.mark.parametrize(
    ("scarce", "plenty", "holds", "most"),
    [
        (CORNWALL, BRISTOL, by_night, 0.25),
        (DEVON, BRISTOL, by_night, 0.25),
        (CORNWALL, BRISTOL, lambda draft: SIGNED.intersection(draft.languages), 0.0),
        (LINCOLNSHIRE, BRISTOL, lambda draft: "bsl_interpreted" in draft.access, 0.0),
        (SLOUGH, READING, lambda draft: draft.kind is ListingKind.MICRO_ENTERPRISE, 0.35),
        (RUTLAND, LEEDS, lambda draft: draft.kind is ListingKind.CO_OPERATIVE, 0.0),
        (HULL, LEEDS, lambda draft: "dementia" in draft.care_groups, 0.35),
        (MEDWAY, LEEDS, lambda draft: "disabled_children" in draft.care_groups, 0.35),
        (KENT, LEEDS, lambda draft: "autism" in draft.care_groups, 0.45),
        (DEVON, LEEDS, lambda draft: "wheelchair_vehicle" in draft.transport, 0.0),
        (MILTON_KEYNES, BRISTOL, lambda draft: "somali" in draft.languages, 0.3),
    ],
)
def test_scarce_here_and_plenty_there(listings_of, scarce, plenty, holds, most):
    there = share(listings_of(plenty), holds)
    assert there > 0
    assert share(listings_of(scarce), holds) <= most * there


@pytest.mark.parametrize(
    ("scarce", "plenty", "holds"), [(NORFOLK, LEEDS, in_the_evening), (WIGAN, LEEDS, at_the_weekend)]
)
def test_times_at_which_little_goes_on(listings_of, scarce, plenty, holds):
    there = share(activities(listings_of(plenty)), holds)
    assert there > 0.08
    assert share(activities(listings_of(scarce)), holds) < 0.3 * there


def test_personal_assistants_are_scarce_on_the_lincolnshire_coast(listings_of):
    drafts = listings_of(LINCOLNSHIRE, 2000)
    coast = {"PE22", "PE23", "PE24", "PE25", "LN11", "LN12", "LN13"}

    def is_coastal(draft):
        postcode = draft.venue.postcode if draft.venue else draft.area.base_postcode or ""
        return postcode.split(" ")[0] in coast

    def is_assistant(draft):
        return draft.kind is ListingKind.PERSONAL_ASSISTANT

    on_the_coast = [draft for draft in drafts if is_coastal(draft)]
    inland = [draft for draft in drafts if not is_coastal(draft)]
    assert len(on_the_coast) > 100
    assert share(on_the_coast, is_assistant) < 0.35 * share(inland, is_assistant)


def test_every_gap_is_documented():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [gap.title for gap in GAPS if gap.title not in text] == []


def test_gaps_name_their_councils_in_the_document():
    rows = {
        gap.title: row
        for gap in GAPS
        for row in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if row.startswith(f"| {gap.title} |")
    }
    for gap in GAPS:
        if len(gap.councils) <= 12:
            assert [code for code in gap.councils if get_council(code).name not in rows[gap.title]] == []
