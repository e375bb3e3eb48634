/* The standalone page: one state (filters, window, overlays, picked event, view, theme) that map, table, count,
   card, downloads and the address after # share. What the map needs is unpacked first, the table after the map's
   first paint, all else when it is asked for. */
(async function (atlas) {
  "use strict";

  const at = (id) => document.getElementById(id);
  const LAYERS = "borders|labels";
  const SETTLED = 120; // milliseconds without a paint after which the table follows the map

  const given = JSON.parse(at("head").textContent), { words, lang } = given;
  const columns = at("columns").textContent;
  const [land, data] = await Promise.all([atlas.json("land"), atlas.TimeData.fromBlob(given.head, columns, [], [])]);
  const ids = new Map(); // of the events that someone picked
  data.id = (i) => ids.get(i) || "";
  atlas.data = land;
  const view = atlas.build(), { layer, map } = view, { n } = data;
  const filters = new atlas.Filters(at("filters"), given.facets, words, filter);
  const card = given.card.map((spec) => new atlas.Said(spec)), named = new atlas.Said(given.files.columns.event_id);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let chosenTheme = null, restoring = false, wanted = null, asked = 0, table = null, waiting = 0;

  /* --- what is on screen --- */

  async function filter() {
    const turn = ++asked, mask = await filters.mask(n);
    if (turn !== asked) return; // another choice was made meanwhile
    if (layer.data) layer.setMask(mask);
    else if (mask) data.setMask(mask);
    const active = Object.values(filters.get()).flat().length;
    at("active").textContent = active ? `(${active})` : "";
    remember();
  }

  /* The events on screen, newest first; those without a date come last. */
  function visible() {
    const found = new Int32Array(layer.counts.visible);
    let k = 0, dated = 0;
    data.each(layer.a, layer.b, (i) => {
      found[k++] = i;
      if (i < data.dated) dated = k;
    });
    found.subarray(0, dated).reverse();
    return found;
  }

  function isVisible(i) {
    if (data.mask && !data.mask[i]) return false;
    return i < data.dated ? data.events.start[i] <= layer.b && data.end[i] >= layer.a : layer.isWhole();
  }

  function refresh() {
    const shown = layer.counts.visible;
    const text = atlas.say(words, "count.of", n, lang).replace("{shown}", shown.toLocaleString(lang));
    at("count").textContent = [text, ...atlas.unknowns(layer.counts, words, lang)].join(", ");
    at("count").dataset.shown = shown;
    at("empty").hidden = shown > 0;
    [at("since").value, at("until").value] = layer.dates();
    at("outside").hidden = layer.selected < 0 || isVisible(layer.selected);
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (table) table.show(visible()); }, SETTLED);
  }

  /* --- the picked event --- */

  async function show(index) {
    const was = at("card").hidden;
    at("card").hidden = index < 0;
    at("told").textContent = "";
    at("card").dataset.event = "";
    wanted = null;
    if (was !== at("card").hidden) map.invalidateSize({ animate: false });
    if (table) table.select(index);
    if (index >= 0) {
      at("card").scrollTop = 0;
      at("outside").hidden = isVisible(index);
      await Promise.all([named, ...card].map((said) => said.need([index])));
      if (layer.selected !== index) return;
      ids.set(index, JSON.parse(named.at(index)) || "");
      at("card").dataset.event = data.id(index);
      at("told").innerHTML = card.map((piece) => piece.at(index)).join(""); // made and escaped by geo.views.popup
      view.publish();
    }
    remember();
  }

  /* Pick the event that a link names. */
  async function find(id) {
    const k = (await named.all()).indexOf(JSON.stringify(id)), index = named.code ? named.code.indexOf(k) : k;
    if (wanted !== id) return;
    if (index >= 0 && index < n) ids.set(index, id);
    await show(layer.select(index < n && index >= 0 ? id : null, index));
  }

  function choose(index) {
    view.go("?", index); // its name comes with its card
    show(index);
  }

  function close() {
    layer.select(null);
    show(-1);
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
    const event = layer.selected >= 0 ? data.id(layer.selected) : wanted;
    if (event) out.event = event;
    if (chosenTheme) out.theme = chosenTheme;
    for (const [name, [first]] of Object.entries(atlas.LOOKS)) if (layer.look[name] !== first) out[name] = layer.look[name];
    out.view = view.view().join(",");
    history.replaceState(null, "", "#" + new URLSearchParams(out));
  }

  async function restore() {
    restoring = true;
    const asked = new URLSearchParams(location.hash.slice(1)), list = (name) => (asked.get(name) || "").split("|");
    const date = /^\d{4}-\d\d-\d\d$/, [since, until] = ["since", "until"].map((name) => asked.get(name) || "");
    filters.set(Object.fromEntries(Object.keys(given.facets).map((name) => [name, list(name)])));
    await filter();
    if (!layer.data) layer.setData(data);
    view.show(asked.has("layers") ? list("layers") : LAYERS.split("|"));
    if (["light", "dark"].includes(asked.get("theme"))) chosenTheme = asked.get("theme");
    theme(chosenTheme);
    view.setLook(Object.fromEntries(Object.entries(atlas.LOOKS).map(([name, [first]]) => [name, asked.get(name) || first])));
    view.setWindow(date.test(since) || date.test(until)
      ? [date.test(since) ? since : data.iso(0), date.test(until) ? until : data.iso(data.ndays - 1)] : null);
    layer.counts = data.count(layer.a, layer.b);
    if (!view.legend.shaded()) view.legend.tell(); // it takes its room before the map is placed: one paint, not two
    const place = (asked.get("view") || "").split(",").map(Number);
    if (place.length === 3 && place.every(Number.isFinite)) view.setView(place); else view.fit();
    layer.select(null);
    wanted = asked.get("event");
    restoring = false;
    if (wanted) await find(wanted);
    else await show(-1);
  }

  /* --- the wires --- */

  layer.on("paint", refresh);
  layer.on("window look", ({ by }) => { if (by === "user") remember(); });
  layer.on("pick", ({ index }) => show(index));
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
  /* The events on screen in the order of the table that the file was made of. */
  async function ordered() {
    const row = await atlas.codes(given.row), at = new Int32Array(n).fill(-1);
    for (const i of visible()) at[row[i]] = i;
    return at.filter((i) => i >= 0);
  }

  at("geojson").addEventListener("click", async () =>
    atlas.save("conflict-atlas.geojson", await atlas.geojson(given, await ordered(), params()[0])));
  at("csv").addEventListener("click", async () => atlas.save("conflict-atlas.csv", await atlas.csv(given, await ordered())));
  window.addEventListener("hashchange", restore);
  if (window.innerWidth < 760) at("panel").open = false;

  const painted = new Promise((done) => layer.once("paint", done));
  restore();
  await painted;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); // the map is seen before more is done
  const names = new atlas.Said(given.names);
  await names.need(data.places.lon.keys());
  data.name = (place) => names.at(place);
  layer.repaint();
  table = new atlas.EventTable({ table: at("table"), pages: at("pages"), search: at("search"), found: at("found") },
    given.table, words, lang, choose);
  await table.show(visible());
  table.select(layer.selected);
})(window.ConflictAtlas);
