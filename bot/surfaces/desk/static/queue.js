// The queue: puts changed rows where they belong without moving what is under the reader's eyes.

import { dress, parse } from "./pieces.js";
import { $, $$, address, openConversation, page, shelfKey, toast } from "./page.js";
import { get } from "./server.js";

const list = $("#rows");
const scroll = list.closest("[data-scroll]");
const upwards = list.dataset.order === "up";
// On these the store orders by something that a row does not carry: a known row keeps its place, a new one goes last.
const ordered = ["waiting", "closing", "held", "open", "snoozed", "resolved", "all"].includes(page.shelf);
let unseen = 0;

export const rowOf = (conversation) => $$(":scope > .row", list).find((row) => row.dataset.c === conversation);
export const rowsShown = () => $$(":scope > .row", list).filter((row) => !row.hidden);

export function markOpen(conversation) {
  for (const row of $$(":scope > .row", list)) {
    const open = row.dataset.c === conversation;
    row.classList.toggle("open", open);
    $("a", row).toggleAttribute("aria-current", open);
    if (!open && row.classList.contains("left-shelf")) row.remove();
  }
  settle();
}

export function applyRows(htmls) {
  if (!htmls.length) return;
  const anchor = anchorRow();
  const top = anchor?.getBoundingClientRect().top;
  for (const html of htmls) applyRow(parse(html).firstElementChild);
  if (anchor?.isConnected && (scroll.scrollTop > 0 || list.matches(":hover"))) {
    scroll.scrollTop += anchor.getBoundingClientRect().top - top;
  }
  settle();
}

// The row that must not move: the one under the pointer or with the focus, else the first one in sight.
function anchorRow() {
  const edge = scroll.getBoundingClientRect().top;
  return list.querySelector(".row:hover, .row:focus-within")
    ?? rowsShown().find((row) => row.getBoundingClientRect().bottom > edge);
}

const rank = (row) => JSON.parse(row.dataset.shelves)[shelfKey()];

function applyRow(row) {
  const old = rowOf(row.dataset.c);
  const here = rank(row) !== undefined && (!page.account || row.dataset.account === page.account);
  const link = $("a", row);
  link.href = address(row.dataset.c);
  if (row.dataset.c === openConversation()) {
    row.classList.add("open");
    link.setAttribute("aria-current", "true");
  }
  if (!here) return old && leave(old, row);
  if (!old) return arrive(row);
  row.hidden = old.hidden;
  const focused = old.contains(document.activeElement);
  if (ordered && rank(old) !== rank(row)) {
    old.remove();
    place(row);
  } else {
    old.replaceWith(row);
  }
  if (focused) link.focus({ preventScroll: true });
  return undefined;
}

function leave(old, row) {
  if (old.classList.contains("open")) {
    row.classList.add("left-shelf");
    old.replaceWith(row);
    return;
  }
  if (old.contains(document.activeElement)) {
    const next = old.nextElementSibling ?? old.previousElementSibling;
    (next ? $("a", next) : $("#queue")).focus({ preventScroll: true });
  }
  old.remove();
}

function arrive(row) {
  row.classList.add("arrived");
  if (!place(row)) return;
  match(row);
  if (!upwards && scroll.scrollTop > 40) unseen += 1;
}

// Puts a row where its number stands; false when that is further down than what is loaded.
function place(row) {
  const rows = $$(":scope > .row", list);
  const before = ordered
    ? rows.find((other) => (upwards ? rank(other) > rank(row) : rank(other) < rank(row)))
    : (upwards ? undefined : rows[0]);
  if (before) before.before(row);
  else if ($("[data-more]").hidden) list.append(row);
  else return false;
  return true;
}

function settle() {
  const rows = $$(":scope > .row", list);
  $("[data-empty]").hidden = rows.length > 0;
  $("[data-no-match]").hidden = !rows.length || rows.some((row) => !row.hidden);
  if (scroll.scrollTop <= 40) unseen = 0;
  const fresh = $("[data-fresh]");
  fresh.hidden = !unseen;
  $("button", fresh).textContent = `${unseen} new above`;
}

function match(row) {
  const words = $("#filter").value.trim().toLowerCase();
  row.hidden = words !== "" && !words.split(/\s+/).every((word) => row.textContent.toLowerCase().includes(word));
}

export function applyCounts(counts) {
  for (const [shelf, number] of Object.entries(counts)) showCount(shelf, number);
  showCount("parked", (counts.parked ?? 0) + (counts.unreadable ?? 0));
  $("[data-parked]")?.classList.toggle("alarm", (counts.parked ?? 0) + (counts.unreadable ?? 0) > 0);
  if (!page.account && counts[page.shelf] !== undefined) $("[data-total]").textContent = counts[page.shelf];
  if (counts.waiting !== undefined) showTitle(counts.waiting);
}

export function showCount(shelf, number) {
  const place = $(`[data-count="${CSS.escape(shelf)}"]`);
  if (!place) return;
  place.textContent = number;
  place.classList.toggle("none", !number);
}

const title = document.title;

function showTitle(waiting) {
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

async function more(link) {
  link.setAttribute("aria-busy", "true");
  const asked = new URLSearchParams(address(openConversation(), "").slice(1));
  asked.set("after", link.dataset.after);
  const answer = await get(`/piece/queue?${asked}`);
  link.removeAttribute("aria-busy");
  if (answer.problem) return toast(answer.problem);
  const fresh = $$(":scope > .row", parse(answer.html)).filter((row) => !rowOf(row.dataset.c));
  list.append(...fresh);
  fresh.forEach(match);
  link.dataset.after = answer.more ?? "";
  $("[data-more]").hidden = !answer.more;
  $("a", fresh[0])?.focus({ preventScroll: true });
  settle();
  return undefined;
}

// Loads the queue anew, after a page was away for so long that reading the log would take longer.
export async function reloadQueue() {
  const answer = await get(address(openConversation(), "/piece/queue"));
  if (answer.problem) return;
  list.replaceChildren(...$$(":scope > .row", parse(answer.html)));
  $("[data-more] a").dataset.after = answer.more ?? "";
  $("[data-more]").hidden = !answer.more;
  $("[data-total]").textContent = answer.total;
  $$(":scope > .row", list).forEach(match);
  settle();
}

export function startQueue() {
  dress(document.body);
  $("[data-filter]").hidden = false;
  $("#filter").addEventListener("input", () => {
    $$(":scope > .row", list).forEach(match);
    settle();
  });
  $("[data-more] a").addEventListener("click", (event) => {
    event.preventDefault();
    more(event.currentTarget);
  });
  $("[data-fresh] button").addEventListener("click", () => scroll.scrollTo({ top: 0, behavior: "smooth" }));
  scroll.addEventListener("scroll", () => unseen && settle(), { passive: true });
  showTitle(Number($('[data-count="waiting"]')?.textContent ?? 0));
}
