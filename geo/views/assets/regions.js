/* Events by region: the outlines of first-level regions (of a country, where none of its regions are known), shaded
   by how many events or people killed the window has there. */
(function (atlas) {
  "use strict";

  atlas.WAYS.regions = class extends atlas.Summary {
    constructor(layer) { super(layer, true); }

    key() { return ""; }

    /* What is known by its country alone is in no region, see geo/views/aggregate.py. */
    arrange() {
      const { data, layer: { land } } = this, { regions } = data.head, of = new Int32Array(data.nspots);
      for (let s = 0; s < data.nspots; s++) of[s] = data.spots.region[s] < regions.length ? data.spots.region[s] : -1;
      return { n: regions.length, of, rings: regions.map(([country, name]) => land.named(country, name)) };
    }

    /* The outlines in pixels, made anew when the view changes. */
    paths() {
      const { units, layer: { view: { scale, origin } } } = this, key = `${scale} ${origin.x} ${origin.y}`;
      if (this.drawn && this.drawn.key === key && this.drawn.units === units) return this.drawn.paths;
      const paths = units.rings.map((rings) => rings && atlas.Areas.draw(rings, scale, origin));
      this.drawn = { key, units, paths };
      return paths;
    }

    inView({ box: [west, north, east, south] }) {
      const { width, height } = this.layer.view;
      return east > 0 && south > 0 && west < width && north < height;
    }

    paint(context) {
      this.collect();
      const paths = this.paths(), { theme } = this.layer;
      context.lineWidth = 1;
      context.strokeStyle = theme.border;
      this.levels().forEach((units, at) => {
        context.fillStyle = this.paintOf(at - 1);
        for (const unit of units) {
          if (!paths[unit] || !this.inView(paths[unit])) continue;
          context.globalAlpha = 0.85;
          context.fill(paths[unit].path, "evenodd");
          context.globalAlpha = 0.6;
          context.stroke(paths[unit].path);
        }
      });
      context.globalAlpha = 1;
    }

    hit(at) {
      if (!this.drawn) return null;
      const { ratio } = this.layer.view, pen = this.layer.canvas.getContext("2d");
      const [x, y] = [at.x * ratio, at.y * ratio]; // the pen's scale is the path's, not the point's
      const unit = this.drawn.paths.findIndex((shape, u) => shape && this.units.total[u] && this.inView(shape)
        && pen.isPointInPath(shape.path, x, y, "evenodd"));
      return unit < 0 ? null : this.mark(unit, at.x, at.y);
    }

    /* Where a click narrows the events to a region, it does so as long as several have any, and once: where no event bears
       the region's name, those of all its country stay. */
    mark(unit, x, y) {
      const mark = super.mark(unit, x, y), { layer, units, data } = this, { words } = layer.options;
      if (!layer.narrows || this.entered(unit) || units.total.filter((total) => total).length < 2) return mark;
      return { ...mark, words: () => `${this.words(unit)}. ${words["zoom.narrow"]}`, click: () => {
        this.last = { unit, before: data.kept, kept: null };
        layer.fire("region", { region: unit });
      } };
    }

    /* Whether the events are those that a click on this region left. */
    entered(unit) {
      const { last, data: { kept } } = this;
      if (!last || last.unit !== unit) return false;
      if (kept !== last.before) last.kept = last.kept || kept;
      return kept === (last.kept || last.before);
    }

    name(unit) {
      const [country, name] = this.data.head.regions[unit], whole = this.layer.land.country(country, this.layer.options.lang);
      return name ? `${this.layer.land.region(country, name)} (${whole})` : whole;
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
