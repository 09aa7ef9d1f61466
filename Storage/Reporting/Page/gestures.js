// How a chart is moved: wheel, drag, pinch, double click, keys, and the buttons above it.

// A scroll of the page that passes over a chart goes on; only a wheel that starts on the chart zooms.
const scrollPause = 250;
let pageScrolledAt = -Infinity;
window.addEventListener("wheel", (event) => {
  if (!event.defaultPrevented) pageScrolledAt = event.timeStamp;
}, { passive: true });

function addGestures(chart) {
  addWheel(chart);
  addPointers(chart);
  addKeys(chart);
}

const indexUnder = (chart, x) => chart.from + x / (chart.plotWidth / chart.span);

function addWheel(chart) {
  let zoomedAt = -Infinity;
  chart.surface.addEventListener("wheel", (event) => {
    const pinches = event.ctrlKey || event.metaKey;
    if (!pinches && event.timeStamp - pageScrolledAt < scrollPause) return;
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      if (!chart.isZoomed) return;
      chart.pan((event.deltaX || event.deltaY) * lines * chart.span / chart.plotWidth);
    } else {
      const nothingLeft = event.deltaY > 0 && !chart.isZoomed;
      if (nothingLeft && !pinches && event.timeStamp - zoomedAt > scrollPause) return;
      const strength = pinches ? 0.01 : 0.002;
      const change = Math.max(-0.7, Math.min(0.7, event.deltaY * lines * strength));
      if (!nothingLeft) chart.zoom(Math.exp(change), indexUnder(chart, event.offsetX));
      zoomedAt = event.timeStamp;
    }
    event.preventDefault();
  }, { passive: false });
}

function addPointers(chart) {
  const { surface } = chart;
  const pointers = new Map();
  let drag = null;
  let pinch = null;
  const place = (event) => {
    const box = surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const pinchOf = () => {
    const [a, b] = [...pointers.values()];
    return { distance: Math.max(8, Math.abs(a.x - b.x)), middle: (a.x + b.x) / 2 };
  };

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const at = place(event);
    pointers.set(event.pointerId, at);
    surface.setPointerCapture(event.pointerId);
    if (pointers.size === 2) {
      pinch = { ...pinchOf(), span: chart.span };
      pinch.index = indexUnder(chart, pinch.middle);
      drag = null;
      chart.selection = null;
    } else if (pointers.size === 1) {
      // With everything in view there is nothing to pan, so a mouse drag picks the stretch to look at.
      const selects = event.pointerType !== "touch" && (event.shiftKey || !chart.isZoomed);
      drag = { ...at, from: chart.from, to: chart.to, moved: false, selects, index: indexUnder(chart, at.x) };
    }
  });

  surface.addEventListener("pointermove", (event) => {
    const at = place(event);
    if (pointers.has(event.pointerId)) pointers.set(event.pointerId, at);
    if (pinch && pointers.size === 2) {
      const now = pinchOf();
      const span = pinch.span * pinch.distance / now.distance;
      const from = pinch.index - now.middle / chart.plotWidth * span;
      chart.setView(from, from + span);
      return;
    }
    if (drag) {
      drag.moved ||= Math.hypot(at.x - drag.x, at.y - drag.y) > 4;
      if (drag.moved && drag.selects) {
        chart.selection = { from: drag.index, to: indexUnder(chart, at.x) };
      } else if (drag.moved && chart.isZoomed) {
        const points = (drag.x - at.x) * chart.span / chart.plotWidth;
        chart.setView(drag.from + points, drag.to + points);
      }
    }
    chart.setCursor(indexUnder(chart, Math.min(at.x, chart.plotWidth)), at.y);
    surface.classList.toggle("picks", Boolean(pickAt(chart, at)));
  });

  const end = (event) => {
    pointers.delete(event.pointerId);
    if (pinch && pointers.size < 2) pinch = null;
    const done = drag;
    drag = null;
    if (!done || event.type !== "pointerup") {
      chart.selection = null;
      chart.request();
      return;
    }
    if (chart.selection) {
      const { from, to } = chart.selection;
      chart.selection = null;
      chart.setView(Math.min(from, to), Math.max(from, to));
    } else if (!done.moved) {
      const at = place(event);
      chart.setCursor(indexUnder(chart, Math.min(at.x, chart.plotWidth)), at.y);
      const item = pickAt(chart, at);
      if (item) chart.content.panes[0].onpick(item);
    }
  };
  surface.addEventListener("pointerup", end);
  surface.addEventListener("pointercancel", end);
  // A lifted finger leaves too, but the values at its place are what the tap was for.
  surface.addEventListener("pointerleave", (event) => {
    if (!drag && event.pointerType !== "touch") chart.setCursor(null);
  });
  surface.addEventListener("dblclick", () => chart.reset());
}

const pickAt = (chart, { x, y }) => chart.content.panes[0].pick?.(x, y) ?? null;

function addKeys(chart) {
  const step = (points) => {
    const index = (chart.cursor?.index ?? (points > 0 ? Math.ceil(chart.from) - 1 : Math.floor(chart.to) + 1)) + points;
    chart.setCursor(index);
    // The view follows the cursor.
    const at = chart.cursor.index;
    if (at < chart.from) chart.pan(at - 0.5 - chart.from);
    else if (at > chart.to) chart.pan(at + 0.5 - chart.to);
    chart.speak();
  };
  const actions = {
    ArrowLeft: (event) => (event.shiftKey ? chart.pan(-chart.span / 5) : step(-1)),
    ArrowRight: (event) => (event.shiftKey ? chart.pan(chart.span / 5) : step(1)),
    PageUp: () => step(-Math.max(1, Math.round(chart.span / 10))),
    PageDown: () => step(Math.max(1, Math.round(chart.span / 10))),
    Home: () => step(-chart.count),
    End: () => step(chart.count),
    "+": () => chart.zoom(0.7, chart.cursor?.index),
    "=": () => chart.zoom(0.7, chart.cursor?.index),
    "-": () => chart.zoom(1 / 0.7, chart.cursor?.index),
    0: () => chart.reset(),
    Escape: () => {
      chart.setCursor(null);
      chart.reset();
    },
  };
  chart.surface.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || chart.count === 0) return;
    action(event);
    event.preventDefault();
  });
  chart.surface.addEventListener("blur", () => chart.setCursor(null));
}

// Buttons for what wheel and drag do, and a switch to a logarithmic scale.
function chartTools(chart, setLogarithmic) {
  const zoomOut = button("−", "Zoom out", () => chart.zoom(1.6));
  const earlier = button("←", "Earlier", () => chart.pan(-chart.span / 3));
  const later = button("→", "Later", () => chart.pan(chart.span / 3));
  const all = button("All", "Show the whole run", () => chart.reset());
  const logarithmic = make("button", {
    type: "button", title: "Logarithmic scale", "aria-pressed": "false",
    onclick: () => {
      const on = logarithmic.getAttribute("aria-pressed") !== "true";
      logarithmic.setAttribute("aria-pressed", String(on));
      setLogarithmic(on);
      chart.draw();
    },
  }, "Log");
  // Not disabled, which would throw the keyboard's focus away in the middle of a step.
  chart.onview = () => {
    for (const control of [zoomOut, all]) control.setAttribute("aria-disabled", String(!chart.isZoomed));
    earlier.setAttribute("aria-disabled", String(chart.from <= -0.5 + 1e-6));
    later.setAttribute("aria-disabled", String(chart.to >= chart.count - 0.5 - 1e-6));
  };
  chart.onview();
  return make("div", { class: "buttons", role: "group", "aria-label": "View of the chart" },
    button("+", "Zoom in", () => chart.zoom(1 / 1.6)), zoomOut, earlier, later, all, logarithmic);
}

const chartHint = (text) => make("p", { class: "hint" }, text,
  make("span", { class: "for-mouse" },
    " Wheel, pinch, + and − zoom; drag to pick a stretch, then drag to move it; arrow keys step; 0 or a double click shows all."),
  make("span", { class: "for-touch" }, " Pinch to zoom, drag to move, tap for values."));
