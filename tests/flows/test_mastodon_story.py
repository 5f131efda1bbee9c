"""One day on Mastodon over real HTTP and its stream: a mention answered, a private one, somebody blocked, a post."""

from __future__ import annotations

from pathlib import Path

from bot.playground.attachments import photo
from bot.playground.demo_elsewhere import OnMastodon
from bot.playground.mastodon import MastodonServer
from tests.flows.network_stage import STORY, network_stage


async def test_mentions_are_answered_as_they_came_somebody_is_blocked_and_a_post_is_counted(tmp_path: Path) -> None:
    async with MastodonServer() as server:
        place, there = OnMastodon(server, STORY), server.world
        asha, bhavin = place.people["asha"], place.people["bhavin"]
        mention = there.mention(asha, place.us, "When are you open?")
        async with network_stage(tmp_path, "mastodon", place) as it:
            await it.approve("When are you open?", "From nine to six.")
            answer = await server.wait_sent(lambda sent: sent.object_id == mention.id, 10)
            public = there.statuses[answer.result_id]
            assert (public.text, public.visibility) == ("@asha@clay.example From nine to six.", "public")

            there.message(asha, place.us, "How much is it?")  # told by the stream
            await it.approve("How much is it?", "It is 14 euros.")
            answer = await server.wait_sent(lambda sent: sent.text.endswith("It is 14 euros."), 10)
            assert there.statuses[answer.result_id].visibility == "direct"

            there.mention(bhavin, place.us, "You are thieves, all of you")
            await it.act("block", "You are thieves")
            await server.wait_sent(lambda sent: sent.object_id == bhavin.id, 10)
            assert bhavin.id in place.us.blocked

            cup = photo("cup")
            receipt = await it.publish("", "Cups in river red", cup.data, "image", cup.mime)
            post = there.statuses[receipt.id]
            assert [one.alt for one in post.files] == ["A cup"]
            post.favourites.add(asha.id)
            there.reply(asha, post, "Lovely")
            assert await it.counted(receipt.id) == {"likes": 1, "shares": 0, "comments": 1}
