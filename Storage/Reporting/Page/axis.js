// Ticks of the value axes, and labels of the time axis.

// Round values within the range, about as many as asked for.
function valueTicks(low, high, count, logarithmic) {
  if (!(high > low)) return { values: [low], step: Math.abs(low) || 1 };
  if (logarithmic && high / low > 8) {
    const values = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
      for (const digit of [1, 2, 5]) {
        const value = digit * 10 ** power;
        if (value >= low && value <= high) values.push(value);
      }
    return { values, step: values[1] - values[0] || low };
  }
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((digit) => digit * power >= rough) ?? 10);
  const values = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) values.push(i * step);
  return { values, step };
}

const stepDecimals = (step) => {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6 ? digits + 1 : digits;
};

// Long amounts are shortened where they would eat the chart.
function axisAmount(value, step, narrow) {
  const [unit, size] = Math.abs(value) >= 1e9 || step >= 1e9 ? ["B", 1e9] : ["M", 1e6];
  return Math.abs(value) >= (narrow ? 1e6 : 1e8)
    ? number(value / size, stepDecimals(step / size)) + unit
    : number(value, stepDecimals(step));
}

const axisPercent = (value, step) => number(value * 100, stepDecimals(step * 100)) + "%";

// How strong the boundary between two neighbouring points is: the largest calendar unit that changes there. The axis
// counts points, not hours, so that nights, weekends and holidays take no room.
const dayParts = [720, 360, 180, 60, 30, 15, 5, 1];
const boundaries = { year: 14, quarter: 13, month: 12, day: 11, part: 10, second: 2, less: 1 };

function boundaryLevels(column) {
  const levels = new Uint8Array(column.length);
  const years = (column[column.length - 1] - column[0]) / 864e8 / 365;
  let before = null;
  for (let i = 0; i < column.length; i++) {
    const now = timeParts(column[i]);
    if (before !== null) levels[i] = boundaryLevel(before, now);
    else levels[i] = years > 1.5 ? boundaries.year : boundaries.day;
    before = now;
  }
  return levels;
}

function boundaryLevel(before, now) {
  if (before.year !== now.year) return boundaries.year;
  if (before.month !== now.month) return now.month % 3 === 0 ? boundaries.quarter : boundaries.month;
  if (before.day !== now.day) return boundaries.day;
  const minutes = (parts) => parts.hour * 60 + parts.minute;
  const part = dayParts.findIndex((size) => Math.floor(minutes(before) / size) !== Math.floor(minutes(now) / size));
  if (part >= 0) return boundaries.part - part;
  return before.second !== now.second ? boundaries.second : boundaries.less;
}

function boundaryText(time, level) {
  const { year, month, day, hour, minute, second, millisecond } = timeParts(time);
  if (level === boundaries.year) return String(year);
  if (level >= boundaries.month) return monthNames[month];
  if (level === boundaries.day) return `${day} ${monthNames[month]}`;
  const text = `${two(hour)}:${two(minute)}`;
  if (level > boundaries.second) return text;
  return `${text}:${two(second)}` + (level === boundaries.less ? "." + String(millisecond).padStart(3, "0") : "");
}

// The labels that fit: stronger boundaries first, weaker ones into the gaps between them.
function timeLabels(column, levels, first, last, x, gap) {
  const places = [];
  for (let level = boundaries.year; level >= boundaries.less; level--) {
    for (let i = first; i <= last; i++) {
      if (levels[i] !== level) continue;
      const at = x(i);
      if (places.every((place) => Math.abs(place.at - at) >= gap))
        places.push({ at, level, index: i, text: boundaryText(column[i], level) });
    }
    // A few weaker labels squeezed in between would look like a mistake.
    if (places.length * gap * 1.8 > x(last) - x(first)) break;
  }
  completeFirst(places, column);
  return places;
}

// The first label says what no other one does: the year, or the day.
function completeFirst(places, column) {
  const first = places.reduce((least, place) => (least && least.at <= place.at ? least : place), null);
  if (!first || places.some((place) => place.level >= boundaries.year)) return;
  const { year, month, day } = timeParts(column[first.index]);
  if (first.level >= boundaries.day) first.text += ` ${year}`;
  else if (places.every((place) => place.level < boundaries.day)) first.text = `${day} ${monthNames[month]} ${first.text}`;
}
