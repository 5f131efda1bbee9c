"""One day on YouTube over real HTTP: a comment answered, one published, one rejected with its author, a film."""

from __future__ import annotations

from pathlib import Path

from bot.playground.demo_elsewhere import OnYouTube
from bot.playground.youtube import YouTubeServer
from tests.files_to_post import film
from tests.flows.network_stage import STORY, network_stage


async def test_a_comment_is_answered_what_waits_is_published_or_rejected_and_a_film_is_counted(tmp_path: Path) -> None:
    async with YouTubeServer() as server:
        place, there = OnYouTube(server, STORY), server.world
        place.publish("youtube")
        video = place.videos["youtube"]
        asha, bhavin, chen = (place.people[name] for name in ("asha", "bhavin", "chen"))
        question = there.comment(asha, video, "When are you open?")
        held = there.comment(bhavin, video, "My own bowl: pots.example/bhavin", held=True)
        spam = there.comment(chen, video, "Earn money in your sleep", held="spam")
        async with network_stage(tmp_path, "youtube", place) as it:
            await it.approve("When are you open?", "From nine to six.")
            await there.wait_sent(lambda sent: sent.object_id == question.id, 10)
            assert [(reply.text, reply.who) for reply in question.replies] == [("From nine to six.", place.us)]

            assert held not in there.visible(video)
            await it.act("unhide", "pots.example/bhavin")
            await there.wait_sent(lambda sent: sent.object_id == held.id, 10)
            assert held in there.visible(video)

            await it.act("block", "Earn money")
            await there.wait_sent(lambda sent: sent.object_id == spam.id, 10)
            assert (spam.status, chen.id in place.us.banned) == ("rejected", True)

            receipt = await it.publish(place.us.id, "Step by step.", film(), "video", "video/mp4", title="How we throw")
            made = place.us.videos[receipt.id]
            assert (made.title, made.description, made.file) == ("How we throw", "Step by step.", film())
            there.finish(made)
            there.figures(made, views=200, likes=9)
            there.comment(asha, made, "So calm")
            counted = await it.counted(receipt.id)
            assert (counted["views"], counted["likes"], counted["comments"]) == (200, 9, 1)
            assert server.billed["units"] < 400
