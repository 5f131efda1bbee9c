"""A question on Bluesky, through the whole program: below a post and in private, answered once each."""

from __future__ import annotations

from pathlib import Path

from bot.playground.bluesky import BlueskyServer
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
