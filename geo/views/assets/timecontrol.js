/* The time slider under the map: histogram, two thumbs, a middle to drag, steps and play. */
(function (atlas) {
  "use strict";

  const DAY = 86400000;
  const STEPS = ["day", "week", "month", "year"];
  const BEAT = 350; // milliseconds a step when playing
  const CALM = 1200; // for who prefers reduced motion

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "class") element.className = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }
  atlas.make = make;

  /* "{n} events" or, where there is one and the words have it, "1 event". */
  atlas.say = function (words, key, n, lang) {
    const text = n === 1 && words[key + ".one"] ? words[key + ".one"] : words[key];
    return text.replace("{n}", n.toLocaleString(lang));
  };

  /* What a count of events says of those that no place or no day is known of. */
  atlas.unknowns = (counts, words, lang) => [["unlocated", "count.unlocated"], ["undated", "count.undated"]]
    .filter(([name]) => counts[name])
    .map(([name, key]) => atlas.say(words, key, counts[name], lang));

  /* Right-to-left words between marks that keep the order of what stands around them (as geo.views.labels.apart). */
  atlas.apart = (words) => (/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(words) ? `\u2068${words}\u2069` : words);

  /* Dates read day first: 1 Jul 2025. */
  atlas.locale = (lang) => (lang === "en" ? "en-GB" : lang);

  /* A date n months (or years) later, the day kept within the month. */
  function addMonths(iso, n) {
    const [year, month, day] = iso.split("-").map(Number);
    const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 + n, Math.min(day, last))).toISOString().slice(0, 10);
  }

  class TimeControl {
    constructor(layer, root, options) {
      Object.assign(this, { layer, root, words: options.words, lang: options.lang });
      this.timer = 0;
      this.build();
      this.format = new Intl.DateTimeFormat(atlas.locale(this.lang), { dateStyle: "medium", timeZone: "UTC" });
      layer.on("data", () => this.reset());
      layer.on("window", () => this.show());
      layer.on("paint", () => this.tell());
      this.resizer = new ResizeObserver(() => this.draw());
      this.resizer.observe(this.chart);
    }

    build() {
      const { words } = this;
      const button = (label, sign, act) => make("button", { type: "button", title: label, "aria-label": label, onclick: act }, sign);
      const range = (label, side) => make("input", { type: "range", class: "ca-" + side, min: 0, step: 1,
        "aria-label": label, oninput: () => this.slide(side, "move"), onchange: () => this.slide(side, "user") });
      this.player = button(words["time.play"], "▶", () => (this.timer ? this.pause() : this.play()));
      this.player.classList.add("ca-play");
      this.back = button(words["time.back"], "‹", () => this.shift(-1, "user"));
      this.forward = button(words["time.forward"], "›", () => this.shift(1, "user"));
      this.step = make("select", { "aria-label": words["time.step"] },
        ...STEPS.map((step) => make("option", { value: step }, words["time." + step])));
      this.step.value = "month";
      this.all = button(words["time.all"], words["time.all"], () => this.move(0, this.layer.data.ndays - 1, "user"));
      this.all.classList.add("ca-all");
      this.dates = make("output", { class: "ca-dates", "aria-live": "polite" });
      this.total = make("span", { class: "ca-total" });
      this.chart = make("canvas", { class: "ca-chart", role: "img", "aria-label": words["time.histogram"] });
      this.middle = make("div", { class: "ca-middle", title: words["time.shift"], onpointerdown: (e) => this.drag(e) });
      this.from = range(words["time.start"], "from");
      this.to = range(words["time.end"], "to");
      this.element = make("div", { class: "ca-time", role: "group", "aria-label": words["time.name"] },
        make("div", { class: "ca-bar" },
          make("span", { class: "ca-steps" },
            this.back, this.player, this.forward, this.step),
          this.dates, this.total, this.all),
        make("div", { class: "ca-track" }, this.chart, this.middle, this.from, this.to));
      for (const act of ["focusin", "focusout"]) this.element.addEventListener(act, ({ type, target }) => this.live(type === "focusin" && target));
    }

    reset() {
      const last = this.layer.data.ndays - 1;
      for (const input of [this.from, this.to]) input.max = last;
      this.bars = null;
      this.element.classList.toggle("ca-dateless", !this.layer.data.dated); // no day is known: there is nothing to choose from
      this.show();
    }

    /* A thumb was moved: the other one gives way, so that the window never turns over. */
    slide(side, by) {
      this.pause();
      const a = +this.from.value, b = +this.to.value;
      if (side === "from") this.move(a, Math.max(a, b), by); else this.move(Math.min(a, b), b, by);
    }

    move(a, b, by) {
      if (!this.layer.data) return;
      if (by === "user") this.pause(true);
      this.layer.setWindow(a, b, by);
    }

    drag(down) {
      const { layer } = this, width = this.chart.clientWidth, a = layer.a, b = layer.b, x = down.clientX;
      if (!layer.data || !width) return;
      this.pause();
      this.middle.setPointerCapture(down.pointerId);
      const to = (event, by) => {
        const shift = Math.round(((event.clientX - x) / width) * layer.data.ndays);
        const kept = Math.max(-a, Math.min(layer.data.ndays - 1 - b, shift));
        this.move(a + kept, b + kept, by);
      };
      const moved = (event) => to(event, "move");
      this.middle.addEventListener("pointermove", moved);
      this.middle.addEventListener("lostpointercapture", (event) => {
        this.middle.removeEventListener("pointermove", moved);
        to(event, "user");
      }, { once: true });
    }

    /* Shift the window by n steps of the calendar; false when there is no room left. */
    shift(n, by) {
      const { layer } = this, { data } = layer, unit = this.step.value;
      if (!data) return false;
      if (layer.isWhole()) return this.open(n, by);
      const moved = (day) => (unit === "day" ? day + n : unit === "week" ? day + 7 * n
        : data.day(addMonths(data.iso(day), n * (unit === "year" ? 12 : 1))));
      let a = moved(layer.a), b = moved(layer.b + 1) - 1;
      if (a < 0) [a, b] = [0, b - a];
      const last = data.ndays - 1, room = b <= last;
      if (!room) [a, b] = [a - (b - last), last];
      if (a === layer.a && b === layer.b) return false;
      this.move(Math.max(0, a), b, by);
      return room;
    }

    /* A step of a window that spans everything: one step's width at the near end. */
    open(n, by) {
      const { data } = this.layer, last = data.ndays - 1, unit = this.step.value;
      const days = { day: 1, week: 7 }[unit];
      const months = unit === "year" ? 12 : 1;
      if (n > 0) this.move(0, days ? days - 1 : data.day(addMonths(data.head.day0, months)) - 1, by);
      else this.move(days ? last - days + 1 : data.day(addMonths(data.iso(last + 1), -months)), last, by);
      return !this.layer.isWhole(); // a month of events has no room for a month's step
    }

    play() {
      if (!this.layer.data) return;
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (this.layer.b === this.layer.data.ndays - 1 && !this.layer.isWhole()) {
        this.move(0, this.layer.b - this.layer.a, "play");
      }
      this.timer = setInterval(() => { if (!this.shift(1, "play")) this.pause(); }, calm ? CALM : BEAT);
      this.playing(true);
    }

    /* Stopping is an act of its own: the window that play ended at is told then. */
    pause(quiet) {
      if (!this.timer) return;
      clearInterval(this.timer);
      this.timer = 0;
      this.playing(false);
      if (!quiet) this.layer.setWindow(this.layer.a, this.layer.b, "user");
    }

    playing(on) {
      const label = this.words[on ? "time.pause" : "time.play"];
      this.player.textContent = on ? "❚❚" : "▶";
      this.player.title = label;
      this.player.setAttribute("aria-label", label);
      this.live(document.activeElement);
      this.root.dataset.playing = String(on);
    }

    /* The window is spoken when it changes: not at every step of play, nor beside a thumb that speaks its own date. */
    live(focus) {
      const spoken = this.timer || focus === this.from || focus === this.to;
      this.dates.setAttribute("aria-live", spoken ? "off" : "polite");
    }

    say(day) { return this.format.format(new Date(this.layer.data.day0 + day * DAY)); }

    show() {
      const { layer } = this, { data, a, b } = layer;
      if (!data) return;
      for (const [input, day] of [[this.from, a], [this.to, b]]) {
        input.value = day;
        input.setAttribute("aria-valuetext", this.say(day));
      }
      this.dates.textContent = `${this.say(a)} – ${this.say(b)}`;
      this.all.disabled = layer.isWhole();
      // no "disabled": a button that has the focus would lose it
      this.back.setAttribute("aria-disabled", a === 0 && !layer.isWhole());
      this.forward.setAttribute("aria-disabled", b === data.ndays - 1 && !layer.isWhole());
      const share = 100 / data.ndays;
      this.middle.style.left = a * share + "%";
      this.middle.style.width = (b - a + 1) * share + "%";
      // the thumb on top is the one that can still move
      this.from.style.zIndex = a > data.ndays / 2 ? 4 : 3;
      this.to.style.zIndex = a > data.ndays / 2 ? 3 : 4;
      this.draw();
    }

    tell() {
      const { words, lang } = this, text = atlas.say(words, "map.events", this.layer.counts.visible, lang);
      this.total.textContent = [text, ...atlas.unknowns(this.layer.counts, words, lang)].join(", ");
    }

    draw() {
      const { layer, chart } = this, { data } = layer, theme = layer.theme, ratio = window.devicePixelRatio || 1;
      const width = chart.clientWidth, height = chart.clientHeight;
      if (!data || !width) return;
      if (chart.width !== Math.round(width * ratio)) this.bars = null;
      chart.width = Math.round(width * ratio);
      chart.height = Math.round(height * ratio);
      const pen = chart.getContext("2d"), bins = Math.max(1, Math.min(width >> 2, data.ndays)), base = height - 13;
      pen.font = "10px system-ui, sans-serif";
      if (!this.bars) Object.assign(this, { bars: data.histogram(bins), ticks: this.years(pen, width) });
      const top = Math.max(...this.bars, 1e-9), each = width / bins;
      pen.scale(ratio, ratio);
      this.bars.forEach((value, k) => {
        const day = ((k + 0.5) * data.ndays) / bins, tall = value > 0 ? Math.max(1.5, (base - 2) * Math.sqrt(value / top)) : 0;
        pen.fillStyle = day >= layer.a && day <= layer.b + 1 ? theme.ink : theme.region;
        pen.fillRect(k * each, base - tall, Math.max(1, each - 1), tall);
      });
      pen.fillStyle = theme.label;
      pen.textBaseline = "bottom";
      pen.fillRect(0, base, width, 0.5);
      for (const [x, text] of this.ticks) {
        pen.fillRect(x, base, 1, 3);
        pen.fillText(text, x + 2, base + 13);
      }
    }

    /* Years (or months, where there are few) along the foot: where, and their words; the same at every step. */
    years(pen, width) {
      const { data } = this.layer, first = data.iso(0), months = data.ndays < 800 ? (data.ndays < 200 ? 1 : 3) : 12;
      const format = new Intl.DateTimeFormat(atlas.locale(this.lang),
        months < 12 ? { month: "short", year: "2-digit", timeZone: "UTC" } : { year: "numeric", timeZone: "UTC" });
      const ticks = [];
      let free = 0;
      for (let iso = first.slice(0, months < 12 ? 7 : 4) + (months < 12 ? "-01" : "-01-01"); ; iso = addMonths(iso, months)) {
        const day = data.day(iso), x = (day * width) / data.ndays;
        if (day >= data.ndays) break;
        if (x < free) continue;
        const text = format.format(new Date(iso + "T00:00:00Z"));
        const wide = pen.measureText(text).width;
        if (x + wide > width) break;
        ticks.push([x, text]);
        free = x + wide + 12;
      }
      return ticks;
    }

    remove() {
      this.pause(true);
      this.resizer.disconnect();
      this.element.remove();
    }
  }

  atlas.TimeControl = TimeControl;
})(window.ConflictAtlas = window.ConflictAtlas || {});
