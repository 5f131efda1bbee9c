"""People, posts, media, polls and messages as JSON, with the fields that were asked for, in either vocabulary."""

from __future__ import annotations

from collections.abc import Collection

from bot.playground.x.records import DM, Media, Person, Poll, Post
from bot.playground.x.speech import entities
from bot.playground.x.state import State
from bot.playground.x.wire import JsonObject, names, written

POST_USUAL = frozenset({"id", "text", "edit_history_tweet_ids"})
METRICS = frozenset({"non_public_metrics", "organic_metrics"})
POST_FIELDS = (
    POST_USUAL
    | names(
        "attachments author_id conversation_id created_at display_text_range edit_controls entities "
        "in_reply_to_user_id lang public_metrics possibly_sensitive referenced_tweets reply_settings source "
        "paid_partnership note_tweet withheld geo context_annotations promoted_metrics made_with_ai card_uri "
        "community_id article scopes media_metadata"
    )
    | METRICS
)
USER_USUAL = frozenset({"id", "name", "username"})
USER_FIELDS = USER_USUAL | names(
    "created_at description protected verified verified_type public_metrics profile_image_url url location "
    "entities pinned_tweet_id profile_banner_url most_recent_tweet_id affiliation is_identity_verified "
    "receives_your_dm subscription_type withheld connection_status subscription parody "
    "verified_followers_count"
)
MEDIA_USUAL = frozenset({"media_key", "type"})
MEDIA_FIELDS = MEDIA_USUAL | names(
    "url preview_image_url alt_text duration_ms height width public_metrics non_public_metrics "
    "organic_metrics promoted_metrics variants"
)
POLL_USUAL = frozenset({"id", "options"})
POLL_FIELDS = POLL_USUAL | frozenset({"duration_minutes", "end_datetime", "voting_status"})
DM_USUAL = frozenset({"id", "text", "event_type"})
DM_FIELDS = DM_USUAL | names(
    "created_at sender_id dm_conversation_id attachments entities participant_ids referenced_tweets"
)
LONGEST_TEXT = 280  # of a longer post `text` is the beginning only, and `note_tweet` the whole
# Words of the newer vocabulary: answers use it when `post.fields` was asked for instead of `tweet.fields`.
NEWER = {
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "retweet_count": "repost_count",
    "note_tweet": "note_post",
    "tweets": "posts",
}
OLDER = {new: old for old, new in NEWER.items()}


def in_newer_words(body: JsonObject) -> JsonObject:
    """The same answer in the vocabulary of `post.fields`."""
    return {NEWER.get(name, name): _in_newer_words(value) for name, value in body.items()}


def _in_newer_words(value: object) -> object:
    if isinstance(value, dict):
        return in_newer_words(value)
    return [_in_newer_words(one) for one in value] if isinstance(value, list) else value


def post_body(state: State, post: Post, fields: Collection[str]) -> JsonObject:
    """A post with these fields; what does not apply to it is left out, as X does."""
    long = len(post.full) - post.shown_from > LONGEST_TEXT
    text = post.full[: post.shown_from + LONGEST_TEXT - 1] + "…" if long else post.full
    body: JsonObject = {"id": post.id, "text": text, "edit_history_tweet_ids": list(post.history)}
    more: JsonObject = {
        "note_tweet": {"text": post.full} if long else {},
        "author_id": post.author.id,
        "conversation_id": post.conversation_id,
        "created_at": written(post.created),
        "display_text_range": [post.shown_from, len(text)],
        "edit_controls": _edit_controls(state, post),
        "entities": entities(post, state.person),
        "lang": "en" if post.full.isascii() else "und",
        "public_metrics": public_metrics(post),
        "possibly_sensitive": False,
        "reply_settings": post.reply_settings,
        "source": "Sangam" if post.given else "X",
        "paid_partnership": bool(post.given.get("paid_partnership", False)),
        "referenced_tweets": references(post),
        "attachments": _attachments(post),
        "in_reply_to_user_id": post.reply_to.author.id if post.reply_to is not None else "",
        "non_public_metrics": {
            "impression_count": post.seen.total["impressions"],
            "engagements": post.seen.total["engagements"],
            "url_link_clicks": post.seen.total["url_clicks"],
            "user_profile_clicks": post.seen.total["user_profile_clicks"],
        },
    }
    more["organic_metrics"] = {**_organic(post), **_clicks(more["non_public_metrics"])}
    return body | {name: value for name, value in more.items() if name in fields and value not in ({}, [], "")}


def references(post: Post) -> list[JsonObject]:
    """What a post answers, quotes or repeats."""
    kinds = {"replied_to": post.reply_to, "quoted": post.quote, "retweeted": post.repost_of}
    return [{"type": kind, "id": other.id} for kind, other in kinds.items() if other is not None]


def public_metrics(post: Post) -> JsonObject:
    """What everybody sees counted."""
    return {
        "retweet_count": len(post.reposts),
        "reply_count": post.seen.total["replies"],
        "like_count": len(post.likes),
        "quote_count": post.seen.total["quote_tweets"],
        "bookmark_count": post.seen.total["bookmarks"],
        "impression_count": post.seen.total["impressions"],
    }


def user_body(state: State, person: Person, fields: Collection[str]) -> JsonObject:
    """Somebody with these fields."""
    body: JsonObject = {"id": person.id, "name": person.name, "username": person.username}
    more: JsonObject = {
        "created_at": written(person.created),
        "description": person.description,
        "protected": person.protected,
        "verified": person.premium,
        "verified_type": "blue" if person.premium else "none",
        "profile_image_url": f"{state.base}/profile_images/{person.id}/picture_normal.png",
        "public_metrics": {
            "followers_count": person.followers,
            "following_count": 1,
            "tweet_count": 50,
            "listed_count": 0,
            "like_count": 0,
            "media_count": 0,
        },
    }
    return body | {name: value for name, value in more.items() if name in fields}


def media_body(state: State, media: Media, fields: Collection[str]) -> JsonObject:
    """A file of a post with these fields."""
    body: JsonObject = {"media_key": media.key, "type": media.kind}
    more: JsonObject = {
        "url": f"{state.base}/media/{media.id}" if media.kind == "photo" else "",
        "preview_image_url": "" if media.kind == "photo" else f"{state.base}/media/{media.id}",
        "alt_text": media.alt_text,
        "width": 1200,
        "height": 900,
        "duration_ms": 0 if media.kind == "photo" else 10_000,
        "public_metrics": {} if media.kind == "photo" else {"view_count": media.views},
        "variants": [] if media.kind == "photo" else [_variant(state, media)],
    }
    return body | {name: value for name, value in more.items() if name in fields and value not in ({}, [], "", 0)}


def poll_body(state: State, poll: Poll, fields: Collection[str]) -> JsonObject:
    """A poll with these fields."""
    options = [{"position": at, "label": name, "votes": poll.votes[name]} for at, name in enumerate(poll.options, 1)]
    more: JsonObject = {
        "duration_minutes": poll.minutes,
        "end_datetime": written(poll.ends),
        "voting_status": "closed" if state.now >= poll.ends else "open",
    }
    return {"id": poll.id, "options": options} | {name: value for name, value in more.items() if name in fields}


def dm_body(message: DM, fields: Collection[str]) -> JsonObject:
    """A direct message with these fields."""
    body: JsonObject = {"id": message.id, "event_type": "MessageCreate", "text": message.text}
    more: JsonObject = {
        "created_at": written(message.created),
        "sender_id": message.sender.id,
        "dm_conversation_id": message.conversation_id,
        "attachments": {"media_keys": [one.key for one in message.media]} if message.media else {},
    }
    return body | {name: value for name, value in more.items() if name in fields and value != {}}


def _edit_controls(state: State, post: Post) -> JsonObject:
    able = post.author.premium and post.poll is None and post.reply_to is None
    return {
        "edits_remaining": 6 - len(post.history),
        "is_edit_eligible": able,
        "editable_until": written(post.created + state.edit_window),
    }


def _attachments(post: Post) -> JsonObject:
    media: JsonObject = {"media_keys": [one.key for one in post.media]} if post.media else {}
    return media | ({"poll_ids": [post.poll.id]} if post.poll is not None else {})


def _organic(post: Post) -> JsonObject:
    names = ("impression_count", "like_count", "reply_count", "retweet_count")
    return {name: value for name, value in public_metrics(post).items() if name in names}


def _clicks(metrics: object) -> JsonObject:
    assert isinstance(metrics, dict)
    return {name: metrics[name] for name in ("url_link_clicks", "user_profile_clicks")}


def _variant(state: State, media: Media) -> JsonObject:
    return {"bit_rate": 832_000, "content_type": "video/mp4", "url": f"{state.base}/media/{media.id}"}
