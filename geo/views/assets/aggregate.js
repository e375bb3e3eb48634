/* Ways to show events other than by place: each counts the window's events by a unit (a cluster, a hexagon, a
   region) and paints the units. Counting is one pass over the spots, so a step costs what it does for places. */
(function (atlas) {
  "use strict";

  atlas.SHOWS = ["places", "clusters", "hexagons", "regions", "heat"];
  atlas.WAYS = {}; // by the names above; places are the time layer's own

  // From where each class begins, by the largest number of all years, so that colours hold still through time.
  const LADDERS = [[5, [1, 2, 3, 4, 5]], [20, [1, 2, 4, 8, 16]], [50, [1, 3, 6, 12, 25]], [150, [1, 5, 15, 40, 100]],
    [500, [1, 10, 40, 100, 250]], [2000, [1, 20, 100, 300, 1000]], [10_000, [1, 50, 250, 1000, 5000]],
    [Infinity, [1, 100, 1000, 10_000, 50_000]]];
  const ladder = (most) => LADDERS.find(([limit]) => most <= limit)[1];

  atlas.Summary = class {
    /* under: painted below borders and names. */
    constructor(layer, under) {
      Object.assign(this, { layer, under, made: new Map() });
    }

    /* Which units there are is worked out once a key (a zoom, a resolution). A subclass has key(frame) and
       arrange(key), which gives {n, of}: the unit of each spot, -1 for none, and what it paints them with. */
    collect() {
      const { layer: { data, view } } = this, key = this.key(view);
      if (this.data !== data) this.made.clear();
      this.data = data;
      if (!this.made.has(key)) {
        const units = this.arrange(key);
        this.made.set(key, { total: new Uint32Array(units.n), killed: new Uint32Array(units.n), ...units });
      }
      this.units = this.made.get(key);
      this.count();
    }

    count() {
      const { data, units: { of, total, killed } } = this, { perSpot, killedPerSpot, nspots } = data;
      let beside = 0;
      total.fill(0);
      killed.fill(0);
      for (let s = 0; s < nspots; s++) {
        if (!perSpot[s]) continue;
        if (of[s] < 0) beside += perSpot[s];
        else {
          total[of[s]] += perSpot[s];
          killed[of[s]] += killedPerSpot[s];
        }
      }
      this.beside = beside; // events of the window that are in no unit
    }

    get byKilled() { return this.layer.look.size === "killed"; }

    /* From where each class begins. */
    steps() {
      const { data: { kept }, units, byKilled } = this;
      if (this.stepped && this.stepped.kept === kept && this.stepped.units === units
        && this.stepped.byKilled === byKilled) return this.stepped.steps;
      const all = new Float64Array(units.n);
      for (let k = 0; k < kept.n; k++) {
        const unit = units.of[kept.spot[k]];
        if (unit >= 0) all[unit] += byKilled ? Math.max(0, kept.killed[k] - 1) : 1;
      }
      const steps = ladder(all.reduce((one, other) => Math.max(one, other), 0));
      this.stepped = { kept, units, byKilled, steps };
      return steps;
    }

    /* A unit's class, -1 where it has events and nobody is said to have been killed. */
    level(unit, steps) {
      const value = (this.byKilled ? this.units.killed : this.units.total)[unit];
      let level = -1;
      while (level < 4 && value >= steps[level + 1]) level++;
      return level;
    }

    /* Units with events by their class, the first list for those without a class. */
    levels() {
      const steps = this.steps(), out = [[], [], [], [], [], []];
      for (let unit = 0; unit < this.units.n; unit++) {
        if (this.units.total[unit]) out[this.level(unit, steps) + 1].push(unit);
      }
      return out;
    }

    /* The colour of a class; a see-through grey for no class. */
    paintOf(level) { return level < 0 ? this.layer.theme.area + "40" : this.layer.theme.shades[level]; }

    /* Rows of the legend: {colour, text}. */
    legend() {
      if (!this.units) return [];
      const { words, lang } = this.layer.options, steps = this.steps(), show = (n) => n.toLocaleString(lang);
      const range = (from, to) => (to === undefined ? `${show(from)}+` : to - 1 === from ? show(from) : `${show(from)}–${show(to - 1)}`);
      const rows = steps.map((from, level) => ({ colour: this.paintOf(level), text: range(from, steps[level + 1]) }));
      if (this.byKilled) rows.unshift({ colour: this.paintOf(-1), text: words["zoom.none"] });
      const title = { text: words[this.byKilled ? "zoom.killed" : "zoom.events"] };
      return [title, ...rows, ...this.notes()];
    }

    /* What is not shown, and what to know. */
    notes() {
      const { look, options: { words, lang } } = this.layer, notes = [];
      if (this.beside) notes.push({ text: atlas.say(words, `zoom.beside.${look.show}`, this.beside, lang) });
      if (words[`zoom.note.${look.show}`]) notes.push({ text: words[`zoom.note.${look.show}`] });
      return notes;
    }

    /* The window's events of a unit, as indices. */
    at(unit) {
      const { data, layer, units } = this, here = [];
      data.each(layer.a, layer.b, (i) => { if (units.of[data.events.spot[i]] === unit) here.push(i); });
      return here;
    }

    /* A unit in words: its name, its events, and how many were killed by the lowest and the highest figures. */
    words(unit) {
      const { data, layer } = this, { words, lang } = layer.options, { killed, more } = data.events;
      const key = [unit, layer.a, layer.b].join(" ");
      if (this.told && this.told.key === key && this.told.kept === data.kept && this.told.units === this.units) return this.told.text;
      const here = this.at(unit), stated = here.filter((i) => killed[i] || (more && more[i]));
      const low = stated.reduce((sum, i) => sum + Math.max(0, killed[i] - 1), 0);
      const high = more ? stated.reduce((sum, i) => sum + more[i], low) : low;
      const said = [this.name(unit), atlas.say(words, "map.events", here.length, lang)].filter(Boolean).join(words["said.colon"]);
      const range = (low === high ? [low] : [low, high]).map((n) => n.toLocaleString(lang)).join("–");
      const dead = words["zoom.dead"].replace("{range}", range);
      const part = words["zoom.stated"].replace("{n}", stated.length).replace("{all}", here.length);
      const text = stated.length ? `${said}, ${dead}${stated.length < here.length ? ` ${part}` : ""}` : `${said}, ${words["zoom.unstated"]}`;
      this.told = { key, kept: data.kept, units: this.units, text };
      return text;
    }

    /* What is under a point of the canvas, for the tooltip and the click: which event is picked next. */
    mark(unit, x, y) {
      return { unit, x, y, words: () => this.words(unit), click: () => {
        const here = this.at(unit);
        return here[(here.indexOf(this.layer.selected) + 1) % here.length];
      } };
    }

    /* The selected event keeps its own place: a dot, ringed. */
    paintSelection(context) {
      const { data, layer: { selected, theme, view: { scale, origin } } } = this, p = this.layer.placeOf(selected);
      if (p < 0 || !data.isPoint[p]) return;
      const x = data.x[p] * scale - origin.x, y = data.y[p] * scale - origin.y;
      context.beginPath();
      context.arc(x, y, 3, 0, 2 * Math.PI);
      context.fillStyle = theme.select;
      context.fill();
      atlas.drawSelection(context, x, y, 4, theme);
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
