"""Comments and messages on Facebook and Instagram, from the hook to the reply that everybody sees, over real HTTP."""

from __future__ import annotations

import time
from pathlib import Path

from bot.networks._meta.ids import comments_below, padded, private_with
from bot.playground.clock import Clock
from tests.flows.meta_stage import meta_stage

DAY = 24 * 3600.0


async def test_a_comment_is_answered_from_discord_and_hidden_with_one_click_and_shown_again_by_undoing_the_case(
    tmp_path: Path,
) -> None:
    async with meta_stage(tmp_path) as it:
        asha = it.meta.world.create_person("Asha")
        comment = it.meta.world.comment(asha, it.cups, "When are you open?")
        await it.channel.sees("Asha", "When are you open?", "Chai cups in monsoon blue", "From nine to six.")
        await it.desk.sees("Asha", "When are you open?", "Chai cups in monsoon blue", "From nine to six.")

        await it.press("approve")
        await it.channel.sees_it_sent("From nine to six.")
        assert [reply.text for reply in it.below(comment)] == ["From nine to six."]

        again = it.meta.world.comment(asha, it.cups, "You are thieves, all of you", comment)
        await it.channel.sees("You are thieves, all of you")
        await it.offered("hide")
        await it.press("hide")
        await it.meta.world.wait_for(lambda: again.hidden, 10)
        assert again not in it.meta.world.visible(it.cups)
        await it.undo()
        await it.meta.world.wait_for(lambda: not again.hidden, 10)

        assert again in it.meta.world.visible(it.cups)
        assert len(it.below(comment)) == 1
        assert it.sangam.logged("job.failed") == []


async def test_a_comment_on_instagram_gets_a_private_reply_and_the_talk_goes_on_in_private(tmp_path: Path) -> None:
    async with meta_stage(tmp_path) as it:
        chen = it.meta.world.create_person("Chen", "chen")
        comment = it.meta.world.comment(chen, it.bowls, "My bowl came broken")
        await it.desk.sees("chen", "My bowl came broken", "Bowls from the kiln")
        c = await it.conversation(comments_below(comment.id), "instagram:main")
        wrote = await it.desk.tab.do("direct_message", c=c, message=padded(comment.id), text="Which order was it?")
        assert wrote.status < 400, wrote.text
        await it.meta.world.wait_for(lambda: comment.privately, 10)
        await it.desk.sees("Which order was it?")
        once_more = await it.desk.tab.do("direct_message", c=c, message=padded(comment.id), text="Hello?")
        assert once_more.status == 403
        assert "once" in once_more.text

        it.meta.world.message(chen, it.profile, "How much is it?")
        await it.channel.sees("How much is it?", "It is 14 euros.")
        await it.press("approve")
        await it.channel.sees_it_sent("It is 14 euros.")

        talk = it.meta.world.conversation(it.profile, chen)
        said = [(message.text, message.ours) for message in talk.messages.values()]
        assert said == [("Which order was it?", True), ("How much is it?", False), ("It is 14 euros.", True)]
        assert it.below(comment) == []
        assert it.sangam.logged("job.failed") == []


async def test_what_comes_too_late_is_refused_in_words_and_what_is_late_leaves_with_the_tag_of_people(
    tmp_path: Path,
) -> None:
    clock = Clock(time.time() - 8 * DAY, speed=0)
    async with meta_stage(tmp_path, clock) as it:
        asha, bhavin = it.meta.world.create_person("Asha"), it.meta.world.create_person("Bhavin")
        it.meta.world.message(bhavin, it.page, "Can you repair a vase?")
        clock.advance(6 * DAY)
        it.meta.world.message(asha, it.page, "Can you repair a cup?")
        clock.advance(2 * DAY)
        of_asha = await it.conversation(private_with(asha.id))
        of_bhavin = await it.conversation(private_with(bhavin.id))

        refused = await it.desk.tab.do("reply", c=of_bhavin, text="Yes, we can.")
        taken = await it.desk.tab.do("reply", c=of_asha, text="Yes, we can.")

        assert refused.status == 403
        assert "Facebook lets us answer for 7 days" in refused.text
        assert taken.status < 400, taken.text
        talk = it.meta.world.conversation(it.page, asha)
        await it.meta.world.wait_for(lambda: len(talk.messages) == 2, 10)
        assert [message.tag for message in talk.messages.values()] == ["", "HUMAN_AGENT"]
        assert it.meta.calls["POST /{id}/messages"] == 1
