/* The filter panel: one fieldset a facet, boxes that are all off let everything through. A facet gives each
   event a set of options that take it, so that a group takes who was its member on the event's day. */
(function (atlas) {
  "use strict";

  class Filters {
    /* facets: {name: {title, help, options [{id, name, depth}], sets [[option]], codes: which set an event has}} */
    constructor(form, facets, words, changed) {
      Object.assign(this, { form, facets, changed, boxes: {} });
      for (const [name, facet] of Object.entries(facets)) if (facet.options.length) this.fieldset(name, facet);
      this.clear = atlas.make("button", { type: "button", class: "sa-clear", onclick: () => { this.set({}); changed(); } },
        words["filter.clear"]);
      form.append(this.clear);
      form.addEventListener("submit", (event) => event.preventDefault());
    }

    fieldset(name, facet) {
      const legend = atlas.make("legend", {}, facet.title);
      const set = atlas.make("fieldset", { "data-facet": name }, legend);
      if (facet.help) set.append(atlas.make("small", {}, facet.help));
      this.boxes[name] = facet.options.map((option) => {
        const box = atlas.make("input", { type: "checkbox", value: option.id, onchange: () => this.changed() });
        const label = atlas.make("label", { title: option.name }, box, atlas.make("span", {}, option.name));
        label.style.paddingLeft = option.depth * 14 + "px";
        set.append(label);
        return box;
      });
      this.form.append(set);
    }

    /* {name: [chosen ids]}, only facets with a choice. */
    get() {
      const out = {};
      for (const [name, boxes] of Object.entries(this.boxes)) {
        const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
        if (chosen.length) out[name] = chosen;
      }
      return out;
    }

    set(chosen) {
      for (const [name, boxes] of Object.entries(this.boxes)) {
        for (const box of boxes) box.checked = (chosen[name] || []).includes(box.value);
      }
    }

    /* Which events pass: null for all, else one byte an event. */
    async mask(n) {
      let keep = null;
      for (const [name, boxes] of Object.entries(this.boxes)) {
        const on = boxes.map((box) => box.checked);
        if (!on.includes(true)) continue;
        const code = await atlas.codes(this.facets[name]);
        const passes = Uint8Array.from(this.facets[name].sets, (options) => options.some((k) => on[k]));
        keep = keep || new Uint8Array(n).fill(1);
        for (let i = 0; i < n; i++) keep[i] &= passes[code[i]];
      }
      return keep;
    }
  }

  atlas.Filters = Filters;
})(window.ConflictAtlas = window.ConflictAtlas || {});
