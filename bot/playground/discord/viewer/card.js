// Draws messages that are handed to it, without a server behind them: for pictures in the docs, and to try the drawing.

import { el } from "./dom.js";
import { messageElement } from "./message.js";
import { openModal } from "./modal.js";
import { keepTime } from "./times.js";

const nothing = () => {};
const doing = { press: nothing, choose: nothing, dismiss: nothing, menu: nothing, react: nothing };

// `names`: {person: {id: {name}}, role: {…}, channel: {…}}.
function knownIn(names = {}) {
  return Object.fromEntries(["person", "role", "channel"].map((kind) => [kind, (id) => names[kind]?.[id]]));
}

globalThis.simulated = {
  draw(messages, { theme = "dark", names = {} } = {}) {
    document.documentElement.dataset.theme = theme;
    const around = { known: knownIn(names), server: {}, doing };
    document.getElementById("picture").replaceChildren(
      el(
        "div.picture-frame",
        {},
        messages.map((one) => messageElement(one, around)),
      ),
    );
  },
  modal(modal, { theme = "dark", app = "the app" } = {}) {
    document.documentElement.dataset.theme = theme;
    openModal(modal, { app, server: {}, known: {}, send: async () => ({}) });
  },
};
keepTime();
document.body.dataset.awake = "";
