"""Bluesky through the whole program: questions answered alone, and one day of cards, hidden answers and a post."""

from __future__ import annotations

from pathlib import Path

from bot.playground.attachments import photo
from bot.playground.bluesky import BlueskyServer
from bot.playground.demo_elsewhere import OnBluesky
from tests.flows.network_stage import STORY, network_stage
from tests.program import FAQ, Folder, program

BOT = """\
brand: {{id: acme, name: Acme}}
web: {{port: 0}}
accounts:
  - {{network: bluesky, name: main, identifier: {handle}, app_password_file: secrets/bluesky, base_url: '{url}'}}
autonomy:
  - {{mode: auto}}
undo: {{automatic: 0s, people: 0s}}
debounce: 0s
"""
ANSWER = "From nine to six."


async def test_a_question_is_answered_once_where_it_was_asked(tmp_path: Path) -> None:
    async with BlueskyServer() as server:
        world = server.world
        us, asha = world.create_account("acme.example.com", "Acme"), world.create_person("asha.example.com", "Asha")
        question = world.reply(asha, world.post(us, "New cups today"), "When are you open?")
        line = world.message(asha, us, "When are you open?")
        place = Folder(tmp_path)
        place.write("config/bot.yaml", BOT.format(handle=us.handle, url=server.url))
        place.write("config/rules.yaml", "rules: []\n")
        place.write("config/faq.yaml", FAQ.format(answer=ANSWER))
        place.write("secrets/bluesky", us.app_password)
        async with program(place, "run") as sangam:
            await world.bell.until(lambda: sum(one.text == ANSWER for one in server.sent) == 2, timeout=30)
            assert await sangam.stop() == 0
        answers = [one for one in us.of("app.bsky.feed.post") if "reply" in one.value]
        assert [(one.text, one.value["reply"]["parent"]["uri"]) for one in answers] == [(ANSWER, question.uri)]
        assert [one.text for one in line.convo.lines if one.sender is us] == [ANSWER]
        assert server.calls["POST com.atproto.server.createSession"] == 1


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
