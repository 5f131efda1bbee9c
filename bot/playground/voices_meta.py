"""How people of a story speak on the simulated Facebook and Instagram: below a post, and in private."""

from __future__ import annotations

from collections.abc import Sequence

from bot.playground.attachments import Attachment
from bot.playground.meta.records import Comment, Message, Owner, Person, Post, Profile, Sent
from bot.playground.meta.world import MetaWorld

A_DAY = 86_400.0


class CommentVoice:
    """Somebody below a post of a Page or a profile; what they say after the first words stands below those."""

    def __init__(self, world: MetaWorld, person: Person, post: Post) -> None:
        """Nothing is said yet; answers count from now on."""
        self._world, self._person, self._post = world, person, post
        self._said: list[Comment] = []
        self._answer: Comment | None = None
        self._heard = len(world.sent)

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        """Comment, with a picture at most. Raises CannotAct for somebody who may not, or a post that is gone."""
        under, picture = self._said[0] if self._said else None, attached[0] if attached else None
        self._said.append(self._world.comment(self._person, self._post, text, under, picture=picture))

    async def edit(self, text: str) -> None:
        """Change the last comment."""
        if self._said:
            self._world.edit_comment(self._said[-1], text)

    async def react(self, emoji: str) -> None:
        """Like our latest reply; Meta's networks know no other feeling for a comment that a person of ours sees."""
        if self._answer is not None and not self._answer.removed:
            self._world.like(self._person, self._answer)

    async def answered(self) -> None:
        """Wait for us to reply below what this person said, or in private about it."""
        sent = await self._world.wait_sent(self._is_for_us, A_DAY, self._heard)
        self._heard, self._answer = sent.number, self._post.comments.get(sent.result_id)

    def _is_for_us(self, sent: Sent) -> bool:
        reply = self._post.comments.get(sent.result_id)
        if reply is not None:
            above = reply.under
            while above is not None and above not in self._said:
                above = above.under
            return reply.who is self._post.owner and above is not None
        return any(sent.result_id in comment.privately for comment in self._said)


class PrivateVoice:
    """Somebody in Messenger, or in direct messages on Instagram."""

    def __init__(self, world: MetaWorld, person: Person, owner: Owner) -> None:
        """Nothing is said yet; answers count from now on."""
        self._world, self._person, self._owner = world, person, owner
        self._talk = world.conversation(owner, person)
        self._said: list[Message] = []
        self._answer: Message | None = None
        self._heard = len(world.sent)

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        """Write; each story that mentions us is a message of its own. Raises CannotAct where they may not."""
        for story in [one for one in attached if one.kind == "story"]:
            assert isinstance(self._owner, Profile)
            self._said.append(self._world.mention_in_story(self._person, self._owner, story))
        files = [one for one in attached if one.kind != "story"]
        if text or files:
            self._said.append(self._world.message(self._person, self._owner, text, files))

    async def edit(self, text: str) -> None:
        """Change the last message."""
        if self._said:
            self._world.edit_message(self._said[-1], text)

    async def react(self, emoji: str) -> None:
        """React to our latest message."""
        if self._answer is not None and not self._answer.removed:
            self._world.react(self._answer, emoji)

    async def answered(self) -> None:
        """Wait for us to write to this person, and have it read."""
        sent = await self._world.wait_sent(self._is_for_us, A_DAY, self._heard)
        self._heard, self._answer = sent.number, self._talk.messages[sent.result_id]
        self._world.read(self._person, self._owner)

    def _is_for_us(self, sent: Sent) -> bool:
        return sent.result_id in self._talk.messages
