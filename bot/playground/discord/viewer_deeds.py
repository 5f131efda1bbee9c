"""What somebody does on the page, as deeds of one person in the simulated Discord."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.discord.interaction_records import FIRST_ANSWER_WITHIN, Interaction
from bot.playground.discord.records import CannotAct, Channel, Message, Person
from bot.playground.discord.viewer_places import commands, sees
from bot.playground.discord.wire import JsonObject, number
from bot.playground.discord.world import World

SILENT = "The application did not answer within 3 seconds."


@dataclass(frozen=True, slots=True)
class Deed:
    """One request of the page: who asks for what; `dismissed` keeps what they need not see any more."""

    world: World
    person: Person
    given: JsonObject
    dismissed: set[int]

    @property
    def channel(self) -> Channel:
        """The channel it is about; raises LookupError."""
        channel = self.world.channel(number(self.given.get("channel")))
        if channel is None or not sees(self.world, self.person, channel):
            raise LookupError("this channel is gone, or not for you")
        return channel

    @property
    def message(self) -> Message:
        """The message it is about, also one that only this person sees; raises LookupError."""
        wanted = number(self.given.get("message"))
        for channel in self.world.channels.values():
            if wanted in channel.messages and sees(self.world, self.person, channel):
                return channel.messages[wanted]
        for interaction in self.world.interactions.values():
            for message in interaction.said:
                if message.id == wanted and message.only_for is self.person:
                    return message
        raise LookupError("this message is gone")

    def text(self, name: str) -> str:
        """A part of the request that is text; raises LookupError when it is missing."""
        return str(self.given[name])


async def do(deed: Deed) -> JsonObject:
    """Do it; the answer is what came of it, or says in `problem` why nothing did. Raises LookupError for nonsense."""
    try:
        return await _VERBS[deed.text("verb")](deed)
    except CannotAct as error:
        return {"problem": str(error)}


async def _say(deed: Deed) -> JsonObject:
    wanted = number(deed.given.get("reply_to"))
    deed.world.say(deed.person, deed.channel, deed.text("text"), reply_to=deed.channel.messages.get(wanted))
    return {}


async def _edit(deed: Deed) -> JsonObject:
    deed.world.edit(_own(deed), deed.text("text"))
    return {}


async def _remove(deed: Deed) -> JsonObject:
    deed.world.remove(_own(deed))
    return {}


async def _react(deed: Deed) -> JsonObject:
    deed.world.react(deed.person, deed.message, deed.text("emoji"))
    return {}


async def _unreact(deed: Deed) -> JsonObject:
    deed.world.unreact(deed.person, deed.message, deed.text("emoji"))
    return {}


async def _open(deed: Deed) -> JsonObject:
    thread = deed.world.open_thread(deed.person, deed.channel, deed.text("name"), text=deed.text("text"))
    return {"channel": str(thread.id)}


async def _dismiss(deed: Deed) -> JsonObject:
    deed.dismissed.add(number(deed.given.get("message")))
    deed.world.bell.ring()
    return {}


async def _press(deed: Deed) -> JsonObject:
    return await _outcome(deed.world.press(deed.person, deed.message, deed.text("custom_id")))


async def _choose(deed: Deed) -> JsonObject:
    values = [str(value) for value in deed.given["values"]]
    return await _outcome(deed.world.choose(deed.person, deed.message, deed.text("custom_id"), values))


async def _submit(deed: Deed) -> JsonObject:
    wanted = number(deed.given.get("interaction"))
    for interaction in deed.world.interactions.values():
        if interaction.id == wanted and interaction.person is deed.person:
            return await _outcome(deed.world.submit(deed.person, interaction, deed.given["values"]))
    raise LookupError("this form is gone")


async def _command(deed: Deed) -> JsonObject:
    return await _outcome(deed.world.command(deed.person, deed.channel, deed.text("command"), _options(deed)))


async def _menu(deed: Deed) -> JsonObject:
    return await _outcome(deed.world.menu(deed.person, deed.message, deed.text("command")))


async def _complete(deed: Deed) -> JsonObject:
    name, option, typed = deed.text("command"), deed.text("option"), deed.text("typed")
    others = {each: value for each, value in _options(deed).items() if each != option}
    try:
        return {"choices": await deed.world.complete(deed.person, deed.channel, name, option, typed, **others)}
    except TimeoutError:
        return {"choices": [], "problem": "The application has no suggestions now."}


def _options(deed: Deed) -> dict[str, Any]:
    """The options of a command; a person, a role or a channel is named by its id on the page."""
    given = dict(deed.given.get("options") or {})
    offered = commands(deed.world, deed.person, deed.channel)
    command = next((one for one in offered if one["name"] == deed.text("command")), None)
    kinds = {one["name"]: one["type"] for one in command["options"]} if command else {}
    return {name: _meant(deed, kinds.get(name, 0), value) for name, value in given.items()}


def _meant(deed: Deed, kind: int, value: Any) -> Any:
    guild = deed.channel.guild
    roles = guild.roles if guild else {}
    tables: dict[int, Mapping[int, object]] = {6: deed.world.people, 7: deed.world.channels, 8: roles}
    tables[9] = {**roles, **deed.world.people}
    if kind not in tables:
        return value
    found = tables[kind].get(number(value))
    if found is None:
        raise LookupError(f"{value} is nobody and nothing here; choose from the list")
    return found


def _own(deed: Deed) -> Message:
    message = deed.message
    if message.author is not deed.person:
        raise LookupError("only whoever wrote a message can change it")
    return message


async def _outcome(interaction: Interaction) -> JsonObject:
    """What the page needs to go on: a modal to fill in, or that the application said nothing in time."""
    try:
        await interaction.answered(FIRST_ANSWER_WITHIN)
    except TimeoutError:
        return {"problem": SILENT}
    app = interaction.bot.name or interaction.bot.username
    return {"interaction": str(interaction.id), "modal": interaction.modal, "app": app}


_VERBS: dict[str, Callable[[Deed], Awaitable[JsonObject]]] = {
    "say": _say,
    "edit": _edit,
    "remove": _remove,
    "react": _react,
    "unreact": _unreact,
    "open": _open,
    "dismiss": _dismiss,
    "press": _press,
    "choose": _choose,
    "submit": _submit,
    "command": _command,
    "menu": _menu,
    "complete": _complete,
}
