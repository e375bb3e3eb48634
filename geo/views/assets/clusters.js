/* Places that lie close together as one mark, which stands at the middle of the window's events there. */
(function (atlas) {
  "use strict";

  const REACH = 36; // pixels within which places join
  const RADII = {
    count: (count) => Math.min(28, 7 + 1.8 * Math.log2(count)),
    killed: (count, killed) => Math.min(30, 7 + 1.2 * Math.sqrt(killed)),
    same: () => 12,
  };

  /* The cluster of each place, -1 for areas; x, y: where the places are. A place joins the first that it is near to. */
  atlas.clusters = function (x, y, isPoint, reach) {
    const n = x.length, of = new Int32Array(n).fill(-1), cells = new Map(), row = Math.ceil(1 / reach) + 3;
    const cell = (p) => (Math.floor(x[p] / reach) + 1) * row + Math.floor(y[p] / reach) + 1;
    for (let p = 0; p < n; p++) {
      if (!isPoint[p]) continue;
      const at = cells.get(cell(p));
      if (at) at.push(p); else cells.set(cell(p), [p]);
    }
    let made = 0;
    for (let p = 0; p < n; p++) {
      if (!isPoint[p] || of[p] >= 0) continue;
      const middle = cell(p);
      for (const across of [-row, 0, row]) {
        for (const up of [-1, 0, 1]) {
          for (const q of cells.get(middle + across + up) || []) {
            if (of[q] < 0 && Math.hypot(x[p] - x[q], y[p] - y[q]) <= reach) of[q] = made;
          }
        }
      }
      made++;
    }
    return { n: made, of };
  };

  atlas.WAYS.clusters = class extends atlas.Summary {
    constructor(layer) { super(layer, false); }

    key({ scale }) { return scale; }

    arrange(scale) {
      const { data } = this, found = atlas.clusters(data.x, data.y, data.isPoint, REACH / scale);
      const of = new Int32Array(data.nspots).fill(-1), floats = () => new Float64Array(found.n);
      for (let s = 0; s < data.located; s++) of[s] = found.of[data.spots.place[s]];
      return { n: found.n, of, x: floats(), y: floats(), only: new Int32Array(found.n), tally: new Uint32Array(0) };
    }

    /* Beside the counts: the middle of each cluster, its only place (-1: several), and its colours. */
    middles() {
      const { data, units, layer: { view } } = this, { of, x, y, only, total, n } = units, { perSpot, spots } = data;
      const size = view.palette.length;
      if (units.tally.length !== n * size) units.tally = new Uint32Array(n * size);
      for (const each of [x, y, units.tally]) each.fill(0);
      only.fill(-2);
      for (let s = 0; s < data.located; s++) {
        const unit = of[s], count = perSpot[s], p = spots.place[s];
        if (unit < 0 || !count) continue;
        only[unit] = only[unit] === -2 || only[unit] === p ? p : -1;
        x[unit] += (data.x[p] * count) / total[unit];
        y[unit] += (data.y[p] * count) / total[unit];
        units.tally[unit * size + view.colours[s]] += count;
      }
    }

    paint(context) {
      const { layer } = this, { drawn, land, view, theme } = layer;
      this.collect();
      this.middles();
      drawn.collect(view); // for the areas
      land.paint(context, drawn.areas, view, theme);
      this.marks = this.seen();
      for (const mark of this.marks) {
        if (mark.hollow && mark.ring > 9) atlas.drawRing(context, mark.x, mark.y, mark.ring, mark.parts[0][0]);
      }
      const { stamps } = layer, { ratio } = view;
      stamps.learn(this.marks.filter(({ place }) => place >= 0), theme);
      stamps.clear();
      for (const mark of this.marks) {
        if (mark.stamp) stamps.put(mark.x * ratio, mark.y * ratio, mark.stamp, true); else stamps.pies.put(mark);
      }
      stamps.show(context);
    }

    /* The marks in view, the large ones first. */
    seen() {
      const { data, units, layer: { view, theme } } = this, { scale, origin, width, height, palette, colour, size } = view;
      const marks = [], near = data.head.precisions.indexOf("near");
      for (let unit = 0; unit < units.n; unit++) {
        const total = units.total[unit], killed = units.killed[unit], p = units.only[unit];
        const x = units.x[unit] * scale - origin.x, y = units.y[unit] * scale - origin.y;
        if (!total || x < -30 || y < -30 || x > width + 30 || y > height + 30) continue;
        const parts = [];
        for (let c = 0; c < palette.length; c++) {
          const count = units.tally[unit * palette.length + c];
          if (count) parts.push([palette[c], count, theme.rims[colour][c]]);
        }
        const hollow = p >= 0 && data.places.precision[p] === near;
        const radius = p >= 0 ? atlas.markRadius(size, total, killed) : RADII[size](total, killed);
        marks.push({ unit, place: p, x, y, total, parts, hollow, radius, ring: hollow ? this.layer.drawn.pixels(p) : 0 });
      }
      return marks.sort((one, other) => other.radius - one.radius);
    }

    hit(at, reach) {
      let best = null, least = reach;
      for (const mark of this.marks || []) {
        const gap = Math.hypot(mark.x - at.x, mark.y - at.y) - mark.radius;
        if (gap < least) [best, least] = [mark, gap];
      }
      const area = best ? null : this.layer.drawn.hitArea(at, reach);
      return best ? { ...this.mark(best.unit, best.x, best.y), ...this.opens(best) } : area;
    }

    /* A click on several places moves closer; on one place it picks its events in turn. */
    opens({ unit, place }) {
      if (place >= 0) return {};
      return { click: () => {
        const { data, layer } = this, box = L.latLngBounds([]);
        for (const i of this.at(unit)) box.extend(layer.latLng(i));
        layer._map.fitBounds(box.pad(0.2), { maxZoom: layer._map.getZoom() + 3 });
        return undefined;
      } };
    }

    name(unit) {
      const { data, units, layer: { options: { words, lang } } } = this;
      if (units.only[unit] >= 0) return data.name(units.only[unit]);
      const places = new Set(this.at(unit).map((i) => data.spots.place[data.events.spot[i]]));
      return atlas.say(words, "zoom.places", places.size, lang);
    }

    legend() { return []; } // that of the places
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
