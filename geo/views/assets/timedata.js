/* Events as typed arrays: which of them touch a window of days, and how many at each spot.
   Layout: geo/views/timelayer.py. Events with a date come first, sorted by their first day. */
(function (atlas) {
  "use strict";

  const TYPES = { f4: Float32Array, i4: Int32Array, u4: Uint32Array, u2: Uint16Array, u1: Uint8Array };
  const DAY = 86400000;

  /* First index of a sorted array (up to n) whose value is above the limit. */
  function above(values, n, limit) {
    let low = 0, high = n;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (values[mid] <= limit) low = mid + 1; else high = mid;
    }
    return low;
  }

  class TimeData {
    /* head: plain values; events, spots: one typed array a column; id(i): an event's id; name(s): a spot's. */
    constructor(head, events, spots, id, name) {
      Object.assign(this, { head, events, spots, id, name });
      this.n = head.n;
      this.dated = head.dated;
      this.ndays = head.ndays;
      this.day0 = Date.parse(head.day0 + "T00:00:00Z");
      this.mask = null;
      this.index();
    }

    static async fromBlob(head, base64, ids, names) {
      const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
      const buffer = await new Response(stream).arrayBuffer();
      const read = (layout) => Object.fromEntries(
        layout.map(([name, type, offset, count]) => [name, new TYPES[type](buffer, offset, count)]));
      const spots = read(head.spots);
      return new TimeData(head, read(head.events), spots, (i) => ids[i], (s) => names[spots.place[s]]);
    }

    static fromArrow(head, events, spots) {
      const read = (table, names) => Object.fromEntries(names.map((name) => [name, table.getChild(name).toArray()]));
      const ids = events.getChild("id"), names = spots.getChild("name");
      return new TimeData(
        head,
        read(events, ["start", "end", "spot", "family", "group", "kind", "precision", "attribution", "row"]),
        read(spots, ["lon", "lat", "km", "precision", "family", "place"]),
        (i) => ids.get(i),
        (s) => names.get(s));
    }

    index() {
      const { end, spot } = this.events, { lon, lat, place } = this.spots;
      this.latest = new Int32Array(this.dated); // the latest end so far: where a window's slice begins
      let last = -1;
      for (let i = 0; i < this.dated; i++) this.latest[i] = last = Math.max(last, end[i]);
      this.nspots = lon.length;
      this.x = new Float64Array(this.nspots); // Web Mercator, the world is 1 wide
      this.y = new Float64Array(this.nspots);
      for (let s = 0; s < this.nspots; s++) {
        const sine = Math.sin((lat[s] * Math.PI) / 180);
        this.x[s] = lon[s] / 360 + 0.5;
        this.y[s] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
      }
      this.firstSpot = []; // of each place, and one past the last
      for (let s = 0; s < this.nspots; s++) if (!s || place[s] !== place[s - 1]) this.firstSpot.push(s);
      this.firstSpot.push(this.nspots);
      this.perSpot = new Uint32Array(this.nspots);
      this.perFamily = new Uint32Array(this.head.families.length);
      this.spotOf = spot;
    }

    /* The events that touch days a..b, as indices; those without a date belong to the whole range only. */
    each(a, b, visit) {
      const { start, end } = this.events, mask = this.mask;
      const stop = above(start, this.dated, b);
      for (let i = above(this.latest, this.dated, a - 1); i < stop; i++) {
        if (end[i] >= a && (!mask || mask[i])) visit(i);
      }
      if (a <= 0 && b >= this.ndays - 1) {
        for (let i = this.dated; i < this.n; i++) if (!mask || mask[i]) visit(i);
      }
    }

    /* Count a window: {visible, unlocated, undated}; perSpot and perFamily hold the events of each. */
    count(a, b) {
      const { perSpot, perFamily, spotOf } = this, { family } = this.events;
      let visible = 0, unlocated = 0, undated = 0;
      perSpot.fill(0);
      perFamily.fill(0);
      this.each(a, b, (i) => {
        visible++;
        if (i >= this.dated) undated++;
        perFamily[family[i]]++;
        if (spotOf[i] < 0) unlocated++; else perSpot[spotOf[i]]++;
      });
      return { visible, unlocated, undated };
    }

    /* Events a bin of days; an event of many days is spread evenly over them. */
    histogram(bins) {
      const { start, end } = this.events, change = new Float64Array(this.ndays + 1), out = new Float64Array(bins);
      for (let i = 0; i < this.dated; i++) {
        if (this.mask && !this.mask[i]) continue;
        const from = Math.max(0, start[i]), to = Math.min(this.ndays - 1, end[i]);
        if (to < from) continue;
        const share = 1 / (end[i] - start[i] + 1);
        change[from] += share;
        change[to + 1] -= share;
      }
      let level = 0;
      for (let day = 0; day < this.ndays; day++) {
        level += change[day];
        out[Math.min(bins - 1, Math.floor((day * bins) / this.ndays))] += level;
      }
      return out;
    }

    iso(day) { return new Date(this.day0 + day * DAY).toISOString().slice(0, 10); }

    day(iso) { return Math.round((Date.parse(iso + "T00:00:00Z") - this.day0) / DAY); }
  }

  atlas.TimeData = TimeData;
})(window.ConflictAtlas = window.ConflictAtlas || {});
