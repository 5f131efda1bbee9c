"""What one person sees at the side of the page: servers and their channels, direct conversations, people, commands."""

from __future__ import annotations

from collections.abc import Iterator

from bot.playground.discord.bodies import user_body
from bot.playground.discord.interactions import offered_command
from bot.playground.discord.records import (
    ANNOUNCEMENT,
    CATEGORY,
    DIRECT,
    FORUM,
    TEXT,
    VOICE,
    BotAccount,
    Channel,
    Guild,
    Member,
    Person,
)
from bot.playground.discord.state import State
from bot.playground.discord.wire import JsonObject

KINDS = {TEXT: "text", ANNOUNCEMENT: "announcement", FORUM: "forum", VOICE: "voice", CATEGORY: "category", DIRECT: "dm"}
SHOWN_THREADS = 100  # of a server; a storm of posts must not make every glance slow
SLASH, ON_MESSAGE = 1, 3
SUBCOMMAND, GROUP = 1, 2


def places(world: State, person: Person, here: Channel | None) -> JsonObject:
    """Everything at the side; the commands are those that can be given `here`."""
    guilds = [guild for guild in world.guilds.values() if person.id in guild.members]
    mine = [role for guild in guilds for role in guild.members[person.id].roles]
    return {
        "me": user_body(person) | {"roles": [str(role.id) for role in mine]},
        "people": [user_body(one) for one in players(world)],
        "guilds": [_guild(world, guild, person) for guild in guilds],
        "dms": [_place(one, person) for one in world.channels.values() if one.pair and person in one.pair],
        "commands": list(commands(world, person, here)),
        "menus": list(_menus(world, person, here)),
    }


def players(world: State) -> list[Person]:
    """Who one can be on the page: everybody but the bots and the owners, which the world makes by itself."""
    owners = {guild.owner for guild in world.guilds.values()} | {bot.owner for bot in world.bots.values()}
    return [one for one in world.people.values() if not one.is_bot and one not in owners]


def first_place(world: State, person: Person) -> Channel | None:
    """The channel to begin with: a forum if there is one, since that is where a team works."""
    seen = [channel for channel in world.channels.values() if sees(world, person, channel)]
    order = (FORUM, TEXT, ANNOUNCEMENT, DIRECT)
    usable = [channel for channel in seen if channel.kind in order]
    return min(usable, key=lambda channel: order.index(channel.kind), default=None)


def sees(world: State, person: Person, channel: Channel) -> bool:
    """Whether the page may show a channel to somebody."""
    return bool(world.may(person, channel))


def name_of(channel: Channel, person: Person) -> str:
    """What a channel is called for somebody; a direct conversation has the name of the other."""
    other = next((one for one in channel.pair or () if one is not person), None)
    return (other.name or other.username) if other else channel.name


def kind_of(channel: Channel) -> str:
    """The kind of a channel in one word."""
    return "thread" if channel.is_thread else KINDS[channel.kind]


def _guild(world: State, guild: Guild, person: Person) -> JsonObject:
    channels = sorted(guild.channels.values(), key=lambda one: (one.position, one.id))
    threads = sorted(guild.threads.values(), key=lambda one: -one.last_message_id)[:SHOWN_THREADS]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "channels": [_place(one, person) for one in (*channels, *threads) if sees(world, person, one)],
        "roles": [
            {"id": str(role.id), "name": role.name}
            for role in guild.roles.values()
            if role is not guild.everyone and not role.bot_id
        ],
        "members": [member_with_name(member) for member in guild.members.values()],
    }


def member_with_name(member: Member) -> JsonObject:
    """A member with the name that the server knows."""
    return user_body(member.person) | {"nick": member.nick or None}


def _place(channel: Channel, person: Person) -> JsonObject:
    return {
        "id": str(channel.id),
        "name": name_of(channel, person),
        "kind": kind_of(channel),
        "parent": str(channel.parent.id) if channel.parent else "",
        "last": str(channel.last_message_id or ""),
        "archived": channel.archived,
    }


def commands(world: State, person: Person, here: Channel | None) -> Iterator[JsonObject]:
    """Each slash command that can be given here, by its whole name, such as `faq add`."""
    for bot, command in _offered(world, person, here, SLASH):
        for name, leaf in _leaves(str(command["name"]), command):
            words = {"name": name, "description": leaf.get("description", ""), "options": leaf.get("options", [])}
            yield words | _by(bot)


def _menus(world: State, person: Person, here: Channel | None) -> Iterator[JsonObject]:
    for bot, command in _offered(world, person, here, ON_MESSAGE):
        yield {"name": command["name"]} | _by(bot)


def _offered(world: State, person: Person, here: Channel | None, kind: int) -> Iterator[tuple[BotAccount, JsonObject]]:
    if here is None:
        return
    for bot in world.bots_seeing(here):
        guild = here.guild.id if here.guild else 0
        for command in [each for where in {0, guild} for each in bot.commands.get(where, [])]:
            if offered_command(world, bot, person, here, str(command["name"]), kind) is command:
                yield bot, command


def _leaves(name: str, command: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """A command itself, or each command below it with its whole name."""
    inner = [one for one in command.get("options") or [] if one.get("type") in (SUBCOMMAND, GROUP)]
    if not inner:
        yield name, command
    for one in inner:
        yield from _leaves(f"{name} {one['name']}", one)


def _by(bot: BotAccount) -> JsonObject:
    return {"app": bot.name or bot.username, "app_id": str(bot.application_id)}
