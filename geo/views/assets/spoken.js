/* What the map shows in a sentence, for those who do not see it: how many units have events, and which have the most. */
(function (atlas) {
  "use strict";

  const TOP = 3;

  /* The places or units with events: {n, top: the largest, [index, events], most first}. */
  function largest(n, total) {
    let held = 0;
    const top = [];
    for (let k = 0; k < n; k++) {
      if (!total[k]) continue;
      held++;
      if (top.length === TOP && total[k] <= top[TOP - 1][1]) continue;
      top.push([k, total[k]]);
      top.sort((one, other) => other[1] - one[1]);
      top.length = Math.min(top.length, TOP);
    }
    return { n: held, top };
  }

  atlas.spoken = function (layer) {
    const { words, lang } = layer.options, { drawn, data, look: { show } } = layer, way = layer.way();
    const { n, top } = way ? largest(way.units.n, way.units.total) : largest(drawn.n, drawn.total);
    if (!n) return words["spoken.nothing"];
    const name = (k) => (way ? show === "regions" && way.name(k) : data.name(drawn.place[k])) || "?";
    const said = { n, most: top[0][1], all: way ? way.units.total[0] : n };
    const named = () => top.map(([k, events]) => atlas.apart(name(k)) + words["said.colon"] + events.toLocaleString(lang)).join(", ");
    return words[`spoken.${show}`].replace(/{(\w+)}/g, (_, key) => (key === "top" ? named() : said[key].toLocaleString(lang)));
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
