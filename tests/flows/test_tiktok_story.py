"""One day on TikTok over real HTTP and signed hooks: a comment answered, one hidden, a message of ten, a film."""

from __future__ import annotations

from pathlib import Path

from bot.playground.demo_elsewhere import OnTikTok
from bot.playground.tiktok import TikTokServer
from tests.files_to_post import film
from tests.flows.network_stage import STORY, network_stage


async def test_a_comment_and_a_message_are_answered_a_comment_is_hidden_and_a_film_is_counted(tmp_path: Path) -> None:
    async with TikTokServer() as server:
        place, there = OnTikTok(server, STORY), server.world
        place.publish("tiktok")
        video, (asha, bhavin) = place.videos["tiktok"], (place.people[name] for name in ("asha", "bhavin"))
        question = there.comment(asha, video, "When are you open?")
        async with network_stage(tmp_path, "tiktok", place) as it:
            await it.approve("When are you open?", "From nine to six.")
            await there.wait_for(lambda: question.replies, 10)
            assert [(reply.text, reply.owner) for reply in question.replies] == [("From nine to six.", True)]

            rude = there.comment(bhavin, video, "You are thieves, all of you")  # told by a hook
            await it.act("hide", "You are thieves")
            await there.wait_for(lambda: rude.hidden, 10)
            assert rude not in there.visible(video)

            there.message(asha, place.us, "How much is it?")
            before = await it.approve("How much is it?", "It is 14 euros.")
            talk = there.conversation(place.us, asha)
            await there.wait_for(lambda: len(talk.messages) == 2, 10)
            after = await it.heard("It is 14 euros.")
            assert (talk.messages[-1].text, talk.messages[-1].ours) == ("It is 14 euros.", True)
            assert (before.messages_left, after.messages_left, after.messages_most) == (10, 9, 10)

            receipt = await it.publish("profile", "A cup is thrown", film(), "video", "video/mp4")
            made = place.us.videos[receipt.id]
            assert (made.caption, made.files) == ("A cup is thrown", [film()])
            there.measure(made, video_views=300, likes=12)
            counted = await it.counted(receipt.id)
            assert (counted["views"], counted["likes"]) == (300, 12)
