"""Reading posts: by id, mentions, one's own, search, and analytics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from bot.playground.x.calls import Call
from bot.playground.x.ids import first_at
from bot.playground.x.paging import Size, paged, span
from bot.playground.x.records import Person, Post
from bot.playground.x.refusals import Refusal, invalid, missing
from bot.playground.x.searching import parse
from bot.playground.x.wire import JsonObject

WEEK = 7 * 86_400.0
MOST_MENTIONS, MOST_OWN = 800, 3200
_TIMELINE, _SEARCH = Size(5, 100, 10), Size(10, 100, 10)


async def by_ids(call: Call) -> JsonObject:
    """GET /2/tweets?ids=: what cannot be shown is an error beside the rest."""
    ids = list(dict.fromkeys(filter(None, call.query.get("ids", "").split(","))))
    if not 1 <= len(ids) <= 100:
        raise invalid(
            "ids",
            call.query.get("ids", ""),
            f"The number of values in the `ids` query parameter list [{len(ids)}] is not between 1 and 100",
        )
    for id in ids:
        _check_id(id, "ids")
    showing = call.showing
    found = [showing.find(id, "ids") for id in ids]
    posts = [one for one in found if isinstance(one, Post)]
    _charge(call, posts)
    return showing.posts(posts, [one for one in found if isinstance(one, dict)])


async def one(call: Call) -> JsonObject:
    """GET /2/tweets/{id}: 200 with errors alone when it cannot be shown."""
    _check_id(call.ids[0], "id")
    showing = call.showing
    post = showing.find(call.ids[0], "id")
    if isinstance(post, dict):
        return showing.nothing([post])
    _charge(call, [post])
    return showing.post(post)


async def mentions(call: Call) -> JsonObject:
    """GET /2/users/{id}/mentions: posts that name somebody, by hand or because they answer."""
    return _timeline(call, lambda person: call.world.mentioning[person.id], MOST_MENTIONS)


async def timeline(call: Call) -> JsonObject:
    """GET /2/users/{id}/tweets."""
    left_out = set(filter(None, call.query.get("exclude", "").split(",")))
    if left_out - {"replies", "retweets"}:
        raise invalid("exclude", call.query["exclude"], "exclude must be replies or retweets")

    def wanted(post: Post) -> bool:
        a_reply, a_repost = post.reply_to is not None, post.repost_of is not None
        return not (a_reply and "replies" in left_out) and not (a_repost and "retweets" in left_out)

    return _timeline(call, lambda person: list(filter(wanted, call.world.authored[person.id])), MOST_OWN)


async def search(call: Call) -> JsonObject:
    """GET /2/tweets/search/recent: the last seven days."""
    fits = parse(call.query.get("query", ""))
    oldest = first_at(call.now - WEEK)
    since = call.query.get("since_id", "")
    if since.isdigit() and int(since) < oldest:
        words = f"'since_id' must be a tweet id created after the last 7 days: [{oldest}]"
        raise invalid("since_id", since, words)
    low = max(oldest - 1, span(call.query)[0])
    recent = takewhile(lambda post: int(post.id) > low, reversed(call.world.posts.values()))
    posts = [post for post in recent if _listed(call, post) and fits(post)]
    page, meta = paged(posts[::-1], call.query, _SEARCH, ("next_token", "pagination_token"))
    _charge(call, page)
    return call.showing.posts(page) | {"meta": meta}


def _timeline(call: Call, of: Callable[[Person], Sequence[Post]], most: int) -> JsonObject:
    person = call.world.people.get(call.ids[0])
    if person is None or person.gone:
        return call.showing.nothing([missing(call.ids[0], "id", "user")])
    posts = [post for post in of(person)[-most:] if _listed(call, post)]
    page, meta = paged(posts, call.query, _TIMELINE)
    _charge(call, page, owned=person is call.viewer is call.app.owner)
    return call.showing.posts(page) | {"meta": meta}


def _listed(call: Call, post: Post) -> bool:
    """Lists show the newest version of a post only."""
    return post.later is None and call.world.visible(post, call.viewer)


def _charge(call: Call, posts: Sequence[Post], *, owned: bool = False) -> None:
    """Lists of what is ours are cheap; whatever was paid for today costs nothing more."""
    call.charge("owned read" if owned else "post read", [f"post {post.id}" for post in posts])


def _check_id(id: str, parameter: str) -> None:
    if not id.isdigit() or len(id) > 19:
        raise invalid(parameter, id, f"The `{parameter}` query parameter value [{id}] is not valid")


def gone(post: Post | JsonObject) -> Post:
    """A post that can be seen; raises Refusal for one that cannot."""
    if isinstance(post, dict):
        raise Refusal("not-found", str(post["detail"]))
    return post
