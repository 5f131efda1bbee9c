"""Every endpoint of the API for Business, by method and path below /open_api/v1.3."""

from __future__ import annotations

from bot.playground.tiktok.calls import Route
from bot.playground.tiktok.routes import comments, messages, oauth, publishing, subscriptions, videos

_CLIENT = ("client_id", "client_secret")
_OF_COMMENT = ("business_id", "video_id", "comment_id")
_SORTING = ("status", "sort_field", "sort_order", "cursor", "max_count")
_READ, _MANAGE = "comment.list", "comment.list.manage"
_LISTEN, _SPEAK = "message.list.read", "message.list.send"
_SAYING = ("recipient_type", "recipient", "text", "image", "share_post", "template", "sender_action")

BUSINESS: dict[tuple[str, str], Route] = {
    ("POST", "/tt_user/oauth2/token/"): Route(
        oauth.token, needed=(*_CLIENT, "grant_type", "auth_code", "redirect_uri"), token=False
    ),
    ("POST", "/tt_user/oauth2/refresh_token/"): Route(
        oauth.refresh, needed=(*_CLIENT, "grant_type", "refresh_token"), token=False
    ),
    ("POST", "/tt_user/oauth2/revoke/"): Route(oauth.revoke, needed=(*_CLIENT, "access_token"), token=False),
    ("POST", "/tt_user/token_info/get/"): Route(oauth.info, needed=("app_id", "access_token"), token=False),
    ("GET", "/business/get/"): Route(
        videos.profile, "user.info.basic", ("business_id",), ("fields", "start_date", "end_date")
    ),
    ("GET", "/business/video/list/"): Route(
        videos.show, "video.list", ("business_id",), ("fields", "filters", "cursor", "max_count")
    ),
    ("GET", "/business/video/settings/"): Route(videos.settings, "video.publish", ("business_id",)),
    ("GET", "/business/comment/list/"): Route(
        comments.show, _READ, ("business_id", "video_id"), ("comment_ids", "include_replies", *_SORTING)
    ),
    ("GET", "/business/comment/reply/list/"): Route(comments.show_replies, _READ, _OF_COMMENT, _SORTING),
    ("POST", "/business/comment/create/"): Route(comments.create, _MANAGE, ("business_id", "video_id", "text")),
    ("POST", "/business/comment/reply/create/"): Route(comments.reply, _MANAGE, (*_OF_COMMENT, "text")),
    ("POST", "/business/comment/hide/"): Route(comments.hide, _MANAGE, (*_OF_COMMENT, "action")),
    ("POST", "/business/comment/like/"): Route(comments.like, _MANAGE, (*_OF_COMMENT, "action")),
    ("POST", "/business/comment/pin/"): Route(comments.pin, _MANAGE, (*_OF_COMMENT, "action")),
    ("POST", "/business/comment/delete/"): Route(comments.delete, _MANAGE, ("business_id", "comment_id")),
    ("POST", "/business/webhook/update/"): Route(
        subscriptions.update,
        needed=("app_id", "secret", "event_type", "callback_url"),
        optional=("item_list",),
        token=False,
    ),
    ("GET", "/business/webhook/list/"): Route(
        subscriptions.show, needed=("app_id", "secret", "event_type"), token=False
    ),
    ("POST", "/business/webhook/delete/"): Route(
        subscriptions.delete, needed=("app_id", "secret", "event_type"), token=False
    ),
    ("POST", "/business/video/publish/"): Route(
        publishing.video, "video.publish", ("business_id", "video_url", "post_info"), ("custom_thumbnail_url",)
    ),
    ("POST", "/business/photo/publish/"): Route(
        publishing.photo, "video.publish", ("business_id", "photo_images", "post_info"), ("photo_cover_index",)
    ),
    ("GET", "/business/publish/status/"): Route(publishing.status, "video.publish", ("business_id", "publish_id")),
    ("GET", "/business/message/conversation/list/"): Route(
        messages.conversations, _LISTEN, ("business_id", "conversation_type"), ("cursor", "limit"), messages=True
    ),
    ("GET", "/business/message/content/list/"): Route(
        messages.contents, _LISTEN, ("business_id", "conversation_id"), messages=True
    ),
    ("GET", "/business/message/capabilities/get/"): Route(
        messages.capabilities,
        _LISTEN,
        ("business_id", "capability_types", "conversation_id", "conversation_type"),
        messages=True,
    ),
    ("POST", "/business/message/send/"): Route(
        messages.send,
        _SPEAK,
        ("business_id", "message_type"),
        (*_SAYING, "referenced_message_info", "direct_reply"),
        messages=True,
    ),
    ("POST", "/business/message/media/upload/"): Route(
        messages.upload, _SPEAK, ("business_id", "file", "media_type"), messages=True, multipart=True
    ),
    ("POST", "/business/message/media/download/"): Route(
        messages.download,
        _LISTEN,
        ("business_id", "conversation_id", "message_id", "media_id", "media_type"),
        messages=True,
    ),
}
