"""Every endpoint of the API for Business, by method and path below /open_api/v1.3."""

from __future__ import annotations

from bot.playground.tiktok.calls import Route
from bot.playground.tiktok.routes import comments, oauth, subscriptions, videos

_CLIENT = ("client_id", "client_secret")
_OF_COMMENT = ("business_id", "video_id", "comment_id")
_SORTING = ("status", "sort_field", "sort_order", "cursor", "max_count")
_READ, _MANAGE = "comment.list", "comment.list.manage"

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
}
