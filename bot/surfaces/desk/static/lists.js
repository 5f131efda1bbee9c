// The plain pages: times in the reader's zone, menus that close, and texts to copy.

import { localize } from "./clock.js";
import { $ } from "./page.js";

localize(document);
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

// Copying needs a script and a page over https or on this machine; without, the text is there to be marked by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const words = $("span", button), usual = words.textContent;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      words.textContent = "Copied";
    } catch {
      words.textContent = "Mark it and copy it by hand";
    }
    $("#copied").textContent = words.textContent;
    setTimeout(() => (words.textContent = usual), 2500);
  });
}
