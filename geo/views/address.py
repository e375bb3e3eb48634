"""What a page's address holds beside its Query: the map's view, its overlays, and how its marks look."""

from __future__ import annotations

from collections.abc import Mapping

from . import map, style

View = tuple[float, float, float]
LAYERS = ("borders", "labels")  # on unless an address says otherwise


def view(params: Mapping[str, str]) -> View | None:
    """The map's centre and zoom; what is no such place leaves the map to choose.

    Examples
    --------
    >>> view({"at": "-11.4,14.4,7"}), view({"at": "somewhere"})
    ((-11.4, 14.4, 7.0), None)
    """
    try:
        lon, lat, zoom = (float(word) for word in params.get("at", "").split(","))
    except ValueError:
        return None
    return (lon, lat, zoom) if abs(lon) <= 180 and abs(lat) <= 85 and 0 <= zoom <= 20 else None


def layers(params: Mapping[str, str]) -> tuple[str, ...]:
    """The overlays that are on; an address cannot switch on tiles, which would ask the network.

    Examples
    --------
    >>> layers({"layers": "regions|osm"}), layers({"layers": ""}), layers({})
    (('regions',), (), ('borders', 'labels'))
    """
    if "layers" not in params:
        return LAYERS
    return tuple(name for name in params["layers"].split("|") if name in map.OVERLAYS)


def look(params: Mapping[str, str]) -> dict[str, str]:
    """What stands for events, and how marks are coloured and sized; what is no such way is as at first.

    Examples
    --------
    >>> look({"size": "killed", "colour": "pink"})
    {'show': 'places', 'colour': 'family', 'size': 'killed'}
    """
    asked = {name: params.get(name, "") for name in style.LOOKS}
    return {name: asked[name] if asked[name] in held else held[0] for name, held in style.LOOKS.items()}


def params(view: View | None, layers: tuple[str, ...], look: Mapping[str, str]) -> dict[str, str]:
    """All three as text parameters, without what is as at first.

    Examples
    --------
    >>> params((-11.43931, 14.44776, 7.5), ("borders",), {"show": "heat", "size": "count"})
    {'at': '-11.4393,14.4478,7.5', 'layers': 'borders', 'show': 'heat'}
    """
    told = {}
    if view:
        told["at"] = ",".join(f"{round(number, 4):g}" for number in view)
    shown = tuple(name for name in layers if name in map.OVERLAYS)
    if set(shown) != set(LAYERS):
        told["layers"] = "|".join(shown)
    return told | {name: value for name, value in look.items() if value != style.LOOKS[name][0]}
