/* Names on the map: of the places where events are shown, then of countries, regions, towns and rivers, the largest first.
   A name that would touch another one is left out. Where places are few, names stand beside the marks of all events, also of
   those that the window leaves out: a name does not move while the window does. */
(function (atlas) {
  "use strict";

  const COUNTRY = 0, TOWN = 1, RIVER = 2, REGION = 3; // see geo/views/mapnames.py
  const FONTS = { [COUNTRY]: "600", [TOWN]: "400", [RIVER]: "italic 400", [REGION]: "400" };
  const MANY = 40, FAR = 6; // more places than this, or from farther away: the names would hide the marks
  const LONG = 28; // letters of a place's name
  const FEW = 200; // places, whose marks names avoid
  const ASIDE = [0, 32, -32, 64, -64, 96, -96], OFF = [0, 15, -15, 30, -30, 45, -45, 60, -60]; // pixels that a country's name may give way
  const GRID = [9, 7], EDGE = 50; // where a country's name may stand when its middle is out of sight, pixels

  /* A polygon and the bounds of its outer ring. */
  function framed(rings) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of rings[0]) {
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
    return { rings, west: box[0], south: box[1], east: box[2], north: box[3] };
  }

  /* The polygons of each country by its name in either language. */
  function shapes(countries) {
    const out = new Map();
    for (const { properties, geometry } of countries ? countries.features : []) {
      const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(framed);
      for (const name of [properties.name, properties.name_fr]) if (name) out.set(name, polygons);
    }
    return out;
  }

  const NONE = [];
  const touches = (boxes, x, y, half, tall) =>
    boxes.some((box) => Math.abs(box.x - x) < box.half + half && Math.abs(box.y - y) < box.tall + tall);

  atlas.Labels = L.Layer.extend({
    options: { pane: "labels" },

    initialize(labels, countries, theme) {
      Object.assign(this, { labels, theme, shapes: shapes(countries), places: [], marks: [] });
    },

    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", this.getPane());
      this.canvas.style.pointerEvents = "none";
      this.repaint();
    },

    onRemove() {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.canvas.remove();
    },

    getEvents() { return { moveend: this.repaint, resize: this.repaint, viewreset: this.repaint }; },

    repaint() {
      if (!this.frame && this._map) this.frame = requestAnimationFrame(() => this.paint());
    },

    setTheme(theme) {
      this.theme = theme;
      this.repaint();
    },

    /* Places with events, [{name, lat, lon, radius}]: those that get their names, and none where they are too many;
       and the marks that names avoid. */
    setPlaces(places, marks) {
      const key = JSON.stringify(places);
      if (key === this.key && marks === this.marks) return;
      Object.assign(this, { key, places, marks });
      this.repaint();
    },

    /* Whether regions are drawn, so that they are named, too. */
    setRegions(shown) {
      if (shown === this.regions) return;
      this.regions = shown;
      this.repaint();
    },

    paint() {
      this.frame = 0;
      const map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1;
      this.canvas.width = size.x * ratio;
      this.canvas.height = size.y * ratio;
      this.canvas.style.width = size.x + "px";
      this.canvas.style.height = size.y + "px";
      L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
      const pen = this.canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      Object.assign(this, { pen, size, taken: this.controls(), covered: this.covers(), said: new Set() });
      this.paintPlaces();
      for (const label of this.labels) this.paintLabel(label);
      this.canvas.dataset.places = [...this.said].join("|");
    },

    /* The boxes of the map's own buttons: no name hides under them. */
    controls() {
      const home = this._map.getContainer().getBoundingClientRect();
      return [...this._map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
        const box = control.getBoundingClientRect();
        return { x: box.left - home.left + box.width / 2, y: box.top - home.top + box.height / 2,
          half: box.width / 2, tall: box.height / 2 };
      });
    },

    /* The boxes of marks. */
    covers() {
      return this.marks.map(({ lat, lon, radius }) => {
        const { x, y } = this._map.latLngToContainerPoint([lat, lon]);
        return { x, y, half: radius - 2, tall: radius - 2 }; // the corners of a round mark's box are free
      });
    },

    /* Beside its mark, else below or above it. */
    paintPlaces() {
      const marks = this.places.map((place) => ({ ...place, at: this._map.latLngToContainerPoint([place.lat, place.lon]) }));
      for (const { at, radius } of marks) this.taken.push({ x: at.x, y: at.y, half: radius + 1, tall: radius + 1 });
      for (const { name, at, radius } of marks) {
        const said = name.length > LONG ? name.slice(0, LONG - 1) + "…" : name;
        this.pen.font = "600 11.5px system-ui, sans-serif";
        const half = this.pen.measureText(said).width / 2, aside = radius + half + 5, below = radius + 9;
        const ways = [[aside, 0], [-aside, 0], [0, below], [0, -below]];
        if (ways.some(([x, y]) => this.write(said, at.x + x, at.y + y, half, 7, this.theme.ink))) this.said.add(name);
      }
    },

    paintLabel([name, lon, lat, from, kind]) {
      const zoom = this._map.getZoom(), town = kind === TOWN, region = kind === REGION;
      if (zoom < from || (region && !this.regions)) return;
      if (town && this.said.has(name)) return; // the place of an event bears its name already
      let at = this._map.latLngToContainerPoint([lat, lon]);
      if (kind !== COUNTRY && !this.sees(at)) return;
      const tall = kind === COUNTRY ? Math.min(15, 10.5 + (zoom - from) * 0.8) : 10.5;
      this.pen.font = `${FONTS[kind]} ${tall}px system-ui, sans-serif`;
      this.pen.letterSpacing = region ? "1.5px" : "0px"; // spaced capitals: land, not a town
      if (region) name = name.toLocaleUpperCase();
      const half = this.pen.measureText(name).width / 2 + 2, high = tall / 2 + 2;
      if (kind === COUNTRY && !this.fits(at.x, at.y, half, high)) at = this.part(this.shapes.get(name)) || at;
      const free = ([x, y]) => !touches(this.covered, at.x + x, at.y + y, half, high);
      const ways = town ? this.besides(at) : kind === COUNTRY ? this.within(name, at) : [[0, 0]];
      const fit = ways.filter(free);
      if (kind === COUNTRY) fit.push(ways[0]); // rather below a mark than nowhere
      if (!fit.some(([x, y]) => this.write(name, at.x + x, at.y + y, half, high, this.theme.label)) || !town) return;
      this.pen.fillRect(at.x - 1.5, at.y - 1.5, 3, 3);
    },

    /* Below a town, else above it; farther off where a mark stands on the town. */
    besides({ x, y }) {
      const mark = this.covered.find((box) => Math.hypot(box.x - x, box.y - y) < box.half);
      const off = mark ? [mark.y - y + mark.tall + 10, mark.y - y - mark.tall - 10] : [14, -14];
      return off.map((down) => [0, down]);
    },

    /* Where a country's name may stand: the nearest to its middle first, in the country. */
    within(name, at) {
      if (!this.covered.length) return [[0, 0]];
      const polygons = this.shapes.get(name) || [], map = this._map;
      const home = ([x, y]) => {
        const { lng, lat } = map.containerPointToLatLng([at.x + x, at.y + y]);
        return polygons.some(({ rings }) => atlas.inside(rings, lng, lat));
      };
      const ways = OFF.flatMap((y) => ASIDE.map((x) => [x, y])).sort((one, other) => Math.hypot(...one) - Math.hypot(...other));
      return ways.filter((way, k) => !k || home(way));
    },

    /* Whether words stand on the map as a whole: what is cut tells nothing. */
    fits(x, y, half, tall) { return x >= half && y >= tall && x <= this.size.x - half && y <= this.size.y - tall; },

    sees({ x, y }) { return x >= 0 && y >= 0 && x <= this.size.x && y <= this.size.y; },

    /* The middle of what is seen of a country, where that is more than a corner; null where it is not. */
    part(polygons) {
      const { size, _map: map } = this, seen = [], view = map.getBounds();
      const near = (polygons || []).filter(({ west, south, east, north }) =>
        west <= view.getEast() && east >= view.getWest() && south <= view.getNorth() && north >= view.getSouth());
      for (let i = 0; near.length && i < GRID[0] * GRID[1]; i++) {
        const [column, row] = [i % GRID[0], Math.floor(i / GRID[0])];
        const x = EDGE + ((size.x - 2 * EDGE) * column) / (GRID[0] - 1), y = EDGE + ((size.y - 2 * EDGE) * row) / (GRID[1] - 1);
        const { lng, lat } = map.containerPointToLatLng([x, y]);
        const at = near.filter((each) => lng >= each.west && lng <= each.east && lat >= each.south && lat <= each.north);
        if (at.some(({ rings }) => atlas.inside(rings, lng, lat))) seen.push(L.point(x, y));
      }
      if (seen.length < 3) return null;
      const middle = seen.reduce((sum, each) => sum.add(each)).divideBy(seen.length);
      return seen.reduce((best, each) => (each.distanceTo(middle) < best.distanceTo(middle) ? each : best));
    },

    /* Write where nothing stands yet; whether there was room. half, tall: half the width and height. */
    write(words, x, y, half, tall, colour) {
      const { pen, taken } = this;
      if (!this.fits(x, y, half, tall) || touches(taken, x, y, half + 3, tall)) return false;
      taken.push({ x, y, half, tall });
      pen.lineWidth = 3;
      pen.strokeStyle = this.theme.halo;
      pen.fillStyle = colour;
      pen.strokeText(words, x, y);
      pen.fillText(words, x, y);
      return true;
    },
  });

  atlas.labels = (map) => new atlas.Labels(map.atlas.data.labels || [], map.atlas.data.countries, map.atlas.theme);

  /* The marks of all events that a filter lets through, {place, lat, lon, radius}; none where places are many, or where
     shades stand for events. */
  atlas.standing = function (layer) {
    const { data, look: { size } } = layer, { kept, spots, isPoint, places } = data, marks = new Map();
    if (layer.way()?.under) return NONE;
    if (kept.standing && kept.standing.size === size) return kept.standing.marks;
    for (let k = 0; k < kept.n && marks.size <= FEW; k++) {
      const p = spots.place[kept.spot[k]], here = marks.get(p) || [0, 0];
      if (isPoint[p]) marks.set(p, [here[0] + 1, here[1] + Math.max(0, kept.killed[k] - 1)]);
    }
    const made = marks.size > FEW ? [] : Array.from(marks, ([place, [total, killed]]) =>
      ({ place, lat: places.lat[place], lon: places.lon[place], radius: atlas.markRadius(size, total, killed) }));
    kept.standing = { size, marks: made };
    return made;
  };

  /* The places of a time layer that are near and few enough to be named, in the order of their events. */
  atlas.named = function (layer) {
    const { drawn, data } = layer, map = layer._map;
    if (layer.way() || !drawn || drawn.n > MANY || map.getZoom() < FAR) return [];
    const out = [], most = new Map(atlas.standing(layer).map(({ place, radius }) => [place, radius]));
    for (let k = 0; k < drawn.n; k++) {
      const p = drawn.place[k], name = data.name(p);
      if (name) out.push({ name, lat: data.places.lat[p], lon: data.places.lon[p], radius: most.get(p) || drawn.radius(k), total: drawn.total[k] });
    }
    return out.sort((one, other) => other.total - one.total || one.name.localeCompare(other.name));
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
