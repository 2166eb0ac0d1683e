"""Grid references to latitude and longitude (WGS 84).

Great Britain's grid is EPSG:27700 (OSGB36), Northern Ireland's the Irish Grid, EPSG:29903 (TM75). Both are
turned by the seven-parameter transformation that the Ordnance Surveys publish, right to about five metres in
Britain; the finer grid-shift files are not in every PROJ installation, and the same answer everywhere matters
more.
"""

import numpy as np
from pyproj import Transformer

_TO_DEGREES = (
    "+step +proj=push +v_3 +step +proj=cart +ellps={ellipsoid} "
    "+step +proj=helmert +convention=position_vector {shift} "
    "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
_BRITISH = (
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 "
    "+x_0=400000 +y_0=-100000 +ellps=airy "
) + _TO_DEGREES.format(
    ellipsoid="airy", shift="+x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489"
)
_IRISH = (
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 "
    "+x_0=200000 +y_0=250000 +ellps=mod_airy "
) + _TO_DEGREES.format(
    ellipsoid="mod_airy", shift="+x=482.5 +y=-130.6 +z=564.6 +rx=-1.042 +ry=-0.214 +rz=-0.631 +s=8.15"
)


def to_degrees(
    eastings: np.ndarray, northings: np.ndarray, irish: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Turn grid references in metres into latitudes and longitudes; `irish` marks those on the Irish Grid."""
    latitudes = np.full(eastings.shape, np.nan)
    longitudes = np.full(eastings.shape, np.nan)
    for pipeline, rows in ((_BRITISH, ~irish), (_IRISH, irish)):
        transformer = Transformer.from_pipeline(pipeline)
        longitudes[rows], latitudes[rows] = transformer.transform(eastings[rows], northings[rows])
    return latitudes, longitudes
