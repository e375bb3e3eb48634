"""Rows -> what is seen: style, popup, map, time layer, standalone file, charts, export."""
