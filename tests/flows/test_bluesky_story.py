"""One day on Bluesky over real HTTP: a mention answered, a message, an answer hidden below our post, a post."""

from __future__ import annotations

from pathlib import Path

from bot.playground.attachments import photo
from bot.playground.bluesky import BlueskyServer
from bot.playground.demo_elsewhere import OnBluesky
from tests.flows.network_stage import STORY, network_stage


async def test_a_mention_and_a_message_are_answered_an_answer_is_hidden_and_a_post_is_counted(tmp_path: Path) -> None:
    async with BlueskyServer() as server:
        place, there = OnBluesky(server, STORY), server.world
        asha, bhavin = place.people["asha"], place.people["bhavin"]
        ours = there.post(place.us, "New cups today")
        mention = there.mention(asha, place.us, "When are you open?")
        line = there.message(asha, place.us, "How much is it?")
        rude = there.reply(bhavin, ours, "You are thieves, all of you")
        async with network_stage(tmp_path, "bluesky", place) as it:
            await it.approve("When are you open?", "From nine to six.")
            await server.wait_sent(lambda sent: sent.text == "From nine to six.", 10)
            answer = place.us.of("app.bsky.feed.post")[-1]
            assert answer.value["reply"]["parent"]["uri"] == mention.uri

            await it.approve("How much is it?", "It is 14 euros.")
            await server.wait_sent(lambda sent: sent.text == "It is 14 euros.", 10)
            assert [(one.text, one.sender) for one in line.convo.lines[1:]] == [("It is 14 euros.", place.us)]

            await it.act("hide", "You are thieves")
            await there.bell.until(lambda: there.hidden(rude), 10)

            cup = photo("cup")
            receipt = await it.publish("", "Cups in river red", cup.data, "image", cup.mime)
            post = next(one for one in place.us.of("app.bsky.feed.post") if one.id == receipt.id)
            assert post.value["embed"]["images"][0]["alt"] == "A cup"
            there.like(asha, post)
            there.reply(asha, post, "Lovely")
            counted = await it.counted(receipt.id)
            assert (counted["likes"], counted["comments"]) == (1, 1)
