"""GeoParquet 1.1, written piece by piece: memory holds one piece, whatever the table's length.

Source: https://geoparquet.org/releases/v1.1.0/ (metadata, bbox covering).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import schema
from . import arrow, meta

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

ROWS_A_GROUP = 50_000  # few enough that a reader of a small box skips most of a file
_SIDES = ("xmin", "ymin", "xmax", "ymax")


class Parquet:
    """A GeoParquet file that grows by pieces; ``geo.views.files.parquet_writer`` opens one.

    Parameters
    ----------
    path : pathlib.Path

    Examples
    --------
    >>> import tempfile, geopandas
    >>> path = Path(tempfile.mkdtemp(), "events.parquet")
    >>> out = Parquet(path)
    >>> for name in "ab":
    ...     out.append(schema.from_rows([{"event_id": name, "longitude": -4.0, "latitude": 14.5}]))
    >>> out.close()
    >>> geopandas.read_parquet(path)["event_id"].tolist()
    ['a', 'b']
    """

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        sides = pa.struct([(side, pa.float64()) for side in _SIDES])
        fields = (
            arrow.plain_schema().append(pa.field("geometry", pa.binary())).append(pa.field("bbox", sides))
        )
        self._file = pq.ParquetWriter(path, fields, compression="zstd")
        self._bounds = [math.inf, math.inf, -math.inf, -math.inf]
        self._kinds: set[int] = set()
        self._seen = meta.Gathered()
        self._for: tuple[str | None, Mapping[str, int]] = (None, {})
        self.rows = 0

    def append(self, events: pd.DataFrame) -> None:
        """Add events at the end.

        Parameters
        ----------
        events : pandas.DataFrame
            As for ``geo.views.arrow.to_arrow``.
        """
        import numpy as np
        import pyarrow as pa
        import shapely

        table = arrow.to_arrow(events)
        shapes = shapely.from_wkb(table["geometry"].to_numpy())
        bounds = shapely.bounds(shapes).T
        here = ~np.isnan(bounds[0])
        box = pa.StructArray.from_arrays(list(map(pa.array, bounds)), _SIDES, mask=pa.array(~here))
        self._file.write_table(table.append_column("bbox", box), row_group_size=ROWS_A_GROUP)
        if here.any():
            (west, south), (east, north) = bounds[:2, here].min(axis=1), bounds[2:, here].max(axis=1)
            w, s, e, n = self._bounds
            self._bounds = [min(w, west), min(s, south), max(e, east), max(n, north)]
        self._kinds |= set(shapely.get_type_id(shapes[here]).tolist())
        self._seen.add(events)
        self.rows += len(events)

    def about(self, exported: datetime | None = None) -> meta.About:
        """What the file can say about itself so far."""
        profile, withheld = self._for
        return replace(self._seen.about(exported=exported), profile=profile, withheld=withheld)

    def made_for(self, profile: str, withheld: Mapping[str, int]) -> None:
        """Tell for whom the file is, and what was withheld from them (``geo.views.disclosure``)."""
        self._for = (profile, dict(withheld))

    def close(self, metadata: Mapping[str, Any] | None = None) -> None:
        """Finish the file.

        Parameters
        ----------
        metadata : mapping or None
            What the file says about itself, under the key ``conflict_atlas`` as JSON.
        """
        told = {"geo": _geo(self._bounds, self._kinds), "conflict_atlas": metadata or {}}
        self._file.add_key_value_metadata(
            {key: json.dumps(value, ensure_ascii=False) for key, value in told.items()}
        )
        self._file.close()


def pieces(path: Path) -> Iterator[gpd.GeoDataFrame]:
    """The events of a file that ``Parquet`` wrote, some thousand at a time.

    Parameters
    ----------
    path : pathlib.Path

    Yields
    ------
    geopandas.GeoDataFrame
    """
    import pyarrow.parquet as pq

    names = [column.name for column in schema.columns()]
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_A_GROUP, columns=names):
            yield schema.typed(batch.to_pandas())


def _geo(bounds: list[float], kinds: set[int]) -> dict[str, Any]:
    import pyproj

    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Point"] if kinds == {0} else [],
        "crs": pyproj.CRS(schema.CRS).to_json_dict(),
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if kinds:
        column["bbox"] = [float(bound) for bound in bounds]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
