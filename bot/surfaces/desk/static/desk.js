// The board in a browser with scripts: without them every button works, with them nothing has to be reloaded.

import { startClock } from "./clock.js";
import { startCompose } from "./compose.js";
import { startCopying } from "./copy.js";
import { keepUndoInSight, startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { follow, startLive } from "./live.js";
import { $, openConversation } from "./page.js";
import { startQueue } from "./queue.js";
import { close, open, readEarlier, reread, settle, toEnd, whenOpened } from "./talk.js";

startQueue();
startClock(reread);
startCompose();
startCopying($("#said"));
startForms();
startKeys();
settle();
toEnd();
$('.shelves [aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
startLive();
document.body.dataset.awake = ""; // from here on keys and buttons answer without reloading

whenOpened(() => {
  follow();
  keepUndoInSight();
});

addEventListener("popstate", () => {
  const wanted = new URLSearchParams(location.search).get("c") ?? "";
  if (wanted === openConversation()) return;
  if (wanted) open(wanted, { push: false });
  else close({ push: false });
});

document.addEventListener("click", (event) => {
  const earlier = event.target.closest("[data-earlier]");
  if (!earlier) return;
  event.preventDefault();
  readEarlier(earlier);
});

