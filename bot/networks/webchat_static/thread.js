// From the lines of the mailbox, and from what still waits here, to the messages as they stand now.

const FOREVER = 253402300799000;

/** The messages, oldest first, and until when the visitor is shut out (unix milliseconds). */
export function fold(lines, waiting) {
  const messages = new Map();
  let muted = 0, blocked = 0;
  for (const line of lines) {
    if (line.type === "message") add(messages, line, {});
    else if (line.type === "shut") {
      const how = line.how ?? (line.until >= FOREVER ? "block" : "");  // lines of older versions did not say
      if (how !== "block") muted = line.until;
      if (how !== "mute") blocked = line.until;
    } else change(messages, line);
  }
  for (const { said, shown, at, problem } of waiting) {
    const line = { ...said, from: "them", at };
    if (said.type === "message") add(messages, { ...line, id: said.client_id, media: shown }, { waiting: true, problem });
    else if (!problem) change(messages, line);
  }
  return { messages: [...messages.values()], shut: Math.max(muted, blocked) };
}

function add(messages, line, state) {
  const id = line.from === "us" ? line.place : line.id;
  if (messages.has(id)) return;
  const { from, text, at, media, to, place } = line;
  messages.set(id, { id, from, text, at, media, to, place, reactions: {}, ...state });
}

function change(messages, line) {
  const message = messages.get(line.id);
  if (!message) return;
  switch (line.type) {
    case "edit": Object.assign(message, { text: line.text, edited: true }); break;
    case "remove": message.removed = true; break;
    case "hide": message.hidden = line.hidden; break;
    case "react": message.reactions[line.from] = line.emoji; break;
  }
}

/** How many of our messages came after what the visitor has seen. */
export function countUnread(messages, seen) {
  return messages.filter((one) => one.from === "us" && one.at > seen && !one.removed).length;
}
