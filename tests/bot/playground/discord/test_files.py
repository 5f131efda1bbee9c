"""Files: sent, fetched, too large, and addresses that expire."""

from __future__ import annotations

import io

import aiohttp
import discord
import pytest

from bot.playground.attachments import photo
from bot.playground.discord import Channel, DiscordServer, File, Person, World
from bot.playground.discord.files import FILE_LIMIT
from tests.bot.playground.discord.clients import Heard, codes


async def test_what_a_person_attaches_can_be_fetched(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    vase = photo("broken vase")
    message = world.say(asha, general, files=[File("my vase.png", vase.data, vase.mime)])
    attachment = (await channel.fetch_message(message.id)).attachments[0]

    assert (attachment.filename, attachment.content_type, attachment.size) == ("my_vase.png", vase.mime, len(vase.data))
    assert (attachment.width, attachment.height) == (240, 180)
    assert await attachment.read() == vase.data


async def test_a_bot_uploads_files_with_descriptions(
    world: World, channel: discord.TextChannel, general: Channel
) -> None:
    files = [
        discord.File(io.BytesIO(b"one"), "a.txt", description="The first"),
        discord.File(io.BytesIO(b"2"), "b.txt"),
    ]
    sent = await channel.send("Two files", files=files)

    kept = general.messages[sent.id].body["attachments"]
    assert [(one["filename"], one.get("description")) for one in kept] == [("a.txt", "The first"), ("b.txt", None)]
    assert await sent.attachments[0].read() == b"one"
    await sent.edit(attachments=[sent.attachments[1]])
    assert [one["filename"] for one in general.messages[sent.id].body["attachments"]] == ["b.txt"]


async def test_an_embed_and_a_gallery_may_show_what_is_attached(channel: discord.TextChannel, general: Channel) -> None:
    vase = photo("vase")
    embed = discord.Embed(title="A vase").set_image(url="attachment://vase.png")
    sent = await channel.send(embed=embed, file=discord.File(io.BytesIO(vase.data), "vase.png"))
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://vase.png")))
    shown = await channel.send(view=view, file=discord.File(io.BytesIO(vase.data), "vase.png"))

    assert general.messages[sent.id].body["embeds"][0]["image"]["url"].startswith("http://127.0.0.1")
    media = general.messages[shown.id].components[0]["items"][0]["media"]
    assert media["url"] == general.messages[shown.id].body["attachments"][0]["url"]
    assert (media["width"], media["height"]) == (240, 180)


async def test_a_file_of_more_than_ten_mebibytes_is_refused(channel: discord.TextChannel, general: Channel) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send(file=discord.File(io.BytesIO(bytes(FILE_LIMIT + 1)), "film.mp4"))
    await channel.send(file=discord.File(io.BytesIO(bytes(FILE_LIMIT)), "film.mp4"))

    assert codes(refused.value) == (413, 40005)
    assert len(general.messages) == 1


async def test_a_file_of_25_megabytes_can_be_claimed_without_being_held(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    message = world.say(asha, general, files=[File("film.mp4", b"film", "video/mp4", size=25_000_000)])
    attachment = (await channel.fetch_message(message.id)).attachments[0]

    assert attachment.size == len(await attachment.read()) == 25_000_000


async def test_addresses_are_signed_and_expire_after_a_day(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    message = world.say(asha, general, files=[File("a.txt", b"a", "text/plain")])
    first = (await channel.fetch_message(message.id)).attachments[0].url
    async with aiohttp.ClientSession() as http:
        statuses = [
            await status(http, first),
            await status(http, first.replace("ex=", "ex=f")),
            await status(http, first[:-9]),
        ]
        server.clock.advance(25 * 3600)
        statuses += [await status(http, first)]
        fresh = (await channel.fetch_message(message.id)).attachments[0].url
        statuses += [await status(http, fresh)]

    assert statuses == [200, 404, 404, 404, 200]


async def status(http: aiohttp.ClientSession, url: str) -> int:
    async with http.get(url) as answer:
        return answer.status
