"""Who somebody on the Discord server is for us."""

from __future__ import annotations

from tests.bot.surfaces.discord.control_room import watched
from tests.cast import ASHA
from tests.redis_servers import until
from tests.world import World
from tests.world import at as talk


async def test_a_role_is_known_by_its_name_and_the_strongest_counts(inbox: World) -> None:
    roles = [{"role": "Writer", "is": "writer"}, {"role": "Moderator", "is": "moderator"}]
    async with watched(inbox, roles=roles) as room:
        draft = await inbox.drafted()
        card = await room.card(talk(ASHA), draft)
        room.world.join(room.people["qasim"], room.guild, [room.roles["moderator"]])

        await room.pressed("qasim", card, "approve")

        await room.until_state(draft, "approved")
        by = (await room.delivery(draft)).by
        assert (by.name, by.role) == ("qasim", "moderator")
        nobody = await room.pressed("olga", card, "approve")
        assert "Only the team" in await room.said(nobody)


async def test_a_name_that_two_roles_have_means_neither(inbox: World) -> None:
    async with watched(inbox, roles=[{"role": "Moderator", "is": "moderator"}]) as room:
        card = await room.card(await inbox.hear())
        room.world.create_role(room.guild, "Moderator")

        pressed = await room.pressed("meera", card, "resolve")

        assert "Only the team" in await room.said(pressed)


async def test_another_server_is_not_ours_whatever_roles_people_have_there(inbox: World) -> None:
    async with watched(inbox, roles=[{"role": "Moderator", "is": "moderator"}]) as room:
        draft = await inbox.drafted()
        other = room.world.create_guild("Elsewhere", bots=[room.bot])
        role = room.world.create_role(other, "Moderator")
        room.world.join(room.people["meera"], other, [role])
        lounge = room.world.create_channel(other, "lounge")
        await until(room.sees(lounge))
        message = await room.button_in(lounge, "approve", draft)

        pressed = await room.pressed("meera", message, "approve")

        assert "Only the team" in await room.said(pressed)
        assert await room.state(draft) == "pending"


async def test_whoever_has_no_name_on_the_desk_is_called_as_on_discord(inbox: World) -> None:
    async with watched(inbox, people={"noor": "Noor S."}) as room:
        card = await room.card(await inbox.hear())

        for who, name in (("noor", "Noor S."), ("meera", "meera@discord")):
            typed = await room.command(who, card.channel, "note", text=f"by {who}")
            await room.said(typed)
            assert (await room.done(talk(ASHA), "note")).by == name
