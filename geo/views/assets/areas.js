/* The outline of the country or region that an area mark stands for, so that it covers that land and no other. */
(function (atlas) {
  "use strict";

  const LEAST = 14; // pixels of the smallest circle that stands for an area
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
  atlas.inside = function (rings, lon, lat) {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i], [xj, yj] = ring[j];
        if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
      }
    }
    return odd;
  };

  /* Where an area's label stands: the top of its rim, kept in view while the area is. */
  function rim(area, shape, { width, height, pad }) {
    const edge = 16, side = 64, { x, y, reach } = area; // at the sides stand the map's buttons
    const into = (value, low, high) => Math.max(low, Math.min(high, value));
    const [west, north, east, south] = shape ? shape.box : [x - reach, y - reach, x + reach, y + reach];
    area.labelX = shape ? shape.top.x : x;
    area.labelY = shape ? shape.top.y : y - reach;
    if (east < pad.x || west > width - pad.x || south < pad.y || north > height - pad.y) return;
    area.labelX = into(area.labelX, pad.x + side, width - pad.x - side);
    area.labelY = into(area.labelY, pad.y + edge, height - pad.y - edge);
  }

  /* data: the map's GeoJSON. An area that has no outline there (a district) is null: its circle is drawn. */
  atlas.Areas = class {
    constructor(data) {
      this.data = data || {};
      this.found = new Map();
      this.outlines = { view: "", made: new Map() };
    }

    /* Paint areas, {x, y, total, reach, precision, lon, lat}, the widest first; each gets labelX and labelY. */
    paint(context, areas, frame, theme) {
      for (const area of areas) {
        area.reach = Math.max(area.reach, LEAST);
        const shape = this.outline(area, frame);
        atlas.drawArea(context, area.x, area.y, area.reach, theme, shape && shape.path);
        rim(area, shape, frame);
      }
      for (const area of areas) atlas.drawAreaLabel(context, area.labelX, area.labelY, area.total, theme);
    }

    /* An area's outline in pixels, made anew when the view changes; null where none is known. home: [country, region], where
       events tell them: the area's point may lie in another one's land. */
    outline({ precision, lon, lat, home }, { scale, origin }) {
      const view = `${scale} ${origin.x} ${origin.y}`, key = home ? home.join(" ") : `${precision} ${lon} ${lat}`;
      if (this.outlines.view !== view) this.outlines = { view, made: new Map() };
      if (!this.outlines.made.has(key)) {
        const rings = home ? this.named(...home) : this.find(precision, lon, lat);
        this.outlines.made.set(key, rings && atlas.Areas.draw(rings, scale, origin));
      }
      return this.outlines.made.get(key);
    }

    /* The outline around a point, in Web Mercator (the world is 1 wide); precision: country or admin1. */
    find(precision, lon, lat) {
      const key = `${precision} ${lon} ${lat}`;
      if (!this.found.has(key)) {
        const { features = [] } = this.data[SOURCES[precision]] || {};
        const home = features.map((feature) => ringsOf(feature.geometry)).find((rings) => atlas.inside(rings, lon, lat));
        this.found.set(key, home ? home.map((ring) => ring.map(world)) : null);
      }
      return this.found.get(key);
    }

    /* The outline of a region, or of a country where the region's name is "", like ``find``'s. */
    named(country, name) {
      const key = `${country} ${name}`, { features = [] } = this.data[name ? "regions" : "countries"] || {};
      if (!this.found.has(key)) {
        const home = features.find(({ properties: of }) => of.iso2 === country && (!name || of.name === name));
        this.found.set(key, home ? ringsOf(home.geometry).map((ring) => ring.map(world)) : null);
      }
      return this.found.get(key);
    }

    country(code, lang) {
      const { features = [] } = this.data.countries || {}, home = features.find(({ properties }) => properties.iso2 === code);
      return home ? (lang === "fr" && home.properties.name_fr) || home.properties.name : code;
    }

    /* A region's name in the language of the map. */
    region(country, name) {
      const { features = [] } = this.data.regions || {};
      const home = features.find(({ properties: of }) => of.iso2 === country && of.name === name);
      return (home && home.properties.said) || name;
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
