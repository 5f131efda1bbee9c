"""What activity events say of posts and messages: whole objects, every number twice, the second time as `_str`."""

from __future__ import annotations

from bot.playground.x.bodies import METRICS, POST_FIELDS, USER_FIELDS, in_newer_words, post_body, user_body
from bot.playground.x.records import DM, Person, Post
from bot.playground.x.state import State
from bot.playground.x.wire import JsonObject

_TOLD = POST_FIELDS - METRICS - {"source"}
_OF_USERS = USER_FIELDS - {"profile_banner_url"}


def of_post(state: State, post: Post) -> JsonObject:
    """A post that was made; whom it is by, whom it answers, and what it quotes are included."""
    others = [other for other in (post.reply_to, post.quote, post.repost_of) if other is not None]
    people = dict.fromkeys([post.author, *(other.author for other in others), *post.named])
    payload = _whole(state, post)
    if post.reply_to is not None:
        payload["in_reply_to_tweet_id"] = post.reply_to.id
    includes: JsonObject = {"users": [_user(state, one) for one in people]}
    if others:
        includes["tweets"] = [_whole(state, other) for other in others]
    content: JsonObject = {"payload": payload, "includes": includes}
    if state.vocabulary == "post":
        content = in_newer_words(content)
    return _twice(content)


def of_removal(post: Post) -> JsonObject:
    """A post that was deleted by whom it is by."""
    return {"payload": {"id": post.id, "author_id": post.author.id}}


def of_message(state: State, message: DM) -> JsonObject:
    """A direct message, in the older shape that X kept for these events."""
    data: JsonObject = {
        "text": message.text,
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
    }
    if message.media:
        url = f"{state.base}/media/{message.media[0].id}"
        data["attachment"] = {"type": "media", "media": {"id_str": message.media[0].id, "media_url_https": url}}
    created = {
        "target": {"recipient_id": message.recipient.id},
        "sender_id": message.sender.id,
        "message_data": data,
    }
    event = {
        "type": "message_create",
        "id": message.id,
        "created_timestamp": str(int(message.created * 1000)),
        "message_create": created,
    }
    users = {one.id: {"data": _user(state, one)} for one in (message.sender, message.recipient)}
    return _twice({"payload": {"direct_message_events": [event], "users": users}})


def of_like(state: State, who: Person, post: Post) -> JsonObject:
    """A post that somebody likes."""
    return _twice({"payload": {"liker_user_id": who.id, "tweet": _whole(state, post), "user": _user(state, who)}})


def of_pair(state: State, source: Person, target: Person) -> JsonObject:
    """Somebody who muted or blocked somebody."""
    return _twice({"payload": {"source": {"data": _user(state, source)}, "target": {"data": _user(state, target)}}})


def _whole(state: State, post: Post) -> JsonObject:
    return post_body(state, post, _TOLD)


def _user(state: State, person: Person) -> JsonObject:
    return user_body(state, person, _OF_USERS)


def _twice(body: JsonObject) -> JsonObject:
    """The same with every number a second time, as text."""
    return {name: value for one, given in body.items() for name, value in _doubled(one, given).items()}


def _doubled(name: str, value: object) -> JsonObject:
    if isinstance(value, dict):
        return {name: _twice(value)}
    if isinstance(value, list):
        return {name: [_twice(one) if isinstance(one, dict) else one for one in value]}
    if isinstance(value, int) and not isinstance(value, bool):
        return {name: value, f"{name}_str": str(value)}
    return {name: value}
