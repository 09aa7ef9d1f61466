// A table that can be sorted by any column and, where it is long, paged.
// Columns: { title, hint, value: row => what to sort by, text: row => text or element, number, tone: row => class }.
const tables = [];

class DataTable {
  constructor({ caption, columns, rows, sort = null, pageSize = 0, rowClass = null, onrow = null, foot = null }) {
    Object.assign(this, { columns, rows, pageSize, rowClass, onrow, foot });
    this.sort = sort ?? { column: -1, descending: false };
    this.page = 0;
    this.headers = columns.map((column, i) => this.makeHeader(column, i));
    this.body = make("tbody");
    this.footer = make("tfoot");
    const table = make("table", { class: onrow ? "pickable" : null },
      make("caption", { class: "unseen" }, caption),
      make("thead", {}, make("tr", {}, ...this.headers)), this.body, this.footer);
    this.pager = make("div", { class: "pager" });
    this.element = make("div", {},
      make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": caption }, table), this.pager);
    this.refresh();
    tables.push(this);
  }

  makeHeader(column, i) {
    const sortBy = () => {
      // Figures are first wanted from the top, names from A.
      const descending = this.sort.column === i ? !this.sort.descending : Boolean(column.number);
      this.sort = { column: i, descending };
      this.page = 0;
      this.refresh();
    };
    return make("th", { scope: "col", class: column.number ? "number" : null },
      make("button", { type: "button", title: column.hint ?? `Sort by ${column.title}`, onclick: sortBy },
        column.title, make("span", { class: "arrow", "aria-hidden": "true" })));
  }

  setRows(rows) {
    this.rows = rows;
    this.page = 0;
    this.refresh();
  }

  refresh() {
    this.sorted = this.sortedRows();
    this.headers.forEach((header, i) => {
      const sorted = this.sort.column === i;
      if (sorted) header.setAttribute("aria-sort", this.sort.descending ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
      header.querySelector(".arrow").textContent = sorted ? (this.sort.descending ? "▼" : "▲") : "";
    });
    const size = this.pageSize || this.sorted.length;
    const pages = Math.max(1, Math.ceil(this.sorted.length / (size || 1)));
    this.page = Math.min(this.page, pages - 1);
    const shown = this.sorted.slice(this.page * size, (this.page + 1) * size);
    this.body.replaceChildren(...shown.map((row) => this.makeRow(row)));
    if (shown.length === 0)
      this.body.append(make("tr", {}, make("td", { colspan: this.columns.length, class: "empty" }, "Nothing to show.")));
    this.footer.replaceChildren(...(this.foot && this.rows.length > 1 ? [this.makeRow(this.foot)] : []));
    this.refreshPager(pages, size);
  }

  sortedRows() {
    const column = this.columns[this.sort.column];
    if (!column) return this.rows;
    const sign = this.sort.descending ? -1 : 1;
    const lacks = (value) => value === null || value === undefined || Number.isNaN(value);
    // What is not known stays at the end in either direction.
    return this.rows.map((row) => [column.value(row), row]).sort(([a], [b]) => {
      if (lacks(a) || lacks(b)) return lacks(a) - lacks(b);
      return sign * (typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b);
    }).map(([, row]) => row);
  }

  makeRow(row) {
    const cells = this.columns.map((column, i) => make(
      i === 0 ? "th" : "td",
      { scope: i === 0 ? "row" : null, class: [column.number ? "number" : "", column.tone?.(row) ?? ""].join(" ").trim() || null },
      column.text(row)));
    const picks = this.onrow && row !== this.foot;
    return make("tr", {
      class: this.rowClass?.(row) || null,
      onclick: picks ? (event) => { if (!event.target.closest("button")) this.onrow(row); } : null,
    }, ...cells);
  }

  refreshPager(pages, size) {
    this.pager.hidden = pages < 2;
    if (pages < 2) return this.pager.replaceChildren();
    const go = (page, name) => () => {
      this.page = page;
      this.refresh();
      // The pressed button is replaced, and keyboard focus must not fall back to the top of the page.
      const buttons = [...this.pager.querySelectorAll("button:not(:disabled)")];
      (buttons.find((other) => other.title === name) ?? buttons[0])?.focus();
    };
    const step = (label, name, page, disabled) => button(label, name, go(page, name), { disabled });
    const first = this.page * size;
    this.pager.replaceChildren(
      step("«", "First page", 0, this.page === 0),
      step("‹", "Previous page", Math.max(0, this.page - 1), this.page === 0),
      make("span", { "aria-live": "polite" },
        `${number(first + 1)}–${number(Math.min(first + size, this.sorted.length))} of ${number(this.sorted.length)}`),
      step("›", "Next page", Math.min(pages - 1, this.page + 1), this.page === pages - 1),
      step("»", "Last page", pages - 1, this.page === pages - 1));
  }

  // Turns to the page that holds the row.
  reveal(row) {
    const place = this.sorted.indexOf(row);
    if (place >= 0 && this.pageSize) this.page = Math.floor(place / this.pageSize);
    this.refresh();
  }
}

// A table that is made when it is first opened: the same values as a chart, for readers who cannot use the chart.
function tableDisclosure(title, makeTable) {
  const details = make("details", { class: "as-table" }, make("summary", {}, title));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(makeTable().element);
  });
  return details;
}
