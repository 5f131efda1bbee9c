"""Which calls of X's API carry out an action: pure, from the action and who we are to paths and bodies.

Source: docs.x.com, "Manage Posts", "Hide replies", "Mutes", "Direct Messages" and "Likes", read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._x.ids import conversation_and_person, is_group, is_private, own, partner
from inbox.actions import Answers, Block, Edit, Hide, Mute, Publish, React, Remove, Reply, Unblock, Unhide
from inbox.capabilities import TextLimit
from inbox.errors import Rejected, Unsupported
from inbox.lengths import has_link

POSTS: Final = "/2/tweets"
LIKES: Final = frozenset({"❤", "👍"})
HEART: Final = "❤️"
MESSAGE: Final = TextLimit(10_000)  # of a private message
SETTINGS: Final[Mapping[Answers, str]] = {"mentioned": "mentionedUsers"}  # who may answer; everyone is left out
DM_FILES: Final = 1

Doing = Hide | Unhide | Remove | React | Mute | Block | Unblock


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `thing` is what the tariff calls it."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    thing: str = ""


def post_price(text: str, *, summoned: bool) -> str:
    """What the tariff calls a post with this text."""
    if has_link(text):
        return "post.create.link"
    return "post.create.summoned" if summoned else "post.create"


def answering(text: str, post: str, media: list[str], *, summoned: bool = True) -> Call:
    """An answer to a post, with files that X has already."""
    body = {"text": text, "reply": {"in_reply_to_tweet_id": post}}
    return Call("POST", POSTS, _with_media(body, media), post_price(text, summoned=summoned))


def posting(action: Publish, media: list[str]) -> Call:
    """The post itself, without what follows it."""
    body: dict[str, Any] = _with_media({"text": action.text}, media)
    if action.poll:
        body["poll"] = {"options": list(action.poll.options), "duration_minutes": action.poll.minutes}
    if settings := SETTINGS.get(action.answers):
        body["reply_settings"] = settings
    if action.made_by_ai:
        body["made_with_ai"] = True
    return Call("POST", POSTS, body, post_price(action.text, summoned=False))


def editing(action: Edit, newest: str) -> Call:
    """A new version of a post of ours."""
    body = {"text": action.text, "edit_options": {"previous_post_id": newest}}
    return Call("POST", POSTS, body, post_price(action.text, summoned=False))


def messaging(thread_or_person: str, text: str, media: list[str], *, group: bool = False) -> Call:
    """A private message to one person, or into a group."""
    where = f"/2/dm_conversations/{thread_or_person if group else f'with/{thread_or_person}'}/messages"
    body: dict[str, Any] = {"text": text} if text else {}
    if media:
        body["attachments"] = [{"media_id": media[0]}]
    return Call("POST", where, body, "dm.create")


def doing(action: Doing, me: str, message: str = "") -> Call:
    """The call that changes a message, or what somebody may do; `message` is the newest version's id."""
    if isinstance(action, Mute | Block | Unblock):
        return _barring(action, me)
    if is_private(action.thread):
        raise Unsupported("X lets no program change a private message for both sides; do it in X.")
    match action:
        case Hide() | Unhide():
            body = {"hidden": isinstance(action, Hide)}
            return Call("PUT", f"{POSTS}/{message}/hidden", body, "content.manage")
        case Remove():
            return Call("DELETE", f"{POSTS}/{message}")
        case React(emoji=emoji):
            return _liking(emoji, me, message)


def answered(action: Reply) -> str:
    """The post, as X writes its id, that a reply in public answers; raises Rejected when nobody said."""
    try:
        conversation_and_person(action.thread)
    except ValueError:
        raise Rejected("This conversation is not one of X's. Answer in X itself.") from None
    if action.to is None:
        raise Rejected("X needs to know which post is answered. Pick the message that this answers.")
    return own(action.to)


def talk(action: Reply) -> tuple[str, bool]:
    """The person, or the group's conversation, of a private thread, and whether it is a group."""
    return partner(action.thread), is_group(action.thread)


def _with_media(body: dict[str, Any], media: list[str]) -> dict[str, Any]:
    if not media:
        return body
    return {**{name: value for name, value in body.items() if name != "text" or value}, "media": {"media_ids": media}}


def _liking(emoji: str, me: str, post: str) -> Call:
    if not emoji:
        return Call("DELETE", f"/2/users/{me}/likes/{post}", None, "interaction.delete")
    if emoji.replace("\ufe0f", "") not in LIKES:
        raise Rejected(f"X knows one reaction to a post, a like; use {HEART}.")
    return Call("POST", f"/2/users/{me}/likes", {"tweet_id": post}, "interaction.create")


def _barring(action: Mute | Block | Unblock, me: str) -> Call:
    person = str(action.person)
    if isinstance(action, Mute):
        if action.seconds == 0:
            return Call("DELETE", f"/2/users/{me}/muting/{person}", None, "mute.delete")
        return Call("POST", f"/2/users/{me}/muting", {"target_user_id": person}, "interaction.create")
    verb = "block" if isinstance(action, Block) else "unblock"
    return Call("POST", f"/2/users/{person}/dm/{verb}", None, "privacy.update")
