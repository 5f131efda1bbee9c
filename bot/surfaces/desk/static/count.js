// How long a text is as its network counts. Where only the server can tell for certain, this is an estimate until it has.

import { $ } from "./page.js";

const LINK = 23; // what an address counts where all count the same
const ADDRESS = /https?:\/\/\S+/g;
const HEAVY = /[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/gu;
const EMOJI = emoji();
const ASKED = new Set(["weighted", "short links"]); // the units that the server counts
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter() : null;
const told = new WeakMap(); // field -> the text that the server counted, and its length

const shortened = (text) => text.replace(ADDRESS, "x".repeat(LINK));
const characters = (text) => [...text].length;
const bytes = (text) => new TextEncoder().encode(text).length;
const graphemes = (text) => (segmenter ? [...segmenter.segment(text)].length : characters(text));

function weighted(text) {
  const rest = shortened(text.normalize("NFC")).replace(EMOJI, "xx");
  return characters(rest) + (rest.match(HEAVY)?.length ?? 0);
}

// Browsers that do not know which characters make one emoji count them apart.
function emoji() {
  try {
    return new RegExp("\\p{RGI_Emoji}", "gv");
  } catch {
    return /\p{Extended_Pictographic}\ufe0f?/gu;
  }
}

const units = {
  characters, bytes, graphemes, weighted,
  utf16: (text) => text.length,
  "short links": (text) => graphemes(shortened(text)),
};

// The server has counted the text of a field.
export function counted(field, text, length) {
  if (!ASKED.has(field.dataset.unit) || !Number.isInteger(length)) return;
  told.set(field, { text, length });
  countText(field);
}

export function countText(field) {
  const { most, words, caption, part, mostBytes, count } = field.dataset;
  const place = document.getElementById(count);
  if (!place || !Number(most)) return;
  const files = $('input[type="file"]', field.form)?.files.length;
  const limit = files && Number(caption) ? Number(caption) : Number(most);
  const length = lengthOf(field);
  const size = Number(mostBytes) ? bytes(field.value) : 0;
  const inBytes = size * limit > length * Number(mostBytes); // the limit that is nearer is the one to know
  const [used, allowed, name] = inBytes ? [size, Number(mostBytes), "bytes"] : [length, limit, words];
  const parts = Number(part) ? Math.ceil(length / Number(part)) : 1;
  const pieces = parts > 1 && used <= allowed ? `leaves as ${parts} messages` : "";
  const far = used > allowed * 0.5 ? `${used} of ${allowed} ${name ?? ""}`.trim() : "";
  place.textContent = [far, pieces].filter(Boolean).join(" · ");
  place.classList.toggle("over", used > allowed);
}

function lengthOf(field) {
  const known = told.get(field);
  if (known?.text === field.value) return known.length;
  return (units[field.dataset.unit] ?? characters)(field.value);
}
