"""One day on X over real HTTP: a mention answered, what X forbids left to a person, a message, a post and figures."""

from __future__ import annotations

from pathlib import Path

from bot.playground.attachments import photo
from bot.playground.demo_elsewhere import OnX
from bot.playground.x import XServer
from inbox import views
from tests.cast import MEERA
from tests.flows.network_stage import STORY, network_stage
from tests.redis_servers import until


async def test_a_mention_is_answered_a_reply_hidden_and_what_x_forbids_is_parked_with_its_words(tmp_path: Path) -> None:
    async with XServer() as server:
        place, there = OnX(server, STORY), server.world
        place.publish("x")
        asha, bhavin, chen = (place.people[name] for name in ("asha", "bhavin", "chen"))
        mention = there.mention(asha, place.us, "When are you open?")
        unasked = there.reply(bhavin, place.posts["x"], "How much is it?")
        rude = there.reply(chen, place.posts["x"], "You are thieves, all of you")
        there.message(asha, place.us, "How much is it, please?")
        async with network_stage(tmp_path, "x", place) as it:
            card = await it.approve("When are you open?", "From nine to six.")
            assert card.cards[0].price == "Sending this costs $0.01."
            answer = await server.wait_sent(lambda sent: sent.object_id == mention.id, 10)
            assert there.posts[answer.result_id].full == "@asha From nine to six."

            await it.approve("How much is it?", "It is 14 euros.")

            async def parked() -> bool:
                return bool((await views.parked(it.brand, MEERA)).deliveries)

            await until(parked, 10)
            (kept,) = (await views.parked(it.brand, MEERA)).deliveries
            assert "mention" in kept.words
            assert unasked.replies == []

            await it.act("hide", "You are thieves")
            await there.wait_for(lambda: rude.hidden, 10)

            await it.approve("How much is it, please?", "It is 14 euros.")
            await server.wait_sent(lambda sent: sent.text == "It is 14 euros." and sent.object_id == asha.id, 10)

            cup = photo("cup")
            receipt = await it.publish("", "Cups in river red", cup.data, "image", cup.mime)
            post = there.posts[str(int(receipt.id))]
            assert [(one.kind, one.alt_text) for one in post.media] == [("photo", "A cup")]
            there.like(asha, post)
            there.see(post, impressions=40)
            counted = await it.counted(receipt.id)
            assert (counted["likes"], counted["views"]) == (1, 40)
