"""Elements of ours in a folium map; each renders one line of script (geo/views/assets/mapview.js)."""

from __future__ import annotations

from typing import Any

from branca.element import MacroElement
from folium.map import Layer
from folium.template import Template

from .assets import script_json


class Start(MacroElement):
    """Begins the map: panes, words, themes."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "ConflictAtlas.start({{ this._parent.get_name() }}, {{ this.options }}, ConflictAtlas.data);"
        "{% endmacro %}"
    )

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.options = script_json(options)


class Base(MacroElement):
    """Land under everything."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this._parent.get_name() }}.atlas.ground = "
        "ConflictAtlas.base({{ this._parent.get_name() }}).addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Base"


class Overlay(Layer):
    """An overlay of ours (``ConflictAtlas.<key>``) with a switch in the layer control."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = {{ this._parent.get_name() }}.atlas.register("
        "{{ this.key }}, ConflictAtlas[{{ this.key }}]({{ this._parent.get_name() }}));"
        "{% endmacro %}"
    )

    def __init__(self, key: str, name: str, *, show: bool) -> None:
        super().__init__(name=name, overlay=True, control=True, show=show)
        self._name = "Overlay"
        self.key = script_json(key)


class Register(MacroElement):
    """Gives one of folium's own layers a name in the map's list of overlays."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this._parent.get_name() }}.atlas.register({{ this.key }}, {{ this.layer.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, key: str, layer: Layer) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Register"
        self.key, self.layer = script_json(key), layer


class TimeLayer(MacroElement):
    """The time layer with its slider and legend; it gets its events from the host."""

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this._parent.get_name() }}.atlas.finish();{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "TimeLayer"
