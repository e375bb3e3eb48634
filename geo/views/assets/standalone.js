/* The standalone page: one state (filters, words, area, window, overlays, picked event, view, theme) that map, table, count,
   card, downloads and the address after # share. What the map needs is unpacked first, the table after the map's
   first paint, all else when it is asked for. */
(async function (atlas) {
  "use strict";

  const at = (id) => document.getElementById(id);
  const LAYERS = "borders|labels";
  const REGION = "admin1"; // a filter by names that stands for an area, as those of AreaFilter are
  const AREA = ["shown", "told", "counts", "remove", "place", "which", "km", "problem", "near", "around"]; // elements
  const SETTLED = 120; // milliseconds without a paint after which the table follows the map

  const given = JSON.parse(at("head").textContent), { words, lang } = given;
  const columns = at("columns").textContent;
  const [land, data] = await Promise.all([atlas.json("land"), atlas.TimeData.fromBlob(given.head, columns, [], [])]);
  const ids = new Map(); // of the events that someone picked
  data.id = (i) => ids.get(i) || "";
  atlas.data = land;
  const view = atlas.build(), { layer, map } = view, { n } = data;
  const card = given.card.map((spec) => new atlas.Said(spec)), named = new atlas.Said(given.files.columns.event_id);
  const places = new atlas.Said(given.names), facets = Object.keys(given.facets);
  const { columns: files } = given.files, fold = atlas.folding(given.fold);
  const filters = new atlas.Filters(at("facets"), given.facets, filter);
  const search = new atlas.Search(at("search"), files, fold, filter);
  const area = new atlas.AreaFilter(Object.fromEntries(AREA.map((name) => [name, at(`area-${name}`)])),
    { columns: files, towns: land.labels, words, lang, fold }, { named: whereabouts, picked, changed: narrowed });
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let chosenTheme = null, restoring = false, wanted = null, asked = 0, table = null, waiting = 0;
  let isPlaced = false; // the link tells what the map is to show
  let elsewhere = null; // what all but the area let through, where there is one

  /* --- what is on screen --- */

  async function filter() {
    const turn = ++asked, others = facets.filter((name) => name !== REGION);
    at("app").setAttribute("aria-busy", "true");
    const masks = await Promise.all([filters.mask(n, others), search.mask(n), filters.mask(n, [REGION]), area.mask(n)]);
    if (turn !== asked) return; // another choice was made meanwhile
    at("app").removeAttribute("aria-busy");
    const mask = atlas.both(...masks);
    elsewhere = masks[2] || masks[3] ? { mask: atlas.both(masks[0], masks[1]) } : null;
    if (layer.data) layer.setMask(mask);
    else if (mask) data.setMask(mask);
    const chosen = { ...filters.get(), ...area.params() };
    const active = Object.values(chosen).reduce((sum, held) => sum + (Array.isArray(held) ? held.length : 1), search.get() ? 1 : 0);
    at("active").textContent = active ? `(${active})` : "";
    at("clear").disabled = !active;
    area.tell(region(), view);
    remember();
  }

  /* Another area is asked for, or none: there is one area at a time. */
  async function narrowed() {
    const { [REGION]: names, country, ...rest } = filters.get();
    filters.set(names || !country ? rest : { ...rest, country });
    await filter();
    if (view.draw) view.draw.reveal();
  }

  /* A region that was clicked: the names that its events' own regions bear, or its country, see panels/area.py. */
  async function enter(unit) {
    const [country, name] = data.head.regions[unit], { spots, events } = data;
    const names = name ? await filters.among(REGION, (i) => spots.region[events.spot[i]] === unit) : [];
    area.set({});
    filters.set({ ...filters.get(), country: [country], [REGION]: names });
    await filter();
  }

  /* The region that is filtered by, in words. */
  function region() {
    const { [REGION]: names, country = [] } = filters.get();
    if (!names) return "";
    const lands = given.facets.country.options.filter(({ id }) => country.includes(id)).map((option) => option.name);
    return names.map(atlas.apart).join(" · ") + (lands.length ? ` (${lands.join(", ")})` : "");
  }

  /* How many events of the other filters, in the window, have no place: no area can hold them. */
  function lost() {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const isAway = data.events.spot[i] >= data.located;
      if (isAway && (!elsewhere.mask || elsewhere.mask[i]) && isInWindow(i)) sum++;
    }
    return sum;
  }

  /* [name, lon, lat] of the places that events are known to be at or near. */
  async function whereabouts() {
    const { lon, lat } = data.places;
    return (await places.all()).map((name, p) => [name, lon[p], lat[p]]).filter((_, p) => data.isPoint[p]);
  }

  /* The point of the picked event, with its name. */
  function picked() {
    const p = layer.selected < 0 ? -1 : layer.placeOf(layer.selected);
    return p < 0 ? null : [data.places.lon[p], data.places.lat[p], data.name(p)];
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

  function isInWindow(i) {
    return i < data.dated ? data.events.start[i] <= layer.b && data.end[i] >= layer.a : layer.isWhole();
  }

  function isVisible(i) { return (!data.mask || data.mask[i]) && isInWindow(i); }

  function refresh() {
    const shown = layer.counts.visible;
    const text = atlas.say(words, "count.of", n, lang).replace("{shown}", shown.toLocaleString(lang));
    at("count").textContent = [text, ...atlas.unknowns(layer.counts, words, lang)].join(", ");
    at("count").dataset.shown = shown;
    at("empty").hidden = shown > 0;
    [at("since").value, at("until").value] = layer.dates();
    at("outside").hidden = layer.selected < 0 || isVisible(layer.selected);
    clearTimeout(waiting);
    waiting = setTimeout(settle, SETTLED);
  }

  function settle() {
    const events = visible();
    if (table) table.show(events);
    if (elsewhere) area.count(events, lost());
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
    area.offer(picked());
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

  /* Pick the event that a link names; the map goes there where the link has no view of its own. */
  async function find(id) {
    const k = (await named.all()).indexOf(JSON.stringify(id)), index = named.code ? named.code.indexOf(k) : k;
    if (wanted !== id) return;
    const held = index >= 0 && index < n;
    if (held) ids.set(index, id);
    if (held && !isPlaced) view.go(id, index); else layer.select(held ? id : null, index);
    await show(layer.selected);
  }

  function choose(index) {
    view.go("?", index); // its name comes with its card
    reveal(index);
  }

  /* What someone picked; on a narrow page the card is below the map. */
  async function reveal(index) {
    await show(index);
    if (index >= 0 && layer.selected === index) at("card").scrollIntoView({ block: "nearest" });
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
    Object.assign(out, area.params());
    if (search.get()) out.text = search.get();
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
    filters.set(Object.fromEntries(facets.map((name) => [name, list(name)])));
    search.set(asked.get("text") || "");
    area.set(atlas.reach.read((name) => asked.get(name)));
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
    isPlaced = place.length === 3 && place.every(Number.isFinite);
    if (isPlaced) view.setView(place); else view.fit();
    if (view.draw && !isPlaced) view.draw.reveal();
    layer.select(null);
    wanted = asked.get("event");
    restoring = false;
    if (wanted) await find(wanted);
    else await show(-1);
  }

  /* --- the wires --- */

  layer.on("paint", refresh);
  layer.on("window look", ({ by }) => { if (by === "user") remember(); });
  layer.on("pick", ({ index }) => reveal(index));
  layer.narrows = true;
  layer.on("region", ({ region: unit }) => enter(unit));
  at("clear").addEventListener("click", () => {
    filters.set({});
    search.set("");
    area.set({});
    filter();
  });
  at("filters").addEventListener("submit", (event) => event.preventDefault());
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
  atlas.area(view, { lines: [], words }, (...drawn) => area.drawn(...drawn));
  area.tell(region(), view);
  if (!isPlaced) view.draw.reveal();
  await places.need(data.places.lon.keys());
  data.name = (place) => places.at(place);
  layer.repaint();
  table = new atlas.EventTable({ table: at("table"), pages: at("pages") }, given.table, words, lang, choose);
  await table.show(visible());
  table.select(layer.selected);
})(window.ConflictAtlas);
