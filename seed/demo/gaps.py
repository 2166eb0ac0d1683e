"""What is missing on purpose, so that a search or a gap view has something true to find.

docs/reference/demonstration-data.md lists these gaps by their titles; a test holds the two together.
"""

from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from marketplace.listings.schemas import ListingKind

RURAL = frozenset(
    {
        "E06000011", "E06000013", "E06000017", "E06000019", "E06000046", "E06000051", "E06000052",
        "E06000054", "E06000057", "E06000059", "E06000063", "E06000064", "E06000065", "E06000066",
        "E10000008", "E10000019", "E10000020", "E10000029",
    }
)  # fmt: skip
"""Councils where people live far apart."""

NIGHT_SUPPORT = frozenset({"sleep_in", "waking_night", "live_in"})
SIGNED = frozenset({"bsl", "sse", "deafblind_manual"})


class Gap(Struct, frozen=True, kw_only=True):
    """Something scarce in some councils or postcode districts; `factor` of the usual number is left there."""

    title: str
    councils: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    kinds: frozenset[ListingKind] = frozenset()
    support_types: frozenset[str] = frozenset()
    care_groups: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    transport: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    evenings: bool = False
    """Activities in the evening are scarce."""
    weekends: bool = False
    """Activities at the weekend are scarce."""
    factor: float


GAPS: tuple[Gap, ...] = (
    Gap(title="Few night-support providers in rural councils", councils=RURAL, support_types=NIGHT_SUPPORT,
        factor=0.06),
    Gap(title="No British Sign Language in eight councils",
        councils=frozenset({"E10000019", "E06000052", "E06000019", "E06000057", "E06000017", "E06000013",
                            "E06000063", "E06000046"}),
        languages=SIGNED, access=frozenset({"bsl_interpreted"}), factor=0.0),
    Gap(title="Few evening activities in seven councils",
        councils=frozenset({"E10000020", "E06000063", "E06000064", "E06000046", "E06000027", "E06000011",
                            "E06000051"}),
        evenings=True, factor=0.05),
    Gap(title="Few weekend activities in six councils",
        councils=frozenset({"E08000038", "E08000018", "E08000010", "E06000021", "E06000001", "E08000011"}),
        weekends=True, factor=0.05),
    Gap(title="Personal assistants scarce in coastal Lincolnshire",
        districts=frozenset({"PE22", "PE23", "PE24", "PE25", "LN11", "LN12", "LN13"}),
        kinds=frozenset({ListingKind.PERSONAL_ASSISTANT}), factor=0.12),
    Gap(title="Micro-enterprises scarce, so that a PA is nearly the only option, in three councils",
        councils=frozenset({"E06000039", "E06000032", "E09000004"}),
        kinds=frozenset({ListingKind.MICRO_ENTERPRISE, ListingKind.CO_OPERATIVE}), factor=0.08),
    Gap(title="No co-operatives in twelve councils",
        councils=frozenset({"E06000005", "E06000008", "E06000017", "E06000040", "E06000041", "E06000046",
                            "E06000053", "E08000029", "E09000001", "E09000029", "E10000031", "E10000034"}),
        kinds=frozenset({ListingKind.CO_OPERATIVE}), factor=0.0),
    Gap(title="Support for people with dementia scarce in five councils",
        councils=frozenset({"E06000010", "E06000009", "E06000034", "E06000003", "E08000028"}),
        care_groups=frozenset({"dementia"}), factor=0.12),
    Gap(title="Support for disabled children scarce in five councils",
        councils=frozenset({"E06000035", "E06000033", "E06000030", "E06000020", "E06000012"}),
        care_groups=frozenset({"disabled_children"}), factor=0.12),
    Gap(title="Support for autistic people scarce in two counties",
        councils=frozenset({"E10000016", "E10000012"}), care_groups=frozenset({"autism"}), factor=0.2),
    Gap(title="No wheelchair transport in four councils",
        councils=frozenset({"E10000008", "E06000066", "E06000019", "E06000064"}),
        support_types=frozenset({"wheelchair_transport"}), transport=frozenset({"wheelchair_vehicle"}),
        factor=0.0),
    Gap(title="Somali speakers live in three places where hardly any provider speaks Somali",
        councils=frozenset({"E06000042", "E06000039", "E08000039"}), languages=frozenset({"somali"}),
        communities=frozenset({"somali"}), factor=0.06),
    Gap(title="Urdu speakers live in two places where hardly any provider speaks Urdu",
        councils=frozenset({"E08000004", "E08000005"}), languages=frozenset({"urdu"}),
        communities=frozenset({"urdu"}), factor=0.06),
)  # fmt: skip


class Shortage(Struct, frozen=True, kw_only=True):
    """All gaps of one council together: how much is left of what, and what is not added as an extra."""

    kinds: dict[ListingKind, float]
    codes: dict[str, float]
    """Support types, care groups and languages -> how much of what is mainly about them is left."""
    communities: dict[str, float]
    withheld: frozenset[str]
    """Codes that nothing else offers on the side: support types, groups, languages, transport, access."""
    evenings: float
    weekends: float

    def factor(self, codes: Iterable[str]) -> float:
        """How much is left of something that is mainly about these codes."""
        return min((self.codes[code] for code in codes if code in self.codes), default=1.0)


@cache
def shortage_in(council_code: str) -> Shortage:
    """The gaps of a council."""
    gaps = [gap for gap in GAPS if council_code in gap.councils]
    marked = [(gap, gap.support_types | gap.care_groups | gap.languages) for gap in gaps]
    return Shortage(
        kinds={kind: gap.factor for gap in gaps for kind in gap.kinds},
        codes={code: gap.factor for gap, codes in marked for code in codes},
        communities={code: gap.factor for gap in gaps for code in gap.communities},
        withheld=frozenset(code for gap in gaps for code in _withheld_by(gap)),
        evenings=min((gap.factor for gap in gaps if gap.evenings), default=1.0),
        weekends=min((gap.factor for gap in gaps if gap.weekends), default=1.0),
    )


def _withheld_by(gap: Gap) -> frozenset[str]:
    languages = gap.languages if gap.factor == 0 else frozenset()
    return gap.support_types | gap.care_groups | gap.transport | gap.access | languages


@cache
def kind_factors(council_code: str, district: str) -> dict[ListingKind, float]:
    """How much is left of each kind in a postcode district."""
    factors = dict(shortage_in(council_code).kinds)
    for gap in GAPS:
        if district in gap.districts:
            factors.update(dict.fromkeys(gap.kinds, gap.factor))
    return factors
