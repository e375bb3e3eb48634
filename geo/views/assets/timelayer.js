/* The time layer: a Leaflet layer that paints the places with events in the window on one canvas.
   Events: data, window {a, b, by}, paint {visible, unlocated, undated}, pick (event index or null), select. */
(function (atlas) {
  "use strict";

  const CROWD = 1500; // more places than this on screen are stamped instead of drawn
  const PADDING = 0.25; // canvas beyond the map's edge, so that a drag shows no empty rim
  const KM_PER_WORLD = 40075.017;
  const REACH = 5; // pixels around a mark that still hit it

  atlas.TimeLayer = L.Layer.extend({
    options: { pane: "events" },

    initialize(options) {
      L.setOptions(this, options);
      this.data = null;
      this.a = 0;
      this.b = 0;
      this.selected = -1;
      this.counts = { visible: 0, unlocated: 0, undated: 0 };
      this.theme = options.theme;
      this.colours = options.colours;
      this.land = new atlas.Areas(options.land);
      this.outlines = { view: "", made: new Map() };
    },

    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", this.getPane());
      this.canvas.style.pointerEvents = "none";
      L.DomEvent.on(map.getContainer(), "mouseleave", this.left, this);
      this.repaint();
    },

    onRemove(map) {
      L.DomEvent.off(map.getContainer(), "mouseleave", this.left, this);
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.canvas.remove();
    },

    getEvents() {
      return { moveend: this.repaint, zoomend: this.repaint, resize: this.repaint, viewreset: this.repaint,
        zoomanim: this.follow, click: this.clicked, mousemove: this.moved };
    },

    /* New events: the window keeps its dates, unless it spanned everything. */
    setData(data) {
      const old = this.data, whole = !old || this.isWhole();
      const dates = whole ? null : [old.iso(this.a), old.iso(this.b)];
      const picked = this.selected >= 0 ? old.id(this.selected) : this.wanted;
      this.data = data;
      this.outlines = { view: "", made: new Map() };
      this.a = 0;
      this.b = data.ndays - 1;
      if (dates) [this.a, this.b] = this.clamp(data.day(dates[0]), data.day(dates[1]));
      this.selected = -1;
      this.select(picked);
      this.fire("data");
      this.fire("window", { by: "data" });
      this.repaint();
    },

    setMask(mask) {
      this.data.mask = mask;
      this.fire("data");
      this.repaint();
    },

    setTheme(theme) {
      this.theme = theme;
      this.repaint();
    },

    clamp(a, b) {
      const last = this.data.ndays - 1;
      const low = Math.max(0, Math.min(last, Math.min(a, b)));
      return [low, Math.max(low, Math.min(last, Math.max(a, b)))];
    },

    /* by: "user" for a finished act of a person, "move" while it goes on, "play", "code". */
    setWindow(a, b, by) {
      [a, b] = this.clamp(a, b);
      const changed = a !== this.a || b !== this.b;
      [this.a, this.b] = [a, b];
      if (changed) {
        this.left();
        this.repaint();
      }
      if (changed || by === "user") this.fire("window", { by });
    },

    isWhole() { return this.a === 0 && this.b === this.data.ndays - 1; },

    dates() { return [this.data.iso(this.a), this.data.iso(this.b)]; },

    /* Select an event by its id; one that is not there (yet) is selected when it comes. */
    select(id) {
      let found = -1;
      if (id && this.data) for (let i = 0; i < this.data.n && found < 0; i++) if (this.data.id(i) === id) found = i;
      this.wanted = id || null;
      this.selected = found;
      this.fire("select", { index: found });
      this.repaint();
      return found;
    },

    latLng(index) {
      const s = this.data.events.spot[index];
      return s < 0 ? null : L.latLng(this.data.spots.lat[s], this.data.spots.lon[s]);
    },

    bounds() {
      const box = L.latLngBounds([]), { lat, lon, precision } = this.data.spots;
      const point = [this.data.head.precisions.indexOf("exact"), this.data.head.precisions.indexOf("near")];
      for (let s = 0; s < this.data.nspots; s++) if (point.includes(precision[s])) box.extend([lat[s], lon[s]]);
      return box;
    },

    repaint() {
      if (!this.frame && this._map) this.frame = requestAnimationFrame(() => this.paint());
    },

    follow(event) { // the zoom animation: scale what is painted until it is painted anew
      const scale = this._map.getZoomScale(event.zoom, this.zoom);
      const offset = this._map._latLngBoundsToNewLayerBounds(this.painted, event.zoom, event.center).min;
      L.DomUtil.setTransform(this.canvas, offset, scale);
    },

    paint() {
      this.frame = 0;
      if (!this.data || !this._map) return;
      const began = performance.now(), context = this.prepare();
      this.counts = this.data.count(this.a, this.b);
      if (context) {
        const points = this.paintAreas(context);
        if (points.length > CROWD) this.paintCrowd(context, points); else this.paintPoints(context, points);
        this.paintSelection(context);
      }
      this.took = performance.now() - began;
      this.fire("paint", this.counts);
    },

    /* Size and place the canvas; origin and scale turn a spot into its pixels. */
    prepare() {
      const map = this._map, size = map.getSize();
      if (!size.x || !size.y) return null;
      const ratio = window.devicePixelRatio || 1, pad = size.multiplyBy(PADDING).round();
      const width = size.x + 2 * pad.x, height = size.y + 2 * pad.y;
      const corner = map.containerPointToLayerPoint([-pad.x, -pad.y]);
      if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
        this.canvas.width = Math.round(width * ratio);
        this.canvas.height = Math.round(height * ratio);
        this.canvas.style.width = width + "px";
        this.canvas.style.height = height + "px";
        this.stamps = null;
      }
      this.zoom = map.getZoom();
      this.painted = L.latLngBounds(map.layerPointToLatLng(corner), map.layerPointToLatLng(corner.add([width, height])));
      L.DomUtil.setTransform(this.canvas, corner, 1);
      this.scale = 256 * Math.pow(2, this.zoom);
      this.origin = map.getPixelBounds().min.subtract(pad);
      this.size = { width, height, ratio, pad };
      const context = this.canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      return context;
    },

    /* The places with events in the window: {x, y, total, first, last, km, precision}; areas are painted at once. */
    paintAreas(context) {
      const { data, scale, origin, size } = this, { perSpot, firstSpot, spots, x, y } = data;
      const points = [], areas = [], exact = data.head.precisions.indexOf("exact"),
        near = data.head.precisions.indexOf("near");
      for (let place = 0; place + 1 < firstSpot.length; place++) {
        const first = firstSpot[place], last = firstSpot[place + 1];
        let total = 0;
        for (let s = first; s < last; s++) total += perSpot[s];
        if (!total) continue;
        const precision = spots.precision[first], km = spots.km[first];
        const mark = { x: x[first] * scale - origin.x, y: y[first] * scale - origin.y, total, first, last,
          near: precision === near, radius: this.pixels(km, spots.lat[first]) };
        if (precision !== exact && precision !== near) {
          areas.push(mark);
          continue;
        }
        const reach = 16 + (mark.near ? mark.radius : 0);
        if (mark.x < -reach || mark.y < -reach || mark.x > size.width + reach || mark.y > size.height + reach) continue;
        points.push(mark);
      }
      areas.sort((one, other) => other.radius - one.radius);
      for (const mark of areas) {
        mark.radius = Math.max(mark.radius, 14);
        const shape = this.outline(mark);
        atlas.drawArea(context, mark.x, mark.y, mark.radius, this.theme, shape && shape.path);
        this.rim(mark, shape);
      }
      for (const mark of areas) atlas.drawAreaLabel(context, mark.labelX, mark.labelY, mark.total, this.theme);
      this.points = points;
      this.areas = areas;
      return points;
    },

    /* An area's outline in pixels, made anew when the view changes; null where none is known. */
    outline(mark) {
      const { spots, head } = this.data, { scale, origin } = this, view = `${scale} ${origin.x} ${origin.y}`;
      if (this.outlines.view !== view) this.outlines = { view, made: new Map() };
      if (!this.outlines.made.has(mark.first)) {
        const precision = head.precisions[spots.precision[mark.first]];
        const rings = this.land.find(precision, spots.lon[mark.first], spots.lat[mark.first]);
        this.outlines.made.set(mark.first, rings && atlas.Areas.draw(rings, scale, origin));
      }
      return this.outlines.made.get(mark.first);
    },

    /* Where an area's label stands: the top of its rim, kept in view while the area is. */
    rim(mark, shape) {
      const { width, height, pad } = this.size, edge = 16, { x, y, radius } = mark;
      const into = (value, low, high) => Math.max(low, Math.min(high, value));
      const [west, north, east, south] = shape ? shape.box : [x - radius, y - radius, x + radius, y + radius];
      mark.labelX = shape ? shape.top.x : x;
      mark.labelY = shape ? shape.top.y : y - radius;
      if (east < pad.x || west > width - pad.x || south < pad.y || north > height - pad.y) return;
      mark.labelX = into(mark.labelX, pad.x + edge, width - pad.x - edge);
      mark.labelY = into(mark.labelY, pad.y + edge, height - pad.y - edge);
    },

    pixels(km, lat) {
      return km > 0 ? (km * this.scale) / (KM_PER_WORLD * Math.cos((lat * Math.PI) / 180)) : 0;
    },

    parts(mark) {
      const { perSpot, spots } = this.data, out = [];
      for (let s = mark.first; s < mark.last; s++) {
        const family = spots.family[s];
        if (perSpot[s]) out.push([this.colours[family], perSpot[s], this.theme.rims[family]]);
      }
      return out;
    },

    paintPoints(context, points) {
      points.sort((one, other) => other.total - one.total); // the small ones on top
      for (const mark of points) mark.parts = this.parts(mark);
      for (const mark of points) {
        if (mark.near && mark.radius > 9) atlas.drawRing(context, mark.x, mark.y, mark.radius, mark.parts[0][0]);
      }
      for (const mark of points) {
        atlas.drawPoint(context, mark.x, mark.y, mark.parts, mark.total, this.theme, mark.near);
      }
    },

    /* Thousands of places: one colour a place (its most frequent family), no rings, no numbers. */
    paintCrowd(context, points) {
      const { width, height, ratio } = this.size, { perSpot, spots } = this.data;
      this.stamps = this.stamps || new atlas.Stamps(Math.round(width * ratio), Math.round(height * ratio));
      this.stamps.clear();
      for (const mark of points) {
        let top = mark.first;
        for (let s = mark.first + 1; s < mark.last; s++) if (perSpot[s] > perSpot[top]) top = s;
        const radius = Math.round(2 * atlas.markRadius(mark.total) * 0.75 * ratio) / 2;
        this.stamps.put(mark.x * ratio, mark.y * ratio, this.colours[spots.family[top]], radius);
      }
      const layer = this.scratch = this.scratch || document.createElement("canvas");
      if (layer.width !== this.stamps.width || layer.height !== this.stamps.height) {
        layer.width = this.stamps.width;
        layer.height = this.stamps.height;
      }
      layer.getContext("2d").putImageData(this.stamps.image, 0, 0);
      context.drawImage(layer, 0, 0, width, height);
    },

    markOf(index) {
      const s = index < 0 ? -1 : this.data.events.spot[index];
      if (s < 0) return null;
      return [...this.points, ...this.areas].find((mark) => s >= mark.first && s < mark.last) || null;
    },

    paintSelection(context) {
      const mark = this.markOf(this.selected);
      if (!mark) return;
      if ("labelX" in mark) atlas.drawSelection(context, mark.labelX, mark.labelY, atlas.areaLabel + 3, this.theme);
      else atlas.drawSelection(context, mark.x, mark.y, atlas.markRadius(mark.total), this.theme);
    },

    /* The place under a point of the map: the nearest mark, or the label of an area. */
    hit(point) {
      const at = point.add(this.size.pad);
      let best = null, least = Infinity;
      for (const mark of this.points) {
        const gap = Math.hypot(mark.x - at.x, mark.y - at.y) - atlas.markRadius(mark.total);
        if (gap < REACH && gap < least) [best, least] = [mark, gap];
      }
      if (best) return best;
      const inLabel = (mark) => Math.hypot(mark.labelX - at.x, mark.labelY - at.y) < atlas.areaLabel + REACH;
      return this.areas.find(inLabel) || null;
    },

    /* What lies under the pointer, in a tooltip: the place's name and its events. */
    moved(event) {
      if (!this.points) return;
      const mark = this.hit(event.containerPoint), box = this._map.getContainer();
      box.style.cursor = mark ? "pointer" : "";
      if (!mark) {
        this.left();
        return;
      }
      const text = document.createElement("span"), name = this.data.name(mark.first);
      const count = atlas.say(this.options.words, "map.events", mark.total, this.options.lang);
      text.textContent = name ? `${name}: ${count}` : count; // names come from outside: text, never HTML
      const at = L.point("labelX" in mark ? [mark.labelX, mark.labelY] : [mark.x, mark.y]).subtract(this.size.pad);
      this.tip = this.tip || L.tooltip({ direction: "top", offset: [0, -8], opacity: 0.95 });
      this.tip.setLatLng(this._map.containerPointToLatLng(at)).setContent(text).addTo(this._map);
    },

    left() { if (this.tip) this.tip.remove(); },

    clicked(event) {
      if (!this.points) return;
      const mark = this.hit(event.containerPoint);
      const index = mark ? this.next(mark) : -1;
      this.selected = index;
      this.wanted = index < 0 ? null : this.data.id(index);
      this.repaint();
      this.fire("pick", { index });
    },

    /* The events of a place, one after another at each further click. */
    next(mark) {
      const here = [], spot = this.data.events.spot;
      this.data.each(this.a, this.b, (i) => { if (spot[i] >= mark.first && spot[i] < mark.last) here.push(i); });
      return here[(here.indexOf(this.selected) + 1) % here.length];
    },
  });
})(window.ConflictAtlas = window.ConflictAtlas || {});
