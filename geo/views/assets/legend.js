/* The legend, a row under the map: what the colours are, with their events in the window; how many of these are
   certain and possible; what a hollow mark and an area mean; and the choice of colour and size. */
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
      this.choices = ["colour", "size"].map((name) => this.choice(name));
      this.element = atlas.make("div", { class: "ca-key" }, this.list,
        atlas.make("div", { class: "ca-looks" }, ...this.choices.map(({ label }) => label)));
      this.dress();
      layer.on("look", () => this.dress());
      layer.on("data", () => this.hold());
      layer.on("paint", () => this.tell());
    }

    entry(mark, text) { return atlas.make("li", {}, atlas.make("i", { class: `ca-dot ${mark}` }), text); }

    choice(name) {
      const { words, layer } = this, values = atlas.LOOKS[name];
      const select = atlas.make("select", { onchange: () => layer.setLook({ [name]: select.value }, "user") },
        ...values.map((value) => atlas.make("option", { value }, words[`look.${name}.${value}`])));
      return { name, select, label: atlas.make("label", {}, words[`look.${name}`], " ", select) };
    }

    /* The rows of the palette in use. */
    dress() {
      const { look } = this.layer;
      for (const { name, select } of this.choices) select.value = look[name];
      this.rows = this.palettes[look.colour].map(({ colour, name }) => {
        const dot = atlas.make("i", { class: "ca-dot" }), count = atlas.make("b");
        dot.style.background = colour;
        return { row: atlas.make("li", {}, dot, name, count), count };
      });
      this.list.replaceChildren(...this.rows.map(({ row }) => row), this.near, this.area, this.certain);
      this.hold();
    }

    /* Only what occurs in the data has a row. */
    hold() {
      const { data, look } = this.layer;
      if (!data) return;
      const held = new Set(data.spots[look.colour]), kinds = new Set(data.places.precision);
      const index = (name) => data.head.precisions.indexOf(name);
      this.rows.forEach(({ row }, k) => { row.hidden = !held.has(k); });
      this.near.hidden = !kinds.has(index("near"));
      this.area.hidden = !["admin2", "admin1", "country", "unresolved"].some((name) => kinds.has(index(name)));
    }

    tell() {
      const { data, look, counts } = this.layer, { words, lang } = this, told = data.tally(data.spots[look.colour], this.rows.length);
      this.rows.forEach(({ row, count }, k) => {
        count.textContent = told[k].toLocaleString(lang);
        row.classList.toggle("ca-none", !told[k]);
      });
      const possible = counts.visible - counts.certain;
      this.certain.hidden = !possible;
      this.certain.title = words["legend.certain.help"];
      this.certain.textContent = [["legend.certain", counts.certain], ["legend.possible", possible]]
        .map(([key, n]) => atlas.say(words, key, n, lang)).join(", ");
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
