"""Whether something that we said is there: read where it would stand, as X gives no key back.

Looked at are only this account's own answers to the post in question, or the newest messages of one conversation:
every one that is read costs money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.networks._x.api import FIELDS, Api
from bot.networks._x.calls import answered, talk
from bot.networks._x.errors import missing
from bot.networks._x.ids import is_private, own, padded, said_at
from bot.networks._x.posts import CLOCKS_DIFFER, Ours, answers_since, even, next_token, ours, rows, text_of
from bot.networks._x.versions import join, newest_of
from inbox.actions import Action, DirectMessage, Edit, Reply
from inbox.errors import Rejected, Uncertain
from inbox.network import Mailbox, Receipt

FEW: Final = 10  # messages of a conversation on one page
MOST_PAGES: Final = 5
MANY: Final = "several messages of ours there look like this one"


@dataclass(frozen=True, slots=True)
class Looking:
    """The eyes of one account, whose id is `me`."""

    me: str
    api: Api
    mailbox: Mailbox

    async def find(self, action: Action, since: int, now: int) -> Receipt | None:
        """The receipt if it is there, None if it certainly is not; the call was begun at `since` (both unix ms).

        Raises Uncertain when nobody can tell, and for what is simply done again.
        """
        try:
            match action:
                case Reply() if not is_private(action.thread):
                    return await self._answer(action, since, now)
                case Reply():
                    where, group = talk(action)
                    return await self._message(where if group else f"with/{where}", action, since)
                case DirectMessage(person=person):
                    return await self._message(f"with/{person}", action, since)
                case Edit():
                    return await self._version(action)
        except Rejected as error:
            raise Uncertain(f"X does not show what was said there: {error}") from None
        raise Uncertain("what changes a message is not looked for; it is done again")

    async def _answer(self, action: Reply, since: int, now: int) -> Receipt | None:
        post = answered(action)
        versions = {post, await newest_of(self.mailbox, post)}
        found = await answers_since(self.api, self.me, versions, since, now)
        return _only([one for one in found if _alike(one, action)])

    async def _message(self, where: str, action: Reply | DirectMessage, since: int) -> Receipt | None:
        query: dict[str, str | int] = {
            "event_types": "MessageCreate",
            "dm_event.fields": "created_at,sender_id,text,attachments,entities",
            "max_results": FEW,
        }
        begun, found = since - CLOCKS_DIFFER, list[Ours]()
        for _ in range(MOST_PAGES):
            page = await self.api.get(f"/2/dm_conversations/{where}/dm_events", query)
            told = [(raw, _line(raw)) for raw in rows(page)]
            mine = [line for raw, line in told if str(raw.get("sender_id")) == self.me and line.at >= begun]
            found += [line for line in mine if _alike(line, action)]
            token = next_token(page)
            if not token or any(line.at < begun for _, line in told):
                return _only(found)
            query["pagination_token"] = token
        raise Uncertain("too much has been said there since")

    async def _version(self, action: Edit) -> Receipt | None:
        """Whether the post has a version that is not noted, with this text: X tells all versions with the newest."""
        known = await newest_of(self.mailbox, action.message)
        first = await self._one(known)
        history = [str(id) for id in first.get("edit_history_tweet_ids") or first.get("edit_history_post_ids") or ()]
        newest = max(history, key=int, default=known)
        raw = await self._one(newest) if newest != str(first.get("id") or known) else first
        if newest == known or ours(raw).looks != even(action.text):
            return None
        await join(self.mailbox, [own(action.message), newest])
        return Receipt(action.message, said_at(newest))

    async def _one(self, id: str) -> Mapping[str, Any]:
        answer = await self.api.get("/2/tweets", {"ids": id, FIELDS: "edit_history_tweet_ids,entities,note_tweet"})
        for raw in rows(answer):
            return raw
        raise Uncertain("X shows this post no more" if id in missing(answer) else "X does not show this post")


def _alike(one: Ours, action: Reply | DirectMessage) -> bool:
    return one.looks == even(action.text)


def _only(found: list[Ours]) -> Receipt | None:
    if len(found) > 1:
        raise Uncertain(MANY)
    return Receipt(padded(found[0].id), found[0].at) if found else None


def _line(raw: Mapping[str, Any]) -> Ours:
    id, at = str(raw["id"]), str(raw.get("created_at") or "")
    return Ours(id, even(text_of(raw)), "", round(datetime.fromisoformat(at).timestamp() * 1000) if at else said_at(id))
