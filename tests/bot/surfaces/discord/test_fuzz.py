"""Ten thousand things that people may write: none pings anybody, and every card is one that Discord takes."""

from __future__ import annotations

import random
from dataclasses import replace

from discord import ui

from bot.playground.discord import Channel
from bot.playground.discord.components import check_components
from bot.playground.discord.mentions import pinged_by
from bot.playground.discord.records import texts_in
from bot.playground.discord.refusals import FormErrors
from bot.surfaces.discord.calls import content
from bot.surfaces.discord.card import card
from bot.surfaces.discord.fold import folded
from bot.surfaces.discord.head import head
from inbox.actions import Source
from inbox.models import Contact, RemoteId, Subject
from inbox.views import Card, Reading
from tests.bot.surfaces.discord.contents import random_content
from tests.bot.surfaces.discord.scenes import card_of, conversation, draft, message, reading, scene
from tests.bot.surfaces.discord.wall import Wall, wall
from tests.cast import ASHA
from tests.world import World, proposal, thread_of

CONTENTS, IN_ONE, SENT, SEED = 10_000, 4, 100, 20_261_127


def written(draw: random.Random, role: int) -> tuple[Reading, Card]:
    """A conversation and its draft, with something else in every place where somebody outside may write."""
    name, asked, answer, post = (random_content(draw, role) for _ in range(IN_ONE))
    who = Contact(RemoteId("9"), name, name[:30], "gu")
    thread = thread_of(ASHA, draw.choice(["direct", "group", "comments"]), name, Subject(RemoteId("p"), post, post))
    made = replace(
        proposal(answer, checks=(post,)), because=answer, sources=(Source(f"doc:{name}", asked, post),), language=name
    )
    one = card_of(draft(proposal=made, waits=post), contact=who, text=answer, conversation=conversation(thread=thread))
    return reading(one, said=(message(asked),), thread=thread, contact_card=who, labels=(name,)), one


async def test_ten_thousand_contents_ping_nobody_and_break_no_card(inbox: World) -> None:
    draw = random.Random(SEED)
    async with wall(inbox, limits=False) as board:
        role = board.discord.world.create_role(board.guild, "Everybody", mentionable=True)
        for number in range(CONTENTS // IN_ONE):
            stands, one = written(draw, role.id)
            rejected = replace(one, draft=replace(one.draft, state="rejected", decided_by="meera", reason=one.text))
            views = [card(scene(stands), one), folded(stands, "7", rejected)]
            for view in views:
                taken(board, view)
            title = head(stands).title
            assert 1 <= len(title) <= 100
            assert not pinged(board, board.channel, title)
            if number % (CONTENTS // IN_ONE // SENT) == 0:
                await sent(board, title, views)


def taken(board: Wall, view: ui.LayoutView) -> None:
    """Raise what Discord would answer; whatever were allowed to be mentioned, nobody is."""
    components = (content(view).payload or {})["components"]
    errors = FormErrors()
    check_components(errors, components, v2=True)
    errors.check()
    text = "\n".join(texts_in(components))
    text.encode("utf-8")
    assert not pinged(board, board.channel, text)


def pinged(board: Wall, where: Channel, text: str) -> object:
    """Whom this text notifies where everything is allowed."""
    return pinged_by(text, where, board.bot, board.discord.clock.now(), None, None)


async def sent(board: Wall, title: str, views: list[ui.LayoutView]) -> None:
    """The same over the wire, through discord.py."""
    channel = await board.posting.channels.get(board.channel.id)
    post = await board.posting.calls.open_post(channel, title, [], content(views[0]))
    await board.posting.calls.edit(post, post, content(views[1]))
    made = next(thread for thread in board.posts if thread.id == post)
    assert made.name == title
    assert not made.messages[post].pinged
    assert len(made.messages[post].components) == 1
