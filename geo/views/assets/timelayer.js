/* The time layer: a Leaflet layer that paints the places with events in the window on one canvas.
   Events: data, window {a, b, by}, paint {visible, certain, unlocated, undated}, pick (event index or -1), select,
   region (index; only where ``narrows`` is set), look (what stands for events, how marks are coloured and sized). */
(function (atlas) {
  "use strict";

  const PADDING = 0.25; // canvas beyond the map's edge, so that a drag shows no empty rim
  const REACH = 5; // pixels around a mark that still hit it
  const REST = 200; // milliseconds without a step after which the window rests
  atlas.LOOKS = { show: atlas.SHOWS, colour: ["family", "kind"], size: atlas.SIZES };

  atlas.TimeLayer = L.Layer.extend({
    options: { pane: "events" },

    initialize(options) {
      L.setOptions(this, options);
      this.data = null;
      this.a = 0;
      this.b = 0;
      this.selected = -1;
      this.counts = { visible: 0, certain: 0, unlocated: 0, undated: 0 };
      this.theme = options.theme;
      this.look = { show: "places", colour: "family", size: "count" };
      this.land = new atlas.Areas(options.land);
      this.ways = Object.fromEntries(Object.entries(atlas.WAYS).map(([name, Way]) => [name, new Way(this)]));
    },

    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated");
      this.canvas.style.pointerEvents = "none";
      this.canvas.setAttribute("role", "img");
      this.settle();
      L.DomEvent.on(map.getContainer(), "mouseleave", this.left, this);
      this.repaint();
    },

    onRemove(map) {
      L.DomEvent.off(map.getContainer(), "mouseleave", this.left, this);
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      clearTimeout(this.speaking);
      this.canvas.remove();
    },

    getEvents() {
      return { moveend: this.repaint, zoomend: this.repaint, resize: this.repaint, viewreset: this.repaint,
        zoomanim: this.follow, click: this.clicked, mousemove: this.moved };
    },

    /* New events, all of them: the window keeps its dates, unless it spanned everything. */
    setData(data) {
      const old = this.data, whole = !old || this.isWhole();
      const dates = whole ? null : [old.iso(this.a), old.iso(this.b)];
      const picked = this.selected >= 0 ? old.id(this.selected) : this.wanted;
      this.data = data;
      this.drawn = new atlas.Places(data);
      this.fan = null;
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
      this.data.setMask(mask);
      this.fan = null;
      this.fire("data");
      this.repaint();
    },

    setTheme(theme) {
      this.theme = theme;
      this.fire("theme");
      this.repaint();
    },

    /* The way that stands for the places now, null for the places themselves. */
    way() { return this.ways[this.look.show] || null; },

    /* What shades land lies under borders and names. */
    settle() {
      const way = this.way();
      this._map.getPane(way && way.under ? "shade" : this.options.pane).append(this.canvas);
    },

    /* {show, colour: "family" or "kind", size: "count", "killed" or "same"}; what it does not name stays. */
    setLook(look, by) {
      const next = { ...this.look };
      for (const name of Object.keys(atlas.LOOKS)) if (atlas.LOOKS[name].includes(look[name])) next[name] = look[name];
      if (Object.keys(next).every((name) => next[name] === this.look[name])) return;
      this.look = next;
      this.fan = null;
      this.left();
      if (this._map) this.settle();
      this.fire("look", { by });
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
      this.moving = by === "move" || by === "play";
      [this.a, this.b] = [a, b];
      if (changed) {
        this.left();
        this.repaint();
      }
      if (changed || by === "user") this.fire("window", { by });
    },

    isWhole() { return this.data.isWhole(this.a, this.b); },

    dates() { return [this.data.iso(this.a), this.data.iso(this.b)]; },

    /* Select an event by its id; one that is not there (yet) is selected when it comes. at: its index, if known. */
    select(id, at = -1) {
      let found = id ? at : -1;
      if (id && this.data) for (let i = 0; i < this.data.n && found < 0; i++) if (this.data.id(i) === id) found = i;
      this.wanted = id || null;
      this.selected = found;
      this.fire("select", { index: found });
      this.repaint();
      return found;
    },

    placeOf(index) {
      const { events, spots, nplaces } = this.data, p = spots.place[events.spot[index]];
      return p < nplaces ? p : -1;
    },

    latLng(index) {
      const p = this.placeOf(index);
      return p < 0 ? null : L.latLng(this.data.places.lat[p], this.data.places.lon[p]);
    },

    /* What holds all points that are shown now. */
    bounds() {
      const { data } = this, { places, isPoint, spots, perSpot, located } = data;
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      data.count(this.a, this.b);
      for (let s = 0; s < located; s++) {
        const p = spots.place[s];
        if (!perSpot[s] || !isPoint[p]) continue;
        box[0] = Math.min(box[0], places.lat[p]);
        box[1] = Math.min(box[1], places.lon[p]);
        box[2] = Math.max(box[2], places.lat[p]);
        box[3] = Math.max(box[3], places.lon[p]);
      }
      return box[0] <= box[2] ? L.latLngBounds([box.slice(0, 2), box.slice(2)]) : L.latLngBounds([]);
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
      const way = this.way();
      if (context && way) {
        way.paint(context);
        if (this.selected >= 0) way.paintSelection(context);
      } else if (context) {
        this.drawn.collect(this.view);
        this.land.paint(context, this.drawn.areas, this.view, this.theme);
        this.drawn.paint(context, this.theme, this.stamps);
        this.paintFan(context);
        this.paintSelection(context);
      }
      if (context) this.speak();
      this.took = performance.now() - began;
      this.fire("paint", this.counts);
    },

    /* The picture in words; while the window moves nobody can follow them, so they wait until it rests. */
    speak() {
      clearTimeout(this.speaking);
      const say = () => this.canvas.setAttribute("aria-label", atlas.spoken(this));
      if (this.moving) this.speaking = setTimeout(say, REST); else say();
    },

    /* Size and place the canvas; origin and scale turn a place into its pixels. */
    prepare() {
      const map = this._map, size = map.getSize();
      if (!size.x || !size.y) return null;
      // a blur without a mark needs few pixels: the screen makes them large
      const way = this.way(), coarse = way && way.grain && this.selected < 0;
      const ratio = coarse ? 1 / way.grain : window.devicePixelRatio || 1, pad = size.multiplyBy(PADDING).round();
      const width = size.x + 2 * pad.x, height = size.y + 2 * pad.y;
      const corner = map.containerPointToLayerPoint([-pad.x, -pad.y]);
      if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
        this.canvas.width = Math.round(width * ratio);
        this.canvas.height = Math.round(height * ratio);
        this.canvas.style.width = width + "px";
        this.canvas.style.height = height + "px";
        this.stamps = new atlas.Stamps(this.canvas.width, this.canvas.height, ratio);
      }
      this.zoom = map.getZoom();
      this.painted = L.latLngBounds(map.layerPointToLatLng(corner), map.layerPointToLatLng(corner.add([width, height])));
      L.DomUtil.setTransform(this.canvas, corner, 1);
      const { colour, size: by } = this.look, palette = this.options.palettes[colour].map((each) => each.colour);
      this.view = { scale: 256 * Math.pow(2, this.zoom), origin: map.getPixelBounds().min.subtract(pad), width, height,
        ratio, pad, colour, palette, colours: this.data.spots[colour], size: by };
      const context = this.canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      return context;
    },

    /* The fan follows its place through zoom and window; it closes when one event is left. */
    paintFan(context) {
      if (!this.fan) return;
      const mark = this.drawn.of(this.fan.place);
      this.fan = mark && mark.total > 1 ? new atlas.Fan(mark, this.at(mark.place), this.selected) : null;
      const { colours, palette, colour } = this.view, { spot } = this.data.events;
      const paints = (index) => [palette[colours[spot[index]]], this.theme.rims[colour][colours[spot[index]]]];
      if (!this.fan) return;
      this.fan.paint(context, this.theme, paints);
      this.fan.tell(context, this.theme, this.options.lang);
    },

    paintSelection(context) {
      if (this.selected < 0) return;
      const leaf = this.fan && this.fan.leaf(this.selected), mark = leaf || this.drawn.of(this.placeOf(this.selected));
      if (mark) atlas.drawSelection(context, mark.x, mark.y, mark.radius, this.theme);
    },

    /* The events of a place in the window, as indices. */
    at(place) {
      const { firstSpot, events } = this.data, here = [];
      const [first, last] = [firstSpot[place], firstSpot[place + 1]];
      this.data.each(this.a, this.b, (i) => { if (events.spot[i] >= first && events.spot[i] < last) here.push(i); });
      return here;
    },

    /* What is under a point of the map: a leaf of the fan, else the nearest mark. */
    hit(point) {
      const at = point.add(this.view.pad), way = this.way();
      return way ? way.hit(at, REACH) : (this.fan && this.fan.hit(at, REACH)) || this.drawn.hit(at, REACH);
    },

    /* What lies under the pointer, in a tooltip: the place's name and its events, or a leaf's days. */
    moved(event) {
      if (!this.view) return;
      const mark = this.hit(event.containerPoint), box = this._map.getContainer();
      box.style.cursor = mark ? "pointer" : "";
      if (!mark) {
        this.left();
        return;
      }
      const text = document.createElement("span"), { words, lang } = this.options;
      if (mark.words) text.textContent = mark.words();
      else if ("index" in mark) text.textContent = this.days(mark.index);
      else {
        const name = this.data.name(mark.place), count = atlas.say(words, "map.events", mark.total, lang);
        text.textContent = name ? atlas.apart(name) + words["said.colon"] + count : count; // names come from outside: text, never HTML
      }
      const at = L.point(mark.x, mark.y).subtract(this.view.pad);
      this.tip = this.tip || L.tooltip({ direction: "top", offset: [0, -8], opacity: 0.95 });
      this.tip.setLatLng(this._map.containerPointToLatLng(at)).setContent(text).addTo(this._map);
    },

    /* An event's day or days in words. */
    days(index) {
      const { data } = this;
      if (index >= data.dated) return this.options.words["map.undated"];
      const format = new Intl.DateTimeFormat(atlas.locale(this.options.lang), { dateStyle: "medium", timeZone: "UTC" });
      return format.formatRange(data.date(data.events.start[index]), data.date(data.end[index]));
    },

    left() { if (this.tip) this.tip.remove(); },

    /* A click on a mark picks its first event and fans out the others; at each further click the next one. */
    clicked(event) {
      if (!this.view) return;
      const mark = this.hit(event.containerPoint);
      let index = -1;
      if (!mark) this.fan = null;
      else if ("index" in mark) index = mark.index;
      else if (mark.click) index = mark.click();
      else {
        const here = this.at(mark.place);
        index = here[(here.indexOf(this.selected) + 1) % here.length];
        this.fan = here.length > 1 ? new atlas.Fan(mark, here, index) : null;
      }
      if (index === undefined) return; // the click only moved closer, or narrowed to a region
      this.selected = index;
      this.wanted = index < 0 ? null : this.data.id(index);
      this.repaint();
      this.fire("pick", { index });
    },
  });
})(window.ConflictAtlas = window.ConflictAtlas || {});
