/* Lines and polygons of GeoJSON on one canvas. Their points are numbers in arrays, not objects of Leaflet's: a map
   of the world begins in a fraction of the time. */
(function (atlas) {
  "use strict";

  const NEAR = 0.7; // pixels from the last point within which a point adds nothing
  const POLE = 85.0511287798; // degrees, where Web Mercator ends
  const WHOLE = ["Polygon", "MultiPolygon"];

  /* A line as Web Mercator, the world is 1 wide: x and y of each point in turn, with its bounds. */
  function flat(line) {
    const points = new Float64Array(2 * line.length), box = [Infinity, Infinity, -Infinity, -Infinity];
    line.forEach(([lon, lat], k) => {
      const sine = Math.sin((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180);
      const x = lon / 360 + 0.5, y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
      points[2 * k] = x;
      points[2 * k + 1] = y;
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    });
    return { points, box };
  }

  const touch = (box, view) => box[0] <= view[2] && box[2] >= view[0] && box[1] <= view[3] && box[3] >= view[1];

  /* The shapes of one GeoJSON, flattened when they are first painted. */
  class Shape {
    constructor({ properties, geometry: { type, coordinates } }) {
      const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type];
      const lines = depth ? coordinates.flat(depth - 1) : [coordinates];
      Object.assign(this, { properties, whole: WHOLE.includes(type), lines: lines.map(flat) });
      this.box = [0, 1, 2, 3].map((k) => this.lines.reduce((end, { box }) =>
        (k < 2 ? Math.min : Math.max)(end, box[k]), k < 2 ? Infinity : -Infinity));
    }

    trace(pen, scale, left, top, view) {
      pen.beginPath();
      for (const { points, box } of this.lines) {
        if (!touch(box, view)) continue;
        let x = points[0] * scale - left, y = points[1] * scale - top;
        pen.moveTo(x, y);
        for (let k = 2; k < points.length; k += 2) {
          const nextX = points[k] * scale - left, nextY = points[k + 1] * scale - top;
          if (Math.abs(nextX - x) + Math.abs(nextY - y) < NEAR && k < points.length - 2) continue;
          x = nextX;
          y = nextY;
          pen.lineTo(x, y);
        }
        if (this.whole) pen.closePath();
      }
    }
  }

  atlas.Shapes = L.Renderer.extend({
    options: { padding: 0.25 },

    /* sources: [[GeoJSON or what gives it, (theme) => (properties) => {color, weight, dash, fill}]], the lowest first. */
    initialize(sources, pane, theme) {
      L.Renderer.prototype.initialize.call(this, { pane });
      Object.assign(this, { sources, theme, shapes: null });
    },

    setTheme(theme) {
      this.theme = theme;
      this.repaint();
    },

    _initContainer() {
      this._container = L.DomUtil.create("canvas");
      this._container.style.pointerEvents = "none";
    },

    _destroyContainer() {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this._container.remove();
      delete this._container;
    },

    _updatePaths() {},

    /* Leaflet's own sets it between two pixels, which blurs it, and the screen draws it three times slower. */
    _reset() { this._update(); },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.repaint();
    },

    repaint() {
      if (!this.frame && this._container) this.frame = requestAnimationFrame(() => this.paint());
    },

    paint() {
      this.frame = 0;
      const { _map: map, _bounds: bounds, _container: canvas } = this, size = bounds.getSize();
      const ratio = window.devicePixelRatio || 1, scale = map.options.crs.scale(this._zoom);
      const { x: left, y: top } = map.getPixelOrigin().add(bounds.min);
      const view = [left / scale, top / scale, (left + size.x) / scale, (top + size.y) / scale];
      [canvas.width, canvas.height] = [size.x * ratio, size.y * ratio];
      [canvas.style.width, canvas.style.height] = [`${size.x}px`, `${size.y}px`];
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.lineJoin = pen.lineCap = "round";
      const features = (given) => (given instanceof Function ? given() : given)?.features || [];
      this.shapes = this.shapes || this.sources.map(([given]) => features(given).map((each) => new Shape(each)));
      this.sources.forEach(([, style], k) => {
        const look = style(this.theme);
        for (const shape of this.shapes[k]) if (touch(shape.box, view)) this.draw(pen, shape, look(shape.properties), scale, left, top, view);
      });
    },

    draw(pen, shape, { color, weight, dash, fill }, scale, left, top, view) {
      shape.trace(pen, scale, left, top, view);
      if (fill) {
        pen.fillStyle = fill;
        pen.fill("evenodd");
      }
      pen.setLineDash(dash || []);
      pen.lineWidth = weight;
      pen.strokeStyle = color;
      pen.stroke();
    },
  });
})(window.ConflictAtlas = window.ConflictAtlas || {});
