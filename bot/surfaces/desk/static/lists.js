// The plain pages: times in the reader's zone, and menus that close.

import { localize } from "./clock.js";

localize(document);
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});
