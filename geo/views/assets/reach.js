/* Which points lie in an area for certain, and which may: the rule of geo/store/areas.py, which tests hold this
   against. An area is {near: [lon, lat, km], within: [[lon, lat], …], along: [km, [[lon, lat], …]]}, any of them. */
(function (atlas) {
  "use strict";

  const RADIUS = 6371.0088; // kilometres, geo/distance.py
  const STEP = 0.25; // degrees between points of an edge
  const MOST = 200; // corners
  const RAD = Math.PI / 180;
  const [OUT, MAYBE, SURE] = [0, 1, 2];

  function distance(lon1, lat1, lon2, lat2) {
    const half = Math.sin(((lat2 - lat1) * RAD) / 2) ** 2
      + Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * Math.sin(((lon2 - lon1) * RAD) / 2) ** 2;
    return 2 * RADIUS * Math.asin(Math.sqrt(Math.min(half, 1)));
  }

  /* A ring or a line with a point at least every STEP. */
  function bent(corners, closed) {
    const ends = closed ? [...corners, corners[0]] : corners, out = [ends[0]];
    for (let k = 1; k < ends.length; k++) {
      const [[x, y], [tx, ty]] = [ends[k - 1], ends[k]], parts = Math.max(1, Math.ceil(Math.hypot(tx - x, ty - y) / STEP));
      for (let part = 1; part < parts; part++) out.push([x + ((tx - x) * part) / parts, y + ((ty - y) * part) / parts]);
      out.push(ends[k]);
    }
    return out;
  }

  /* A rim or a road in kilometres around the middle of its box, where distances are right. */
  class Line {
    constructor(corners, closed) {
      const path = bent(corners, closed), [lons, lats] = [0, 1].map((k) => corners.map((corner) => corner[k]));
      const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
      [this.lon, this.lat] = [middle(lons), middle(lats)];
      this.points = path.map(([lon, lat]) => this.flat(lon, lat));
      this.reach = Math.max(...path.map(([lon, lat]) => distance(this.lon, this.lat, lon, lat)));
    }

    flat(lon, lat) {
      const far = distance(this.lon, this.lat, lon, lat) / RADIUS, aside = (lon - this.lon) * RAD;
      const [up, to] = [this.lat * RAD, lat * RAD], k = RADIUS * (far ? far / Math.sin(far) : 1);
      return [k * Math.cos(to) * Math.sin(aside), k * (Math.cos(up) * Math.sin(to) - Math.sin(up) * Math.cos(to) * Math.cos(aside))];
    }

    isFar(lon, lat, km) { return !(distance(this.lon, this.lat, lon, lat) <= 1.01 * this.reach + km); }

    away(lon, lat) {
      const [px, py] = this.flat(lon, lat), { points } = this;
      let least = Infinity;
      for (let k = 1; k < points.length; k++) {
        const [x, y] = points[k - 1], dx = points[k][0] - x, dy = points[k][1] - y, long = dx * dx + dy * dy;
        const part = long ? Math.max(0, Math.min(1, ((px - x) * dx + (py - y) * dy) / long)) : 0;
        least = Math.min(least, Math.hypot(px - x - part * dx, py - y - part * dy));
      }
      return least;
    }
  }

  /* Whether a point lies inside a ring or on its rim: an odd number of edges to its right. */
  function inside(ring, lon, lat) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i], [xj, yj] = ring[j], side = (xj - xi) * (lat - yi) - (yj - yi) * (lon - xi);
      if (!side && Math.min(xi, xj) <= lon && lon <= Math.max(xi, xj) && Math.min(yi, yj) <= lat && lat <= Math.max(yi, yj)) return true;
      if (yi > lat !== yj > lat && side > 0 === yj > yi) odd = !odd;
    }
    return odd;
  }

  /* What lies within some km, of which so many are not sure; not known (NaN) is never sure. */
  const close = (away, unsure, km) => (away + unsure <= km ? SURE : away - (unsure || 0) <= km ? MAYBE : OUT);

  const RULES = {
    near: ([lon, lat, km]) => (x, y, unsure) => close(distance(lon, lat, x, y), unsure, km),
    within(ring) {
      const rim = new Line(ring, true);
      return (lon, lat, unsure) => {
        if (rim.isFar(lon, lat, unsure || 0)) return OUT;
        const cut = unsure > 0 && rim.away(lon, lat) <= unsure; // the circle reaches to both sides
        return inside(ring, lon, lat) ? (cut || Number.isNaN(unsure) ? MAYBE : SURE) : cut ? MAYBE : OUT;
      };
    },
    along([km, corners]) {
      const road = new Line(corners, false);
      return (lon, lat, unsure) =>
        (road.isFar(lon, lat, km + (unsure || 0)) ? OUT : close(road.away(lon, lat), unsure, km));
    },
  };

  /* The rule of an area: told a point in degrees and its uncertainty in km (NaN: not known), 0 out, 1 maybe, 2 sure. */
  function rule(area) {
    const rules = Object.entries(area).map(([name, given]) => RULES[name](given));
    return (...point) => rules.reduce((least, each) => Math.min(least, each(...point)), SURE);
  }

  /* --- areas as links tell them (geo.store.query) --- */

  const number = (text) => (text.trim() ? Number(text) : NaN);
  const numbers = (text) => text.split(",").map(number);
  const isOnGlobe = ([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  const written = (value) => {
    const text = String(+value.toFixed(6));
    return /[.e]/.test(text) ? text : `${text}.0`; // as Python writes it
  };

  function corners(text, closed) {
    const found = text.split(";").filter((each) => each.trim()).map(numbers), last = found.length - 1;
    if (closed && last > 0 && String(found[0]) === String(found[last])) found.pop();
    const fits = found.every((corner) => corner.length === 2 && isOnGlobe(corner)) && found.length <= MOST;
    return fits && (closed ? encloses(found) : found.length > 1) ? found : null;
  }

  function encloses(ring) {
    if (ring.length < 3) return false;
    const [[x, y], ...rest] = ring;
    return rest.some(([x1, y1]) => rest.some(([x2, y2]) => (x1 - x) * (y2 - y) !== (x2 - x) * (y1 - y)));
  }

  const READ = {
    near(text) {
      const [lon, lat, km, ...more] = numbers(text);
      return isOnGlobe([lon, lat]) && km >= 0 && km < Infinity && !more.length ? [lon, lat, km] : null;
    },
    within: (text) => corners(text, true),
    along(text) {
      const [told, ...line] = text.split(";"), km = number(told), found = corners(line.join(";"), false);
      return km >= 0 && km < Infinity && found ? [km, found] : null;
    },
  };

  const WRITE = {
    near: (given) => given.map(written).join(","),
    within: (ring) => ring.map(WRITE.near).join(";"),
    along: ([km, line]) => [[km], ...line].map(WRITE.near).join(";"),
  };

  /* get: the text of a link's parameter. What is no area there is left out. */
  const read = (get) => Object.fromEntries(Object.keys(READ).map((name) => [name, READ[name](get(name) || "")])
    .filter(([, given]) => given));

  const write = (area) => Object.fromEntries(Object.keys(READ).filter((name) => area[name])
    .map((name) => [name, WRITE[name](area[name])]));

  /* --- areas as lines to draw --- */

  /* A circle on the globe; its lon may go beyond 180. */
  function circle([lon, lat, km]) {
    const far = Math.min(km / RADIUS, Math.PI), up = lat * RAD, out = [];
    let before = 0;
    for (let turn = 0; turn <= 360; turn += 2) {
      const sine = Math.sin(up) * Math.cos(far) + Math.cos(up) * Math.sin(far) * Math.cos(turn * RAD);
      const to = Math.asin(Math.max(-1, Math.min(1, sine)));
      let aside = Math.atan2(Math.sin(turn * RAD) * Math.sin(far) * Math.cos(up), Math.cos(far) - Math.sin(up) * Math.sin(to));
      aside += 2 * Math.PI * Math.round((before - aside) / (2 * Math.PI));
      before = aside;
      out.push([lon + aside / RAD, to / RAD]);
    }
    return out;
  }

  const LINES = {
    near: circle,
    within: (ring) => bent(ring, true),
    along: ([, line]) => [...bent(line, false), ...bent(line, false).reverse()],
  };

  const outline = (area) => Object.entries(area).map(([name, given]) => LINES[name](given));

  atlas.reach = { rule, read, write, outline, distance };
})(window.ConflictAtlas = window.ConflictAtlas || {});
