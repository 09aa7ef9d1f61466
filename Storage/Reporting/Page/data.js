// The embedded data: columns, with times as differences to the last known one (see ReportJson.cs). A null becomes NaN
// in columns that are drawn, which canvas paths and comparisons pass over.
const data = readData(JSON.parse(byId("data").textContent));

function readData(raw) {
  const column = (values) => values.map((value) => (value === null ? NaN : value));
  const timeColumn = (differences) => {
    let time = 0;
    return differences.map((difference) => (difference === null ? NaN : (time += difference)));
  };
  const equity = {
    time: timeColumn(raw.equity.time),
    equity: column(raw.equity.equity),
    low: column(raw.equity.low),
    high: column(raw.equity.high),
    drawdown: column(raw.equity.drawdown),
    exposure: column(raw.equity.exposure),
  };
  const prices = new Map(raw.symbols.map((symbol, i) => {
    const series = raw.prices[i] ?? { time: [], open: [], high: [], low: [], close: [] };
    return [symbol, {
      time: timeColumn(series.time),
      open: column(series.open),
      high: column(series.high),
      low: column(series.low),
      close: column(series.close),
    }];
  }));
  const trades = readTrades(raw.trades, timeColumn, raw.tradesLeftOut);
  const columns = [equity.time, [raw.summary.start, raw.summary.end]];
  for (const series of prices.values()) columns.push(series.time);
  columns.push(trades.map((trade) => trade.entryTime), trades.map((trade) => trade.exitTime));
  clock.resolution = resolutionOf(columns);
  return { ...raw, equity, prices, trades, decimals: decimalsBySymbol(prices, trades) };
}

function readTrades(raw, timeColumn, leftOut) {
  const entryTime = timeColumn(raw.entryTime);
  const exitTime = timeColumn(raw.exitTime);
  return raw.pnl.map((pnl, i) => ({
    number: leftOut + i + 1,
    symbol: raw.names[raw.symbol[i]],
    strategy: raw.names[raw.strategy[i]],
    side: raw.side[i],
    quantity: raw.quantity[i],
    entryTime: entryTime[i],
    entryPrice: raw.entryPrice[i],
    exitTime: exitTime[i],
    exitPrice: raw.exitPrice[i],
    fees: raw.fees[i],
    pnl,
    return: pnl / Math.abs(raw.entryPrice[i] * raw.quantity[i] * raw.multiplier[i]),
    duration: exitTime[i] - entryTime[i],
  }));
}

// Bars and fills have their own decimals: slippage makes finer prices than the exchange's ticks.
function decimalsBySymbol(prices, trades) {
  const fills = new Map();
  for (const trade of trades) {
    if (!fills.has(trade.symbol)) fills.set(trade.symbol, []);
    fills.get(trade.symbol).push(trade.entryPrice, trade.exitPrice);
  }
  const decimals = new Map();
  for (const symbol of new Set([...prices.keys(), ...fills.keys()])) {
    const series = prices.get(symbol);
    const bars = series ? series.open.concat(series.close) : [];
    const bar = priceDecimals(bars.length > 0 ? bars : fills.get(symbol) ?? []);
    const fill = fills.has(symbol) ? priceDecimals(fills.get(symbol)) : bar;
    decimals.set(symbol, { bar, fill: Math.min(bar + 2, Math.max(bar, fill)) });
  }
  return decimals;
}

const barPrice = (symbol, value) => number(value, data.decimals.get(symbol)?.bar ?? 2);
const fillPrice = (symbol, value) => number(value, data.decimals.get(symbol)?.fill ?? 2);
const sideText = (trade) => (trade.side > 0 ? "▲ Long" : "▼ Short");

function tradeText(trade) {
  return `Trade ${number(trade.number)}: ${sideText(trade)} ${quantity(trade.quantity)} · `
    + `${timeText(trade.entryTime)} at ${fillPrice(trade.symbol, trade.entryPrice)} → `
    + `${timeText(trade.exitTime)} at ${fillPrice(trade.symbol, trade.exitPrice)} · `
    + `${signedMoney(trade.pnl)} (${signedPercent(trade.return)}) in ${duration(trade.duration)}`;
}
