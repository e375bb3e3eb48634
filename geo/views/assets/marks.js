/* How places are painted: points, rings of uncertainty, areas, and crowds of points as stamps.
   An area (a region, a country) is a dashed circle with a count, never a pin. */
(function (atlas) {
  "use strict";

  const FULL = 2 * Math.PI;

  /* Radius of a place's mark in pixels. By what it grows: the number of events there, of people killed there (at
     least; nothing stated is the smallest mark), or nothing. */
  const RADII = {
    count: (count) => (count === 1 ? 5 : Math.min(16, 6.5 + 1.6 * Math.log2(count))),
    killed: (count, killed) => Math.min(24, 4 + 1.5 * Math.sqrt(killed)),
    same: () => 7,
  };
  atlas.SIZES = Object.keys(RADII);
  atlas.markRadius = (size, count, killed) => RADII[size](count, killed);

  /* Black or white, whichever reads better on a colour. */
  atlas.inkOn = function (colour) {
    const value = parseInt(colour.slice(1), 16);
    const light = 0.299 * (value >> 16) + 0.587 * ((value >> 8) & 255) + 0.114 * (value & 255);
    return light > 140 ? "#111111" : "#ffffff";
  };

  function disc(context, x, y, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, FULL);
  }

  /* parts: [[colour, count, rim], …]; one family is a disc, several share it like a pie. */
  atlas.drawPoint = function (context, { x, y, radius, parts, total, hollow }, theme) {
    let from = -FULL / 4;
    for (const [colour, count, rim] of parts) {
      const to = from + (FULL * count) / total;
      context.beginPath();
      if (parts.length > 1) context.moveTo(x, y);
      context.arc(x, y, radius, from, to);
      context.fillStyle = hollow ? theme.land : colour;
      context.fill();
      if (hollow) {
        context.beginPath();
        context.arc(x, y, radius - 1, from, to);
        context.strokeStyle = colour;
        context.lineWidth = 2.5;
        context.stroke();
      }
      context.beginPath();
      context.arc(x, y, radius, from, to);
      context.strokeStyle = rim;
      context.lineWidth = 1;
      context.stroke();
      from = to;
    }
    if (total > 1 && radius > 6) atlas.drawCount(context, x, y, total, hollow ? theme.ink : atlas.inkOn(parts[0][0]));
  };

  atlas.countSize = (count) => (count > 99 ? 9 : 10.5);

  atlas.drawCount = function (context, x, y, count, colour, size = atlas.countSize(count)) {
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = colour;
    context.fillText(count, x, y + 0.5);
  };

  /* Where "near" may be: a thin ring of its uncertainty. */
  atlas.drawRing = function (context, x, y, radius, colour) {
    disc(context, x, y, radius);
    context.globalAlpha = 0.1;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 0.7;
    context.lineWidth = 1;
    context.strokeStyle = colour;
    context.stroke();
    context.globalAlpha = 1;
  };

  let hatching = null;

  function hatch(context, colour) {
    if (hatching && hatching.colour === colour) return hatching.pattern;
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const shift of [-8, 0, 8]) {
      pen.moveTo(shift, 8);
      pen.lineTo(shift + 8, 0);
    }
    pen.stroke();
    hatching = { colour, pattern: context.createPattern(tile, "repeat") };
    return hatching.pattern;
  }

  /* An event somewhere inside: hatched and dashed, with no mark at its middle. */
  /* An area: its outline where it is known, else the circle that holds it. */
  atlas.drawArea = function (context, x, y, radius, theme, outline) {
    const shape = outline || new Path2D();
    if (!outline) shape.arc(x, y, radius, 0, 2 * Math.PI);
    context.globalAlpha = 0.16;
    context.fillStyle = hatch(context, theme.area);
    context.fill(shape, "evenodd");
    context.globalAlpha = 0.75;
    context.setLineDash([5, 4]);
    context.lineWidth = 1;
    context.strokeStyle = theme.area;
    context.stroke(shape);
    context.setLineDash([]);
    context.globalAlpha = 1;
  };

  /* The count of an area, in a square on its rim. */
  atlas.drawAreaLabel = function (context, x, y, count, theme) {
    const half = atlas.areaLabel;
    context.fillStyle = theme.land;
    context.strokeStyle = theme.area;
    context.fillRect(x - half, y - half, 2 * half, 2 * half);
    context.strokeRect(x - half, y - half, 2 * half, 2 * half);
    atlas.drawCount(context, x, y, count, theme.ink);
  };
  atlas.areaLabel = 9;

  atlas.drawSelection = function (context, x, y, radius, theme) {
    disc(context, x, y, radius + 4);
    context.lineWidth = 4;
    context.strokeStyle = theme.halo;
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = theme.select;
    context.stroke();
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
