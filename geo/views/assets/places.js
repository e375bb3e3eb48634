/* The places that have events in the window and lie in view, as typed arrays: a hundred thousand of them are
   found and painted in one frame. */
(function (atlas) {
  "use strict";

  const CROWD = 1500; // more places than this in view are stamped instead of drawn
  const KM_PER_WORLD = 40075.017;
  // how much smaller the marks of a crowd are: from so many places on
  const SHRINK = [[60_000, 0.35], [20_000, 0.45], [5_000, 0.6], [0, 0.75]];

  atlas.Places = class {
    constructor(data) {
      const room = data.nplaces;
      this.data = data;
      this.n = 0;
      this.place = new Int32Array(room);
      this.x = new Float32Array(room);
      this.y = new Float32Array(room);
      this.total = new Uint32Array(room);
      this.killed = new Uint32Array(room);
      this.half = new Uint8Array(room);
      this.colour = new Uint8Array(room); // the most frequent one there
      this.areas = []; // places that are areas: few, and seldom
      this.homes = new Map(data.head.areas.map(([p, country, region]) => [p, [country, region]]));
    }

    /* frame: {scale, origin, width, height, colours (of each spot), palette, size}. */
    collect(frame) {
      const { data, place, x, y, total, killed, colour } = this, { scale, origin, width, height, colours } = frame;
      const { perSpot, killedPerSpot, firstSpot, isPoint, nplaces, places } = data, tally = new Uint32Array(256);
      const ringed = data.head.precisions.indexOf("near");
      this.frame = frame;
      this.areas = [];
      let n = 0;
      for (let p = 0; p < nplaces; p++) {
        const first = firstSpot[p], last = firstSpot[p + 1];
        let sum = perSpot[first];
        for (let s = first + 1; s < last; s++) sum += perSpot[s];
        if (!sum) continue;
        const px = data.x[p] * scale - origin.x, py = data.y[p] * scale - origin.y;
        if (!isPoint[p]) {
          this.areas.push({ place: p, x: px, y: py, total: sum, reach: this.pixels(p), lon: places.lon[p],
            lat: places.lat[p], precision: data.head.precisions[places.precision[p]], home: this.homes.get(p) });
          continue;
        }
        const reach = 24 + (places.precision[p] === ringed ? this.pixels(p) : 0);
        if (px < -reach || py < -reach || px > width + reach || py > height + reach) continue;
        let top = colours[first], dead = killedPerSpot[first];
        if (last - first > 1) {
          tally.fill(0, 0, frame.palette.length);
          dead = 0;
          for (let s = first; s < last; s++) {
            dead += killedPerSpot[s];
            tally[colours[s]] += perSpot[s];
          }
          for (let c = 0; c < frame.palette.length; c++) if (tally[c] > tally[top]) top = c;
        }
        place[n] = p;
        x[n] = px;
        y[n] = py;
        total[n] = sum;
        killed[n] = dead;
        colour[n++] = top;
      }
      this.n = n;
      const least = SHRINK.find(([from]) => n >= from);
      this.crowded = n > CROWD;
      this.shrink = this.crowded ? least[1] : 1;
      this.areas.sort((one, other) => other.reach - one.reach);
    }

    /* Uncertainty of a place in pixels. */
    pixels(p) {
      const { km, lat } = this.data.places;
      return km[p] > 0 ? (km[p] * this.frame.scale) / (KM_PER_WORLD * Math.cos((lat[p] * Math.PI) / 180)) : 0;
    }

    radius(k) { return this.shrink * atlas.markRadius(this.frame.size, this.total[k], this.killed[k]); }

    /* One place as the mark that is drawn. */
    mark(k, theme) {
      const { data, frame } = this, p = this.place[k], parts = new Map();
      for (let s = data.firstSpot[p]; s < data.firstSpot[p + 1]; s++) {
        const c = frame.colours[s];
        if (data.perSpot[s]) parts.set(c, (parts.get(c) || 0) + data.perSpot[s]);
      }
      return { place: p, x: this.x[k], y: this.y[k], total: this.total[k], radius: this.radius(k), reach: this.pixels(p),
        hollow: data.head.precisions[data.places.precision[p]] === "near",
        parts: [...parts].map(([c, count]) => [frame.palette[c], count, theme.rims[frame.colour][c]]) };
    }

    paint(context, theme, stamps) {
      if (this.crowded) this.paintCrowd(context, stamps); else this.paintPoints(context, theme, stamps);
    }

    paintPoints(context, theme, stamps) {
      const { ratio } = this.frame;
      const marks = Array.from({ length: this.n }, (_, k) => this.mark(k, theme));
      marks.sort((one, other) => other.radius - one.radius || other.total - one.total); // the small ones on top
      for (const mark of marks) {
        if (mark.hollow && mark.reach > 9) atlas.drawRing(context, mark.x, mark.y, mark.reach, mark.parts[0][0]);
      }
      stamps.learn(marks, theme);
      stamps.clear();
      for (const mark of marks) stamps.put(mark.x * ratio, mark.y * ratio, mark.stamp, true);
      stamps.show(context);
    }

    /* Thousands of places: one colour a place, no rings, no numbers; the small ones on top. */
    paintCrowd(context, stamps) {
      const { n, x, y, colour, frame } = this, { palette, ratio } = frame, halves = this.halves(ratio);
      stamps.clear();
      const order = atlas.sorted(halves, n), discs = [];
      for (let i = n - 1; i >= 0; i--) {
        const k = order[i], key = halves[k] * 16 + colour[k];
        stamps.put(x[k] * ratio, y[k] * ratio, discs[key] || (discs[key] = stamps.disc(palette[colour[k]], halves[k] / 2)));
      }
      stamps.show(context);
    }

    /* Each mark's radius in half pixels of the screen; those of small numbers, which are most, are looked up. */
    halves(ratio) {
      const { n, total, killed, shrink } = this, { size } = this.frame, out = this.half;
      const half = (count, dead) => Math.round(2 * shrink * ratio * atlas.markRadius(size, count, dead));
      const known = Uint8Array.from({ length: 256 }, (_, value) => half(value || 1, value));
      const by = size === "killed" ? killed : total;
      for (let k = 0; k < n; k++) out[k] = by[k] < 256 ? known[by[k]] : half(total[k], killed[k]);
      return out;
    }

    /* The mark of a place, or null where it has none now. */
    of(p) {
      for (let k = 0; k < this.n; k++) {
        if (this.place[k] === p) return { place: p, x: this.x[k], y: this.y[k], radius: this.radius(k), total: this.total[k] };
      }
      const area = this.areas.find((each) => each.place === p);
      return area ? { ...area, x: area.labelX, y: area.labelY, radius: atlas.areaLabel + 3 } : null;
    }

    /* The place whose mark is nearest to a point of the canvas and not farther than reach; or an area's label. */
    hit(at, reach) {
      let best = -1, least = reach;
      for (let k = 0; k < this.n; k++) {
        const gap = Math.hypot(this.x[k] - at.x, this.y[k] - at.y) - this.radius(k);
        if (gap < least) [best, least] = [k, gap];
      }
      return best >= 0 ? this.of(this.place[best]) : this.hitArea(at, reach);
    }

    hitArea(at, reach) {
      const close = (area) => Math.hypot(area.labelX - at.x, area.labelY - at.y) < atlas.areaLabel + reach;
      const area = this.areas.find(close);
      return area ? this.of(area.place) : null;
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
