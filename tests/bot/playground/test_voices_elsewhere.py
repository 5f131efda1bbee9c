"""How people of a story speak on the simulated X, YouTube, TikTok, Mastodon and Bluesky."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.playground import bluesky, mastodon, x, youtube
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.tiktok.world import TikTokWorld
from bot.playground.voices_elsewhere import (
    in_private_on_bluesky,
    in_private_on_tiktok,
    in_private_on_x,
    on_bluesky,
    on_mastodon,
    on_tiktok,
    on_x,
    on_youtube,
)

START = 1_790_000_000


async def hears(voice: Any, deed: Any) -> None:
    """Nothing was an answer so far; what `deed` does is one."""
    async with asyncio.timeout(1), asyncio.TaskGroup() as group:
        waiting = group.create_task(voice.answered())
        await asyncio.sleep(0)
        assert not waiting.done()
        deed()


async def test_on_x_somebody_names_us_changes_it_likes_our_answer_and_goes_on_below_it() -> None:
    world = x.XWorld(Clock(START, speed=0))
    us = world.create_account("nadi", "Nadi", world.create_app())
    asha, bhavin = world.create_person("asha"), world.create_person("bhavin")
    voice = on_x(world, asha, us)
    await voice.say("Are you open?")
    await voice.edit("Are you open today?")
    other = world.mention(bhavin, us, "Hello")
    world.record("POST /2/tweets", other.id, "1", "no answer to asha")

    def reply() -> None:
        made = world.keep_post(us, "From nine to six.", reply_to=world.posts[voice.said[0].history[-1]])
        world.record("POST /2/tweets", voice.said[0].history[-1], made.id, made.text)

    await hears(voice, reply)
    await voice.react("❤")
    await voice.say("Thanks")

    answer = world.authored[us.id][-1]
    assert answer.likes == {asha.id}
    last = world.authored[asha.id][-1]
    assert (last.reply_to, last.text) == (answer, "@nadi Thanks")


async def test_below_a_post_of_ours_on_x_nobody_names_us() -> None:
    world = x.XWorld(Clock(START, speed=0))
    us = world.create_account("nadi", "Nadi", world.create_app())
    asha = world.create_person("asha")
    voice = on_x(world, asha, us, world.post(us, "New cups"))
    await voice.say("Lovely")

    assert (voice.said[0].named, voice.said[0].carried) == ([], [us])


async def test_in_private_on_x_only_what_is_written_to_them_is_an_answer() -> None:
    world = x.XWorld(Clock(START, speed=0))
    us = world.create_account("nadi", "Nadi", world.create_app())
    asha, bhavin = world.create_person("asha"), world.create_person("bhavin")
    voice = in_private_on_x(world, asha, us)
    await voice.say("Hello")
    call = "POST /2/dm_conversations/with/{id}/messages"
    world.record(call, bhavin.id, "1", "Hello Bhavin")

    await hears(voice, lambda: world.record(call, asha.id, "2", "Hello Asha"))


async def test_on_youtube_what_is_held_waits_and_a_reply_is_liked() -> None:
    world = youtube.YouTubeWorld(Clock(START, speed=0))
    us = world.create_channel("Nadi", world.create_project())
    video, asha = world.video(us, "A bowl"), world.create_person("Asha")
    held, voice = on_youtube(world, asha, video, held=True), on_youtube(world, asha, video)
    await held.say("See my film")
    await voice.say("Which clay?")
    comment = voice.said[0]

    def reply() -> None:
        made = world.reply(us, comment, "Red clay.")
        world.record("POST /youtube/v3/comments", comment.id, made.id, made.text, us.id)

    await hears(voice, reply)
    await voice.react("❤")
    await voice.edit("Which clay is it?")
    await voice.say("Thanks")

    assert (held.said[0].status, comment.text) == ("heldForReview", "Which clay is it?")
    assert [(one.text, one.likes) for one in comment.replies] == [("Red clay.", 1), ("Thanks", 0)]


async def test_on_tiktok_a_reply_below_the_comment_or_in_the_talk_is_an_answer() -> None:
    world = TikTokWorld(Clock(START, speed=0), Faults())
    us = world.create_account("nadi", world.create_app())
    asha, video = world.create_person("Asha"), world.video(us, "Trimming")
    below, private = on_tiktok(world, asha, video), in_private_on_tiktok(world, asha, us)
    await below.say("Which clay?")
    await private.say("Do you wrap gifts?")

    def reply() -> None:
        made = world.reply(us, below.said[0], "Red clay.")
        world.record("POST /business/comment/reply/create/", us, below.said[0].id, made.id, made.text)

    await hears(below, reply)
    await below.react("❤")
    talk = private.said[0].conversation
    await hears(private, lambda: world.record("POST /business/message/send/", us, talk.id, "m1", "Gladly."))

    assert [one.likes for one in below.said[0].replies] == [{asha.unique_identifier}]


async def test_on_mastodon_who_writes_in_private_goes_on_in_private() -> None:
    world = mastodon.MastodonWorld(Clock(START, speed=0))
    us, asha = world.create_account("nadi"), world.create_person("asha@clay.example")
    voice = on_mastodon(world, asha, us, privately=True)
    await voice.say("My order?")
    await voice.edit("My order 2218?")

    def reply() -> None:
        made = world.reply(us, voice.said[0], "We look.")
        world.note("POST /api/v1/statuses", voice.said[0].id, made.id, made.text)

    await hears(voice, reply)
    await voice.say("Thanks")

    said = [(one.text, one.visibility) for one in world.statuses.values() if one.author is asha]
    assert said == [("@nadi My order 2218?", "direct"), ("@nadi Thanks", "direct")]


async def test_on_bluesky_a_post_below_theirs_or_a_line_of_the_talk_is_an_answer() -> None:
    world = bluesky.BlueskyWorld(Clock(START, speed=0))
    us, asha = world.create_account("nadi.example.com"), world.create_person("asha.example.com")
    voice, private = on_bluesky(world, asha, us), in_private_on_bluesky(world, asha, us)
    await voice.say("Which clay?")
    await private.say("My order?")

    def reply() -> None:
        made = world.reply(us, voice.said[0], "Red clay.")
        world.record_sent("POST com.atproto.repo.createRecord", made.uri, made.text)

    await hears(voice, reply)
    await voice.react("❤")
    await voice.say("Thanks")
    line = world.message(us, asha, "We look.")
    await hears(private, lambda: world.record_sent("POST chat.bsky.convo.sendMessage", line.id, line.text))

    assert len(asha.of("app.bsky.feed.like")) == 1
    assert voice.said[1].value["reply"]["root"]["uri"] == voice.said[0].uri
