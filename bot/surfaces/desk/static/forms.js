// Buttons answer at once: a form is sent without leaving the page, and its answer is the conversation as it is now.

import { forget, tooMuch } from "./compose.js";
import { $, openConversation, page, say, toast } from "./page.js";
import { post } from "./server.js";
import { open, refresh, toEnd } from "./talk.js";

const DONE = {
  approve: "Approved", reject: "Rejected", redraft: "Another draft is on its way, if anything else fits",
  recall: "Taken back", reply: "On its way", note: "Note kept",
  resolve: "Resolved", reopen: "Open again", snooze: "Snoozed", assign: "Assigned", label: "Labels saved",
  hide: "It goes out of sight", unhide: "Others see it", direct_message: "On its way, in private",
  claim: "Yours for two minutes", let_go: "Let go", silence: "Done", undo_case: "The case is undone", measure: "It is on", end_measure: "It is over", teach: "The FAQ knows it", teach_not: "Not offered again",
};

async function submit(form, button) {
  if (form.getAttribute("aria-busy") === "true") return;
  const problem = tooMuch(form);
  if (problem) return toast(problem);
  const data = new FormData(form, button);
  data.set("shelf", page.shelf);
  data.set("account", page.account);
  form.setAttribute("aria-busy", "true");
  const held = form.closest(".card, .leaving") ?? form;
  held.setAttribute("aria-busy", "true");
  const place = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const verb = place.slice("/do/".length);
  const answer = await post(place, data);
  form.removeAttribute("aria-busy");
  held.removeAttribute("aria-busy");
  if (!answer.problem && ["reply", "note", "direct_message"].includes(verb)) forget(form);
  done(verb, answer, form);
  return undefined;
}

function done(verb, answer, form) {
  if (answer.conversation) {
    const inside = form?.contains(document.activeElement);
    if (!answer.problem) form?.closest("details[data-menu], [data-private-form]")?.removeAttribute("open");
    refresh(answer.conversation, { forced: !answer.problem });
    if (inside && !form.isConnected) $("#pane").focus({ preventScroll: true });
  }
  if (answer.problem) return toast(answer.problem, { milliseconds: 9000 });
  say(DONE[verb] ?? "Done");
  if (["approve", "reply", "note"].includes(verb)) {
    toEnd("smooth");
    if (form?.contains(document.activeElement)) $("#pane").focus({ preventScroll: true }); // the keys work again
  }
  if (answer.undo) offerUndo(answer.undo);
  return undefined;
}

function offerUndo(undo) {
  page.undo = undo;
  setTimeout(() => page.undo === undo && (page.undo = null), undo.due - page.now());
}

// Whoever goes on to the next conversation can still take back the last decision.
export function keepUndoInSight() {
  const undo = page.undo;
  if (!undo || undo.c === openConversation()) return;
  const left = undo.due - page.now();
  if (left > 0) toast("Decided; it has not left yet.", { button: "Undo", press: takeBack, milliseconds: left });
}

export async function takeBack() {
  const undo = page.undo;
  if (!undo) return toast("There is nothing to undo any more.");
  page.undo = null;
  const data = new FormData();
  data.set("delivery", undo.delivery);
  data.set("c", undo.c);
  const answer = await post("/do/recall", data);
  done("recall", answer, null);
  if (!answer.problem && openConversation() !== undo.c) open(undo.c);
  return undefined;
}

export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.do === undefined) return;
    event.preventDefault();
    submit(form, event.submitter);
  });
}
