"""Lets people use what a bot offers: press, choose, fill in a form, type a command, use a message's menu.

Everything takes effect at once, as a click does; what the bot answers is found on the Interaction that is returned.
"""

from __future__ import annotations

from typing import Any

from bot.playground.discord.components import BUTTON, SELECTS
from bot.playground.discord.interaction_records import COMMAND, COMPLETION, COMPONENT, SUBMIT, Interaction
from bot.playground.discord.interactions import (
    chosen_things,
    data_of_command,
    data_of_menu,
    offered_command,
    open_interaction,
)
from bot.playground.discord.modals import filled
from bot.playground.discord.permissions import USE_APPLICATION_COMMANDS, VIEW_CHANNEL
from bot.playground.discord.records import BotAccount, CannotAct, Channel, Message, Person, walk
from bot.playground.discord.state import State
from bot.playground.discord.wire import JsonObject

__all__ = ["CannotAct", "Clicks"]

MESSAGE_COMMAND, SLASH_COMMAND = 3, 1


class Clicks(State):
    """People who use what bots offer."""

    def press(self, person: Person, message: Message, custom_id: str) -> Interaction:
        """Press a button. Raises CannotAct when it is not there, switched off, or not theirs to see."""
        found = self._component(person, message, custom_id)
        if found["type"] != BUTTON:
            raise CannotAct(f"{custom_id} is no button")
        return self._use(person, message, found, {})

    def choose(self, person: Person, message: Message, custom_id: str, values: list[str]) -> Interaction:
        """Choose in a menu; raises CannotAct for what it does not offer."""
        found = self._component(person, message, custom_id)
        if found["type"] not in SELECTS:
            raise CannotAct(f"{custom_id} is no menu")
        if found["type"] == 3 and not set(values) <= {option["value"] for option in found["options"]}:
            raise CannotAct(f"{custom_id} does not offer {values}")
        if not (found.get("min_values", 1) or 0) <= len(values) <= found.get("max_values", 1):
            raise CannotAct(f"{custom_id} does not take {len(values)} values")
        return self._use(
            person, message, found, {"values": list(values), "resolved": chosen_things(self, message.channel, values)}
        )

    def submit(self, person: Person, shown: Interaction, values: dict[str, Any]) -> Interaction:
        """Fill in the modal that an interaction was answered with and send it; fields not named stay as they were."""
        if shown.modal is None or shown.person is not person:
            raise CannotAct(f"{person.username} was shown no modal")
        data: JsonObject = {"custom_id": shown.modal["custom_id"], "components": filled(shown.modal, values)}
        return open_interaction(self, SUBMIT, shown.bot, person, shown.channel, data, shown.message, shown)

    def command(
        self, person: Person, channel: Channel, name: str, options: dict[str, Any] | None = None
    ) -> Interaction:
        """Type a slash command; `name` may be "group sub". Raises CannotAct when nobody offers it to them there."""
        bot, offered = self._offered(person, channel, name.split(maxsplit=1)[0], SLASH_COMMAND)
        data = data_of_command(self, offered, name.split()[1:], options or {}, channel)
        return open_interaction(self, COMMAND, bot, person, channel, data)

    async def complete(
        self, person: Person, channel: Channel, name: str, option: str, typed: str, **others: Any
    ) -> list[JsonObject]:
        """What is offered when a person has typed so much of an option; raises TimeoutError when nobody answers."""
        bot, offered = self._offered(person, channel, name.split(maxsplit=1)[0], SLASH_COMMAND)
        entered = others | {option: typed}
        data = data_of_command(self, offered, name.split()[1:], entered, channel, focused=option)
        asked = open_interaction(self, COMPLETION, bot, person, channel, data)
        await asked.answered()
        return asked.choices

    def menu(self, person: Person, message: Message, name: str) -> Interaction:
        """Use a command in a message's menu; raises CannotAct when nobody offers it to them there."""
        bot, offered = self._offered(person, message.channel, name, MESSAGE_COMMAND)
        return open_interaction(self, COMMAND, bot, person, message.channel, data_of_menu(offered, message))

    def _use(self, person: Person, message: Message, component: JsonObject, more: JsonObject) -> Interaction:
        bot = message.author
        if not isinstance(bot, BotAccount):
            raise CannotAct("only a bot's message has buttons")
        data = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]} | more
        return open_interaction(self, COMPONENT, bot, person, message.channel, data, message)

    def _component(self, person: Person, message: Message, custom_id: str) -> JsonObject:
        hidden = message.only_for is not None and message.only_for is not person
        if message.removed or hidden or not self.may(person, message.channel) & VIEW_CHANNEL:
            raise CannotAct(f"{person.username} does not see that message")
        for component in walk(message.components):
            if component.get("custom_id") == custom_id:
                if component.get("disabled"):
                    raise CannotAct(f"{custom_id} is switched off")
                return component
        offered = [str(one["custom_id"]) for one in walk(message.components) if one.get("custom_id")]
        raise CannotAct(f"the message has no {custom_id}; it has {', '.join(offered) or 'none'}")

    def _offered(self, person: Person, channel: Channel, name: str, kind: int) -> tuple[BotAccount, JsonObject]:
        if not self.may(person, channel) & USE_APPLICATION_COMMANDS:
            raise CannotAct(f"{person.username} may use no commands there")
        for bot in self.bots_seeing(channel):
            found = offered_command(self, bot, person, channel, name, kind)
            if found is not None:
                return bot, found
        raise CannotAct(f"no bot offers {name!r} to {person.username} there")
