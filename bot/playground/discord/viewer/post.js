// A new post in a forum, in a form like an app's.

import { openModal } from "./modal.js";
import { act } from "./server.js";

export function newPost(forum, opened) {
  const components = [
    { type: 18, label: "Title", component: { type: 4, custom_id: "name", style: 1, max_length: 100 } },
    { type: 18, label: "First words", component: { type: 4, custom_id: "text", style: 2, max_length: 2000 } },
  ];
  const send = async ({ name, text }) => {
    const answer = await act("open", { channel: forum.id, name, text });
    if (answer.channel) opened(answer.channel);
    return answer;
  };
  openModal(
    { title: `New post in ${forum.name}`, components },
    { app: "the simulated Discord", server: {}, known: {}, send },
  );
}
