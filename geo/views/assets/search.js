/* The search of the standalone file: events whose place or evidence holds the words, as geo.store.query has it. */
(function (atlas) {
  "use strict";

  const REST = 250; // milliseconds without a key before a search begins

  /* geo.names.fold for browsers. table: what each sign that occurs folds to; others lose their accents. */
  atlas.folding = function (table) {
    const sign = (char) => (char in table ? table[char] : char.normalize("NFD").replace(/\p{M}/gu, ""));
    return (text) => text.replace(/[^\x00-\x7f]/gu, sign).toLowerCase().replace(/['`]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
  };

  atlas.Search = class {
    /* given: the file's columns; changed: called when other words are looked for. */
    constructor(input, { place_name: place, evidence }, fold, changed) {
      Object.assign(this, { input, fold, place: new atlas.Said(place), evidence: new atlas.Said(evidence), held: null });
      let rest = 0;
      input.addEventListener("input", () => {
        clearTimeout(rest);
        rest = setTimeout(changed, REST);
      });
    }

    get() { return this.input.value.trim(); }

    set(text) { this.input.value = text; }

    /* Which events hold the words, one byte an event; null for all. The last answer is kept. */
    async mask(n) {
      const text = this.get();
      if (!text) return null;
      if (!this.held || this.held.text !== text) this.held = { text, mask: this.find(n, this.fold(text)) };
      return this.held.mask;
    }

    async find(n, needle) {
      const holds = (told) => (told !== null && this.fold(told).includes(needle) ? 1 : 0);
      const named = await this.hits(this.place, (told) => holds(told));
      const quoted = await this.hits(this.evidence,
        (spans) => (spans && spans.length ? holds(spans.map(({ text }) => text).join(" ")) : 0));
      return Uint8Array.from({ length: n }, (_, i) => named(i) | quoted(i));
    }

    /* Whether a column's value passes, told of an event; what was unpacked for it is not kept. */
    async hits(said, passes) {
      const found = [];
      for await (const texts of said.blockwise()) {
        for (const json of texts) found.push(passes(json === null ? null : JSON.parse(json)));
      }
      const where = said.where();
      return (i) => found[where(i)] || 0;
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
