// Price of one symbol with its round trips: bars where they are wide enough to be read, else the range and the close.
const barsFrom = 4;

class PriceChart {
  constructor(onpick) {
    const { tools, body } = panel("price");
    this.onpick = onpick;
    this.selected = null;
    this.symbols = [...data.prices.keys()].filter((symbol) => data.prices.get(symbol).time.length > 0);
    if (this.symbols.length === 0) {
      body.replaceChildren(emptyNote("No prices to draw: no event of the run had one."));
      return;
    }

    this.placeTrades();
    const host = make("div", { class: "chart" });
    this.picker = select("Symbol", this.symbols.map((symbol) => [symbol, symbol]), (symbol) => this.showSymbol(symbol));
    this.tradeLine = make("p", { class: "trade-line", "aria-live": "polite" });
    this.table = make("div");
    this.summary = make("p", { class: "summary" });
    body.replaceChildren(priceLegend(), host, this.tradeLine,
      chartHint("Bars follow each other without gaps: hours without trading take no room."), this.summary, this.table);
    this.symbol = this.symbols.find((symbol) => this.placed.has(symbol)) ?? this.symbols[0];
    this.pane = {
      share: 1,
      logarithmic: false,
      range: (first, last) => this.range(first, last),
      paint: (scale) => this.paint(scale),
      tick: (value, step) => number(value, Math.max(stepDecimals(step), Math.min(2, data.decimals.get(this.symbol).bar))),
      pick: (x, y) => this.pick(x, y),
      onpick: (trade) => this.select(trade),
    };
    this.chart = new Chart(host, this.content());
    tools.replaceChildren(this.picker.element, this.tradeButtons(), chartTools(this.chart, (on) => (this.pane.logarithmic = on)));
    this.showSymbol(this.symbol);
  }

  // Where each round trip lies among its symbol's points.
  placeTrades() {
    this.placed = new Map();
    for (const trade of data.trades) {
      const series = data.prices.get(trade.symbol);
      if (!series || series.time.length === 0) continue;
      if (!this.placed.has(trade.symbol)) this.placed.set(trade.symbol, []);
      this.placed.get(trade.symbol).push({
        trade, entry: indexAt(series.time, trade.entryTime), exit: indexAt(series.time, trade.exitTime),
      });
    }
  }

  get series() {
    return data.prices.get(this.symbol);
  }

  get trips() {
    return this.placed.get(this.symbol) ?? [];
  }

  content() {
    return {
      times: this.series.time,
      label: `Price of ${this.symbol} with ${counted(this.trips.length, "round trip")}. Arrow keys step through the bars, plus and minus zoom.`,
      readout: (index) => this.readout(index),
      panes: [this.pane],
    };
  }

  showSymbol(symbol) {
    this.symbol = symbol;
    this.picker.list.value = symbol;
    this.selected = null;
    this.chart.show(this.content());
    this.refreshText();
    this.table.replaceChildren(tableDisclosure(`Price of ${symbol} as a table`, () => priceTable(symbol)));
  }

  refreshText() {
    const { time, low, high, close } = this.series;
    const [lowest, highest] = extremes([low, high], 0, time.length - 1);
    this.summary.replaceChildren(...prose(`${this.symbol}: ${counted(time.length, "point")} from ${timeText(time[0])} to ${timeText(time[time.length - 1])}, `
      + `between ${barPrice(this.symbol, lowest)} and ${barPrice(this.symbol, highest)}, last ${barPrice(this.symbol, close[time.length - 1])}; `
      + `${counted(this.trips.length, "round trip")}.`));
    this.tradeLine.replaceChildren(...prose(this.selected
      ? tradeText(this.selected)
      : this.trips.length > 0 ? "Pick a marker, or a row of the list below, to see its round trip." : "No round trip in this symbol."));
    this.tradeLine.className = `trade-line ${this.selected ? tone(this.selected.pnl) : ""}`;
  }

  // Shows one round trip with some room around it; false where there is no price to show it on.
  show(trade) {
    if (!this.chart || !this.placed.has(trade.symbol)) return false;
    if (trade.symbol !== this.symbol) this.showSymbol(trade.symbol);
    const { entry, exit } = this.trips.find((trip) => trip.trade === trade);
    const room = Math.max(20, (exit - entry) * 0.75);
    this.chart.setView(entry - room, exit + room);
    this.select(trade);
    return true;
  }

  select(trade) {
    this.selected = trade;
    this.refreshText();
    this.chart.request();
    this.onpick(trade);
  }

  tradeButtons() {
    const step = (direction) => () => {
      const trips = this.trips;
      if (trips.length === 0) return;
      const at = trips.findIndex((trip) => trip.trade === this.selected);
      const next = at < 0 ? (direction > 0 ? 0 : trips.length - 1) : (at + direction + trips.length) % trips.length;
      this.show(trips[next].trade);
    };
    return make("div", { class: "buttons", role: "group", "aria-label": "Round trips of the symbol" },
      button("‹ Trade", "Previous round trip", step(-1)), button("Trade ›", "Next round trip", step(1)));
  }

  readout(index) {
    const { time, open, high, low, close } = this.series;
    const i = index ?? time.length - 1;
    const before = i > 0 ? close[i - 1] : open[i];
    const change = close[i] / before - 1;
    const price = (value) => barPrice(this.symbol, value);
    return [
      ["", timeText(time[i])], ["O", price(open[i])], ["H", price(high[i])], ["L", price(low[i])], ["C", price(close[i])],
      ["", signedPercent(change), tone(change)],
    ];
  }

  range(first, last) {
    const [low, high] = extremes([this.series.low, this.series.high], first, last);
    const prices = [low, high];
    for (const { trade, entry, exit } of this.trips) {
      if (entry >= first && entry <= last) prices.push(trade.entryPrice);
      if (exit >= first && exit <= last) prices.push(trade.exitPrice);
    }
    const [least, most] = extremes([prices], 0, prices.length - 1);
    // Room for the markers below and above.
    const room = (most - least) * 0.05;
    return [least - room > 0 ? least - room : least, most + room];
  }

  paint(scale) {
    if (scale.spacing >= barsFrom) paintBars(scale, this.series);
    else paintRange(scale, this.series);
    this.paintTrips(scale);
  }

  paintTrips(scale) {
    const { context, colors } = scale;
    const visible = this.trips.filter((trip) => trip.exit >= scale.first && trip.entry <= scale.last);
    const size = Math.min(6.5, Math.max(2.5, scale.right / visible.length * 1.2));
    this.marks = [];
    for (const trip of visible) {
      const { trade } = trip;
      const chosen = trade === this.selected;
      const from = { x: scale.x(trip.entry), y: scale.y(trade.entryPrice) };
      const to = { x: scale.x(trip.exit), y: scale.y(trade.exitPrice) };
      context.globalAlpha = this.selected && !chosen ? 0.4 : 1;
      context.strokeStyle = trade.pnl < 0 ? colors.loss : colors.gain;
      context.lineWidth = chosen ? 2.5 : 1.3;
      context.setLineDash(trade.pnl < 0 ? [4, 3] : []);
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
      context.setLineDash([]);
      const color = trade.side > 0 ? colors.long : colors.short;
      paintMark(scale, from, chosen ? 8 : size, trade.side, color, true);
      paintMark(scale, to, chosen ? 8 : size, -trade.side, color, false);
      this.marks.push({ ...from, trade }, { ...to, trade });
    }
    context.globalAlpha = 1;
  }

  pick(x, y) {
    let best = null;
    let nearest = 14;
    for (const mark of this.marks ?? []) {
      const distance = Math.hypot(mark.x - x, mark.y - y);
      if (distance < nearest) [nearest, best] = [distance, mark.trade];
    }
    return best;
  }
}

function priceLegend() {
  return make("p", { class: "legend" },
    make("span", {}, make("b", { class: "long" }, "▲"), " long entry"),
    make("span", {}, make("b", { class: "long" }, "▽"), " long exit"),
    make("span", {}, make("b", { class: "short" }, "▼"), " short entry"),
    make("span", {}, make("b", { class: "short" }, "△"), " short exit"),
    legendKey("line gain", "profit"), legendKey("dash loss", "loss"));
}

// A buy points up from below its price, a sell down from above; entries are filled, exits hollow.
function paintMark(scale, { x, y }, size, direction, color, filled) {
  const { context, colors } = scale;
  const base = y + direction * size * 1.8;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - size, base);
  context.lineTo(x + size, base);
  context.closePath();
  context.lineWidth = filled ? 1 : 1.6;
  context.fillStyle = filled ? color : colors.panel;
  context.strokeStyle = filled ? colors.panel : color;
  context.fill();
  context.stroke();
}

// Rising bars are hollow and falling ones filled, so that they differ without colour too.
function paintBars(scale, { open, high, low, close }) {
  const { context, colors, crisp } = scale;
  const pixel = 1 / window.devicePixelRatio;
  const width = Math.min(24, Math.max(pixel * 3, scale.spacing * 0.68));
  for (let i = scale.first; i <= scale.last; i++) {
    const rises = close[i] >= open[i];
    const color = rises ? colors.gainFill : colors.lossFill;
    const middle = crisp(scale.x(i));
    const left = crisp(middle - width / 2);
    const right = crisp(middle + width / 2) + pixel;
    const top = crisp(scale.y(Math.max(open[i], close[i])));
    const bottom = Math.max(top + pixel, crisp(scale.y(Math.min(open[i], close[i]))));
    context.fillStyle = color;
    const peak = crisp(scale.y(high[i]));
    context.fillRect(middle, peak, Math.max(1, pixel), crisp(scale.y(low[i])) - peak);
    context.fillRect(left, top, right - left, bottom - top);
    const inner = Math.max(1, pixel);
    if (rises && right - left > 3 * inner && bottom - top > 2 * inner) {
      context.fillStyle = colors.panel;
      context.fillRect(left + inner, top + inner, right - left - 2 * inner, bottom - top - 2 * inner);
    }
  }
}

function paintRange(scale, { high, low, close }) {
  const { context, colors } = scale;
  const width = Math.max(1, scale.spacing);
  context.fillStyle = colors.soft;
  context.globalAlpha = 0.35;
  for (let i = scale.first; i <= scale.last; i++) {
    const top = scale.y(high[i]);
    context.fillRect(scale.x(i) - width / 2, top, width, Math.max(1, scale.y(low[i]) - top));
  }
  context.globalAlpha = 1;
  paintLine(scale, close, colors.soft, 1.2);
}

function priceTable(symbol) {
  const series = data.prices.get(symbol);
  const figure = (title, name) => ({
    title, number: true, value: (i) => series[name][i], text: (i) => barPrice(symbol, series[name][i]),
  });
  return new DataTable({
    caption: `Price of ${symbol}`,
    rows: series.time.map((_, i) => i),
    pageSize: 25,
    sort: { column: 0, descending: false },
    columns: [
      { title: "Time", value: (i) => series.time[i], text: (i) => timeText(series.time[i]) },
      figure("Open", "open"), figure("High", "high"), figure("Low", "low"), figure("Close", "close"),
    ],
  });
}
