// Turns HTML that the desk itself rendered into elements, and changes on the page only what is different.

import { localize } from "./clock.js";
import { offerCopies } from "./copy.js";
import { $$, page } from "./page.js";

// The one place where text becomes markup. It comes from our own server, whose templates have escaped it.
const policy = globalThis.trustedTypes?.createPolicy("desk", { createHTML: (html) => html })
  ?? { createHTML: (html) => html };
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
// What a page adds to a piece that all pages share; it says nothing about whether the piece changed.
const own = /<input type="hidden" name="(?:csrf|shelf|account)"[^>]*>\s*/g;
const sources = new WeakMap(); // element -> the HTML it came as, before times were put into the reader's zone

export function parse(html) {
  const root = new DOMParser().parseFromString(policy.createHTML(html), "text/html").body;
  return dress(document.adoptNode(root));
}

// Puts in what only this browser knows: its form token, its time zone, its clock.
export function dress(root) {
  for (const piece of [root, ...$$("[data-part], [data-key]", root)]) sources.set(piece, piece.outerHTML.replace(own, ""));
  for (const input of $$('input[name="csrf"]', root)) input.value = page.csrf;
  for (const input of $$("[data-zone]", root)) input.value = zone;
  for (const button of $$("[data-answer], [data-private], [data-private-shut]", root)) button.hidden = false;
  offerCopies(root);
  localize(root);
  return root;
}

export function changed(old, fresh) {
  return sources.get(old) !== sources.get(fresh);
}

// Makes the keyed children of `old` those of `fresh`; `keep` may hold on to one that is being worked on.
export function reconcile(old, fresh, keep = () => false) {
  const before = new Map($$(":scope > [data-key]", old).map((child) => [child.dataset.key, child]));
  const added = [];
  let place = null;
  for (const child of $$(":scope > [data-key]", fresh)) {
    const known = before.get(child.dataset.key);
    before.delete(child.dataset.key);
    const next = known && (keep(known) || !changed(known, child)) ? known : child;
    if (!known) added.push(child);
    if (known && next !== known) known.replaceWith(next);
    const after = place ? place.nextElementSibling : old.firstElementChild;
    if (next !== after) (place ? place.after(next) : old.prepend(next));
    place = next;
  }
  return { added, gone: [...before.values()] };
}
