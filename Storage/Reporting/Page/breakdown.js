// Monthly returns, results by symbol and by strategy, settings.
function renderMonths() {
  const { tools, body } = panel("months");
  if (data.months.length === 0) return body.replaceChildren(emptyNote("No month to show: the run had no equity."));
  const years = new Map();
  for (const [year, month, value] of data.months) {
    if (!years.has(year)) years.set(year, new Array(12).fill(null));
    years.get(year)[month - 1] = value;
  }
  const strongest = heatScale(data.months.map(([, , value]) => value));
  const decimals = strongest < 0.02 ? 2 : 1;
  const cell = (value) => {
    const element = make("td", { class: value === null ? "none" : `heat ${tone(value)}` }, signedPercent(value, decimals));
    if (isKnown(value)) element.style.setProperty("--heat", `${Math.min(1, Math.abs(value) / strongest) * 100}%`);
    return element;
  };
  const total = (months) => months.reduce((product, value) => product * (1 + (value ?? 0)), 1) - 1;
  const rows = [...years].sort(([a], [b]) => a - b).map(([year, months]) => make("tr", {},
    make("th", { scope: "row" }, String(year)), ...months.map(cell),
    make("td", { class: `total ${tone(total(months))}` }, signedPercent(total(months), decimals))));
  const heads = ["Year", ...monthNames, "Total"];
  body.replaceChildren(make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Monthly returns" },
    make("table", { class: "months" },
      make("caption", { class: "unseen" }, "Return of every month, and of every year from its months compounded"),
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...rows))));
  const edge = percent(strongest, decimals);
  tools.replaceChildren(make("p", { class: "scale" }, "−" + edge,
    make("span", { class: "ramp", "aria-hidden": "true" }), "+" + edge));
}

// One extreme month must not bleach all others, so the scale ends at the 90th percentile.
function heatScale(values) {
  const sizes = values.filter(isKnown).map(Math.abs).sort((a, b) => a - b);
  return sizes[Math.floor((sizes.length - 1) * 0.9)] || sizes[sizes.length - 1] || 0.01;
}

function renderResults() {
  const { body } = panel("results");
  body.replaceChildren(
    make("h3", {}, "By symbol"), groupTable("Symbol", data.symbolResults),
    make("h3", {}, "By strategy"), groupTable("Strategy", data.strategyResults));
}

function groupTable(kind, groups) {
  if (groups.length === 0) return emptyNote(`No ${kind.toLowerCase()} in this run.`);
  const largest = Math.max(...groups.map((group) => Math.abs(group.netPnl))) || 1;
  const sum = (name) => groups.reduce((total, group) => total + group[name], 0);
  const foot = { name: "All", winRate: null, profitFactor: null };
  for (const name of ["fills", "trades", "grossRealizedPnl", "unrealizedPnl", "fees", "turnover", "netPnl"])
    foot[name] = sum(name);
  const signed = (title, name, hint) => ({
    title, hint, number: true, value: (g) => g[name], text: (g) => signedMoney(g[name]), tone: (g) => tone(g[name]),
  });
  const plain = (title, name, show, hint) => ({
    title, hint, number: true, value: (g) => g[name], text: (g) => show(g[name]),
  });
  const columns = [
    { title: kind, value: (g) => g.name, text: (g) => g.name },
    signed("Net P&L", "netPnl", "Realized + unrealized − fees"),
    { title: "Share", hint: "Net P&L beside the others", value: (g) => g.netPnl, text: (g) => (g === foot ? "" : shareBar(g.netPnl / largest)) },
    signed("Realized", "grossRealizedPnl", "At average cost, before fees"),
    signed("Unrealized", "unrealizedPnl", "At the last marks"),
    plain("Fees", "fees", money),
    plain("Round trips", "trades", number),
    plain("Fills", "fills", number),
    plain("Win rate", "winRate", (value) => percent(value, 1)),
    plain("Profit factor", "profitFactor", (value) => number(value, 2), "Gross profit / gross loss"),
    plain("Turnover", "turnover", money, "Sum of the fills' notional"),
  ];
  return new DataTable({
    caption: `Results by ${kind.toLowerCase()}`, columns, rows: groups, foot, pageSize: 25,
    sort: { column: 1, descending: true },
  }).element;
}

// A bar to the right for a profit, to the left for a loss, from a common middle.
function shareBar(share) {
  const bar = make("span", { class: `share ${tone(share)}`, "aria-hidden": "true" }, make("span"));
  bar.firstChild.style.width = `${Math.abs(share) * 50}%`;
  return bar;
}

function renderSettings() {
  const { body } = panel("settings");
  body.replaceChildren(data.settings.length === 0
    ? emptyNote("No settings were recorded.")
    : make("dl", { class: "settings" }, ...data.settings.map(([name, value]) =>
      make("div", {}, make("dt", {}, name), make("dd", {}, value === "" ? missing : value)))));
}
