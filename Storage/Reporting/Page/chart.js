// A canvas chart of one or more panes over a common time axis. Point i takes the stretch from i − ½ to i + ½.
// What a chart shows is its content: {
//   times, label, readout: index | null => [[name, value, class]],
//   panes: [{ title, share, range: (first, last) => [low, high], paint: scale => …, tick: (value, step, narrow) => text,
//             logarithmic, markers, pick: (x, y) => item, onpick: item => … }] }
const charts = [];
const leastPoints = 8;

class Chart {
  constructor(host, content) {
    this.readout = make("p", { class: "readout" });
    this.spoken = make("p", { class: "unseen", "aria-live": "polite" });
    this.canvas = make("canvas");
    this.surface = make("div", {
      class: "surface", tabindex: "0", role: "application", "aria-roledescription": "chart", "aria-label": content.label,
    }, this.canvas);
    host.append(this.readout, this.surface, this.spoken);
    this.context = this.canvas.getContext("2d");
    this.cursor = null;
    this.selection = null;
    this.frame = 0;
    addGestures(this);
    this.show(content);
    new ResizeObserver(() => this.resize()).observe(this.surface);
    charts.push(this);
  }

  show(content) {
    this.content = content;
    this.surface.setAttribute("aria-label", content.label);
    this.levels = boundaryLevels(content.times);
    this.cursor = null;
    this.selection = null;
    this.reset();
    this.refreshReadout();
  }

  get count() {
    return this.content.times.length;
  }

  get span() {
    return this.to - this.from;
  }

  get isZoomed() {
    return this.span < this.count - 1e-6;
  }

  get plotBottom() {
    return this.height - this.em * 2;
  }

  reset() {
    this.setView(-0.5, this.count - 0.5);
  }

  setView(from, to) {
    const span = Math.min(this.count, Math.max(Math.min(leastPoints, this.count), to - from));
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(middle - span / 2, -0.5), this.count - 0.5 - span);
    this.to = this.from + span;
    this.surface.classList.toggle("zoomed", this.isZoomed);
    this.onview?.();
    this.request();
  }

  // Factor below 1 shows less; the point at the given place stays where it is.
  zoom(factor, at = (this.from + this.to) / 2) {
    const span = Math.min(this.count, Math.max(Math.min(leastPoints, this.count), this.span * factor));
    const from = at - (at - this.from) * (span / this.span);
    this.setView(from, from + span);
  }

  pan(points) {
    this.setView(this.from + points, this.to + points);
  }

  setCursor(index, y = null) {
    this.cursor = index === null || this.count === 0
      ? null
      : { index: Math.min(this.count - 1, Math.max(0, Math.round(index))), y };
    this.refreshReadout();
    this.request();
  }

  refreshReadout() {
    const entries = this.content.readout(this.cursor?.index ?? null);
    this.readout.replaceChildren(...entries.map(([name, value, color]) =>
      make("span", {}, name ? make("span", { class: "name" }, name) : null, make("b", { class: color || null }, value))));
  }

  // Says the point under the cursor; only for the keyboard, since a moving mouse would never be silent.
  speak() {
    this.spoken.textContent = this.content.readout(this.cursor?.index ?? null).map(([name, value]) => `${name} ${value}`).join(", ");
  }

  request() {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.draw());
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.surface;
    const density = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    this.width = width;
    this.height = height;
    this.draw();
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (!this.width || this.count === 0) return;
    const { context } = this;
    this.colors = palette();
    this.density = this.canvas.width / this.width;
    context.setTransform(this.density, 0, 0, this.density, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    const { fontFamily, fontSize } = getComputedStyle(this.surface);
    this.em = parseFloat(fontSize) * 0.8;
    context.font = `${this.em}px ${fontFamily}`;
    context.textBaseline = "middle";
    const scales = this.layout();
    this.scales = scales;
    const labels = timeLabels(this.content.times, this.levels, scales[0].first, scales[0].last, scales[0].x, this.em * 6.8);
    for (const scale of scales) this.drawPane(scale, labels);
    this.drawTimes(labels);
    if (this.selection) this.drawSelection();
    if (this.cursor) this.drawCursor();
  }

  layout() {
    const { context } = this;
    const first = Math.max(0, Math.floor(this.from + 0.5));
    const last = Math.min(this.count - 1, Math.ceil(this.to - 0.5));
    const narrow = this.width < 640;
    const bottom = this.plotBottom;
    const heads = this.content.panes.map((pane) => (pane.title ? this.em * 1.8 : 0));
    const room = bottom - heads.reduce((sum, head) => sum + head, 0);
    let top = 0;
    const scales = this.content.panes.map((pane, i) => {
      top += heads[i];
      const height = Math.floor(room * pane.share);
      let [low, high] = pane.range(first, last);
      if (!(high >= low)) [low, high] = [0, 1];
      if (high === low) [low, high] = [low - (Math.abs(low) || 1) * 0.01, high + (Math.abs(high) || 1) * 0.01];
      const logarithmic = Boolean(pane.logarithmic) && low > 0;
      const ticks = valueTicks(low, high, Math.floor(height / (this.em * 3.5)), logarithmic);
      const labels = ticks.values.map((value) => pane.tick(value, ticks.step, narrow));
      const scale = { pane, context, first, last, top, bottom: top + height, ticks, labels, narrow };
      const to = (value) => (logarithmic ? Math.log(value) : value);
      const unit = (height - 14) / (to(high) - to(low));
      scale.y = (value) => scale.bottom - 7 - (to(value) - to(low)) * unit;
      scale.value = (y) => {
        const moved = to(low) + (scale.bottom - 7 - y) / unit;
        return logarithmic ? Math.exp(moved) : moved;
      };
      top += height;
      return scale;
    });
    const widest = Math.max(...scales.flatMap((scale) => scale.labels.map((label) => context.measureText(label).width)));
    this.plotWidth = Math.max(40, this.width - widest - 16);
    const spacing = this.plotWidth / this.span;
    for (const scale of scales)
      Object.assign(scale, {
        spacing, left: 0, right: this.plotWidth, colors: this.colors,
        x: (index) => (index - this.from) * spacing,
        crisp: (value) => Math.round(value * this.density) / this.density,
      });
    return scales;
  }

  drawPane(scale, labels) {
    const { context, colors } = this;
    const pixel = 1 / this.density;
    context.save();
    context.fillStyle = colors.grid;
    for (const label of labels) {
      context.globalAlpha = label.level >= boundaries.day ? 1 : 0.6;
      context.fillRect(scale.crisp(label.at), scale.top, pixel, scale.bottom - scale.top);
    }
    context.globalAlpha = 1;
    for (const value of scale.ticks.values)
      context.fillRect(0, scale.crisp(scale.y(value)), this.plotWidth, pixel);
    context.beginPath();
    context.rect(0, scale.top, this.plotWidth, scale.bottom - scale.top);
    context.clip();
    scale.pane.paint(scale);
    context.restore();
    context.fillStyle = colors.line;
    context.fillRect(this.plotWidth, scale.top, pixel, scale.bottom - scale.top);
    context.fillRect(0, scale.bottom, this.plotWidth, pixel);
    context.fillStyle = colors.soft;
    context.textAlign = "left";
    scale.labels.forEach((label, i) => context.fillText(label, this.plotWidth + 8, scale.y(scale.ticks.values[i])));
    if (scale.pane.title) context.fillText(scale.pane.title, 0, scale.top - this.em * 0.8);
  }

  drawTimes(labels) {
    const { context, colors } = this;
    context.fillStyle = colors.soft;
    context.textAlign = "left";
    for (const label of labels) {
      const width = context.measureText(label.text).width;
      const at = Math.min(Math.max(0, label.at - width / 2), this.plotWidth - width);
      context.fillText(label.text, at, this.height - this.em * 0.9);
    }
  }

  drawSelection() {
    const { context, colors } = this;
    const x = this.scales[0].x;
    const [a, b] = [x(this.selection.from), x(this.selection.to)];
    context.globalAlpha = 0.18;
    context.fillStyle = colors.accent;
    context.fillRect(Math.min(a, b), 0, Math.abs(b - a), this.plotBottom);
    context.globalAlpha = 1;
  }

  drawCursor() {
    const { context, colors } = this;
    const { index, y } = this.cursor;
    const at = this.scales[0].crisp(this.scales[0].x(index)) + 0.5 / this.density;
    if (at < 0 || at > this.plotWidth) return;
    context.save();
    context.strokeStyle = colors.soft;
    context.lineWidth = 1 / this.density;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(at, 0);
    context.lineTo(at, this.plotBottom);
    const scale = y === null ? undefined : this.scales.find((pane) => y >= pane.top && y <= pane.bottom);
    if (scale) {
      const row = scale.crisp(y) + 0.5 / this.density;
      context.moveTo(0, row);
      context.lineTo(this.plotWidth, row);
    }
    context.stroke();
    context.setLineDash([]);
    if (scale) {
      const label = scale.pane.tick(scale.value(y), scale.ticks.step / 10, scale.narrow);
      this.drawTag(label, this.plotWidth + 2, y, colors.panel, colors.ink, 5);
    }
    const label = timeText(this.content.times[index]);
    const width = context.measureText(label).width + 10;
    this.drawTag(label, Math.min(Math.max(0, at - width / 2), this.plotWidth - width), this.height - this.em * 0.9, colors.panel, colors.ink, 5);
    context.restore();
  }

  drawTag(text, x, y, ink, ground, padding) {
    const { context } = this;
    context.textAlign = "left";
    context.fillStyle = ground;
    context.fillRect(x, y - this.em * 0.8, context.measureText(text).width + padding * 2, this.em * 1.6);
    context.fillStyle = ink;
    context.fillText(text, x + padding, y);
  }
}

// The page's colours, read where light and dark are decided.
const colorNames = [
  "panel", "ink", "soft", "line", "grid", "accent", "gain", "loss", "gain-fill", "loss-fill", "long", "short",
];
let colorCache = null;

function palette() {
  if (colorCache) return colorCache;
  const probe = make("i", { hidden: true });
  document.body.append(probe);
  colorCache = Object.fromEntries(colorNames.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name.replace("-f", "F"), getComputedStyle(probe).color];
  }));
  probe.remove();
  return colorCache;
}

function redrawCharts() {
  colorCache = null;
  for (const chart of charts) chart.draw();
}

// Times have another reading: labels, readouts and boundaries of days follow.
function retimeCharts() {
  for (const chart of charts) {
    chart.levels = boundaryLevels(chart.content.times);
    chart.refreshReadout();
    chart.draw();
  }
}

// The lowest and highest of some columns within a stretch; NaN is passed over.
function extremes(columns, first, last) {
  let low = Infinity;
  let high = -Infinity;
  for (const column of columns)
    for (let i = first; i <= last; i++) {
      if (column[i] < low) low = column[i];
      if (column[i] > high) high = column[i];
    }
  return [low, high];
}

// A filled band between two columns, with an edge where a spike would be too thin to be seen.
function paintBand(scale, lows, highs, color, opacity, edge = 0) {
  const { context } = scale;
  context.beginPath();
  for (let i = scale.first; i <= scale.last; i++) context.lineTo(scale.x(i), scale.y(highs(i)));
  for (let i = scale.last; i >= scale.first; i--) context.lineTo(scale.x(i), scale.y(lows(i)));
  context.closePath();
  context.globalAlpha = opacity;
  context.fillStyle = color;
  context.fill();
  if (edge > 0) {
    context.strokeStyle = color;
    context.lineWidth = edge;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintLine(scale, column, color, width) {
  const { context } = scale;
  if (scale.first === scale.last) {
    context.fillStyle = color;
    context.beginPath();
    context.arc(scale.x(scale.first), scale.y(column[scale.first]), 3, 0, 7);
    context.fill();
    return;
  }
  context.beginPath();
  for (let i = scale.first; i <= scale.last; i++) context.lineTo(scale.x(i), scale.y(column[i]));
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.stroke();
}
