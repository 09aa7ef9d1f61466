// The header's line and the tiles of key figures.
function renderSubtitle() {
  const { summary, symbols, strategies } = data;
  const count = (list, one, many) =>
    list.length === 0 ? `no ${one}` : list.length <= 3 ? list.join(", ") : `${number(list.length)} ${many}`;
  byId("subtitle").replaceChildren(...prose([
    count(symbols, "symbol", "symbols"),
    count(strategies, "strategy", "strategies"),
    isKnown(summary.start) ? `${timeText(summary.start)} → ${timeText(summary.end)}` : "no events",
  ].join(" · ")));
}

function renderTiles() {
  const s = data.summary;
  const netPnl = s.finalEquity - s.initialCash;
  const won = isKnown(s.winRate) ? Math.round(s.winRate * s.trades) : null;
  const traded = data.symbolResults.reduce((sum, group) => sum + group.turnover, 0);
  const days = isKnown(s.start) ? (s.end - s.start) / 864e8 : null;
  const arrow = (value) => (tone(value) === "gain" ? "▲ " : tone(value) === "loss" ? "▼ " : "");
  // Label, value, remark, colour, class.
  const tiles = [
    ["Total return", arrow(s.totalReturn) + signedPercent(s.totalReturn), "of the initial cash", tone(s.totalReturn), "main"],
    ["Net P&L", signedMoney(netPnl),
      `${signedMoney(s.realizedPnl)} realized, ${signedMoney(s.unrealizedPnl)} open`, tone(netPnl), "main"],
    ["Final equity", money(s.finalEquity), `from ${money(s.initialCash)}`, "", "main"],
    ["Sharpe ratio", number(s.sharpe, 2), "annual, from daily returns", "", "main"],
    ["Sortino ratio", number(s.sortino, 2), "annual, downside only", "", "main"],
    ["Max drawdown", isKnown(s.maxDrawdown) ? signedPercent(-s.maxDrawdown) : missing, deepestText(), s.maxDrawdown > 0 ? "loss" : "", "main"],
    ["CAGR", signedPercent(s.cagr), "per year of 365 days", tone(s.cagr)],
    ["Calmar ratio", number(s.calmar, 2), "CAGR / max drawdown"],
    ["Win rate", percent(s.winRate, 1), won === null ? "no round trip" : `${number(won)} of ${counted(s.trades, "round trip")}`],
    ["Profit factor", number(s.profitFactor, 2), "gross profit / gross loss"],
    ["Expectancy", signedMoney(s.expectancy), "mean P&L of a round trip", tone(s.expectancy)],
    ["Round trips", number(s.trades), `${counted(s.fills, "fill")}, ${counted(s.refusedOrders, "order")} refused`],
    ["Exposure", percent(s.exposure, 1), "of the time with an open position"],
    ["Turnover", times(s.turnover), traded > 0 ? `the mean equity; ${money(traded)}` : "nothing traded"],
    ["Fees", money(s.fees), traded > 0 ? `${number(s.fees / traded * 1e4, 2)} bp of what was traded` : "nothing traded"],
    ["Bars", number(s.bars), "and other events processed"],
    ["Span", isKnown(s.start) ? `${dateText(s.start)} → ${dateText(s.end)}` : missing,
      days === null ? "no events" : days >= 365 ? `${number(days / 365.25, 1)} years` : duration(s.end - s.start), "", "span"],
  ];
  byId("tiles").replaceChildren(...tiles.map(([label, value, remark, color, kind]) =>
    make("div", { class: ["tile", kind ?? ""].join(" ").trim() },
      make("dt", {}, label),
      make("dd", { class: ["value", color ?? ""].join(" ").trim() }, value),
      make("dd", { class: "remark" }, remark))));
}

function deepestPoint() {
  const { drawdown } = data.equity;
  let deepest = -1;
  for (let i = 0; i < drawdown.length; i++)
    if (drawdown[i] > 0 && (deepest < 0 || drawdown[i] > drawdown[deepest])) deepest = i;
  return deepest;
}

function deepestText() {
  const deepest = deepestPoint();
  return deepest < 0 ? "never below its peak" : `on ${dateText(data.equity.time[deepest])}`;
}
