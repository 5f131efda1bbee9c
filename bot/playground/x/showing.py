"""Answers with the fields and the related things that were asked for, and what is wrong with a part of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.playground.x.bodies import (
    DM_FIELDS,
    DM_USUAL,
    MEDIA_FIELDS,
    MEDIA_USUAL,
    METRICS,
    OLDER,
    POLL_FIELDS,
    POLL_USUAL,
    POST_FIELDS,
    POST_USUAL,
    USER_FIELDS,
    USER_USUAL,
    dm_body,
    in_newer_words,
    media_body,
    poll_body,
    post_body,
    user_body,
)
from bot.playground.x.records import DM, Media, Person, Poll, Post
from bot.playground.x.refusals import invalid, missing, no_field, unauthorised
from bot.playground.x.state import State
from bot.playground.x.wire import JsonObject, names

OF_POSTS = frozenset(
    {"tweet.fields", "post.fields", "expansions", "user.fields", "media.fields", "poll.fields", "place.fields"}
)
OF_USERS = frozenset({"user.fields", "expansions", "tweet.fields", "post.fields"})
OF_DMS = OF_POSTS | {"dm_event.fields"}
EXPANSIONS = names(
    "author_id referenced_tweets.id referenced_tweets.id.author_id in_reply_to_user_id attachments.media_keys "
    "attachments.poll_ids entities.mentions.username edit_history_tweet_ids geo.place_id article.cover_media "
    "referenced_tweets.id.attachments.media_keys attachments.media_source_tweet pinned_tweet_id sender_id "
    "participant_ids most_recent_tweet_id affiliation.user_id"
)
MONTH = 30 * 86_400.0


@dataclass(slots=True)
class _Found:
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)
    errors: list[JsonObject] = field(default_factory=list)


class Showing:
    """One answer to one caller; raises Refusal for fields and expansions that X does not know."""

    def __init__(self, state: State, viewer: Person | None, query: Mapping[str, str]) -> None:
        self._state, self._viewer = state, viewer
        self._post_fields = _fields(query, ("tweet.fields", "post.fields"), POST_USUAL, POST_FIELDS)
        self._user_fields = _fields(query, ("user.fields",), USER_USUAL, USER_FIELDS)
        self._media_fields = _fields(query, ("media.fields",), MEDIA_USUAL, MEDIA_FIELDS)
        self._poll_fields = _fields(query, ("poll.fields",), POLL_USUAL, POLL_FIELDS)
        self._dm_fields = _fields(query, ("dm_event.fields",), DM_USUAL, DM_FIELDS)
        self._expansions = _fields(query, ("expansions",), frozenset(), EXPANSIONS)
        asked = "post.fields" in query or "_posts." in query.get("expansions", "")
        self._newer = asked if state.vocabulary == "asked" else state.vocabulary == "post"

    def posts(self, posts: Sequence[Post], errors: Sequence[JsonObject] = ()) -> JsonObject:
        """Many posts; without any there is no `data`."""
        found = _Found(errors=list(errors))
        data = [self._post(post, found) for post in posts]
        return self._answer(data or None, found)

    def post(self, post: Post) -> JsonObject:
        """One post."""
        found = _Found()
        return self._answer(self._post(post, found), found)

    def nothing(self, errors: Sequence[JsonObject]) -> JsonObject:
        """200, and yet only errors."""
        return self._answer(None, _Found(errors=list(errors)))

    def person(self, person: Person) -> JsonObject:
        """Somebody."""
        return self._answer(user_body(self._state, person, self._user_fields), _Found())

    def messages(self, messages: Sequence[DM]) -> JsonObject:
        """Direct messages."""
        found = _Found()
        for message in messages:
            if "sender_id" in self._expansions:
                found.people[message.sender.id] = message.sender
            if "attachments.media_keys" in self._expansions:
                found.media |= {one.key: one for one in message.media}
        return self._answer([dm_body(one, self._dm_fields) for one in messages] or None, found)

    def find(self, id: str, parameter: str) -> Post | JsonObject:
        """A post that the caller may see, or the error that stands for it."""
        post = self._state.posts.get(id)
        if post is None or post.removed or post.author.gone:
            return missing(id, parameter)
        return post if self._state.visible(post, self._viewer) else unauthorised(id, parameter)

    def _answer(self, data: object, found: _Found) -> JsonObject:
        includes: JsonObject = {
            "users": [user_body(self._state, one, self._user_fields) for one in found.people.values()],
            "tweets": [post_body(self._state, one, self._post_fields - METRICS) for one in found.posts.values()],
            "media": [media_body(self._state, one, self._media_fields) for one in found.media.values()],
            "polls": [poll_body(self._state, one, self._poll_fields) for one in found.polls.values()],
        }
        includes = {name: value for name, value in includes.items() if value}
        answer: JsonObject = {} if data is None else {"data": data}
        answer |= ({"includes": includes} if includes else {}) | ({"errors": found.errors} if found.errors else {})
        return in_newer_words(answer) if self._newer else answer

    def _post(self, post: Post, found: _Found) -> JsonObject:
        self._expand(post, found)
        fields = self._post_fields
        for name in METRICS & fields:
            if post.author is not self._viewer or self._state.now - post.created > MONTH:
                fields = fields - {name}
                found.errors.append(no_field(post.id, name))
        return post_body(self._state, post, fields)

    def _expand(self, post: Post, found: _Found) -> None:
        wanted = self._expansions
        if "author_id" in wanted:
            found.people[post.author.id] = post.author
        if "in_reply_to_user_id" in wanted and post.reply_to is not None:
            found.people[post.reply_to.author.id] = post.reply_to.author
        if "entities.mentions.username" in wanted:
            found.people |= {one.id: one for one in (*post.carried, *post.named)}
        if "attachments.media_keys" in wanted:
            found.media |= {one.key: one for one in post.media}
        if "attachments.poll_ids" in wanted and post.poll is not None:
            found.polls[post.poll.id] = post.poll
        if "edit_history_tweet_ids" in wanted:
            found.posts |= {id: self._state.posts[id] for id in post.history if id != post.id}
        if "referenced_tweets.id" in wanted or "referenced_tweets.id.author_id" in wanted:
            self._refer(post, found)

    def _refer(self, post: Post, found: _Found) -> None:
        for other in (post.reply_to, post.quote, post.repost_of):
            if other is None:
                continue
            seen = self.find(other.id, "referenced_tweets.id")
            if not isinstance(seen, Post):
                found.errors.append(seen)
                continue
            found.posts[seen.id] = seen
            if "referenced_tweets.id.author_id" in self._expansions:
                found.people[seen.author.id] = seen.author


def _fields(
    query: Mapping[str, str], names: Collection[str], usual: frozenset[str], known: frozenset[str]
) -> frozenset[str]:
    wanted = usual
    for name in names:
        for given in filter(None, query.get(name, "").split(",")):
            field = ".".join(OLDER.get(part, part) for part in given.split("."))
            if field not in known:
                raise invalid(
                    name, given, f"The `{name}` query parameter value [{given}] is not one of {sorted(known)}"
                )
            wanted |= {field}
    return wanted
