// Makes elements. What people wrote goes in as text, never as markup.

import { address } from "./server.js";

const PLACE = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/\d+)?\/?$/;
const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  text: "M5 9h15M4 15h15M10 4 8 20M16 4l-2 16",
  announcement: "M4 10v4h3l9 5V5L7 10zM19 9v6M8 14l1 6",
  forum: "M4 4h13v10H9l-5 4zM10 18h5l5 3V9",
  thread: "M6 4v9a3 3 0 0 0 3 3h10M15 12l4 4-4 4",
  voice: "M5 10v4h3l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6",
  dm: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  reply: "M10 6 4 12l6 6M4 12h9c4 0 7 2 7 6",
  eye: "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7S5 17 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  down: "m6 9 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5 16-4-7zM11 13l9-9",
};

export const $ = (selector, inside = document) => inside.querySelector(selector);

export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name || "div");
  if (classes.length) made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("class", `icon icon-${name}`);
  drawn.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name] ?? ICONS.text);
  drawn.append(path);
  return drawn;
}

// A face without a picture: the first letter of the name on a colour that belongs to the id.
export function avatar({ id = "0", name = "?" }) {
  const face = el("span.avatar", { "aria-hidden": "true" }, [...name.trim()][0]?.toUpperCase() ?? "?");
  const sum = [...String(id)].reduce((sum, digit) => (sum * 31 + digit.charCodeAt(0)) % 9973, 7);
  const hue = (sum * 137) % 360;
  face.style.setProperty("--hue", hue);
  return face;
}

export const nameOf = (person) => person?.nick || person?.global_name || person?.username || "somebody";

// Only files of this simulated Discord are fetched; anything else is a name and a link.
export function isOurs(url) {
  try {
    return Boolean(url) && new URL(url, location.href).origin === location.origin;
  } catch {
    return false;
  }
}

// A link to a place in Discord leads there on this page; any other opens a page of its own.
export function opens(url) {
  const place = PLACE.exec(url);
  if (place) return { href: address(place[1]), "data-channel": place[1] };
  return /^https?:\/\//i.test(url) || isOurs(url) ? { href: url, target: "_blank", rel: "noopener noreferrer" } : {};
}

// New children for a place that may hold what has the keyboard: what means the same has it afterwards.
export function redraw(place, ...children) {
  const had = place.contains(document.activeElement) ? document.activeElement.dataset : {};
  place.replaceChildren(...children);
  const [name, key] = had.channel ? ["channel", had.channel] : ["tag", had.tag];
  if (key) $(`[data-${name}="${CSS.escape(key)}"]`, place)?.focus({ preventScroll: true });
}
