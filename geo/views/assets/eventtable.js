/* The table twin of the map: the events on screen, newest first or by a column, a page at a time. Only what is
   looked at is unpacked: a page's rows, a column to sort by. */
(function (atlas) {
  "use strict";

  const PAGE = 50;

  class EventTable {
    /* given: {titles, numeric, cells}; the page's elements: table, pages; chosen: told an event. */
    constructor({ table, pages }, given, words, lang, chosen) {
      Object.assign(this, { table, pages, given, words, lang, page: 0, selected: -1, turn: 0 });
      Object.assign(this, { shown: new Int32Array(0), rows: new Int32Array(0), by: -1, down: false, ranks: [] });
      this.cells = given.cells.map((spec) => new atlas.Said(spec));
      this.heads = given.titles.map((title, k) => this.head(title, k));
      table.tHead.append(atlas.make("tr", {}, ...this.heads));
      this.where = atlas.make("span", { "aria-live": "polite" });
      [this.back, this.next] = [["page.previous", "‹", -1], ["page.next", "›", 1]].map(([key, sign, by]) =>
        atlas.make("button", { type: "button", "aria-label": words[key], onclick: () => this.go(this.page + by) }, sign));
      pages.append(this.back, this.where, this.next);
      table.tBodies[0].addEventListener("click", (event) => {
        const row = event.target.closest("tr");
        if (row) chosen(+row.dataset.row);
      });
    }

    head(title, k) {
      const button = atlas.make("button", { type: "button", onclick: () => this.sort(k) }, title);
      return atlas.make("th", { scope: "col", class: this.given.numeric[k] && "sa-number" }, button);
    }

    /* Numbers begin with the most, texts with the first; a third time, the newest come first again. */
    sort(k) {
      const first = this.given.numeric[k];
      if (this.by !== k) [this.by, this.down] = [k, first];
      else if (this.down === first) this.down = !first;
      else this.by = -1;
      this.heads.forEach((head, at) => {
        if (at === this.by) head.setAttribute("aria-sort", this.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      this.page = 0;
      this.arrange();
    }

    /* events: their indices, newest first; the table keeps its page where it can. */
    show(events) {
      this.shown = events;
      return this.arrange();
    }

    async arrange() {
      const turn = ++this.turn;
      const rows = this.by >= 0 ? await this.sorted(this.shown) : this.shown;
      if (turn !== this.turn) return; // something else is asked for by now
      this.rows = rows;
      await this.go(this.page);
    }

    /* The order of a column's texts; what is not stated comes last both ways. */
    async rank(k) {
      const texts = await this.cells[k].all(), { numeric } = this.given;
      const compare = numeric[k] ? (one, other) => one - other : new Intl.Collator(this.lang).compare;
      const order = texts.map((_, at) => at).filter((at) => texts[at] !== null);
      order.sort((one, other) => compare(texts[one], texts[other]));
      const rank = new Int32Array(texts.length).fill(-1);
      order.forEach((at, place) => { rank[at] = place; });
      return rank;
    }

    async sorted(rows) {
      const k = this.by, down = this.down;
      this.ranks[k] = this.ranks[k] || this.rank(k);
      const rank = await this.ranks[k], where = this.cells[k].where(), last = rank.length;
      const key = Int32Array.from(rows, (i) => {
        const place = rank[where(i)];
        return place < 0 ? last : down ? last - 1 - place : place;
      });
      return atlas.sorted(key, key.length).map((at) => rows[at]);
    }

    /* Mark an event's row, on the page that holds it. */
    async select(event) {
      this.selected = event;
      const at = this.rows.indexOf(event);
      await this.go(at < 0 ? this.page : Math.floor(at / PAGE));
      this.reveal(this.table.querySelector("tr[aria-selected=true]"));
    }

    /* Scroll the table, and not the page, to a row. */
    reveal(row) {
      if (!row) return;
      const box = this.table.parentElement, above = row.offsetTop - this.table.tHead.offsetHeight;
      const below = row.offsetTop + row.offsetHeight - box.clientHeight;
      box.scrollTop = Math.max(below, Math.min(above, box.scrollTop));
    }

    async go(page) {
      const { rows, words, cells } = this, pages = Math.max(1, Math.ceil(rows.length / PAGE));
      this.page = Math.max(0, Math.min(pages - 1, page));
      const here = rows.subarray(this.page * PAGE, (this.page + 1) * PAGE), wanted = this.page;
      await Promise.all(cells.map((cell) => cell.need(here)));
      if (rows !== this.rows || wanted !== this.page) return;
      this.fill(here);
      this.table.dataset.total = rows.length;
      this.table.hidden = !this.shown.length;
      this.pages.hidden = pages < 2;
      this.where.textContent = words["page.of"].replace("{page}", (this.page + 1).toLocaleString(this.lang))
        .replace("{pages}", pages.toLocaleString(this.lang));
      this.back.disabled = this.page === 0;
      this.next.disabled = this.page === pages - 1;
    }

    /* Rows that stay the same stay where they are: one may be under a pointer that is pressed just now. */
    fill(events) {
      const active = document.activeElement, body = this.table.tBodies[0];
      if (String(events) !== String(this.drawn)) {
        const focused = body.contains(active) ? active.closest("tr").dataset.row : null;
        body.replaceChildren(...Array.from(events, (event) => this.row(event)));
        const again = focused !== null && body.querySelector(`tr[data-row="${focused}"] button`);
        if (again) again.focus();
        this.drawn = events;
      }
      for (const row of body.rows) row.setAttribute("aria-selected", String(+row.dataset.row === this.selected));
    }

    row(event) {
      const made = this.cells.map((cell, k) => {
        const said = cell.at(event), text = said === null ? "–" : said;
        const inner = k === 0 ? atlas.make("button", { type: "button" }, text) : text;
        return atlas.make("td", { class: this.given.numeric[k] && "sa-number" }, inner);
      });
      return atlas.make("tr", { "data-row": event }, ...made);
    }
  }

  atlas.EventTable = EventTable;
})(window.ConflictAtlas = window.ConflictAtlas || {});
