// The chat window: puts server, outbox, messages and composer together, and talks to the page around the frame.

import { Composer } from "./composer.js";
import { memory, newId, tokenOf } from "./memory.js";
import { Outbox } from "./outbox.js";
import { Lines, Server } from "./server.js";
import { countUnread, fold } from "./thread.js";
import { View } from "./view.js";
import { directionOf, pickLanguage, wordsOf } from "./words.js";

const $ = (id) => document.getElementById(id);
const settings = JSON.parse(document.documentElement.dataset.settings);
const query = new URLSearchParams(location.search);
const identity = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const language = pickLanguage(query.get("lang"));
const word = wordsOf(language);
const framed = window.parent !== window && Boolean(settings.parent);

const kept = JSON.parse(identity.kept || "{}");
const store = memory(settings.name, identity.visitor || "", kept, (all) => tellPage({ sangam: "keep", kept: JSON.stringify(all) }));
const lasting = store.own || framed;
const server = new Server(tokenOf(store), identity);
const outbox = new Outbox(store, server, onOutbox);
const addresses = new Map(); // files that were fetched already
const view = new View($("messages"), { language, word, file: addressOf, on: { edit, remove, reply, like, again, discard } });
const composer = new Composer({ settings, word, store, server, on: { send, typing, size: (bytes) => view.size(bytes) } });

let lines = [];
let messages = [];
let shown = !framed;
let caughtUp = false;
let refused = false;
let drawing = 0;
let lastTyped = 0;
let quiet = 0;
let height = 0;
let pinned = true; // the newest message is in sight and stays so, whatever grows
let down = 0;

function dress() {
  const root = document.documentElement;
  root.lang = language;
  root.dir = query.get("dir") === "rtl" ? "rtl" : query.get("dir") === "ltr" ? "ltr" : directionOf(language);
  root.style.setProperty("--brand", settings.color);
  root.style.setProperty("--on-brand", lightness(settings.color) > 0.179 ? "#101614" : "#ffffff");
  document.title = $("title").textContent = settings.title || word("title");
  $("greeting").textContent = settings.greeting || word("greeting");
  $("log").setAttribute("aria-label", word("log"));
  $("typing").querySelector(".spoken").textContent = word("typing");
  $("newest").textContent = word("newest");
  $("naming").firstElementChild.textContent = word("name");
  $("name").value = store.get("name", identity.name || "");
  $("close").setAttribute("aria-label", word("close"));
  $("close").title = word("close");
  $("close").hidden = !framed;
  if (!lasting) banner(word("unwatched"));
}

// WCAG 2.2, relative luminance; above 0.179 black is easier to read on it than white.
function lightness(color) {
  const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// ------------------------------------------------------------------------------------------------ what comes

const stream = new Lines(server, {
  onPiece(kind, piece, place) {
    if (kind === "line") take({ ...piece, place });
    else if (kind === "typing") somebodyTypes();
    else if (kind === "state") there(piece.open);
  },
  onUp() {
    clearTimeout(down);
    if (lasting) banner("");
    caughtUp = true;
    $("log").setAttribute("aria-busy", "false");
    // Once what was there has been drawn: only what is new from now on is read out.
    setTimeout(() => $("log").setAttribute("aria-live", "polite"), 400);
    outbox.flush();
    redraw();
  },
  onDown() {
    clearTimeout(down);
    down = setTimeout(() => banner(word("offline")), navigator.onLine ? 2500 : 0);
  },
  onRefused(error) {
    refused = true;
    composer.shut(word(error.code));
  },
});

function take(line) {
  lines.push(line);
  if (line.type === "message" && line.from === "us") hideTyping();
  outbox.drop(line.from === "them" ? line.id : "");
  redraw();
}

function there(open) {
  const text = settings.hours ? word(open ? "here" : "away") : "";
  $("there").textContent = text;
  $("there").hidden = !text;
  $("there").classList.toggle("open", open);
  $("closed").textContent = settings.closed;
  $("closed").hidden = open;
}

function somebodyTypes() {
  $("typing").hidden = false;
  clearTimeout(quiet);
  quiet = setTimeout(hideTyping, 6000);
}

function hideTyping() {
  $("typing").hidden = true;
}

// Not requestAnimationFrame: it rests in a frame that is not shown, and the count of new messages must not.
function redraw() {
  drawing ||= setTimeout(draw, 0);
}

function draw() {
  drawing = 0;
  const folded = fold(lines, outbox.waiting);
  const fresh = folded.messages.at(-1)?.id !== messages.at(-1)?.id;
  messages = folded.messages;
  view.draw(messages);
  const known = messages.some((one) => one.from === "them");
  $("naming").hidden = !settings.ask_name || known || Boolean(identity.visitor) || !caughtUp;
  if (known) tellPage({ sangam: "talked" });
  if (!refused) shutOut(folded.shut);
  if (pinned || (fresh && messages.at(-1)?.from === "them")) toBottom();
  else if (fresh) $("newest").hidden = false;
  look();
}

function shutOut(until) {
  const shut = until > Date.now();
  if (shut !== Boolean(composer.closed)) composer.shut(shut ? word("shut") : "");
  if (shut && until - Date.now() < 2 ** 31) setTimeout(redraw, until - Date.now() + 500);
}

/** Count what is new, and say so to the page; once it is before the visitor's eyes, say that to the server. */
function look() {
  const newest = messages.findLast((one) => one.from === "us")?.at || 0;
  const seen = store.get("seen", 0);
  if (shown && document.visibilityState === "visible" && newest > seen && pinned) {
    store.set("seen", newest);
    server.say({ type: "seen", at: newest }).catch(() => {}); // worth nothing later, so it is not kept
  }
  tellPage({ sangam: "unread", count: countUnread(messages, store.get("seen", 0)) });
}

// ------------------------------------------------------------------------------------------------ what the visitor does

function told(said) {
  return { client_id: newId(), name: store.get("name", identity.name || "").slice(0, 80), language, ...said };
}

function send({ text, files, about }) {
  if (about?.kind === "editing") return outbox.add(told({ type: "edit", id: about.id, text }));
  const to = about ? about.id : "";
  return outbox.add(told({ type: "message", text, to, media: files.map((one) => one.ref) }), files);
}

function edit(message) {
  composer.regard("editing", message);
}

function reply(message) {
  composer.regard("replying", message);
}

function remove(message) {
  outbox.add(told({ type: "remove", id: message.id }));
}

function like(message) {
  outbox.add(told({ type: "react", id: message.id, emoji: message.reactions.them ? "" : "👍" }));
}

function again(message) {
  outbox.again(message.id);
}

function discard(message) {
  outbox.drop(message.id);
}

function typing() {
  if (Date.now() - lastTyped < 4000) return;
  lastTyped = Date.now();
  server.say({ type: "typing" }).catch(() => {}); // worth nothing later, so it is not kept
}

function onOutbox(error) {
  if (error) banner(word(error.status === 429 ? "too_fast" : "offline"));
  else if (caughtUp && lasting) banner("");
  const stuck = outbox.waiting.find((one) => one.problem);
  if (stuck) composer.tell(word(stuck.problem));
  // What changes nothing visible would otherwise stay in the way for ever.
  if (stuck && stuck.said.type !== "message") outbox.drop(stuck.said.client_id);
  redraw();
}

function addressOf(ref) {
  if (!addresses.has(ref)) {
    const address = server.download(ref).then((blob) => URL.createObjectURL(blob));
    address.catch(() => addresses.delete(ref));
    addresses.set(ref, address);
  }
  return addresses.get(ref);
}

// ------------------------------------------------------------------------------------------------ the window itself

function banner(text) {
  $("banner").textContent = text;
  $("banner").hidden = !text;
}

function atBottom() {
  const log = $("log");
  return log.scrollHeight - log.scrollTop - log.clientHeight < 60;
}

function toBottom() {
  pinned = true;
  $("log").scrollTop = $("log").scrollHeight;
  $("newest").hidden = true;
}

function tellPage(message) {
  if (framed) window.parent.postMessage(message, settings.parent);
}

function close() {
  tellPage({ sangam: "close" });
}

addEventListener("message", ({ source, origin, data }) => {
  if (!framed || source !== window.parent || origin !== settings.parent || data.sangam !== "shown") return;
  const opened = data.shown && !shown;
  shown = data.shown;
  if (opened) {
    toBottom();
    if (matchMedia("(pointer: fine)").matches) composer.focus();
    else $("log").focus();
  }
  look();
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) close();
});
addEventListener("offline", () => banner(word("offline")));
document.addEventListener("visibilitychange", look);
const growth = new ResizeObserver(() => pinned && toBottom());
for (const id of ["log", "welcome", "messages", "typing"]) growth.observe($(id));
$("log").addEventListener("scroll", () => {
  // Only a move upwards lets go: what grows below a moment after we scrolled must not.
  pinned = atBottom() || (pinned && $("log").scrollTop >= height);
  height = $("log").scrollTop;
  if (!pinned) return;
  $("newest").hidden = true;
  look();
});
$("newest").addEventListener("click", toBottom);
$("close").addEventListener("click", close);
$("name").addEventListener("change", () => store.set("name", $("name").value.trim()));

dress();
draw();
stream.follow();
tellPage({ sangam: "ready" });
if (!framed) composer.focus();
