/* The outline of the country or region that an area mark stands for, so that it covers that land and no other. */
(function (atlas) {
  "use strict";

  const SOURCES = { country: "countries", admin1: "regions" };
  const world = ([lon, lat]) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  };

  function ringsOf(geometry) {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return parts.flat();
  }

  /* Whether a point lies inside rings, holes and all: an odd number of edges to its right. */
  function inside(rings, lon, lat) {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i], [xj, yj] = ring[j];
        if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
      }
    }
    return odd;
  }

  /* data: the map's GeoJSON. An area that has no outline there (a district) is null: its circle is drawn. */
  atlas.Areas = class {
    constructor(data) {
      this.data = data || {};
      this.found = new Map();
    }

    /* The outline around a point, in Web Mercator (the world is 1 wide); precision: country or admin1. */
    find(precision, lon, lat) {
      const key = `${precision} ${lon} ${lat}`;
      if (!this.found.has(key)) {
        const { features = [] } = this.data[SOURCES[precision]] || {};
        const home = features.map((feature) => ringsOf(feature.geometry)).find((rings) => inside(rings, lon, lat));
        this.found.set(key, home ? home.map((ring) => ring.map(world)) : null);
      }
      return this.found.get(key);
    }

    /* The outline in pixels, with its topmost point and its box. */
    static draw(rings, scale, origin) {
      const path = new Path2D(), box = [Infinity, Infinity, -Infinity, -Infinity], top = { x: 0, y: Infinity };
      for (const ring of rings) {
        ring.forEach(([wx, wy], i) => {
          const x = wx * scale - origin.x, y = wy * scale - origin.y;
          if (i) path.lineTo(x, y); else path.moveTo(x, y);
          if (y < top.y) Object.assign(top, { x, y });
          box[0] = Math.min(box[0], x);
          box[1] = Math.min(box[1], y);
          box[2] = Math.max(box[2], x);
          box[3] = Math.max(box[3], y);
        });
        path.closePath();
      }
      return { path, top, box };
    }
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
