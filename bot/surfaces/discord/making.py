"""A new post: made when people are needed, and found again when its making was begun and never confirmed."""

from __future__ import annotations

from bot.surfaces.discord.calls import Channel, content
from bot.surfaces.discord.crowded import make_room
from bot.surfaces.discord.look import Round, nonce
from bot.surfaces.discord.lost import find_post
from bot.surfaces.discord.slots import needs_people
from bot.surfaces.discord.trouble import Full, NoChannel, NotAllowed, NotTaken
from inbox.store.cards import Shown


async def make(this: Round) -> bool:
    """Make the post, if people are needed; True when nothing more is to be done."""
    posting, posted, conversation = this.posting, this.posted, this.reading.conversation
    needed = needs_people(this.reading, this.wanted, posted)
    if not posted.begun:
        if not needed:
            await posting.needs_none(conversation.id)
            return True
        if not await posting.may_post(conversation, asked=posted.asked):
            return True
    where = posting.route(conversation, this.reading.contact)
    try:
        channel = await posting.channels.get(where.channel)
        if posted.begun and await _found_again(this, channel):
            return False
        if not needed:
            await posting.board.lost(conversation.id)
            return True
        await _post(this, channel, where.mention)
    except Full as why:
        await make_room(posting, where.channel, why)
    except (NoChannel, NotAllowed) as why:
        await posting.channels.troubled(where.channel, why)
        raise
    except NotTaken:
        if posting.channels.forget(where.channel):  # a tag that somebody took away, perhaps: seen anew, it is made
            return False
        raise
    await posting.channels.fine(where.channel)
    return len(this.wanted) == 1


async def _found_again(this: Round, channel: Channel) -> bool:
    """Look for the post whose making was begun and never confirmed."""
    posting, id = this.posting, this.posted.conversation
    found = await find_post(posting.calls, posting.board, channel, this.reading, this.posted.begun)
    if found is None:
        return False
    post, slot = found
    await posting.board.posted(id, str(post), str(channel.id), "", [Shown(slot, str(post), "")])
    return True


async def _post(this: Round, channel: Channel, mention: int) -> None:
    posting, id, want = this.posting, this.posted.conversation, this.wanted[0]
    drawn, top = this.draw(want, mention), this.head()
    begun = await posting.board.begin(id, posting.brand.now())
    if channel.forum:
        post = await posting.calls.open_post(channel, top.title, top.tags, content(drawn.view, role=mention))
    else:
        card = content(drawn.view, role=mention, nonce=nonce(id, str(begun)))
        post = await posting.calls.send(channel.id, card)
        await posting.calls.open_thread(channel, post, top.title)
    shown = Shown(want.slot, str(post), drawn.digest)
    await posting.board.posted(id, str(post), str(channel.id), top.digest, [shown])
