"""Which names are near: a plain comparison of all pairs, written to be obviously right, is the oracle."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from marketplace.listings.imports.nearness import rules
from marketplace.listings.imports.nearness.rules import find_alike, make_subject
from marketplace.listings.imports.nearness.schemas import Listed, Why

names = st.sampled_from(
    ["Makers", "The makers", "Movers of Mere", "Art for all", "Art for all!", "Walks", ""]
)
places = st.sampled_from(["", "BA14 8EA", "ba148ea", "SN12 6AD"])
sites = st.sampled_from(["", "https://makers.example", "makers.example/", "https://x.example"])
subjects = st.builds(make_subject, names, names, places, sites)


def expected(one, other):
    score = round(fuzz.ratio(one.title, other.title))
    if one[:3] == other[:3]:
        return Why.SAME
    if score < rules.NEAR_TITLE:
        return None
    if one.place and one.place == other.place:
        return Why.PLACE
    if one.website and one.website == other.website:
        return Why.WEBSITE
    is_near = (
        round(score) >= rules.NEAR_NAMES and fuzz.ratio(one.provider, other.provider) >= rules.NEAR_NAMES
    )
    return Why.NAME if is_near else None


@given(st.lists(subjects, max_size=4), subjects)
def test_what_is_found_is_what_comparing_every_pair_finds(listed, row):
    entries = [Listed(uuid4(), subject, can_merge=True) for subject in listed]
    found = find_alike({2: row}, {}, entries).get(2, ())
    wanted = sorted(why for subject in listed if (why := expected(row, subject)))
    assert len(found) == min(len(wanted), rules.MOST_ALIKE)
    whys = [each.why for each in found]
    assert whys == sorted(whys, key=list(Why).index)
    assert set(whys) <= set(wanted)


@pytest.mark.parametrize("number", [1, rules._ROWS_AT_ONCE, rules._ROWS_AT_ONCE + 1])
def test_each_row_is_compared_however_many_there_are(number):
    subject = make_subject("Makers", "Art for all", "", "")
    rows = dict.fromkeys(range(2, number + 2), subject)
    found = find_alike(rows, {}, [Listed(uuid4(), subject, can_merge=True)])
    assert set(found) == set(rows)


@pytest.mark.parametrize("website", ["https://[x", "http://a.example:x", "//", "a b"])
def test_odd_websites_do_no_harm(website):
    assert isinstance(make_subject("a", "b", None, website).website, str)
