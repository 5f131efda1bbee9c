// The middle: the messages of the open channel, drawn anew only where they changed.

import { $, el } from "./dom.js";
import { messageElement } from "./message.js";
import { day } from "./times.js";

const GAP = 7 * 60_000; // after so long, or another author, a message has its own head
let atEnd = true; // whoever reads the newest stays there, also when a picture arrives and makes room for itself
const drawn = new Map(); // id -> {as, node}: how each message was when it was drawn

export function keepEnd() {
  const scroll = $("#scroll");
  let size = "";
  const now = () => `${scroll.scrollHeight} ${scroll.clientHeight}`;
  const stay = () => {
    size = now();
    if (atEnd && !$("#messages").hidden) scroll.scrollTop = scroll.scrollHeight;
  };
  scroll.addEventListener("scroll", () => {
    // A forum is no talk; and what came or went moves it too, not only a person.
    if ($("#messages").hidden || now() !== size) return;
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  });
  const sizes = new ResizeObserver(stay);
  sizes.observe($("#messages"));
  sizes.observe(scroll);
}

export function forget() {
  atEnd = true;
  $("#scroll").scrollTop = 0;
  drawn.clear();
  $("#messages").replaceChildren();
}

export function drawMessages(messages, around) {
  const place = $("#messages");
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const nodes = [];
  messages.forEach((message, number) => {
    const before = messages[number - 1];
    if (!before || day(before.timestamp) !== day(message.timestamp)) nodes.push(dayLine(message));
    nodes.push(current(message, before, around));
  });
  const kept = new Set(messages.map((one) => one.id));
  [...drawn.keys()].filter((id) => !kept.has(id) && !id.startsWith("day")).forEach((id) => drawn.delete(id));
  arrange(place, nodes);
  if (focused && !focused.isConnected) refocus(focused, place);
}

function current(message, before, { known, server, doing, mentions }) {
  const follows =
    Boolean(before) &&
    before.author.id === message.author.id &&
    ordinary(before) &&
    ordinary(message) &&
    new Date(message.timestamp) - new Date(before.timestamp) < GAP &&
    day(before.timestamp) === day(message.timestamp);
  const as = JSON.stringify([message, follows]);
  const had = drawn.get(message.id);
  if (had?.as === as) return had.node;
  const node = messageElement(message, { known, server, doing, follows, mentioned: mentions(message) });
  drawn.set(message.id, { as, node });
  return node;
}

const ordinary = (message) => (message.type === 0 || message.type === 19) && !(message.flags & 64);

function dayLine(message) {
  const words = day(message.timestamp);
  const known = drawn.get(`day ${words}`);
  if (known) return known.node;
  const node = el("div.day", { role: "separator", "aria-label": words }, el("span", {}, words));
  drawn.set(`day ${words}`, { as: words, node });
  return node;
}

// Moves as little as possible, so that what is being read, selected or hovered stays.
function arrange(place, nodes) {
  const wanted = new Set(nodes);
  [...place.children].forEach((child) => wanted.has(child) || child.remove());
  nodes.forEach(
    (node, number) => place.children[number] === node || place.insertBefore(node, place.children[number] ?? null),
  );
}

function refocus(focused, place) {
  const id = focused.dataset.customId;
  const message = focused.closest(".message")?.dataset.id;
  const again = message && $(`#m${CSS.escape(message)}`, place);
  const same = again && id && again.querySelector(`[data-custom-id="${CSS.escape(id)}"]`);
  (same || again)?.focus({ preventScroll: true });
}
