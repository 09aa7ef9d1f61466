// Elements are made here and nowhere else. Text always goes in as text nodes, so no name in the data can become HTML.
const byId = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function button(label, hint, onclick, attributes = {}) {
  return make("button", { type: "button", title: hint, "aria-label": hint, onclick, ...attributes }, label);
}

// A group of buttons of which one is pressed.
function choices(host, options, chosen, onchoose) {
  const buttons = options.map(([value, label, hint]) =>
    make("button", {
      type: "button",
      title: hint,
      "aria-pressed": String(value === chosen),
      onclick: () => {
        buttons.forEach((other, i) => other.setAttribute("aria-pressed", String(options[i][0] === value)));
        onchoose(value);
      },
    }, label));
  host.replaceChildren(...buttons);
}

function select(label, options, onchange) {
  const list = make("select", { onchange: () => onchange(list.value) },
    ...options.map(([value, text]) => make("option", { value }, text)));
  return { list, element: make("label", { class: "field" }, make("span", {}, label), list) };
}

function panel(id) {
  const section = byId(id);
  return { section, tools: section.querySelector(".tools"), body: section.querySelector(".panel-body") };
}

const emptyNote = (text) => make("p", { class: "empty" }, text);

// Running text whose dates and times stay on one line.
const prose = (text) => text.split(/(\d{4}-\d\d-\d\d(?: [\d:.]+\d)?)/)
  .map((piece, i) => (i % 2 === 1 ? make("span", { class: "moment" }, piece) : piece));
