/* Streamlit's own words (menus, hints, tool tips) in the reader's language, for which it has no setting. What stands
   in data, in cells and in what the page itself says is left alone. */
(function (atlas) {
  "use strict";

  const OURS = ".ca-root, [data-testid=stHtml], [role=grid], [role=option], textarea, style, script";
  const NAMES = "aria-label title placeholder".split(" ");
  const literal = (words) => words.replace(/[.*+?^$|()[\]\\]/g, "\\$&");

  /* pairs: [Streamlit's words, or what they became in another language; the words], "{0}" stands for anything. */
  function translator(pairs) {
    const exact = new Map(pairs), forms = pairs.filter(([from]) => from.includes("{")).map(([from, to]) =>
      [new RegExp(`^${literal(from).replace(/\{\d\}/g, "(.+?)")}$`), to]);
    return (words) => {
      if (exact.has(words)) return exact.get(words);
      for (const [form, to] of forms) {
        const found = form.exec(words);
        if (found) return to.replace(/\{(\d)\}/g, (_, k) => found[+k + 1]);
      }
      return null;
    };
  }

  function turn(node, say) {
    if (node.nodeType === Node.TEXT_NODE) {
      const told = node.data.trim() && say(node.data.trim());
      if (told) node.data = told;
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(OURS)) {
      for (const name of NAMES) {
        const told = node.hasAttribute(name) && say(node.getAttribute(name));
        if (told) node.setAttribute(name, told);
      }
      node.childNodes.forEach((each) => turn(each, say));
    }
  }

  atlas.foreign = function (pairs) {
    const say = translator(pairs);
    const outside = (node) => !(node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest(OURS);
    if (atlas.watching) atlas.watching.disconnect(); // of a map in another language, whose script was another one
    atlas.watching = new MutationObserver((records) => {
      for (const { type, target, addedNodes } of records) {
        if (!outside(target)) continue;
        if (type === "childList") addedNodes.forEach((each) => turn(each, say)); else turn(target, say);
      }
    });
    turn(document.body, say);
    atlas.watching.observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: NAMES });
  };
})(window.ConflictAtlas = window.ConflictAtlas || {});
