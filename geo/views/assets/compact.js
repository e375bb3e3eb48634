/* Columns as they come, made plain again: see geo/views/compact.py. */
(function (atlas) {
  "use strict";

  /* A column, of which the bits beyond 16 may come beside it. */
  function whole(table, name) {
    const low = table[name], high = table[name + "_high"];
    if (!high) return low;
    const out = new Uint32Array(low.length);
    for (let i = 0; i < out.length; i++) out[i] = low[i] + high[i] * 65536;
    return out;
  }

  /* The first day of each event; those without a date, the last ones, have none. */
  function starts({ n, first, dated }, { count }) {
    const out = new Int32Array(n);
    let end = 0;
    count.forEach((events, day) => out.fill(first + day, end, end += events));
    return out.fill(0, dated);
  }

  /* Each spot is at the place of the one before, or at the next. */
  function spots({ families, kinds }, { code, region }) {
    const n = code.length, place = new Uint32Array(n), family = new Uint8Array(n), kind = new Uint8Array(n);
    let at = 0;
    for (let s = 0; s < n; s++) {
      const rest = Math.floor(code[s] / kinds.length);
      kind[s] = code[s] % kinds.length;
      family[s] = rest % families.length;
      place[s] = at += rest >= families.length ? 1 : 0;
    }
    return { place, family, kind, region };
  }

  function places({ corner, grain }, table, sorts) {
    const [lon, lat] = ["lon", "lat"].map((name, side) =>
      Float64Array.from(whole(table, name), (step) => corner[side] + step * grain[side]));
    return { lon, lat, km: Float32Array.from(table.sort, (k) => sorts.km[k]),
      precision: Uint8Array.from(table.sort, (k) => sorts.precision[k]) };
  }

  /* tables: typed arrays by table and name. */
  atlas.expanded = function (head, tables) {
    const events = { start: starts(head, tables.days) };
    for (const name of ["length", "spot", "killed", "row", "more"]) {
      if (tables.events[name]) events[name] = whole(tables.events, name);
    }
    return { events, spots: spots(head, tables.spots), places: places(head, tables.places, tables.sorts) };
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
