// What the person does: each deed goes to the server, and what comes of it is shown.

import { $ } from "./dom.js";
import { openMenu } from "./menu.js";
import { openModal } from "./modal.js";
import { known, seen, serverNow } from "./seen.js";
import { act, openChannel } from "./server.js";

const REACTIONS = ["👍", "❤️", "😄", "✅"];

export const writing = {
  say: (text, reply_to) => act("say", { channel: openChannel(), text, reply_to }),
  command: async (command, options) =>
    settled(await act("command", { channel: openChannel(), command: command.name, options })),
  complete: (command, option, options, typed) =>
    act("complete", { channel: openChannel(), command: command.name, option, options, typed }),
};

// `answer(message)` begins an answer to a message in the field below.
export const doing = (answer) => ({
  async press(message, custom_id, button) {
    button?.setAttribute("aria-busy", "true");
    const came = await act("press", { message: message.id, custom_id });
    button?.removeAttribute("aria-busy");
    complain(settled(came));
  },
  async choose(message, custom_id, values) {
    complain(settled(await act("choose", { message: message.id, custom_id, values })));
  },
  dismiss: (message) => act("dismiss", { message: message.id }),
  react,
  menu: (message, anchor) => openMenu(anchor, entries(message, answer)),
});

async function react(message, emoji, mine = false) {
  complain(await act(mine ? "unreact" : "react", { message: message.id, emoji }));
}

function entries(message, answer) {
  const use = async (name) => complain(settled(await act("menu", { message: message.id, command: name })));
  const apps = (seen.state?.menus ?? []).map(({ name, app }) => ({ label: name, aside: app, take: () => use(name) }));
  const reactions = REACTIONS.map((emoji) => ({
    label: `React with ${emoji}`,
    short: emoji,
    take: () => react(message, emoji),
  }));
  const usual = [{ label: "Answer", icon: "reply", take: () => answer(message) }];
  if (message.content)
    usual.push({ label: "Copy the text", take: () => navigator.clipboard.writeText(message.content) });
  return [apps, reactions, usual, message.author.id === seen.state?.me.id ? own(message) : []];
}

function own(message) {
  return [
    { label: "Edit", take: () => edit(message) },
    { label: "Delete", danger: true, take: () => act("remove", { message: message.id }) },
  ];
}

function edit(message) {
  const field = { type: 4, custom_id: "text", style: 2, value: message.content, max_length: 2000 };
  const modal = { title: "Edit your message", components: [{ type: 18, label: "Text", component: field }] };
  show(modal, "the simulated Discord", ({ text }) => act("edit", { message: message.id, text }));
}

// An answer that brings a modal opens it; what is typed there goes back as the answer to that interaction.
function settled(answer) {
  const submit = async (values) => settled(await act("submit", { interaction: answer.interaction, values }));
  if (answer.modal) show(answer.modal, answer.app, submit);
  return answer;
}

function show(modal, app, send) {
  openModal(modal, { app, send, server: serverNow(), known });
}

function complain(answer) {
  const words = $("#toast");
  words.textContent = answer.problem ?? "";
  words.hidden = !answer.problem;
  if (answer.problem) setTimeout(() => (words.hidden = true), 8000);
}
