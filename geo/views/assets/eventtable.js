/* The table twin of the map: the events on screen, newest first, a page at a time. */
(function (atlas) {
  "use strict";

  const PAGE = 50;

  class EventTable {
    /* given: {titles, numeric, cells, order}: row r of the table is event order[r] of the events table. */
    constructor(element, pages, given, words, chosen) {
      Object.assign(this, { element, pages, given, words, chosen, page: 0, selected: -1, rows: [] });
      const heads = given.titles.map((title, k) => atlas.make("th", { scope: "col", class: given.numeric[k] && "sa-number" }, title));
      element.tHead.append(atlas.make("tr", {}, ...heads));
      const turn = (key, sign, by) => atlas.make("button", { type: "button", "aria-label": words[key], onclick: () => this.turn(by) }, sign);
      this.where = atlas.make("span", { "aria-live": "polite" });
      this.back = turn("page.previous", "‹", -1);
      this.next = turn("page.next", "›", 1);
      pages.append(this.back, this.where, this.next);
      element.tBodies[0].addEventListener("click", (event) => {
        const row = event.target.closest("tr");
        if (row) chosen(+row.dataset.row);
      });
    }

    /* shown: one byte an event; the table keeps its page where it can. */
    show(shown) {
      this.rows = [];
      for (let r = 0; r < this.given.order.length; r++) if (shown[this.given.order[r]]) this.rows.push(r);
      this.paint();
    }

    turn(by) {
      this.page += by;
      this.paint();
    }

    /* Mark an event's row, on the page that holds it. */
    select(row) {
      this.selected = row;
      const at = this.rows.findIndex((r) => this.given.order[r] === row);
      if (at >= 0) this.page = Math.floor(at / PAGE);
      this.paint();
      const marked = this.element.querySelector("tr[aria-selected=true]");
      if (marked) marked.scrollIntoView({ block: "nearest" });
    }

    paint() {
      const { given, rows, words } = this, pages = Math.max(1, Math.ceil(rows.length / PAGE));
      const focused = document.activeElement && this.element.contains(document.activeElement)
        ? document.activeElement.closest("tr").dataset.row : null;
      this.page = Math.max(0, Math.min(pages - 1, this.page));
      const body = rows.slice(this.page * PAGE, (this.page + 1) * PAGE).map((r) => this.row(r));
      this.element.tBodies[0].replaceChildren(...body);
      if (focused !== null) {
        const again = this.element.querySelector(`tr[data-row="${focused}"] button`);
        if (again) again.focus();
      }
      this.element.dataset.total = rows.length;
      this.element.hidden = !rows.length;
      this.pages.hidden = pages < 2;
      this.where.textContent = words["page.of"].replace("{page}", this.page + 1).replace("{pages}", pages);
      this.back.disabled = this.page === 0;
      this.next.disabled = this.page === pages - 1;
    }

    row(r) {
      const { given } = this, row = given.order[r];
      const cells = given.cells[r].map((cell, k) => {
        const text = cell === null ? "–" : cell;
        const inner = k === 0 ? atlas.make("button", { type: "button" }, text) : text;
        return atlas.make("td", { class: given.numeric[k] && "sa-number" }, inner);
      });
      return atlas.make("tr", { "data-row": row, "aria-selected": String(row === this.selected) }, ...cells);
    }
  }

  atlas.EventTable = EventTable;
})(window.ConflictAtlas = window.ConflictAtlas || {});
