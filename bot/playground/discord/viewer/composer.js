// Where one writes: plain talk, or after a slash a command of an app.

import { $, el, icon, nameOf } from "./dom.js";
import { commandForm } from "./commands.js";
import { plain } from "./marks.js";
import { listbox } from "./pick.js";

// `doing`: {say(text, reply_to), command(command, options), complete(command, option, options, typed)};
// each resolves to {problem} when it did not work.
export function composer(box, doing) {
  const field = el("textarea", { id: "words", rows: "1", dir: "auto", maxlength: "2000", "aria-autocomplete": "list" });
  const problem = el("p.problem", { role: "alert", hidden: true });
  const answering = el("p.answering", { hidden: true });
  const list = listbox("Commands", (option) => begin(option.command));
  const form = el(
    "form.writing",
    {},
    list.node,
    answering,
    el(
      "div.writing-field",
      {},
      field,
      el("button.tool", { type: "submit", "aria-label": "Send", title: "Send" }, icon("send")),
    ),
    problem,
  );
  let server = { commands: [] };
  let reply = null;
  box.replaceChildren(form);

  function tell(answer) {
    problem.hidden = !answer.problem;
    problem.textContent = answer.problem ?? "";
    return !answer.problem;
  }

  function hints() {
    const typed = /^\/([\w -]*)$/.exec(field.value);
    const fitting = typed ? server.commands.filter((one) => one.name.includes(typed[1].toLowerCase())) : [];
    fitting.sort(
      (one, other) => one.name.indexOf(typed[1]) - other.name.indexOf(typed[1]) || one.name.localeCompare(other.name),
    );
    list.show(
      fitting.map((command) => ({ label: `/${command.name}`, note: command.description, aside: command.app, command })),
      field,
    );
  }

  function begin(command) {
    list.hide();
    field.value = "";
    const again = () => (box.replaceChildren(form), field.focus());
    const made = commandForm(command, {
      server: () => server,
      cancel: again,
      complete: (option, options, typed) => doing.complete(command, option, options, typed),
      send: async (options) => {
        const answer = await doing.command(command, options);
        if (!answer.problem) again();
        return answer;
      },
    });
    box.replaceChildren(made);
    ($("input", made) ?? $("button.primary", made)).focus();
  }

  async function send() {
    const text = field.value.trim();
    if (!text) return;
    const mine = server.commands.find((one) => text === `/${one.name}`);
    if (mine) return begin(mine);
    if (tell(await doing.say(text, reply?.id))) {
      field.value = "";
      answer(null);
      grow();
    }
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 240)}px`;
  }

  function answer(message) {
    reply = message;
    answering.hidden = !message;
    if (message)
      answering.replaceChildren(
        "Answering ",
        el("b", { dir: "auto" }, nameOf(message.author)),
        ": ",
        el("span.said", { dir: "auto" }, plain(message.content).slice(0, 80)),
        el("button.plain", { type: "button", onclick: () => answer(null) }, "Do not"),
      );
    if (message) field.focus();
  }

  field.addEventListener("input", () => (hints(), grow(), tell({})));
  field.addEventListener("blur", () => list.hide());
  field.addEventListener("keydown", (event) => {
    if (list.key(event)) return;
    if (event.key === "Escape" && reply) answer(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  form.addEventListener("submit", (event) => (event.preventDefault(), send()));

  return {
    answer,
    show(state, channel) {
      server = state;
      const may = channel.may_write !== false;
      field.disabled = !may;
      const words = may ? `Message ${channel.kind === "dm" ? "@" : "#"}${channel.name}` : "You may not write here";
      field.placeholder = words;
      field.setAttribute("aria-label", words);
    },
  };
}
