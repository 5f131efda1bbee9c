"""Moderation in the demo: which rules act, and the appeal of somebody who was hidden by mistake."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp

from bot.playground.attachments import Attachment
from bot.playground.demo_fairness import TRUSTED, appeal, trust
from bot.playground.meta import MetaServer
from inbox.cases import Fairness
from inbox.moderation import codes, rulings
from tests.cast import MEERA
from tests.world import world


class Heard:
    """A voice whose words are kept."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        self.said.append(text)

    async def edit(self, text: str) -> None:
        self.said.append(text)

    async def react(self, emoji: str) -> None:
        self.said.append(emoji)

    async def answered(self) -> None:
        return


async def test_two_rules_act_and_all_others_stay_in_shadow(redis_url: str, brand: str) -> None:
    async with world(redis_url, brand) as here:
        here.fairness = Fairness()
        await rulings.register(here.brand, {**dict.fromkeys(TRUSTED, "v1"), "bad-names": "v1"})
        await trust(here.brand)
        states = {one.rule: one.state for one in await rulings.standings(here.brand, MEERA)}
    assert states == {**dict.fromkeys(TRUSTED, "force"), "bad-names": "shadow"}


async def test_only_who_was_told_why_appeals_with_the_code_they_were_given() -> None:
    async with MetaServer() as meta, aiohttp.ClientSession() as http:
        there = meta.world
        page = there.create_page("Nadi", there.create_app("Sangam"))
        hana, jamal, post = there.create_person("Hana"), there.create_person("Jamal"), there.post(page, "Chai cups")
        theirs = [there.comment(who, post, "Where do I claim my prize?") for who in (jamal, hana)]
        given, heard = [codes.code() for _ in theirs], Heard()
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            group.create_task(appeal(meta, hana, post, heard, reading=0))
            for comment, code in zip(theirs, given, strict=True):
                assert heard.said == []
                body = {"recipient": {"comment_id": comment.id}, "message": {"text": f"Tell us {code}"}}
                url = f"{meta.url}/v26.0/{page.id}/messages"
                async with http.post(url, json=body, params={"access_token": page.token}) as answer:
                    assert answer.status == 200, await answer.text()
    assert len(heard.said) == 1
    assert codes.find(heard.said[0]) == given[1]
