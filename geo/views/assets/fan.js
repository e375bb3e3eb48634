/* Events of one place, fanned out around its mark so that each can be chosen. */
(function (atlas) {
  "use strict";

  const MOST = 40; // a place with more events shows as many at once; further clicks on its mark go through all
  const GAP = 15; // pixels between two leaves
  const LEAF = 5;

  atlas.Fan = class {
    /* mark: {x, y, radius, place}; events: indices of those in the window; picked: the one that must be among them. */
    constructor(mark, events, picked = -1) {
      const first = Math.floor(Math.max(0, events.indexOf(picked)) / MOST) * MOST;
      Object.assign(this, { place: mark.place, mark, first, total: events.length, events: events.slice(first, first + MOST) });
      this.leaves = this.events.map((index, i) => ({ index, ...this.at(i) }));
    }

    /* A ring where few are, a spiral where many are. */
    at(i) {
      const { mark, events } = this, near = mark.radius + 18;
      if (events.length <= 10) {
        const turn = events.length % 4 ? 0 : 0.5; // no leaf right of the mark: there stands its name
        const angle = (2 * Math.PI * (i + turn)) / events.length - Math.PI / 2, far = Math.max(near, (GAP * events.length) / 5);
        return { x: mark.x + far * Math.cos(angle), y: mark.y + far * Math.sin(angle) };
      }
      let angle = 0, far = near;
      for (let k = 0; k < i; k++) {
        angle += GAP / far;
        far = near + (angle / (2 * Math.PI)) * GAP;
      }
      return { x: mark.x + far * Math.cos(angle), y: mark.y + far * Math.sin(angle) };
    }

    /* paints: [colour, rim] of each event. */
    paint(context, theme, paints) {
      const { mark } = this;
      context.strokeStyle = theme.ink;
      context.lineWidth = 1;
      context.globalAlpha = 0.45;
      context.beginPath();
      for (const leaf of this.leaves) {
        context.moveTo(mark.x, mark.y);
        context.lineTo(leaf.x, leaf.y);
      }
      context.stroke();
      context.globalAlpha = 1;
      for (const leaf of this.leaves) {
        const [colour, rim] = paints(leaf.index);
        context.beginPath();
        context.arc(leaf.x, leaf.y, LEAF, 0, 2 * Math.PI);
        context.fillStyle = colour;
        context.strokeStyle = rim;
        context.fill();
        context.stroke();
      }
    }

    /* Which of the place's events the leaves are, where these are not all. */
    tell(context, theme, lang) {
      const { mark, first, events, total, leaves } = this, told = (n) => n.toLocaleString(lang);
      if (events.length === total) return;
      const text = `${told(first + 1)}–${told(first + events.length)} / ${told(total)}`;
      const low = Math.max(...leaves.map(({ y }) => y)) + LEAF + 12;
      context.font = "600 11px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.strokeStyle = theme.land;
      context.lineWidth = 3;
      context.strokeText(text, mark.x, low);
      context.fillStyle = theme.ink;
      context.fillText(text, mark.x, low);
    }

    leaf(index) {
      const found = this.leaves.find((each) => each.index === index);
      return found ? { ...found, radius: LEAF } : null;
    }

    hit(at, reach) {
      return this.leaves.find((leaf) => Math.hypot(leaf.x - at.x, leaf.y - at.y) < LEAF + reach / 2) || null;
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
