"""The distance of points on the globe, for many of them at once.

At most half a per cent off the ellipsoid: enough to pick and join events. Distances that are told
(to a border, from a town) are measured on the ellipsoid, by the places room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

RADIUS_KM = 6371.0088  # mean radius of the Earth, (2a + b) / 3 of WGS 84


def km(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> np.ndarray | np.float64:
    """Great-circle distance of points, pair by pair.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : float or array_like of float
        Degrees; shapes that broadcast to one. NaN is unknown.

    Returns
    -------
    numpy.ndarray or numpy.float64
        Kilometres, of the common shape; NaN where a coordinate is.

    Examples
    --------
    >>> round(float(km(-11.44, 14.45, -8.0, 12.65)))
    422
    >>> km(0.0, 0.0, [0.0, 180.0], [1.0, 0.0]).round().tolist()
    [111.0, 20015.0]
    """
    import numpy as np

    x1, y1, x2, y2 = (np.radians(np.asarray(each, float)) for each in (lon1, lat1, lon2, lat2))
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    # Rounding may lift the haversine of opposite points above 1.
    distance: np.ndarray | np.float64 = 2 * RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distance
