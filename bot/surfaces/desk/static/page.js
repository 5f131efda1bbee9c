// What this page knows of itself: its shelf, whose it is, the server's clock, and where it stands in the log.

const data = document.body.dataset;

export const page = {
  me: data.me,
  shelf: data.shelf,
  account: data.account,
  csrf: document.querySelector('meta[name="csrf"]')?.content ?? "",
  last: data.last,
  undo: null, // what was decided last and can still be taken back
  skew: data.now ? Number(data.now) - Date.now() : 0,
  now: () => Date.now() + page.skew,
};

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// The name under which the store keeps the shelf that is shown.
export function shelfKey() {
  return page.shelf === "mine" ? `mine:${page.me}` : page.shelf;
}

export function address(conversation, path = "/") {
  const asked = new URLSearchParams();
  asked.set("shelf", page.shelf);
  if (page.account) asked.set("account", page.account);
  if (conversation) asked.set("c", conversation);
  return `${path}?${asked}`;
}

export function openConversation() {
  return $("#pane .talk")?.dataset.c ?? "";
}

// Tells a screen reader; the same words twice are still news, so the region is emptied first.
export function say(words) {
  const region = $("#said");
  region.textContent = "";
  setTimeout(() => (region.textContent = words), 50);
}

let ends = 0;

// A few words at the bottom of the page, perhaps with one button; gone by themselves.
export function toast(words, { button = "", press = null, milliseconds = 6000 } = {}) {
  const box = $("#toast");
  clearTimeout(ends);
  box.replaceChildren(Object.assign(document.createElement("span"), { textContent: words }));
  if (button) {
    const action = Object.assign(document.createElement("button"), {
      type: "button", className: "button small", textContent: button,
    });
    action.addEventListener("click", () => { box.hidden = true; press(); });
    box.append(action);
  }
  box.hidden = false;
  ends = setTimeout(() => (box.hidden = true), milliseconds);
}
