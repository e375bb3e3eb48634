/* Marks as pixels: each distinct one is drawn once and then copied, many times faster than paths, which the browser
   draws anew in every frame. */
(function (atlas) {
  "use strict";

  const MOST = 4000; // marks that are kept
  const SHEET = 16; // marks side by side on a sheet, and below each other
  const SOLID = 250; // of 255: what covers as much hides what lies below
  const ROOM = { solid: new Int32Array(1 << 17), soft: new Int32Array(1 << 17) }; // for what is being cut

  /* A see-through colour over another one. */
  function over(paint, below) {
    const a = paint >>> 24, b = below >>> 24, all = a + (b * (255 - a)) / 255, share = a / all;
    const channel = (shift) => {
      const from = (below >>> shift) & 255;
      return Math.round(from + (((paint >>> shift) & 255) - from) * share) << shift;
    };
    return (Math.round(all) << 24) | channel(16) | channel(8) | channel(0);
  }

  atlas.over = over;

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
      this.pies = new atlas.Pies(this);
      this.clear();
    }

    /* Marks of atlas.drawPoint, each with its stamp; those that are not known yet are drawn on one sheet, since reading
       pixels back takes longer than drawing. */
    learn(marks, theme) {
      if (this.theme !== theme || this.made.size > MOST) this.made.clear();
      this.theme = theme;
      const fresh = new Map();
      for (const mark of marks) {
        mark.key = `${mark.radius} ${mark.hollow} ${mark.total} ${mark.parts}`;
        if (!this.made.has(mark.key)) fresh.set(mark.key, mark);
      }
      const list = [...fresh.values()];
      for (let from = 0; from < list.length; from += SHEET * SHEET) this.draw(list.slice(from, from + SHEET * SHEET), theme);
      for (const mark of marks) mark.stamp = this.made.get(mark.key);
    }

    draw(marks, theme) {
      const { easel, pen, ratio } = this, far = (mark) => Math.ceil((mark.radius + 2) * ratio); // its rim ends before
      const reach = Math.max(...marks.map(far)), side = 2 * reach;
      const across = Math.min(SHEET, marks.length) * side, down = Math.ceil(marks.length / SHEET) * side;
      const middle = (k) => [(k % SHEET) * side + reach, Math.floor(k / SHEET) * side + reach];
      if (easel.width < across) easel.width = across;
      if (easel.height < down) easel.height = down;
      pen.resetTransform();
      pen.clearRect(0, 0, across, down);
      marks.forEach((mark, k) => {
        pen.setTransform(ratio, 0, 0, ratio, ...middle(k));
        atlas.drawPoint(pen, { ...mark, x: 0, y: 0 }, theme);
      });
      const drawn = new Uint32Array(pen.getImageData(0, 0, across, down).data.buffer);
      marks.forEach((mark, k) => {
        const [x, y] = middle(k), at = y * across + x;
        this.made.set(mark.key, this.cut(drawn, across, at, far(mark) - 1));
      });
    }

    /* A digit of a mark's number, and how wide it is. */
    digit(text, size, ink) {
      const { pen, ratio } = this, reach = Math.ceil(size * ratio), side = 2 * reach + 1;
      pen.resetTransform();
      pen.clearRect(0, 0, side, side);
      pen.setTransform(ratio, 0, 0, ratio, reach, reach);
      atlas.drawCount(pen, 0, 0, text, ink, size);
      const drawn = new Uint32Array(pen.getImageData(0, 0, side, side).data.buffer);
      return { wide: pen.measureText(text).width, stamp: this.cut(drawn, side, reach * side + reach, reach) };
    }

    /* A disc of a crowd: a darker rim parts it from others. */
    disc(colour, radius) {
      const key = colour + radius;
      if (!this.made.has(key)) this.made.set(key, this.round(colour, radius));
      return this.made.get(key);
    }

    round(colour, radius) {
      const value = parseInt(colour.slice(1), 16), red = value >> 16, green = (value >> 8) & 255, blue = value & 255;
      const reach = Math.ceil(radius), side = 2 * reach + 1, drawn = Uint32Array.from({ length: side * side }, (_, k) => {
        const far = Math.hypot((k % side) - reach, Math.floor(k / side) - reach), rim = far > radius - 1 ? 0.72 : 1;
        const cover = Math.min(1, Math.max(0, radius + 0.5 - far));
        return (Math.round(255 * cover) << 24) | ((blue * rim) << 16) | ((green * rim) << 8) | (red * rim);
      });
      return this.cut(drawn, side, reach * side + reach, reach);
    }

    /* The pixels around a middle as offsets on our canvas with their paint: solid ones, and the soft rim. */
    cut(drawn, across, at, reach) {
      let solids = 0, softs = 0;
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const paint = drawn[at + dy * across + dx], cover = paint >>> 24;
          if (cover > SOLID) {
            ROOM.solid[solids++] = dy * this.width + dx;
            ROOM.solid[solids++] = paint;
          } else if (cover) {
            ROOM.soft[softs++] = dy * this.width + dx;
            ROOM.soft[softs++] = paint;
          }
        }
      }
      return { reach, solid: ROOM.solid.slice(0, solids), soft: ROOM.soft.slice(0, softs) };
    }

    /* Only the box that holds something is wiped, and shown. */
    clear() {
      const { pixels, width, left, top, right, bottom } = this;
      for (let y = top; y < bottom; y++) pixels.fill(0, y * width + left, y * width + right);
      Object.assign(this, { left: width, top: this.height, right: 0, bottom: 0 });
    }

    /* Whether there is room for a mark, which is about to be put there. */
    has(x, y, reach) {
      if (x < reach || y < reach || x >= this.width - reach || y >= this.height - reach) return false;
      if (x - reach < this.left) this.left = x - reach;
      if (y - reach < this.top) this.top = y - reach;
      if (x + reach >= this.right) this.right = x + reach + 1;
      if (y + reach >= this.bottom) this.bottom = y + reach + 1;
      return true;
    }

    /* In a crowd a soft rim never eats the mark below it; blending takes four times as long. */
    put(x, y, { reach, solid, soft }, blend) {
      const { pixels, width } = this, solids = solid.length, softs = soft.length;
      x = Math.round(x);
      y = Math.round(y);
      if (!this.has(x, y, reach)) return;
      const at = y * width + x;
      for (let k = 0; k < solids; k += 2) pixels[at + solid[k]] = solid[k + 1];
      for (let k = 0; k < softs; k += 2) {
        const p = at + soft[k];
        if (!pixels[p]) pixels[p] = soft[k + 1];
        else if (blend) pixels[p] = over(soft[k + 1], pixels[p]);
      }
    }

    show(context) {
      const { left, top, ratio } = this, wide = this.right - left, tall = this.bottom - top;
      if (wide <= 0) return;
      this.context.putImageData(this.image, 0, 0, left, top, wide, tall);
      context.drawImage(this.canvas, left, top, wide, tall, left / ratio, top / ratio, wide / ratio, tall / ratio);
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
