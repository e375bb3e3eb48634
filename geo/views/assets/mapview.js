/* The map as a whole: panes, overlays by name, theme, time layer with slider and legend, and its state in
   data-* attributes of the root element, which tests and screen readers' helpers may read. */
(function (atlas) {
  "use strict";

  const PANES = { base: 150, waters: 155, shade: 335, regions: 340, borders: 350, labels: 380, mentions: 420, events: 450 };

  class MapView {
    /* options: words, lang, palettes {family, kind: [{key, colour, name}]}, themes, theme; data: GeoJSON and lists
       by name. */
    constructor(map, options, data) {
      Object.assign(this, { map, options, data, overlays: {} });
      this.words = options.words;
      this.root = map.getContainer().closest(".ca-root") || map.getContainer().parentElement;
      this.theme = options.themes[options.theme];
      for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = z;
      this.dress(options.theme);
      this.label(".leaflet-control-zoom-in", this.words["map.zoom.in"]);
      this.label(".leaflet-control-zoom-out", this.words["map.zoom.out"]);
      map.getContainer().setAttribute("aria-label", this.words["map.name"]);
      map.getContainer().setAttribute("role", "application");
    }

    label(selector, text) {
      const element = this.map.getContainer().querySelector(selector);
      if (!element) return;
      element.title = text;
      element.setAttribute("aria-label", text);
    }

    /* A layer that a name switches on and off. */
    register(name, layer) {
      this.overlays[name] = layer;
      return layer;
    }

    /* Called last, when overlays and their control stand: events, slider, legend. */
    finish() {
      const { map, options } = this;
      this.label(".leaflet-control-layers-toggle", this.words["map.overlays"]);
      const { data, theme, words } = this, { palettes, lang } = options;
      this.layer = new atlas.TimeLayer({ theme, palettes, words, lang, land: data }).addTo(map);
      this.control = new atlas.TimeControl(this.layer, this.root, { words: this.words, lang: options.lang });
      this.legend = new atlas.Legend(this.layer, { palettes, words, lang });
      map.getContainer().after(this.legend.element, this.control.element);
      this.offerFit();
      this.chosen = L.DomUtil.create("div", "ca-chosen", this.root);
      this.chosen.setAttribute("role", "status");
      this.layer.on("select pick", ({ index }) => this.announce(index));
      this.layer.on("paint", () => this.publish());
      this.layer.on("paint", () => this.name());
      map.on("overlayadd overlayremove", () => {
        this.publish();
        this.name();
      });
      this.resizer = new ResizeObserver(() => map.invalidateSize({ animate: false }));
      this.resizer.observe(map.getContainer());
    }

    publish() {
      const { layer, root } = this;
      if (!layer.data || this.gone) return;
      root.dataset.visible = layer.counts.visible;
      root.dataset.unlocated = layer.counts.unlocated;
      root.dataset.undated = layer.counts.undated;
      root.dataset.certain = layer.counts.certain;
      root.dataset.show = layer.look.show;
      root.dataset.beside = layer.way() ? layer.way().beside : 0;
      root.dataset.look = `${layer.look.colour} ${layer.look.size}`;
      root.dataset.window = layer.dates().join("/");
      root.dataset.layers = this.shown().join(" ");
      root.dataset.selected = layer.selected < 0 ? "" : layer.data.id(layer.selected);
      root.dataset.set = layer.data.head.id;
      root.dataset.ready = "true";
    }

    /* Tell those who do not see it which event was chosen, and that its card is open. */
    announce(index) {
      const { layer, words, options: { palettes } } = this, { data } = layer;
      const place = index < 0 ? -1 : layer.placeOf(index);
      const what = index < 0 ? [] : [palettes.kind[data.spots.kind[data.events.spot[index]]].name,
        place < 0 ? "" : data.name(place) || "", layer.days(index)];
      const said = what.length ? words["map.chosen"].replace("{event}", what.filter(Boolean).join(", ")) : "";
      if (this.chosen.textContent !== said) this.chosen.textContent = said;
    }

    dress(name) {
      this.root.dataset.theme = name;
      this.map.getContainer().style.background = this.theme.sea;
    }

    setTheme(name) {
      if (!(name in this.options.themes) || this.options.theme === name) return;
      this.options.theme = name;
      this.theme = this.options.themes[name];
      this.dress(name);
      for (const layer of [this.ground, ...Object.values(this.overlays), this.layer]) {
        if (layer && layer.setTheme) layer.setTheme(this.theme);
      }
      this.control.draw();
      this.publish();
    }

    shown() { return Object.keys(this.overlays).filter((name) => this.map.hasLayer(this.overlays[name])); }

    /* Name the places that are shown, and the regions where these are drawn. */
    name() {
      const { layer, map, overlays: { labels, regions } } = this;
      if (!labels || !layer.data || this.gone) return;
      labels.setPlaces(atlas.named(layer), atlas.standing(layer));
      labels.setRegions(layer.look.show === "regions" || map.hasLayer(regions));
    }

    /* Switch overlays so that exactly the named ones are on. */
    show(names) {
      for (const [name, layer] of Object.entries(this.overlays)) {
        if (names.includes(name)) this.map.addLayer(layer); else this.map.removeLayer(layer);
      }
      this.publish();
    }

    setWindow(dates) {
      const { layer } = this, { data } = layer;
      if (!data) return;
      if (dates) layer.setWindow(data.day(dates[0]), data.day(dates[1]), "code");
      else layer.setWindow(0, data.ndays - 1, "code");
    }

    setLook(look) { this.layer.setLook(look, "code"); }

    /* The window as ISO dates, or null where it spans everything. */
    window() { return !this.layer.data || this.layer.isWhole() ? null : this.layer.dates(); }

    view() {
      const at = this.map.getCenter().wrap();
      return [+at.lng.toFixed(4), +at.lat.toFixed(4), this.map.getZoom()];
    }

    setView(view) {
      this.map.invalidateSize({ animate: false }); // the legend may just have taken its room
      this.map.setView([view[1], view[0]], view[2], { animate: false });
    }

    /* A button below the zoom: from anywhere back to the events that are shown. */
    offerFit() {
      const control = new L.Control({ position: "topleft" }), title = this.words["map.fit"];
      control.onAdd = () => {
        const box = L.DomUtil.create("div", "leaflet-bar ca-fit"), button = L.DomUtil.create("button", "", box);
        Object.assign(button, { type: "button", title });
        button.setAttribute("aria-label", title);
        button.append(atlas.sign("M1.5 5V1.5H5M11 1.5h3.5V5M14.5 11v3.5H11M5 14.5H1.5V11"));
        L.DomEvent.disableClickPropagation(box);
        button.addEventListener("click", () => this.fit());
        return box;
      };
      control.addTo(this.map);
    }

    /* All points that are shown in view; where there is none, the map stays. */
    fit() {
      const box = this.layer.bounds();
      this.map.invalidateSize({ animate: false });
      if (box.isValid()) this.map.fitBounds(box.pad(0.1), { maxZoom: 8, animate: false });
    }

    /* Select an event and bring it into view: a place from near by, an area as a whole. */
    go(id, known) {
      const { layer, map } = this, index = layer.select(id, known), at = index < 0 ? null : layer.latLng(index);
      if (!at) return;
      const { isPoint, places } = layer.data, place = layer.placeOf(index);
      if (isPoint[place]) map.setView(at, Math.max(map.getZoom(), 7), { animate: false });
      else map.fitBounds(at.toBounds(2000 * (places.km[place] || 100)), { animate: false });
    }

    remove() {
      this.gone = true; // its overlays leave one by one: nobody is to be told
      this.control.remove();
      this.resizer.disconnect();
      this.map.remove();
    }
  }

  /* A sign on a button, drawn in a square of 16. */
  atlas.sign = function (path) {
    const made = L.SVG.create("svg"), line = L.SVG.create("path");
    made.setAttribute("viewBox", "0 0 16 16");
    made.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    made.append(line);
    return made;
  };

  atlas.start = function (map, options, data) {
    map.atlas = new MapView(map, options, data || {});
    map.attributionControl.setPrefix("");
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      map.options.inertia = false;
      map._zoomAnimated = false;
      const { panBy } = map; // what the arrow keys do
      map.panBy = (offset, how) => panBy.call(map, offset, { ...how, animate: false });
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
