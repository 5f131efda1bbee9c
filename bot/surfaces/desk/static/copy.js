// Texts to copy at one click. That needs a script and a page over https or on this machine; without, they are marked by hand.

import { $, $$ } from "./page.js";

export function offerCopies(root) {
  for (const button of $$("[data-copy]", root)) button.hidden = !navigator.clipboard;
}

// `told` says it to a screen reader.
export function startCopying(told) {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    const words = $("span", button), usual = "Copy the text";
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      words.textContent = "Copied";
    } catch {
      words.textContent = "Mark it and copy it by hand";
    }
    told.textContent = words.textContent;
    setTimeout(() => (words.textContent = usual), 2500);
  });
}
