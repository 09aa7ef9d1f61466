// Equity, drawdown and exposure on one time axis. A point stands for a stretch of the run: the line is the equity at its
// end, the band its lowest and highest, so that no spike is lost.
function renderEquity() {
  const { tools, body } = panel("equity");
  const { equity } = data;
  if (equity.time.length === 0) return body.replaceChildren(emptyNote("No equity to draw: the run had no events."));
  const equityPane = {
    title: "Equity",
    share: 0.6,
    logarithmic: false,
    range: (first, last) => extremes([equity.low, equity.high, equity.equity], first, last),
    paint: paintEquity,
    tick: axisAmount,
  };
  const host = make("div", { class: "chart tall" });
  body.replaceChildren(
    make("p", { class: "legend" },
      legendKey("line accent", "equity"), legendKey("band accent", "lowest to highest within a point"),
      legendKey("dash soft", "initial cash"), legendKey("band loss", "drawdown from the peak"),
      legendKey("band soft", "gross exposure")),
    host);
  const chart = new Chart(host, {
    times: equity.time,
    label: "Equity, drawdown and exposure over time. Arrow keys step through the points, plus and minus zoom.",
    readout: equityReadout,
    panes: [
      equityPane,
      {
        title: "Drawdown",
        share: 0.22,
        range: (first, last) => [-Math.max(1e-4, extremes([equity.drawdown], first, last)[1]), 0],
        paint: paintDrawdown,
        tick: axisPercent,
      },
      {
        title: "Gross exposure, share of equity",
        share: 0.18,
        range: (first, last) => {
          const [low, high] = extremes([equity.exposure], first, last);
          return [Math.min(0, low), Math.max(0.01, high)];
        },
        paint: paintExposure,
        tick: axisPercent,
      },
    ],
  });
  tools.replaceChildren(chartTools(chart, (on) => (equityPane.logarithmic = on)));
  body.append(
    chartHint("The time axis counts points: hours without events take no room."),
    make("p", { class: "summary", id: "equity-summary" }),
    tableDisclosure("Equity as a table", equityTable));
  return chart;
}

function legendKey(kind, text) {
  return make("span", {}, make("i", { class: `key ${kind}`, "aria-hidden": "true" }), text);
}

function equityReadout(index) {
  const { equity } = data;
  const i = index ?? equity.time.length - 1;
  const change = equity.equity[i] / data.summary.initialCash - 1;
  return [
    ["", timeText(equity.time[i])],
    ["Equity", money(equity.equity[i])],
    ["Return", signedPercent(change), tone(change)],
    ["Lowest", money(equity.low[i])],
    ["Highest", money(equity.high[i])],
    ["Drawdown", signedPercent(-equity.drawdown[i]), equity.drawdown[i] > 0 ? "loss" : ""],
    ["Gross exposure", percent(equity.exposure[i], 1)],
  ];
}

function paintEquity(scale) {
  const { equity } = data;
  const { context, colors } = scale;
  paintBand(scale, () => scale.value(scale.bottom), (i) => equity.equity[i], colors.accent, 0.07);
  paintBand(scale, (i) => equity.low[i], (i) => equity.high[i], colors.accent, 0.35, 1);
  const start = scale.crisp(scale.y(data.summary.initialCash)) + 0.5 / window.devicePixelRatio;
  context.strokeStyle = colors.soft;
  context.lineWidth = 1;
  context.setLineDash([6, 4]);
  context.beginPath();
  context.moveTo(scale.left, start);
  context.lineTo(scale.right, start);
  context.stroke();
  context.setLineDash([]);
  paintLine(scale, equity.equity, colors.accent, 1.6);
}

function paintDrawdown(scale) {
  const { drawdown } = data.equity;
  const { context, colors } = scale;
  const below = drawdown.map((value) => -value);
  paintBand(scale, (i) => below[i], () => 0, colors.lossFill, 0.28);
  paintLine(scale, below, colors.lossFill, 1.2);
  const deepest = deepestPoint();
  if (deepest < scale.first || deepest > scale.last) return;
  const [x, y] = [scale.x(deepest), scale.y(below[deepest])];
  const label = signedPercent(below[deepest]);
  const width = context.measureText(label).width;
  context.fillStyle = colors.loss;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 7);
  context.fill();
  context.textAlign = "left";
  context.fillText(label, x + 8 + width < scale.right ? x + 8 : x - 8 - width, Math.min(y, scale.bottom - 9));
}

function paintExposure(scale) {
  const { exposure } = data.equity;
  paintBand(scale, () => 0, (i) => exposure[i], scale.colors.soft, 0.3);
  paintLine(scale, exposure, scale.colors.soft, 1);
}

function showEquitySummary() {
  const { equity, summary } = data;
  const last = equity.time.length - 1;
  const [low, high] = extremes([equity.low, equity.high], 0, last);
  const deepest = deepestPoint();
  byId("equity-summary").replaceChildren(...prose(`From ${money(summary.initialCash)} to ${money(equity.equity[last])}, between ${money(low)} and ${money(high)}. `
    + (deepest < 0
      ? "Equity was never below its peak."
      : `Deepest drawdown ${percent(equity.drawdown[deepest])}, ${timeText(equity.time[deepest])}.`)));
}

function equityTable() {
  const { equity } = data;
  const figure = (title, name, show) => ({
    title, number: true, value: (i) => equity[name][i], text: (i) => show(equity[name][i]),
  });
  return new DataTable({
    caption: "Equity, drawdown and exposure",
    rows: equity.time.map((_, i) => i),
    pageSize: 25,
    sort: { column: 0, descending: false },
    columns: [
      { title: "Time", value: (i) => equity.time[i], text: (i) => timeText(equity.time[i]) },
      figure("Equity", "equity", money), figure("Lowest", "low", money), figure("Highest", "high", money),
      figure("Drawdown", "drawdown", (value) => signedPercent(-value)), figure("Exposure", "exposure", (value) => percent(value, 1)),
    ],
  });
}
