/* Events as typed arrays: which of them touch a window of days, and how many at each spot.
   Layout: geo/views/timelayer.py. Events with a date come first, sorted by their first day; spots with a place
   come first, those of one place side by side. */
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

  /* The indices of n integers in the order of their values, by counting; equal ones stay in order. */
  function sorted(values, n) {
    let low = Infinity, high = -Infinity;
    for (let i = 0; i < n; i++) {
      if (values[i] < low) low = values[i];
      if (values[i] > high) high = values[i];
    }
    const out = new Int32Array(n), next = new Int32Array(n ? high - low + 2 : 1);
    for (let i = 0; i < n; i++) next[values[i] - low + 1]++;
    for (let k = 1; k < next.length; k++) next[k] += next[k - 1];
    for (let i = 0; i < n; i++) out[next[values[i] - low]++] = i;
    return out;
  }

  /* The bytes of base64; browsers know a way of their own since 2025. */
  function bytes(base64) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const letters = atob(base64), out = new Uint8Array(letters.length);
    for (let k = 0; k < out.length; k++) out[k] = letters.charCodeAt(k);
    return out;
  }

  class TimeData {
    /* head: plain values; events, spots, places: one typed array a column; id(i): an event's id; name(p): a place's. */
    constructor(head, { events, spots, places }, id, name) {
      Object.assign(this, { head, events, spots, places, id, name });
      this.n = head.n;
      this.dated = head.dated;
      this.ndays = head.ndays;
      this.located = head.located;
      this.day0 = Date.parse(head.day0 + "T00:00:00Z");
      this.end = new Int32Array(this.n);
      for (let i = 0; i < this.n; i++) this.end[i] = events.start[i] + events.length[i];
      this.index();
      this.setMask(null);
    }

    static async fromBlob(head, base64, ids, names) {
      const stream = new Blob([bytes(base64)]).stream().pipeThrough(new DecompressionStream("gzip"));
      const buffer = await new Response(stream).arrayBuffer();
      const read = (columns) => Object.fromEntries(
        columns.map(([name, type, offset, count]) => [name, new TYPES[type](buffer, offset, count)]));
      const tables = Object.fromEntries(Object.entries(head.layout).map(([name, columns]) => [name, read(columns)]));
      return new TimeData(head, atlas.expanded(head, tables), (i) => ids[i], (p) => names[p]);
    }

    /* Without ids: the page tells those that a person picks. */
    static fromArrow(head, tables) {
      const read = (table) => Object.fromEntries(table.schema.fields.filter(({ name }) => name !== "name")
        .map(({ name }) => [name, table.getChild(name).toArray()]));
      const sent = Object.fromEntries(
        ["days", "events", "spots", "places", "sorts"].map((name) => [name, read(tables[name])]));
      const names = tables.places.getChild("name"), ids = new Map();
      const made = new TimeData(head, atlas.expanded(head, sent), (i) => ids.get(i) || "", (p) => names.get(p));
      made.ids = ids;
      return made;
    }

    /* What no filter changes: where places and their spots are. */
    index() {
      const { lon, lat, precision } = this.places, { place } = this.spots;
      this.nplaces = lon.length;
      this.nspots = place.length;
      this.x = new Float64Array(this.nplaces); // Web Mercator, the world is 1 wide
      this.y = new Float64Array(this.nplaces);
      this.isPoint = new Uint8Array(this.nplaces + 1); // the last one is no place
      const points = ["exact", "near"].map((name) => this.head.precisions.indexOf(name));
      for (let p = 0; p < this.nplaces; p++) {
        const sine = Math.sin((lat[p] * Math.PI) / 180);
        this.x[p] = lon[p] / 360 + 0.5;
        this.y[p] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
        this.isPoint[p] = points.includes(precision[p]) ? 1 : 0;
      }
      this.firstSpot = new Int32Array(this.nplaces + 1);
      for (let s = this.located - 1; s >= 0; s--) this.firstSpot[place[s]] = s;
      this.firstSpot[this.nplaces] = this.located;
      this.perSpot = new Uint32Array(this.nspots);
      this.killedPerSpot = new Uint32Array(this.nspots);
    }

    /* Keep only some events (one byte an event, null for all); everything below counts these. */
    setMask(mask) {
      this.mask = mask;
      const { events, end, n } = this;
      if (!mask) {
        this.kept = { n, dated: this.dated, start: events.start, end, spot: events.spot, killed: events.killed, index: null };
      } else {
        let size = 0;
        for (let i = 0; i < n; i++) size += mask[i] ? 1 : 0;
        const index = new Int32Array(size);
        for (let i = 0, k = 0; i < n; i++) if (mask[i]) index[k++] = i;
        const take = (values) => {
          const out = new values.constructor(size);
          for (let k = 0; k < size; k++) out[k] = values[index[k]];
          return out;
        };
        this.kept = { n: size, dated: above(index, size, this.dated - 1), start: take(events.start), end: take(end),
          spot: take(events.spot), killed: take(events.killed), index };
      }
      this.order();
    }

    /* What the windows of the kept events are counted with. */
    order() {
      const { kept, isPoint, spots } = this, { dated, start, end, spot } = kept;
      kept.latest = new Int32Array(dated); // the latest end so far: where a window's slice begins
      for (let k = 0, last = -Infinity; k < dated; k++) kept.latest[k] = last = Math.max(last, end[k]);
      kept.byEnd = sorted(end, dated);
      kept.ends = new Int32Array(dated);
      for (let k = 0; k < dated; k++) kept.ends[k] = end[kept.byEnd[k]];
      const point = (k) => isPoint[spots.place[spot[k]]];
      const starts = new Int32Array(dated), ends = new Int32Array(dated), long = [];
      let first = 0, last = 0;
      for (let k = 0; k < dated; k++) {
        if (point(k)) starts[first++] = start[k];
        if (point(kept.byEnd[k])) ends[last++] = kept.ends[k];
        if (end[k] > start[k] && point(k)) long.push(k);
      }
      this.points = { n: first, starts, ends, long: Int32Array.from(long) };
      this.perSpot.fill(0);
      this.killedPerSpot.fill(0);
      this.counted = { begun: 0, over: 0, undated: false };
    }

    isWhole(a, b) { return a <= 0 && b >= this.ndays - 1; }

    /* The events that touch days a..b, as indices; those without a date belong to the whole range only. */
    each(a, b, visit) {
      const { n, dated, start, end, latest, index } = this.kept, stop = above(start, dated, b);
      for (let k = above(latest, dated, a - 1); k < stop; k++) if (end[k] >= a) visit(index ? index[k] : k);
      if (this.isWhole(a, b)) for (let k = dated; k < n; k++) visit(index ? index[k] : k);
    }

    /* Count a window: {visible, certain, unlocated, undated}; perSpot and killedPerSpot hold each spot's.
       The events that touch a window have begun by its end, without those that were over before it; so a step
       adds and takes away the difference, unless counting the window anew is less work. */
    count(a, b) {
      const { kept, counted, located } = this, { n, dated, start, ends, latest, byEnd } = kept;
      const begun = above(start, dated, b), over = above(ends, dated, a - 1), whole = this.isWhole(a, b);
      const from = above(latest, dated, a - 1);
      const change = Math.abs(begun - counted.begun) + Math.abs(over - counted.over);
      if (change <= begun - from + this.nspots / 4) {
        this.add(counted.begun, begun, null);
        this.add(counted.over, over, byEnd, -1);
      } else {
        this.perSpot.fill(0);
        this.killedPerSpot.fill(0);
        for (let k = from; k < begun; k++) if (kept.end[k] >= a) this.put(k, 1);
        counted.undated = false;
      }
      if (whole !== counted.undated) this.add(dated, n, null, whole ? 1 : -1);
      this.counted = { begun, over, undated: whole };
      let unlocated = 0;
      for (let s = located; s < this.nspots; s++) unlocated += this.perSpot[s];
      const undated = whole ? n - dated : 0;
      return { visible: begun - over + undated, certain: this.certain(a, b), unlocated, undated };
    }

    put(k, sign) {
      const { spot, killed } = this.kept, s = spot[k];
      this.perSpot[s] += sign;
      if (killed[k]) this.killedPerSpot[s] += sign * (killed[k] - 1);
    }

    /* Add the events from one position to another, or take them away when it goes back. */
    add(from, to, order, sign = 1) {
      if (to < from) [from, to, sign] = [to, from, -sign];
      const { spot, killed } = this.kept, { perSpot, killedPerSpot } = this;
      for (let i = from; i < to; i++) {
        const k = order ? order[i] : i;
        perSpot[spot[k]] += sign;
        if (killed[k]) killedPerSpot[spot[k]] += sign * (killed[k] - 1);
      }
    }

    /* Events of a known day or days within the window, at a known point: all others are possible ones. */
    certain(a, b) {
      const { n, starts, ends, long } = this.points, { start, end } = this.kept;
      let around = 0; // those that began before the window and end after it
      for (let i = 0; i < long.length && start[long[i]] < a; i++) if (end[long[i]] > b) around++;
      return above(ends, n, b) - above(starts, n, a - 1) + around;
    }

    /* Events of the counted window by an index of their spots (spots.family or spots.kind). */
    tally(of, size) {
      const out = new Uint32Array(size), { perSpot } = this;
      for (let s = 0; s < this.nspots; s++) out[of[s]] += perSpot[s];
      return out;
    }

    /* Events a bin of days; an event of many days is spread evenly over them. */
    histogram(bins) {
      const { dated, start, end } = this.kept;
      const change = new Float64Array(this.ndays + 1), out = new Float64Array(bins);
      for (let k = 0; k < dated; k++) {
        const from = Math.max(0, start[k]), to = Math.min(this.ndays - 1, end[k]);
        if (to < from) continue;
        const share = 1 / (end[k] - start[k] + 1);
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

    date(day) { return new Date(this.day0 + day * DAY); }

    iso(day) { return this.date(day).toISOString().slice(0, 10); }

    day(iso) { return Math.round((Date.parse(iso + "T00:00:00Z") - this.day0) / DAY); }
  }

  atlas.TimeData = TimeData;
  Object.assign(atlas, { bytes, sorted });
})(window.ConflictAtlas = window.ConflictAtlas || {});
