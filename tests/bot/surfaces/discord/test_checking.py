"""What `run.py check` says of the control channel, from facts; test_checking_fetched.py asks a Discord."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.discord_base import CONTROL, NOTES, TAGS, invite, permissions
from bot.surfaces.discord.checking import check, report
from bot.surfaces.discord.facts import Facts, Place
from bot.surfaces.discord.options import ControlOptions
from inbox.network import Health

NOTHING = discord.Permissions.none()
ALL = permissions(CONTROL, [TAGS])
TEAM = Place("team", "forum", ALL, NOTHING)
GOOD = Facts(
    bot="nadi",
    application=4711,
    server="Friends of Nadi",
    places={12: TEAM, 13: Place("press", "text", ALL, NOTHING)},
    roles={11: "@everyone", 20: "Moderators", 21: "Press"},
    mentionable=frozenset({21}),
)


def options(**more: object) -> ControlOptions:
    """A control channel that works with the good facts."""
    roles = [{"role": "Moderators", "is": "moderator"}]
    return ControlOptions.model_validate({"token": "t" * 30, "server": 11, "channel": 12, "roles": roles, **more})


def wrong(found: Facts, **more: object) -> list[str]:
    """What fails, each with its fix."""
    return [f"{health.words} | {health.fix}" for health in report(options(**more), found) if not health.ok]


def test_what_is_right_is_said() -> None:
    routes = [{"when": {"labels": "press"}, "channel": 13, "mention": "Press"}]

    assert list(report(options(routes=routes), GOOD)) == [
        Health(ok=True, words="Discord knows this bot as nadi; it is on the server Friends of Nadi"),
        Health(ok=True, words="#team is a forum channel, and the bot may do all it needs there"),
        Health(ok=True, words="#press is a text channel, and the bot may do all it needs there"),
        Health(ok=True, words="on Friends of Nadi, Moderators is moderator"),
    ]


def test_a_bot_that_is_not_on_the_server_is_told_with_the_link() -> None:
    assert wrong(Facts("nadi", 4711)) == [
        "nadi is not on the server 11 | Let somebody who may manage the server open " + invite(4711, CONTROL, server=11)
    ]


def test_a_channel_that_is_not_there_or_of_another_kind_is_told() -> None:
    voice = replace(GOOD, places={12: replace(TEAM, kind="voice")})

    assert wrong(replace(GOOD, places={}))[0].startswith(
        "there is no channel 12 on Friends of Nadi | In Discord, right"
    )
    assert wrong(voice)[0].startswith("#team is a voice channel; cards need a forum or text one | Make a forum")


def test_missing_permissions_are_named_as_discord_names_them_there() -> None:
    bare = discord.Permissions(view_channel=True)
    text, forum = (replace(GOOD, places={12: replace(TEAM, kind=kind, ours=bare)}) for kind in ("text", "forum"))

    assert wrong(text) == [
        (
            "in #team the bot lacks Read Message History, Send Messages, Create Public Threads,"
            " Send Messages in Threads"
            " | In Discord: #team, Edit Channel, Permissions, the role nadi: allow Read Message History, Send Messages,"
            " Create Public Threads, Send Messages in Threads."
        )
    ]
    assert wrong(forum)[0].startswith(
        "in #team the bot lacks Read Message History, Create Posts, Send Messages in Threads | "
    )


def test_a_bot_that_may_not_make_tags_is_told_which_to_make_by_hand() -> None:
    untagged = replace(GOOD, places={12: replace(TEAM, ours=permissions(CONTROL))})

    (told,) = [health for health in report(options(), untagged) if "tags" in health.words]

    assert told.ok
    assert "Manage Channel" in told.fix
    assert "waiting, drafted, held, parked, answered, snoozed, resolved, assigned" in told.fix


def test_a_channel_that_everybody_can_read_is_mentioned() -> None:
    open_to_all = replace(GOOD, places={12: replace(TEAM, everybody=discord.Permissions(view_channel=True))})

    (told,) = [health for health in report(options(), open_to_all) if "everybody" in health.words]

    assert told.ok
    assert "Private Channel" in told.fix


def test_the_message_content_intent_is_needed_for_notes_only() -> None:
    assert wrong(GOOD) == []
    (lacking, told) = wrong(GOOD, notes=True)
    assert lacking.startswith("in #team the bot lacks Add Reactions | ")
    assert "Turn on Message Content Intent for the application" in told
    may_mark = replace(TEAM, ours=permissions(CONTROL, NOTES))
    assert wrong(replace(GOOD, places={12: may_mark}, hears=frozenset({"message_content"})), notes=True) == []


def test_clicks_that_are_sent_elsewhere_are_told() -> None:
    (told,) = wrong(replace(GOOD, endpoint="https://old.example/hook"))

    assert told.startswith("Discord sends clicks and commands to https://old.example/hook instead of to Sangam | Empty")


def test_without_a_role_nobody_may_do_anything() -> None:
    (told,) = wrong(GOOD, roles=[])

    assert told.startswith("no role of the server may do anything here | Write control_channel.roles")


def test_roles_that_are_not_there_or_not_to_be_told_apart_are_told() -> None:
    two = replace(GOOD, roles=GOOD.roles | {22: "Moderators"})

    assert wrong(GOOD, roles=[{"role": "Moderator", "is": "lead"}]) == [
        "there is no role Moderator on Friends of Nadi | Did you mean Moderators?"
    ]
    assert wrong(GOOD, roles=[{"role": 99, "is": "lead"}])[0].startswith("there is no role 99 on Friends of Nadi | In")
    assert wrong(two) == [
        (
            "2 roles of Friends of Nadi are called Moderators, so none of them counts"
            " | Write the id in roles instead of the name: 20, 22."
        )
    ]


def test_a_role_whose_mention_reaches_nobody_is_told() -> None:
    routes = [{"mention": "Moderators"}]
    may_mention_all = replace(GOOD, places={12: replace(TEAM, ours=ALL | discord.Permissions(mention_everyone=True))})

    assert wrong(GOOD, routes=routes) == [
        (
            "a mention of Moderators would reach nobody | In Discord: Server Settings, Roles, Moderators: "
            "switch on Allow anyone to @mention this role."
        )
    ]
    assert wrong(may_mention_all, routes=routes) == []
    assert wrong(GOOD, routes=[{"mention": "Pres"}]) == [
        "there is no role Pres on Friends of Nadi | Did you mean Press?"
    ]
    assert wrong(GOOD, routes=[{"mention": 21}]) == []


async def test_without_a_control_channel_there_is_nothing_to_say() -> None:
    assert await check(None) == ()


async def test_a_discord_that_cannot_be_reached_is_told() -> None:
    (told,) = await check(options(base_url="http://127.0.0.1:9/api/v10"))

    assert not told.ok
    assert told.words.startswith("Discord cannot be reached (")
    assert "base_url" in told.fix
