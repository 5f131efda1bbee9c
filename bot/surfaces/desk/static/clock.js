// Times in the reader's own zone, spans that grow, and countdowns.

import { $$, page } from "./page.js";

const MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000;
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

function written(time, now) {
  const at = new Date(Number(time.dataset.at));
  if (time.dataset.as === "ago") return span(Math.max(0, now - at));
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

export function startClock(claimEnded) {
  setInterval(() => {
    if (document.hidden) return;
    count();
  }, 500);
  setInterval(() => {
    endClaims(claimEnded);
    const now = page.now();
    for (const time of $$('time[data-as="ago"]')) {
      const words = written(time, now);
      if (time.textContent !== words) time.textContent = words;
    }
  }, 20_000);
}
