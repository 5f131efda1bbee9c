"""A post that is there: its cards are sent, edited and folded, its head is kept, each only where it changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.surfaces.discord.calls import Calls, content
from bot.surfaces.discord.crowded import make_room
from bot.surfaces.discord.drawn import Drawn
from bot.surfaces.discord.head import Head
from bot.surfaces.discord.look import Round, nonce
from bot.surfaces.discord.lost import find_card
from bot.surfaces.discord.slots import Want
from bot.surfaces.discord.trouble import Archived, Full, Locked, NoChannel, NoMessage, NotAllowed, NotNow, NotTaken
from inbox.store.cards import Shown


async def renew(this: Round) -> None:
    """Send, edit and fold what changed, then the head; a post that is gone is forgotten and, if needed, made anew."""
    posting, posted = this.posting, this.posted
    try:
        for want in this.wanted:
            await _show(this, want)
        await _rehead(this)
        await posting.channels.fine(int(posted.channel))
    except NoChannel:
        await posting.board.lost(posted.conversation)
        await posting.board.lanes.wake(posted.conversation, posting.brand.now(), posting.brand.now())
    except Full as why:
        await make_room(posting, int(posted.channel), why)
    except NotAllowed as why:
        await posting.channels.troubled(int(posted.channel), why)
        raise


async def _show(this: Round, want: Want) -> None:
    """One card, if it is not there already as it should be."""
    drawn, standing, board = this.draw(want), want.standing, this.posting.board
    id = this.posted.conversation
    if standing and standing.message and (standing.slot, standing.digest) == (want.slot, drawn.digest):
        return
    intent = standing if standing and not standing.message else Shown(want.slot, "", _newest(this))
    if standing and not standing.message:
        standing = await _sent_after_all(this, standing)
    message = await _edited(this, standing, drawn) if standing else ""
    if not message and want.folded:
        await board.shows(id, [], gone=[want.slot])  # nobody misses a line about what is over
        return
    if not message:
        await board.shows(id, [replace(intent, slot=want.slot)])
        message = await _sent(this, replace(intent, slot=want.slot), drawn)
    gone = [want.standing.slot] if want.standing and want.standing.slot != want.slot else []
    await board.shows(id, [Shown(want.slot, message, drawn.digest, want.folded)], gone=gone)


def _newest(this: Round) -> str:
    """The newest message of ours in the post: what is about to be sent comes after it, and is not it."""
    known = [int(card.message) for card in this.posted.cards if card.message]
    return str(max([int(this.posted.post), *known]))


async def _sent_after_all(this: Round, intent: Shown) -> Shown | None:
    """The message that a process was about to send when it died, if it was sent."""
    post, id = int(this.posted.post), this.posted.conversation
    found = await find_card(this.posting.calls, post, id, intent.slot, int(intent.digest))
    return Shown(intent.slot, str(found), "") if found else None


async def _edited(this: Round, standing: Shown, drawn: Drawn) -> str:
    """Edit the message that shows a card; empty when it is gone."""
    calls, place = this.posting.calls, await _place(this, standing.message)
    try:
        await _unarchived(this, lambda: calls.edit(place, int(standing.message), content(drawn.view)))
    except NoMessage:
        return ""
    return standing.message


async def _sent(this: Round, intent: Shown, drawn: Drawn) -> str:
    """Send a card into the post, by a nonce that is the same whoever tries again, and another one the next time."""
    calls, post = this.posting.calls, int(this.posted.post)
    card = content(drawn.view, nonce=nonce(this.posted.conversation, intent.slot, intent.digest))
    sent: list[int] = []

    async def send() -> None:
        sent.append(await calls.send(post, card))

    await _unarchived(this, send)
    return str(sent[0])


async def _place(this: Round, message: str) -> int:
    """The channel that a card's message is in: the message that a thread hangs from stands outside the thread."""
    posted = this.posted
    if message != posted.post:
        return int(posted.post)
    channel = await this.posting.channels.get(int(posted.channel))
    return int(posted.post) if channel.forum else channel.id


async def _unarchived(this: Round, do: Callable[[], Awaitable[None]]) -> None:
    """Do something in a post; one that was archived is taken out first."""
    try:
        await do()
    except Archived:
        await _taken_out(this)
        await do()


async def _taken_out(this: Round) -> None:
    """Take a post out that was put away; what we may not do with a post of our own, because somebody locked it."""
    try:
        await this.posting.calls.change_post(int(this.posted.post), archived=False)
    except Full:
        raise
    except NotAllowed as why:
        raise Locked(str(why)) from why


async def _rehead(this: Round) -> None:
    """The title and tags, in one call, if they changed and the channel has such things; resolved ones are put away."""
    posting, posted, top = this.posting, this.posted, this.head()
    renames = top.renames(posted.head)
    if not renames and not top.retags(posted.head):
        return
    try:
        renames = await _changed_head(this, top, renames=renames)
    except NotTaken:
        posting.channels.forget(int(posted.channel))  # a tag that somebody took away, perhaps
        renames = await _changed_head(this, top, renames=renames)
    await posting.board.headed(posted.conversation, top.remembered(posted.head, renamed=renames))


async def _changed_head(this: Round, top: Head, *, renames: bool) -> bool:
    """Change what there is to change; whether the title was."""
    posting, posted = this.posting, this.posted
    channel = await posting.channels.get(int(posted.channel))
    archived = posting.archive and top.state == "resolved"
    was_archived = posting.archive and posted.head.startswith("resolved ")
    changes: dict[str, object] = {"archived": archived}
    if channel.forum:
        changes["applied_tags"] = channel.tag_ids(top.tags)
    if not (renames or channel.forum or archived != was_archived):
        return False
    return await _changed(posting.calls, int(posted.post), changes, top.title if renames else "")


async def _changed(calls: Calls, post: int, changes: Mapping[str, object], title: str) -> bool:
    """Change a post; a title that Discord does not take now, two renames being all in ten minutes, is let be."""
    if title:
        try:
            await calls.change_post(post, name=title, **changes)
            return True
        except NotNow:
            pass
    await calls.change_post(post, **changes)
    return False
