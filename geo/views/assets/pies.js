/* Pies as pixels, with their numbers: those of clusters differ at every step of the slider, so none is worth keeping, and
   the browser takes five times as long to draw them as paths. */
(function (atlas) {
  "use strict";

  const SOLID = 255 << 24;
  const STEPS = 16; // from a part's colour to its rim's
  const paintOf = (colour) => {
    const value = parseInt(colour.slice(1), 16);
    return SOLID | ((value & 255) << 16) | (value & 0xff00) | (value >> 16);
  };

  /* So much (0 to 1) of one colour, the rest of another. */
  function mixed(one, other, share) {
    const channel = (shift) => Math.round(((one >>> shift) & 255) * share + ((other >>> shift) & 255) * (1 - share)) << shift;
    return SOLID | channel(16) | channel(8) | channel(0);
  }

  /* A disc's pixels in the order of their turn, clockwise from the top: what a rim of a pixel of the page covers of each,
     and how far the disc covers the outermost. */
  function disc(radius, ratio, width) {
    const reach = Math.ceil(radius + ratio), into = (share) => Math.min(1, Math.max(0, share)), all = [];
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const across = dx + 0.5, down = dy + 0.5; // the middle of the disc is a corner of four pixels
        const far = Math.hypot(across, down), cover = into(radius + ratio / 2 + 0.5 - far), rim = into(far - radius + ratio / 2 + 0.5);
        const turn = (Math.atan2(across, -down) / (2 * Math.PI) + 1) % 1;
        if (cover) all.push({ at: dy * width + dx, turn, cover, rim });
      }
    }
    const list = (some) => some.sort((one, other) => one.turn - other.turn);
    const inner = list(all.filter(({ rim }) => !rim)), edge = list(all.filter(({ rim }) => rim));
    const columns = (rows) => ({ n: rows.length, at: Int32Array.from(rows, ({ at }) => at),
      turn: Float32Array.from(rows, ({ turn }) => turn), step: Uint8Array.from(rows, ({ rim }) => Math.round(STEPS * rim)),
      cover: Uint8Array.from(rows, ({ cover }) => Math.round(255 * cover)) });
    return { reach, inner: columns(inner), edge: columns(edge) };
  }

  /* How many pixels come before a turn. */
  function until({ n, turn }, share) {
    let low = 0;
    while (low < n) {
      const mid = (low + n) >> 1;
      if (turn[mid] < share) low = mid + 1; else n = mid;
    }
    return low;
  }

  atlas.Pies = class {
    /* stamps: on whose pixels the pies are painted. */
    constructor(stamps) { Object.assign(this, { stamps, discs: new Map(), digits: new Map(), paints: new Map() }); }

    disc(radius) {
      const { ratio, width } = this.stamps, halves = Math.round(2 * radius * ratio);
      if (!this.discs.has(halves)) this.discs.set(halves, disc(halves / 2, ratio, width));
      return this.discs.get(halves);
    }

    /* A part's colour, by steps that of its rim. */
    paint(colour, rim) {
      const { paints } = this, key = colour + rim, from = paintOf(colour), to = paintOf(rim);
      if (!paints.has(key)) paints.set(key, Int32Array.from({ length: STEPS + 1 }, (_, k) => mixed(to, from, k / STEPS)));
      return paints.get(key);
    }

    /* A mark of atlas.drawPoint that is not hollow. */
    put({ x, y, radius, parts, total }) {
      const { stamps } = this, { pixels, width, ratio } = stamps, { inner, edge, reach } = this.disc(radius);
      [x, y] = [Math.round(x * ratio), Math.round(y * ratio)];
      if (!stamps.has(x, y, reach)) return;
      const middle = y * width + x, cuts = [];
      let share = 0, k = 0, e = 0;
      for (const [colour, count, rim] of parts) {
        const steps = this.paint(colour, rim), paint = steps[0], last = parts.length === cuts.length + 1;
        cuts.push({ turn: share, paint });
        share = last ? 1 : share + count / total;
        for (const end = until(inner, share); k < end; k++) pixels[middle + inner.at[k]] = paint;
        for (; e < edge.n && edge.turn[e] < share; e++) {
          const p = middle + edge.at[e], mix = steps[edge.step[e]], cover = edge.cover[e];
          pixels[p] = cover === 255 ? mix : atlas.over((mix & 0xffffff) | (cover << 24), pixels[p]);
        }
      }
      if (cuts.length > 1) cuts.forEach((cut, n) => this.soften(middle, radius * ratio - 1, cuts.at(n - 1).paint, cut));
      this.number(x, y, total, atlas.inkOn(parts[0][0]));
    }

    /* The line from the middle between two parts: its pixels take some of both colours. */
    soften(middle, radius, before, { turn, paint }) {
      const { pixels, width } = this.stamps, right = Math.sin(2 * Math.PI * turn), up = Math.cos(2 * Math.PI * turn);
      const flat = Math.abs(right) > Math.abs(up), most = Math.floor(radius * Math.max(Math.abs(right), Math.abs(up)));
      const sign = Math.sign(flat ? right : up), slope = flat ? -up / Math.abs(right) : right / Math.abs(up);
      for (let far = 0; far <= most; far++) {
        const line = (far + 0.5) * slope, near = Math.floor(line), share = line - near; // of the pixel above or to the left
        const along = sign > 0 === flat ? far : -1 - far; // right or down, else left or up
        const p = middle + (flat ? near * width + along : near + along * width);
        pixels[p] = sign > 0 ? mixed(before, paint, share) : mixed(paint, before, share);
      }
    }

    number(x, y, total, ink) {
      const { stamps } = this, { ratio } = stamps, said = String(total), size = atlas.countSize(total);
      const glyphs = Array.from(said, (digit) => this.digit(digit, size, ink));
      let left = x - glyphs.reduce((sum, { wide }) => sum + wide, 0) * ratio / 2;
      for (const { wide, stamp } of glyphs) {
        stamps.put(left + (wide * ratio) / 2, y, stamp, true);
        left += wide * ratio;
      }
    }

    digit(text, size, ink) {
      const key = `${text} ${size} ${ink}`;
      if (!this.digits.has(key)) this.digits.set(key, this.stamps.digit(text, size, ink));
      return this.digits.get(key);
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
