// Puts the parts together.
const equityChart = renderEquity();
const tradeList = new TradeList((trade) => {
  if (!priceChart.show(trade)) return tradeList.select(trade);
  // The row was drawn anew, so the keyboard goes on at the chart.
  priceChart.chart.surface.focus({ preventScroll: true });
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  byId("price").scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  return undefined;
});
const priceChart = new PriceChart((trade) => tradeList.select(trade));

renderText();
renderMonths();
renderResults();
renderSettings();

// What names times outside of charts and tables.
function renderText() {
  renderSubtitle();
  renderTiles();
  if (equityChart) showEquitySummary();
  if (priceChart.chart) priceChart.refreshText();
}

// Dates alone need no time zone.
if (clock.resolution !== "day")
  choices(byId("clock-switch"), [["utc", "UTC", "Times in UTC"], ["local", "Local", "Times in this computer's time zone"]], "utc", (zone) => {
    clock.utc = zone === "utc";
    renderText();
    retimeCharts();
    for (const table of tables) table.refresh();
    showZone();
  });

function showZone() {
  byId("clock-switch").setAttribute("title", `Times are ${zoneName()}`);
}

showZone();
choices(byId("theme-switch"), [
  ["auto", "Auto", "Colours of the system"], ["light", "Light", "Dark on light"], ["dark", "Dark", "Light on dark"],
], "auto", (theme) => {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  redrawCharts();
});
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawCharts);

// Paper is white whatever the screen shows.
window.addEventListener("beforeprint", () => {
  document.documentElement.classList.add("paper");
  redrawCharts();
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("paper");
  redrawCharts();
});
