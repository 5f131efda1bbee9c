// The live stream: rows, counts and the open conversation arrive as they change; a lost stream resumes where it stopped.

import { applyCounts, applyRows, reloadQueue, showCount } from "./queue.js";
import { parse } from "./pieces.js";
import { $, $$, address, openConversation, page, say } from "./page.js";
import { get } from "./server.js";
import { refresh, reread } from "./talk.js";

const HIDDEN_FOR = 30_000; // milliseconds until a tab in the background gives its connection back
let source = null;
let pause = 1000;
let worry = 0;
let mayStay = false; // one tab in the background may keep its stream, for the number in its title

export function follow() {
  source?.close();
  clearTimeout(worry);
  const asked = new URLSearchParams({ after: page.last });
  if (openConversation()) asked.set("c", openConversation());
  source = new EventSource(`/live?${asked}`);
  source.addEventListener("open", calm);
  source.addEventListener("error", lost);
  source.addEventListener("desk", (event) => heard(event, desk));
  source.addEventListener("conversation", (event) => heard(event, refresh));
  source.addEventListener("reload", (event) => heard(event, startAnew));
}

function heard(event, tell) {
  if (event.lastEventId) page.last = event.lastEventId;
  tell(JSON.parse(event.data));
}

function desk({ rows, counts, accounts, news, mine }) {
  applyRows(rows);
  applyCounts(counts);
  if (mine?.[page.me] !== undefined) showCount("mine", mine[page.me]);
  for (const place of $$("[data-accounts]")) {
    if (place.contains(document.activeElement)) continue;
    place.replaceChildren(...parse(accounts).children);
    markAccount(place);
  }
  if (news.length > 3) say(`${news.length} new messages`);
  else if (news.length) say(news.map((one) => one.words).join(". "));
}

function markAccount(place) {
  for (const link of place.querySelectorAll("a[data-account]")) {
    link.href = `/?${new URLSearchParams({ shelf: page.shelf, account: link.dataset.account })}`;
    if (link.dataset.account === page.account) link.setAttribute("aria-current", "true");
  }
}

async function startAnew() {
  await reloadQueue();
  const rail = await get(address("", "/piece/rail"));
  if (rail.html) $("#rail").replaceChildren(...parse(rail.html).children);
  await reread();
}

function calm() {
  pause = 1000;
  clearTimeout(worry);
  worry = 0;
  $("#offline").hidden = true;
}

// The browser comes back by itself after a cut; after an answer that is not a stream it does not.
function lost() {
  worry ||= setTimeout(() => ($("#offline").hidden = false), 4000);
  if (source.readyState !== EventSource.CLOSED) return;
  setTimeout(async () => {
    const known = await get("/piece/rail").catch(() => ({ problem: "away" }));
    if (!known.problem) follow();
    else lost();
  }, pause);
  pause = Math.min(pause * 2, 15_000);
}

// A browser opens six connections to one place; tabs that nobody sees must not use them up.
function watchTab() {
  let sleep = 0;
  navigator.locks?.request("sangam-background", () => {
    mayStay = true;
    return new Promise(() => {});
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(sleep);
    if (document.hidden && !mayStay) sleep = setTimeout(() => source?.close(), HIDDEN_FOR);
    else if (!document.hidden && source?.readyState === EventSource.CLOSED) follow();
  });
}

export function startLive() {
  watchTab();
  follow();
}
