"""Laws of what is typed and of what is kept, for whatever somebody types and wherever they live."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.kernel.forms import FormData, read_form
from marketplace.people.wanted.rules import read_pounds, read_times, read_wish, typed_wish
from marketplace.people.wanted.schemas import AdvertForm
from marketplace.places.rules import snap_point
from marketplace.places.schemas import Place, PlaceKind
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.schemas import Advert, AdvertKind, AdvertStatus, Area, GenderReason, Wish
from marketplace.wanted.writing import rules
from marketplace.wanted.writing.service import find_area

KNOWN = {each: taxonomies.codes(each) for each in Taxonomy}
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def some(taxonomy, most=4):
    return st.lists(st.sampled_from(sorted(KNOWN[taxonomy])), max_size=most, unique=True).map(tuple)


LINES = st.text(st.characters(codec="ascii", min_codepoint=33, max_codepoint=126), max_size=20)
PENCE = st.none() | st.integers(0, 500_00)


@st.composite
def wishes(draw):
    """A wish of a personal assistant that a form can say."""
    low = draw(PENCE)
    gender = draw(st.sampled_from(["", *sorted(KNOWN[Taxonomy.GENDER])]))
    return Wish(
        kind=AdvertKind.PERSONAL_ASSISTANT,
        support_types=draw(some(Taxonomy.SUPPORT_TYPE)),
        skills=draw(LINES),
        languages=draw(some(Taxonomy.LANGUAGE)),
        gender=gender,
        gender_reason=draw(st.sampled_from(GenderReason)) if gender else None,
        gender_words=draw(LINES) if gender else "",
        needs_driver=draw(st.booleans()),
        hours_per_week=draw(st.none() | st.integers(1, 336).map(lambda halves: halves / 2)),
        times=read_times(draw(some(Taxonomy.DAY, 7)), draw(some(Taxonomy.TIME))),
        times_words=draw(LINES),
        rate_from_pence=low,
        rate_to_pence=None if low is None else draw(st.integers(low, 500_00)),
        words=draw(LINES),
        acting_for=draw(st.none() | st.uuids()),
    )


def advert_of(wish):
    return Advert(
        id=UUID(int=1),
        account_id=UUID(int=2),
        replaces=None,
        status=AdvertStatus.WRITING,
        version=1,
        wish=wish,
        area=Area(outcode="SN12", council_code=None, nation_code=None, latitude=51.0, longitude=-2.0),
        steward_council="national",
        risks=(),
        reason=None,
        note="",
        created_at=NOW,
        changed_at=NOW,
        submitted_at=None,
        published_at=None,
        renewed_at=None,
        expires_at=None,
        reported_for=None,
        ended_at=None,
    )


@given(wishes())
def test_a_form_that_is_sent_as_it_stands_says_the_same_wish(wish):
    typed = typed_wish(advert_of(wish))
    sent = FormData(
        [
            (name, "y" if value is True else str(value))
            for name, values in typed.items()
            for value in (values if isinstance(values, list) else [values])
            if value not in (None, False)
        ]
    )
    assert read_wish(read_form(AdvertForm, sent), wish.kind) == wish


@given(st.integers(0, 9_999_99))
def test_pounds_read_as_they_are_written(pence):
    assert read_pounds(f"£{pence // 100}.{pence % 100:02d}") == pence


@given(st.integers(0, 9_999), st.integers(0, 9))
def test_one_digit_of_pence_counts_tens(pounds, tens):
    assert read_pounds(f"{pounds}.{tens}") == pounds * 100 + tens * 10


@given(st.text())
def test_whatever_is_typed_for_pounds_is_pence_or_refused(text):
    pence = read_pounds(text)
    assert pence is None or pence >= -1


@given(
    st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?", fullmatch=True),
    st.integers(0, 9),
    st.text(LETTERS, min_size=2, max_size=2),
    st.sampled_from(["", " ", "  ", "-", ". "]),
    st.sampled_from([str, str.lower]),
)
def test_a_whole_postcode_in_the_words_is_refused(district, sector, unit, between, write):
    words = f"I live in {write(f'{district}{between}{sector}{unit}')}, come in."
    wish = Wish(kind=AdvertKind.ACTIVITY, support_types=("swimming",), words=words)
    assert [problem.field for problem in rules.check_wish(wish, KNOWN)] == ["words"]
    half = replace(wish, words=f"I live in {write(district)}, come in.")
    assert list(rules.check_wish(half, KNOWN)) == []


class OnePlace:
    """Knows one home, and names every point by its latitude."""

    def __init__(self, latitude, longitude):
        self.home = Place(
            label="SN12 6AD",
            kind=PlaceKind.POSTCODE,
            latitude=latitude,
            longitude=longitude,
            council_code="the home's own",
            nation_code="the home's own",
            district="the home's own",
        )

    def find_place(self, _text):
        return self.home

    def place_at(self, latitude, longitude):
        return replace(self.home, council_code=f"{latitude}", nation_code="E", district=f"{longitude}")


@given(st.floats(49.9, 60.8), st.floats(-8.1, 1.7), st.floats(0, 1), st.floats(0, 1))
def test_of_two_homes_in_one_square_the_same_is_kept(latitude, longitude, north, east):
    centre = snap_point(latitude, longitude)
    homes = [
        (centre.latitude + 0.004 * (north - 0.5), centre.longitude + 0.004 * (east - 0.5)),
        (centre.latitude, centre.longitude),
    ]
    first, second = (find_area("SN12 6AD", OnePlace(*home)) for home in homes)
    assert first == second
    assert "the home's own" not in first.codes
