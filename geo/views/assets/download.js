/* Files of exactly what is on screen, put together of what Python wrote (geo/views/export.py), value by value. */
(function (atlas) {
  "use strict";

  const CHUNK = 4096; // events whose text is made at a time

  function save(name, blob) {
    const url = URL.createObjectURL(blob);
    const link = atlas.make("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

  /* A cell of export.to_csv of a value's JSON: a spreadsheet is kept from taking a text for a formula. */
  const cell = {
    str: (json) => (json === "null" ? '""' : quoted(JSON.parse(json).replace(/^('*[=+\-@\t\r\n])/, "'$1"))),
    date: (json) => (json === "null" ? '""' : json),
    list: quoted,
    int: (json) => (json === "null" ? '""' : json),
    float: (json) => (json === "null" ? '""' : json),
  };

  /* A value as export.json_text writes it, with spaces. */
  const spaced = (value) => JSON.stringify(value, null, 1)
    .replace(/([[{])\n\s*/g, "$1").replace(/\n\s*([\]}])/g, "$1").replace(/,\n\s*/g, ", ");

  class Table {
    /* given: {geometry, time, columns}, geo.views.standalone; as: what each value's JSON is turned into, by column. */
    constructor({ geometry, time, columns }, as = () => undefined) {
      this.columns = Object.fromEntries(Object.entries(columns).map(([name, spec]) => [name, new atlas.Said(spec, as(name))]));
      this.parts = { geometry: new atlas.Said(geometry), time: new atlas.Said(time) };
    }

    /* What make says of events, in chunks. */
    async lines(events, make, between = "") {
      const out = [], all = [...Object.values(this.columns), ...Object.values(this.parts)];
      for (let at = 0; at < events.length; at += CHUNK) {
        const some = events.subarray(at, at + CHUNK);
        await Promise.all(all.map((column) => column.need(some)));
        out.push((at ? between : "") + Array.from(some, make).join(between));
      }
      return out;
    }

    features(events) {
      const { columns, parts: { geometry, time } } = this, named = Object.entries(columns);
      return this.lines(events, (i) => {
        const id = columns.event_id.at(i), told = named.map(([name, column]) => `"${name}": ${column.at(i)}`).join(", ");
        return `{"type": "Feature", ${id === "null" ? "" : `"id": ${id}, `}"geometry": ${geometry.at(i)}, "time": ${time.at(i)}, "properties": {${told}}}`;
      }, ",\n");
    }

    /* The distinct values of a column or part among events, as JSON. */
    async distinct(said, events) {
      await said.need(events);
      const out = new Set();
      for (const i of events) out.add(said.at(i));
      return [...out];
    }

    async words(name, events) {
      return (await this.distinct(this.columns[name], events)).map((json) => JSON.parse(json));
    }
  }

  /* West, south, east, north of points, each number as it is written. */
  function bounds(points) {
    const pairs = points.filter((json) => json !== "null").map((json) => json.match(/\[(.*), (.*)\]/).slice(1));
    const end = (k, sign) => pairs.map((pair) => pair[k])
      .reduce((best, each) => (sign * each < sign * best ? each : best));
    return pairs.length ? [end(0, 1), end(1, 1), end(0, -1), end(1, -1)] : null;
  }

  /* given: the page's head; events: indices in the table's order; filter: what was chosen. */
  atlas.geojson = async function (given, events, filter) {
    const table = new Table(given.files), members = new Table(given.members), everyone = Int32Array.from({ length: given.members.n }, (_, m) => m);
    const reports = new Set([...(await table.words("reports", events)).flat(), ...await table.words("report", events)]);
    await members.columns.report.need(everyone);
    const own = everyone.filter((m) => reports.has(JSON.parse(members.columns.report.at(m))));
    const [sources, licences] = await Promise.all(["source", "licence"].map(async (name) =>
      [...new Set([...await table.words(name, events), ...await members.words(name, own)].filter(Boolean))].sort()));
    const named = [...sources, ...licences].flatMap((value) => value.split(" · "));
    const attribution = Object.entries(given.about.owners)
      .filter(([owner]) => named.some((part) => part.startsWith(owner))).map(([, text]) => text);
    const metadata = { generator: given.about.generator, sources, licences, attribution,
      filter: { ...given.about.filter, ...filter }, ...given.disclosure, exported: new Date().toISOString().replace(/\.\d+Z$/, "Z") };
    const box = bounds(await table.distinct(table.parts.geometry, events));
    const mentions = (await atlas.json(given.mentions)).filter(([report]) => reports.has(report)).map(([, line]) => line);
    const list = (name, lines) => [`"${name}": [\n`, ...lines, "\n]"];
    return new Blob(['{\n"type": "FeatureCollection",\n', ...(box ? [`"bbox": [${box.join(", ")}],\n`] : []),
      `"metadata": ${spaced(metadata)},\n`, ...list("features", await table.features(events)), ",\n",
      ...list("mentioned_places", [mentions.join(",\n")]), ",\n", ...list("members", await members.features(own)), "\n}\n"],
    { type: "application/geo+json" });
  };

  atlas.csv = async function ({ files, kinds }, events) {
    const table = new Table(files, (name) => cell[kinds[name]]), named = Object.values(table.columns);
    const head = `${Object.keys(table.columns).map(quoted).join(",")}\n`;
    const lines = await table.lines(events, (i) => `${named.map((column) => column.at(i)).join(",")}\n`);
    return new Blob([head, ...lines], { type: "text/csv" });
  };

  atlas.save = save;
})(window.ConflictAtlas = window.ConflictAtlas || {});
