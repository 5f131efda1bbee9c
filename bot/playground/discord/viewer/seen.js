// What this person sees: the places at the side, the talk in the open channel, and the names of everybody there.

import { nameOf } from "./dom.js";
import { openChannel } from "./server.js";

// `state`: who one is, servers, people, commands; `talk`: the open channel. Nothing yet before the server told them.
export const seen = { state: null, talk: null };

const guildHere = () => seen.state?.guilds.find((guild) => guild.channels.some((one) => one.id === openChannel()));

export const everyChannel = () =>
  (seen.state?.guilds ?? []).flatMap((guild) => guild.channels).concat(seen.state?.dms ?? []);

// Who and what menus and commands offer here.
export const serverNow = () => ({ ...guildHere(), commands: seen.state?.commands ?? [] });

export const known = {
  person: (id) => {
    const found = [...(guildHere()?.members ?? []), ...(seen.state?.people ?? [])].find((one) => one.id === id);
    return found && { name: nameOf(found) };
  },
  role: (id) => guildHere()?.roles.find((one) => one.id === id),
  channel: (id) => everyChannel().find((one) => one.id === id),
};

export function mentions(message) {
  const me = seen.state?.me;
  const called = (message.mentions ?? []).some((one) => one.id === me?.id);
  return message.mention_everyone || called || (message.mention_roles ?? []).some((id) => me?.roles.includes(id));
}
