"""What our own people say in the control channel is nobody's message, also when one bot does both."""

from __future__ import annotations

from bot.networks._outside import Outside
from bot.networks.discord import Discord
from bot.playground.discord import Person
from inbox.models import account_id
from tests.bot.networks.discord.conftest import Desk, Heard


async def test_what_the_team_says_in_its_forum_is_not_heard(desk: Desk, asha: Person, heard: Heard) -> None:
    world = desk.server.world
    forum = world.create_channel(desk.guild, "team", kind="forum")
    given = {"token": desk.bot.token, "base_url": desk.server.api}
    outside = Outside(desk.http, desk.mailbox, desk.blobs, "", desk.now, frozenset({str(forum.id)}))
    account = Discord(account_id("discord", "main"), Discord.Options.model_validate(given), outside)
    desk.made.append(account)

    async with desk.listening(heard.receive, account=account):
        post = world.open_thread(asha, forum, "A card", text="Who takes this one?")
        world.say(asha, post, "I do.")
        world.say(asha, desk.general, "Kem cho?")
        await heard.says("Kem cho?")

    assert heard.texts == ["Kem cho?"]
