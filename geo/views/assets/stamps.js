/* Marks as pixels: each distinct one is drawn once and then copied, many times faster than paths, which the browser
   draws anew in every frame. */
(function (atlas) {
  "use strict";

  const MOST = 4000; // marks that are kept
  const SOLID = 250; // of 255: what covers as much hides what lies below

  /* A see-through colour over another one. */
  function over(paint, below) {
    const a = paint >>> 24, b = below >>> 24, all = a + (b * (255 - a)) / 255, share = a / all;
    const channel = (shift) => {
      const from = (below >>> shift) & 255;
      return Math.round(from + (((paint >>> shift) & 255) - from) * share) << shift;
    };
    return (Math.round(all) << 24) | channel(16) | channel(8) | channel(0);
  }

  atlas.Stamps = class {
    /* width, height, ratio: pixels of the screen, and how many of them make one of the page's. */
    constructor(width, height, ratio) {
      Object.assign(this, { width, height, ratio, made: new Map(), theme: null });
      this.image = new ImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
      // both stay in memory that we read and write
      [this.canvas, this.easel] = [document.createElement("canvas"), document.createElement("canvas")];
      [this.context, this.pen] = [this.canvas, this.easel].map((each) => each.getContext("2d", { willReadFrequently: true }));
      Object.assign(this.canvas, { width, height });
    }

    /* A mark of atlas.drawPoint, looked up by all that it shows. */
    mark(mark, theme) {
      if (this.theme !== theme || this.made.size > MOST) this.made.clear();
      this.theme = theme;
      const key = `${mark.radius} ${mark.hollow} ${mark.total} ${mark.parts}`;
      if (!this.made.has(key)) this.made.set(key, this.draw(mark, theme));
      return this.made.get(key);
    }

    draw(mark, theme) {
      const { easel, pen, ratio } = this, reach = Math.ceil((mark.radius + 2) * ratio), side = 2 * reach;
      if (easel.width < side) easel.width = easel.height = side;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, side, side);
      pen.setTransform(ratio, 0, 0, ratio, reach, reach);
      atlas.drawPoint(pen, { ...mark, x: 0, y: 0 }, theme);
      const drawn = new Uint32Array(pen.getImageData(0, 0, side, side).data.buffer);
      return this.stamp(reach, (dx, dy) => (dx < reach && dy < reach ? drawn[(dy + reach) * side + dx + reach] : 0));
    }

    /* A disc of a crowd: a darker rim parts it from others. */
    disc(colour, radius) {
      const key = colour + radius;
      if (!this.made.has(key)) this.made.set(key, this.round(colour, radius));
      return this.made.get(key);
    }

    round(colour, radius) {
      const value = parseInt(colour.slice(1), 16), red = value >> 16, green = (value >> 8) & 255, blue = value & 255;
      return this.stamp(Math.ceil(radius), (dx, dy) => {
        const far = Math.hypot(dx, dy), cover = Math.min(1, Math.max(0, radius + 0.5 - far)), rim = far > radius - 1 ? 0.72 : 1;
        return (Math.round(255 * cover) << 24) | ((blue * rim) << 16) | ((green * rim) << 8) | (red * rim);
      });
    }

    /* Pixels as offsets from the middle with their paint: solid ones, and the soft rim. */
    stamp(reach, paintAt) {
      const solid = [], soft = [];
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const paint = paintAt(dx, dy), cover = paint >>> 24;
          if (cover) (cover > SOLID ? solid : soft).push(dy * this.width + dx, paint);
        }
      }
      return { reach, solid: Int32Array.from(solid), soft: Int32Array.from(soft) };
    }

    clear() { this.pixels.fill(0); }

    /* In a crowd a soft rim never eats the mark below it; blending takes four times as long. */
    put(x, y, { reach, solid, soft }, blend) {
      const { pixels, width } = this, solids = solid.length, softs = soft.length;
      x = Math.round(x);
      y = Math.round(y);
      if (x < reach || y < reach || x >= width - reach || y >= this.height - reach) return;
      const at = y * width + x;
      for (let k = 0; k < solids; k += 2) pixels[at + solid[k]] = solid[k + 1];
      for (let k = 0; k < softs; k += 2) {
        const p = at + soft[k];
        if (!pixels[p]) pixels[p] = soft[k + 1];
        else if (blend) pixels[p] = over(soft[k + 1], pixels[p]);
      }
    }

    show(context) {
      this.context.putImageData(this.image, 0, 0);
      context.drawImage(this.canvas, 0, 0, this.width / this.ratio, this.height / this.ratio);
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
