"""Which method is answered by what, with what it takes."""

from __future__ import annotations

from bot.playground.bluesky import chat, feeds, repo
from bot.playground.bluesky.calls import Route

_OF_RECORD = frozenset(("repo", "collection", "record"))
_NAMED = frozenset(("repo", "collection", "rkey"))
_PAGE = frozenset(("limit", "cursor"))

ROUTES: dict[str, Route] = {
    "com.atproto.server.createSession": Route(
        repo.create_session, "POST", frozenset(("identifier", "password")), login=False
    ),
    "com.atproto.server.refreshSession": Route(repo.refresh_session, "POST"),
    "com.atproto.server.getSession": Route(repo.get_session),
    "com.atproto.identity.resolveHandle": Route(repo.resolve_handle, needs=frozenset(("handle",)), login=False),
    "com.atproto.repo.uploadBlob": Route(repo.upload_blob, "POST"),
    "com.atproto.repo.getRecord": Route(repo.get_record, needs=_NAMED, login=False),
    "com.atproto.repo.createRecord": Route(
        repo.create_record, "POST", _OF_RECORD, frozenset(("rkey", "validate", "swapCommit")), points=3
    ),
    "com.atproto.repo.putRecord": Route(
        repo.put_record,
        "POST",
        _OF_RECORD | {"rkey"},
        frozenset(("validate", "swapRecord", "swapCommit")),
        points=2,
    ),
    "com.atproto.repo.deleteRecord": Route(
        repo.delete_record, "POST", _NAMED, frozenset(("swapRecord", "swapCommit")), points=1
    ),
    "app.bsky.notification.listNotifications": Route(
        feeds.list_notifications,
        takes=_PAGE | {"reasons", "priority", "seenAt"},
        repeated=frozenset(("reasons",)),
    ),
    "app.bsky.feed.getPosts": Route(feeds.get_posts, needs=frozenset(("uris",)), repeated=frozenset(("uris",))),
    "app.bsky.feed.getAuthorFeed": Route(
        feeds.get_author_feed, needs=frozenset(("actor",)), takes=_PAGE | {"filter", "includePins"}
    ),
    "app.bsky.actor.getProfile": Route(feeds.get_profile, needs=frozenset(("actor",))),
    "app.bsky.graph.muteActor": Route(feeds.mute, "POST", frozenset(("actor",))),
    "app.bsky.graph.unmuteActor": Route(feeds.unmute, "POST", frozenset(("actor",))),
    "chat.bsky.convo.listConvos": Route(chat.list_convos, takes=_PAGE | {"readState", "status"}),
    "chat.bsky.convo.getConvo": Route(chat.get_convo, needs=frozenset(("convoId",))),
    "chat.bsky.convo.getConvoForMembers": Route(
        chat.get_convo_for_members, needs=frozenset(("members",)), repeated=frozenset(("members",))
    ),
    "chat.bsky.convo.getMessages": Route(chat.get_messages, needs=frozenset(("convoId",)), takes=_PAGE),
    "chat.bsky.convo.getLog": Route(chat.get_log, takes=frozenset(("cursor",))),
    "chat.bsky.convo.sendMessage": Route(chat.send_message, "POST", frozenset(("convoId", "message"))),
    "chat.bsky.convo.acceptConvo": Route(chat.accept_convo, "POST", frozenset(("convoId",))),
}
