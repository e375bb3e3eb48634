/* The legend, a row under the map: what the colours are, with their events in the window; how many of these are
   certain and possible; what a hollow mark and an area mean; the classes of a shaded map; and the choice of what
   stands for events, of colour and of size. */
(function (atlas) {
  "use strict";

  atlas.Legend = class {
    /* options: palettes {family, kind: [{key, colour, name}]}, words, lang. */
    constructor(layer, { palettes, words, lang }) {
      Object.assign(this, { layer, palettes, words, lang });
      this.list = atlas.make("ul", { class: "ca-legend", "aria-label": words["map.legend"] });
      this.certain = atlas.make("li", { class: "ca-certain" });
      this.near = this.entry("ca-near", words["map.legend.near"]);
      this.area = this.entry("ca-area", words["map.legend.area"]);
      this.choices = ["show", "colour", "size"].map((name) => this.choice(name));
      this.element = atlas.make("div", { class: "ca-key" },
        atlas.make("div", { class: "ca-looks" }, ...this.choices.map(({ label }) => label)), this.list);
      this.dress();
      this.resizer = new ResizeObserver(([{ contentRect: { width, height } }]) => this.keep(width, height));
      this.resizer.observe(this.list);
      layer.on("look theme", () => this.dress());
      layer.on("data", () => this.hold());
      layer.on("paint", () => this.tell());
    }

    entry(mark, text) { return atlas.make("li", {}, atlas.make("i", { class: `ca-dot ${mark}` }), text); }

    choice(name) {
      const { words, layer } = this, values = atlas.LOOKS[name];
      const select = atlas.make("select", { "aria-label": words[`look.${name}`], onchange: () => layer.setLook({ [name]: select.value }, "user") },
        ...values.map((value) => atlas.make("option", { value }, words[`look.${name}.${value}`])));
      return { name, select, label: atlas.make("label", {}, words[`look.${name}`], " ", select) };
    }

    /* The rows of the palette in use. */
    dress() {
      const { look } = this.layer;
      for (const choice of this.choices) this.set(choice);
      this.rows = this.palettes[look.colour].map(({ colour, name }) => {
        const dot = atlas.make("i", { class: "ca-dot" }), count = atlas.make("b");
        dot.style.background = colour;
        return { row: atlas.make("li", {}, dot, name, count), count };
      });
      this.list.replaceChildren(...this.rows.map(({ row }) => row), this.near, this.area, this.certain);
      this.hold();
    }

    /* Shades have no colour of their own to choose, and tell numbers instead of sizes. */
    set({ name, select, label }) {
      const { layer: { look }, words } = this, shaded = this.shaded();
      select.value = look[name];
      if (name === "colour") label.hidden = shaded;
      if (name !== "size") return;
      label.firstChild.textContent = words[shaded ? "look.shade" : "look.size"];
      select.setAttribute("aria-label", label.firstChild.textContent);
      select.querySelector("[value=same]").hidden = shaded;
      if (shaded && look.size === "same") select.value = "count";
    }

    shaded() {
      const way = this.layer.way();
      return Boolean(way && way.under);
    }

    /* The classes of a shaded map, and what it does not show. */
    shades() {
      const rows = this.layer.way().legend(), said = JSON.stringify(rows);
      if (this.said === said) return;
      this.said = said;
      this.list.replaceChildren(...rows.map(({ colour, text }) => {
        if (!colour) return atlas.make("li", { class: "ca-note" }, text);
        const box = atlas.make("i", { class: "ca-shade" });
        box.style.background = colour;
        // a line's height without words, too; nobody needs to hear it
        return text ? atlas.make("li", {}, box, text) : atlas.make("li", { "aria-hidden": "true" }, box, "\u200b");
      }), this.certain);
    }

    /* Only what occurs in the data has a row. */
    hold() {
      const { data, look } = this.layer;
      this.said = null;
      this.loose = true;
      if (!data || this.shaded()) return;
      const held = new Set(data.spots[look.colour]), kinds = new Set(data.places.precision);
      const index = (name) => data.head.precisions.indexOf(name);
      this.rows.forEach(({ row }, k) => { row.hidden = !held.has(k); });
      this.near.hidden = !kinds.has(index("near"));
      this.area.hidden = !["admin2", "admin1", "country", "unresolved"].some((name) => kinds.has(index(name)));
    }

    /* While the window moves the list gives no row back that it once took: the map would be painted anew, all of it. */
    keep(width, height) {
      if (width === this.width) this.list.style.minHeight = `${height}px`;
      else this.loose = true;
      this.width = width;
    }

    /* What a look, other data or another width need, they may take less of, too. */
    settle() {
      if (!this.loose) return;
      this.loose = false;
      requestAnimationFrame(() => {
        this.list.style.minHeight = "";
        this.list.style.minHeight = `${this.list.clientHeight}px`;
      });
    }

    tell() {
      this.sure();
      if (this.shaded()) this.shades(); else this.tally();
      this.settle();
    }

    tally() {
      const { data, look } = this.layer, told = data.tally(data.spots[look.colour], this.rows.length);
      this.rows.forEach(({ row, count }, k) => {
        count.textContent = told[k].toLocaleString(this.lang);
        row.classList.toggle("ca-none", !told[k]);
      });
    }

    /* How many events of the window are certain, how many possible; the line keeps its room where other windows have some. */
    sure() {
      const { layer: { counts, data: { kept, points } }, words, lang } = this;
      const possible = counts.visible - counts.certain;
      this.certain.hidden = kept.n === points.n && !points.long.length;
      this.certain.style.visibility = possible ? "" : "hidden";
      this.certain.title = words["legend.certain.help"];
      this.certain.textContent = [["legend.certain", counts.certain], ["legend.possible", possible]]
        .map(([key, n]) => atlas.say(words, key, n, lang)).join(", ");
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
