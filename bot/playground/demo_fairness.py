"""Moderation in `make demo`: the lead lets two rules act, and somebody whom it hid by mistake appeals on the site."""

from __future__ import annotations

import asyncio

from bot.playground.colleague import OLGA
from bot.playground.meta import MetaServer, Person, Post, Sent
from bot.playground.voices import A_DAY, Voice
from inbox.brand import Brand
from inbox.moderation import codes, rulings

TRUSTED = ("quick-money", "hurts-people")
READING = 4.0  # seconds that somebody looks at what they were told


async def trust(brand: Brand) -> None:
    """Let the rules act that Olga knows: one hides, the other asks a person."""
    for rule in TRUSTED:
        await rulings.put_in_force(brand, rule, OLGA, "It has been right for months.")


async def appeal(meta: MetaServer, who: Person, post: Post, voice: Voice, reading: float = READING) -> None:
    """Wait until somebody is told why their comment below a post was hidden, and ask for another look at it."""

    def why(sent: Sent) -> bool:
        theirs = [one for one in post.comments.values() if one.who is who]
        return codes.find(sent.text) is not None and any(sent.result_id in one.privately for one in theirs)

    told = await meta.world.wait_sent(why, A_DAY, 0)
    await asyncio.sleep(reading)
    await voice.say(
        "Hello! My comment below the chai cups is gone. I did win one, in your own draw at the open day. "
        f"I was told to give you this code: {codes.find(told.text)}"
    )
