// The pages of moderation: decided at one key without leaving the list, counts that are live, a case that brings itself up to date.

import { localize, startClock } from "./clock.js";
import { $, $$, page, say, toast } from "./page.js";
import { parse } from "./pieces.js";
import { post } from "./server.js";

const PAUSE = 2000; // milliseconds between two looks at a case that changes
const main = () => $("main");
const ITEM = ".matches > li, .items > li";
const isWriting = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select");
const isBusy = () => isWriting(document.activeElement) || $("details.sure[open], details.menu[open]", main()) !== null;

// ------------------------------------------------------------------------------------------------ deciding in a list

// What one goes through: the matches that are seen, on a page that shows them below their rules.
function items() {
  const matches = $$(".matches > li", main()).filter((match) => match.getClientRects().length);
  return matches.length ? matches : $$(".items > li", main());
}

const current = () => document.activeElement.closest(ITEM) ?? $(".here", main());

function step(by) {
  const all = items();
  const here = current();
  focusItem(all[Math.max(0, Math.min(all.length - 1, all.indexOf(here) + by))] ?? all[0]);
}

function focusItem(item) {
  for (const other of $$(".here", main())) other.classList.remove("here");
  if (!item) return;
  item.classList.add("here");
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

async function decide(form, button) {
  if (form.getAttribute("aria-busy") === "true") return undefined;
  const item = form.closest("li");
  form.setAttribute("aria-busy", "true");
  const answer = await post(form.action, new FormData(form, button));
  form.removeAttribute("aria-busy");
  if (answer.problem) {
    say(answer.problem);
    return toast(answer.problem, { milliseconds: 9000 });
  }
  say(answer.done);
  if (answer.case) toast(answer.done, { button: "Undo", press: () => takeBack(answer.case), milliseconds: 9000 });
  else toast(answer.done, { milliseconds: 4000 });
  const next = item.nextElementSibling ?? item.previousElementSibling;
  const inside = item.contains(document.activeElement);
  item.remove();
  if (!next) return location.reload();
  return inside ? focusItem(next) : undefined; // whoever went on meanwhile stays where they are
}

// Undoes the case that a slip of the finger opened.
async function takeBack(number) {
  const data = new FormData();
  data.set("case", number);
  const answer = await post("/moderation/do/undo", data);
  if (answer.problem) return toast(answer.problem, { milliseconds: 9000 });
  say(answer.done);
  return toast(answer.done, { milliseconds: 6000 });
}

function onSubmit(event) {
  const form = event.target;
  if (form.dataset.decides !== undefined) {
    event.preventDefault();
    return decide(form, event.submitter);
  }
  // A second click would be refused, and its refusal shown in place of what was done.
  if (form.dataset.sent !== undefined) return event.preventDefault();
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, 10_000); // for whoever stopped the page from loading
  return undefined;
}

function onKey(event) {
  const { target, key } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (key === "Escape") {
    const open = target.closest("details[open]");
    if (!open) return undefined;
    open.open = false;
    return $("summary", open).focus();
  }
  if (isWriting(target)) return undefined;
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (event.repeat || !/^[a-z]$/.test(key)) return undefined;
  const item = current() ?? items()[0];
  const button = item && $(`[aria-keyshortcuts="${key}"]`, item);
  if (!button) return undefined;
  event.preventDefault();
  button.click();
  const unfolded = button.matches("summary") && button.parentElement.open;
  return unfolded ? $("form :is(button, input:not([type=hidden]))", button.parentElement).focus() : undefined;
}

// ------------------------------------------------------------------------------------------------------------- live

let due = 0;
let source = null;
let pause = 1000;

function heard({ lastEventId, data }) {
  if (lastEventId) page.last = lastEventId;
  const { counts, cases } = JSON.parse(data);
  for (const place of $$("[data-count]")) {
    const number = counts?.[place.dataset.count];
    if (number === undefined) continue;
    place.textContent = number;
    place.classList.toggle("none", !number);
  }
  tellOfNews(counts);
  const mine = document.body.dataset.case;
  if (mine && (cases?.includes(Number(mine)) || $("[data-moves]"))) bringUp();
}

// A list that somebody reads does not move under their eyes: it says that there is more.
function tellOfNews(counts) {
  const news = $("[data-news]");
  if (!news) return;
  const more = (counts?.[news.dataset.news] ?? 0) - items().length - Number(news.dataset.folded);
  news.hidden = more <= 0;
  $("a", news).textContent = more === 1 ? "1 more waits: show it" : `${more} more wait: show them`;
}

function bringUp() {
  clearTimeout(due);
  due = setTimeout(async () => {
    if (document.hidden || isBusy()) return bringUp();
    const response = await fetch(location.href, { cache: "no-store" });
    if (!response.ok || isBusy()) return undefined;
    const fresh = $("main", parse(await response.text()));
    if (fresh) main().replaceWith(fresh);
    return undefined;
  }, PAUSE);
}

function follow() {
  source = new EventSource(`/live?${new URLSearchParams({ after: page.last })}`);
  source.addEventListener("open", () => (pause = 1000));
  source.addEventListener("desk", heard);
  source.addEventListener("reload", heard);
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(follow, pause);
    pause = Math.min(pause * 2, 60_000);
  });
}

// A browser opens six connections to one place: a tab that nobody sees gives its own back.
function watchTab() {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return source.close();
    if (source.readyState !== EventSource.CLOSED) return undefined;
    if (document.body.dataset.case) bringUp();
    return follow();
  });
}

// What was done or refused is told once: the page has its own address again, so that it can be loaded anew.
history.replaceState(null, "", document.body.dataset.here + location.hash);
localize(document);
startClock(() => {});
for (const input of $$("[data-zone]")) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
document.addEventListener("submit", onSubmit);
window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));
document.addEventListener("keydown", onKey);
document.addEventListener("click", ({ target }) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
});
if (page.last !== undefined) {
  follow();
  watchTab();
}
document.body.dataset.awake = "";
