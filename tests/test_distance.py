"""Distances on the globe against pyproj's, and their laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.distance import RADIUS_KM, km

LON = st.floats(-180, 180)
LAT = st.floats(-90, 90)
SPHERE = Geod(a=RADIUS_KM * 1000, b=RADIUS_KM * 1000)
ELLIPSOID = Geod(ellps="WGS84")


@given(LON, LAT, LON, LAT)
def test_it_is_the_distance_on_the_sphere(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    expected = SPHERE.inv(lon1, lat1, lon2, lat2)[2] / 1000
    assert km(lon1, lat1, lon2, lat2) == pytest.approx(expected, abs=0.2)  # arcsin is blunt at the antipode
    assert km(lon1, lat1, lon2, lat2) == km(lon2, lat2, lon1, lat1)
    assert 0 <= km(lon1, lat1, lon2, lat2) <= math.pi * RADIUS_KM


@given(st.floats(-17, 24), st.floats(4, 25), st.floats(-17, 24), st.floats(4, 25))
def test_it_is_within_half_a_per_cent_of_the_ellipsoid(a: float, b: float, c: float, d: float) -> None:
    truth = ELLIPSOID.inv(a, b, c, d)[2] / 1000
    assert km(a, b, c, d) == pytest.approx(truth, rel=0.006, abs=1e-5)


def test_arrays_go_pair_by_pair_and_unknown_stays_unknown() -> None:
    found = km(0.0, 0.0, np.array([0.0, 1.0, np.nan]), np.array([1.0, 0.0, 0.0]))
    assert found[:2] == pytest.approx([111.2, 111.2], abs=0.1)
    assert np.isnan(found[2])
