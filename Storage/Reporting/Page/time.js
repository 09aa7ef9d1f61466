// Event times are microseconds since 1970 in UTC. They are shown as finely as the run's own times need: a run of daily
// bars shows dates, and these are dates of the UTC calendar whatever the reader's time zone is.
const clock = { utc: true, resolution: "day" };
const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value) => String(value).padStart(2, "0");

function resolutionOf(columns) {
  let resolution = "day";
  for (const column of columns) {
    for (const time of column) {
      if (!isKnown(time)) continue;
      if (time % 1e6 !== 0) return "millisecond";
      if (time % 6e7 !== 0) resolution = "second";
      else if (resolution === "day" && time % 864e8 !== 0) resolution = "minute";
    }
  }
  return resolution;
}

const showsUtc = () => clock.utc || clock.resolution === "day";

function timeParts(time) {
  const date = new Date(time / 1000);
  return showsUtc()
    ? {
      year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), hour: date.getUTCHours(),
      minute: date.getUTCMinutes(), second: date.getUTCSeconds(), millisecond: date.getUTCMilliseconds(),
    }
    : {
      year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), hour: date.getHours(),
      minute: date.getMinutes(), second: date.getSeconds(), millisecond: date.getMilliseconds(),
    };
}

function dateText(time) {
  if (!isKnown(time)) return missing;
  const { year, month, day } = timeParts(time);
  return `${year}-${two(month + 1)}-${two(day)}`;
}

function timeText(time) {
  if (!isKnown(time)) return missing;
  const date = dateText(time);
  if (clock.resolution === "day") return date;
  const { hour, minute, second, millisecond } = timeParts(time);
  let text = `${date} ${two(hour)}:${two(minute)}`;
  if (clock.resolution !== "minute") text += ":" + two(second);
  if (clock.resolution === "millisecond") text += "." + String(millisecond).padStart(3, "0");
  return text;
}

const zoneName = () => (showsUtc() ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone || "local time");

// The last index whose time is not after the given one; 0 before the first.
function indexAt(column, time) {
  let low = 0;
  let high = column.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (column[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
