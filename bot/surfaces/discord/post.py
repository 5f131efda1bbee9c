"""One conversation's post: made when people are needed, its cards sent, edited and folded, its head kept.

Before a post or a card is sent, that it is about to be is written down. Whoever finds such an intent later looks on
Discord for what bears our mark, because the answer may be what was lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from bot.surfaces.discord.calls import Calls, Channel, content
from bot.surfaces.discord.channels import Channels
from bot.surfaces.discord.drawn import Drawn, draw, scene
from bot.surfaces.discord.head import Head, head
from bot.surfaces.discord.lost import find_card, find_post
from bot.surfaces.discord.slots import Want, needs_people, parked, undecided, wants
from bot.surfaces.discord.trouble import Archived, NoChannel, NoMessage, NotAllowed, NotNow, NotTaken
from inbox import views
from inbox.brand import Brand
from inbox.errors import NotFound
from inbox.models import Actor, Contact, Conversation, ConversationId
from inbox.store.cards import Board, Posted, Shown
from inbox.views import Reading

LINES: Final = 20  # of a conversation that are read for its cards


@dataclass(frozen=True, slots=True)
class Where:
    """The channel in which a conversation gets its post, and the role that is told of it (0: none)."""

    channel: int
    mention: int = 0


class MayPost(Protocol):
    """Whether one more post is not too many just now."""

    async def __call__(self, conversation: Conversation, *, asked: bool) -> bool:
        """`asked`: somebody wants to see it; else it may have to wait, and whoever says no remembers that it does."""
        ...


@dataclass(frozen=True, slots=True)
class Posting:
    """What whoever posts cards is given."""

    brand: Brand
    board: Board
    calls: Calls
    channels: Channels
    by: Actor  # for whom cards are drawn: somebody with the most rights that anybody has there
    route: Callable[[Conversation, Contact | None], Where]
    may_post: MayPost
    needs_none: Callable[[ConversationId], Awaitable[object]]  # told of what has no post and needs none (any more)
    desk_url: str = ""
    archive: bool = True  # put the posts of resolved conversations away


@dataclass(frozen=True, slots=True)
class Round:
    """One look at a conversation: how it stands, what its post shows, and the cards that it should show."""

    posting: Posting
    reading: Reading
    posted: Posted
    wanted: Sequence[Want]

    def draw(self, want: Want, mention: int = 0) -> Drawn:
        """One of its cards."""
        return draw(scene(self.posting.brand, self.reading, self.posting.desk_url), want, mention)

    def head(self) -> Head:
        """Its title and tags."""
        return head(self.reading, parked=parked(self.wanted), before=self.posted.head)


async def refresh(posting: Posting, id: ConversationId) -> bool:
    """Make a conversation's post show how it stands; False when there is more to do at once. Raises Trouble."""
    this = await _look(posting, id)
    if this is None:
        await posting.board.lost(id)
    elif not this.posted.post:
        return await _make(this)
    else:
        await _renew(this)
    return True


async def _look(posting: Posting, id: ConversationId) -> Round | None:
    posted = await posting.board.read(id)
    try:
        reading = await views.reading(posting.brand, posting.by, id, limit=LINES)
    except NotFound:  # the network gave it another id, or it was erased
        return None
    found = {}
    for draft in undecided(reading, posted):
        try:
            found[draft] = await views.card(posting.brand, posting.by, draft)
        except NotFound:
            continue
    return Round(posting, reading, posted, wants(reading, posted, found))


# ---------------------------------------------------------------------------------------------------------- a new post


async def _make(this: Round) -> bool:
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
    except (NoChannel, NotAllowed) as why:
        await posting.channels.troubled(where.channel, why)
        raise
    except NotTaken:
        posting.channels.forget(where.channel)  # a tag that somebody took away, perhaps
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
        tags = [channel.tags[name] for name in top.tags if name in channel.tags]
        post = await posting.calls.open_post(channel, top.title, tags, content(drawn.view, role=mention))
    else:
        card = content(drawn.view, role=mention, nonce=_nonce(id, str(begun)))
        post = await posting.calls.send(channel.id, card)
        await posting.calls.open_thread(channel, post, top.title)
    shown = Shown(want.slot, str(post), drawn.digest)
    await posting.board.posted(id, str(post), str(channel.id), top.digest, [shown])


# ------------------------------------------------------------------------------------------------------ a post that is


async def _renew(this: Round) -> None:
    """Send, edit and fold what changed, then the head; a post that is gone is forgotten and, if needed, made anew."""
    posting, posted = this.posting, this.posted
    try:
        for want in this.wanted:
            await _show(this, want)
        await _rehead(this)
    except NoChannel:
        await posting.board.lost(posted.conversation)
        await posting.board.lanes.wake(posted.conversation, posting.brand.now(), posting.brand.now())
    except NotAllowed as why:
        await posting.channels.troubled(int(posted.channel), why)
        raise


async def _show(this: Round, want: Want) -> None:
    """One card, if it is not there already as it should be."""
    drawn, standing, board = this.draw(want), want.standing, this.posting.board
    id = this.posted.conversation
    if standing and (standing.slot, standing.digest) == (want.slot, drawn.digest):
        return
    if standing and not standing.message:
        standing = await _sent_after_all(this, standing)
    message = await _edited(this, standing, drawn) if standing else ""
    if not message and want.folded:
        await board.shows(id, [], gone=[want.slot])  # nobody misses a line about what is over
        return
    if not message:
        await board.shows(id, [Shown(want.slot, "", "")])
        message = await _sent(this, want, drawn)
    gone = [want.standing.slot] if want.standing and want.standing.slot != want.slot else []
    await board.shows(id, [Shown(want.slot, message, drawn.digest, want.folded)], gone=gone)


async def _sent_after_all(this: Round, standing: Shown) -> Shown | None:
    """The message that a process was about to send when it died, if it was sent."""
    found = await find_card(this.posting.calls, int(this.posted.post), this.posted.conversation, standing.slot)
    return replace(standing, message=str(found)) if found else None


async def _edited(this: Round, standing: Shown, drawn: Drawn) -> str:
    """Edit the message that shows a card; empty when it is gone."""
    calls, place = this.posting.calls, await _place(this, standing.message)
    try:
        await _unarchived(this, lambda: calls.edit(place, int(standing.message), content(drawn.view)))
    except NoMessage:
        return ""
    return standing.message


async def _sent(this: Round, want: Want, drawn: Drawn) -> str:
    """Send a card into the post; the nonce is another one when it takes the place of a card that was deleted."""
    calls, post = this.posting.calls, int(this.posted.post)
    before = want.standing.message if want.standing else ""
    nonce = _nonce(this.posted.conversation, want.slot, before)
    sent: list[int] = []

    async def send() -> None:
        sent.append(await calls.send(post, content(drawn.view, nonce=nonce)))

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
        await this.posting.calls.change_post(int(this.posted.post), archived=False)
        await do()


async def _rehead(this: Round) -> None:
    """The title and tags, in one call, if they changed and the channel has such things; resolved ones are put away."""
    posting, posted, top = this.posting, this.posted, this.head()
    renames = top.renames(posted.head)
    if not renames and not top.retags(posted.head):
        return
    channel = await posting.channels.get(int(posted.channel))
    archived = posting.archive and top.state == "resolved"
    was_archived = posting.archive and posted.head.startswith("resolved ")
    changes: dict[str, object] = {"archived": archived}
    if channel.forum:
        changes["applied_tags"] = [channel.tags[name] for name in top.tags if name in channel.tags]
    if renames or channel.forum or archived != was_archived:
        renames = await _changed(posting.calls, int(posted.post), changes, top.title if renames else "")
    await posting.board.headed(posted.conversation, top.remembered(posted.head, renamed=renames))


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


def _nonce(*parts: str) -> str:
    """What Discord knows a repeated message by, for some minutes; 25 characters are the most."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:24]
