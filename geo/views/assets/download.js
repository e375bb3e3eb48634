/* Files of exactly what is on screen, cut out of what Python wrote (geo/views/export.py). */
(function (atlas) {
  "use strict";

  function save(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = atlas.make("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  const joined = (lines) => `[\n${lines.join(",\n")}\n]`;

  /* given: {generator, owners, filter, features, mentions, members}; rows: the events on screen, in the table's order;
     disclosure: {profile, withheld}, where something is. */
  atlas.geojson = function (given, rows, filter, disclosure) {
    const lines = rows.map((row) => given.features[row]), features = lines.map((line) => JSON.parse(line));
    const reports = new Set(features.flatMap(({ properties }) => [...properties.reports, properties.report]));
    const points = features.filter((each) => each.geometry).map((each) => each.geometry.coordinates);
    const members = given.members.filter((line) => reports.has(JSON.parse(line).properties.report));
    const all = [...features, ...members.map((line) => JSON.parse(line))].map(({ properties }) => properties);
    const [sources, licences] = ["source", "licence"].map((name) =>
      [...new Set(all.map((each) => each[name]).filter(Boolean))].sort());
    const named = [...sources, ...licences].flatMap((value) => value.split(" · "));
    const attribution = Object.entries(given.owners)
      .filter(([owner]) => named.some((part) => part.startsWith(owner))).map(([, text]) => text);
    const head = { type: "FeatureCollection" };
    if (points.length) {
      const [lon, lat] = [0, 1].map((k) => points.map((point) => point[k]));
      head.bbox = [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
    }
    const asked = { ...given.filter, ...filter };
    head.metadata = { generator: given.generator, sources, licences, attribution, filter: asked, ...disclosure,
      exported: new Date().toISOString().replace(/\.\d+Z$/, "Z") };
    const mentions = given.mentions.filter((mention) => reports.has(mention.report)).map((each) => JSON.stringify(each));
    const parts = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    parts.push(`"features": ${joined(lines)}`, `"mentioned_places": ${joined(mentions)}`, `"members": ${joined(members)}`);
    return `{\n${parts.join(",\n")}\n}\n`;
  };

  atlas.csv = (records, rows) => records[0] + rows.map((row) => records[row + 1]).join("");

  atlas.save = save;
})(window.ConflictAtlas = window.ConflictAtlas || {});
