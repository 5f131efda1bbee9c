// One conversation: opens it, keeps it live, and never takes away what somebody is writing.

import { markDays } from "./clock.js";
import { restoreTexts, takeOver } from "./compose.js";
import { countText } from "./count.js";
import { changed, parse, reconcile } from "./pieces.js";
import { markOpen } from "./queue.js";
import { $, $$, address, openConversation, say, toast } from "./page.js";
import { get } from "./server.js";

const pane = $("#pane");
let loading = null;
let onOpen = () => {};

export const whenOpened = (listener) => (onOpen = listener);

export async function open(conversation, { push = true } = {}) {
  loading?.abort();
  loading = new AbortController();
  pane.setAttribute("aria-busy", "true");
  markOpen(conversation);
  document.body.classList.add("reading");
  try {
    const answer = await get(address(conversation, "/piece/conversation"), loading.signal);
    pane.removeAttribute("aria-busy");
    if (answer.problem) return toast(answer.problem);
    if (push) history.pushState(null, "", address(conversation));
    show(answer.html);
    pane.focus({ preventScroll: true });
    say(`${$("#talk-title").textContent.trim()}, opened`);
    onOpen(conversation);
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    toast("Could not load the conversation. Try again.");
  }
  return undefined;
}

// Loads the open conversation again, where nothing in the log says that it changed: a claim that ran out.
export async function reread() {
  const c = openConversation();
  const answer = c ? await get(address(c, "/piece/conversation")) : {};
  if (answer.html) refresh(answer);
}

export function close({ push = true } = {}) {
  loading?.abort();
  const row = openConversation();
  pane.replaceChildren(document.importNode($("#nothing-open").content, true));
  document.body.classList.remove("reading");
  if (push) history.pushState(null, "", address(""));
  markOpen("");
  onOpen("");
  return row;
}

function show(html) {
  pane.replaceChildren(parse(html).firstElementChild);
  settle();
  toEnd();
}

// What a conversation needs after it came onto the page, from the server's first page too.
export function settle() {
  const lines = $('[data-part="lines"]', pane);
  if (!lines) return;
  markDays(lines);
  restoreTexts(pane);
  $$("textarea[data-count]", pane).forEach(countText);
  const scroll = $("[data-scroll]", pane);
  scroll.addEventListener("scroll", () => atEnd() && ($("[data-below]", pane).hidden = true), { passive: true });
  $("[data-below] button", pane).addEventListener("click", () => toEnd("smooth"));
}

export function toEnd(behavior = "instant") {
  const scroll = $("[data-scroll]", pane);
  scroll?.scrollTo({ top: scroll.scrollHeight, behavior });
}

function atEnd() {
  const scroll = $("[data-scroll]", pane);
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
}

const isWritten = (line) => isBusy(line) || ($(".private[open] textarea", line)?.value ?? "") !== "";
const isBusy = (piece) => $("details[open]", piece) !== null && piece.contains(document.activeElement);

// Brings the open conversation up to date; `forced` after the person's own click, when nothing is being written.
export function refresh({ c, html }, { forced = false } = {}) {
  const old = $(".talk", pane);
  if (!old || old.dataset.c !== c) return undefined;
  const fresh = $(".talk", parse(html));
  // The answer to a click may come after a live piece that was read later: then it is the past, and is asked for again.
  if (isOlder(fresh, old)) return forced ? reread() : undefined;
  old.dataset.asOf = fresh.dataset.asOf;
  const stay = atEnd();
  refreshPart(old, fresh, "head", forced);
  refreshPart(old, fresh, "subject", forced);
  const news = refreshLines(old, fresh);
  refreshProposals(old, fresh, forced);
  refreshFoot(old, fresh);
  if (stay) toEnd();
  else if (news) $("[data-below]", pane).hidden = false;
  return undefined;
}

// Ids of the log are two numbers, the second counts within a millisecond.
function isOlder(one, other) {
  const [[at, count], [otherAt, otherCount]] = [one, other].map(({ dataset }) => dataset.asOf.split("-").map(Number));
  return at < otherAt || (at === otherAt && count < otherCount);
}

const part = (root, name) => $(`[data-part="${name}"]`, root);

function refreshPart(old, fresh, name, forced) {
  const before = part(old, name), after = part(fresh, name);
  if (!changed(before, after) || (!forced && isBusy(before))) return;
  before.replaceWith(after);
}

// Newer lines than the page's oldest belong to it; what was read further back stays.
function refreshLines(old, fresh) {
  const before = part(old, "lines"), after = part(fresh, "lines");
  const first = Number($("[data-at]", after)?.dataset.at ?? 0);
  const { added, gone } = reconcile(before, withEarlier(before, after, first), isWritten);
  gone.forEach((line) => line.remove());
  markDays(before);
  return added.some((line) => line.classList.contains("theirs"));
}

function withEarlier(before, after, first) {
  const known = new Set($$("[data-key]", after).map((line) => line.dataset.key));
  const earlier = $$(":scope > [data-at]", before)
    .filter((line) => Number(line.dataset.at) < first && !known.has(line.dataset.key));
  const whole = document.createElement("ol");
  whole.append(...earlier.map((line) => Object.assign(document.createElement("li"), { className: "held" })));
  $$(":scope > .held", whole).forEach((stand, number) => (stand.dataset.key = earlier[number].dataset.key));
  whole.append(...after.children);
  return whole;
}

function refreshProposals(old, fresh, forced) {
  const before = part(old, "proposals");
  const written = (card) => $("[data-edit][open] textarea, [data-reject][open], [data-wish][open]", card) !== null;
  const { added, gone } = reconcile(before, part(fresh, "proposals"), (card) => !forced && written(card));
  for (const card of gone) {
    const field = $("[data-edit][open] textarea", card);
    const lost = !forced && field && field.value !== field.defaultValue ? field.value : "";
    if (card.contains(document.activeElement)) pane.focus({ preventScroll: true });
    card.remove();
    if (lost) rescue(lost);
  }
  for (const card of added) $$("textarea[data-count]", card).forEach(countText);
}

// The draft that was being edited is gone: the words must not be.
function rescue(words) {
  if (takeOver(words)) toast("The draft no longer fits. Your words are kept under “Write your own”.");
}

function refreshFoot(old, fresh) {
  const before = part(old, "foot"), after = part(fresh, "foot");
  if (before.dataset.state === after.dataset.state || isBusy(before)) return;
  for (const which of ["[data-compose]", "[data-note]"]) {
    const was = $(which, before), is = $(which, after);
    if (was && is) is.open = was.open; // nothing folds or unfolds by itself under somebody's eyes
  }
  const to = $('input[name="to"]', before);
  if (to?.value) {
    $('input[name="to"]', after).value = to.value;
    $("[data-answering]", after).replaceWith($("[data-answering]", before));
  }
  before.replaceWith(after);
  restoreTexts(pane);
  $$("textarea[data-count]", after).forEach(countText);
}

export async function readEarlier(link) {
  const c = openConversation();
  link.setAttribute("aria-busy", "true");
  const answer = await get(`${address(c, "/piece/conversation")}&before=${link.dataset.earlier}`);
  if (answer.problem || openConversation() !== c) return toast(answer.problem ?? "");
  const fresh = parse(answer.html);
  const lines = part(pane, "lines"), scroll = $("[data-scroll]", pane);
  const known = new Set($$("[data-key]", lines).map((line) => line.dataset.key));
  const height = scroll.scrollHeight;
  lines.prepend(...$$(":scope > [data-at]", part(fresh, "lines")).filter((line) => !known.has(line.dataset.key)));
  markDays(lines);
  const further = $("[data-earlier]", fresh);
  if (further) link.dataset.earlier = further.dataset.earlier;
  else link.parentElement.remove();
  link.removeAttribute("aria-busy");
  scroll.scrollTop += scroll.scrollHeight - height;
  return undefined;
}
