/* The map inside Streamlit (components v2). The structure comes once, packed, and is kept by its hash; events come
   as Arrow tables. What the page asks for is followed when its turn counts up; what a person did is told back. */
const STRUCTURES = new Map(); // by hash; null while one is unpacked
const SETS = new Map(); // events by the hash of their columns: the last one alone, as sent until a map shows it
const VIEWS = new WeakMap();
const LATEST = new WeakMap(); // what the page said last
const QUIET = 500; // milliseconds without a move before the view is told

/* Names and texts by turns, as host.py packs them; what the map draws is read when it is first asked for. */
async function unpacked({ hash, structure }) {
  const stream = new Blob([structure.getChild("packed").get(0)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const texts = (await new Response(stream).text()).split("\0"), made = { hash, data: {} };
  for (let k = 0; k < texts.length; k += 2) {
    const [kind, name] = texts[k].split("."), text = texts[k + 1];
    if (name) Object.defineProperty(made.data, name, { get: once(() => JSON.parse(text)) });
    else made[kind] = text;
  }
  return made;
}

function once(make) {
  let made;
  return () => (made = made || make());
}

function library(code, hash) {
  if (window.ConflictAtlas && window.ConflictAtlas.library === hash) return;
  const script = document.createElement("script"); // classic: Leaflet is no module
  script.textContent = code;
  document.head.append(script);
  script.remove();
  window.ConflictAtlas.library = hash;
}

function mount(root, structure) {
  library(structure.library, structure.hash);
  root.innerHTML = structure.html;
  window.ConflictAtlas.data = structure.data;
  const view = new Function(`${structure.script}\nreturn ${structure.name};`)().atlas;
  document.documentElement.lang = view.options.lang; // Streamlit says that every page is in English
  window.ConflictAtlas.foreign(structure.data.foreign);
  return view;
}

const shown = (view) =>
  ({ window: view.window(), layers: view.shown(), view: view.view(), look: view.layer.look });

/* One byte an event of what came as bits in base64, the lowest bit first; null: all. */
function kept(bits, n) {
  if (bits === null) return null;
  const packed = atob(bits), out = new Uint8Array(n);
  for (let i = 0; i < n; i++) out[i] = (packed.charCodeAt(i >> 3) >> (i & 7)) & 1;
  return out;
}

/* Tell the page what a person did; nothing else is ever told. */
function listen(view, held) {
  const tell = () => { // the turns tell what the page had asked for by then
    if (!view.gone) held.tell({ told: Date.now(), turns: { ...held.turns }, ...shown(view) }); // a timer may outlive the map
  };
  let timer = 0, moved = false, before = false;
  view.layer.on("window look", (event) => { if (event.by === "user") tell(); });
  view.layer.on("pick", ({ index }) => held.pick({ set: view.layer.data.head.id, index }));
  view.layer.on("region", ({ region }) => held.narrow({ set: view.layer.data.head.id, region }));
  view.map.on("overlayadd overlayremove", () => { if (!held.busy) tell(); });
  for (const act of ["pointerdown", "wheel", "keydown"]) {
    view.map.getContainer().addEventListener(act, () => { [before, moved] = [moved, true]; }, { passive: true });
  }
  view.map.on("click", () => { moved = before; }); // no drag: the card that it opens takes room, no one moved the map
  view.map.on("moveend", () => {
    if (!moved || held.busy) return;
    clearTimeout(timer);
    timer = setTimeout(() => { moved = false; tell(); }, QUIET);
  });
}

/* Follow what the page asks for: each ask has a turn, and an old turn is not followed twice. */
function follow(view, data, held) {
  held.busy = true;
  const first = !view.layer.data, set = SETS.get(data.set);
  view.setTheme(data.theme);
  view.layer.narrows = data.narrows;
  if (data.mentions && held.mentions !== data.mentions) {
    held.mentions = data.mentions;
    view.overlays.mentions.setData(JSON.parse(data.mentions));
  }
  if (held.candidates !== data.candidates) {
    held.candidates = data.candidates;
    window.ConflictAtlas.candidates(view.map, JSON.parse(data.candidates));
  }
  const elsewhere = held.area !== data.area;
  if (elsewhere) {
    held.area = data.area;
    window.ConflictAtlas.area(view, JSON.parse(data.area), (...drawn) => held.drawn(...drawn));
  }
  const { value: chosen, index } = data.asks.selected;
  if (index >= 0) set.ids.set(index, chosen); // the browser knows the ids that were picked, and no others
  const anew = view.layer.data !== set;
  if (anew) view.layer.setData(set);
  if (held.kept !== data.keep || anew) view.layer.setMask(kept(data.keep, set.n));
  held.kept = data.keep;
  const asked = (name) => {
    const { turn, value } = data.asks[name], due = held.turns[name] !== turn;
    held.turns[name] = turn;
    return due ? { value } : null;
  };
  const [layers, window_, place, look, selected] = ["layers", "window", "view", "look", "selected"].map(asked);
  if (layers) view.show(layers.value);
  if (window_) view.setWindow(window_.value);
  if (place && place.value) view.setView(place.value); else if (first) view.fit();
  if (elsewhere && !(first && place.value)) view.draw.reveal();
  if (look) view.setLook(look.value);
  if (selected && !(place && place.value)) view.go(chosen, index);
  else if (selected || anew || (index >= 0 && index === view.layer.selected)) view.layer.select(chosen, index);
  held.busy = false;
}

export default function (given) {
  const { parentElement, data, setTriggerValue } = given;
  LATEST.set(parentElement, given);
  if (data.structure && !STRUCTURES.has(data.hash)) {
    STRUCTURES.set(data.hash, null);
    unpacked(data).then((made) => {
      STRUCTURES.set(data.hash, made);
      if (LATEST.has(parentElement)) show(LATEST.get(parentElement));
    });
  }
  if (data.events && !SETS.has(data.set)) {
    SETS.clear();
    SETS.set(data.set, data);
  }
  if (!STRUCTURES.has(data.hash) || !SETS.has(data.set)) {
    setTriggerValue("missing", data.hash); // the message that brought it was lost: ask again
  } else if (STRUCTURES.get(data.hash)) {
    show(given);
  }
  return () => {
    LATEST.delete(parentElement);
    const gone = VIEWS.get(parentElement);
    if (gone) gone.view.remove();
    VIEWS.delete(parentElement);
  };
}

function show({ parentElement, data, setStateValue }) {
  const structure = STRUCTURES.get(data.hash), root = parentElement.querySelector(".ca-root");
  if (!structure || !SETS.has(data.set)) return; // both were asked for
  root.style.height = data.height + "px";
  let held = VIEWS.get(parentElement);
  if (!held || held.hash !== data.hash) {
    const before = held && shown(held.view);
    if (held) held.view.remove();
    held = { hash: data.hash, turns: {}, before };
    held.view = mount(root, structure);
    VIEWS.set(parentElement, held);
    listen(held.view, held);
  }
  const set = SETS.get(data.set);
  if (set.events.schema) SETS.set(data.set, window.ConflictAtlas.TimeData.fromArrow(set.head, set));
  held.tell = (state) => setStateValue("state", state);
  // no triggers: one is lost when the run that it causes is overtaken
  held.drawn = (corners, closed) => setStateValue("drawn", { told: Date.now(), corners, closed });
  held.pick = (picked) => setStateValue("picked", { told: Date.now(), ...picked });
  held.narrow = (region) => setStateValue("region", { told: Date.now(), ...region });
  follow(held.view, data, held);
  if (held.before) { // another language: the map is a new one, what a person had set is not
    held.busy = true;
    held.view.show(held.before.layers);
    held.view.setView(held.before.view);
    held.view.setWindow(held.before.window);
    held.view.setLook(held.before.look);
    held.busy = false;
    held.before = null;
  }
}
