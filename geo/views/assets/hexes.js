/* Events by hexagon (H3 cells of about one size on the ground, finer the closer one looks), and as heat. */
(function (atlas) {
  "use strict";

  const EDGE_KM = [1281, 483, 183, 69, 26, 9.9, 3.7, 1.4]; // of H3's resolutions 0 to 7
  const LEAST = 14; // pixels of an edge
  const KM_PER_WORLD = 40075.017, LATITUDE = 15; // where most of our events are
  const world = ([lat, lon], middle) => {
    const sine = Math.sin((lat * Math.PI) / 180), turn = lon - middle > 180 ? -1 : lon - middle < -180 ? 1 : 0;
    return [lon / 360 + 0.5 + turn, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  };

  /* The finest resolution whose hexagons are large enough to see. */
  atlas.resolution = function (scale) {
    const pixels = scale / (KM_PER_WORLD * Math.cos((LATITUDE * Math.PI) / 180));
    return Math.max(1, EDGE_KM.reduce((best, km, at) => (km * pixels >= LEAST ? at : best), 0));
  };

  atlas.WAYS.hexagons = class extends atlas.Summary {
    constructor(layer) { super(layer, true); }

    key({ scale }) { return atlas.resolution(scale); }

    /* A place that is known less exactly than a hexagon is wide is in none. */
    arrange(resolution) {
      const { data } = this, { lat, lon, km } = data.places, cells = new Map();
      const cellOf = new Int32Array(data.nplaces).fill(-1), of = new Int32Array(data.nspots).fill(-1);
      for (let p = 0; p < data.nplaces; p++) {
        if (!data.isPoint[p] || km[p] > EDGE_KM[resolution]) continue;
        const cell = h3.latLngToCell(lat[p], lon[p], resolution);
        if (!cells.has(cell)) cells.set(cell, cells.size);
        cellOf[p] = cells.get(cell);
      }
      for (let s = 0; s < data.located; s++) of[s] = cellOf[data.spots.place[s]];
      const rings = [...cells.keys()].map((cell) => {
        const middle = h3.cellToLatLng(cell)[1];
        return h3.cellToBoundary(cell).map((at) => world(at, middle));
      });
      return { n: cells.size, of, cells, rings, resolution };
    }

    paint(context) {
      this.collect();
      const { units: { rings }, layer: { theme, view: { scale, origin, width, height } } } = this;
      context.lineWidth = 1;
      context.strokeStyle = theme.land;
      this.levels().forEach((units, at) => {
        context.beginPath();
        for (const unit of units) {
          const ring = rings[unit], x = ring[0][0] * scale - origin.x, y = ring[0][1] * scale - origin.y;
          const out = 20 * LEAST;
          if (x < -out || y < -out || x > width + out || y > height + out) continue;
          context.moveTo(x, y);
          for (let k = 1; k < ring.length; k++) context.lineTo(ring[k][0] * scale - origin.x, ring[k][1] * scale - origin.y);
          context.closePath();
        }
        context.globalAlpha = 0.85;
        context.fillStyle = this.paintOf(at - 1);
        context.fill();
        context.stroke();
        context.globalAlpha = 1;
      });
    }

    hit(at) {
      const { units, layer } = this;
      if (!units) return null;
      const place = layer._map.containerPointToLatLng(at.subtract(layer.view.pad)).wrap();
      const unit = units.cells.get(h3.latLngToCell(place.lat, place.lng, units.resolution));
      return unit !== undefined && units.total[unit] ? this.mark(unit, at.x, at.y) : null;
    }

    name() {
      const across = Math.round(2 * EDGE_KM[this.units.resolution]);
      return this.layer.options.words["zoom.hexagon"].replace("{km}", across.toLocaleString(this.layer.options.lang));
    }
  };

  const GRAIN = 4; // pixels of a cell of the blur
  const BLUR = 3, TURNS = 5; // cells, and how many times over: rounder than once and wide

  /* One pass of a moving average along rows or columns. */
  function smooth(from, to, lines, length, step, next) {
    const share = 1 / (2 * BLUR + 1), ahead = BLUR * step, behind = (BLUR + 1) * step, begin = Math.min(BLUR, length);
    for (let line = 0; line < lines; line++) {
      const first = line * next, end = first + length * step, late = end - ahead;
      let sum = 0;
      for (let k = 0; k < begin; k++) sum += from[first + k * step];
      for (let at = first; at < end; at += step) {
        if (at < late) sum += from[at + ahead];
        if (at >= first + behind) sum -= from[at - behind];
        to[at] = sum * share;
      }
    }
  }

  atlas.WAYS.heat = class extends atlas.Summary {
    constructor(layer) {
      super(layer, true);
      this.grain = GRAIN;
      this.canvas = document.createElement("canvas");
    }

    key() { return ""; }

    /* Every known point is counted; an area is not. */
    arrange() {
      const { data } = this, of = new Int32Array(data.nspots).fill(-1);
      for (let s = 0; s < data.located; s++) if (data.isPoint[data.spots.place[s]]) of[s] = 0;
      return { n: 1, of };
    }

    paint(context) {
      this.collect();
      const { width, height } = this.layer.view;
      const across = Math.ceil(width / GRAIN), down = Math.ceil(height / GRAIN), heat = this.blurred(across, down);
      let top = 0;
      for (let k = 0; k < heat.length; k++) if (heat[k] > top) top = heat[k];
      if (!(top > 1e-6)) return;
      Object.assign(this.canvas, { width: across, height: down });
      const pen = this.canvas.getContext("2d"), image = new ImageData(across, down), pixels = new Uint32Array(image.data.buffer);
      const ramp = this.ramp();
      for (let k = 0; k < heat.length; k++) if (heat[k] > 0) pixels[k] = ramp[Math.round(255 * Math.sqrt(heat[k] / top))];
      pen.putImageData(image, 0, 0);
      context.drawImage(this.canvas, 0, 0, across * GRAIN, down * GRAIN);
    }

    /* Events, or people killed, in each cell and around it. */
    blurred(across, down) {
      const { data, units, byKilled, layer: { view: { scale, origin } } } = this, amount = byKilled ? data.killedPerSpot : data.perSpot;
      const heat = new Float32Array(across * down), spare = new Float32Array(across * down);
      for (let s = 0; s < data.located; s++) {
        if (units.of[s] < 0 || !amount[s]) continue;
        const p = data.spots.place[s];
        const x = Math.floor((data.x[p] * scale - origin.x) / GRAIN), y = Math.floor((data.y[p] * scale - origin.y) / GRAIN);
        if (x >= 0 && y >= 0 && x < across && y < down) heat[y * across + x] += amount[s];
      }
      for (let turn = 0; turn < TURNS; turn++) {
        smooth(heat, spare, down, across, 1, across);
        smooth(spare, heat, across, down, across, 1);
      }
      return heat;
    }

    /* 256 colours from see-through over the classes' colours to the last of them. */
    ramp() {
      const shades = this.layer.theme.shades.map((shade) => [1, 3, 5].map((at) => parseInt(shade.slice(at, at + 2), 16)));
      return Uint32Array.from({ length: 256 }, (_, k) => {
        const at = (k / 255) * (shades.length - 1), low = Math.min(Math.floor(at), shades.length - 2), part = at - low;
        const [red, green, blue] = [0, 1, 2].map((c) => Math.round(shades[low][c] * (1 - part) + shades[low + 1][c] * part));
        return (Math.round(220 * Math.min(1, k / 70)) << 24) | (blue << 16) | (green << 8) | red;
      });
    }

    hit() { return null; } // no number can be read from a blur

    legend() {
      const { words } = this.layer.options, { shades } = this.layer.theme;
      const ends = { 0: words["zoom.less"], [shades.length - 1]: words["zoom.more"] };
      return [{ text: words[this.byKilled ? "zoom.killed" : "zoom.events"] },
        ...shades.map((colour, at) => ({ colour, text: ends[at] || "" })), ...this.notes()];
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
