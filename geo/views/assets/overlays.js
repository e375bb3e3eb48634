/* What lies under and beside the events: land and waters, border lines, names, mentioned places. */
(function (atlas) {
  "use strict";

  atlas.base = function (map) {
    const { data, theme } = map.atlas;
    const land = (t) => () => ({ color: t.land, weight: 0.8, fill: t.land });
    const waters = (t) => ({ kind, rank }) => (kind === "lake"
      ? { color: t.river, weight: 0.8, fill: t.sea }
      : { color: t.river, weight: rank < 5 ? 1.4 : 0.9 });
    const layer = new atlas.Shapes([[data.countries, land], [data.waters, waters]], "base", theme);
    layer.getAttribution = () => "Natural Earth, © OpenStreetMap contributors";
    return layer;
  };

  atlas.borders = ({ atlas: { data, theme } }) => new atlas.Shapes([[data.borders,
    (t) => ({ disputed }) => ({ color: t.border, weight: 1.2, dash: disputed && [6, 4] })]], "borders", theme);

  const CLOSE = 7; // the zoom from which districts are drawn, where we have them

  atlas.regions = function (map) {
    const { data, theme } = map.atlas;
    const lines = (name, weight, dash) =>
      new atlas.Shapes([[() => data[name], ({ region }) => () => ({ color: region, weight, dash })]], "regions", theme);
    const regions = lines("regions", 0.8, [3, 3]), districts = lines("districts", 0.6, [1, 3]);
    const layer = L.layerGroup([regions]);
    const look = () => { if (map.getZoom() >= CLOSE) layer.addLayer(districts); else layer.removeLayer(districts); };
    layer.setTheme = (next) => [regions, districts].forEach((each) => each.setTheme(next));
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
