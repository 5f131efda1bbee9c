"""The verbs of the control API: what a JSON order makes people or chats do, one row of the table per verb."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from bot.playground.telegram.files import Media
from bot.playground.telegram.records import BotAccount, Chat, Message, Person
from bot.playground.telegram.wire import JsonObject
from bot.playground.telegram.world import World


class Order:
    """One JSON order; each reader raises LookupError for what is not there and KeyError for what is missing."""

    def __init__(self, world: World, given: Mapping[str, object]) -> None:
        self._world = world
        self._given = given

    def text(self, name: str = "text") -> str:
        """A string, empty when missing."""
        return str(self._given.get(name, ""))

    def number(self, name: str) -> int:
        """A whole number, 0 when missing."""
        return int(str(self._given.get(name, 0)))

    def flag(self, name: str, *, default: bool) -> bool:
        """A boolean."""
        return bool(self._given.get(name, default))

    def items(self, name: str) -> list[object]:
        """A list, empty when missing."""
        value = self._given.get(name, [])
        return value if isinstance(value, list) else [value]

    def person(self) -> Person:
        """Whom `person` names, by id or username."""
        return self._person(self._given["person"])

    def people(self) -> list[Person]:
        """Whom `people` names."""
        return [self._person(one) for one in self.items("people")]

    def bot(self) -> BotAccount:
        """The bot that `bot` names by username."""
        return self._bot(str(self._given["bot"]))

    def bots(self) -> list[BotAccount]:
        """The bots that `bots` names."""
        return [self._bot(str(one)) for one in self.items("bots")]

    def chat(self, name: str = "chat") -> Chat:
        """The chat that a number or @name means; a bot's name, or `bot` beside a person's id, means in private."""
        given = self._given[name]
        if isinstance(given, int):
            if given > 0:
                return self._world.private(self.bot(), self._person(given))
            return self._world.chats[given]
        bot = self._find_bot(str(given))
        if bot is not None:
            return self._world.private(bot, self.person())
        chat = self._world.chat_named(str(given))
        if chat is None:
            raise LookupError(f"no chat {given}")
        return chat

    def place(self) -> Chat | BotAccount:
        """Where to speak: as `chat`, where speaking to a bot also opens the conversation with it."""
        given = self._given["chat"]
        bot = None if isinstance(given, int) else self._find_bot(str(given))
        return bot or self.chat()

    def message(self, name: str = "message") -> Message:
        """The message that an object {"chat", "id"} means, with `bot` or `person` as `chat` needs."""
        given = self._given[name]
        if not isinstance(given, Mapping):
            raise TypeError(f"{name} must be an object with chat and id")
        return Order(self._world, {**self._given, **given}).chat().messages[int(str(given["id"]))]

    def maybe_message(self, name: str) -> Message | None:
        """The message, or None when the order does not speak of one."""
        return self.message(name) if self._given.get(name) else None

    def maybe_chat(self, name: str) -> Chat | None:
        """The chat, or None when the order does not speak of one."""
        return self.chat(name) if self._given.get(name) else None

    def media(self) -> list[Media]:
        """What `media` describes: {"kind", "name", "mime", "base64", "size", "caption"}, one or several."""
        return [_media(one) for one in self.items("media") if isinstance(one, Mapping)]

    def _person(self, given: object) -> Person:
        if isinstance(given, int):
            return self._world.people[given]
        wanted = str(given).lstrip("@")
        for person in self._world.people.values():
            if person.username == wanted:
                return person
        raise LookupError(f"no person {given}")

    def _bot(self, username: str) -> BotAccount:
        bot = self._find_bot(username)
        if bot is None:
            raise LookupError(f"no bot {username}")
        return bot

    def _find_bot(self, username: str) -> BotAccount | None:
        wanted = username.lstrip("@")
        return next((bot for bot in self._world.bots.values() if bot.username == wanted), None)


def do(world: World, order: Order) -> object:
    """Carry out an order; what came of it, ready for JSON. Raises KeyError for an unknown verb."""
    return VERBS[order.text("verb")](world, order)


def _media(given: Mapping[str, object]) -> Media:
    default = Media()
    data = base64.b64decode(str(given["base64"])) if "base64" in given else default.data
    return Media(
        str(given.get("kind", "photo")),
        data,
        str(given.get("name", "")),
        str(given.get("mime", "")),
        int(str(given.get("size", 0))),
        str(given.get("caption", "")),
    )


def _say(world: World, order: Order) -> object:
    media = order.media()
    message = world.say(
        order.person(),
        order.place(),
        order.text(),
        reply_to=order.maybe_message("reply_to"),
        media=media[0] if media else None,
        thread=order.number("thread"),
        as_chat=order.maybe_chat("as_chat"),
    )
    return message.body


def _create_person(world: World, order: Order) -> JsonObject:
    language = order.text("language") or "en"
    return world.create_person(
        order.text("first_name"), order.text("last_name"), order.text("username"), language
    ).as_user


def _create_bot(world: World, order: Order) -> JsonObject:
    reads_all = order.flag("reads_all", default=True)
    bot = world.create_bot(order.text("username"), order.text("name"), order.text("token"), reads_all=reads_all)
    return bot.person.as_user | {"token": bot.token}


def _create_channel(world: World, order: Order) -> JsonObject:
    discussion = order.maybe_chat("discussion")
    return world.create_channel(order.text("title"), order.bots(), discussion, order.text("username")).as_chat


def _create_supergroup(world: World, order: Order) -> JsonObject:
    return world.create_supergroup(order.text("title"), order.bots(), order.people(), order.text("username")).as_chat


def _react(world: World, order: Order) -> None:
    world.react(order.person(), order.message(), *(str(one) for one in order.items("emoji")))


def _post(world: World, order: Order) -> JsonObject:
    media = order.media()
    return world.post(order.chat(), order.text(), media[0] if media else None).body


def _album(world: World, order: Order) -> list[JsonObject]:
    return [message.body for message in world.album(order.person(), order.place(), order.media(), order.text())]


VERBS: dict[str, Callable[[World, Order], object]] = {
    "create_person": _create_person,
    "create_bot": _create_bot,
    "create_group": lambda world, order: world.create_group(order.text("title"), order.bots(), order.people()).as_chat,
    "create_supergroup": _create_supergroup,
    "create_channel": _create_channel,
    "say": _say,
    "album": _album,
    "comment": lambda world, order: world.comment(order.person(), order.message("post"), order.text()).body,
    "post": _post,
    "edit": lambda world, order: world.edit(order.message(), order.text()).body,
    "remove": lambda world, order: world.remove(order.message()),
    "react": _react,
    "press": lambda world, order: world.press(order.person(), order.message(), order.text("data")),
    "block_bot": lambda world, order: world.block_bot(order.person(), order.bot()),
    "unblock_bot": lambda world, order: world.unblock_bot(order.person(), order.bot()),
    "deactivate": lambda world, order: world.deactivate(order.person()),
    "join": lambda world, order: world.join(order.person(), order.chat()),
    "leave": lambda world, order: world.leave(order.person(), order.chat()),
    "mute": lambda world, order: world.mute(order.chat(), order.person()),
    "unmute": lambda world, order: world.unmute(order.chat(), order.person()),
    "add_bot": lambda world, order: world.add_bot(order.chat(), order.bot(), admin=order.flag("admin", default=True)),
    "remove_bot": lambda world, order: world.remove_bot(order.chat(), order.bot()),
    "migrate": lambda world, order: world.migrate(order.chat()).as_chat,
    "revoke": lambda world, order: world.revoke(order.bot()),
    "restore": lambda world, order: world.restore(order.bot(), order.text("token")),
}
