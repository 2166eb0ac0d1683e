"""Decisions about places as pure functions: the shape of a postcode, where a point is shown, how far is far.

Distances are great circles on a sphere of 6,371,008.8 m, as in `search.query.Near`; a mile is 1,609.344 m.
"""

import math
import re
from collections.abc import Iterator
from datetime import date

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.places.schemas import Council, DirectPaymentSupport
from search.documents import Point

EARTH_RADIUS_MILES = 6_371_008.8 / 1_609.344

_OUTWARD_SHAPES = ("A9", "A99", "AA9", "AA99", "A9A", "AA9A")
_MEANT_AS_DIGIT = {"O": "0", "I": "1", "L": "1"}
_MEANT_AS_LETTER = {"0": "O", "1": "I"}
_NOT_LETTER_OR_DIGIT = re.compile(r"[^A-Z0-9]+")
_LONGEST_POSTCODE = 7

_SNAP_STEP_DEGREES = 0.009
"""One kilometre (1,000.8 m) from south to north."""
_COORDINATE_DECIMALS = 5

NORTHERN_IRELAND = "N92000002"
_NATIONAL_PAGE = "https://www.gov.uk/apply-direct-payments"
_NATIONAL_AS_OF = date(2026, 11, 22)
"""When these words were written and the address was put in."""
_LONGEST_FACT = 2_000


def squash(text: str) -> str:
    """Keep letters and digits only, in capitals: "ba12-6a a" -> "BA126AA"."""
    return _NOT_LETTER_OR_DIGIT.sub("", text.upper())


def fit_shape(text: str, shape: str) -> tuple[str, int] | None:
    """Fit squashed text to a shape of A (letter) and 9 (digit), mending O/0 and I/1/L.

    Returns the text and how many characters were mended; None if it does not fit.
    """
    if len(text) != len(shape):
        return None
    mended = 0
    fitted = []
    for character, wanted in zip(text, shape, strict=True):
        is_fit = character.isdigit() if wanted == "9" else character.isalpha()
        if is_fit:
            fitted.append(character)
            continue
        meant = (_MEANT_AS_DIGIT if wanted == "9" else _MEANT_AS_LETTER).get(character)
        if meant is None:
            return None
        fitted.append(meant)
        mended += 1
    return "".join(fitted), mended


def read_shapes(text: str, ending: str = "") -> list[str]:
    """All readings of squashed text as a postcode district followed by `ending`, fewest mendings first.

    Text without any digit is a word, not a postcode: "all" is not AL1.
    """
    if not any(character.isdigit() for character in text):
        return []
    fits = (fit_shape(text, shape + ending) for shape in _OUTWARD_SHAPES)
    return [reading for reading, _mended in sorted(filter(None, fits), key=lambda fit: fit[1])]


def read_postcodes(text: str) -> list[str]:
    """All readings of a text as a full postcode ("BA12 6AA"), likeliest first; none if it cannot be one."""
    squashed = squash(text)
    if len(squashed) > _LONGEST_POSTCODE:
        return []
    return [format_postcode(reading) for reading in read_shapes(squashed, "9AA")]


def format_postcode(postcode: str) -> str:
    """Write a postcode of any spacing as people do: "BA126AA" -> "BA12 6AA", "B1  1AA" -> "B1 1AA"."""
    squashed = squash(postcode)
    return f"{squashed[:-3]} {squashed[-3:]}"


def find_postcode_shapes(text: str) -> Iterator[str]:
    """Yield the full postcodes that stand in a longer text, such as an address, last one first."""
    words = [squash(word) for word in text.split()]
    for end in range(len(words), 0, -1):
        for begin in (end - 2, end - 1):
            if begin >= 0:
                yield from read_postcodes("".join(words[begin:end]))


def snap_point(latitude: float, longitude: float) -> Point:
    """Move a private point to the centre of its cell in a fixed grid of about a kilometre.

    The grid does not depend on the point, the person or the moment, so every question about any point of a
    cell has the same answer: repeating it, or asking from many places round it, tells the cell and never
    more. (Random noise would average out.) The shift is at most 0.71 km, half a cell's diagonal.
    """
    row = math.floor(min(max(latitude, -89.99), 89.99) / _SNAP_STEP_DEGREES)
    centre_latitude = (row + 0.5) * _SNAP_STEP_DEGREES
    step = _SNAP_STEP_DEGREES / max(math.cos(math.radians(centre_latitude)), 0.01)
    centre_longitude = (math.floor(longitude / step) + 0.5) * step
    return Point(round(centre_latitude, _COORDINATE_DECIMALS), round(centre_longitude, _COORDINATE_DECIMALS))


def distance_miles(here: Point, there: Point) -> float:
    """Great-circle distance of two points, in miles."""
    phi_here, phi_there = math.radians(here.latitude), math.radians(there.latitude)
    half_phi = (phi_there - phi_here) / 2
    half_lambda = math.radians(there.longitude - here.longitude) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi_here) * math.cos(phi_there) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_MILES * math.asin(min(1.0, math.sqrt(chord)))


def default_support(council: Council | None) -> DirectPaymentSupport:
    """Where to ask for help with direct payments, where no local organisation is on record.

    In Northern Ireland they come from the Health and Social Care Trust, elsewhere from the council.
    """
    if council is not None and council.nation_code == NORTHERN_IRELAND:
        return DirectPaymentSupport(
            name=_("Your Health and Social Care Trust"),
            description=_(
                "In Northern Ireland your Health and Social Care Trust pays direct payments "
                "and can say who helps with them."
            ),
            source=_("Carers and Direct Payments Act (Northern Ireland) 2002"),
            as_of=_NATIONAL_AS_OF,
            is_national_default=True,
        )
    if council is None:
        name = _("Your council")
        description = _("Your council pays direct payments, and can say who helps with them where you live.")
    else:
        name = council.official_name
        description = _(
            "We have no local support organisation on record for {council}. The council pays direct payments "
            "and can say who helps with them."
        ).format(council=council.name)
    return DirectPaymentSupport(
        name=name,
        description=description,
        url=_NATIONAL_PAGE,
        source=_("GOV.UK, Apply for direct payments"),
        as_of=_NATIONAL_AS_OF,
        is_national_default=True,
    )


def check_support(support: DirectPaymentSupport, today: date) -> list[Problem]:
    """What is wrong with facts about a support organisation; nothing if they can be kept."""
    problems = [
        Problem(field=field, message=_("This must be filled in."))
        for field in ("name", "source")
        if not getattr(support, field).strip()
    ]
    for field in ("name", "description", "phone", "url", "source"):
        text = getattr(support, field) or ""
        if len(text) > _LONGEST_FACT or "\x00" in text:
            problems.append(
                Problem(field=field, message=_("This must be plain text of at most 2,000 letters."))
            )
    if support.url and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", support.url):
        problems.append(Problem(field="url", message=_("A web address begins with https://")))
    if support.as_of > today:
        problems.append(Problem(field="as_of", message=_("This date must not be in the future.")))
    return problems
