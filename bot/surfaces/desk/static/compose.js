// Writing: keeps unsent words when the page changes, shows what is attached.

import { countText } from "./count.js";
import { $, $$, toast } from "./page.js";
import { warnSoon } from "./warnings.js";

const LARGEST = 10_000_000; // bytes of one file, as the server takes them
// Unsent words outlive a click on another conversation and a reload, in this tab.
function keep(field) {
  if (field.value) sessionStorage.setItem(`text ${field.dataset.keep}`, field.value);
  else sessionStorage.removeItem(`text ${field.dataset.keep}`);
}

export function restoreTexts(root) {
  for (const field of $$("textarea[data-keep]", root)) {
    const kept = sessionStorage.getItem(`text ${field.dataset.keep}`);
    if (!kept || field.value) continue;
    field.value = kept;
    field.closest("details").open = true;
    if (field.dataset.warn) warnSoon(field);
  }
}

export function forget(form) {
  form.reset();
  if (form.elements.to) form.elements.to.value = "";
  const told = $("[data-answering]", form);
  if (told) told.hidden = true;
  for (const field of $$("textarea", form)) {
    if (field.dataset.keep) keep(field);
    if (field.dataset.count) countText(field);
    if (field.dataset.warn) warnSoon(field);
  }
  showFiles($('input[type="file"]', form));
}

// Puts words into the reply field when it is empty; true when they are safe there.
export function takeOver(words) {
  const field = $("#reply-text");
  if (!field || field.value) return false;
  field.value = words;
  keep(field);
  countText(field);
  warnSoon(field);
  field.closest("details").open = true;
  return true;
}

function showFiles(input) {
  if (!input) return;
  const list = $("[data-attached]", input.form);
  list.replaceChildren(...[...input.files].map((file, number) => chip(input, file, number)));
  list.hidden = !input.files.length;
  countText($("textarea", input.form));
}

function chip(input, file, number) {
  const item = document.createElement("li");
  item.className = file.size > LARGEST ? "chip bad" : "chip";
  const name = Object.assign(document.createElement("bdi"), { textContent: file.name });
  const size = file.size > LARGEST ? " is larger than 10 MB" : ` ${Math.ceil(file.size / 1000)} kB`;
  const off = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  off.setAttribute("aria-label", `Take ${file.name} off`);
  off.addEventListener("click", () => drop(input, number));
  item.append(name, size, off);
  return item;
}

function drop(input, number) {
  const kept = new DataTransfer();
  [...input.files].forEach((file, at) => at !== number && kept.items.add(file));
  input.files = kept.files;
  showFiles(input);
  input.focus();
}

export function tooMuch(form) {
  const input = $('input[type="file"]', form);
  if (!input) return "";
  if (input.files.length > Number(input.dataset.files)) return `At most ${input.dataset.files} files go with one message.`;
  const large = [...input.files].find((file) => file.size > LARGEST);
  return large ? `${large.name} is larger than 10 MB. Make it smaller, or send a link to it.` : "";
}

// In a group or under a post: answers one message rather than the newest.
function answer(to, asker = "") {
  const form = $("#reply-text")?.form;
  if (!form) return;
  form.elements.to.value = to;
  const told = $("[data-answering]", form);
  told.hidden = !to;
  $("bdi", told).textContent = asker;
  form.closest("details").open = true;
  $("#reply-text").focus();
}

// Under one comment: a place to write that only its author reads.
function writePrivately(details, open) {
  details.open = open;
  if (open) {
    $("textarea", details).focus();
    details.scrollIntoView({ block: "nearest" });
  } else {
    $("[data-private]", details.closest(".line")).focus();
  }
}

function onClick({ target }) {
  const chosen = target.closest("[data-answer]");
  if (chosen) {
    chosen.closest("[data-menu]").open = false;
    answer(chosen.dataset.answer, chosen.dataset.asker);
  } else if (target.closest("[data-answering] button")) {
    answer("");
  } else if (target.closest("[data-private], [data-private-shut]")) {
    writePrivately($("[data-private-form]", target.closest(".line")), target.closest("[data-private]") !== null);
  }
}

export function startCompose() {
  document.addEventListener("click", onClick);
  document.addEventListener("input", ({ target }) => {
    if (target.dataset.keep) keep(target);
    if (target.dataset.count) countText(target);
    if (target.dataset.warn) warnSoon(target);
    if (target.type === "file") showFiles(target);
  });
  document.addEventListener("focusin", ({ target }) => target.dataset?.warn && warnSoon(target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
  document.addEventListener("paste", ({ target, clipboardData }) => {
    const input = target.form && $('input[type="file"]', target.form);
    if (!input || !clipboardData.files.length) return;
    const kept = new DataTransfer();
    [...input.files, ...clipboardData.files].forEach((file) => kept.items.add(file));
    input.files = kept.files;
    showFiles(input);
    toast("Attached from the clipboard.", { milliseconds: 2500 });
  });
}
