// Numbers as text. The style is the same for every reader: commas between thousands, a point before decimals, a true
// minus sign, and an en dash for what is not known.
const missing = "–";
const numberFormats = new Map();

const isKnown = (value) => typeof value === "number" && Number.isFinite(value);

function number(value, decimals = 0, signed = false) {
  if (!isKnown(value)) return missing;
  const key = decimals * 2 + (signed ? 1 : 0);
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat("en-US", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: signed ? "exceptZero" : "negative",
    });
    numberFormats.set(key, format);
  }
  return format.format(value).replace("-", "−");
}

const counted = (count, one, many = one + "s") => `${number(count)} ${count === 1 ? one : many}`;
const money = (value) => number(value, 2);
const signedMoney = (value) => number(value, 2, true);
const percent = (value, decimals = 2) => (isKnown(value) ? number(value * 100, decimals) + "%" : missing);
const signedPercent = (value, decimals = 2) => (isKnown(value) ? number(value * 100, decimals, true) + "%" : missing);
const times = (value) => (isKnown(value) ? number(value, 2) + "×" : missing);

const quantityFormat = new Intl.NumberFormat("en-US", { maximumFractionDigits: 8 });
const quantity = (value) => (isKnown(value) ? quantityFormat.format(value).replace("-", "−") : missing);

// The largest two units: "3 d 4 h", "12 min 30 s".
function duration(microseconds) {
  if (!isKnown(microseconds)) return missing;
  const seconds = microseconds / 1e6;
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return seconds === 0 ? "0 s" : number(seconds * 1000, 0) + " ms";
  const [unit, size] = units[first];
  const whole = Math.floor(seconds / size);
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds - whole * size) / next[1]) : 0;
  return `${number(whole)} ${unit}` + (rest > 0 ? ` ${rest} ${next[0]}` : "");
}

// Which of the two profit-and-loss colours a value has. Signs and arrows say the same without colour.
function tone(value) {
  return !isKnown(value) || value === 0 ? "" : value > 0 ? "gain" : "loss";
}

// Fewest decimals that show nearly all of the values exactly; a few odd values do not widen every column.
function decimalsOf(values, most) {
  const counts = new Array(most + 2).fill(0);
  const step = Math.max(1, Math.floor(values.length / 1000));
  let seen = 0;
  for (let i = 0; i < values.length; i += step) {
    const value = values[i];
    if (!isKnown(value)) continue;
    let decimals = 0;
    while (decimals <= most) {
      const scaled = Math.abs(value) * 10 ** decimals;
      if (Math.abs(scaled - Math.round(scaled)) <= 1e-9 * Math.max(1, scaled)) break;
      decimals++;
    }
    counts[decimals]++;
    seen++;
  }
  for (let decimals = 0, sum = 0; decimals <= most; decimals++) {
    sum += counts[decimals];
    if (sum >= seen * 0.95) return decimals;
  }
  return null;
}

// Decimals of a symbol's prices. Prices without a tick, such as those adjusted for dividends, get what their size needs.
function priceDecimals(values) {
  const known = values.filter((value) => isKnown(value) && value !== 0);
  if (known.length === 0) return 2;
  const size = Math.floor(Math.log10(Math.abs(known[known.length >> 1])));
  const most = Math.min(10, Math.max(2, 5 - size));
  const exact = decimalsOf(known, most);
  return exact === null ? Math.min(10, Math.max(2, 3 - size)) : exact <= 2 && size >= 0 ? 2 : exact;
}
