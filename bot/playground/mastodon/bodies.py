"""The JSON of posts, people and notifications, as docs.joinmastodon.org/entities shows it (read 2026-11-27)."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from bot.playground.mastodon.records import Account, File, Notification, Status

JsonObject = dict[str, object]
_MENTION = re.compile(r"@([\w.-]+(?:@[\w.-]+)?)")


def moment(at: float) -> str:
    """A time as Mastodon writes it."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def account(one: Account, base: str) -> JsonObject:
    """Somebody."""
    return {
        "id": one.id,
        "username": one.acct.partition("@")[0],
        "acct": one.acct,
        "display_name": one.name,
        "url": f"{base}/@{one.acct}",
        "created_at": moment(one.since),
        "followers_count": one.followers,
        "bot": False,
        "locked": False,
    }


def content(text: str) -> str:
    """Words as a page shows them: paragraphs, line breaks, links around names."""
    linked = _MENTION.sub(
        lambda found: f'<span class="h-card"><a href="#" class="u-url mention">@<span>{found[1]}</span></a></span>',
        html.escape(text),
    )
    return "".join(f"<p>{part.replace(chr(10), '<br />')}</p>" for part in linked.split("\n\n"))


def file(one: File, base: str) -> JsonObject:
    """A file; its address is told once the server is done with it."""
    return {"id": one.id, "type": one.kind, "url": f"{base}/media/{one.id}", "description": one.alt or None}


def status(one: Status, base: str, children: int = 0) -> JsonObject:
    """A post."""
    return {
        "id": one.id,
        "created_at": moment(one.at),
        "edited_at": moment(one.edited_at) if one.edited_at else None,
        "in_reply_to_id": one.answers.id if one.answers else None,
        "in_reply_to_account_id": one.answers.author.id if one.answers else None,
        "visibility": one.visibility,
        "language": "en",
        "sensitive": bool(one.warning),
        "spoiler_text": one.warning,
        "content": content(one.text),
        "uri": f"{base}/users/{one.author.acct}/statuses/{one.id}",
        "url": f"{base}/@{one.author.acct}/{one.id}",
        "account": account(one.author, base),
        "media_attachments": [file(part, base) for part in one.files],
        "mentions": [account(each, base) for each in one.mentions],
        "poll": {"options": [{"title": title} for title in one.poll]} if one.poll else None,
        "reblog": None,
        "replies_count": children,
        "reblogs_count": one.boosts,
        "favourites_count": len(one.favourites),
    }


def notification(one: Notification, base: str) -> JsonObject:
    """What an account is told of."""
    body: JsonObject = {
        "id": one.id,
        "type": one.type,
        "created_at": moment(one.at),
        "account": account(one.who, base),
    }
    return body | ({"status": status(one.status, base)} if one.status else {})
