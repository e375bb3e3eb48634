/* The area that the page filters by, as a line on the map, and the tool that draws one: corners by click, by tap,
   or by keyboard with the middle of the map as the pointer. */
(function (atlas) {
  "use strict";

  const PANE = "area";
  const CLOSE = 12; // pixels from the first corner that close the area
  const SAME = 4; // pixels from the last corner that are no new one: a double click is one corner
  const SMALL = 120; // pixels of an area that is too small to be seen

  const SIGNS = { draw: "M8 2 14.5 6.7 12 14H4L1.5 6.7Z", clear: "M3 3 13 13M13 3 3 13" };

  const button = (words, act, name) => {
    const made = L.DomUtil.create("button");
    made.type = "button";
    made.append(name ? atlas.sign(SIGNS[name]) : words);
    if (name) {
      made.setAttribute("aria-label", words);
      made.title = words;
    }
    L.DomEvent.disableClickPropagation(made);
    made.addEventListener("click", act);
    return made;
  };

  atlas.Draw = class {
    /* done: told the corners [[lon, lat], …] of what was drawn and whether they enclose an area or are a road; no
       corners when the area is to go. */
    constructor(view, words, done) {
      Object.assign(this, { view, words, done, map: view.map, corners: null, lines: [] });
      this.map.createPane(PANE).style.zIndex = 400;
      this.shown = L.layerGroup().addTo(this.map);
      this.sketch = L.layerGroup().addTo(this.map);
      this.buttons();
      this.listen();
      this.publish();
    }

    buttons() {
      const { words, map } = this, control = new L.Control({ position: "topleft" });
      this.begin = button(words["draw.start"], () => (this.corners ? this.stop() : this.start()), "draw");
      this.clear = button(words["draw.clear"], () => this.done([], true), "clear");
      control.onAdd = () => {
        const box = L.DomUtil.create("div", "leaflet-bar ca-draw");
        box.append(this.begin, this.clear);
        return box;
      };
      control.addTo(map);
      this.hint = L.DomUtil.create("div", "ca-hint", map.getContainer());
      L.DomEvent.disableClickPropagation(this.hint);
      this.said = L.DomUtil.create("span", "", this.hint);
      this.said.setAttribute("role", "status");
      this.finish = button(words["draw.finish"], () => this.end());
      this.road = button(words["draw.road"], () => this.end(false));
      this.hint.append(this.finish, this.road, button(words["draw.cancel"], () => this.stop()));
    }

    /* The map's own clicks come later than these: while someone draws, no event is picked. */
    listen() {
      const { map } = this, on = (type, act) => this.view.root.addEventListener(type, (event) => {
        const box = map.getContainer();
        if (!this.corners || !box.contains(event.target)) return;
        if (type !== "keydown" && event.target.closest(".leaflet-control, .ca-hint")) return;
        act(event);
      }, true);
      on("click", (event) => {
        event.stopPropagation();
        if (!map.dragging.moved()) this.add(map.mouseEventToContainerPoint(event));
      });
      on("dblclick", (event) => {
        event.stopPropagation();
        this.end();
      });
      on("keydown", (event) => this.key(event));
      map.on("mousemove", (event) => { if (this.corners) this.draw(event.latlng); });
    }

    key(event) {
      if (event.key === "Escape") this.stop();
      else if (event.target !== this.map.getContainer()) return;
      else if (event.key === " ") this.add(this.map.getSize().divideBy(2));
      else if (event.key === "Enter") this.end();
      else if (event.key === "Backspace") {
        this.corners.pop();
        this.draw();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }

    start() {
      this.corners = [];
      this.map.doubleClickZoom.disable();
      this.map.getContainer().focus();
      this.draw();
    }

    stop() {
      this.corners = null;
      this.map.doubleClickZoom.enable();
      this.sketch.clearLayers();
      this.publish();
    }

    add(point) {
      const far = (corner) => this.map.latLngToContainerPoint(corner).distanceTo(point);
      if (this.corners.length > 2 && far(this.corners[0]) < CLOSE) {
        this.end();
        return;
      }
      const last = this.corners[this.corners.length - 1];
      if (last && far(last) < SAME) return;
      this.corners.push(this.map.containerPointToLatLng(point));
      this.draw();
    }

    end(closed = true) {
      if (this.corners.length < (closed ? 3 : 2)) return;
      const into = (value, most) => +Math.max(-most, Math.min(most, value)).toFixed(4);
      const ring = this.corners.map(({ lat, lng }) => [into(lng, 180), into(lat, 90)]);
      this.stop();
      this.done(ring, closed);
    }

    /* What is drawn so far, with a line to the pointer. */
    draw(pointer) {
      const path = pointer ? [...this.corners, pointer] : this.corners;
      this.sketch.clearLayers();
      const look = { pane: PANE, interactive: false, className: "ca-outline" };
      this.sketch.addLayer(L.polygon(path, { ...look, weight: 2 }));
      for (const corner of this.corners) this.sketch.addLayer(L.circleMarker(corner, { ...look, radius: 4, weight: 2 }));
      this.publish();
    }

    /* The lines of the page's area: [[[lon, lat], …], …]. */
    setLines(lines) {
      this.lines = lines;
      this.shown.clearLayers();
      for (const line of lines) {
        const path = line.map(([lon, lat]) => [lat, lon]);
        this.shown.addLayer(L.polygon(path, { pane: PANE, interactive: false, className: "ca-outline", dashArray: "7 4" }));
      }
      this.publish();
    }

    /* Bring the area into view where it is not, or where it is a speck. */
    reveal() {
      if (!this.lines.length) return;
      const { map } = this, box = L.latLngBounds(this.lines.flat().map(([lon, lat]) => [lat, lon]));
      const corner = (at) => map.latLngToContainerPoint(at);
      const size = corner(box.getSouthEast()).distanceTo(corner(box.getNorthWest()));
      if (!map.getBounds().contains(box) || size < SMALL) map.fitBounds(box.pad(0.15), { animate: false });
    }

    say(keys) {
      this.said.replaceChildren(...keys.map((key) => {
        const part = L.DomUtil.create("span", key.replace(".", "-"));
        part.textContent = `${this.words[key]} `;
        return part;
      }));
    }

    publish() {
      const { root } = this.view, drawing = Boolean(this.corners), n = drawing ? this.corners.length : 0;
      this.clear.hidden = !this.lines.length;
      this.hint.hidden = !drawing;
      this.finish.disabled = n < 3;
      this.road.disabled = n < 2;
      this.begin.setAttribute("aria-pressed", String(drawing));
      if (drawing !== Boolean(this.said.firstChild)) this.say(drawing ? ["draw.hint", "draw.keys"] : []);
      this.map.getContainer().classList.toggle("ca-drawing", drawing);
      root.dataset.area = this.lines.length;
      root.dataset.corners = drawing ? n : "";
    }
  };

  /* Show an area, {lines, words}; done: told what is drawn. */
  atlas.area = function (view, { lines, words }, done) {
    view.draw = view.draw || new atlas.Draw(view, words, done);
    view.draw.setLines(lines);
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
