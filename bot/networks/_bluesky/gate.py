"""Who may answer below a post of ours, and which answers are out of sight there: its one threadgate record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.networks._bluesky.ids import place_of, rkey_of, uri_of, whose
from bot.networks._bluesky.records import Records
from inbox.actions import Answers, Hide, Unhide
from inbox.errors import Rejected, Unsupported

GATE: Final = "app.bsky.feed.threadgate"
MOST_HIDDEN: Final = 300
RULES: Final[Mapping[Answers, str]] = {"followers": f"{GATE}#followerRule", "mentioned": f"{GATE}#mentionRule"}


async def hide(records: Records, action: Hide | Unhide) -> None:
    """Take an answer below a post of ours out of sight, or bring it back; raises NetworkErrors."""
    place, uri = place_of(action.thread), uri_of(action.message)
    if place.convo:
        raise Unsupported("Bluesky hides no direct messages.")
    if whose(place.root) != await records.api.me():
        raise Rejected("Bluesky hides answers only below posts of this account; this talk was begun by somebody else.")
    gate = await records.api.record(GATE, rkey_of(place.root))
    value: dict[str, Any] = dict(gate["value"]) if gate else {"post": f"at://{_path(place.root)}"}
    before = [str(one) for one in value.get("hiddenReplies") or ()]
    after = [one for one in before if one != uri] + ([uri] if isinstance(action, Hide) else [])
    if set(after) == set(before):
        return
    if len(after) > MOST_HIDDEN:
        raise Rejected(f"Bluesky hides at most {MOST_HIDDEN} answers below one post; bring one back first.")
    cid = str(gate["cid"]) if gate else None
    await records.put(GATE, rkey_of(place.root), {**value, "hiddenReplies": after}, swapRecord=cid)


async def restrict(records: Records, rkey: str, answers: Answers) -> None:
    """Say who may answer a post of ours that is about to be made under this record key."""
    if rule := RULES.get(answers):
        post = f"at://{await records.api.me()}/app.bsky.feed.post/{rkey}"
        await records.put(GATE, rkey, {"post": post, "allow": [{"$type": rule}]})


def _path(post: str) -> str:
    return f"{whose(post)}/app.bsky.feed.post/{rkey_of(post)}"
