/* The filter panel: one fieldset a facet, boxes that are all off let everything through. A facet gives each
   event a set of options that take it, so that a group takes who was its member on the event's day. */
(function (atlas) {
  "use strict";

  class Filters {
    /* facets: {name: {title, help, options [{id, name, depth}], sets [[option]], codes: which set an event has,
       hidden: it has no boxes}} */
    constructor(form, facets, changed) {
      Object.assign(this, { form, facets, changed, boxes: {}, chosen: {} });
      for (const [name, facet] of Object.entries(facets)) if (!facet.hidden && facet.options.length) this.fieldset(name, facet);
    }

    fieldset(name, facet) {
      const legend = atlas.make("legend", {}, facet.title);
      const set = atlas.make("fieldset", { "data-facet": name }, legend);
      if (facet.help) set.append(atlas.make("small", {}, facet.help));
      this.boxes[name] = facet.options.map((option) => {
        const box = atlas.make("input", { type: "checkbox", value: option.id, onchange: () => this.take(name) });
        const label = atlas.make("label", { title: option.name }, box, atlas.make("span", {}, option.name));
        label.style.paddingLeft = option.depth * 14 + "px";
        set.append(label);
        return box;
      });
      this.form.append(set);
    }

    take(name) {
      this.set({ ...this.get(), [name]: this.boxes[name].filter((box) => box.checked).map((box) => box.value) });
      this.changed();
    }

    /* {name: [chosen ids]}, only facets with a choice. */
    get() { return { ...this.chosen }; }

    /* What is no option is left out. */
    set(chosen) {
      this.chosen = {};
      for (const [name, { options }] of Object.entries(this.facets)) {
        const ids = options.map(({ id }) => id).filter((id) => (chosen[name] || []).includes(id));
        if (ids.length) this.chosen[name] = ids;
        for (const box of this.boxes[name] || []) box.checked = ids.includes(box.value);
      }
    }

    /* Which events pass some facets: null for all, else one byte an event. */
    async mask(n, names) {
      let keep = null;
      for (const name of names.filter((each) => this.chosen[each])) {
        const { options, sets } = this.facets[name], code = await atlas.codes(this.facets[name]);
        const on = options.map(({ id }) => this.chosen[name].includes(id));
        const passes = Uint8Array.from(sets, (taken) => taken.some((k) => on[k]));
        keep = keep || new Uint8Array(n).fill(1);
        for (let i = 0; i < n; i++) keep[i] &= passes[code[i]];
      }
      return keep;
    }

    /* The options of a facet that take some of the events which a test picks. */
    async among(name, isPicked) {
      const { options, sets } = this.facets[name], code = await atlas.codes(this.facets[name]), held = new Set();
      for (let i = 0; i < code.length; i++) if (isPicked(i)) held.add(code[i]);
      return [...new Set([...held].flatMap((k) => sets[k]))].map((k) => options[k].id).sort();
    }
  }

  /* What several masks let through. */
  function both(...masks) {
    const [first = null, ...rest] = masks.filter(Boolean);
    if (!rest.length) return first;
    return first.map((keep, i) => (keep && rest.every((mask) => mask[i]) ? 1 : 0));
  }

  Object.assign(atlas, { Filters, both });
})(window.ConflictAtlas = window.ConflictAtlas || {});
