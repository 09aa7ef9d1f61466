// The list of round trips: filters, sorting, pages. A row shows its round trip on the price chart.
class TradeList {
  constructor(onpick) {
    const { body } = panel("trades");
    this.selected = null;
    if (data.trades.length === 0) {
      body.replaceChildren(emptyNote("No round trip: nothing was opened and closed again."));
      return;
    }

    this.filter = { symbol: "", strategy: "", side: "", outcome: "" };
    this.total = make("p", { class: "summary", "aria-live": "polite" });
    this.table = new DataTable({
      caption: "Round trips",
      columns: this.columns(onpick),
      rows: data.trades,
      pageSize: 25,
      sort: { column: 0, descending: true },
      rowClass: (trade) => (trade === this.selected ? "chosen" : ""),
      onrow: onpick,
    });
    body.replaceChildren(...leftOutNote(), this.filters(), this.total, this.table.element);
    this.apply();
  }

  columns(onpick) {
    const figure = (title, value, text, colored, hint) => ({
      title, hint, number: true, value, text, tone: colored ? (trade) => tone(value(trade)) : undefined,
    });
    return [
      {
        title: "No.", hint: "Number of the round trip; press one to see it on the price chart",
        value: (t) => t.number,
        text: (t) => button(number(t.number), `Show round trip ${number(t.number)} on the price chart`, () => onpick(t), { class: "link" }),
      },
      { title: "Symbol", value: (t) => t.symbol, text: (t) => t.symbol },
      { title: "Strategy", value: (t) => t.strategy, text: (t) => t.strategy },
      { title: "Side", value: (t) => t.side, text: sideText, tone: (t) => (t.side > 0 ? "long" : "short") },
      figure("Quantity", (t) => t.quantity, (t) => quantity(t.quantity)),
      { title: "Entry", value: (t) => t.entryTime, text: (t) => timeText(t.entryTime) },
      figure("Entry price", (t) => t.entryPrice, (t) => fillPrice(t.symbol, t.entryPrice)),
      { title: "Exit", value: (t) => t.exitTime, text: (t) => timeText(t.exitTime) },
      figure("Exit price", (t) => t.exitPrice, (t) => fillPrice(t.symbol, t.exitPrice)),
      figure("P&L", (t) => t.pnl, (t) => signedMoney(t.pnl), true, "Profit or loss after fees"),
      figure("Return", (t) => t.return, (t) => signedPercent(t.return), true, "P&L / value at entry"),
      figure("Fees", (t) => t.fees, (t) => money(t.fees)),
      figure("Duration", (t) => t.duration, (t) => duration(t.duration)),
    ];
  }

  filters() {
    const names = (key) => [...new Set(data.trades.map((trade) => trade[key]))].sort().map((name) => [name, name]);
    const field = (label, key, options) => select(label, [["", "All"], ...options], (value) => {
      this.filter[key] = value;
      this.apply();
    });
    const fields = [
      field("Symbol", "symbol", names("symbol")),
      field("Strategy", "strategy", names("strategy")),
      field("Side", "side", [["1", "Long"], ["-1", "Short"]]),
      field("Outcome", "outcome", [["gain", "Winners"], ["loss", "Losers"], ["even", "Break-even"]]),
    ];
    const clear = button("Clear", "Show all round trips", () => {
      for (const { list } of fields) list.value = "";
      for (const key of Object.keys(this.filter)) this.filter[key] = "";
      this.apply();
    });
    return make("div", { class: "filters", role: "group", "aria-label": "Filters" }, ...fields.map((one) => one.element), clear);
  }

  apply() {
    const { symbol, strategy, side, outcome } = this.filter;
    const rows = data.trades.filter((trade) =>
      (symbol === "" || trade.symbol === symbol)
      && (strategy === "" || trade.strategy === strategy)
      && (side === "" || String(trade.side) === side)
      && (outcome === "" || (tone(trade.pnl) || "even") === outcome));
    const sum = (key) => rows.reduce((total, trade) => total + trade[key], 0);
    const won = rows.filter((trade) => trade.pnl > 0).length;
    this.total.replaceChildren(
      `${number(rows.length)} of ${number(data.trades.length)} listed · P&L `,
      make("b", { class: tone(sum("pnl")) || null }, signedMoney(sum("pnl"))),
      ` after fees of ${money(sum("fees"))} · won ${rows.length > 0 ? percent(won / rows.length, 1) : missing}`);
    this.table.setRows(rows);
  }

  select(trade) {
    this.selected = trade;
    this.table?.reveal(trade);
  }
}

function leftOutNote() {
  const count = data.tradesLeftOut;
  if (count === 0) return [];
  const note = count === 1
    ? "The oldest round trip is not listed here"
    : `The ${number(count)} oldest round trips are not listed here`;
  return [make("p", { class: "note" }, note + "; the key figures count them, and the trade log has them all.")];
}
