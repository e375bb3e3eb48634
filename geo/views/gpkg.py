"""Events as a GeoPackage that QGIS opens with colours and its time controller set.

Sources: OGC GeoPackage 1.3; QGIS keeps styles in a table ``layer_styles`` (QML), which it finds by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from .. import schema, vocab
from . import arrow, meta, style

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow as pa

MENTION_COLUMNS = (
    *("report", "name", "place_id", "country", "latitude", "longitude", "place_precision", "role"),
    *("start", "end", "text"),
)
_FAMILY = "family"  # a column for QGIS alone; reading back leaves it out
_BOTH_FIELDS = "2"  # QGIS's VectorTemporalMode: an interval from two date fields
_END_INCLUDED = "1"
_SIZE_MM = "2.6"


def write(atlas: schema.Atlas, path: Path, about: meta.About) -> None:
    """Write an atlas as a GeoPackage: layers events, members, mentioned_places; lists are JSON text.

    Parameters
    ----------
    atlas : geo.schema.Atlas
    path : pathlib.Path
        Where nothing is yet.
    about : geo.views.meta.About
        Kept in the GeoPackage's own metadata tables.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    import pyogrio

    layers = {
        "events": _with_family(atlas.events),
        "members": _with_family(atlas.members),
        "mentioned_places": _mentions(atlas.mentions),
    }
    told = {name.upper(): text for name, text in about.lines()}
    try:
        with _dated(about.exported):
            for name, table in layers.items():
                if name == "events" or len(table):
                    _write_layer(path, name, table, told if name == "events" else {})
            _write_styles(path, [name for name in ("events", "members") if len(layers[name])], about.exported)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise OSError(str(error)) from None


def _write_layer(path: Path, name: str, table: pa.Table, told: Mapping[str, str]) -> None:
    import pyogrio

    pyogrio.write_arrow(
        table,
        path,
        driver="GPKG",
        layer=name,
        geometry_name="geometry",
        geometry_type="Point",
        crs=schema.CRS,
        layer_metadata=told or None,
        append=path.exists(),
    )


@contextmanager
def _dated(exported: str | None) -> Iterator[None]:
    """Let GDAL take the time of the export for its own time stamps."""
    import pyogrio

    if not exported:
        yield
        return
    stamp = exported.replace("Z", ".000Z")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _with_family(events: gpd.GeoDataFrame) -> pa.Table:
    """The events with their group's family on the day, one look-up a (group, era) pair."""
    import pandas as pd
    import pyarrow as pa

    group, era = events["group"].fillna(""), vocab.eras(events["start"])
    pairs = pd.MultiIndex.from_arrays([group, era])
    code, distinct = pairs.factorize(use_na_sentinel=False)
    days = [None if pd.isna(day) else day.date() for _, day in distinct]
    found = style.families_of([(name or None, day) for (name, _), day in zip(distinct, days, strict=True)])
    keys = pa.array([style.FAMILIES[family].key for family in found], pa.string())
    return arrow.to_arrow(events).append_column(_FAMILY, keys.take(pa.array(code, pa.int64())))


def _mentions(mentions: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    numbers = {"latitude": pa.float64(), "longitude": pa.float64(), "start": pa.int64(), "end": pa.int64()}
    columns = {
        name: pa.array([mention.get(name) for mention in mentions], numbers.get(name, pa.string()))
        for name in MENTION_COLUMNS
    }
    table = pa.table(columns)
    points = arrow.points_wkb(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    return table.append_column("geometry", pa.array(points, pa.binary()))


def _write_styles(path: Path, layers: list[str], exported: str | None) -> None:
    """Write QGIS's own table of styles, as QGIS itself would: a layer without geometry."""
    import pandas as pd
    import pyogrio

    qml = layer_style()
    rows = [
        {"f_table_catalog": "", "f_table_schema": "", "f_table_name": name, "f_geometry_column": "geom"}
        | {"styleName": "Conflict Atlas", "styleQML": qml, "styleSLD": "", "useAsDefault": True}
        | {"description": "Colours by group family; time from start and end", "owner": "", "ui": ""}
        | {"update_time": pd.Timestamp(exported) if exported else pd.NaT}
        for name in layers
    ]
    if rows:
        pyogrio.write_dataframe(
            pd.DataFrame(rows), path, driver="GPKG", layer="layer_styles", append=True, FID="id"
        )


def layer_style(lang: str = "en") -> str:
    """The layer's style as QGIS keeps it: a colour a group family, and the time controller on.

    Parameters
    ----------
    lang : {'en', 'fr'}
        Of the legend.

    Returns
    -------
    str
        QML.

    Examples
    --------
    >>> 'startField="start"' in layer_style()
    True
    """
    root = ElementTree.Element("qgis", version="3.28", styleCategories="Symbology|Temporal")
    temporal = ElementTree.SubElement(
        root, "temporal", enabled="1", mode=_BOTH_FIELDS, startField="start", endField="end"
    )
    for name, value in (
        ("limitMode", _END_INCLUDED),
        ("durationUnit", "days"),
        ("fixedDuration", "0"),
        ("accumulate", "0"),
    ):
        temporal.set(name, value)
    renderer = ElementTree.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=_FAMILY, enableorderby="0", forceraster="0"
    )
    categories, symbols = (ElementTree.SubElement(renderer, name) for name in ("categories", "symbols"))
    for at, family in enumerate(style.palette(lang)):
        ElementTree.SubElement(
            categories,
            "category",
            {
                "symbol": str(at),
                "value": family["key"],
                "label": family["name"],
                "render": "true",
                "type": "string",
            },
        )
        _marker(symbols, str(at), family["colour"])
    return ElementTree.tostring(root, encoding="unicode")


def _marker(symbols: ElementTree.Element, name: str, colour: str) -> None:
    symbol = ElementTree.SubElement(
        symbols, "symbol", type="marker", name=name, alpha="1", clip_to_extent="1"
    )
    layer = ElementTree.SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "pass": "0"})
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    options = {
        "name": "circle",
        "color": f"{red},{green},{blue},255",
        "outline_color": "255,255,255,255",
        "outline_width": "0.2",
        "size": _SIZE_MM,
        "size_unit": "MM",
    }
    held = ElementTree.SubElement(layer, "Option", type="Map")
    for key, value in options.items():
        ElementTree.SubElement(held, "Option", type="QString", name=key, value=value)
        ElementTree.SubElement(layer, "prop", k=key, v=value)  # QGIS before 3.26 reads these
