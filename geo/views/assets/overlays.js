/* What lies under and beside the events: land and waters, border lines, names, mentioned places. */
(function (atlas) {
  "use strict";

  /* Lines or polygons of GeoJSON on a canvas of their own pane, in a theme's colours. */
  function shapes(map, name, pane, style) {
    const { data, theme } = map.atlas;
    const layer = L.geoJSON(data[name] || { type: "FeatureCollection", features: [] },
      { pane, renderer: L.canvas({ pane, padding: 0.4 }), interactive: false, style: style(theme) }); // of a feature, maybe
    layer.setTheme = (next) => layer.setStyle(style(next));
    return layer;
  }

  atlas.base = function (map) {
    const land = shapes(map, "countries", "base",
      (theme) => ({ color: theme.land, weight: 0.8, fillColor: theme.land, fillOpacity: 1 }));
    const waters = shapes(map, "waters", "waters", (theme) => ({ properties: { kind, rank } }) => kind === "lake"
      ? { color: theme.river, weight: 0.8, fillColor: theme.sea, fillOpacity: 1 }
      : { color: theme.river, weight: rank < 5 ? 1.4 : 0.9, fill: false });
    const layer = L.layerGroup([land, waters]);
    layer.setTheme = (theme) => [land, waters].forEach((each) => each.setTheme(theme));
    layer.getAttribution = () => "Natural Earth, © OpenStreetMap contributors";
    return layer;
  };

  atlas.borders = (map) => shapes(map, "borders", "borders",
    (theme) => ({ properties }) =>
      ({ color: theme.border, weight: 1.2, fill: false, dashArray: properties.disputed ? "6 4" : null }));

  const CLOSE = 7; // the zoom from which districts are drawn, where we have them

  atlas.regions = function (map) {
    const lines = (name, weight, dashArray) => shapes(map, name, "regions",
      (theme) => ({ color: theme.region, weight, dashArray, fill: false }));
    const regions = lines("regions", 0.8, "3 3"), districts = lines("districts", 0.6, "1 3");
    const layer = L.layerGroup([regions]);
    const look = () => { if (map.getZoom() >= CLOSE) layer.addLayer(districts); else layer.removeLayer(districts); };
    layer.setTheme = (theme) => [regions, districts].forEach((each) => each.setTheme(theme));
    map.on("zoomend", look);
    look();
    return layer;
  };

  /* Words of a mark in its tooltip and for those who do not see it: from outside, so text and never HTML. */
  function named(marker, text, offset) {
    const tip = document.createElement("span");
    tip.textContent = text;
    marker.bindTooltip(tip, { direction: "top", offset });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", text));
    return marker;
  }

  /* Places that reports mention and where nothing happened: small grey diamonds with a tooltip. */
  atlas.Mentions = L.LayerGroup.extend({
    setData(places) {
      this.clearLayers();
      for (const place of places) {
        const text = `${place.name} (${place.roles.join(", ")})`;
        const icon = L.divIcon({ className: "ca-mention", iconSize: [11, 11] });
        const marker = L.marker([place.lat, place.lon], { icon, pane: "mentions", bubblingMouseEvents: true });
        this.addLayer(named(marker, text, [0, -6]));
      }
    },
  });

  const CROWD = 0.3; // degrees within which marks stand side by side

  /* Places that a name may mean, by number, above the events; the map moves to new ones where that is sought. */
  atlas.candidates = function (map, { places, seek }) {
    if (map.candidates) map.candidates.remove();
    map.candidates = L.layerGroup().addTo(map);
    places.forEach(({ number, lon, lat, words }, at) => {
      const before = places.slice(0, at).filter((p) => Math.hypot(p.lon - lon, p.lat - lat) < CROWD).length;
      const html = document.createElement("span");
      html.textContent = number;
      const icon = L.divIcon({ className: "ca-candidate", html, iconSize: [22, 22], iconAnchor: [11 - 24 * before, 28] });
      map.candidates.addLayer(named(L.marker([lat, lon], { icon }), words, [24 * before, -26]));
    });
    if (seek && places.length) {
      map.fitBounds(L.latLngBounds(places.map((p) => [p.lat, p.lon])).pad(0.2), { maxZoom: 9, animate: false });
    }
  };

  atlas.mentions = function (map) {
    const layer = new atlas.Mentions();
    layer.setData(map.atlas.data.mentions || []);
    return layer;
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
