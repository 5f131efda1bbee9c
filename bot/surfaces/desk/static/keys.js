// The keyboard: every decision has a key, and no key works while somebody is writing.

import { takeBack } from "./forms.js";
import { $, openConversation } from "./page.js";
import { rowOf, rowsShown } from "./queue.js";
import { close, open } from "./talk.js";

const writing = (element) => element.matches("input:not([type=radio]), textarea, select, [contenteditable]");

function move(step) {
  const rows = rowsShown();
  const here = document.activeElement.closest(".row") ?? rowOf(openConversation());
  const next = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(here) + step))] ?? rows[0];
  const link = next && $("a", next);
  link?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

function unfold(selector, field) {
  const details = $(selector, $("#pane"));
  if (!details) return;
  details.open = true;
  const target = $(field, details);
  target?.focus({ preventScroll: true });
  if (target?.matches("textarea")) target.setSelectionRange(target.value.length, target.value.length);
}

const press = (selector) => $(selector, $("#pane"))?.requestSubmit();

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  a: () => press('.card form[data-do="approve"].inline'),
  e: () => unfold(".card [data-edit]", "textarea"),
  x: () => unfold(".card [data-reject]", "input:checked"),
  d: () => press('.card form[data-do="redraft"].inline'),
  r: () => unfold("[data-compose]", "textarea"),
  n: () => unfold("[data-note]", "textarea"),
  u: () => ($("#pane form[data-do='recall']") ? press("form[data-do='recall']") : takeBack()),
  "/": () => $("#filter").focus(),
  "?": () => $("#keys").showModal(),
};

function escape(target) {
  const menu = target.closest("details[open]");
  if (menu) {
    menu.open = false;
    $("summary", menu).focus();
  } else if (writing(target)) {
    target.blur();
  } else if (openConversation()) {
    const row = rowOf(close());
    (row ? $("a", row) : $("#queue")).focus();
  }
}

function onKey(event) {
  const { target, key } = event;
  if (event.defaultPrevented || event.isComposing || $("dialog[open]")) return;
  if (key === "Escape") return escape(target);
  if (event.ctrlKey || event.metaKey || event.altKey || writing(target)) return undefined;
  if ((key === "ArrowDown" || key === "ArrowUp") && target.closest("#queue")) {
    event.preventDefault();
    return move(key === "ArrowDown" ? 1 : -1);
  }
  if (event.repeat && !"jk".includes(key)) return undefined;
  const deed = KEYS[key];
  if (!deed) return undefined;
  event.preventDefault();
  return deed();
}

// One menu at a time, and none stays open when somebody clicks elsewhere.
function closeMenus({ target }) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

function onClick(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const row = event.target.closest(".row");
  if (row && event.target.closest("a")) {
    event.preventDefault();
    open(row.dataset.c);
  } else if (event.target.closest("[data-back]")) {
    event.preventDefault();
    const link = rowOf(close());
    if (link) $("a", link).focus();
  } else if (event.target.closest("[data-show-keys]")) {
    $("#keys").showModal();
  }
}

// What unfolds comes into sight whole.
function showWhole({ target }) {
  if (target.open && target.closest(".card")) target.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

export function startKeys() {
  document.addEventListener("toggle", showWhole, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", closeMenus);
  document.addEventListener("click", onClick);
  for (const button of document.querySelectorAll("[data-show-keys]")) button.hidden = false;
}
