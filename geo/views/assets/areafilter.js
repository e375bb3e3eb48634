/* The area that the standalone file filters by: within a distance of a place, along a road, what someone drew, or a
   region that was clicked. The rule is reach.js; a region is a filter of its names (filters.js). */
(function (atlas) {
  "use strict";

  const ROAD_KM = 10; // beside a road that was drawn, until another distance is chosen
  const SAME = 5; // kilometres between two places of one name that are one
  const TOWN = 1; // geo/views/mapnames.py
  const [MAYBE, SURE] = [1, 2];

  const put = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const short = (degrees) => String(+degrees.toPrecision(6));

  /* Numbers that events share: which of them each event has, and an event that has each. */
  function paired(n, one, other, size) {
    const held = new Map(), of = new Int32Array(n), first = [];
    for (let i = 0; i < n; i++) {
      const key = one(i) * size + other(i);
      if (!held.has(key)) held.set(key, first.push(i) - 1);
      of[i] = held.get(key);
    }
    return { of, first };
  }

  atlas.AreaFilter = class {
    /* box: the page's elements by name; given: {columns, towns (the map's names), words, lang, fold}; named: resolves
       to [[name, lon, lat]] of the events' places; picked: [lon, lat, name] of the picked event, or null; changed: told
       of another area. */
    constructor(box, given, { named, picked, changed }) {
      Object.assign(this, given, { box, named, picked, changed, area: {}, region: "", names: new Map(), reached: null });
      box.near.addEventListener("click", () => this.seek());
      box.around.addEventListener("click", () => this.around(this.picked()));
      box.remove.addEventListener("click", () => {
        this.put({});
        box.place.focus(); // the button goes
      });
      box.which.addEventListener("change", () => this.around(this.found[box.which.value]));
      box.km.addEventListener("change", () => this.widen());
      box.place.addEventListener("keydown", (event) => { if (event.key === "Enter") this.seek(); });
    }

    isOn() { return Object.keys(this.area).length > 0; }

    params() { return atlas.reach.write(this.area); }

    /* Filter by an area, and by no other one. */
    put(area) {
      this.set(area);
      this.changed();
    }

    set(area) {
      const [km] = area.along || (area.near || []).slice(2);
      this.area = area;
      this.reached = null;
      this.box.which.hidden = true;
      this.box.problem.textContent = "";
      if (km) this.box.km.value = km;
    }

    /* Take what was drawn; no corners: the area is to go. */
    drawn(corners, closed) { this.put(corners.length ? (closed ? { within: corners } : { along: [ROAD_KM, corners] }) : {}); }

    km() { return Math.max(0.1, Math.min(5000, +this.box.km.value || 50)); }

    /* Whether there is a picked event to filter around. */
    offer(picked) { this.box.around.disabled = !picked; }

    /* Another distance around what is filtered by. */
    widen() {
      const { near, along } = this.area;
      if (near) this.around([near[0], near[1], this.names.get(near.slice(0, 2).join())]);
      else if (along) this.put({ along: [this.km(), along[1]] });
    }

    around(at) {
      if (!at) return;
      const [lon, lat, name] = [+at[0].toFixed(6), +at[1].toFixed(6), at[2]];
      if (name) this.names.set([lon, lat].join(), name);
      this.put({ near: [lon, lat, this.km()] });
    }

    /* Filter around the place that was typed: degrees, a place of events, or a town of the map. */
    async seek() {
      const { box, words } = this, text = box.place.value.trim(), [, ...degrees] = text.match(/^(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)$/) || [];
      if (!text) return;
      box.which.hidden = true;
      box.problem.textContent = "";
      if (degrees.length) {
        const [lon, lat] = degrees.map(Number);
        if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) this.around([lon, lat]);
        else box.problem.textContent = words["watch.globe"];
        return;
      }
      this.found = await this.places(text);
      if (this.found.length === 1) this.around(this.found[0]);
      else if (this.found.length) this.choose();
      else box.problem.textContent = words["watch.unknown"];
    }

    /* [lon, lat, name] of the places of a name; one of the same name and nearly the same point is the same. */
    async places(text) {
      const name = this.fold(text), out = [];
      const towns = this.towns.filter((label) => label[4] === TOWN);
      for (const [told, lon, lat] of [...towns, ...await this.named()]) {
        if (!told || this.fold(told) !== name) continue;
        if (!out.some((one) => atlas.reach.distance(one[0], one[1], lon, lat) < SAME)) out.push([lon, lat, told]);
      }
      return out;
    }

    choose() {
      const { box, words } = this, option = (text, value) => atlas.make("option", { value }, text);
      box.which.replaceChildren(option(words["watch.which"], ""),
        ...this.found.map(([lon, lat, name], k) => option(`${name} (${short(lon)}, ${short(lat)})`, k)));
      box.which.hidden = false;
      box.which.focus();
    }

    /* Each distinct point of the events as [lon, lat, km of uncertainty], and which of them an event has. */
    async points(n) {
      const number = (json) => (json && json !== "null" ? +json : NaN);
      const told = ["longitude", "latitude", "uncertainty_km"].map((name) => new atlas.Said(this.columns[name], number));
      const [lon, lat, km] = await Promise.all(told.map((said) => said.all()));
      const [x, y, unsure] = told.map((said) => said.where());
      const place = paired(n, x, y, lat.length), { of, first } = paired(n, (i) => place.of[i], unsure, km.length);
      return { of, at: first.map((i) => [lon[x(i)], lat[y(i)], km[unsure(i)]]) };
    }

    /* Which events touch the area, one byte an event; null where there is none. The last answer is kept. */
    async mask(n) {
      const { area } = this;
      if (!this.isOn()) return null;
      this.held = this.held || this.points(n);
      const { of, at } = await this.held, rule = atlas.reach.rule(area), reached = Uint8Array.from(at, (point) => rule(...point));
      if (area === this.area) this.reached = (i) => reached[of[i]];
      return Uint8Array.from(of, (k) => (reached[k] >= MAYBE ? 1 : 0));
    }

    /* How many of the events that are shown lie in the area for certain, how many may, and how many have no place. */
    count(shown, lost) {
      const { words, lang, reached } = this, told = (n) => n.toLocaleString(lang);
      if (!this.isOn() && !this.region) return;
      let sure = 0;
      for (const i of shown) if (!reached || reached(i) === SURE) sure++;
      this.box.counts.textContent = put(words["watch.counts"], { sure: told(sure), maybe: told(shown.length - sure), lost: told(lost) });
    }

    /* Tell the area, and draw it; region: the names of a region that is filtered by. */
    tell(region, view) {
      const { box, area, words, lang } = this, said = (km) => km.toLocaleString(lang, { useGrouping: false }), parts = [];
      this.region = region;
      if (area.near) {
        const [lon, lat, km] = area.near, name = this.names.get([lon, lat].join());
        parts.push(put(words["watch.within"], { km: said(km), place: name ? atlas.apart(name) : `${short(lon)}, ${short(lat)}` }));
      }
      if (area.within) parts.push(put(words["watch.drawn"], { n: area.within.length }));
      if (area.along) parts.push(put(words["watch.along"], { km: said(area.along[0]), n: area.along[1].length }));
      if (region) parts.push(put(words["watch.in"], { region }));
      box.told.textContent = parts.join(words["said.then"]);
      box.shown.hidden = !parts.length;
      if (!view.draw) return;
      view.draw.setLines(atlas.reach.outline(area));
      this.strip(view);
    }

    /* What lies beside a road, as a broad line. */
    strip({ map }) {
      const { along } = this.area;
      if (this.broad) this.broad.remove();
      this.broad = null;
      if (!along) return;
      const [km, line] = along, path = line.map(([lon, lat]) => [lat, lon]), middle = path[path.length >> 1];
      const weight = () => {
        const end = map.project(middle), up = map.project([middle[0] + km / 111.2, middle[1]]);
        return Math.max(1, 2 * Math.abs(up.y - end.y));
      };
      this.broad = L.polyline(path, { pane: "area", interactive: false, className: "ca-strip", weight: weight() }).addTo(map);
      if (!this.widens) map.on("zoomend", this.widens = () => this.strip({ map }));
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
