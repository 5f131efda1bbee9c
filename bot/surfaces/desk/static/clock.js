// Times in the reader's own zone, spans that grow, and countdowns.

import { $$, page } from "./page.js";

const MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000, SOON = 4 * HOUR;
const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat([], { day: "numeric", month: "short", year: "numeric" });
const weekday = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long" });
const whole = new Intl.DateTimeFormat([], { dateStyle: "full", timeStyle: "short" });

const sameDay = (one, two) => one.toDateString() === two.toDateString();

// The same words as bot/surfaces/desk/words.py gives.
export function span(ms) {
  if (ms < MINUTE) return "now";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

const left = (ms) => (ms < MINUTE ? "less than 1 min" : span(ms));
const ago = (ms) => (ms < MINUTE ? "just now" : `${span(ms)} ago`);

function written(time, now) {
  const at = new Date(Number(time.dataset.at));
  if (time.dataset.as === "ago") return span(Math.max(0, now - at));
  if (time.dataset.as === "since") return ago(Math.max(0, now - at));
  const today = new Date(now);
  if (time.dataset.as === "clock" || sameDay(at, today)) return clock.format(at);
  return `${(at.getFullYear() === today.getFullYear() ? day : dayOfYear).format(at)}, ${clock.format(at)}`;
}

export function localize(root) {
  const now = page.now();
  for (const time of $$("time[data-at]", root)) {
    time.textContent = written(time, now);
    time.title = whole.format(new Date(Number(time.dataset.at)));
  }
  for (const fuse of $$("[data-fuse]", root)) {
    fuse.style.setProperty("--burn", `${Math.max(0, Number(fuse.dataset.fuse) - now)}ms`);
  }
  count(root);
}

export function count(root = document) {
  const now = page.now();
  for (const left of $$("[data-until]", root)) {
    const words = `${Math.max(0, Math.ceil((Number(left.dataset.until) - now) / 1000))} s`;
    if (left.textContent !== words) left.textContent = words;
  }
  for (const late of $$("[data-late-at]", root)) {
    if (Number(late.dataset.lateAt) <= now) close(late);
  }
}

// A network's window has ended while the page is open: what would be refused cannot be sent, and the page says why.
function close(late) {
  delete late.dataset.lateAt;
  for (const words of $$("[data-late]", late)) words.hidden = false;
  for (const button of $$(".button.primary", late)) button.disabled = true;
}

// The same words as inbox/wording.py gives: first everything gets through, then what a person writes, then nothing.
function windowWords({ drafts, people }, now) {
  if (drafts > now) return `${left(drafts - now)} left to answer`;
  return people > now ? `only what a person writes gets through, ${left(people - now)} left` : "too late to answer here";
}

function watchWindows(now, tell) {
  for (const place of $$(".window[data-drafts]")) {
    const ends = { drafts: Number(place.dataset.drafts), people: Number(place.dataset.people) };
    const phase = String((ends.drafts > now) + (ends.people > now));
    const before = place.dataset.phase ?? phase;
    place.dataset.phase = phase;
    const words = windowWords(ends, now);
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("bad", ends.drafts - now < HOUR);
    if (before !== phase) tell();
  }
  for (const place of $$("[data-left]")) {
    const rest = Number(place.dataset.left) - now;
    const words = rest > 0 ? left(rest) : "no time";
    if (place.textContent !== words) place.textContent = words;
    place.closest(".closes").classList.toggle("soon", rest < SOON);
  }
}

// A line between what was said on different days of the reader's calendar.
export function markDays(list) {
  for (const old of $$(":scope > .day", list)) old.remove();
  let before = null;
  for (const line of $$(":scope > [data-at]", list)) {
    const at = new Date(Number(line.dataset.at));
    if (!before || !sameDay(before, at)) {
      const words = sameDay(at, new Date(page.now())) ? "Today" : weekday.format(at);
      line.before(Object.assign(document.createElement("li"), { className: "day", textContent: words }));
    }
    before = at;
  }
}

// "Somebody is writing here" holds for two minutes, and nothing is said when it ends.
const CLAIM = 121_000;
const since = new WeakMap();

function endClaims(tell) {
  for (const chip of $$(".chip.claimed")) {
    if (!since.has(chip)) since.set(chip, Date.now());
    if (Date.now() - since.get(chip) < CLAIM) continue;
    if (chip.closest("#pane")) tell();
    else chip.remove();
  }
}

export function startClock(reread) {
  setInterval(() => {
    if (document.hidden) return;
    count();
    watchWindows(page.now(), reread);
  }, 500);
  setInterval(() => {
    endClaims(reread);
    const now = page.now();
    for (const time of $$('time[data-as="ago"], time[data-as="since"]')) {
      const words = written(time, now);
      if (time.textContent !== words) time.textContent = words;
    }
  }, 20_000);
}
