"""The corners of areas and roads, as links hold them and as people type or paste them."""

from __future__ import annotations

from typing import Any

from ..errors import InvalidQuery

Ring = tuple[tuple[float, float], ...]

MOST = 200  # corners of an area, so that a link stays short enough to send
_ORDER = "write lon,lat;lon,lat;lon,lat"
_PASTE = {True: "a WKT or GeoJSON polygon, or a box", False: "a WKT or GeoJSON line"}


def corners(text: str, closed: bool = True) -> Ring:
    """The corners of an area or a road from a text, as a link holds them.

    Parameters
    ----------
    text : str
        ``lon,lat;lon,lat;…``: up to ``MOST`` corners in degrees; an area's last need not repeat its first.
    closed : bool
        An area; False: a road.

    Raises
    ------
    InvalidQuery
        When it holds no such thing.

    Examples
    --------
    >>> corners("-12,14;-11,14;-11,15;-12,14")
    ((-12.0, 14.0), (-11.0, 14.0), (-11.0, 15.0))
    """
    try:
        told = [each.split(",") for each in text.split(";") if each.strip()]
        found = [tuple(map(float, each)) for each in told]
    except ValueError:
        found = []
    if not found or any(len(each) != 2 for each in found):
        raise InvalidQuery(f"area {text[:80]!r}", "holds no corners", _ORDER)
    return checked(tuple((lon, lat) for lon, lat in found), closed)


def pasted(text: str, closed: bool = True) -> Ring:
    """The corners of an area or a road that a person typed or pasted.

    Parameters
    ----------
    text : str
        A box ``west,south,east,north``, what ``corners`` takes, a WKT polygon or line, or GeoJSON (a
        geometry, or a feature or collection with one). Holes are not taken.
    closed : bool
        An area; False: a road.

    Raises
    ------
    InvalidQuery
        When it holds none, or several.

    Examples
    --------
    >>> pasted("-12,14,-11,15") == pasted("POLYGON ((-12 14, -11 14, -11 15, -12 15, -12 14))")
    True
    """
    import shapely

    text, cure = text.strip(), f"paste {_PASTE[closed]}"
    if not text or text[0] in "-+.0123456789":
        numbers = text.split(",")
        if closed and ";" not in text and len(numbers) == 4:
            west, south, east, north = numbers
            text = f"{west},{south};{east},{south};{east},{north};{west},{north}"
        return corners(text, closed)
    try:
        read = shapely.from_geojson(text) if text[0] == "{" else shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        raise InvalidQuery(f"area {text[:80]!r}", f"is no shape ({str(error)[:100]})", cure) from None
    parts = [part for part in shapely.get_parts(shapely.get_parts(read)) if not part.is_empty]
    if len(parts) != 1 or parts[0].geom_type != ("Polygon" if closed else "LineString"):
        raise InvalidQuery(f"area {text[:80]!r}", "is not one shape of its kind", cure)
    if closed and len(parts[0].interiors):
        raise InvalidQuery(f"area {text[:80]!r}", "has holes", "paste a polygon without holes")
    flat = shapely.get_coordinates(parts[0].exterior if closed else parts[0]).round(5).tolist()
    return checked(tuple((lon, lat) for lon, lat in flat), closed)


def checked(corners: Ring, closed: bool = True) -> Ring:
    """The corners, when they make an area or a road on the globe; an area's last does not repeat its first.

    Raises
    ------
    InvalidQuery
        When they do not.
    """
    if closed and len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]
    told = f"area {';'.join(f'{lon:g},{lat:g}' for lon, lat in corners)[:80]!r}"
    least = 3 if closed else 2
    if not least <= len(corners) <= MOST:
        raise InvalidQuery(told, f"has {len(corners)} corners, not {least} to {MOST}", _ORDER)
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in corners):
        raise InvalidQuery(told, "is not on the globe", f"{_ORDER}; did you swap lon and lat?")
    if closed and not in_degrees(corners, closed).area:
        raise InvalidQuery(told, "encloses nothing", "give corners that do not lie on one line")
    return corners


def in_degrees(corners: Ring, closed: bool) -> Any:
    """The area or road as a shapely geometry.

    Parameters
    ----------
    corners : tuple of (lon, lat)
    closed : bool
        An area; False: a road.

    Returns
    -------
    shapely.Geometry
        Where an area's edges cross, what is enclosed an odd number of times is inside.

    Examples
    --------
    >>> in_degrees(((0, 0), (2, 0), (2, 2)), closed=True).area
    2.0
    """
    import shapely

    return shapely.make_valid(shapely.polygons(corners)) if closed else shapely.linestrings(corners)
