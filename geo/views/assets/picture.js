/* The buttons of a page for paper: the drawing as PNG, twice as sharp as the screen; and the browser's print. */
(function () {
  "use strict";

  const SCALE = 2;
  const at = (id) => document.getElementById(id);

  function save(blob, name) {
    const url = URL.createObjectURL(blob), link = document.createElement("a");
    link.href = url;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  async function png() {
    const drawing = at("picture"), { width, height } = drawing.viewBox.baseVal;
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(drawing));
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "conflict-atlas.png"), "image/png");
  }

  if (at("png")) at("png").addEventListener("click", png);
  at("print").addEventListener("click", () => window.print());
})();
