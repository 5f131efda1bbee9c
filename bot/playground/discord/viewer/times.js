// Moments in words, and the ones that count: "in 3 minutes" is written anew as time goes by.

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "always" });

export function timeElement(seconds, style = "f") {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return document.createTextNode(`<t:${seconds}>`);
  const made = element(moment, style);
  made.className = "moment";
  return made;
}

export const ago = (iso) => element(new Date(iso), "R");

function element(moment, style) {
  const made = document.createElement("time");
  made.dateTime = moment.toISOString();
  made.title = new Intl.DateTimeFormat(undefined, STYLES.F).format(moment);
  made.dataset.style = style;
  write(made);
  return made;
}

// How Discord writes the moment beside a name: the time alone for today.
export function shortMoment(iso) {
  const moment = new Date(iso);
  const today = moment.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(undefined, today ? STYLES.t : STYLES.s).format(moment);
}

export function longMoment(iso) {
  return new Intl.DateTimeFormat(undefined, STYLES.F).format(new Date(iso));
}

export function day(iso) {
  return new Intl.DateTimeFormat(undefined, STYLES.D).format(new Date(iso));
}

export function keepTime() {
  setInterval(() => document.querySelectorAll('time[data-style="R"]').forEach(write), 1000);
}

function write(made) {
  const moment = new Date(made.dateTime);
  const style = made.dataset.style;
  const words =
    style === "R" ? sinceNow(moment.getTime()) : new Intl.DateTimeFormat(undefined, STYLES[style]).format(moment);
  if (made.textContent !== words) made.textContent = words;
}

function sinceNow(milliseconds) {
  const seconds = (milliseconds - Date.now()) / 1000;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? STEPS.at(-1);
  return relative.format(Math.trunc(seconds / size), unit);
}
