// Says while somebody writes what is wrong with the text. The server judges it; nothing here keeps anybody from sending.

import { counted } from "./count.js";
import { $ } from "./page.js";
import { whisper } from "./server.js";

const PAUSE = 500; // milliseconds without a key before it is asked
const timers = new WeakMap(); // field -> what will ask for it

export function warnSoon(field) {
  const place = document.getElementById(field.dataset.warn);
  if (!place) return;
  clearTimeout(timers.get(field));
  if (field.value.trim()) timers.set(field, setTimeout(() => ask(field, place), PAUSE));
  else show(place, []);
}

async function ask(field, place) {
  const text = field.value;
  const data = new FormData();
  data.set("c", field.form.elements.c.value);
  data.set("text", text);
  data.set("action", field.dataset.action ?? "reply");
  const { warnings, length, price } = await whisper("/warnings", data);
  if (!warnings || field.value !== text) return;
  show(place, warnings);
  counted(field, text, length);
  showPrice(field, warnings.includes(price) ? "" : price);
}

// What it costs; a warning about that says more and stands in its place.
function showPrice(field, words) {
  const place = document.getElementById(field.dataset.price);
  if (!place || words === undefined) return;
  if (place.textContent !== words) place.textContent = words;
}

// The same words again are no news to a screen reader, so that they are left as they stand.
function show(place, warnings) {
  const said = warnings.join("\n");
  if ((place.dataset.said ?? "") === said) return;
  place.dataset.said = said;
  const list = Object.assign(document.createElement("ul"), { className: "checks warned" });
  list.append(...warnings.map(line));
  place.replaceChildren(...(warnings.length ? [list] : []));
}

function line(words) {
  const item = document.importNode($("#warning").content, true);
  $("span", item).textContent = words;
  return item;
}
