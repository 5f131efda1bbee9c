// Draws embeds: https://docs.discord.com/developers/resources/message#embed-object, read 2026-11.

import { el, opens } from "./dom.js";
import { picture } from "./files.js";
import { shortMoment } from "./times.js";
import { words } from "./words.js";

export function embeds(list, known) {
  return (list ?? []).map((one) => {
    const made = el(
      "article.embed",
      {},
      el("div.embed-words", {}, top(one, known), fields(one, known)),
      thumbnail(one),
      image(one),
      foot(one),
    );
    if (one.color) made.style.setProperty("--accent-color", `#${one.color.toString(16).padStart(6, "0")}`);
    return made;
  });
}

function top(one, known) {
  return [
    one.author && el("p.embed-author", { dir: "auto" }, linked(one.author.url, one.author.name)),
    one.title && el("p.embed-title", { dir: "auto" }, linked(one.url, one.title)),
    one.description && words(one.description, known),
  ];
}

function fields(one, known) {
  if (!one.fields?.length) return null;
  const drawn = (field) =>
    el(
      `div.field${field.inline ? ".inline" : ""}`,
      {},
      el("p.field-name", { dir: "auto" }, field.name),
      words(field.value, known),
    );
  return el("div.fields", {}, one.fields.map(drawn));
}

function thumbnail(one) {
  return one.thumbnail?.url ? picture(one.thumbnail.proxy_url ?? one.thumbnail.url, "", "thumbnail") : null;
}

function image(one) {
  return one.image?.url ? picture(one.image.proxy_url ?? one.image.url, "") : null;
}

function foot(one) {
  if (!one.footer && !one.timestamp) return null;
  const parts = [one.footer?.text, one.timestamp && shortMoment(one.timestamp)].filter(Boolean);
  return el("p.embed-foot", { dir: "auto" }, parts.join(" • "));
}

const linked = (url, text) => (url ? el("a", opens(url), text) : text);
