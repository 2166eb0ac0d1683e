"""Small areas for tests, without the places pack.

`FEW_GROUND` answers like the gazetteer for two councils with a handful of postcodes each.
"""

import numpy as np

from marketplace.gaps.areas import service as areas
from marketplace.gaps.areas.schemas import SmallArea
from marketplace.places.schemas import PlaceKind, PostcodeSample, Town

WILTSHIRE, SOMERSET = "E06000054", "E06000066"
_CENTRES = {
    WILTSHIRE: (
        ("Melksham", 51.372, -2.138, "SN12", 60, 20_000),
        ("Trowbridge", 51.320, -2.209, "BA14", 90, 37_000),
        ("Mere", 51.090, -2.268, "BA12", 30, 3_000),
    ),
    SOMERSET: (
        ("Frome", 51.231, -2.321, "BA11", 70, 28_000),
        ("Wincanton", 51.056, -2.411, "BA9", 30, 6_000),
    ),
}


class FewGround:
    """A gazetteer of a few made-up postcodes around real towns."""

    def postcodes_of(self, council_code=None):
        """The columns of one council's postcodes, or of both."""
        codes = tuple(_CENTRES)
        spots = [
            (latitude + step * 0.000008, longitude + step % 7 * 0.00001, codes.index(code), district)
            for code, towns in _CENTRES.items()
            if council_code in {None, code}
            for _name, latitude, longitude, district, count, _people in towns
            for step in range(count)
        ]
        names = sorted({spot[3] for spot in spots})
        return PostcodeSample(
            rows=np.arange(len(spots)),
            latitudes=np.array([spot[0] for spot in spots], dtype=np.float32),
            longitudes=np.array([spot[1] for spot in spots], dtype=np.float32),
            councils=np.array([spot[2] for spot in spots], dtype=np.uint16),
            council_codes=codes,
            districts=np.array([names.index(spot[3]) for spot in spots]),
            district_names=names,
            name_of_row=lambda row: f"{spots[row][3]} {row % 10}AA",
        )

    def towns_within(self, south, west, north, east, limit):
        """The towns of a box, biggest first."""
        found = [
            Town(
                label=f"{name}, County",
                kind=PlaceKind.TOWN,
                latitude=latitude,
                longitude=longitude,
                council_code=code,
                district=district,
                name=name,
                population=people,
            )
            for code, towns in _CENTRES.items()
            for name, latitude, longitude, district, _count, people in towns
            if south <= latitude <= north and west <= longitude <= east
        ]
        return sorted(found, key=lambda town: -town.population)[:limit]


FEW_GROUND = FewGround()


async def make_areas(*council_codes: str) -> tuple[SmallArea, ...]:
    """The built-in areas of Wiltshire, or of the councils named (Wiltshire and Somerset are known)."""
    codes = council_codes or (WILTSHIRE,)
    await areas.build_areas(FEW_GROUND, councils=codes)
    return tuple([area for code in codes for area in await areas.list_areas(code)])
