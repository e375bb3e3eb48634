/* The packed parts of the page (geo/views/parts.py), unpacked when they are needed, and what is said of events:
   a text for all, or distinct texts in blocks, with a code an event unless each event has its own. */
(function (atlas) {
  "use strict";

  const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };
  const held = new Map();
  const parsed = new Promise((done) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done);
    else done();
  });

  const once = (key, make) => {
    if (!held.has(key)) held.set(key, make());
    return held.get(key);
  };

  const unpack = (base64) =>
    new Response(new Blob([atlas.bytes(base64)]).stream().pipeThrough(new DecompressionStream("gzip")));

  /* Most parts come after the script; one that something follows has come as a whole. */
  const blocks = (name) => once(name, async () => {
    const element = document.getElementById(name);
    if (!element || !element.nextSibling) await parsed;
    return document.getElementById(name).textContent.split("\n");
  });

  const json = async (name, block = 0) => unpack((await blocks(name))[block]).json();

  const codes = ({ codes: name, type }) => once(`${name} ${type}`, async () => {
    const [packed] = await blocks(name);
    return new TYPES[type](await unpack(packed).arrayBuffer());
  });

  class Said {
    /* spec: geo.views.parts.Parts.said; as: what each text is turned into. */
    constructor(spec, as = (text) => text) {
      Object.assign(this, { spec, as, blocks: [], one: !spec || typeof spec === "string", code: null });
      if (this.one) this.text = as(spec);
    }

    async load(block) {
      if (!this.blocks[block]) this.blocks[block] = (await json(this.spec.texts, block)).map(this.as);
    }

    /* Unpack what is said of some events, so that at() can tell it. */
    async need(events) {
      if (this.one) return;
      const { spec } = this, wanted = new Set();
      if (spec.codes) this.code = await codes(spec);
      for (const i of events) wanted.add(Math.floor(this.place(i) / spec.size));
      await Promise.all(Array.from(wanted, (block) => this.load(block)));
    }

    place(i) { return this.code ? this.code[i] : i; }

    at(i) {
      if (this.one) return this.text;
      const k = this.place(i), { size } = this.spec;
      return this.blocks[Math.floor(k / size)][k % size];
    }

    /* Every text. */
    async all() {
      if (this.one) return [this.text];
      if (this.spec.codes) this.code = await codes(this.spec);
      const { length } = await blocks(this.spec.texts);
      await Promise.all(Array.from({ length }, (_, block) => this.load(block)));
      return this.blocks.flat();
    }

    /* Every text, a block at a time, which is not kept. */
    async *blockwise() {
      if (this.one) {
        yield [this.text];
        return;
      }
      if (this.spec.codes) this.code = await codes(this.spec);
      const { length } = await blocks(this.spec.texts);
      for (let block = 0; block < length; block++) yield this.blocks[block] || (await json(this.spec.texts, block)).map(this.as);
    }

    /* Where all() has the text of an event. */
    where() { return this.one ? () => 0 : (i) => this.place(i); }
  }

  Object.assign(atlas, { Said, json, codes });
})(window.ConflictAtlas = window.ConflictAtlas || {});
