// The plain pages: times in the reader's zone, menus that close, and texts to copy.

import { localize } from "./clock.js";
import { offerCopies, startCopying } from "./copy.js";
import { $ } from "./page.js";

localize(document);
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

startCopying($("#copied"));
offerCopies(document);
