// Draws what marks.js read: every piece of text becomes a text node, every mark an element.

import { el, opens } from "./dom.js";
import { read } from "./marks.js";
import { timeElement } from "./times.js";

const TAGS = { strong: "strong", em: "em", u: "u", s: "s", quote: "blockquote", small: "p.small", ul: "ul", li: "li" };
const HEADS = { h1: "p.heading.heading-1", h2: "p.heading.heading-2", h3: "p.heading.heading-3" };

// `known` finds names: {person(id), role(id), channel(id)}, each {name, color} or nothing.
export function words(text, known = {}) {
  return el(
    "div.words",
    {},
    read(text).map((node) => draw(node, known)),
  );
}

function draw(node, known) {
  if (typeof node === "string") return node;
  const inner = () => (node.children ?? []).map((child) => draw(child, known));
  const drawn = DRAWN[node.type];
  return drawn ? drawn(node, known, inner) : el(TAGS[node.type] ?? HEADS[node.type] ?? "span", {}, inner());
}

const DRAWN = {
  line: (node, known, inner) => el("p.line", {}, node.children.length ? inner() : el("br")),
  pre: (node) => el("pre", { tabindex: "0", dir: "auto" }, el("code", {}, node.text)),
  code: (node) => el("code", {}, node.text),
  ol: (node, known, inner) => el("ol", { start: node.start }, inner()),
  link: (node, known, inner) => el("a", { ...opens(node.url), title: node.masked ? node.url : null }, inner()),
  time: (node) => timeElement(node.at, node.style),
  emoji: (node) => el("span.emoji", {}, node.text),
  spoiler: (node, known, inner) => spoiler(inner()),
  mention: (node, known) => mention(node, known),
};

function mention(node, known) {
  if (node.text) return el("span.mention", {}, node.text);
  const found = known[node.kind]?.(node.id);
  const sign = node.kind === "channel" ? "#" : "@";
  const drawn = el("span.mention", {}, `${sign}${found?.name ?? "unknown"}`);
  if (found?.color) drawn.style.setProperty("--role", found.color);
  return drawn;
}

function spoiler(inner) {
  const cover = el(
    "span.spoiler",
    { role: "button", tabindex: "0", "aria-label": "Spoiler", "aria-expanded": "false" },
    el("span.hidden-words", {}, inner),
  );
  const reveal = () => {
    cover.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && reveal());
  return cover;
}
