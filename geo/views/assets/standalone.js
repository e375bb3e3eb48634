/* The standalone page: one state (filters, window, overlays, picked event, view, theme) that map, table, count,
   card, downloads and the address after # share. What the map needs is unpacked first, the table after the map's
   first paint, cards and files when they are asked for. */
(async function (atlas) {
  "use strict";

  const at = (id) => document.getElementById(id);
  const LAYERS = "borders|labels";

  async function unpack(base64) {
    const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  const payload = JSON.parse(at("payload").textContent);
  const parts = new Map();
  const part = (name) => {
    if (!parts.has(name)) parts.set(name, unpack(payload[name]).then(JSON.parse));
    return parts.get(name);
  };
  const given = await part("rest"), { words } = given;
  const data = await atlas.TimeData.fromBlob(payload.head, payload.columns, given.ids, given.names);
  atlas.data = given.data;
  const view = atlas.build(), { layer, map } = view, rowOf = data.events.row, n = data.n;
  const eventOf = new Int32Array(n);
  rowOf.forEach((row, i) => { eventOf[row] = i; });
  const filters = new atlas.Filters(at("filters"), { group: given.groups, ...given.facets }, words, filter);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let chosenTheme = null, restoring = false, shown = new Uint8Array(n), table = null;

  /* --- what is on screen --- */

  function filter() {
    const keep = filters.rows(n), mask = keep && new Uint8Array(n);
    if (mask) for (let i = 0; i < n; i++) mask[i] = keep[rowOf[i]];
    layer.setMask(mask);
    const active = Object.values(filters.get()).flat().length;
    at("active").textContent = active ? `(${active})` : "";
    remember();
  }

  function refresh() {
    const { visible } = layer.counts;
    shown = new Uint8Array(n);
    data.each(layer.a, layer.b, (i) => { shown[rowOf[i]] = 1; });
    if (table) table.show(shown);
    const text = atlas.say(words, "count.of", n, given.lang).replace("{shown}", visible.toLocaleString(given.lang));
    at("count").textContent = [text, ...atlas.unknowns(layer.counts, words, given.lang)].join(", ");
    at("count").dataset.shown = visible;
    at("empty").hidden = visible > 0;
    [at("since").value, at("until").value] = layer.dates();
    at("outside").hidden = layer.selected < 0 || shown[rowOf[layer.selected]] === 1;
  }

  const rowsShown = () => Array.from(shown.keys()).filter((row) => shown[row]);

  /* --- the picked event --- */

  function card(index) {
    const was = at("card").hidden;
    at("card").hidden = index < 0;
    at("card").dataset.event = index < 0 ? "" : data.id(index);
    at("told").textContent = "";
    if (index >= 0) {
      part("cards").then((cards) => { // made and escaped by geo.views.popup
        if (layer.selected === index) at("told").innerHTML = cards[rowOf[index]];
      });
      at("card").scrollTop = 0;
      at("outside").hidden = shown[rowOf[index]] === 1;
    }
    if (table) table.select(index < 0 ? -1 : rowOf[index]);
    if (was !== at("card").hidden) map.invalidateSize({ animate: false });
    remember();
  }

  function choose(row) {
    const index = eventOf[row];
    card(index);
    view.go(data.id(index));
  }

  function close() {
    layer.select(null);
    card(-1);
  }

  /* --- theme --- */

  function theme(name) {
    const next = name || (dark.matches ? "dark" : "light"), other = next === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    view.setTheme(next);
    at("theme").textContent = words["theme." + other];
  }

  /* --- the address: the same names as the page's own address (geo.store.query) --- */

  function params() {
    const out = {}, dates = view.window(), layers = view.shown().join("|");
    if (dates) [out.since, out.until] = dates;
    for (const [name, chosen] of Object.entries(filters.get())) out[name] = chosen.join("|");
    return [out, layers];
  }

  function remember() {
    if (restoring) return;
    const [out, layers] = params();
    if (layers !== LAYERS) out.layers = layers;
    if (layer.selected >= 0) out.event = data.id(layer.selected);
    if (chosenTheme) out.theme = chosenTheme;
    for (const [name, [first]] of Object.entries(atlas.LOOKS)) if (layer.look[name] !== first) out[name] = layer.look[name];
    out.view = view.view().join(",");
    history.replaceState(null, "", "#" + new URLSearchParams(out));
  }

  function restore() {
    restoring = true;
    const asked = new URLSearchParams(location.hash.slice(1)), list = (name) => (asked.get(name) || "").split("|");
    const date = /^\d{4}-\d\d-\d\d$/, [since, until] = ["since", "until"].map((name) => asked.get(name) || "");
    filters.set(Object.fromEntries(["group", ...Object.keys(given.facets)].map((name) => [name, list(name)])));
    filter();
    view.show(asked.has("layers") ? list("layers") : LAYERS.split("|"));
    if (["light", "dark"].includes(asked.get("theme"))) chosenTheme = asked.get("theme");
    theme(chosenTheme);
    view.setLook(Object.fromEntries(Object.entries(atlas.LOOKS).map(([name, [first]]) => [name, asked.get(name) || first])));
    view.setWindow(date.test(since) || date.test(until)
      ? [date.test(since) ? since : data.iso(0), date.test(until) ? until : data.iso(data.ndays - 1)] : null);
    const place = (asked.get("view") || "").split(",").map(Number);
    if (place.length === 3 && place.every(Number.isFinite)) view.setView(place); else view.fit();
    card(layer.select(asked.get("event")));
    restoring = false;
  }

  /* --- the wires --- */

  layer.on("paint", refresh);
  layer.on("window look", ({ by }) => { if (by === "user") remember(); });
  layer.on("pick", ({ index }) => card(index));
  map.on("overlayadd overlayremove moveend", remember);
  dark.addEventListener("change", () => theme(chosenTheme));
  at("theme").addEventListener("click", () => {
    chosenTheme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    theme(chosenTheme);
    remember();
  });
  at("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && layer.selected >= 0) close(); });
  for (const id of ["since", "until"]) {
    at(id).addEventListener("change", () => {
      const [a, b] = [at("since").value, at("until").value];
      if (a && b) layer.setWindow(data.day(a), data.day(b), "user");
    });
  }
  at("geojson").addEventListener("click", async () => atlas.save("conflict-atlas.geojson", "application/geo+json",
    atlas.geojson((await part("files")).geojson, rowsShown(), params()[0], payload.disclosure)));
  at("csv").addEventListener("click", async () => atlas.save("conflict-atlas.csv", "text/csv",
    atlas.csv((await part("files")).csv, rowsShown())));
  window.addEventListener("hashchange", restore);
  if (window.innerWidth < 760) at("panel").open = false;

  const painted = new Promise((done) => layer.once("paint", done));
  layer.setData(data);
  restore();
  await painted;
  table = new atlas.EventTable(at("table"), at("pages"), await part("table"), words, choose);
  refresh();
  table.select(layer.selected < 0 ? -1 : rowOf[layer.selected]);
})(window.ConflictAtlas);
