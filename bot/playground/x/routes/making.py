"""Making posts: answers, threads, media, polls, new versions; deleting; hiding what others answered."""

from __future__ import annotations

from bot.playground.x.bodies import in_newer_words
from bot.playground.x.calls import Call
from bot.playground.x.length import CASHTAG, LIMIT, PREMIUM_LIMIT, URL, length
from bot.playground.x.records import Account, Media, Poll, Post
from bot.playground.x.refusals import Refusal, invalid
from bot.playground.x.routes.posts import gone
from bot.playground.x.wire import JsonObject, names
from bot.playground.x.world import may_reply

MEMBERS = names(
    "text reply media poll edit_options reply_settings quote_tweet_id made_with_ai paid_partnership "
    "community_id card_uri geo for_super_followers_only direct_message_deep_link nullcast "
    "share_with_followers"
)
SETTINGS = ("following", "mentionedUsers", "subscribers", "verified")
DAY, MOST_VERSIONS = 86_400.0, 6


async def create(call: Call) -> JsonObject:
    """POST /2/tweets."""
    call.knows(*MEMBERS)
    text, account = call.text("text"), call.account
    media, poll = _media(call), _poll(call)
    if not text and not media:
        raise invalid("text", "", "$.text: is missing but it is required")
    _check_text(call, text)
    _check_settings(call)
    quote = _quote(call)
    if "edit_options" in call.body:
        return _edited(call, text)
    reply, without = _reply_to(call)
    if _is_double(call, text, reply, media):
        raise Refusal("duplicate")
    call.charge(_price(text, account, reply))
    settings = call.text("reply_settings") or "everyone"
    made = call.world.keep_post(
        account,
        text,
        reply_to=reply,
        quote=quote,
        media=media,
        poll=poll,
        reply_settings=settings,
        without=without,
        given=call.body,
    )
    call.record(reply.id if reply is not None else "", made.id, text, media=[one.id for one in media])
    return _made(call, made)


async def delete(call: Call) -> JsonObject:
    """DELETE /2/tweets/{id}: one's own only."""
    post = call.world.posts.get(call.ids[0])
    if post is not None and post.author is not call.account:
        raise Refusal("not-yours")
    if post is not None and not post.removed:
        call.world.drop_post(post)
        call.record(post.id)
    return {"data": {"deleted": post is not None}}


async def hide(call: Call) -> JsonObject:
    """PUT /2/tweets/{id}/hidden: answers in conversations that one started."""
    call.knows("hidden")
    hidden = call.body.get("hidden")
    if not isinstance(hidden, bool):
        raise invalid("hidden", str(hidden), "$.hidden: is missing but it is required")
    post = gone(call.showing.find(call.ids[0], "id"))
    start = call.world.posts.get(post.conversation_id)
    if post.reply_to is None or start is None or start.author is not call.account:
        raise Refusal("hide")
    call.charge("content manage")
    for id in post.history:
        call.world.posts[id].hidden = hidden
    call.record(post.id, hidden=hidden)
    return {"data": {"hidden": hidden}}


def _made(call: Call, post: Post) -> JsonObject:
    """What is made is answered in the older words, unless a world insists on the newer ones."""
    answer: JsonObject = {"data": {"id": post.id, "text": post.full, "edit_history_tweet_ids": list(post.history)}}
    return in_newer_words(answer) if call.world.vocabulary == "post" else answer


def _price(text: str, account: Account, reply: Post | None) -> str:
    if URL.search(text):
        return "post create with url"
    return "summoned reply" if reply is not None and reply.author is not account else "post create"


def _check_text(call: Call, text: str) -> None:
    if length(text) > (PREMIUM_LIMIT if call.account.premium else LIMIT):
        raise Refusal("too-long")
    if call.app.plan == "self-serve" and len(CASHTAG.findall(text)) > 1:
        raise Refusal("cashtags")


def _check_settings(call: Call) -> None:
    settings = call.text("reply_settings")
    if settings and settings not in SETTINGS:
        raise invalid(
            "reply_settings", settings, f"$.reply_settings: does not have a value in the enumeration {list(SETTINGS)}"
        )
    for name in ("made_with_ai", "paid_partnership"):
        if not isinstance(call.body.get(name, False), bool):
            raise invalid(name, str(call.body[name]), f"$.{name}: boolean expected")


def _quote(call: Call) -> Post | None:
    id = call.text("quote_tweet_id")
    if not id:
        return None
    if call.app.plan == "self-serve":
        raise Refusal("quote-removed")
    return gone(call.showing.find(id, "quote_tweet_id"))


def _reply_to(call: Call) -> tuple[Post | None, list[str]]:
    reply = call.mapping("reply")
    if "reply" not in call.body:
        return None, []
    id = reply.get("in_reply_to_tweet_id")
    if not isinstance(id, str) or not id.isdigit() or set(reply) - {"in_reply_to_tweet_id", "exclude_reply_user_ids"}:
        raise invalid("reply", str(reply), "$.reply.in_reply_to_tweet_id: is missing but it is required")
    post = call.showing.find(id, "in_reply_to_tweet_id")
    if isinstance(post, dict) or call.account.id in post.author.blocks:
        raise Refusal("reply-gone")
    if not may_reply(call.account, post):
        raise Refusal("reply-restricted")
    if call.app.plan == "self-serve" and not _summoned(call, post):
        raise Refusal("not-summoned")
    without = reply.get("exclude_reply_user_ids") or []
    return post, [str(one) for one in without] if isinstance(without, list) else []


def _summoned(call: Call, post: Post) -> bool:
    """Whether the author of a post has named us by hand or quoted a post of ours; one's own can always be answered."""
    account = call.account
    quoted = post.quote is not None and post.quote.author is account
    carried = call.world.implicit_summons and account in post.carried
    return post.author is account or account in post.named or quoted or carried


def _is_double(call: Call, text: str, reply: Post | None, media: list[Media]) -> bool:
    """The same words in the same place within a day, unless they were deleted."""
    since = call.now - DAY
    for post in reversed(call.world.authored[call.account.id]):
        if post.created < since:
            return False
        if post.text == text and post.reply_to is reply and not post.removed and post.media == media:
            return True
    return False


def _media(call: Call) -> list[Media]:
    ids = call.mapping("media").get("media_ids", [])
    if "media" in call.body and not (isinstance(ids, list) and 1 <= len(ids) <= 4):
        raise Refusal("media-ids")
    assert isinstance(ids, list)
    found = [call.world.media.get(str(id)) for id in ids]
    ready = [one for one in found if one is not None and _usable(call, one)]
    if len(ready) != len(ids) or (len(ready) > 1 and any(one.kind != "photo" for one in ready)):
        raise Refusal("media-ids")
    return ready


def _usable(call: Call, media: Media) -> bool:
    done = bool(media.finalised) and not media.problem and call.now >= media.ready_at
    return done and media.owner is call.account and call.now < media.expires


def _poll(call: Call) -> Poll | None:
    poll = call.mapping("poll")
    if "poll" not in call.body:
        return None
    options, minutes = poll.get("options"), poll.get("duration_minutes")
    if (
        not isinstance(options, list)
        or not 2 <= len(options) <= 4
        or not all(1 <= len(str(one)) <= 25 for one in options)
    ):
        raise invalid("poll.options", str(options), "$.poll.options: there must be 2 to 4, of 1 to 25 characters each")
    if not isinstance(minutes, int) or not 5 <= minutes <= 10_080:
        raise invalid("poll.duration_minutes", str(minutes), "$.poll.duration_minutes: must be between 5 and 10080")
    if "media" in call.body or "quote_tweet_id" in call.body:
        raise invalid("poll", "", "$: a post can have only one of media, poll and quote_tweet_id")
    names = [str(one) for one in options]
    return Poll(call.world.ids.snowflake(call.now), names, minutes, call.now + minutes * 60)


def _edited(call: Call, text: str) -> JsonObject:
    """A new version: Premium only, within the window, five times at most, of no poll and no answer to others."""
    id = call.mapping("edit_options").get("previous_post_id")
    post = call.world.posts.get(str(id))
    if post is None or post.author is not call.account or post.removed:
        raise Refusal("edit")
    first = call.world.posts[post.history[0]]
    to_others = post.reply_to is not None and post.reply_to.author is not call.account
    late = call.now > first.created + call.world.edit_window or len(post.history) >= MOST_VERSIONS
    if not call.account.premium or late or to_others or post.poll is not None or post.later is not None:
        raise Refusal("edit")
    call.charge(_price(text, call.account, None))
    later = call.world.keep_edit(post, text, call.body)
    call.record(post.id, later.id, text)
    return _made(call, later)
